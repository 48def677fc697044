"""Tell a news report from opinion and explanation, from the title."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import Any

from pipeline.extraction.language import Language


class Genre(StrEnum):
    """What kind of text an article is."""

    NEWS = "news"
    VIEW = "view"  # opinion, explainer, analysis


@cache
def _rules(language: Language) -> dict[str, Any]:
    return language.table("genre.toml")


def genre_of(title: str, language: Language) -> Genre:
    """The genre of an article; news where nothing says otherwise."""
    rules = _rules(language)
    lowered = title.lower().strip()
    label = lowered.split(":")[0] if ":" in lowered else lowered.split("|")[0]
    if any(label.strip().startswith(word) for word in rules["opinion_titles"]) and (":" in lowered or "|" in lowered):
        return Genre.VIEW
    if any(lowered.startswith(word) for word in rules["explaining_titles"]) and (
        lowered.endswith("?") or not re.search(r"\d", lowered)
    ):
        return Genre.VIEW
    return Genre.NEWS
