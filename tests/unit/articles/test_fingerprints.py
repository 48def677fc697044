"""Near-copies of a wire text share a group; rewrites and other texts do not."""

from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from datasketch import MinHashLSH
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.fingerprints import (
    BAND_VALUES,
    BANDS,
    NEAR_COPY,
    PERMUTATIONS,
    Copies,
    bands,
    copy_groups,
    order_of,
    signature,
)
from pipeline.domain.article import Article

WIRE = (
    "The harbour of Port Vale was closed on Monday after dockers voted to stop work over a new roster. Two ferries and "
    "a grain ship lay at anchor in the roads. The port authority said that it hoped for talks before the weekend, and "
    "the union answered that it had heard nothing from the owners since a short meeting in January. Lorries were sent "
    "to the northern quay, where a queue of four kilometres had formed by noon."
)
COPY = WIRE.replace("by noon", "by midday").replace("Two ferries", "Three ferries") + " More to follow."
REWRITE = (
    "Dockers at Port Vale walked out on Monday in a row about shifts, shutting the harbour and leaving a grain carrier "
    "and two ferries waiting outside. There has been no contact with the employers since January, according to the "
    "union; the authority that runs the port wants to sit down before Saturday. At the northern quay lorries were "
    "backed up for four kilometres."
)


def article(url: str, text: str, hour: int) -> Article:
    return Article(url, "", text, datetime(2025, 3, 17, hour, tzinfo=UTC), "Northwire")


def test_a_copy_with_small_edits_joins_the_first_that_ran_it() -> None:
    groups = copy_groups([article("c", COPY, 11), article("a", WIRE, 9), article("r", REWRITE, 10)])
    assert groups == {"a": "a", "c": "a", "r": "r"}


# Further pairs: a wire text, and another outlet's report of the same in its own words.
PAIRS = (
    (
        (
            "Ministers of the four river states agreed in Lund on Thursday to let the upper dam be filled more slowly, over nine "
            "years instead of five. The pledge is not in writing yet. Engineers are to set up gauges at three points before the "
            "rains, and a joint office will open in the border town of Harl in May. Farmers' groups downstream called it a start; "
            "one of their leaders said that a promise did not water a field. The next round is planned for the autumn."
        ),
        (
            "The reservoir behind the upper dam will take nine years to fill, not five: that is what the governments along the "
            "river settled at a conference in Lund, though nobody has signed anything. By the time it rains, water levels are to "
            "be measured at three places, and from May officials of all four will share rooms in Harl. Those who grow crops "
            "further down remain wary. Delegates meet again after the summer."
        ),
    ),
    (
        (
            "A lorry carrying fuel overturned on the pass above Sunt on Sunday night and burned until morning. The driver and two "
            "men who had stopped to help him were killed, police said. The road is closed to heavy traffic until Wednesday. It was "
            "the third accident of its kind there since October, and the mayor of Sunt repeated her demand for a barrier at the "
            "last bend, for which the canton says it has no money this year."
        ),
        (
            "Three people are dead after a tanker tipped over and caught fire in the mountains near Sunt. Two of them had got out "
            "of their cars to pull the man at the wheel from his cab. Trucks must go round by the valley for three days. Since the "
            "autumn there have been two similar crashes, which is why the town wants the bend made safe; the authorities of the "
            "canton plead an empty purse."
        ),
    ),
    (WIRE, REWRITE),
)


def _sentences(text: str) -> list[str]:
    return text.split(". ")


# What an outlet does to a wire text that it takes over.
EDITS = {
    "its own dateline": lambda text: f"LUND (Tern) - {text}",
    "a line at the end": lambda text: f"{text} This report was updated at nine.",
    "the last sentence cut": lambda text: ". ".join(_sentences(text)[:-1]) + ".",
    "another order": lambda text: ". ".join([*_sentences(text)[2:], *_sentences(text)[:2]]),
    "other words here and there": lambda text: text.replace(" was ", " has been ").replace("said", "stated"),
    "typography": lambda text: text.replace("'", "\u2019").replace(". ", ".\n\n").upper(),
}


