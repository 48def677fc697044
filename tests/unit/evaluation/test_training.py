"""The project's own sentences, and what is made of them."""

from __future__ import annotations

import json
import re
from collections import Counter
from pathlib import Path

import pytest

from pipeline.errors import BadInputError
from pipeline.evaluation.plover import compare, pair_files, read_pairs
from pipeline.evaluation.training import Example, featurize, fit, predict, read_examples, sentences_of
from pipeline.extraction.language import default


def words(text: str) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z0-9']+", text.lower()))


def likest(texts: list[frozenset[str]], others: list[frozenset[str]]) -> float:
    """The highest token Jaccard between the two lists; by shared words, so that not every pair is looked at."""
    index: dict[str, list[int]] = {}
    for i, other in enumerate(others):
        for word in other:
            index.setdefault(word, []).append(i)
    best = 0.0
    for text in texts:
        shared = Counter(i for word in text for i in index.get(word, ()))
        for i, count in shared.most_common(40):
            if others[i] is not text:
                best = max(best, count / len(text | others[i]))
    return best


@pytest.fixture(scope="module")
def examples() -> list[Example]:
    return read_examples(sentences_of(default()))


def test_there_are_thousands_over_many_topics(examples: list[Example]) -> None:
    assert len(examples) >= 2500
    assert len({e.topic for e in examples}) >= 12
    by_type = Counter(e.type for e in examples)
    assert len(by_type) == 15
    assert min(by_type.values()) >= 80


def test_no_sentence_is_nearly_another(examples: list[Example]) -> None:
    texts = [words(e.text) for e in examples]
    assert likest(texts, texts) <= 0.62


def test_no_sentence_is_one_of_the_pairs(examples: list[Example], shared: Path) -> None:
    with (shared / "data/plover/train.jsonl").open(encoding="utf-8") as lines:
        pairs = [words(json.loads(line)["text"]) for line in lines]
    assert likest([words(e.text) for e in examples], pairs) < 0.5


def test_a_bad_line_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("# told\nAID\t[Chad] fed {Niger}.\nAID\tChad fed Niger.\n", "utf-8")
    with pytest.raises(BadInputError, match=r"a\.txt:3"):
        read_examples(tmp_path)


def test_fitting_twice_gives_the_same_answers(examples: list[Example]) -> None:
    few = [e for e in examples if e.topic in {"labour", "courts"}]
    rows = featurize(few)
    first, second = (fit(rows, [e.type for e in few]) for _ in range(2))
    assert [predict(first, row) for row in rows[:50]] == [predict(second, row) for row in rows[:50]]


def test_scores_of_pairs() -> None:
    score = compare(["YIELD", "AID", "AID", "REJECT"], ["CONCEDE", "AID", "REJECT", "REJECT"])
    assert score.accuracy == 0.75
    assert score.by_type["YIELD"].f1 == 1
    assert score.by_type["AID"].recall == 0.5
    assert score.macro_f1 == pytest.approx((1 + 2 / 3 + 2 / 3) / 3)
    assert score.confused == {("AID", "REJECT"): 1}


def test_finds_the_files_of_pairs(tmp_path: Path) -> None:
    row = {"id": "1", "text": "Chad fed Niger.", "source": "Chad", "target": "Niger", "type": "AID"}
    (tmp_path / "pairs.jsonl").write_text(json.dumps(row) + "\n", "utf-8")
    (tmp_path / "articles.jsonl").write_text('{"id": "a", "text": "x"}\n', "utf-8")
    assert [p.name for p in pair_files(tmp_path)] == ["pairs.jsonl"]
    assert read_pairs(tmp_path / "pairs.jsonl")[0].target == "Niger"
    (tmp_path / "pairs.jsonl").write_text(json.dumps(row) + "\n{}\n", "utf-8")
    with pytest.raises(BadInputError, match=r"pairs\.jsonl:2"):
        read_pairs(tmp_path / "pairs.jsonl")
