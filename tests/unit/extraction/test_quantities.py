"""Counts that events have."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.extraction.deeds.quantities import find_quantities
from pipeline.extraction.language import default


def told(text: str) -> list[tuple[str, float, str, bool]]:
    return [
        (f.quantity.kind.value, f.quantity.value, f.quantity.unit, f.quantity.at_least)
        for f in find_quantities(text, default())
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("At least 12 people were killed and 30 injured.", [("killed", 12, "", True), ("injured", 30, "", False)]),
        (
            "The strike killed 12 soldiers and wounded 30 others.",
            [("killed", 12, "", False), ("injured", 30, "", False)],
        ),
        ("seven people, including three children, were killed", [("killed", 7, "", False), ("killed", 3, "", False)]),
        ("leaving 14 dead and scores wounded", [("killed", 14, "", False), ("injured", 40, "", True)]),
        ("The death toll rose to 47", [("killed", 47, "", False)]),
        ("Police arrested 250 protesters", [("arrested", 250, "", False)]),
        ("Russia released 1,200 prisoners", [("released", 1200, "", False)]),
        ("two hostages were freed", [("released", 2, "", False)]),
        ("some 30,000 troops", [("troops", 30000, "", False)]),
        ("its 1,500 soldiers will leave", [("troops", 1500, "", False)]),
        ("1.2 million people marched", [("people", 1_200_000, "", False)]),
        ("Dozens were killed", [("killed", 24, "", True)]),
        ("hundreds of thousands of people", [("people", 200_000, "", True)]),
        ("a $2.5bn package", [("money", 2.5e9, "USD", False)]),
        ("€1.5 billion in aid", [("money", 1.5e9, "EUR", False)]),
        ("500 million euros", [("money", 5e8, "EUR", False)]),
        ("A$40m", [("money", 4e7, "AUD", False)]),
        ("more than nine million tonnes of grain", [("tonnes", 9e6, "tonnes", True)]),
        ("Twenty-three were hurt", [("injured", 23, "", False)]),
        ("fifteen people who had sought shelter in a school were killed", [("killed", 15, "", False)]),
        ("Thirteen civilians, small children among them, were killed", [("killed", 13, "", False)]),
        ("The bombing took twelve lives", [("killed", 12, "", False)]),
        ("The number of people killed in Sunday's attack on the market rose to 19.", [("killed", 19, "", False)]),
        ("The death toll from the attack on the camp has risen to at least 19", [("killed", 19, "", True)]),
        ("The count of the dead has reached 19.", [("killed", 19, "", False)]),
        ("The list of the dead has grown to nineteen names", [("killed", 19, "", False)]),
        ("The ministry revised the death toll from 12 to 11", [("killed", 11, "", False)]),
        ("The toll, first given as 12, now stands at 19", [("killed", 19, "", False)]),
        ("The number of wounded, first put at 60, rose to 80.", [("injured", 80, "", False)]),
        ("The army now gives the number of those killed as 13.", [("killed", 13, "", False)]),
        ("The wounded number 80.", [("injured", 80, "", False)]),
        ("Arrests have risen to 350.", [("arrested", 350, "", False)]),
        ("the number of those arrested has grown to 350, the ministry said", [("arrested", 350, "", False)]),
        ("The number of prisoners freed rose to 200 by Monday.", [("released", 200, "", False)]),
        ("Officials raised the toll to 30.", [("killed", 30, "", False)]),
        ("A second of the marchers wounded on Friday has died in hospital.", [("killed", 2, "", False)]),
        ("Nineteen people are now known to have died.", [("killed", 19, "", False)]),
        ("The attack claimed the lives of 19 people.", [("killed", 19, "", False)]),
    ],
)
def test_counts(text: str, expected: list[tuple[str, float, str, bool]]) -> None:
    assert told(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "an ultimatum of 48 hours",
        "3.2% growth",
        "on 12 June",
        "In 2011 he was killed by rebels",
        "the party lost 12 seats",
        "a 30-day truce",
        "The wounded were taken to 3 hospitals",
    ],
)
def test_what_is_no_count(text: str) -> None:
    assert told(text) == []


def test_a_span_is_the_number_in_the_text() -> None:
    text = "The bank lent US$40m and 1.5 million euros."
    assert [text[f.start : f.end] for f in find_quantities(text, default())] == ["US$40m", "1.5 million"]


@settings(max_examples=200)
@given(st.text(max_size=120) | st.from_regex(r"([0-9,.]{1,30} (killed|million|euros|people) ?){1,4}"))
def test_any_text_gives_spans_within_it(text: str) -> None:
    end = 0
    for found in find_quantities(text, default()):
        assert end <= found.start < found.end <= len(text)
        assert found.quantity.value > 0
        end = found.end
