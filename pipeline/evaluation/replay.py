"""Articles run through the whole core in memory: extract, link, cluster, fold."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.articles.fingerprints import copy_groups
from pipeline.domain.article import Article
from pipeline.domain.event import Development, Event
from pipeline.domain.mention import Report
from pipeline.evaluation.exported import Exported, ExportedDevelopment, ExportedEvent
from pipeline.resolution import cluster, in_context, is_filed, timeline


@dataclass(frozen=True, slots=True)
class Row:
    """One event of a run with its log and the reports that it was made from."""

    event: Event
    developments: tuple[Development, ...]
    reports: tuple[Report, ...]


def replay(articles: Sequence[Article]) -> list[Row]:
    """The events that the product makes of some articles, in order of their first reports."""
    return resolved(reports_in(articles))


def reports_in(articles: Sequence[Article]) -> list[Report]:
    """Every report in some articles, actors linked by all that the articles teach."""
    from pipeline.extraction import extract_many
    from pipeline.gazetteer.linking import facts_of, reports_of
    from pipeline.gazetteer.registry import load_seeds

    groups = copy_groups(articles)
    read = list(zip(articles, extract_many(articles), strict=True))
    registry = load_seeds().with_facts([fact for article, found in read for fact in facts_of(article, found)])
    return [
        report
        for article, found in read
        for report in in_context(reports_of(article, found, registry, groups[article.url]))
    ]


def resolved(reports: Sequence[Report]) -> list[Row]:
    """The events of some reports, those that make a row."""
    rows = []
    for group in filter(is_filed, cluster(reports)):
        event, developments = timeline(group)
        rows.append(Row(event, tuple(developments), tuple(group)))
    return rows


def export(rows: Sequence[Row]) -> Exported:
    """What `wirewatch export` would say of the events; their ids are their places in the list."""
    return Exported(
        tuple(
            ExportedEvent(
                id=str(n),
                type=row.event.type,
                status=row.event.status,
                starts_on=row.event.when.starts_on.isoformat() if row.event.when.starts_on else None,
                country=row.event.place.country if row.event.place else None,
                quotes=tuple((report.article_url, report.mention.quote) for report in row.reports),
                title=row.event.title,
            )
            for n, row in enumerate(rows)
        ),
        tuple(
            ExportedDevelopment(str(n), development.kind, development.article_url)
            for n, row in enumerate(rows)
            for development in row.developments
        ),
    )
