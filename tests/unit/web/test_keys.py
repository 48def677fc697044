"""Keys of the registry, and those under which reports find one another, in words."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.web.keys import actor_words, shared_words


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("state:RUS", "Russia"),
        ("body:SRB:parliament", "Parliament, Serbia"),
        ("person:donald-trump-jr", "Donald Trump Jr"),
        ("org:m23", "M23"),
        ("org:eu", "EU"),
        ("office:USA:prime minister", "Prime Minister, United States"),
        ("Vladimir Putin", "Vladimir Putin"),
        ("any member of NATO", "any member of NATO"),
    ],
)
def test_actors_are_named(key: str, words: str) -> None:
    assert actor_words(key) == words


def test_what_reports_share_is_told_once_and_without_codes() -> None:
    keys = [
        {"consult/2025-03-18", "consult/country:COD/W105617", "consult/state:COD/M2025-03", "https://a.example/1"},
        {"consult/2025-03-18", "consult/country:COD/W105617", "consult/country:COD/M2025-03", "https://a.example/1"},
        {"consult/org:m23+state:COD/2024Q4", "consult/place:place:goma@COD/2024Q4", "consult/word:talks/M2025-03"},
        {"consult/org:m23+state:COD/2024Q4", "consult/place:country:COD/2024Q4", "consult/country:COD/open"},
    ]
    assert shared_words(keys) == [
        ("Democratic Republic of the Congo", 3),
        ("M23 and Democratic Republic of the Congo", 2),
        ("Tue 18 March 2025", 2),
    ]


@settings(deadline=None)  # the first key reads the table of countries
@given(
    st.lists(
        st.sets(st.from_regex(r"[a-z]{1,9}/(state|person|word|place):[^/]{1,12}/[A-Z0-9-]{1,8}", fullmatch=True)),
        max_size=5,
    )
)
def test_any_key_has_words(keys: list[set[str]]) -> None:
    for words, count in shared_words(keys):
        assert words
        assert 1 < count <= len(keys)
        assert not re.match(r"[a-z]+/", words)
