"""The tables of PLOVER: the quad class of a type, the modes it can have, and its cooperation-conflict scores."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType

from pipeline.domain.vocabulary import EventType, Mode

T, M = EventType, Mode


class Quad(IntEnum):
    """The four classes of types, numbered as in PLOVER."""

    VERBAL_COOPERATION = 1
    MATERIAL_COOPERATION = 2
    VERBAL_CONFLICT = 3
    MATERIAL_CONFLICT = 4


# What a reader who does not know the types may expect under each.
ABOUT: Mapping[EventType, str] = MappingProxyType(
    {
        T.AGREE: "agreements, deals",
        T.CONSULT: "talks, visits, calls",
        T.SUPPORT: "backing, praise, recognition",
        T.CONCEDE: "yielding, easing of curbs",
        T.COOPERATE: "working together, sharing",
        T.AID: "help, money, supplies",
        T.RETREAT: "withdrawals, releases, resignations",
        T.REQUEST: "demands, appeals",
        T.ACCUSE: "accusations, inquiries",
        T.REJECT: "refusals, vetoes",
        T.THREATEN: "threats, ultimatums",
        T.PROTEST: "demonstrations, strikes, riots",
        T.SANCTION: "sanctions, expulsions, broken ties",
        T.MOBILIZE: "troops on the move, alerts",
        T.COERCE: "arrests, bans, seizures",
        T.ASSAULT: "attacks, bombings, killings",
    }
)

QUAD_OF: Mapping[EventType, Quad] = MappingProxyType(
    {
        T.AGREE: Quad.VERBAL_COOPERATION,
        T.CONSULT: Quad.VERBAL_COOPERATION,
        T.SUPPORT: Quad.VERBAL_COOPERATION,
        T.CONCEDE: Quad.VERBAL_COOPERATION,
        T.COOPERATE: Quad.MATERIAL_COOPERATION,
        T.AID: Quad.MATERIAL_COOPERATION,
        T.RETREAT: Quad.MATERIAL_COOPERATION,
        T.REQUEST: Quad.VERBAL_CONFLICT,
        T.ACCUSE: Quad.VERBAL_CONFLICT,
        T.REJECT: Quad.VERBAL_CONFLICT,
        T.THREATEN: Quad.VERBAL_CONFLICT,
        T.PROTEST: Quad.MATERIAL_CONFLICT,
        T.SANCTION: Quad.MATERIAL_CONFLICT,
        T.MOBILIZE: Quad.MATERIAL_CONFLICT,
        T.COERCE: Quad.MATERIAL_CONFLICT,
        T.ASSAULT: Quad.MATERIAL_CONFLICT,
    }
)

# From -10 (conflict) to +10 (cooperation). ACCUSE is printed as 3 in the manual; all its modes are negative, so -3.
_TYPE_SCORES: Mapping[EventType, float] = {
    T.AGREE: 2.5,
    T.CONSULT: 2.5,
    T.SUPPORT: 5,
    T.CONCEDE: 4.5,
    T.COOPERATE: 9.5,
    T.AID: 10,
    T.RETREAT: 6.5,
    T.REQUEST: 0,
    T.ACCUSE: -3,
    T.REJECT: -2,
    T.THREATEN: -3.5,
    T.PROTEST: -5,
    T.SANCTION: -6,
    T.MOBILIZE: -5.5,
    T.COERCE: -7,
    T.ASSAULT: -9,
}

# The modes of each type; None where a mode has no score of its own and counts as its type.
_MODE_SCORES: Mapping[EventType, Mapping[Mode, float | None]] = {
    T.CONSULT: {M.VISIT: 4, M.THIRD_PARTY: 1, M.MULTILATERAL: 4, M.PHONE: 1.5, M.MEET: None},
    T.RETREAT: {M.WITHDRAW: 8, M.RELEASE: 6.5, M.DISARM: 10, M.CEASEFIRE: 7.5, M.ACCESS: 6.5, M.RESIGN: 4.5},
    T.REQUEST: {M.ASSIST: 0.5, M.CHANGE: -1, M.YIELD: -1, M.MEET: 0},
    T.ACCUSE: {M.DISAPPROVE: -2, M.INVESTIGATE: -3.5, M.ALLEGE: -3.5},
    T.REJECT: {M.ASSIST: -1.5, M.CHANGE: -2, M.YIELD: -2, M.MEET: -2},
    T.THREATEN: {
        M.RESTRICT: -3,
        M.ARREST: -3.5,
        M.RELATIONS: -3.5,
        M.EXPEL: -3.5,
        M.VIOLENCE: -3.5,
        M.TERRITORY: -4,
    },
    T.PROTEST: {
        M.DEMO: -5,
        M.RIOT: -7,
        M.STRIKE: -5,
        M.HUNGER: -4.5,
        M.BOYCOTT: -4.5,
        M.OBSTRUCT: -4.5,
        M.VANDALIZE: None,
    },
    T.SANCTION: {M.CONVICT: -6, M.EXPEL: -5.5, M.WITHDRAW: -6, M.DISCONTINUE: -6},
    T.MOBILIZE: {M.TROOPS: -6.5, M.WEAPONS: -6.5, M.POLICE: -5.5, M.MILITIA: -6},
    T.COERCE: {
        M.SEIZE: -7,
        M.RESTRICT: -7,
        M.ARREST: -7,
        M.DEPORT: -7,
        M.WITHHOLD: -7,
        M.CYBER: -7,
        M.CENSOR: -6.5,
        M.CURFEW: -6.5,
        M.MISINFORMATION: -6.5,
        M.MARTIAL_LAW: -7.5,
    },
    T.ASSAULT: {
        M.ABDUCT: -8.5,
        M.TORTURE: -8.5,
        M.SEXUAL: -8.5,
        M.DESTROY: -8.5,
        M.BEAT: -7.5,
        M.CROWD_CONTROL: -7.5,
        M.PRIMITIVE: -8,
        M.FIREARMS: -9,
        M.EXPLOSIVES: -9,
        M.TARGETED: -9.5,
        M.SUICIDE_ATTACK: -9.5,
        M.AERIAL: -9.5,
        M.DRONE: -9.5,
        M.HEAVY_WEAPONS: -9.5,
        M.UNCONVENTIONAL: -10,
    },
}

MODES_OF: Mapping[EventType, frozenset[Mode]] = MappingProxyType(
    {kind: frozenset(_MODE_SCORES.get(kind, ())) for kind in T}
)


def score_of(kind: EventType, mode: Mode | None = None) -> float:
    """PLOVER's score of a deed, from -10 (conflict) to +10 (cooperation); a mode's own beats its type's."""
    of_mode = _MODE_SCORES.get(kind, {}).get(mode) if mode is not None else None
    return _TYPE_SCORES[kind] if of_mode is None else of_mode
