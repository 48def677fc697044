"""The zone in which a reader is shown times: asked for in the address, else remembered in a cookie, else UTC."""

from __future__ import annotations

import re
from datetime import UTC, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

COOKIE = "zone"
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_+\-]*(?:/[A-Za-z0-9_+\-]+){0,2}")


def zone_named(name: str | None) -> tzinfo | None:
    """The zone of an IANA name; None where there is none of that name."""
    if not name or len(name) > 64 or not _NAME.fullmatch(name):
        return None
    if name == "UTC":
        return UTC
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder of zones
        return None
