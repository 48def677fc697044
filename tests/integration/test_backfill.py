"""Archives of articles: what is written, what a second wording becomes, what is left alone."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from pipeline.store import Database
from pipeline.tasks.ingest.backfill import Backfilled, backfill

NOW = datetime(2025, 3, 17, 12, tzinfo=UTC)


def line(n: int, text: str) -> str:
    return json.dumps({"url": f"https://a.example/{n}", "outlet": f"Outlet {n % 2}", "title": f"No. {n}", "text": text})


def loaded(database: Database, *lines: str) -> Backfilled:
    *_, last = backfill(database, lines, NOW)
    return last


def test_an_address_that_comes_again_in_an_archive_is_a_revision(database: Database) -> None:
    first, second = (
        f"The two ministers met in {town} on Monday, and will meet again in June." for town in ("Lima", "Quito")
    )
    found = loaded(database, line(1, first), line(2, first), line(1, second), line(1, second), "no JSON")
    assert (found.added, found.changed, found.unchanged, len(found.bad)) == (2, 1, 1, 1)
    told = database.run("select url, text, revision from articles order by url")
    assert [(row["text"], row["revision"]) for row in told] == [(second, 2), (first, 1)]
    assert [row["text"] for row in database.run("select text from revisions")] == [first]
    assert [row["name"] for row in database.run("select name from outlets order by name")] == ["Outlet 0", "Outlet 1"]
    again = loaded(
        database, line(1, second), line(2, first), line(3, "Die Minister trafen sich am Montag in Lima und Quito.")
    )
    assert (again.added, again.changed, again.unchanged, again.unsupported_language) == (1, 0, 2, 1)
