"""Groups of actors that a watch asks for: "any head of government", "any foreign minister", "any member of NATO"."""

from __future__ import annotations

import re
from datetime import date
from functools import lru_cache

from pipeline.domain.mention import Actor
from pipeline.domain.vocabulary import ActorKind
from pipeline.gazetteer.membership import bodies_of, bodies_with_members
from pipeline.gazetteer.offices import canonical_office, chief_office, is_former, is_office
from pipeline.gazetteer.registry import load_seeds

_HEAD_OF_STATE, _HEAD_OF_GOVERNMENT = "head of state", "head of government"
_HEADS_OF_STATE = frozenset({"president", "monarch", "supreme leader", "pope", _HEAD_OF_STATE})
_HEADS_OF_GOVERNMENT = frozenset({"prime minister", "chancellor", "chief executive"})


@lru_cache(maxsize=4096)
def group_named(text: str) -> str | None:
    """The group that "any ..." names; None where the text names one actor. Raises ValueError where no such group is known."""
    found = re.fullmatch(r"any\s+(?:member(?:\s+state)?\s+of\s+(?:the\s+)?(.+)|(.+))", text, re.IGNORECASE)
    if found is None:
        return None
    if found[1]:
        body = load_seeds().named(found[1])
        if body is None or body.key not in bodies_with_members():
            known = ", ".join(sorted(key.removeprefix("org:") for key in bodies_with_members()))
            raise ValueError(f"{text!r}: the members of {found[1]!r} are not known; those of these bodies are: {known}")
        return f"member {body.key}"
    office = found[2].casefold()
    if office in {_HEAD_OF_STATE, _HEAD_OF_GOVERNMENT}:
        return office
    if not is_office(office):
        raise ValueError(
            f"{text!r} names no group; there are 'any head of government', 'any head of state', 'any foreign minister' and "
            "other offices, and 'any member of NATO' and other bodies"
        )
    return canonical_office(office)


def groups_of(actor: Actor, day: date | None) -> set[str]:
    """The groups that an actor is of on a day, named as by `group_named`."""
    state = actor.key if actor.kind is ActorKind.STATE else actor.stands_for or ""
    found = {f"member {body}" for body in bodies_of(state.removeprefix("state:"), day)} if state else set()
    if not actor.office or is_former(actor.office):
        return found
    office = canonical_office(actor.office)
    if office in _HEADS_OF_STATE:
        found.add(_HEAD_OF_STATE)
    if office in _HEADS_OF_GOVERNMENT or office == chief_office(actor.country):
        found.add(_HEAD_OF_GOVERNMENT)
    return found | {office}
