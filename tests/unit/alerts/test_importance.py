"""What matters more comes first, and says why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.alerts.importance import NOVELTY, Importance, importance
from pipeline.domain.vocabulary import ActorKind, DevelopmentKind, EventType

RUSSIA, UKRAINE, CROWD = ("Russia", ActorKind.STATE), ("Ukraine", ActorKind.STATE), ("protesters", ActorKind.GROUP)
K, T = DevelopmentKind, EventType


def weigh(
    kind: K = K.CREATED, event_type: T = T.CONSULT, outlets: int = 1, actors: tuple[tuple[str, ActorKind], ...] = ()
) -> Importance:
    return importance(kind, event_type, None, outlets, actors)


@pytest.mark.parametrize(
    ("more", "less"),
    [
        (weigh(K.CANCELLED), weigh(K.CREATED)),
        (weigh(K.CREATED), weigh(K.CORROBORATED)),
        (weigh(event_type=T.ASSAULT), weigh(event_type=T.CONSULT)),
        (weigh(event_type=T.ASSAULT), weigh(event_type=T.PROTEST)),
        (weigh(outlets=4), weigh(outlets=2)),
        (weigh(actors=(RUSSIA, UKRAINE)), weigh(actors=(RUSSIA,))),
        (weigh(actors=(RUSSIA,)), weigh(actors=(CROWD,))),
    ],
)
def test_each_reason_counts(more: Importance, less: Importance) -> None:
    assert more.score > less.score


def test_the_reasons_are_said_the_weightiest_first() -> None:
    told = weigh(K.POSTPONED, T.ASSAULT, 4, (RUSSIA, CROWD, UKRAINE))
    assert told.reason == "a change, deeds of conflict, 4 independent outlets, Russia and Ukraine"
    assert weigh(outlets=1).reason == "first report, words of cooperation"


@given(st.sampled_from(K), st.sampled_from(T), st.integers(1, 500), st.integers(1, 500))
def test_more_outlets_never_matter_less(kind: K, event_type: T, few: int, more: int) -> None:
    low, high = sorted((few, more))
    assert weigh(kind, event_type, low).score <= weigh(kind, event_type, high).score


def test_every_kind_has_its_weight() -> None:
    assert set(NOVELTY) == set(K)
