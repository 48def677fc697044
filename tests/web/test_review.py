"""The forms by which people correct events: what they do, and who cannot send them."""

from __future__ import annotations

import json
import re
from urllib.parse import urlencode

from tests.web.conftest import Reply, Site


def token_of(site: Site, path: str = "/review") -> str:
    """The token that a page gives its reader, in cookie and forms alike."""
    reply = site.get(path)
    found = re.search(r'name="token" value="([0-9a-f]{64})"', reply.text)
    assert found, reply.text[:400]
    assert f"form={found[1]}" in reply.headers["set-cookie"]
    assert "HttpOnly" in reply.headers["set-cookie"]
    assert "SameSite=strict" in reply.headers["set-cookie"]
    return found[1]


def send(
    site: Site, *, token: str | None = None, cookie: str | None = None, to: str = "/review", **fields: str | list[str]
) -> Reply:
    """Send a form, by default with the token that its page gives."""
    known = token_of(site) if token is None else token
    body = urlencode({"token": known, "by": "Ada", **fields}, doseq=True)
    return site.get(to, method="POST", body=body, Cookie=f"form={known if cookie is None else cookie}")


def test_every_kind_of_correction_is_made_and_undone(read_wire: Site) -> None:
    first, second = str(read_wire.ids["first"]), str(read_wire.ids["second"])
    made = []
    for fields, shown in (
        ({"act": "fix", "event": first, "field": "status", "value": "denied", "why": "the embassy"}, "denied"),
        ({"act": "note", "event": first, "words": "ask <b>Vienna</b>"}, "ask &lt;b&gt;Vienna&lt;/b&gt;"),
        ({"act": "tag", "event": first, "words": "talks"}, "talks"),
        ({"act": "add", "told": "Oman sent a letter to Iran.", "type": "CONSULT", "status": "occurred"}, "Oman sent a letter"),
        ({"act": "dismiss", "event": second, "why": "a figure of speech"}, "a figure of speech"),
    ):  # fmt: skip
        reply = send(read_wire, **fields)
        assert reply.status == 303, reply.text
        page = read_wire.get(reply.headers["location"])
        assert page.status == 200
        assert shown in page.text or shown in read_wire.get("/review").text
        made.append(reply.headers["location"].rpartition("=")[2])
    given = json.loads(read_wire.get(f"/api/v1/corrections?event={first}").text)["items"]
    assert [(each["kind"], each["value"], each["made_by"]) for each in given][:3] == [
        ("tag", "talks", "Ada"),
        ("note", "ask <b>Vienna</b>", "Ada"),
        ("fix", "denied", "Ada"),
    ]
    tagged = read_wire.get("/events?tag=talks").text
    assert f"/events/{first}" in tagged
    assert '<option value="talks">' in tagged
    gone = read_wire.get(f"/events/{second}")
    assert (gone.status, "was dismissed by Ada (a figure of speech)" in gone.text) == (404, True)
    assert "<b>Vienna" not in read_wire.get(f"/events/{first}").text
    for number in made:
        assert send(read_wire, act="undo", correction=number).status == 303
    assert read_wire.get(f"/events/{second}").status == 200
    assert f"/events/{first}" not in read_wire.get("/events?tag=talks").text


def test_what_cannot_be_done_is_said_and_the_form_is_kept(read_wire: Site) -> None:
    first = str(read_wire.ids["first"])
    reply = send(read_wire, act="fix", event=first, field="starts_on", value="soon", why="told by phone")
    assert reply.status == 422
    assert "is no starts_on" in reply.text
    assert 'value="soon"' in reply.text
    assert 'value="told by phone"' in reply.text
    for fields in (
        {"act": "merge", "event": first, "others": "999999"},
        {"act": "merge", "event": first},
        {"act": "split", "event": first, "mention": "x"},
        {"act": "dismiss", "event": ""},
        {"act": "sing", "event": first},
        {"act": "note", "event": first, "words": "x", "by": " "},
    ):
        assert send(read_wire, **fields).status == 422, fields
    assert read_wire.get("/review?event=999999").status == 404
    assert read_wire.get("/review?event=x").status == 404


def test_forms_from_elsewhere_are_refused(read_wire: Site) -> None:
    token = token_of(read_wire)
    fields = {"act": "note", "event": str(read_wire.ids["first"]), "words": "planted"}
    assert send(read_wire, token=token, cookie="", **fields).status == 403
    assert send(read_wire, token=token, cookie="a" * 64, **fields).status == 403
    assert send(read_wire, token="", cookie="", **fields).status == 403
    body = urlencode({"token": token, "by": "Ada", **fields})
    for site in ("cross-site", "same-site", "none"):
        reply = read_wire.get("/review", method="POST", body=body, Cookie=f"form={token}", Sec_Fetch_Site=site)
        assert reply.status == 403
    assert read_wire.get("/review", method="POST", body=body, Cookie=f"form={token}", Host="evil.example").status == 421
    assert read_wire.get("/", method="POST", body=body, Cookie=f"form={token}").status == 405
    assert "planted" not in read_wire.get("/review").text


def test_a_form_holds_no_more_than_it_should(read_wire: Site) -> None:
    assert send(read_wire, act="note", event="1", words="x" * 70_000).status == 413
