"""The Atom feed of a watch, read by a feed parser; what articles say is words in it and nothing else."""

from __future__ import annotations

import feedparser
from psycopg.types.json import Jsonb

from pipeline.store import Database
from pipeline.tasks.watches import apply_watches
from tests.web.conftest import Site
from tests.web.rows import HOSTILE


def test_the_feed_of_a_watch_is_read_by_a_parser(own: Site, database: Database) -> None:
    apply_watches(database, '[[watch]]\nname = "Talks & <more>"\n', "w.toml")
    watch_id = database.run("select watch_id from watches where name like 'Talks%'")[0]["watch_id"]
    for n, title in enumerate(["Envoys meet", HOSTILE + "\x07"]):
        message = {"kind": "created", "title": title, "quote": title, "url": "https://a.example/1"}
        database.run(
            "insert into alerts (watch_id, subject_kind, subject_key, message) values (%(w)s, 'development', %(k)s, %(m)s)",
            {"w": watch_id, "k": str(n), "m": Jsonb(message)},
        )
    reply = own.get(f"/watches/{watch_id}/alerts.atom")
    assert reply.status == 200
    assert reply.headers["content-type"].startswith("application/atom+xml")
    feed = feedparser.parse(reply.text.encode())
    assert not feed.bozo
    assert feed.feed.title == "Wirewatch: Talks & <more>"
    hostile, plain = feed.entries
    assert plain.title == "New: Envoys meet"
    assert plain.link == "https://a.example/1"
    assert "<script" not in hostile.title + hostile.content[0].value
    assert own.get("/watches/999999/alerts.atom").status == 404
    assert own.get("/watches/x/alerts.atom").status == 404
