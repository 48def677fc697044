"""Where events merge and part, what was told stays told of whichever event has its news now."""

from __future__ import annotations

from pipeline.alerts.moves import Moves, Raised, moves, subject_key
from pipeline.domain.event import Development
from pipeline.domain.vocabulary import DevelopmentKind

A, B, C = 1, 2, 3
DESK, OTHER = 10, 11  # watches


def line(kind: str, ordinal: int = 1, after: str | None = None, url: str = "https://a.example/1") -> Development:
    return Development(DevelopmentKind(kind), ordinal, "k", url, None, None, after)


def raised(
    alert_id: int, event_id: int, told_of: Development, *, watch: int = DESK, told: bool = True, stands: bool = True
) -> Raised:
    message = {"kind": told_of.kind.value, "after": told_of.after, "url": told_of.article_url}
    return Raised(alert_id, watch, event_id, subject_key(event_id, told_of), message, told, stands)


CREATED, OFF = line("created"), line("cancelled", after="cancelled")


def test_what_was_told_of_a_merged_event_is_not_told_again() -> None:
    told = raised(7, B, OFF)
    assert moves([told], {A: [CREATED, OFF]}, {A: [A], B: [A]}) == Moves(((7, A, "1:cancelled:1"),))


def test_its_place_in_the_log_does_not_matter_its_news_does() -> None:
    told = raised(7, B, line("rescheduled", 1, "2025-03-20"))
    log = [line("rescheduled", 1, "2025-03-19"), line("rescheduled", 2, "2025-03-20")]
    assert moves([told], {A: log}, {B: [A]}).move == ((7, A, "1:rescheduled:2"),)
    assert moves([told], {A: log[:1]}, {B: [A]}) == Moves()


def test_one_that_was_told_takes_the_place_of_one_that_was_not() -> None:
    told, waiting = raised(7, B, OFF), raised(8, A, OFF, told=False)
    assert moves([told, waiting], {A: [OFF]}, {A: [A], B: [A]}) == Moves(((7, A, "1:cancelled:1"),), (8,))


def test_one_that_was_told_of_both_stays_where_it_is() -> None:
    both = [raised(7, B, OFF), raised(8, A, OFF)]
    assert moves(both, {A: [OFF]}, {A: [A], B: [A]}) == Moves()


def test_undone_it_goes_back() -> None:
    told = raised(7, A, OFF)
    assert moves([told], {A: [CREATED], B: [OFF]}, {A: [A, B]}).move == ((7, B, "2:cancelled:1"),)


def test_the_word_of_the_same_article_goes_first() -> None:
    one, other = (
        line("occurred", 1, "occurred", "https://a.example/1"),
        line("occurred", 1, "occurred", "https://b.example/2"),
    )
    told = [raised(7, A, one), raised(8, A, line("occurred", 2, "occurred", "https://b.example/2"))]
    found = moves(told, {B: [other], C: [one]}, {A: [B, C]})
    assert set(found.move) == {(8, B, "2:occurred:1"), (7, C, "3:occurred:1")}


def test_other_watches_unrelated_events_and_what_was_taken_back_have_no_part_in_it() -> None:
    assert moves([raised(7, B, OFF)], {C: [OFF]}, {B: [A]}) == Moves()
    assert moves([raised(7, B, OFF, stands=False)], {A: [OFF]}, {B: [A]}) == Moves()
    assert moves([raised(7, B, OFF, told=False)], {A: [OFF]}, {B: [A]}) == Moves()
    told = [raised(7, B, OFF), raised(8, A, OFF, watch=OTHER)]
    assert moves(told, {A: [OFF]}, {A: [A], B: [A]}) == Moves(((7, A, "1:cancelled:1"),))
