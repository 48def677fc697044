"""What is too unsure for an event waits without one, until another report bears it out."""

from __future__ import annotations

import json

from pipeline.store import Database
from pipeline.tasks.detect.stage import detect
from tests.integration.test_detection import load

TEXTS = {
    "northwire": "PARIS (Northwire) - Bakers spoke of bread and of rain.\n\nThe strike by rail workers continues in Paris.",
    "tern": (
        "PARIS (Tern) - French rail workers went on strike in Paris on Tuesday over pay, and no train left the Gare de Lyon.\n\n"
        "Shops near the station stayed shut."
    ),
}


def line(outlet: str, published: str) -> str:
    url = f"https://{outlet}.example/strike"
    told = {"url": url, "title": "Strike in Paris", "text": TEXTS[outlet], "published": published, "outlet": outlet}
    return json.dumps(told)


def homes(database: Database) -> list[tuple[bool, bool, str]]:
    """Of each mention, whether it is of an event, whether it waits, and its state."""
    rows = database.run("select event_id, waits_with, state from mentions order by mention_id")
    return [(row["event_id"] is not None, row["waits_with"] is not None, row["state"]) for row in rows]


def test_an_unsure_mention_waits_and_joins_what_bears_it_out(database: Database) -> None:
    load(database, [line("northwire", "2025-03-18T12:00:00Z")])
    detect(database)
    assert homes(database) == [(False, True, "resolved")]
    assert database.run("select 1 from events") == []
    with database.transaction() as connection:
        assert database.queries.table_counts(connection)["mentions_unplaced"] == 0

    load(database, [line("tern", "2025-03-18T10:00:00Z")])
    detect(database)
    assert all(home == (True, False, "resolved") for home in homes(database))
    assert len(database.run("select 1 from events")) == 1
