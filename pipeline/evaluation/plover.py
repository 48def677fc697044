"""Score the typing of PLOVER pairs: files of {id, text, source, target, type}, one JSON object a line."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInputError

YIELD = "YIELD"  # the scored set's one label for CONCEDE and RETREAT
_SAME = {"CONCEDE": YIELD, "RETREAT": YIELD}


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """One sentence with its two actors and the type that people gave it."""

    id: str
    text: str
    source: str
    target: str
    type: str


@dataclass(frozen=True, slots=True)
class TypeScore:
    """How well one type is told: precision, recall and their harmonic mean, over `support` pairs."""

    precision: float
    recall: float
    f1: float
    support: int


@dataclass(frozen=True, slots=True)
class PairsScore:
    """The figures of a file of pairs; `confused` counts (truth, answer) where they differ."""

    macro_f1: float
    accuracy: float
    by_type: dict[str, TypeScore]
    confused: Counter[tuple[str, str]]


def pair_files(folder: Path) -> list[Path]:
    """The files of labelled pairs in or below a folder, told by their first line."""
    return [path for path in sorted(folder.rglob("*.jsonl")) if _holds_pairs(path)]


def read_pairs(path: Path) -> list[LabelledPair]:
    """The labelled pairs of a file. Raises BadInputError, naming the line, where one is no pair."""
    found = []
    with path.open(encoding="utf-8") as lines:
        for number, line in enumerate(lines, 1):
            if line.strip():
                try:
                    row = json.loads(line)
                    found.append(LabelledPair(*(str(row[k]) for k in ("id", "text", "source", "target", "type"))))
                except (ValueError, KeyError, TypeError) as error:
                    raise BadInputError(f"{path}:{number}: wants id, text, source, target and type") from error
    return found


def score_pairs(
    pairs: Sequence[LabelledPair], classify: Callable[[str, str, str], tuple[str, float]] | None = None
) -> PairsScore:
    """Type each pair by the product (or by another function of text, source, target) and compare."""
    if classify is None:
        from pipeline.extraction.classify import classify as product

        classify = product
    return compare([p.type for p in pairs], [classify(p.text, p.source, p.target)[0] for p in pairs])


def compare(truths: Sequence[str], answers: Sequence[str]) -> PairsScore:
    """The figures of answers against truths; CONCEDE, RETREAT and YIELD count as the same."""
    told = [(_SAME.get(t, t), _SAME.get(a, a)) for t, a in zip(truths, answers, strict=True)]
    by_type = {name: _score_of(name, told) for name in sorted({t for t, _ in told})}
    right = sum(t == a for t, a in told)
    return PairsScore(
        sum(s.f1 for s in by_type.values()) / len(by_type) if by_type else 0.0,
        right / len(told) if told else 0.0,
        by_type,
        Counter((t, a) for t, a in told if t != a),
    )


def macro_f1(truths: Sequence[str], answers: Sequence[str]) -> float:
    """The plain mean of F1 over the types that occur among the truths."""
    return compare(truths, answers).macro_f1


def _score_of(name: str, told: Sequence[tuple[str, str]]) -> TypeScore:
    hits = sum(t == a == name for t, a in told)
    given = sum(a == name for _, a in told)
    wanted = sum(t == name for t, _ in told)
    precision = hits / given if given else 0.0
    recall = hits / wanted if wanted else 0.0
    f1 = 2 * precision * recall / (precision + recall) if hits else 0.0
    return TypeScore(precision, recall, f1, wanted)


def _holds_pairs(path: Path) -> bool:
    with path.open(encoding="utf-8") as lines:
        first = next(_nonblank(lines), "")
    try:
        row = json.loads(first)
    except ValueError:
        return False
    return isinstance(row, dict) and {"text", "source", "target", "type"} <= row.keys()


def _nonblank(lines: Iterator[str]) -> Iterator[str]:
    return (line for line in lines if line.strip())
