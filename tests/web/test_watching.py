"""The form of a watch: what it keeps, what it refuses and why, what a test of it shows."""

from __future__ import annotations

import json
import re

import pytest
from icalendar import Calendar

from pipeline.store import Database
from pipeline.tasks.watch.watches import apply_watches
from tests.web.conftest import Site
from tests.web.rows import HOSTILE
from tests.web.test_pages import words_of
from tests.web.test_review import send


def made(site: Site, **fields: str | list[str]) -> int:
    """Make a watch by the form, and give its number."""
    reply = send(site, to="/watches", act="save", enabled="1", **fields)
    assert reply.status == 303, words_of(reply)
    found = re.fullmatch(r"/watches/(\d+)\?done=saved", reply.headers["location"])
    assert found
    return int(found[1])


def test_a_watch_is_made_changed_silenced_and_removed(own: Site, database: Database) -> None:
    watch_id = made(
        own, name="Talks", kinds=["rescheduled", "cancelled"], near="London, 50 km\nKyiv, 20 km", min_confidence="0.5"
    )
    row = database.run("select * from watches where name = 'Talks'")[0]
    assert (row["managed_by"], row["kinds"], row["near"]) == (
        "page",
        ["rescheduled", "cancelled"],
        ["London, 50 km", "Kyiv, 20 km"],
    )
    assert (row["min_confidence"], row["min_outlets"], row["channels"]) == (0.5, 1, ["log"])
    (given,) = [each for each in json.loads(own.get("/api/v1/watches").text) if each["id"] == watch_id]
    assert (given["name"], given["managed_by"], given["kinds"]) == ("Talks", "page", ["rescheduled", "cancelled"])
    page = own.get(f"/watches/{watch_id}?done=saved")
    assert 'value="rescheduled" checked' in page.text
    assert "London, 50 km\nKyiv, 20 km</textarea>" in page.text
    send(own, to="/watches", act="save", watch=str(watch_id), name="Talks on", enabled="1", countries="gbr")
    assert "Watch: Talks on" in words_of(own.get(f"/watches/{watch_id}"))
    assert database.run("select countries, kinds from watches where name = 'Talks on'") == [
        {"countries": ["GBR"], "kinds": []}
    ]
    send(own, to="/watches", act="silence", watch=str(watch_id), hours="5", reason=f"at the summit {HOSTILE}")
    silent = own.get(f"/watches/{watch_id}")
    assert "Silent until" in words_of(silent)
    assert "<script>document" not in silent.text
    send(own, to="/watches", act="hear", watch=str(watch_id))
    assert "Silent until" not in words_of(own.get(f"/watches/{watch_id}"))
    assert send(own, to="/watches", act="remove", watch=str(watch_id)).status == 422
    assert send(own, to="/watches", act="remove", watch=str(watch_id), sure="1").headers["location"] == "/watches"
    assert own.get(f"/watches/{watch_id}").status == 404


@pytest.mark.parametrize(
    ("wrong", "field", "told"),
    [
        ({"name": " "}, "name", "every watch needs a name"),
        ({"name": "kept in a file"}, "name", "is kept in a file"),
        ({"countries": "Britain"}, "countries", "no ISO alpha-3 code"),
        ({"types": "MEETING"}, "types", "is not known"),
        ({"min_confidence": "much"}, "min_confidence", "must be a number from 0 to 1"),
        ({"min_outlets": "1.5"}, "min_outlets", "must be a whole number, 1 or more"),
        ({"group_wait_s": "9" * 12}, "group_wait_s", "must be 2147483647 at most"),
        ({"near": "London"}, "near", "London"),
        ({"quantities": "many"}, "quantities", "many"),
        ({"stories": "the talks"}, "stories", "must be a whole number"),
        ({"digest": "noon"}, "digest", "neither 'hourly'"),
        ({"zone": "Mars"}, "zone", "is no time zone"),
        ({"channels": "mailto://u:p@evil.example"}, "channels", "no other can be used"),
        ({"actors": "any friend"}, "actors", "names no group"),
    ],
)  # fmt: skip
def test_an_error_names_its_field_and_what_was_written_stays(
    watched: Site, wrong: dict[str, str], field: str, told: str
) -> None:
    reply = send(watched, to="/watches", act="save", **{"name": "New", "words": "kept words", **wrong})
    assert reply.status == 422
    (problem,) = re.findall(rf'<span class="problem" id="{field}-wrong">(.*?)</span>', reply.text)
    assert told.replace("'", "&#39;") in problem
    assert f'aria-describedby="{field}-wrong"' in reply.text
    assert "kept words</textarea>" in reply.text


