"""Clean sentences, with offsets into the stored text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.extraction.language import default
from pipeline.extraction.text.sentences import plain, split


def _texts(text: str) -> list[str]:
    return [text[s.start : s.end] for s in split(text, default()).sentences]


def test_keeps_a_caption_glued_to_itself_once() -> None:
    caption = "Finland's President Alexander Stubb, left, shakes hands with Sweden's Prime Minister Ulf Kristersson"
    assert _texts(f"{caption}{caption}\n\nThe two met on Monday.") == [caption, "The two met on Monday."]


def test_splits_where_the_space_after_a_full_stop_is_missing() -> None:
    assert _texts("They met in Oslo.The talks lasted an hour.") == ["They met in Oslo.", "The talks lasted an hour."]


@pytest.mark.parametrize(
    "text",
    [
        "Gen. Smith met Mr. J. P. Brown at No. 10 on Jan. 5 with a U.S. envoy.",
        "The call began at 9 a.m. and ended at 10 p.m. in Washington.",
        "The index fell by 3.5 per cent.",
    ],
)
def test_does_not_split_after_abbreviations(text: str) -> None:
    assert _texts(text) == [text]


def test_leaves_out_bylines_stamps_datelines_and_furniture() -> None:
    text = (
        "By Jane Miller and John Roe\n\nWASHINGTON - The president met the king on Monday.\n\n"
        "14:32 GMT The king has left.\n\nRead more: what the king said\n\nAdvertisement"
    )
    clean = split(text, default())
    assert [text[s.start : s.end] for s in clean.sentences] == [
        "The president met the king on Monday.",
        "The king has left.",
    ]
    assert clean.dateline == "Washington"


def test_lowers_an_all_caps_lead_for_the_parser_only() -> None:
    text = "THE PRIME MINISTER HAS flown to Paris for talks on Friday about the budget."
    (sentence,) = split(text, default()).sentences
    assert sentence.text.startswith("The prime minister has flown")
    assert text[sentence.start : sentence.end] == text


def test_marks_direct_speech_across_sentences() -> None:
    text = "“We shall meet them soon. They will agree,” she said."
    first, second = split(text, default()).sentences
    assert first.quoted
    assert second.quoted
    assert text[second.start : second.end] == "They will agree,” she said."


@given(st.text(max_size=400))
def test_any_text_gives_sentences_at_their_offsets_in_order(text: str) -> None:
    assert len(plain(text)) == len(text)
    last = 0
    for sentence in split(text, default()).sentences:
        assert last <= sentence.start < sentence.end <= len(text)
        assert len(sentence.text) == sentence.end - sentence.start
        last = sentence.end


@given(
    st.lists(
        st.sampled_from(
            [
                "The two met.",
                "“Yes,” he said.",
                "\n\n",
                "\n",
                " ",
                "U.S.",
                "By Al Bo",
                "12:30 ",
                "PARIS - ",
                "\x00",
                "xx" * 30,
            ]
        ),
        max_size=30,
    )
)
def test_newslike_text_gives_sentences_at_their_offsets(parts: list[str]) -> None:
    text = "".join(parts)
    for sentence in split(text, default()).sentences:
        assert plain(text[sentence.start : sentence.end]).replace("\n", " ").lower() == sentence.text.lower()


@pytest.mark.parametrize(
    ("text", "dateline"),
    [
        ("OHRID, North Macedonia, March 19 (ANA) - The two met.", "Ohrid, North Macedonia"),
        ("MEIENDORF CASTLE, near Moscow - The two met.", "Moscow"),
        ("SÃO PAULO (AFP) - The two met.", "São Paulo"),
        ("JAKARTA, Sept. 3 - The two met.", "Jakarta"),
    ],
)
def test_datelines(text: str, dateline: str) -> None:
    clean = split(text, default())
    assert clean.dateline == dateline
    assert clean.sentences[0].text == "The two met."
