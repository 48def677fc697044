"""What programs write through the API: corrections and watches, once each, by who may."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from pipeline.store import Database
from tests.web.conftest import Reply, Site

ROOT = "/api/v1"


def send(site: Site, path: str, given: Any = None, *, method: str = "POST", **headers: str) -> Reply:
    body = None if given is None else json.dumps(given)
    return site.get(ROOT + path, method=method, body=body, **{"content_type": "application/json", **headers})


def told(reply: Reply, status: int) -> Any:
    assert reply.status == status, reply.text
    if status >= 400:
        assert reply.headers["content-type"] == "application/problem+json"
    return json.loads(reply.text)


def test_every_kind_of_correction_is_made_and_undone(read_wire: Site) -> None:
    first, second = read_wire.ids["first"], read_wire.ids["second"]
    before = told(send(read_wire, f"/events/{first}", method="GET"), 200)
    sources = told(send(read_wire, f"/events/{first}/sources", method="GET"), 200)
    made = []
    for given, holds in (
        ({"kind": "fix", "event": first, "field": "status", "value": "denied", "reason": "the embassy"}, [first]),
        ({"kind": "note", "event": first, "value": "ask Vienna", "by": "Ada"}, [first]),
        ({"kind": "tag", "event": first, "value": "talks"}, [first]),
        ({"kind": "merge", "events": [first, second]}, [first]),
        ({"kind": "add", "told": "Oman sent a letter to Iran.", "type": "CONSULT", "status": "occurred"}, None),
    ):
        reply = send(read_wire, "/corrections", given)
        correction = told(reply, 201)
        assert reply.headers["location"] == f"{ROOT}/corrections/{correction['id']}"
        assert told(read_wire.get(reply.headers["location"]), 200) == correction
        assert holds is None or correction["events"] == holds
        made.append(correction)
    assert [each["made_by"] for each in made[:2]] == ["this machine", "Ada, through this machine"]
    assert told(send(read_wire, f"/events/{first}", method="GET"), 200)["status"] == "denied"
    assert send(read_wire, f"/events/{second}", method="GET").status == 307
    assert len(told(send(read_wire, f"/events/{first}/sources", method="GET"), 200)) > len(sources)
    for each in reversed(made):
        undone = told(send(read_wire, f"/corrections/{each['id']}/undo"), 200)
        assert undone["undone_by"] == "this machine"
        assert told(send(read_wire, f"/corrections/{each['id']}/undo"), 200) == undone
    assert told(send(read_wire, f"/events/{first}", method="GET"), 200) == before


def test_a_request_that_is_sent_again_makes_one_correction(read_wire: Site) -> None:
    first = read_wire.ids["first"]
    given = {"kind": "fix", "event": first, "field": "title", "value": "Talks"}

    def ask(_: int) -> Any:
        return told(send(read_wire, "/corrections", given, idempotency_key="41c1-once"), 201)

    with ThreadPoolExecutor(4) as pool:
        (number,) = {each["id"] for each in pool.map(ask, range(8))}
    other = told(send(read_wire, "/corrections", given, idempotency_key="41c1-twice"), 201)["id"]
    assert other != number
    for each in (number, other):
        told(send(read_wire, f"/corrections/{each}/undo"), 200)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"kind": "fix", "event": 1, "field": "starts_on", "value": "soon"}, "a day (2025-03-20)"),
        ({"kind": "fix", "event": 1, "field": "colour", "value": "red"}, "cannot be fixed"),
        ({"kind": "dismiss", "event": 987654}, "there is no event 987654"),
        ({"kind": "paint", "event": 1}, "paint"),
        ({"kind": "note", "event": 1, "value": "a\0b"}, "NUL"),
        ({"kind": "note", "event": 1, "words": "a"}, "words"),
    ],
)
def test_what_cannot_be_done_is_told_and_changes_nothing(read_wire: Site, given: Any, says: str) -> None:
    before = read_wire.get(f"{ROOT}/corrections?undone=true").text
    assert says in told(send(read_wire, "/corrections", given), 422)["detail"]
    assert read_wire.get(f"{ROOT}/corrections?undone=true").text == before


def test_a_watch_is_made_changed_silenced_and_removed(own: Site) -> None:
    asked = {"name": "Moves", "kinds": ["rescheduled"], "countries": ["che"]}
    reply = send(own, "/watches", asked)
    watch = told(reply, 201)
    at = f"/watches/{watch['id']}"
    assert reply.headers["location"] == ROOT + at
    assert (watch["managed_by"], watch["countries"], watch["channels"]) == ("api", ["CHE"], ["log"])
    assert told(send(own, "/watches", asked), 200) == watch
    assert "PUT" in told(send(own, "/watches", {"name": "Moves"}), 409)["detail"]
    changed = told(send(own, at, {"name": "All moves", "kinds": ["rescheduled"]}, method="PUT"), 200)
    assert (changed["id"], changed["name"], changed["countries"]) == (watch["id"], "All moves", [])
    moved = own.ids["moved"]
    tried = told(send(own, f"{at}/replay?days=90", method="GET"), 200)
    assert (moved, "rescheduled") in {(each["event_id"], each["kind"]) for each in tried}
    said = told(send(own, f"{at}/verdicts?event={moved}", method="GET"), 200)
    assert {each["kind"] for each in said if each["matched"]} == {"rescheduled"}
    assert {"created", "rescheduled"} <= {each["kind"] for each in said}
    silence = {"until": "2999-01-01T00:00:00Z", "reason": "holidays"}
    first = told(send(own, f"{at}/silences", silence), 200)
    assert told(send(own, f"{at}/silences", silence), 200) == first
    assert told(send(own, at, method="GET"), 200)["silenced"]
    assert send(own, f"{at}/silences", method="DELETE").status == 204
    assert not told(send(own, at, method="GET"), 200)["silenced"]
    assert send(own, at, method="DELETE").status == 204
    told(send(own, at, method="GET"), 404)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"name": "a", "channels": ["json://somewhere.example"]}, "channels: no channel"),
        ({"name": "a", "near": ["Atlantis"]}, "near"),
        ({"name": "a", "tpyes": ["CONSULT"]}, "tpyes"),
        ({"types": ["CONSULT"]}, "name"),
    ],
)
def test_a_watch_that_cannot_be_kept_names_its_field(own: Site, given: Any, says: str) -> None:
    assert says in told(send(own, "/watches", given), 422)["detail"]


def test_a_watch_of_a_file_is_changed_there(own: Site, database: Database) -> None:
    (row,) = database.run("update watches set managed_by = 'file' returning watch_id")
    for method in ("PUT", "DELETE"):
        given = {"name": "other"} if method == "PUT" else None
        assert "file" in told(send(own, f"/watches/{row['watch_id']}", given, method=method), 409)["detail"]


def test_who_writes_from_elsewhere_has_a_token_for_it(
    serve: Callable[..., Site], database: Database, wirewatch: Any
) -> None:
    site = serve(database_url=database.url, public_url="https://watch.example")
    scopes = {
        "desk": wirewatch("tokens", "add", "desk").stdout.strip(),
        "writer": wirewatch("tokens", "add", "writer", "--scope", "write").stdout.strip(),
    }
    given = {"name": "Talks", "types": ["CONSULT"]}
    statuses = {
        name: send(site, "/watches", given, host="watch.example", authorization=f"Bearer {token}").status
        for name, token in scopes.items()
    }
    assert statuses == {"desk": 403, "writer": 201}
    told(send(site, "/watches", given, host="watch.example"), 401)


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"sec_fetch_site": "cross-site", "sec_fetch_mode": "no-cors"}, 403),
        ({"sec_fetch_site": "same-site", "sec_fetch_mode": "cors"}, 403),
        ({"content_type": "text/plain"}, 422),  # all that a form or a script of another site may send unasked
        ({"content_type": "application/x-www-form-urlencoded"}, 422),
        ({"host": "rebound.example"}, 421),
    ],
)
def test_no_page_of_another_site_writes(own: Site, headers: dict[str, str], status: int) -> None:
    reply = send(own, "/watches", {"name": "theirs"}, **headers)
    assert reply.status == status, reply.text
    assert "theirs" not in own.get(f"{ROOT}/watches").text
