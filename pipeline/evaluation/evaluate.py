"""A folder of gold through the product: streams, and PLOVER pairs where there are any."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BadInputError
from pipeline.evaluation.complaints import Complaint, complaints
from pipeline.evaluation.plover import PairsScore, pair_files, read_pairs, score_pairs
from pipeline.evaluation.replay import export, replay
from pipeline.evaluation.scoring import StreamScore, judge, mean_of, score
from pipeline.evaluation.streams import read_stream, streams_under


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The figures by stream and by file of pairs, and every fault of the streams."""

    streams: dict[str, StreamScore]
    faults: tuple[Complaint, ...]
    pairs: dict[str, PairsScore] = field(default_factory=dict)

    @property
    def mean(self) -> dict[str, float | None]:
        """The plain mean of each figure over the streams."""
        return mean_of(list(self.streams.values()))


def evaluate(folder: Path) -> Evaluated:
    """Score every stream and file of PLOVER pairs in or below a folder. Raises BadInputError where it holds none."""
    results = dict(_scored(folder))
    pairs = {path.relative_to(folder).as_posix(): score_pairs(read_pairs(path)) for path in pair_files(folder)}
    if not results and not pairs:
        raise BadInputError(
            f"{folder} holds nothing to score: give a folder with articles.jsonl and events.jsonl, or with pairs of "
            "text, source, target and type"
        )
    return Evaluated(
        {name: figures for name, (figures, _) in results.items()},
        tuple(fault for _, faults in results.values() for fault in faults),
        pairs,
    )


def _scored(folder: Path) -> Iterator[tuple[str, tuple[StreamScore, list[Complaint]]]]:
    for path in streams_under(folder):
        stream = read_stream(path)
        judged = judge(stream, export(replay(stream.articles)))
        yield stream.name, (score(judged), complaints(judged))
