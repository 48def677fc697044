"""Near-copies of a wire text share a group; rewrites and other texts do not."""

from __future__ import annotations

import random
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.articles.fingerprints import PERMUTATIONS, Copies, copy_groups, signature, similarity
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


def test_a_signature_is_compact_and_the_same_each_time() -> None:
    assert signature(WIRE) == signature(WIRE)
    assert len(signature(WIRE)) == 4 * PERMUTATIONS
    assert similarity(signature(WIRE), signature(COPY)) > 0.7
    assert similarity(signature(WIRE), signature(REWRITE)) < 0.2


def test_short_and_empty_texts_have_signatures() -> None:
    assert len(signature("")) == len(signature("two words")) == 4 * PERMUTATIONS


@settings(max_examples=25, deadline=None)
@given(st.permutations(range(4)), st.integers(0, 99))
def test_who_are_copies_depends_on_no_order(order: list[int], seed: int) -> None:
    rng = random.Random(seed)
    words = WIRE.split()
    texts = [WIRE, COPY, REWRITE, " ".join(rng.sample(words, len(words)))]
    signed = [(str(n), signature(text)) for n, text in enumerate(texts)]
    copies = Copies()
    for n in order:
        copies.add(*signed[n], None)
    groups = {url: copies.group(url) for url, _ in signed}
    assert groups["0"] == groups["1"]
    assert len(set(groups.values())) == 3
