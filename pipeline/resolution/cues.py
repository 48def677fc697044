"""Words of a quote that bear on how an event developed, where a report's fields do not say it."""

from __future__ import annotations

import re

# After a name: "Germany will join"; before it: "joined by Germany".
_JOINING = r"\b[^.;]{0,60}?\b(?:join(?:s|ed|ing)?|attend(?:s|ed|ing)?|tak(?:e|es|ing) part|come along|at the table)\b"
_JOINED_BY = r"\b(?:joined by|invited|includ(?:e|es|ing)|along with|together with)\b[^.;]{0,40}?\b"
_TELLS_OF_JOINING = re.compile(f"{_JOINING}|{_JOINED_BY}", re.IGNORECASE)
_ADMITTED = re.compile(
    r"\b(?:acknowledg|admit|confirm|concede[ds]?\b|own(?:ed|s) up|claimed responsibility)", re.IGNORECASE
)
# "Talks have resumed in Jeddah", "opened peace talks", "on the second day of his state visit".
_LASTS = (
    r"(?:talks|negotiations|fighting|strike|walkout|stoppage|exercise|manoeuvres|maneuvers|conference|siege|offensive)"
)
_BEGINS = (
    r"(?:opened|began|begun|started|resumed|reconvened|got under ?way|get under ?way|are under ?way|is under ?way)"
)
_BEGUN = re.compile(
    rf"\b{_LASTS}\b[^.;]{{0,80}}?\b{_BEGINS}\b"
    rf"|\b{_BEGINS}\b[^.;]{{0,40}}?\b{_LASTS}\b"
    r"|\bon the (?:first|second|third|fourth) day of\b"
    r"|\bha(?:ve|s) been (?:meeting|talking|negotiating|striking|fighting)\b",
    re.IGNORECASE,
)
_SINCE = re.compile(r"\b(?:since|after|before|when)\b[^,.;]*", re.IGNORECASE)
_ENDED = re.compile(
    r"\b(?:end(?:ed|s)|broke (?:up|off|down)|(?:is|are|was|were|now|be|been) over|"
    r"concluded|wound up|adjourned|collapsed|wrapped up|closed|last day|lasted|"
    r"for (?:an?|two|three|four|five|several|\d+) hours?)\b",
    re.IGNORECASE,
)
# The end of what lasts, told of itself: "talks broke up on Friday", "the strike is over", "ended a walkout of four days".
_ENDS = (
    r"(?:ended|gave up|(?:came|come|brought) to an end|broke (?:up|down|off)|collapsed|fell apart|foundered|"
    r"wound up|wrapped up|adjourned|finished|concluded|"
    r"closed(?! the)|are over|is over)"
)
_OVER = re.compile(
    rf"\b(?:{_LASTS}|drills)\b(?:, which)?[^.;,]{{0,80}}?\b{_ENDS}\b|\b{_ENDS}\b[^.;,]{{0,30}}?\b{_LASTS}\b",
    re.IGNORECASE,
)
_MORE = re.compile(
    r"\b(?:risen|rose|rises|rising|climb(?:ed|s)|grown|grew|increased|jumped|soared|mounted|doubled|swelled|revised|raised|"
    r"lowered|corrected|(?:first|originally|initially) (?:put|given|reported)|"
    r"(?:a|an) (?:second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)|"
    r"more than first|by the latest count)\b",
    re.IGNORECASE,
)


def joins(name: str, quote: str) -> bool:
    """Whether a text says of somebody that they join."""
    if not _TELLS_OF_JOINING.search(quote):  # most do not: no pattern needs to be made of the name
        return False
    named = re.escape(name)
    return bool(re.search(rf"{named}{_JOINING}|{_JOINED_BY}{named}", quote, re.IGNORECASE))


def admits(quote: str) -> bool:
    """Whether a text says that somebody owns up to a deed."""
    return bool(_ADMITTED.search(quote))


def tells_new_count(quote: str) -> bool:
    """Whether a text says of a count that it was another before."""
    return bool(_MORE.search(quote))


def tells_beginning(quote: str) -> bool:
    """Whether a text says of what lasts that it has begun, and nothing of its end."""
    return _names_beginning(quote) and not _ENDED.search(_SINCE.sub("", quote))


def tells_last_day(quote: str) -> bool:
    """Whether a text says of what lasts that it came to its end, and nothing of its beginning: the day it gives is the last."""
    return bool(_OVER.search(quote)) and not _names_beginning(quote)


def tells_end(quote: str) -> bool:
    """Whether a text says that something is over."""
    return bool(_ENDED.search(quote))


def _names_beginning(quote: str) -> bool:
    """ "Met for the first time since the strike began" tells no beginning."""
    return bool(_BEGUN.search(_SINCE.sub("", quote)))
