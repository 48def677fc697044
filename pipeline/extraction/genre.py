"""Tell a news report from opinion, explanation and sport, from the title and the words."""

from __future__ import annotations

import re
import tomllib
from enum import StrEnum
from functools import cache
from importlib import resources
from typing import Any


class Genre(StrEnum):
    """What kind of text an article is."""

    NEWS = "news"
    VIEW = "view"  # opinion, explainer, analysis
    SPORT = "sport"


@cache
def _rules() -> dict[str, Any]:
    return tomllib.loads(resources.files("pipeline.extraction").joinpath("en", "genre.toml").read_text("utf-8"))


_WORDS = re.compile(r"[a-z][a-z-]+")


def genre_of(title: str, text: str) -> Genre:
    """The genre of an article; news where nothing says otherwise."""
    rules = _rules()
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
