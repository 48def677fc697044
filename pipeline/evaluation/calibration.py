"""Whether confidences are honest: of the mentions that are said to be right with 0.7, seven in ten should be.

A mention is right where its quote shares half of the shorter with a gold quote of an event of its type (CONCEDE and RETREAT
are one) whose status, as of that article, is the mention's realis. All mentions count, also those of what the gold does
not list.

    python -m pipeline.evaluation.calibration FOLDER [FOLDER...]

fits the weights of pipeline/extraction/en/confidence.toml to the streams in these folders and writes them.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from pipeline.domain.mention import Mention, Report
from pipeline.errors import BadInputError
from pipeline.evaluation.streams import GoldEvent, Span, Stream, plain_type, read_stream, streams_under

BINS = 10
_C = 0.1  # by leaving one of our streams out in turn: as likely as looser fits, and nearer to the truth
_STATUS_BY_KIND = {
    "postponed": "postponed",
    "cancelled": "cancelled",
    "reinstated": "planned",
    "started": "ongoing",
    "occurred": "occurred",
    "denied": "denied",
}


@dataclass(frozen=True, slots=True)
class Sure:
    """How sure a mention was, and whether it was right; `evidence` is what the first was weighed from."""

    confidence: float
    right: bool
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Bin:
    """The mentions whose confidence lies in [low, low + 0.1): how many, how sure, and how many of them are right."""

    low: float
    mentions: int
    confidence: float
    right: float


def judged_mentions(stream: Stream, reports: Iterable[Report]) -> list[Sure]:
    """Each mention of a stream with what the gold says of it; those whose quote cannot be found are left out."""
    judged = []
    for report in reports:
        span = stream.find(stream.ids.get(report.article_url), report.mention.quote)
        if span is not None:
            reasons = report.mention.reasons
            judged.append(
                Sure(
                    report.mention.confidence,
                    is_right(stream, report.mention, span),
                    reasons.evidence if reasons else (),
                )
            )
    return judged


def is_right(stream: Stream, mention: Mention, span: Span) -> bool:
    """Whether the gold has this mention with its type and realis."""
    return any(
        gold.type == plain_type(mention.type) and status_then(stream, gold, span.article) == mention.realis
        for gold in stream.events
        if any(told.span and span.shared(told.span) for told in gold.mentions)
    )


def status_then(stream: Stream, gold: GoldEvent, article: str) -> str:
    """The status of a gold event after all that its articles up to this one tell."""
    order = {name: number for number, name in enumerate(stream.ids.values())}
    changes = [d for d in gold.record["developments"] if d["kind"] in _STATUS_BY_KIND]
    changes.sort(key=lambda d: order[d["article"]])
    told = [d for d in changes if order[d["article"]] <= order[article]]
    if told:
        return _STATUS_BY_KIND[told[-1]["kind"]]
    return str(changes[0].get("from") or "planned") if changes else gold.status


def curve(judged: Sequence[Sure]) -> list[Bin]:
    """The mentions by tenths of confidence; tenths without any are left out."""
    bins = []
    for number in range(BINS):
        inside = [one for one in judged if min(BINS - 1, int(one.confidence * BINS)) == number]
        if inside:
            n = len(inside)
            sure, right = sum(one.confidence for one in inside) / n, sum(one.right for one in inside) / n
            bins.append(Bin(number / BINS, n, sure, right))
    return bins


def expected_error(judged: Sequence[Sure]) -> float | None:
    """The expected calibration error: how far confidence and share of right lie apart, over tenths by their mentions."""
    if not judged:
        return None
    return sum(one.mentions * abs(one.confidence - one.right) for one in curve(judged)) / len(judged)


def fit(judged: Sequence[Sure]) -> dict[str, float]:
    """Weights of the evidence by logistic regression."""
    from sklearn.linear_model import LogisticRegression

    from pipeline.extraction.confidence import EVIDENCE

    table = [[float(name in one.evidence) for name in EVIDENCE] for one in judged]
    model = LogisticRegression(C=_C, max_iter=1000).fit(table, [one.right for one in judged])
    weights = {"always": float(model.intercept_[0])}
    return weights | {name: float(weight) for name, weight in zip(EVIDENCE, model.coef_[0], strict=True)}


def main() -> None:
    """Fit, write and say how honest the result is on the same streams."""
    from pipeline.evaluation.replay import reports_in
    from pipeline.extraction.confidence import WEIGHTS_FILE
    from pipeline.extraction.language import default

    folders = [path for name in sys.argv[1:] for path in streams_under(Path(name))]
    if not folders:
        raise BadInputError("name a folder of streams")
    streams = [read_stream(folder) for folder in folders]
    judged = [one for stream in streams for one in judged_mentions(stream, reports_in(stream.articles))]
    weights = fit(judged)
    lines = [
        "# How much each piece of evidence speaks for a mention's being right, in log odds. Written by",
        "# `python -m pipeline.evaluation.calibration`, which also says what being right means; fitted to",
        f"# {len(judged)} mentions of {len(streams)} of our streams.",
        "[weights]",
        *(f'"{name}" = {weight:.2f}' for name, weight in weights.items()),
    ]
    path = Path(str(default().folder.joinpath(WEIGHTS_FILE)))
    path.write_text("\n".join(lines) + "\n", "utf-8")
    sys.stdout.write(f"{path.name}: {len(judged)} mentions, {sum(one.right for one in judged)} of them right\n")


if __name__ == "__main__":
    main()
