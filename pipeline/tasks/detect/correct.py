"""Correcting events: each correction is recorded, and the events show it, in one transaction."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from pipeline.errors import BadInputError, RefusedError
from pipeline.resolution import change_of
from pipeline.resolution.added import added_mention
from pipeline.store import Connection, Database, savepoint
from pipeline.tasks.detect.resolve import apply_corrections
from pipeline.tasks.detect.stories import group_all


@dataclass(frozen=True, slots=True)
class Corrected:
    """A correction's key, and the events that it holds for now."""

    correction_id: int
    events: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Desk:
    """A person at a database; `made_by` stands with every correction that the person makes.

    With `request_key`, what is asked is made once: asked again under that key, it is the correction that was made first.

    Each method raises RefusedError or BadInputError where the events are not there or a value cannot be read; then
    nothing is changed.
    """

    database: Database
    made_by: str
    now: Callable[[], datetime]
    request_key: str = ""

    def merge(self, event_ids: Sequence[int], reason: str = "") -> Corrected:
        """These are one event: the row of the first stays, the other ids lead to it."""
        return self._do("correct_merge", event_ids=list(event_ids), reason=reason)

    def split(self, event_id: int, mention_ids: Sequence[int], reason: str = "") -> Corrected:
        """These mentions of an event are another event."""
        return self._do("correct_split", event_id=event_id, mention_ids=list(mention_ids), reason=reason)

    def fix(self, event_id: int, field: str, value: str, reason: str = "") -> Corrected:
        """A field of an event has this value."""
        change_of(field, value.strip())
        return self._do("correct_fix", event_id=event_id, field=field, value=value.strip(), reason=reason)

    def dismiss(self, event_id: int, reason: str = "") -> Corrected:
        """This is no event."""
        return self._do("correct_dismiss", event_id=event_id, reason=reason)

    def add(self, given: Mapping[str, str], reason: str = "") -> Corrected:
        """An event that no article tells; `given` has told, type, status, and what else is known."""
        added_mention(given)
        names = ("told", "type", "status", "starts_on", "ends_on", "place", "venue", "actors", "mode")
        return self._do("correct_add", **{name: given.get(name) or None for name in names}, reason=reason)

    def note(self, event_id: int, words: str, reason: str = "") -> Corrected:
        """Leave a note with an event."""
        return self._do("correct_note", event_id=event_id, value=words, reason=reason)

    def tag(self, event_id: int, name: str, reason: str = "") -> Corrected:
        """Tag an event."""
        return self._do("correct_tag", event_id=event_id, value=name, reason=reason)

    def undo(self, correction_id: int) -> Corrected:
        """Undo a correction."""
        return self._do("correct_undo", correction_id=correction_id)

    def _do(self, name: str, **values: Any) -> Corrected:
        if not self.made_by.strip():
            raise BadInputError("a correction says who made it")
        made = self._made_before()
        if made is not None:
            return made
        try:
            done = self._make(name, values)
        except RefusedError:
            made = self._made_before()  # by the same request, sent twice at once
            if made is None:
                raise
            return made
        group_all(self.database, self.now())  # what was added or taken back belongs to a story, or no longer
        return done

    def _made_before(self) -> Corrected | None:
        if not self.request_key:
            return None
        queries = self.database.queries
        with self.database.transaction() as connection:
            made = queries.made_by_request(connection, made_by=self.made_by.strip(), request_key=self.request_key)
            return _corrected(connection, queries, made) if made else None

    def _make(self, name: str, values: Mapping[str, Any]) -> Corrected:
        queries = self.database.queries
        with self.database.transaction() as connection:
            with savepoint(connection):
                made = int(getattr(queries, name)(connection, made_by=self.made_by.strip(), **values))
                if self.request_key:
                    queries.name_request(connection, correction_id=made, request_key=self.request_key)
            queries.lock_resolver(connection)
            apply_corrections(connection, queries, self.now())
            return _corrected(connection, queries, made)


def _corrected(connection: Connection, queries: Any, made: int) -> Corrected:
    rows = queries.events_of_correction(connection, correction_id=made)
    return Corrected(made, tuple(row["event_id"] for row in rows))
