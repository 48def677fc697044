"""Words that say that something has begun or is over."""

from __future__ import annotations

import pytest

from pipeline.domain.times import OPEN, When
from pipeline.domain.vocabulary import EventType, Realis
from pipeline.resolution.cues import tells_beginning, tells_end
from pipeline.resolution.statements import is_over
from tests.unit.resolution.telling import at, on, report


@pytest.mark.parametrize(
    ("quote", "begun"),
    [
        ("Talks opened in Arica on Monday", True),
        ("The strike has begun", True),
        ("They met for the first time since the strike began", False),
        ("The two had met before the talks resumed", False),
        ("The talks that opened on Monday ended on Friday", False),
    ],
)
def test_tells_a_beginning(quote: str, begun: bool) -> None:
    assert tells_beginning(quote) is begun


@pytest.mark.parametrize(
    ("quote", "over"),
    [
        ("The strike is over", True),
        ("The talks broke up on Monday", True),
        ("The war entered its second month with thousands over the borders", False),
        ("They quarrelled over the text", False),
    ],
)
def test_tells_an_end(quote: str, over: bool) -> None:
    assert tells_end(quote) is over


@pytest.mark.parametrize(
    ("quote", "kind", "when", "over"),
    [
        ("The talks broke up on Tuesday", EventType.CONSULT, on(4), True),
        ("The nurses ended their strike on Tuesday", EventType.PROTEST, on(4), True),
        ("The strike is over", EventType.PROTEST, OPEN, True),
        ("A meeting of the two broke up on Tuesday", EventType.CONSULT, on(4), False),  # of one day
        ("The talks began on Tuesday and broke up twice", EventType.CONSULT, on(4), False),
        (
            "A two-day strike ended on Wednesday",
            EventType.PROTEST,
            on(4, ends=5),
            False,
        ),  # its first day is counted back
        ("A general strike closed the capital on Tuesday", EventType.PROTEST, on(4), False),
        ("They concluded an accord after talks on Tuesday", EventType.AGREE, on(4), False),
    ],
)
def test_tells_of_what_lasts_that_it_came_to_its_end(quote: str, kind: EventType, when: When, over: bool) -> None:
    assert is_over(report(at(12), when=when, kind=kind, realis=Realis.OCCURRED, quote=quote)) is over
