"""A watch: a saved question to be told about, as kept in watches.toml and in the table."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from enum import StrEnum
from functools import partial
from typing import Any

from pipeline.alerts.actors import group_named
from pipeline.alerts.amounts import amount_of
from pipeline.alerts.around import area_of
from pipeline.alerts.hours import Digest, quiet_of, zone_of
from pipeline.domain.vocabulary import DevelopmentKind, EventType, FeedTrouble, Mode, Role, Status
from pipeline.errors import BadInputError
from pipeline.gazetteer.countries import countries, country_of

GROUPINGS = ("event", "story", "watch")
REMINDERS = ("tomorrow", "overdue")
MOST = 2**31 - 1  # a whole number in a table
MOST_DAYS = 36_500
_NAMELESS = "every watch needs a name"


@dataclass(frozen=True, slots=True)
class Watch:
    """A saved question, and how its answers are to be told; docs/alerts.md says what each field means.

    An empty field asks nothing; within a list any may match, and all fields must. `channels` are named in the settings;
    "log" is always there.
    """

    name: str
    enabled: bool = True
    types: tuple[str, ...] = ()
    modes: tuple[str, ...] = ()
    actors: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    near: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    stories: tuple[int, ...] = ()
    quantities: tuple[str, ...] = ()
    starts_within_days: int | None = None
    min_confidence: float = 0.0
    min_outlets: int = 1
    channels: tuple[str, ...] = field(default=("log",))
    group_by: str = ""
    group_wait_s: int = 30
    group_interval_s: int = 300
    digest: str = ""
    quiet: str = ""
    zone: str = "UTC"
    flood_limit: int = 0
    inhibit: bool = False
    remind: tuple[str, ...] = ()


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


def problems_of(values: Mapping[str, Any], named: Collection[str]) -> dict[str, str]:
    """By field, what is wrong with the plain values of a watch that was sent here; empty where `watch_of` takes them.

    It may be told by the channels that are `named` in the settings, and by no other.
    """
    problems = {name: problem for name, value in values.items() if (problem := _problem(name, value))}
    unnamed = [] if "channels" in problems else sorted(set(values.get("channels", ())) - set(named))
    if unnamed:
        problems["channels"] = f"no channel {unnamed[0]!r} is named in the settings, and no other can be used"
    return problems if "name" in values else {"name": _NAMELESS, **problems}


def values_of(texts: Mapping[str, Sequence[str]]) -> dict[str, Any]:
    """The plain values of a watch out of the texts of a form: lists have one a line, a flag that is not sent is off.

    A text that cannot be what its field holds is left as it is, so that the check of the fields can say so.
    """
    values: dict[str, Any] = {}
    for each in fields(Watch):
        sent = [line.strip() for text in texts.get(each.name, ()) for line in text.splitlines() if line.strip()]
        if each.default is False or each.default is True:
            values[each.name] = bool(sent)
        elif each.default == () or each.name == "channels":
            values[each.name] = [_number_in(text) for text in sent] if each.name == "stories" else sent
        elif isinstance(each.default, int | float) or each.default is None:
            values[each.name] = _number_in(sent[0]) if sent else each.default
        else:
            values[each.name] = sent[0] if sent else ""
    return values


def _number_in(text: str) -> int | float | str:
    for read in (int, float):
        try:
            return read(text)
        except ValueError:
            continue
    return text


def _checked(values: Mapping[str, Any]) -> Watch:
    checked: dict[str, Any] = {}
    for name, value in values.items():
        problem = _problem(name, value)
        if problem:
            raise _FieldError(name, problem)
        checked[name] = _READERS[name](value)
    if "name" not in checked:
        raise _FieldError("name", _NAMELESS)
    return Watch(**checked)


def _problem(name: str, value: Any) -> str:
    """What is wrong with the value of a field; empty where nothing is."""
    if name not in _READERS:
        return f"there is no such field; it can be one of {', '.join(sorted(_READERS))}"
    try:
        _READERS[name](value)
    except (TypeError, ValueError) as error:
        return str(error)
    return ""


def _name(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise ValueError(_NAMELESS)
    return value.strip()


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError("must be true or false")
    return value


def _share(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value <= 1:
        raise ValueError("must be a number from 0 to 1")
    return float(value)


def _whole(value: Any, least: int, most: int = MOST) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise ValueError(f"must be a whole number, {least} or more")
    if value > most:
        raise ValueError(f"must be {most} at most")
    return value


def _texts(value: Any, read: Callable[[str], str] = str) -> tuple[str, ...]:
    if (
        isinstance(value, str)
        or not isinstance(value, list | tuple)
        or not all(isinstance(item, str) for item in value)
    ):
        raise ValueError('must be a list of texts, as in ["..."]')
    items = tuple(read(item.strip()) for item in value)
    if not all(items):
        raise ValueError("holds an empty text")
    return items


def _numbers(value: Any) -> tuple[int, ...]:
    if not isinstance(value, list | tuple):
        raise TypeError("must be a list of whole numbers, as in [12]")
    return tuple(_whole(item, 1, 2**63 - 1) for item in value)


def _one_of(known: Iterable[str], text: str) -> str:
    if text not in set(known):
        raise ValueError(f"{text!r} is not known; it can be one of {', '.join(sorted(known))}")
    return str(text)


def _members(vocabulary: type[StrEnum], value: Any) -> tuple[str, ...]:
    return _texts(value, partial(_one_of, list(vocabulary)))


def _country(text: str) -> str:
    code = text.upper()
    if code not in countries():
        meant = country_of(text)
        raise ValueError(f"{text!r} is no ISO alpha-3 code such as GBR{f'; write {meant}' if meant else ''}")
    return code


def _actor(text: str) -> str:
    group_named(text)
    return text


def _checked_by(parse: Callable[[str], object], text: Any) -> str:
    """The text itself, once it can be read."""
    if not isinstance(text, str):
        raise TypeError("must be a text")
    if text:
        parse(text)
    return text


_READERS: dict[str, Callable[[Any], Any]] = {
    "name": _name,
    "enabled": _flag,
    "types": lambda value: _texts(value, lambda text: _one_of(list(EventType), text.upper())),
    "modes": partial(_members, Mode),
    "actors": partial(_texts, read=_actor),
    "roles": partial(_members, Role),
    "countries": partial(_texts, read=_country),
    "places": _texts,
    "near": partial(_texts, read=partial(_checked_by, area_of)),
    "statuses": partial(_members, Status),
    "kinds": lambda value: _texts(value, partial(_one_of, [*DevelopmentKind, *FeedTrouble])),
    "words": _texts,
    "stories": _numbers,
    "quantities": partial(_texts, read=partial(_checked_by, amount_of)),
    "starts_within_days": lambda value: None if value is None else _whole(value, 0, MOST_DAYS),
    "min_confidence": _share,
    "min_outlets": partial(_whole, least=1),
    "channels": _texts,
    "group_by": partial(_checked_by, partial(_one_of, GROUPINGS)),
    "group_wait_s": partial(_whole, least=0),
    "group_interval_s": partial(_whole, least=0),
    "digest": partial(_checked_by, Digest.parse),
    "quiet": partial(_checked_by, quiet_of),
    "zone": partial(_checked_by, zone_of),
    "flood_limit": partial(_whole, least=0),
    "inhibit": _flag,
    "remind": lambda value: _texts(value, partial(_one_of, REMINDERS)),
}


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
