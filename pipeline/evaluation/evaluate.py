"""A folder of gold through the product: streams, and PLOVER pairs where there are any."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pipeline.errors import BadInputError
from pipeline.evaluation.complaints import Complaint, complaints
from pipeline.evaluation.details import Details, Seen, details_of
from pipeline.evaluation.plover import PairsScore, pair_files, read_pairs, score_pairs
from pipeline.evaluation.replay import export, reports_in, resolved
from pipeline.evaluation.scoring import StreamScore, judge, mean_of, score
from pipeline.evaluation.streams import read_stream, streams_under


@dataclass(frozen=True, slots=True)
class Evaluated:
    """The figures by stream and by file of pairs, every fault of the streams, and where they lie in all of them."""

    streams: dict[str, StreamScore]
    faults: tuple[Complaint, ...]
    pairs: dict[str, PairsScore] = field(default_factory=dict)
    details: Details = field(default_factory=lambda: Details((), ()))

    @property
    def mean(self) -> dict[str, float | None]:
        """The plain mean of each figure over the streams."""
        return mean_of(list(self.streams.values()))


def evaluate(folder: Path) -> Evaluated:
    """Score every stream and file of PLOVER pairs in or below a folder. Raises BadInputError where it holds none."""
    seen = list(seen_in(folder))
    pairs = {path.relative_to(folder).as_posix(): score_pairs(read_pairs(path)) for path in pair_files(folder)}
    if not seen and not pairs:
        raise BadInputError(
            f"{folder} holds nothing to score: give a folder with articles.jsonl and events.jsonl, or with pairs of "
            "text, source, target and type"
        )
    return evaluated(seen, pairs)


def evaluated(seen: Sequence[Seen], pairs: Mapping[str, PairsScore]) -> Evaluated:
    """What streams that were run through the product, and pairs that were typed, come to."""
    return Evaluated(
        {one.judged.stream.name: score(one.judged) for one in seen},
        tuple(fault for one in seen for fault in complaints(one.judged)),
        dict(pairs),
        details_of(seen) if seen else Details((), ()),
    )


def seen_in(folder: Path) -> Iterator[Seen]:
    """Every stream in or below a folder, run through the product."""
    for path in streams_under(folder):
        stream = read_stream(path)
        reports = reports_in(stream.articles)
        rows = resolved(reports)
        yield Seen(judge(stream, export(rows)), rows, reports)