@pytest.fixture(scope="module")
def watched(read_wire: Site) -> Site:
    """The articles that were really read, with a watch that is kept in a file."""
    with Database(read_wire.database_url) as opened:
        apply_watches(opened, '[[watch]]\nname = "kept in a file"\ntypes = ["CONSULT"]\n', "w.toml")
    return read_wire


def test_a_watch_of_a_file_is_only_shown_tested_and_silenced(watched: Site) -> None:
    page = watched.get("/watches")
    (watch_id,) = re.findall(r'<a href="/watches/(\d+)"><bdi>kept in a file', page.text)
    form = watched.get(f"/watches/{watch_id}?days=90")
    assert "is kept in a file of watches" in words_of(form)
    assert 'value="save"' not in form.text
    assert re.search(r"What it would have told in 90 days, since .+? alerts?, [\d.]+ a day", words_of(form))
    for fields in ({"act": "save", "name": "mine"}, {"act": "remove", "sure": "1"}):
        reply = send(watched, to="/watches", watch=watch_id, **fields)
        assert (reply.status, "kept in a file" in reply.text) == (422, True)
    entries = list(Calendar.from_ical(watched.get(f"/watches/{watch_id}/calendar.ics").text).walk("VEVENT"))
    assert all("CONSULT" in each["categories"].to_ical().decode() for each in entries)


def test_a_watch_says_why_it_is_told_of_an_event_or_not(watched: Site) -> None:
    event = watched.ids["first"]
    for kind, verdict in (("cancelled", "no other kind"), ("created", "yes matched")):
        watch_id = made(watched, name="Beginnings", kinds=[kind])
        told = words_of(watched.get(f"/watches/{watch_id}?event={event}"))
        assert re.search(rf"created \d+ \w+ 2015 [\d:]+ {verdict}", told), told
        assert "there is no event 999999" in words_of(watched.get(f"/watches/{watch_id}?event=999999"))
        assert "is no event's number" in words_of(watched.get(f"/watches/{watch_id}?event=x"))
        send(watched, to="/watches", act="remove", watch=str(watch_id), sure="1")


def test_a_watch_is_tested_before_it_is_kept(watched: Site) -> None:
    told = words_of(send(watched, to="/watches", act="test", name="", days="90", kinds="created"))
    assert re.search(r"\d+ alerts?, [\d.]+ a day", told)
    nothing = words_of(send(watched, to="/watches", act="test", name="Attempt", days="90", words="zyzzyva"))
    assert re.search(r"Nothing: [1-9]\d* events? had developments in that time, and none of them fits", nothing)
    assert "Attempt" not in words_of(watched.get("/watches"))


def test_the_form_begins_with_the_filters_of_a_list(watched: Site) -> None:
    form = watched.get("/watches/new?type=CONSULT&actor=Iran&min_outlets=2").text
    assert 'name="types" value="CONSULT" checked' in form
    assert ">Iran</textarea>" in form
    assert 'name="min_outlets" value="2"' in form


def test_only_our_own_pages_can_send_it(watched: Site) -> None:
    assert send(watched, to="/watches", token="a" * 64, cookie="", act="save", name="planted").status == 403
    assert watched.get("/watches/new", method="POST", body="").status == 405
    assert "planted" not in watched.get("/watches").text


def test_alerts_of_one_watch_are_shown_alone(own: Site, database: Database) -> None:
    told = int(database.run("select watch_id from alerts")[0]["watch_id"])
    other = made(own, name="Quiet one")
    assert f'href="/alerts?watch={told}"' in own.get("/watches").text
    assert "rescheduled" in words_of(own.get(f"/alerts?watch={told}"))
    assert "rescheduled" not in words_of(own.get(f"/alerts?watch={told}&state=parked"))
    assert "Nothing has matched this watch yet" in words_of(own.get(f"/alerts?watch={other}"))
    assert own.get("/alerts?watch=999999").status == 404
