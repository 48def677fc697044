"""Whether the words set beside a name state, beyond doubt, an office that its bearer holds on the day of the report.

What is taught is believed for other articles too, so a doubtful statement teaches nothing: "Victoria Nuland, acting
deputy to the secretary of state", "an adviser to Azerbaijan's president", "Nixon's chief of staff", "a former head of".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

# Who is only near an office, or not in it now.
_BESIDE_IT = re.compile(
    r"\b(?:acting|interim|caretaker|deputy|vice|assistant|associate|sub|under|former|formerly|ex|late|then|past|previous|"
    r"retired|outgoing|incoming|ousted|deposed|onetime|one-time|elect|designate|would-be|future|next|fellow|was|were|been|"
    r"advis[eo]r|aide|ally|confidant|speechwriter|counsel|lawyer|predecessor|successor|rival|challenger|candidate|hopeful|"
    r"brother|sister|son|daughter|father|mother|wife|husband|widow|nephew|cousin|friend|not|no|new-look|shadow)\b",
    re.IGNORECASE,
)
# Parts of a state whose ministers are not the state's.
_PARTS = re.compile(
    r"\b(?:Welsh|Wales|Scottish|Scotland|English|Catalan|Catalonia|Flemish|Flanders|Walloon|Bavarian|Bavaria|Basque|Quebec|"
    r"Northern Irish|Northern Ireland|Kurdish|Kurdistan|Crimean|Chechen|Texan|Californian|provincial|regional|state|local|city)\b"
)
_OWNER = re.compile(r"((?:[A-Z][\w-]+ ){0,2}[A-Z][\w-]+?)(?:'s|(?<=s)') ")
# "A spokeswoman for the Congolese president, Tina Salama" is not the president.
_OF_ANOTHER = re.compile(
    r"\b(?:spokes\w+|envoy|representative|emissary|messenger|ambassador|secretary|minister|head|chief|office|house|party|"
    r"supporters?|opponents?|critics?|letter|member|colleague|host|guest) (?:for|of|to) (?:the )?(?:[A-Z][\w'-]+ ){0,3}$"
)
_WORD = r"(?:[A-Z][\w'.&-]*|[a-z][a-z'-]*)"
_BEFORE = re.compile(r"(?:^|[\s\"(])(?:[Tt]he |[Ii]ts |[Tt]heir |[A-Z][\w-]+'s )(?P<what>(?:[a-z-]+ ){0,3}?)$")
_BODY_BEFORE = re.compile(rf" (?:of|for) (?P<body>(?:the |its |their )?(?:{_WORD} ){{0,6}}{_WORD}), $")
_AFTER = re.compile(r", (?:who is )?(?:the |an? )?(?:[A-Z][\w-]+'s )?(?P<what>(?:[a-z-]+ ){0,3}?)$")
_BODY_AFTER = re.compile(
    rf" (?:of|for) (?P<body>(?:the |its |their )?(?:{_WORD} ){{0,6}}?{_WORD})(?=[,.;)]|$| (?:in|at|who|which)\b)"
)
_APPOSED = re.compile(
    r", (?:who is )?(?:(?:the|a|an|its|their|new|current|long-serving|longtime|powerful|veteran|[A-Z][\w.-]+(?:'s?)?|"
    r"[a-z]+(?:ese|ish|ian|an)) ){0,5}$"
)
_THE_TEAM = 2  # "the team" and "the federation" say nothing outside their article


@dataclass(frozen=True, slots=True)
class Beside:
    """An office found beside a name: the words before it, the office itself, and the words after it."""

    before: str
    office: str
    after: str
    follows: bool  # it follows the name: "X, the mayor of Y"


def states_office(beside: Beside, country_of: Callable[[str], str | None]) -> bool:
    """Whether it states that the person holds that office of a country now."""
    phrase = beside.before if beside.follows else _phrase(beside.before)
    if _BESIDE_IT.search(phrase) or _PARTS.search(phrase) or _BESIDE_IT.search(beside.office.split(" ", 1)[0]):
        return beside.office.startswith(("deputy ", "vice ", "vice-")) and not _BESIDE_IT.search(phrase)
    if not all(_is_country(owner, country_of) for owner in _OWNER.findall(phrase)) or _OF_ANOTHER.search(beside.before):
        return False
    return not beside.follows or _APPOSED.fullmatch(beside.before) is not None


def _is_country(owner: str, country_of: Callable[[str], str | None]) -> bool:
    words = owner.split(" ")
    return any(country_of(" ".join(words[start:])) is not None for start in range(len(words)))


def body_office(beside: Beside, bodies: frozenset[str]) -> str | None:
    """The whole office in a body that it states ("research director of the dockers' union"), or None.

    `bodies` are common nouns for bodies: the words after the office must name one.
    """
    lead = (_AFTER if beside.follows else _BEFORE).search(beside.before)
    body = (_BODY_AFTER.match if beside.follows else _BODY_BEFORE.fullmatch)(beside.after)
    if lead is None or body is None or _BESIDE_IT.search(lead["what"]) or _BESIDE_IT.search(body["body"]):
        return None
    words = re.findall(r"[\w'-]+", body["body"])
    named = any(word.lower() in bodies or (word.isupper() and len(word) > 1) for word in words)
    telling = len(words) > _THE_TEAM or any(word[:1].isupper() for word in words)
    if not (named and telling) or "and" in [*words, *lead["what"].split()]:
        return None
    return f"{lead['what']}{beside.office} of {body['body'].rstrip('.')}"


def _phrase(before: str) -> str:
    """The end of the words before an office that belongs to its phrase."""
    return re.split(r"[.;:,(\"]|\b(?:said|says|by|with|and|that|as|told|met|from|when|after|because)\b", before)[-1]
