"""Whose names are left out of whatever comes in."""

from __future__ import annotations

from typing import Any

from pipeline.articles.forgetting import Forgotten, from_digests
from pipeline.store import Connection


def forgotten_persons(connection: Connection, queries: Any) -> Forgotten:
    """What takes out the names of all who are to be forgotten."""
    return from_digests((row["words"], row["name_digest"]) for row in queries.forgotten_persons(connection))
