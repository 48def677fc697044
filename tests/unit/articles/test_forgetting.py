"""Names taken out of texts: in any case, over line ends, the last name alone where the whole name stands."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.articles.forgetting import Forgotten, digest, forgotten, words_of


@pytest.mark.parametrize(
    ("text", "without"),
    [
        ("Jane Roe met him. Roe left; roe deer did not.", "a person met him. a person left; roe deer did not."),
        ("JANE ROE\u2019s car, Jane\nRoe, J. Roe", "a person\u2019s car, a person, J. a person"),
        ("Mary Jane Roe and Jane. Roe-Smith, Roeland.", "Mary a person and Jane. Roe-Smith, Roeland."),
        ("Jane went. It was not Roe.", "Jane went. It was not Roe."),
        ("", ""),
    ],
)
def test_what_is_left_of_a_text(text: str, without: str) -> None:
    assert forgotten(["Jane Roe"]).without(text) == without


def test_nobody_is_forgotten_by_default() -> None:
    assert Forgotten().without("Jane Roe") == "Jane Roe"


@given(st.lists(st.sampled_from(["Jane", "Roe", "and", "jane", "ROE", ".", "\u00a0", "-"]), max_size=12))
def test_no_whole_name_is_left_and_a_second_time_changes_nothing(parts: list[str]) -> None:
    person = forgotten(["jane roe"])
    left = person.without(" ".join(parts))
    assert person.without(left) == left


def test_a_digest_is_of_the_words_not_of_their_case() -> None:
    assert digest(words_of("Jane  ROE")) == digest(words_of("jane, roe"))
