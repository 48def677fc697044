"""An event that a person adds is read as the person says."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.domain.vocabulary import DatePrecision, EventType, Mode, Realis, Role
from pipeline.errors import BadInputError
from pipeline.resolution.added import added_mention

GIVEN = {"told": " Envoys meet in Muscat on Friday. ", "type": "CONSULT", "status": "planned"}


def test_the_sentence_is_its_own_quote() -> None:
    mention = added_mention(GIVEN)
    assert (mention.quote, mention.start, mention.end) == ("Envoys meet in Muscat on Friday.", 0, 32)
    assert (mention.type, mention.realis, mention.mode, mention.place) == (
        EventType.CONSULT,
        Realis.PLANNED,
        None,
        None,
    )


def test_what_else_is_known_is_read_as_a_fix_is() -> None:
    mention = added_mention(
        {**GIVEN, "mode": "meet", "starts_on": "2025-03-21", "ends_on": "2025-03-22", "place": "Muscat", "venue": "Al Alam",
         "actors": "Oman > Iran"}
    )  # fmt: skip
    assert mention.mode is Mode.MEET
    assert (mention.when.starts_on, mention.when.ends_on) == (date(2025, 3, 21), date(2025, 3, 22))
    assert mention.place is not None
    assert (mention.place.name, mention.place.country, mention.place.venue) == ("Muscat", "OMN", "Al Alam")
    assert [(each.name, each.role) for each in mention.actors] == [("Oman", Role.SOURCE), ("Iran", Role.TARGET)]
    assert added_mention({**GIVEN, "starts_on": "2025-W12"}).when.precision is DatePrecision.WEEK


@pytest.mark.parametrize(
    "wrong",
    [
        {"told": " "}, {"type": "MEETING"}, {"status": "history"}, {"mode": "x"}, {"starts_on": "soon"}, {"ends_on": "2025-03-22"},
        {"starts_on": "2025-03-22", "ends_on": "2025-03-21"}, {"actors": ">"}, {"place": ","},
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused(wrong: dict[str, str]) -> None:
    with pytest.raises(BadInputError):
        added_mention({**GIVEN, **wrong})
