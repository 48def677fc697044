"""The API over real HTTP: its objects, pages, errors and who may ask."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance

from pipeline.settings import Settings
from pipeline.store import Database
from pipeline.web.api.app import create_api
from pipeline.web.opening import Reading
from tests.web.conftest import Reply, Site

ROOT = "/api/v1"
# This machine itself needs no token; and that a cursor is one of ours no schema can say.
EXCLUDED = [ignored_auth, positive_data_acceptance]


def body(reply: Reply) -> Any:
    assert reply.status == 200, reply.text
    return json.loads(reply.text)


def test_events_are_those_of_the_table_newest_first(filled: Site) -> None:
    listed = body(filled.get(f"{ROOT}/events"))["items"]
    assert [each["id"] for each in listed] == sorted((each["id"] for each in listed), reverse=True)
    moved = next(each for each in listed if each["id"] == filled.ids["moved"])
    assert moved == body(filled.get(f"{ROOT}/events/{filled.ids['moved']}"))
    assert moved["mentions"]
    assert {"type", "status", "starts_on", "actors", "place", "title"} <= moved.keys()


def test_pages_follow_one_another_without_gap_or_repeat(filled: Site) -> None:
    whole = [each["id"] for each in body(filled.get(f"{ROOT}/events"))["items"]]
    walked: list[int] = []
    address = f"{ROOT}/events?limit=1"
    while True:
        page = body(filled.get(address))
        walked += [each["id"] for each in page["items"]]
        if page["next"] is None:
            break
        address = f"{ROOT}/events?limit=1&cursor={page['next']}"
    assert walked == whole
    assert len(walked) > 1


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ("type=CONSULT", lambda each: each["type"] == "CONSULT"),
        ("status=planned&status=occurred", lambda each: each["status"] in {"planned", "occurred"}),
        ("words=geneva", lambda each: "geneva" in each["title"].lower()),
        ("min_confidence=0.9", lambda each: each["confidence"] >= 0.9),
        ("from=2025-03-15&to=2025-03-31", lambda each: "2025-03-15" <= each["starts_on"] <= "2025-03-31"),
        ("actor=Norland", lambda each: any("Norland" in actor["name"] for actor in each["actors"])),
    ],
)
def test_filters_keep_what_they_say(filled: Site, asked: str, holds: Callable[[Any], bool]) -> None:
    whole = body(filled.get(f"{ROOT}/events"))["items"]
    kept = body(filled.get(f"{ROOT}/events?{asked}"))["items"]
    assert all(map(holds, kept))
    assert len(kept) <= len(whole)


def test_a_merged_event_leads_on(filled: Site) -> None:
    reply = filled.get(f"{ROOT}/events/900001")
    assert reply.status == 307
    assert body(filled.get(reply.headers["location"]))["id"]


def test_an_event_shows_its_log_and_its_sources(filled: Site) -> None:
    at = f"{ROOT}/events/{filled.ids['moved']}"
    kinds = [each["kind"] for each in body(filled.get(f"{at}/timeline"))]
    assert kinds[0] == "created"
    assert "rescheduled" in kinds
    sources = body(filled.get(f"{at}/sources"))
    assert all(each["outlet"] and each["quote"] and each["end"] > each["start"] for each in sources)
    assert isinstance(body(filled.get(f"{at}/claims")), list)


@pytest.mark.parametrize("path", ["developments", "stories", "actors", "feeds", "alerts"])
def test_the_other_lists_answer(filled: Site, path: str) -> None:
    assert isinstance(body(filled.get(f"{ROOT}/{path}"))["items"], list)


@pytest.mark.parametrize(
    ("path", "status", "told"),
    [
        ("/events?type=PARTY", 422, "type"),
        ("/events?tpye=CONSULT", 422, "tpye"),
        ("/events?cursor=rubbish", 422, "begin anew"),
        ("/events?limit=0", 422, "limit"),
        ("/events/9999999", 404, "never made"),
        ("/nothing", 404, "openapi.json"),
    ],
)
def test_errors_are_problems_that_say_what_to_do(filled: Site, path: str, status: int, told: str) -> None:
    reply = filled.get(ROOT + path)
    assert reply.status == status
    assert reply.headers["content-type"] == "application/problem+json"
    problem = json.loads(reply.text)
    assert problem["status"] == status
    assert told in problem["detail"]


def test_who_has_a_reply_already_is_sent_nothing(filled: Site) -> None:
    first = filled.get(f"{ROOT}/events")
    again = filled.get(f"{ROOT}/events", if_none_match=first.headers["etag"])
    assert again.status == 304
    assert not again.text


def test_from_elsewhere_a_token_is_needed(serve: Callable[..., Site], database: Database, wirewatch: Any) -> None:
    site = serve(database_url=database.url, public_url="https://watch.example")
    away = {"host": "watch.example"}
    refused = site.get(f"{ROOT}/events", **away)
    assert refused.status == 401
    assert "wirewatch tokens add" in json.loads(refused.text)["detail"]
    token = wirewatch("tokens", "add", "desk").stdout.strip()
    assert site.get(f"{ROOT}/events", authorization=f"Bearer {token}", **away).status == 200
    assert token not in str(list(_rows(database)))
    writing = wirewatch("tokens", "add", "writer", "--scope", "write").stdout.strip()
    assert site.get(f"{ROOT}/events", authorization=f"Bearer {writing}", **away).status == 403
    wirewatch("tokens", "revoke", "desk")
    assert site.get(f"{ROOT}/events", authorization=f"Bearer {token}", **away).status == 401


def _rows(database: Database) -> Any:
    with database.transaction() as connection:
        return list(database.queries.list_tokens(connection))


def test_too_many_requests_are_told_when_to_come_back(serve: Callable[..., Site], database: Database) -> None:
    site = serve(database_url=database.url, api_requests_per_minute=3)
    statuses = [site.get(f"{ROOT}/stories").status for _ in range(4)]
    assert statuses == [200, 200, 200, 429]
    assert int(site.get(f"{ROOT}/stories").headers["retry-after"]) >= 1


def test_no_request_breaks_it(own: Site) -> None:
    """Property test of the whole API against its own description."""
    document = body(own.get(f"{ROOT}/openapi.json"))
    schema = schemathesis.openapi.from_dict(document)
    schema.config.update(base_url=f"{own.base}{ROOT}")
    for found in schema.get_all_operations():
        operation = found.ok()
        if operation.path.endswith("/stream"):
            continue  # it never ends

        @settings(max_examples=12, database=None, suppress_health_check=list(HealthCheck))
        @given(case=operation.as_strategy())
        def check(case: schemathesis.Case) -> None:
            case.call_and_validate(headers={"Host": "127.0.0.1"}, excluded_checks=EXCLUDED)

        check()


def test_the_description_names_every_address(tmp_path: Any) -> None:
    app = create_api(Reading(Settings(home=tmp_path)), 1)
    assert {
        "/events",
        "/developments",
        "/stories",
        "/actors",
        "/feeds",
        "/alerts",
        "/watches",
        "/corrections",
    } <= app.openapi()["paths"].keys()


def to_the_next_data(reply: http.client.HTTPResponse) -> list[str]:
    """The lines of a stream of events up to the first that has data, that one included."""
    lines: list[str] = []
    while not lines or not lines[-1].startswith("data: "):
        lines.append(reply.readline().decode().rstrip("\n"))
    return lines


def test_developments_are_streamed_as_they_come_in(own: Site, database: Database) -> None:
    event = own.ids["moved"]
    connection = http.client.HTTPConnection(urlsplit(own.base).netloc, timeout=30)
    try:
        connection.request("GET", f"{ROOT}/developments/stream?kind=relocated")
        reply = connection.getresponse()
        assert reply.getheader("content-type", "").startswith("text/event-stream")
        assert reply.readline() == b"retry: 2000\n"
        database.run(
            "insert into developments (event_id, kind, ordinal, article_url, quote, created_at) values"
            " (%(event)s, 'cancelled', 1, 'https://a.example/', 'q', now()),"
            " (%(event)s, 'relocated', 1, 'https://a.example/', E'two\n\nlines', now()) returning event_id",
            {"event": event},
        )
        lines = to_the_next_data(reply)
        assert "event: relocated" in lines
        told = json.loads(lines[-1].removeprefix("data: "))
        assert (told["event_id"], told["quote"]) == (event, "two\n\nlines")
        database.run(
            "insert into developments (event_id, kind, ordinal, article_url, quote, created_at)"
            " values (%(event)s, 'relocated', 2, 'https://a.example/', 'again', now()) returning event_id",
            {"event": event},
        )
        later = to_the_next_data(reply)
    finally:
        connection.close()
    assert json.loads(later[-1].removeprefix("data: "))["quote"] == "again"
    assert ": still here" not in later  # it came by the notice of it, not when the stream looked again by itself
