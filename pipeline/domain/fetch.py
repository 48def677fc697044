"""The reply to one request for a feed or a page, whatever came of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from pipeline.domain.vocabulary import ErrorCode, FetchOutcome


@dataclass(frozen=True, slots=True)
class Reply:
    """What came of a request. `headers` has lower-case names; `body` is unpacked.

    `url` is where the body came from, after redirects. `moved_to` is set where the first redirects were permanent
    (301, 308): the address they lead to. `retry_after_s` is what a 429 or 503 asks for. `note` is a sentence for
    people.
    """

    url: str
    outcome: FetchOutcome
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: ErrorCode | None = None
    note: str = ""
    moved_to: str | None = None
    retry_after_s: float | None = None
    elapsed_s: float = 0.0
