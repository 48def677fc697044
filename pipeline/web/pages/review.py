"""The page "Review": what people have set right, with who and when; and the forms by which they do."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException, Request, Response
from fastapi.responses import RedirectResponse
from starlette.concurrency import run_in_threadpool

from pipeline.domain.vocabulary import EventType, Mode, Status
from pipeline.errors import BadInputError, RefusedError
from pipeline.resolution.fixes import FIELDS
from pipeline.tasks.detect.correct import Corrected, Desk
from pipeline.web.asking import MOST_ID
from pipeline.web.forms import Fields, keep, name_of, one, sent, token_of
from pipeline.web.rendering import render

router = APIRouter()
MOST = 200
MOST_BESIDE = 20
MOST_SENTENCES = 200


@router.get("/review")
def review(request: Request, event: str = "", done: str = "") -> Response:
    """The page; with an event, what can be set right about it."""
    return _page(request, event, done=done)


@router.post("/review")
async def correct(request: Request) -> Response:
    """Make a correction, or undo one, and show the page again."""
    fields = await sent(request)
    return await run_in_threadpool(_correct, request, fields)


def _correct(request: Request, fields: Fields) -> Response:
    name, event = one(fields, "by"), one(fields, "event")
    desk = request.app.state.reading.desk(name)
    try:
        made = _do(desk, one(fields, "act"), fields)
    except (BadInputError, RefusedError) as error:
        return _page(request, event, problem=str(error), given=fields)
    where = f"/review?done={made.correction_id}"
    if event and one(fields, "act") not in {"dismiss", "undo"}:
        where = f"/review?event={event}&done={made.correction_id}"
    response = RedirectResponse(where, status_code=303)
    keep(response, token_of(request), name)
    return response


def _number(text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) <= MOST_ID):
        raise BadInputError(f"{text!r} is no event's number" if text else "say which event, by its number")
    return int(text)


def _do(desk: Desk, act: str, fields: Fields) -> Corrected:
    why = one(fields, "why")
    if act == "undo":
        return desk.undo(_number(one(fields, "correction")))
    if act == "add":
        names = ("told", "type", "status", "mode", "starts_on", "ends_on", "place", "venue", "actors")
        return desk.add({each: one(fields, each) for each in names}, why)
    event = _number(one(fields, "event"))
    if act == "merge":
        typed = one(fields, "others").replace(",", " ").split()
        return desk.merge([event, *map(_number, [*fields.get("other", []), *typed])], why)
    if act == "split":
        return desk.split(event, [_number(each) for each in fields.get("mention", [])], why)
    if act == "fix":
        return desk.fix(event, one(fields, "field"), one(fields, "value"), why)
    if act == "dismiss":
        return desk.dismiss(event, why)
    if act == "note":
        return desk.note(event, one(fields, "words"), why)
    if act == "tag":
        return desk.tag(event, one(fields, "words"), why)
    raise BadInputError("this form asks for nothing that can be done")


def _page(request: Request, asked: str, *, done: str = "", problem: str = "", given: Fields | None = None) -> Response:
    token = token_of(request)
    values: dict[str, Any] = {"event": None, "sentences": [], "beside": [], "holding": []}
    with request.app.state.reading.snapshot() as (queries, connection):
        if asked:
            if not (asked.isascii() and asked.isdigit() and int(asked) <= MOST_ID):
                raise HTTPException(404, "Events are asked for by their number.")
            standing = queries.find_event(connection, event_id=int(asked))
            if standing is None and not problem:
                raise HTTPException(404, f"There is no event {asked}.")
            if standing is not None:
                values = {
                    "event": queries.show_event(connection, event_id=standing),
                    "sentences": list(
                        queries.page_event_mentions(connection, event_id=standing, page_size=MOST_SENTENCES)
                    ),
                    "beside": list(queries.page_events_beside(connection, event_id=standing, page_size=MOST_BESIDE)),
                    "holding": list(queries.event_corrections(connection, event_id=standing)),
                }
        rows = list(queries.list_corrections(connection, event_id=None, undone=True, page_size=MOST))
    response = render(
        request,
        "review.html",
        page="review",
        status=422 if problem else 200,
        token=token,
        by=one(given, "by") if given else name_of(request),
        given=given or {},
        problem=problem,
        done=next((row for row in rows if str(row["correction_id"]) == done), None),
        corrections=rows,
        fields=FIELDS,
        types=[each.value for each in EventType],
        statuses=[each.value for each in Status],
        modes=[each.value for each in Mode],
        **values,
    )
    keep(response, token)
    return response
