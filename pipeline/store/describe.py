"""docs/data-model.md, made from the database's own comments: `python -m pipeline.store.describe > docs/data-model.md`."""

from __future__ import annotations

import sys
from itertools import groupby

from pipeline.settings import Settings
from pipeline.store.database import Database, open_database
from pipeline.store.migrations import migrate

_INTRODUCTION = """# Data model

Made from the comments in the database (`python -m pipeline.store.describe`); do not edit by hand.

Days are calendar days as told, times are UTC. Countries are ISO 3166-1 alpha-3 (and XKX). Start with the views
`events_current`, `upcoming_events`, `event_timeline` and `event_quotes`; the tables under them are yours to query too.
"""


def data_model(database: Database) -> str:
    """The document, Markdown."""
    with database.transaction() as connection:
        columns = list(database.queries.described_columns(connection))
        functions = list(database.queries.described_functions(connection))
    parts = [_INTRODUCTION]
    for kind, title in (("view", "Views"), ("table", "Tables")):
        parts.append(f"## {title}\n")
        of_kind = [row for row in columns if row["relation_kind"] == kind]
        for name, rows in groupby(of_kind, key=lambda row: row["relation"]):
            listed = list(rows)
            parts.append(f"### {name}\n\n{listed[0]['relation_comment']}\n")
            if kind == "table":
                parts.append("| column | type | meaning |\n| --- | --- | --- |")
                parts.extend(f"| {r['column_name']} | {_type(r)} | {r['column_comment']} |" for r in listed)
            else:
                parts.append(", ".join(f"`{r['column_name']}`" for r in listed))
            parts.append("")
    parts.append("## Functions\n")
    parts.extend(f"- `{f['name']}({f['arguments']})` → `{f['result']}`: {f['comment']}" for f in functions)
    return "\n".join(parts) + "\n"


def _type(row: dict[str, object]) -> str:
    return f"{row['column_type']}{'' if row['required'] else ', may be null'}"


def main() -> None:
    """Print the document."""
    with open_database(Settings()) as database:
        migrate(database.url)
        sys.stdout.write(data_model(database))


if __name__ == "__main__":
    main()
