"""The page "Now": the latest developments, and the events table as it fills."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request, Response

from pipeline import clock
from pipeline.web.rendering import render
from pipeline.web.visits import COOKIE, Visit, visit_of
from pipeline.web.words import empty_words, past_now

router = APIRouter()
LATEST = 30
NEWEST = 40


SHOWS = ("changes", "new")
MOST_COUNTED = 1000


@router.get("/")
def now(request: Request, show: str = "") -> Response:
    """The page; with `show=changes` without what is merely new or told once more, with `show=new` what the reader has not seen."""
    return _shown(request, "now.html", show)


@router.get("/now/part")
def part(request: Request, stamp: str = "", show: str = "") -> Response:
    """What changes of the page, where it has changed since `stamp`; 204 where it has not."""
    with request.app.state.reading.snapshot() as (queries, connection):
        same = queries.page_stamp(connection) == stamp
    if same:
        return Response(status_code=204, headers={"cache-control": "no-store"})
    return _shown(request, "now_part.html", show)


def _shown(request: Request, template: str, show: str) -> Response:
    visit, values = _read(request, show if show in SHOWS else "")
    response = render(request, template, page="now", **values)
    visit.keep(response)
    return response


def _read(request: Request, show: str) -> tuple[Visit, dict[str, Any]]:
    with request.app.state.reading.snapshot() as (queries, connection):
        stamp = queries.page_stamp(connection)
        counts = queries.page_counts(connection)
        standing = queries.page_standing(connection)
        newest_id = int(queries.api_newest_development(connection))
        visit = visit_of(request.cookies.get(COOKIE), newest_id, clock.now())
        after_id = visit.before_id or 0
        latest = list(
            queries.page_latest(
                connection,
                changes_only=show == "changes",
                after_id=after_id if show == "new" else 0,
                page_size=LATEST,
            )
        )
        unseen = queries.page_unseen(connection, after_id=after_id, most=MOST_COUNTED) if visit.before_id else 0
        newest = list(queries.page_newest_events(connection, page_size=NEWEST))
        reader_now = queries.reader_now(connection) or clock.now()
    return visit, {
        "show": show,
        "stamp": stamp,
        "counts": counts,
        "standing": standing,
        "latest": latest,
        "newest": newest,
        "unseen": unseen,
        "most_counted": MOST_COUNTED,
        "visit": visit,
        "why_empty": empty_words(counts),
        "reader_now": reader_now if past_now(reader_now, clock.now()) else None,
    }