@pytest.mark.parametrize("edit", EDITS)
@pytest.mark.parametrize(("wire", "rewrite"), PAIRS)
def test_a_wire_text_that_is_taken_over_is_a_copy_and_a_rewrite_is_none(wire: str, rewrite: str, edit: str) -> None:
    groups = copy_groups([article("a", wire, 9), article("r", rewrite, 10), article("c", EDITS[edit](wire), 11)])
    assert groups == {"a": "a", "c": "a", "r": "r"}


def test_a_signature_is_compact_and_the_same_each_time() -> None:
    assert signature(WIRE) == signature(WIRE)
    assert len(signature(WIRE)) == 4 * PERMUTATIONS
    values = {text: np.frombuffer(signature(text), dtype="<u4") for text in (WIRE, COPY, REWRITE)}
    assert np.mean(values[WIRE] == values[COPY]) > 0.7
    assert np.mean(values[WIRE] == values[REWRITE]) < 0.2


def test_short_and_empty_texts_have_signatures() -> None:
    assert len(signature("")) == len(signature("two words")) == 4 * PERMUTATIONS


@settings(max_examples=25)
@given(st.permutations(range(4)), st.integers(0, 99))
def test_who_are_copies_depends_on_no_order(order: list[int], seed: int) -> None:
    rng = random.Random(seed)
    words = WIRE.split()
    texts = [WIRE, COPY, REWRITE, " ".join(rng.sample(words, len(words)))]
    copies = Copies[str]()
    for n in order:
        copies.add(str(n), signature(texts[n]), order_of(None, str(n)))
    assert [copies.group(str(n)) for n in range(4)] == ["0", "0", "2", "3"]


def test_a_text_joins_the_groups_that_it_is_like_whose_other_texts_are_known_by_name() -> None:
    words = [f"w{n}" for n in range(60)]
    left, both, right = (signature(" ".join(words[start : start + 30])) for start in (0, 6, 12))
    copies = Copies[str]()
    copies.know("b", left, order_of(None, "b"), "a", order_of(None, "a"))  # of a group of which no more need be known
    copies.know("d", right, order_of(None, "d"), "d", order_of(None, "d"))
    assert copies.group("d") == "d"
    copies.add("e", both, order_of(None, "e"))
    assert {text: copies.group(text) for text in "abde"} == dict.fromkeys("abde", "a")


def test_a_flood_of_copies_is_one_group_though_each_is_compared_with_few() -> None:
    words = [f"w{n}" for n in range(40)]
    texts = [" ".join([*words[: 40 - n % 7], *(f"own{n}-{k}" for k in range(n % 7))]) for n in range(300)]
    copies = Copies[int]()
    for n in random.Random(1).sample(range(300), 300):
        copies.add(n, signature(texts[n]), order_of(None, f"{n:03}"))
    assert {copies.group(n) for n in range(300)} == {0}


def test_what_is_alike_weeks_later_is_no_copy() -> None:
    at = datetime(2025, 3, 17, tzinfo=UTC)
    copies = Copies[str]()
    for name, days in {"first": 0, "next": 10, "last": 20, "later": 40}.items():
        copies.add(name, signature(WIRE), order_of(at + timedelta(days), name))
    assert [copies.group(name) for name in ("next", "last", "later")] == ["first", "first", "later"]


def test_bands_are_what_is_stored() -> None:
    chosen = MinHashLSH(threshold=NEAR_COPY, num_perm=PERMUTATIONS)
    assert (chosen.b, chosen.r) == (BANDS, BAND_VALUES)
    assert len(bands(signature(WIRE))) == BANDS
    assert bands(bytes(512))[:2] == [-1881826419, -357392181]  # others would find nothing of what stands in the tables
    assert set(bands(signature(WIRE))) & set(bands(signature(COPY)))
    assert not set(bands(signature(WIRE))) & set(bands(signature(REWRITE)))
