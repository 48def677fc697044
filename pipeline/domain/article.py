"""An article: the cleaned text that the record keeps."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

DEFAULT_LANGUAGE = "en"  # of a text that is too short to tell


@dataclass(frozen=True, slots=True)
class Article:
    """One text, once for all feeds that show it. `published_at` is UTC, or None where nobody says.

    `zone` is the IANA name of the zone in which "Thursday" is meant (the dateline's, else the outlet's).
    """

    url: str
    title: str
    text: str
    published_at: datetime | None
    outlet: str
    language: str = DEFAULT_LANGUAGE
    zone: str = "UTC"
