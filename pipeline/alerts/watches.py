"""A watch: a saved question to be told about, as kept in watches.toml and in the table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from pipeline.domain.vocabulary import DevelopmentKind, EventType, FeedTrouble, Mode, Status
from pipeline.errors import BadInputError

_CLOSED: dict[str, frozenset[str]] = {
    "types": frozenset(EventType),
    "modes": frozenset(Mode),
    "statuses": frozenset(Status),
    "kinds": frozenset(DevelopmentKind) | frozenset(FeedTrouble),
}
_LISTS = frozenset({*_CLOSED, "actors", "countries", "places", "words", "channels"})


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved question. An empty field asks nothing; within a list any may match, and all fields must.

    `countries` are alpha-3, of the place or of an actor; `actors` names or registry keys, in any role; `words`
    stand in the title or the quote; `kinds` are kinds of development, or of trouble with a feed. `channels` are named in
    the settings; "log" is always there.
    """

    name: str
    enabled: bool = True
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    min_confidence: float = 0.0
    min_outlets: int = 1
    channels: tuple[str, ...] = field(default=("log",))


_FIELDS = frozenset(f.name for f in fields(Watch))


class _FieldError(ValueError):
    def __init__(self, name: str, problem: str) -> None:
        super().__init__(problem)
        self.name = name


def watch_of(values: Mapping[str, Any]) -> Watch:
    """Make a watch out of plain values.

    Raises BadInputError naming the field where one is unknown, of the wrong kind, or not of its closed vocabulary.
    """
    try:
        return _checked(values)
    except _FieldError as error:
        raise BadInputError(f"watch {values.get('name', '?')!r}, field {error.name}: {error}") from error


def _checked(values: Mapping[str, Any]) -> Watch:
    for key in values:
        if key not in _FIELDS:
            raise _FieldError(key, f"there is no such field; it can be one of {', '.join(sorted(_FIELDS))}")
    name = values.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _FieldError("name", "every watch needs a name")
    checked: dict[str, Any] = {"name": name.strip()}
    for key, value in values.items():
        if key in _LISTS:
            checked[key] = _list(key, value)
        elif key == "enabled":
            if not isinstance(value, bool):
                raise _FieldError(key, "must be true or false")
            checked[key] = value
        elif key == "min_confidence":
            if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
                raise _FieldError(key, "must be a number from 0 to 1")
            checked[key] = float(value)
        elif key == "min_outlets":
            if isinstance(value, bool) or not isinstance(value, int) or value < 1:
                raise _FieldError(key, "must be a whole number, 1 or more")
            checked[key] = value
    return Watch(**checked)


def _list(key: str, value: Any) -> tuple[str, ...]:  # straight from TOML
    if (
        isinstance(value, str)
        or not isinstance(value, list | tuple)
        or not all(isinstance(item, str) for item in value)
    ):
        raise _FieldError(key, 'must be a list of texts, as in ["..."]')
    items = tuple(item.strip() for item in value)
    if key == "types":
        items = tuple(item.upper() for item in items)
    if key == "countries":
        items = tuple(item.upper() for item in items)
        for item in items:
            if not re.fullmatch(r"[A-Z]{3}", item):
                raise _FieldError(key, f"{item!r} is no ISO alpha-3 code such as GBR")
    if key in _CLOSED:
        for item in items:
            if item not in _CLOSED[key]:
                raise _FieldError(key, f"{item!r} is not known; it can be one of {', '.join(sorted(_CLOSED[key]))}")
    if any(not item for item in items):
        raise _FieldError(key, "holds an empty text")
    return items


def read_watches(text: str, file_name: str = "watches.toml") -> list[Watch]:
    """Read watches from TOML: one [[watch]] table each.

    Raises BadInputError naming file, line and field.
    """
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadInputError(f"{file_name}: not TOML: {error}") from error
    rows = tables.get("watch", [])
    unknown = sorted(set(tables) - {"watch"})
    if unknown or not isinstance(rows, list):
        raise BadInputError(f"{file_name}: holds {', '.join(unknown) or 'watch'} where only [[watch]] tables are meant")
    watches: list[Watch] = []
    for ordinal, row in enumerate(rows):
        try:
            watches.append(_checked(row))
        except _FieldError as error:
            line = _line_of(text, ordinal, error.name)
            raise BadInputError(
                f"{file_name}, line {line}: watch {row.get('name', '?')!r}, field {error.name}: {error}"
            ) from error
    _refuse_repeats(watches, file_name)
    return watches


def _refuse_repeats(watches: Iterable[Watch], file_name: str) -> None:
    seen: set[str] = set()
    for watch in watches:
        if watch.name in seen:
            raise BadInputError(f"{file_name}: two watches are named {watch.name!r}; give each its own name")
        seen.add(watch.name)


def _line_of(text: str, ordinal: int, name: str) -> int:
    table = -1
    heading = 1
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(r"\s*\[\[\s*watch\s*\]\]", line):
            table += 1
            if table > ordinal:
                break
            heading = number
        elif table == ordinal and re.match(rf'\s*"?{re.escape(name)}"?\s*=', line):
            return number
    return heading
