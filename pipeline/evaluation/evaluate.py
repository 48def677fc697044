"""A folder of gold through the product: streams, and PLOVER pairs where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import BadInputError
from pipeline.evaluation.complaints import Complaint, complaints
from pipeline.evaluation.replay import export, replay
from pipeline.evaluation.scoring import StreamScore, judge, mean_of, score
from pipeline.evaluation.streams import read_stream, streams_under


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The figures by stream, and every fault."""

    streams: dict[str, StreamScore]
    faults: tuple[Complaint, ...]

    @property
    def mean(self) -> dict[str, float | None]:
        """The plain mean of each figure over the streams."""
        return mean_of(list(self.streams.values()))


def evaluate(folder: Path) -> Evaluated:
    """Score every stream in or below a folder. Raises BadInputError where it holds none."""
    results = dict(_scored(folder))
    if not results:
        raise BadInputError(f"{folder} holds no stream: give a folder with articles.jsonl and events.jsonl")
    return Evaluated(
        {name: figures for name, (figures, _) in results.items()},
        tuple(fault for _, faults in results.values() for fault in faults),
    )


def _scored(folder: Path) -> Iterator[tuple[str, tuple[StreamScore, list[Complaint]]]]:
    for path in streams_under(folder):
        stream = read_stream(path)
        judged = judge(stream, export(replay(stream.articles)))
        yield stream.name, (score(judged), complaints(judged))
