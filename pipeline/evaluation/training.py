"""Train the classifier of types from the project's own sentences: `python -m pipeline.evaluation.training`."""

from __future__ import annotations

import math
import re
import sys
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from pipeline.errors import BadInputError
from pipeline.evaluation.plover import macro_f1
from pipeline.extraction.deeds.classifier import MODEL_FILE, Model, save, vector
from pipeline.extraction.deeds.typing import features, read_pair
from pipeline.extraction.language import Language, default
from pipeline.extraction.parsing.pipeline import parse

_SOURCE = re.compile(r"\[([^\]]+)\]")
_TARGET = re.compile(r"\{([^}]+)\}")
_SEED = 7


def sentences_of(language: Language) -> Path:
    """The folder of our own sentences in a language."""
    return Path(str(language.folder.joinpath("typing", "sentences")))


@dataclass(frozen=True, slots=True)
class Example:
    """One sentence of ours with its two actors and type; `topic` is the file it stands in."""

    text: str
    source: str
    target: str
    type: str
    topic: str


Features = list[tuple[str, str]]


def read_examples(folder: Path) -> list[Example]:
    """The sentences of a folder: lines of TYPE, tab, text with [source] and {target}.

    Raises BadInputError, naming file and line, where a line is no such thing.
    """
    found = []
    for path in sorted(folder.glob("*.txt")):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if not line.strip() or line.startswith("#"):
                continue
            kind, _, marked = line.partition("\t")
            sources, targets = _SOURCE.findall(marked), _TARGET.findall(marked)
            if not marked or len(sources) != 1 or len(targets) != 1:
                raise BadInputError(
                    f"{path.name}:{number}: wants TYPE, a tab, and a text with one [source] and {{target}}"
                )
            text = re.sub(r"[\[\]{}]", "", marked).strip()
            found.append(Example(text, sources[0], targets[0], kind, path.stem))
    return found


def featurize(examples: Sequence[Example]) -> list[Features]:
    """The features of each example, by the product's own parse."""
    docs = parse(((example.text, ()) for example in examples), default())
    return [list(features(read_pair(doc, e.source, e.target))) for doc, e in zip(docs, examples, strict=True)]


def fit(rows: Sequence[Features], types: Sequence[str], *, c: float = 8.0) -> Model:
    """A model fitted to rows of features; the same rows give the same model."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    counts = Counter(name for row in rows for _, name in {*row})
    names = sorted(name for name, count in counts.items() if count >= 2)
    index = {name: column for column, name in enumerate(names)}
    scales = np.array([_scale(name, counts[name], len(rows)) for name in names], dtype=np.float32)
    data: list[NDArray[np.float32]] = []
    columns: list[NDArray[np.intp]] = []
    starts = [0]
    for row in rows:
        cols, values = vector(row, index, scales)
        columns.append(cols)
        data.append(values)
        starts.append(starts[-1] + len(cols))
    matrix = csr_matrix((np.concatenate(data), np.concatenate(columns), starts), shape=(len(rows), len(names)))
    learner = LogisticRegression(C=c, max_iter=400, class_weight="balanced", random_state=_SEED)
    learner.fit(matrix, np.array(types))
    return Model(
        tuple(str(name) for name in learner.classes_),
        index,
        scales,
        np.ascontiguousarray(learner.coef_.T, dtype=np.float32),
        np.asarray(learner.intercept_, dtype=np.float32),
        1.0,
    )


def _scale(name: str, count: int, total: int) -> float:
    """Rarer words tell more (inverse document frequency); what the rules say is not weighed so."""
    return math.log((1 + total) / (1 + count)) + 1 if name.startswith(("w=", "b=")) else 1.0


def predict(model: Model, row: Iterable[tuple[str, str]]) -> tuple[str, float]:
    """The likeliest type and its probability."""
    scores = model.scores(row)
    best = int(scores.argmax())
    return model.classes[best], float(scores[best])


def fold_predictions(rows: Sequence[Features], examples: Sequence[Example]) -> list[tuple[int, Model]]:
    """For each example, by index, the model that was fitted without its topic."""
    found: list[tuple[int, Model]] = []
    for topic in sorted({e.topic for e in examples}):
        kept = [i for i, e in enumerate(examples) if e.topic != topic]
        fitted = fit([rows[i] for i in kept], [examples[i].type for i in kept])
        found += [(i, fitted) for i, e in enumerate(examples) if e.topic == topic]
    return sorted(found, key=lambda pair: pair[0])


@dataclass(frozen=True, slots=True)
class Trained:
    """A model, and how it does on topics that it was not shown."""

    model: Model
    examples: int
    macro_f1: float
    accuracy: float


def train(folder: Path) -> Trained:
    """Fit the classifier to the sentences of a folder and judge it by folds that leave whole topics out."""
    examples = read_examples(folder)
    rows = featurize(examples)
    by_fold = fold_predictions(rows, examples)
    answers = [predict(fitted, rows[i])[0] for i, fitted in by_fold]
    types = [e.type for e in examples]
    temperature = _temperature([(rows[i], fitted, examples[i].type) for i, fitted in by_fold])
    model = replace(fit(rows, types), temperature=temperature)
    right = sum(a == b for a, b in zip(answers, types, strict=True))
    return Trained(model, len(examples), macro_f1(types, answers), right / len(examples))


def _temperature(judged: Sequence[tuple[Features, Model, str]]) -> float:
    """The temperature at which unseen topics find the confidences most honest (least log loss)."""

    def loss(temperature: float) -> float:
        total = 0.0
        for row, fitted, truth in judged:
            scores = replace(fitted, temperature=temperature).scores(row)
            total -= math.log(max(float(scores[fitted.classes.index(truth)]), 1e-9))
        return total

    return min((t / 10 for t in range(4, 31, 2)), key=loss)


def main() -> None:
    """Train, write the model beside the sentences, and print how it does."""
    folder = sentences_of(default())
    started = time.monotonic()
    trained = train(folder)
    path = folder.parent / MODEL_FILE
    with path.open("wb") as file:
        save(trained.model, file)
    sys.stdout.write(
        f"{trained.examples} sentences, {len(trained.model.index)} features, {path.stat().st_size / 1e6:.1f} MB, "
        f"{time.monotonic() - started:.0f} s; by topics left out: macro-F1 {trained.macro_f1:.3f}, "
        f"accuracy {trained.accuracy:.3f}; temperature {trained.model.temperature:.1f}\n"
    )


if __name__ == "__main__":
    main()
