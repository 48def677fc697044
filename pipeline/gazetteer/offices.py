"""Offices by one name whatever a country calls them, and which of them speak for a state."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.gazetteer.countries import countries
from pipeline.gazetteer.names import fold
from pipeline.gazetteer.words import words

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
    for pattern, name in words().offices:
        if pattern.search(text):
            return name
    return text


def is_office(text: str) -> bool:
    """Whether a title is that of an office we know by name."""
    plain_text = re.sub(r"\bdefense\b", "defence", fold(text).replace("-", " "))
    return any(pattern.search(plain_text) for pattern, _ in words().offices)


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
    return office is not None and not is_former(office) and canonical_office(office) in words().offices_of_state


def is_of_one(office: str) -> bool:
    """Whether one person at a time holds an office of a state, so that the office alone names its holder."""
    return speaks_for_state(office) and canonical_office(office) not in words().offices_of_many


def is_former(text: str) -> bool:
    """Whether a title is one that its bearer no longer has."""
    return _FORMER.search(text) is not None
