"""The one clock: the shell reads it and passes the time on; the core is given times."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> datetime:
    """The current instant, UTC."""
    return datetime.now(UTC)
