"""Where a deed is that no word beside it places: the likeliest by the rest of the article, marked as a guess."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from pipeline.domain.mention import GUESSED_PLACE, ActorPhrase, Place
from pipeline.domain.vocabulary import ActorKind, EventType, Mode, Realis, Role
from pipeline.extraction.candidates import Candidate
from pipeline.extraction.syntax import clause_tokens
from pipeline.gazetteer.countries import country_name, country_of
from pipeline.gazetteer.places import find_place
from pipeline.gazetteer.registry import load_seeds

# Kinds of deed that are told of one occasion: what was agreed was agreed where they met.
_OCCASIONS = (
    frozenset({EventType.CONSULT, EventType.AGREE, EventType.COOPERATE}),
    frozenset({EventType.ASSAULT, EventType.COERCE}),
)
_MET = frozenset({EventType.CONSULT, EventType.AGREE})
# Deeds of those who stay at home, and deeds done to somebody where he is.
_WORDS = frozenset({EventType.SUPPORT, EventType.REQUEST, EventType.THREATEN, EventType.ACCUSE})
_AT_THE_SOURCE = (
    frozenset({EventType.PROTEST, EventType.REJECT, EventType.SANCTION, EventType.MOBILIZE, EventType.CONCEDE}) | _WORDS
)
_AT_THE_TARGET = frozenset({EventType.ASSAULT, EventType.COERCE, EventType.AID, EventType.RETREAT})
# Deeds that an article about one country tells of that country, whoever does them.
_AT_HOME = frozenset({EventType.PROTEST, EventType.REJECT, EventType.CONCEDE}) | _AT_THE_TARGET
# Decisions, which a body of several states takes where it meets.
_RESOLVED = frozenset({EventType.SANCTION, EventType.THREATEN, EventType.MOBILIZE, EventType.REQUEST, EventType.REJECT})
_TITLE_PLACE = re.compile(r"\b(?:in|at|near|outside) ((?:[A-Z][\w'-]+)(?: [A-Z][\w'-]+){0,2})")
_BESIDE = "place of the same deed, told beside it"
_HERE = "where the report is written"
_TOLD = frozenset({_BESIDE, _HERE})
_ACTING = frozenset({Role.SOURCE, Role.PARTICIPANT})
_ACTED_ON = frozenset({Role.TARGET})
_FAR = 2  # paragraphs from the top in which the title and the dateline speak for a deed

_BESIDE_IT = 2  # sentences within which a deed of nobody known may be of the occasion told there

Guess = tuple[Place, str]


@dataclass(frozen=True, slots=True)
class Scene:
    """What an article as a whole says of where it all happens.

    `near` are the countries it names, most often first but for the dateline's, which leads; `home` is the one that it
    is about, where it is about one. `day` is that of publication.
    """

    title: str
    dateline: Place | None
    near: tuple[str, ...]
    home: str | None
    day: date | None


def settle_places(told: Sequence[Candidate], scene: Scene) -> None:
    """Give each deed without a place the likeliest one, with a note of why."""
    placed = [one for one in told if one.place is not None]
    for one in told:
        if one.place is None and one.trigger.mode is not Mode.PHONE:
            found = next(_guesses(one, placed, scene), None)
            if found is not None:
                one.place, why = found
                one.reading.notes.append(why if why in _TOLD else GUESSED_PLACE + why)


def _guesses(one: Candidate, placed: Sequence[Candidate], scene: Scene) -> Iterator[Guess]:
    """Places that a deed may have, the likeliest first."""
    if scene.dateline is not None and _is_here(one):
        yield scene.dateline, _HERE
    if (there := _there(one, placed)) is not None:
        yield there, _BESIDE
    same = _nearest(one, [other for other in placed if other.type is one.type], scene)
    if same is not None and same.place is not None:
        beside = same.sentence.paragraph == one.sentence.paragraph
        yield same.place, _BESIDE if beside else "that of the same deed"
    for actor in one.actors:
        if actor.role in _ACTING and (seat := find_place(actor.name, scene.near)) is not None and seat.venue:
            yield seat, "the seat of who acts"
    if one.type in _MET:
        yield from _met(one, placed, scene)
    else:
        yield from _done(one, placed, scene)


def _is_here(one: Candidate) -> bool:
    """Whether the deed is told to be where the report is written: "here on Monday", "in this city"."""
    clause = clause_tokens(one.head)
    return any(
        (t.lower_ == "here" and t.dep_ == "advmod")
        or (t.lower_ == "this" and t.head.lower_ in {"city", "town", "country", "capital"} and t.head.dep_ == "pobj")
        for t in clause
    )


def _there(one: Candidate, placed: Sequence[Candidate]) -> Place | None:
    """The place last told where the clause says "there": "the two will meet there on Friday"."""
    if not any(t.lower_ == "there" and t.dep_ == "advmod" for t in clause_tokens(one.head)):
        return None
    before = [other.place for other in placed if 0 <= one.sentence_index - other.sentence_index <= 1]
    return before[-1] if before else None


def _met(one: Candidate, placed: Sequence[Candidate], scene: Scene) -> Iterator[Guess]:
    """Where some may have met or agreed."""
    up_front = one.sentence.paragraph <= _FAR
    if up_front and (place := _of_title(scene)) is not None:
        yield place, "that of the title"
    if one.reading.realis is not Realis.PLANNED and scene.dateline is not None and up_front:
        yield scene.dateline, "that of the dateline"
    occasion = _nearest(one, placed, scene)
    if occasion is not None and occasion.place is not None:
        yield occasion.place, "that of the occasion"
    homes = [_home_of(actor, scene) for actor in one.actors]
    at_war = any(map(_is_armed, one.actors))
    alone = len(homes) == 1 and (one.type is not EventType.AGREE or one.actors[0].kind is ActorKind.STATE)
    if len(set(homes)) == 1 and homes[0] is not None and not at_war and not alone:
        yield from _country(homes[0], "all who act are of it")
    states = any(actor.kind is ActorKind.STATE or home is None for actor, home in zip(one.actors, homes, strict=True))
    if scene.home is not None and {*homes} <= {scene.home} and one.actors and not states and not at_war:
        yield from _country(scene.home, "the article is about it")
    if one.reading.realis is not Realis.PLANNED and scene.dateline is not None:
        yield scene.dateline, "that of the dateline"


def _done(one: Candidate, placed: Sequence[Candidate], scene: Scene) -> Iterator[Guess]:
    """Where one side may have done something, to another or by itself."""
    sources, targets = (
        {code for a in one.actors if a.role in roles and (code := _home_of(a, scene)) is not None}
        for roles in (_ACTING, _ACTED_ON)
    )
    occasion = _nearest(one, placed, scene)
    if occasion is not None and occasion.place is not None:
        yield occasion.place, "that of the occasion"
    if one.type in _AT_THE_TARGET:
        if len(targets) == 1:
            yield from _country(next(iter(targets)), "whom it is done to is of it")
        elif not targets and len(sources) == 1 and one.type is not EventType.RETREAT and not _is_abroad(one):
            yield from _country(next(iter(sources)), "who acts is of it")
    if one.type in _AT_THE_SOURCE and len(sources) == 1:
        yield from _country(next(iter(sources)), "who acts is of it")
    if one.type in _AT_HOME and not sources and scene.home is not None:
        yield from _country(scene.home, "the article is about it")
    if one.type is EventType.PROTEST and not sources and scene.near:
        yield from _country(scene.near[0], "the article names it most")
    if one.type not in _WORDS and scene.home is not None and not _is_abroad(one):
        yield from _country(scene.home, "the article is about it")


def _is_abroad(one: Candidate) -> bool:
    """Whether a state itself attacks: then hardly at home."""
    return one.type is EventType.ASSAULT and any(
        actor.kind is ActorKind.STATE for actor in one.actors if actor.role in _ACTING
    )


def _country(code: str, why: str) -> Iterator[Guess]:
    place = find_place(country_name(code))
    if place is not None:
        yield place, why


def _nearest(one: Candidate, placed: Sequence[Candidate], scene: Scene) -> Candidate | None:
    """The deed with a place, told nearest, that is this one or was done on one occasion with it."""
    fitting = [other for other in placed if _may_be_one(one, other, scene)]
    return min(fitting, key=lambda other: _distance(one, other), default=None)


def _may_be_one(one: Candidate, other: Candidate, scene: Scene) -> bool:
    """Whether two deeds of an article may be one, or done on one occasion."""
    kin = one.type is other.type or any({one.type, other.type} <= kinds for kinds in _OCCASIONS)
    resolved = one.type in _RESOLVED and other.type is EventType.CONSULT and other.trigger.mode is Mode.MULTILATERAL
    if not (kin or resolved) or other.trigger.mode is Mode.PHONE:
        return False
    if (one.reading.realis is Realis.PLANNED) != (other.reading.realis is Realis.PLANNED):
        return False
    a, b = one.when, other.when
    if a.first_on and b.last_on and a.first_on > b.last_on:
        return False
    if b.first_on and a.last_on and b.first_on > a.last_on:
        return False
    mine, theirs = _names(one.actors, scene), _names(other.actors, scene)
    return bool(mine & theirs) or (kin and (not mine or not theirs) and _distance(one, other)[0] <= _BESIDE_IT)


def _names(actors: Sequence[ActorPhrase], scene: Scene) -> set[str]:
    """Who acts, by name and by country."""
    return {actor.name.lower() for actor in actors} | {code for a in actors if (code := _home_of(a, scene)) is not None}


def _distance(one: Candidate, other: Candidate) -> tuple[int, bool]:
    """How many sentences the telling of two deeds lies apart; what was told before comes first."""
    apart = one.sentence_index - other.sentence_index
    return abs(apart), apart < 0


def _home_of(actor: ActorPhrase, scene: Scene) -> str | None:
    """The country that an actor is of, by the text or by the registry."""
    if actor.country is not None:
        return actor.country
    known = load_seeds().named(actor.name)
    if known is None and actor.kind in {ActorKind.PERSON, None} and " " not in actor.name:
        known = load_seeds().by_surname(actor.name, scene.day, None, actor.office)
    if known is not None:
        return known.country
    return country_of(actor.name) if actor.kind is not ActorKind.PERSON else None


def _is_armed(actor: ActorPhrase) -> bool:
    known = load_seeds().named(actor.name)
    return ActorKind.ARMED_GROUP in {actor.kind, known.kind if known is not None else None}


def _of_title(scene: Scene) -> Place | None:
    """The place that the title gives to what the article is about."""
    for match in _TITLE_PLACE.finditer(scene.title):
        words = match[1].split()
        for size in range(len(words), 0, -1):
            place = find_place(" ".join(words[:size]).removesuffix("'s"), scene.near)
            if place is not None:
                return place
    return None
