"""How a list of events is asked for: by what few events have, where few have it; else in the order of the list."""

from __future__ import annotations

from typing import Any

from pipeline.domain.asking import EventFilter
from pipeline.store import Connection

MOST = 5000  # where more events have it, the next that does stands near in any list


def parameters(connection: Connection, queries: Any, asked: EventFilter) -> dict[str, Any]:
    """The parameters of a query that lists events; `among` names those that have what few have, and what they were found by is
    not asked of each again; null where nothing asked is rare."""
    values = asked.parameters()
    finders = {
        "tags": queries.events_of_tags,
        "words": queries.events_of_words,
        "actors": queries.events_of_actors,
        "countries": queries.events_of_countries,
    }
    for name, find in finders.items():
        if values[name]:
            found = find(connection, most=MOST + 1, **{name: values[name]})
            if len(found) <= MOST:
                return {**values, name: EventFilter().parameters()[name], "among": sorted(set(found))}
    return {**values, "among": None}
