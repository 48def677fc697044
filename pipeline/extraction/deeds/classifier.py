"""A small linear classifier of types: read from a .npz file, worked out with numpy alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import IO

import numpy as np
from numpy.typing import NDArray

from pipeline.extraction.language import Language

MODEL_FILE = "typing.npz"
GROUP_WEIGHTS = {"rule": 1.6, "chain": 1.3, "actor": 0.6, "bag": 1.0, "pairs": 0.7}


@dataclass(frozen=True)
class Model:
    """Weights of each known feature for each class; `temperature` makes its confidences honest."""

    classes: tuple[str, ...]
    index: dict[str, int]
    scales: NDArray[np.float32]
    weights: NDArray[np.float32]
    bias: NDArray[np.float32]
    temperature: float

    def scores(self, features: Iterable[tuple[str, str]]) -> NDArray[np.float64]:
        """The probability of each class."""
        columns, values = vector(features, self.index, self.scales)
        raw = values @ self.weights[columns] + self.bias if len(columns) else self.bias
        raw = np.asarray(raw, dtype=np.float64) / self.temperature
        raw = np.exp(raw - raw.max())
        return np.asarray(raw / raw.sum(), dtype=np.float64)


def vector(
    features: Iterable[tuple[str, str]], index: dict[str, int], scales: NDArray[np.float32]
) -> tuple[NDArray[np.intp], NDArray[np.float32]]:
    """The known features as columns and values: each group has length 1, times its weight."""
    groups: dict[str, dict[int, float]] = {}
    for group, name in features:
        column = index.get(name)
        if column is not None:
            groups.setdefault(group, {})[column] = float(scales[column])
    found: dict[int, float] = {}
    for group, values in groups.items():
        length = sum(value * value for value in values.values()) ** 0.5 or 1.0
        for column, value in values.items():
            found[column] = value / length * GROUP_WEIGHTS[group]
    columns = np.fromiter(found.keys(), dtype=np.intp, count=len(found))
    return columns, np.fromiter(found.values(), dtype=np.float32, count=len(found))


@cache
def model(language: Language) -> Model | None:
    """The model of a language, read once; None where there is none yet."""
    path = language.folder.joinpath("typing", MODEL_FILE)
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return load(file)


def load(file: IO[bytes]) -> Model:
    """Read a model file."""
    with np.load(file, allow_pickle=False) as saved:
        names = bytes(saved["names"]).decode("utf-8").split("\n")
        return Model(
            classes=tuple(bytes(saved["classes"]).decode("utf-8").split("\n")),
            index={name: column for column, name in enumerate(names)},
            scales=saved["scales"].astype(np.float32),
            weights=saved["weights"].astype(np.float32),
            bias=saved["bias"].astype(np.float32),
            temperature=float(saved["temperature"]),
        )


def save(model: Model, file: IO[bytes]) -> None:
    """Write a model file: half precision, names as one text, no pickle."""
    names = "\n".join(sorted(model.index, key=lambda name: model.index[name]))
    np.savez_compressed(
        file,
        names=np.frombuffer(names.encode("utf-8"), dtype=np.uint8),
        classes=np.frombuffer("\n".join(model.classes).encode("utf-8"), dtype=np.uint8),
        scales=model.scales.astype(np.float16),
        weights=model.weights.astype(np.float16),
        bias=model.bias.astype(np.float32),
        temperature=np.float32(model.temperature),
    )
