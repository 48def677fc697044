"""The scoreboard as one HTML page with plots; it asks no other host for anything."""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template

from pipeline.evaluation.calibration import curve
from pipeline.evaluation.evaluate import Evaluated
from pipeline.evaluation.results import LESS_IS_BETTER, Kept, differences


def page(result: Evaluated, name: str, before: Kept | None = None) -> str:
    """The page; with the figures that have changed since an earlier run, where one is given."""
    return _template().render(
        name=name,
        streams=result.streams,
        figures={each: one.figures() for each, one in result.streams.items()},
        mean=result.mean if result.streams else {},
        pairs=result.pairs,
        sheets=result.details.sheets,
        bins=curve(result.details.judged),
        judged=result.details.judged,
        error=result.details.calibration_error,
        before=before,
        differences=differences(before, result) if before else [],
        less_is_better=LESS_IS_BETTER,
    )


@cache
def _template() -> Template:
    loader = PackageLoader("pipeline.evaluation", "")
    environment = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True)
    return environment.get_template("page.html")
