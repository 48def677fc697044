"""Offices by one name whatever a country calls them, and which of them speak for a state."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.gazetteer.countries import countries
from pipeline.gazetteer.names import fold

# Patterns in order, the more special ones first. Spelling is brought to "defence" before.
_CANONICAL: tuple[tuple[str, str], ...] = (
    (r"(?:deputy|vice|junior|assistant|under) ?(?:prime minister|premier)", "deputy prime minister"),
    (r"(?:deputy|vice|junior|assistant|under ?secretary).*(?:foreign|state)", "deputy foreign minister"),
    (r"(?:deputy|vice|junior|assistant) .*minister", "deputy minister"),
    (r"vice[- ]?president", "vice president"),
    (r"first lady", "first lady"),
    (r"supreme leader", "supreme leader"),
    (r"opposition leader|leader of the opposition", "opposition leader"),
    (r"crown prince(?:ss)?", "crown prince"),
    (r"(?:prime minister|premier|taoiseach|\bpm\b|head of (?:the )?government)", "prime minister"),
    (r"chancellor of the exchequer|treasury secretary|secretary of the treasury|finance minister|economy minister|treasurer", "finance minister"),
    (r"secretary of state(?! for)|foreign secretary|foreign minister|minister (?:of|for) foreign affairs|external affairs minister|top diplomat|external relations minister|foreign affairs minister", "foreign minister"),
    (r"secretary of defence|defence secretary|defence minister|minister (?:of|for) (?:national )?defence|armed forces minister|defence chief|war secretary|secretary of war", "defence minister"),
    (r"home secretary|interior minister|minister (?:of|for) the interior|home minister|homeland security secretary", "interior minister"),
    (r"justice minister|attorney general|justice secretary", "justice minister"),
    (r"trade minister|trade secretary|commerce (?:minister|secretary)", "trade minister"),
    (r"national security advis[eo]r", "national security adviser"),
    (r"chief executive", "chief executive"),
    (r"chancellor", "chancellor"),
    (r"high representative|foreign policy chief|foreign affairs chief", "high representative"),
    (r"president of the european commission|(?:european )?commission (?:president|chief)|commission president", "commission president"),
    (r"president of the european council|(?:european )?council president", "council president"),
    (r"secretary[- ]general|un chief|nato chief|general secretary|chief of the (?:un|united nations|alliance)", "secretary-general"),
    (r"director[- ]general|who chief|iaea chief|managing director|imf chief|world bank president", "director-general"),
    (r"central bank (?:governor|chief|president)|governor of the .*bank|fed chair(?:man)?", "central bank governor"),
    (r"chief of (?:the )?(?:general |defence |army )?staff|army chief|military chief|commander[- ]in[- ]chief|top general", "army chief"),
    (r"special envoy|special representative|presidential envoy|\benvoy", "envoy"),
    (r"ambassador", "ambassador"),
    (r"chief negotiator|negotiator", "negotiator"),
    (r"spokes(?:man|woman|person)|press secretary", "spokesman"),
    (r"head of state", "head of state"),
    (r"(?:us |american |acting |interim |transitional |transition )?president(?:[- ]elect)?", "president"),
    (r"pope|pontiff", "pope"),
    (r"\bking\b|\bqueen\b|monarch|emperor|sultan|\bemir\b|grand duke", "monarch"),
    (r"[a-z]+ (?:minister|secretary)", "minister"),
    (r"minister|secretary", "minister"),
    (r"(?:de facto )?(?:ruler|leader|strongman|dictator)", "leader"),
)  # fmt: skip
_COMPILED = tuple((re.compile(rf"\b(?:{pattern})"), name) for pattern, name in _CANONICAL)
_OF_STATE = frozenset(
    ["president", "vice president", "prime minister", "deputy prime minister", "chancellor", "monarch", "crown prince", "supreme leader", "leader", "head of state", "foreign minister", "deputy foreign minister", "defence minister", "interior minister", "finance minister", "justice minister", "trade minister", "minister", "deputy minister", "national security adviser", "army chief", "envoy", "ambassador", "negotiator", "spokesman", "central bank governor", "chief executive", "pope"]
)  # fmt: skip
_FORMER = re.compile(r"\b(?:former|ex|late|ousted|deposed|then|one-time|onetime|retired)\b", re.IGNORECASE)
_TOP = (
    "president",
    "prime minister",
    "chancellor",
    "monarch",
    "supreme leader",
    "crown prince",
    "head of state",
    "pope",
    "chief executive",
)


@lru_cache(maxsize=4096)
def canonical_office(office: str) -> str:
    """The one name of an office ("US secretary of state": "foreign minister"); what is unknown stays as it is."""
    text = re.sub(r"\bdefense\b", "defence", fold(office).replace("-", " "))
    for pattern, name in _COMPILED:
        if pattern.search(text):
            return name
    return text


def is_office(text: str) -> bool:
    """Whether a title is that of an office we know by name."""
    plain_text = re.sub(r"\bdefense\b", "defence", fold(text).replace("-", " "))
    return any(pattern.search(plain_text) for pattern, _ in _COMPILED)


def offices_meant(office: str, country: str | None) -> tuple[str, ...]:
    """The canonical offices that a title can mean in a country, the likeliest first: a "leader" is its chief."""
    own = canonical_office(office)
    chief = chief_office(country)
    if own in {"leader", "head of state"}:
        rest = [name for name in _TOP if name != chief]
        return tuple(
            dict.fromkeys((chief, *rest) if chief and own == "leader" else ("president", "monarch", "pope", *rest))
        )
    if own == "prime minister" and chief == "chancellor":
        return ("chancellor", "prime minister")
    return (own,)


def chief_office(country: str | None) -> str:
    """The office of the person who leads a country, or nothing where that is not known."""
    known = countries().get(country or "")
    return canonical_office(known.chief) if known and known.chief else ""


def speaks_for_state(office: str | None) -> bool:
    """Whether who holds the office acts for the state."""
    return office is not None and not is_former(office) and canonical_office(office) in _OF_STATE


def is_former(text: str) -> bool:
    """Whether a title is one that its bearer no longer has."""
    return _FORMER.search(text) is not None
