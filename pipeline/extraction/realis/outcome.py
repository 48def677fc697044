"""What was read of how a sentence presents a deed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import Enum, StrEnum, auto
from typing import TYPE_CHECKING

from pipeline.domain.vocabulary import Change, Realis

if TYPE_CHECKING:
    from spacy.tokens import Token


class Sign(StrEnum):
    """Those of the notes that later rules ask for."""

    WOULD = "would: told as imagined, or by a speaker named elsewhere"
    AGAIN = "what is done again and again"
    BEGUN = "it has begun"
    ENDED = "it ended"
    CONTINUES = "continues"
    OWN_CLAUSE = "told by a clause of its own"
    DOING = "is doing: to come where a day ahead is told"
    GOING_ON = "has been doing: goes on where it is a fight, an arrest, a move of troops or a protest"
    AGREED = "what was agreed on: the day is that of the accord"
    TRIED = "tried: done where it is a fight, an arrest or a protest of a day"
    IN_DOUBT = "in doubt: the day of that is not the day it is planned for"
    OWN_DAY = "given up, and told with the day it was set for"
    FELL_THROUGH = "failed to come about on its day, which is behind"
    SET_ANEW = "set for another day by a clause beside that of its plan"
    LEFT_BEHIND = "told by whom or what it left behind: the day of these is not its own"
    NONE = "no such deed"
    DUTY = "a view of what should be done"


class Wish(Enum):
    """How a deed is told to be wished for, and by that not yet planned."""

    HOPED = auto()
    CALLED_FOR = auto()  # "called for talks", "a call to march"
    WEIGHED = auto()  # by a verb: "threatened to march"
    NAMED = auto()  # as what a noun is of: "a law against marches"


@dataclass(slots=True)
class Reading:
    """How a deed is presented. `verb` carries the tense (for times); `speaker` is the verb of saying above it.

    `anchored`: the clause itself tells the deed (not a mere reference by a noun). `lasting`: told as going on.
    """

    realis: Realis
    change: Change | None = None
    verb: Token | None = None
    speaker: Token | None = None
    anchored: bool = True
    definite: bool = False
    oblique: bool = False  # only named within what is negated, possible, asked or thought
    notes: list[str] = field(default_factory=list)
    wishes: list[Wish] = field(default_factory=list)

    def wish(self, wish: Wish, note: str) -> Realis:
        """Note that a deed is only wished for; what that makes of it."""
        self.wishes.append(wish)
        self.notes.append(note)
        return Realis.HYPOTHETICAL
