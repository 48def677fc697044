"""The day that a text last told, from which "the day after" and an hour without its day are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from pipeline.extraction.when.points import Tense, plus_days


@dataclass(frozen=True, slots=True)
class Anchor:
    """A day of a text as it reads of what was, and of what is to come ("on Friday"); `near`: told in the sentence before."""

    past: date | None = None
    future: date | None = None
    near: bool = False

    def day(self, tense: Tense) -> date | None:
        """The day from which a deed told in this tense is told."""
        return self.future if tense == "future" else self.past

    def day_of_hour(self, published_on: date | None, tense: Tense, *, later: bool | None) -> date | None:
        """The day of an hour without one: that of the sentence before, else the nearest to publication.

        `later`: whether the hour lies later in a day than the publication does, where that is known.
        """
        day = self.day(tense)
        if published_on is None:
            return day
        if day is not None and self.near and (day >= published_on if tense == "future" else day <= published_on):
            return day
        if tense == "future" and day is not None and day > published_on:
            return day  # of the plan told last: "they meet on Saturday. The session begins at ten"
        if later is None or later is (tense == "future"):
            return published_on
        return plus_days(published_on, 1 if tense == "future" else -1)
