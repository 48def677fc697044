"""Where two events turn out to be one, or one to be two: what was told of the one and is now the other's news stays told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pipeline.domain.event import Development


@dataclass(frozen=True, slots=True)
class Raised:
    """An alert about a development; `told`: somebody has it, or may have it; `stands`: it was not withdrawn."""

    alert_id: int
    watch_id: int
    event_id: int
    subject_key: str
    message: Mapping[str, Any]
    told: bool
    stands: bool


@dataclass(frozen=True, slots=True)
class Moves:
    """Alerts that go to another subject, as (alert, event, subject key), and untold ones that make room for them."""

    move: tuple[tuple[int, int, str], ...] = ()
    drop: tuple[int, ...] = ()


def subject_key(event_id: int, development: Development) -> str:
    """The identity of a development, as the subject of alerts."""
    return f"{event_id}:{development.kind.value}:{development.ordinal}"


def moves(
    alerts: Sequence[Raised], standing: Mapping[int, Sequence[Development]], heirs: Mapping[int, Sequence[int]]
) -> Moves:
    """Give each alert that was told and whose subject no longer stands the same news of an event that took its reports.

    `standing` are the live developments of the events that were written, `heirs` the events that took reports of each.
    The word of the same article goes first, then any that tells the same; one alert for each watch and subject.
    """
    subjects = {subject_key(event_id, each) for event_id, log in standing.items() for each in log}
    placed = {(alert.watch_id, alert.subject_key): alert for alert in alerts if alert.subject_key in subjects}
    strays = [alert for alert in alerts if alert.told and alert.stands and alert.subject_key not in subjects]
    move: list[tuple[int, int, str]] = []
    drop: list[int] = []
    for same_article in (True, False):
        for alert in list(strays):
            for event_id in heirs.get(alert.event_id, ()):
                key = next(
                    (
                        key
                        for each in standing.get(event_id, ())
                        if _tells(alert.message, each, same_article=same_article)
                        and not _is_told(placed.get((alert.watch_id, key := subject_key(event_id, each))))
                    ),
                    None,
                )
                if key is None:
                    continue
                if (twin := placed.get((alert.watch_id, key))) is not None:
                    drop.append(twin.alert_id)
                placed[alert.watch_id, key] = alert
                move.append((alert.alert_id, event_id, key))
                strays.remove(alert)
                break
    return Moves(tuple(move), tuple(drop))


def _is_told(alert: Raised | None) -> bool:
    return alert is not None and alert.told


def _tells(message: Mapping[str, Any], development: Development, *, same_article: bool) -> bool:
    same = (message.get("kind"), message.get("after")) == (development.kind.value, development.after)
    return same and (not same_article or message.get("url") == development.article_url)
