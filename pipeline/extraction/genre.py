"""Tell a news report from opinion, explanation and sport, from the title and the words."""

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
    SPORT = "sport"


@cache
def _rules(language: Language) -> dict[str, Any]:
    return language.table("genre.toml")


_WORDS = re.compile(r"[a-z][a-z-]+")


def genre_of(title: str, text: str, language: Language) -> Genre:
    """The genre of an article; news where nothing says otherwise."""
    rules = _rules(language)
    words = _WORDS.findall(f"{title} {text[:6000]}".lower())
    sport = set(rules["sport"])
    told = [word for word in words if word in sport]
    if words and len(told) >= rules["sport_share"] * len(words) and len(set(told)) >= rules["sport_kinds"]:
        return Genre.SPORT
    lowered = title.lower().strip()
    label = lowered.split(":")[0] if ":" in lowered else lowered.split("|")[0]
    if any(label.strip().startswith(word) for word in rules["opinion_titles"]) and (":" in lowered or "|" in lowered):
        return Genre.VIEW
    if any(lowered.startswith(word) for word in rules["explaining_titles"]) and (
        lowered.endswith("?") or not re.search(r"\d", lowered)
    ):
        return Genre.VIEW
    return Genre.NEWS
