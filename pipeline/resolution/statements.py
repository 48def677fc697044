"""What one article adds to the story of one event."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from pipeline.domain.mention import Report
from pipeline.domain.vocabulary import GIVEN_UP, HAPPENED, Change, EventType, Realis, Status
from pipeline.resolution.cues import tells_beginning, tells_last_day

LASTING_TYPES = frozenset({EventType.CONSULT, EventType.PROTEST, EventType.ASSAULT, EventType.COOPERATE})
_ENDS_ON_A_DAY = LASTING_TYPES - {EventType.ASSAULT}  # a strike within a war does not end it
_ASHORE = timedelta(days=1)  # zones: what is tomorrow here may be over there
_EASTERNMOST = timedelta(hours=14)  # a day begins so much before its midnight in UTC


@dataclass(frozen=True, slots=True)
class Statement:
    """The reports of one article about one event, in the order of its text."""

    reports: tuple[Report, ...]

    @property
    def first(self) -> Report:
        """The report that stands first in the text."""
        return self.reports[0]

    @property
    def url(self) -> str:
        """The article's address."""
        return self.first.article_url

    @property
    def outlet(self) -> str:
        """The publisher."""
        return self.first.outlet

    @property
    def copy_group(self) -> str:
        """The group of near-copies to which the article belongs."""
        return self.first.copy_group

    @property
    def published_at(self) -> datetime | None:
        """When it was published, UTC."""
        return self.first.published_at

    def of(self, realis: Iterable[Realis]) -> list[Report]:
        """The reports of any of some realis, in the order of the text."""
        wanted = frozenset(realis)
        return [report for report in self.reports if report.mention.realis in wanted]


def statements_of(reports: Iterable[Report]) -> list[Statement]:
    """One statement for each article, in order of publication."""
    by_article: dict[str, list[Report]] = {}
    for report in sorted(reports, key=lambda r: r.order):
        by_article.setdefault(report.article_url, []).append(_in_time(report))
    return [Statement(tuple(told)) for told in by_article.values()]


def is_over(report: Report) -> bool:
    """Whether a report tells of what lasts that it came to its end, so that the one day it gives is the last."""
    mention = report.mention
    done = mention.realis is Realis.OCCURRED and mention.type in _ENDS_ON_A_DAY and not mention.when.ends_on
    return done and tells_last_day(mention.quote)


def steps(statement: Statement, status: Status | None, given_up_before: bool, day: date | None) -> list[Report]:
    """The reports of a statement that may change the status, in the order in which they count.

    `status` and `day` are what was known before; `given_up_before` says that the event was once put off or called off,
    so that to say it again beside a new plan is background.
    """
    given_up, planned = statement.of(GIVEN_UP), statement.of({Realis.PLANNED})
    happened = _happened(statement, given_up, planned, day)
    denied = statement.of({Realis.DENIED})
    if happened:
        return [_typical(happened), *denied[:1]]
    if given_up and planned:
        back_on = [r for r in planned if r.mention.change in {Change.REINSTATED, Change.RESCHEDULED}]
        if back_on:
            return [_dated(back_on)] if given_up_before else [given_up[0], _dated(back_on)]
        # "Called off his meeting, which was to be held on 12 June": the plan is the background while nothing else is
        # known; once the event was put off before, that is the background and the plan is new.
        return [_dated(planned)] if given_up_before and status is not Status.CANCELLED else [given_up[-1]]
    if given_up:
        # "Put off the ceremony, which would no longer take place on Sunday": what is off is only its day.
        return [next((r for r in given_up if r.mention.realis is Realis.POSTPONED), given_up[-1])]
    if planned:
        return [_dated(planned), *denied[:1]]
    return denied[:1]


def _happened(
    statement: Statement, given_up: Sequence[Report], planned: Sequence[Report], day: date | None
) -> list[Report]:
    """The reports that tell of the event as done or going on, without those that are background to the news of it."""
    happened = [report for report in statement.of(HAPPENED) if not _too_early(report, day)]
    if given_up and happened and _stands_before(given_up[0], happened[0]):
        return []  # "The talks are off; the delegation is still in its hotel."
    if given_up or any(map(_is_ahead, planned)) or (planned and happened and _stands_before(planned[0], happened[0])):
        # Beside a day still to come, or word that it is off, what happened without a day of its own is background.
        return [report for report in happened if report.mention.when.starts_on]
    return happened


def _stands_before(one: Report, other: Report) -> bool:
    return one.mention.start < other.mention.start


def _in_time(report: Report) -> Report:
    """The report, read as a plan where the day it names is still to come, as going on where it tells of a beginning."""
    day, published = report.mention.when.starts_on, report.published_at
    if report.mention.realis in HAPPENED and day and published and day > published.date() + _ASHORE:
        return _read_as(report, Realis.PLANNED)
    if report.mention.realis is Realis.OCCURRED and report.mention.type in LASTING_TYPES:
        return _read_as(report, Realis.ONGOING) if tells_beginning(report.mention.quote) else report
    return report


def _read_as(report: Report, realis: Realis) -> Report:
    return replace(report, mention=replace(report.mention, realis=realis))


def _is_ahead(report: Report) -> bool:
    """Whether a report names a time that was still to come when it was published."""
    day, published = report.mention.when.first_on, report.published_at
    return bool(day and published and day > published.date())


def _too_early(report: Report, day: date | None) -> bool:
    """Whether an event is said to have happened before the day for which it is known to be fixed."""
    if not day or not report.published_at or report.mention.when.starts_on == day:
        return False
    return report.published_at < datetime.combine(day, time.min, UTC) - _EASTERNMOST


def _typical(reports: Sequence[Report]) -> Report:
    """The first report of the realis that most of them have, of equal ones that which stands first."""
    counts = Counter(report.mention.realis for report in reports)
    most = max(counts.values())
    return next(report for report in reports if counts[report.mention.realis] == most)


def _dated(reports: Sequence[Report]) -> Report:
    """The first report with a day, else the first."""
    return next((report for report in reports if report.mention.when.starts_on), reports[0])
