"""A main verb that the parser took for a participle is set right, and no other."""

from __future__ import annotations

import pytest

from pipeline.extraction.language import default
from pipeline.extraction.parsing.pipeline import parse


def root_of(text: str) -> str:
    """The root of a sentence as it is read."""
    (doc,) = parse([(text, ())], default())
    return next(token.text for token in doc if token.head.i == token.i)


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("The rail union suspended next week's strike after a new pay offer.", "suspended"),
        ("The presidents, meeting for the second time, ordered on Thursday a blockade.", "ordered"),
        ("The strike suspended by the rail union.", "strike"),  # who did it stands after: a participle
        ("The embargo imposed on 30 July stays.", "embargo"),  # the parser's own fault, but it could be a participle
        ("The minister left for Rome on Friday.", "left"),
        ("A march by students ended in clashes on Monday.", "ended"),
        ("Talks between Peru and Chile resume in Arica on Thursday.", "resume"),
        ("A commission in Lima questions the president next week.", "questions"),
        ("The annual leave of workers in Lima.", "leave"),
        ("The West African bloc ECOWAS gave the generals a week to go.", "gave"),
    ],
)
def test_root(text: str, root: str) -> None:
    assert root_of(text) == root


def test_a_fragment_stays_as_it_is() -> None:
    assert root_of("A vote postponed until May") != "postponed"


@pytest.mark.parametrize("names", [(), ((13, 20, "PERSON"),)])
def test_a_place_is_no_part_of_the_name_behind_it(names: tuple[tuple[int, int, str], ...]) -> None:
    (doc,) = parse([("In Athens Mr Tsipras met Mr Juncker on Tuesday.", names)], default())
    told = {token.text: (token.dep_, token.head.text) for token in doc}
    assert told["Athens"] == ("pobj", "In")
    assert told["Tsipras"] == ("nsubj", "met")


def test_over_is_a_preposition_unless_the_verb_goes_with_it() -> None:
    for text, label in (
        ("Train drivers will strike over pay on Friday.", "prep"),
        ("The army took over the bank.", "prt"),
    ):
        (doc,) = parse([(text, ())], default())
        assert next(token.dep_ for token in doc if token.text == "over") == label
