"""Forms that write: only our own pages can send them, and they say who did."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs, quote, unquote

from fastapi import HTTPException, Request, Response

from pipeline.web.rendering import YEAR_S

TOKEN, NAME = "form", "name"  # cookies; the token stands in each form too
MOST_BYTES = 64_000
Fields = Mapping[str, list[str]]


def token_of(request: Request) -> str:
    """The reader's token, a fresh one where there is none."""
    kept = request.cookies.get(TOKEN, "")
    return kept if len(kept) == 2 * 32 and kept.isalnum() else secrets.token_hex(32)


def name_of(request: Request) -> str:
    """The name under which the reader last sent a form."""
    return unquote(request.cookies.get(NAME, ""))


def one(fields: Fields, name: str) -> str:
    """The one value of a field; empty where it was not sent."""
    return fields.get(name, [""])[0].strip()


def keep(response: Response, token: str, name: str = "") -> None:
    """Let the browser keep the token, and the name where one was given."""
    response.set_cookie(TOKEN, token, httponly=True, samesite="strict")
    if name:
        response.set_cookie(NAME, quote(name), max_age=YEAR_S, httponly=True, samesite="strict")


async def sent(request: Request) -> Fields:
    """The fields of a form that was sent from one of our own pages.

    Raises HTTPException where it is too large or does not carry the reader's token: another site may have sent it.
    """
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > MOST_BYTES:
            raise HTTPException(413, "That is more than a form holds.")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=1000)
    known = request.cookies.get(TOKEN, "")
    if not known or not hmac.compare_digest(known, fields.get("token", [""])[0]):
        raise HTTPException(
            403, "This form is out of date, or was not sent from here: open the page again, and send it once more."
        )
    return fields
