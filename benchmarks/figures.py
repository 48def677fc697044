"""Figures of benchmarks: each prints its own as a line, and `python -m benchmarks` draws them."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

_MARK = "figure: "


@dataclass(frozen=True, slots=True)
class Curve:
    """How something grows: for each line its values, at each of the sizes."""

    name: str
    title: str
    sizes: Sequence[int]
    size: str
    unit: str
    lines: Mapping[str, Sequence[float]]
    stacked: bool = False  # parts of a whole, on each other

    def tell(self) -> None:
        """Print it for who draws."""
        print(_MARK + json.dumps(asdict(self)), flush=True)


def parted(printed: str) -> tuple[str, list[Curve]]:
    """What a benchmark printed for people, and the curves among it."""
    lines = printed.splitlines()
    curves = [Curve(**json.loads(line.removeprefix(_MARK))) for line in lines if line.startswith(_MARK)]
    return "\n".join(line for line in lines if not line.startswith(_MARK)), curves


def draw(curve: Curve, folder: Path) -> Path:
    """Draw a curve into a folder; return the file, an SVG that is the same for the same figures."""
    import matplotlib as mpl

    mpl.use("svg")
    mpl.rcParams.update({"svg.hashsalt": "wirewatch", "svg.fonttype": "none", "font.size": 10})
    from matplotlib import pyplot

    drawing, axes = pyplot.subplots(figsize=(7, 3.4), layout="constrained")
    names = [f"{size:,}" for size in curve.sizes]
    if curve.stacked:
        below = [0.0] * len(names)
        for name, values in curve.lines.items():
            axes.bar(names, values, bottom=below, width=0.5, label=name)
            below = [a + b for a, b in zip(below, values, strict=True)]
    else:
        for name, values in curve.lines.items():
            axes.plot(names, values, marker="o", label=name)
    axes.set(title=curve.title, xlabel=curve.size, ylabel=curve.unit)
    axes.set_ylim(bottom=0)  # growth is seen against nothing, not against the first value
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(frameon=False)
    path = folder / f"{curve.name}.svg"
    folder.mkdir(parents=True, exist_ok=True)
    drawing.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(drawing)
    return path


if __name__ == "__main__":  # python -m benchmarks.figures FOLDER < what a benchmark printed
    for told in parted(sys.stdin.read())[1]:
        print(draw(told, Path(sys.argv[1])))
