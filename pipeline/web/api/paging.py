"""Pages of a list: an opaque cursor that leads on, however the list grows in the meantime."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from fastapi import HTTPException

from pipeline.web.asking import MOST_ID

PAGE_SIZE = 50
MOST_ON_PAGE = 200
Row = Mapping[str, Any]


def cursor_of(last_id: int) -> str:
    """The cursor behind an object."""
    return base64.urlsafe_b64encode(f"before:{last_id}".encode()).decode().rstrip("=")


def before_id(cursor: str | None) -> int | None:
    """The id that a cursor stands behind. Raises HTTPException where it is none of ours."""
    if cursor is None:
        return None
    try:
        word, _, number = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii").partition(":")
        if word == "before" and number.isdigit() and int(number) <= MOST_ID:
            return int(number)
    except (binascii.Error, ValueError):
        pass
    raise HTTPException(422, "cursor: this is not one that a page of this list gave; leave it out to begin anew.")


def page_of(rows: Iterable[Row], key: str, limit: int, shape: Callable[[Row], Mapping[str, Any]]) -> dict[str, Any]:
    """One page out of up to `limit` + 1 rows."""
    found = list(rows)
    on_page = found[:limit]
    more = len(found) > limit
    return {"items": [shape(row) for row in on_page], "next": cursor_of(on_page[-1][key]) if more else None}
