"""A line that names an event, made from its type, actors, place and day."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cache
from importlib.resources import files
from typing import Any

from pipeline.domain.mention import Actor, Place
from pipeline.domain.times import When
from pipeline.domain.vocabulary import ActorKind, EventType, Mode, Role, Status
from pipeline.resolution.account import is_nobody

NAMED = 3  # a name counts as much as so many reports of a common noun
SECOND = 0.5  # a second actor is named if more than half as many reports tell of it as of the first
TARGET = 1 / 3  # somebody on whom it is done, if at least so many
MOST_CHARS = 48  # a longer phrase is no name
_AHEAD = frozenset({Status.PLANNED, Status.POSTPONED, Status.CANCELLED})
_MUTUAL = frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE})
_VISITED = frozenset({ActorKind.STATE, ActorKind.ORGANISATION, ActorKind.GROUP})
# What only points elsewhere names nobody: "their spokesman", "the two", "those detained".
_POINTING = re.compile(
    r"(?:the\s+)?(?:its?|his|her|hers|their|our|my|your|whose|which|what|that|those|these|this|h?e|she|they|them|us|we|"
    r"who|some(?:body|one|thing)?|any(?:one|body)?|every(?:one|body)|nobody|both|each|either|neither|another|others?|ones?|"
    r"same|such|first|second|third|latter|former|two|three|four|five|six|few|fewer|more|most|many|all|rest|"
    r"sides?|parties|party|country|region|capital|power)\b(?!'s)"
    r"|.*\b(?:who|which|that|whose|where)\b|.*\d{4}|\d+ (?:January|February|March|April|May|June|July|August|September|"
    r"October|November|December)\b",
    re.IGNORECASE,
)
_DAYS = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|january|february|march|april|may|june|july|august|september|october|"
    r"november|december",
    re.IGNORECASE,
)
_TAKES_THE = re.compile(
    r"(?:United (?:Kingdom|States|Nations|Arab Emirates)|Netherlands|Philippines|Bahamas|Gambia|Maldives|Taliban|Kremlin|"
    r"White House|Vatican|House|Commons|Treasury|Pentagon|.*\b(?:Union|Republic|Islands|Forces|Front|Council|Commission|Court|"
    r"Army|Party|Ministry|Department|Movement|Sea|Gulf|Strait|Straits|Assembly|Senate|Bank|Agency|Committee|League))",
)

# Words that have a capital only where a sentence begins with them.
_BEGINNING = re.compile(
    r"(?:The|An?|Some|About|At|Up|Over|Around|Nearly|Almost|Dozens|Hundreds|Thousands|Several|Many|Two|Three|Four|Five|Six|"
    r"Seven|Eight|Nine|Ten|Eleven|Twelve|Fifteen|Twenty|Officials|Officers|Teams|Troops|Soldiers|Foreign|Defence|Government|"
    r"Military|Security|Senior|Police)(?= [a-z0-9])"
)


def title_of(
    kind: EventType,
    mode: Mode | None,
    status: Status,
    actors: Sequence[Actor],
    place: Place | None,
    when: When,
    *,
    support: Mapping[str, int] | None = None,
    reported_at: datetime | None = None,
) -> str:
    """A title such as "Donald Trump to meet Kim Jong-un in Singapore on 12 June (postponed)".

    `support` counts the independent reports that name an actor, by key. The year is left out where it is that of the
    first report.
    """
    known = [actor for actor in actors if _names_somebody(actor, place)]
    if kind is EventType.PROTEST:  # people do, unions and parties; what is counted beside them is no target
        known = [actor for actor in known if not (is_nobody(actor) if actor.role is Role.TARGET else _rules(actor))]
    if mode is Mode.RESIGN:  # a parliament takes note of it; who goes is a person
        known = [actor for actor in known if actor.kind is ActorKind.PERSON] or known
    weight = {actor.key: (support or {}).get(actor.key, 1) * (1 if is_nobody(actor) else NAMED) for actor in known}
    told_by = {actor.key: (support or {}).get(actor.key, 1) for actor in known}
    who = _foremost([a for a in known if a.role is not Role.TARGET], weight, most=3 if kind in _MUTUAL else 2)
    least = TARGET * max((told_by[actor.key] for actor in who), default=0)
    if kind in _MUTUAL and len(who) > 1:  # "A and B met C" only where C is told of as much as B
        least = max(least, told_by[who[1].key])
    targets = [a for a in known if a.role is Role.TARGET and told_by[a.key] >= least and not _one_side(a, who)]
    if kind is EventType.MOBILIZE:  # "sent 10,000 soldiers": they are moved, and nobody is threatened by that
        targets = [actor for actor in targets if not is_nobody(actor)]
    whom = _foremost(targets, weight)
    fought = kind is EventType.ASSAULT and not whom  # two who attack nobody fight each other
    if not whom and len(who) > 1 and (fought or who[0].role is Role.PARTICIPANT):
        who, whom = who[:1], who[1:]
    if mode is Mode.VISIT and place is not None:
        who, whom = _guests_first(who, whom, place)
    if mode is Mode.PHONE:
        place = None  # a call is in no place
    told = _told(kind, mode, status, who, whom, place, fought=fought)
    words = " ".join(word for word in (told, _where(place, told, [*who, *whom]), _day(when, reported_at)) if word)
    title = words[:1].upper() + words[1:]
    return title if status in {Status.PLANNED, Status.OCCURRED} else f"{title} ({status})"


def _guests_first(who: list[Actor], whom: list[Actor], place: Place) -> tuple[list[Actor], list[Actor]]:
    """Those who came and those who are at home there, whoever is told to have "received" or "flown to" the other."""
    hosts = [actor for actor in (*who, *whom) if place.country is not None and actor.country == place.country]
    others = [actor for actor in (*who, *whom) if actor not in hosts]
    guests = [actor for actor in others if actor in who or not is_nobody(actor)] or others
    return (guests, hosts) if hosts and guests else (who, whom)


def _told(
    kind: EventType,
    mode: Mode | None,
    status: Status,
    who: Sequence[Actor],
    whom: Sequence[Actor],
    place: Place | None,
    *,
    fought: bool,
) -> str:
    # A state is attacked, and what it has is destroyed.
    levelled = kind is EventType.ASSAULT and mode is Mode.DESTROY and any(a.kind is ActorKind.STATE for a in whom)
    forms = _forms(kind, None if levelled else mode)
    ahead = status in _AHEAD
    if mode is Mode.VISIT and kind is EventType.CONSULT and who and place and all(a.kind in _VISITED for a in whom):
        return f"{_listed(who)} {'to visit' if ahead else 'visited'} {_with_article(place.name)}"
    bodies = all(actor.kind is not ActorKind.PERSON for actor in (*who, *whom))
    sides = [*who, *whom]
    mutual = fought or (bodies and kind in _MUTUAL)
    if "between" in forms and mutual and len({*sides}) == len(sides) > len(who) == 1:
        return _planned(f"{forms['between']} {_listed(sides)}", status)
    if fought and len(sides) > 1:
        who, whom = sides, []  # "two states bombed", with no word for a fight of that kind
    if "sent" in forms and whom and not all(map(is_nobody, whom)):
        past, plan = forms["sent"].split(" | ")
        return f"{_listed(whom)} {plan if ahead else past}"
    if who:
        alone = forms.get("single", forms["alone"]) if len(who) == 1 else forms["alone"]
        past, plan = (forms["both"] if whom else alone).split(" | ")
        return f"{_listed(who)} {plan if ahead else past}".replace("{whom}", _listed(whom))
    return _planned(forms["of"].replace("{whom}", _listed(whom)) if whom else forms["noun"], status)


def _planned(noun: str, status: Status) -> str:
    return f"Planned {noun[:1].lower()}{noun[1:]}" if status is Status.PLANNED else noun


def _foremost(actors: Sequence[Actor], weight: Mapping[str, int], *, most: int = 2) -> list[Actor]:
    """Those that weigh most, one to `most`; a state and those who speak for it are one."""
    ranked = sorted(actors, key=lambda a: -weight[a.key])  # stable: of equal ones the first given
    if not ranked:
        return []
    first = ranked[0]
    others = [
        actor
        for actor in ranked[1:]
        if not _one_side(actor, [first])
        and actor.name != first.name
        and weight[actor.key] > SECOND * weight[first.key]
        and is_nobody(actor) == is_nobody(first)
    ]
    return [first, *others[: most - 1]]


def _one_side(actor: Actor, others: Sequence[Actor]) -> bool:
    owner = actor.name.partition(":")[0]  # "Niger: foreign ministry" and "Niger: government" are one
    return any(
        other.key == actor.stands_for
        or other.stands_for == actor.key
        or (":" in actor.name and owner == other.name.partition(":")[0])
        for other in others
    )


def _rules(actor: Actor) -> bool:
    """Whether it is a state or a body of one."""
    return actor.kind is ActorKind.STATE or ": " in actor.name


def _names_somebody(actor: Actor, place: Place | None) -> bool:
    name = actor.name.strip()
    if not name or len(name) > MOST_CHARS or _POINTING.match(name) or _DAYS.fullmatch(name):
        return False
    # A body that is named like the place is the place, misread.
    if place is None or actor.kind is ActorKind.STATE:
        return True
    return name.casefold() not in {place.name.casefold(), (place.venue or "").casefold()}


def _listed(actors: Sequence[Actor]) -> str:
    names = [_name(actor) for actor in actors]
    return " and ".join([", ".join(names[:-1]), *names[-1:]] if len(names) > 1 else names)


def _name(actor: Actor) -> str:
    """The name as it stands within a sentence: "Turkey's police", "the United States", "nurses"."""
    owner, colon, part = actor.name.partition(": ")
    if colon:
        return f"{_with_article(owner)}'s {part}"
    return _with_article(_BEGINNING.sub(lambda head: head[0].lower(), actor.name))


def _with_article(name: str) -> str:
    return f"the {name}" if name[:1].isupper() and _TAKES_THE.fullmatch(name) else name


def _where(place: Place | None, told: str, actors: Sequence[Actor]) -> str:
    """The place, unless it is named already or is the whole country of whoever acts."""
    at_home = place is not None and (place.key or "").startswith("country:")
    if at_home and any(actor.country == place.country and not is_nobody(actor) for actor in actors if place):
        return ""
    if not place or re.search(rf"\b{re.escape(place.name)}\b", told, re.IGNORECASE):
        return ""
    return f"in {_with_article(place.name)}"


def _day(when: When, reported_at: datetime | None) -> str:
    day = when.starts_on
    if not day:
        return ""
    plain = reported_at is not None and reported_at.year == day.year
    return f"on {day.day} {day:%B}" if plain else f"on {day.day} {day:%B %Y}"


def _forms(kind: EventType, mode: Mode | None) -> Mapping[str, str]:
    of_type = _table()[kind.value]
    by_mode = of_type.get(mode.value) if mode else None
    forms: dict[str, str] = of_type if by_mode is None else by_mode
    return forms


@cache
def _table() -> dict[str, dict[str, Any]]:
    return tomllib.loads(files("pipeline.resolution").joinpath("titles.toml").read_text("utf-8"))
