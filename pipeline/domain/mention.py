"""What one sentence of one article says of a deed."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime

from pipeline.domain.times import OPEN, When
from pipeline.domain.vocabulary import ActorKind, Change, EventType, Mode, QuantityKind, Realis, Role, WhyUnread

GUESSED_PLACE = "place guessed: "
TAKEN_DAY = "its day is that told before"


@dataclass(frozen=True, slots=True)
class Place:
    """A place on the map; `venue` is the building or site as the text names it ("Lancaster House").

    `country` is ISO 3166-1 alpha-3 (and XKX); degrees are WGS 84. `key` is the gazetteer's own identity of the place.
    """

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    venue: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class ActorPhrase:
    """An actor as the text has it, with what the article says of it; linking looks it up afterwards.

    `text` is the phrase in the quote; `name` its fullest form in the article ("Vladimir Putin" for "Putin", or what a
    pronoun or title stands for). `country` (alpha-3) is what the text itself says ("Estonia's foreign minister": EST).
    """

    text: str
    role: Role
    name: str
    kind: ActorKind | None = None
    office: str | None = None
    country: str | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """An actor of the registry in a role. `key` is its identity there ("state:USA", "person:donald-trump")."""

    key: str
    name: str
    kind: ActorKind
    country: str | None
    role: Role
    office: str | None = None
    stands_for: str | None = None  # key of the state or body that a person speaks for, where known


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in a mention: `value` in `unit` (a currency code, "tonnes", or empty for heads)."""

    kind: QuantityKind
    value: float
    unit: str = ""
    at_least: bool = False


@dataclass(frozen=True, slots=True)
class Reasons:
    """Why extraction read a sentence as it did, for people who ask."""

    trigger: str  # the trigger's words in the text
    rule: str  # name of the lexicon entry, rule or class that fired
    notes: tuple[str, ...] = ()
    # What follows is told only to whom watches the reading; it is not stored.
    evidence: tuple[str, ...] = ()  # what the confidence was weighed from
    dating: str = ""  # the words that gave the day, and how it was counted from them


@dataclass(frozen=True, slots=True)
class Mention:
    """One article's sentence that reports an event; `quote` is the article's text at [start, end).

    `moved_from` is the old day where the text gives one ("moved from Thursday to Saturday").
    `wording` holds the content lemmas of the sentence, for telling same from different.
    `claimed_by` names whom the text cites for it; None where it is told in the outlet's own voice.
    """

    type: EventType
    mode: Mode | None
    realis: Realis
    quote: str
    start: int
    end: int
    confidence: float
    actors: tuple[ActorPhrase, ...] = ()
    when: When = OPEN
    place: Place | None = None
    quantities: tuple[Quantity, ...] = ()
    change: Change | None = None
    moved_from: date | None = None
    claimed_by: str | None = None
    wording: frozenset[str] = frozenset()
    reasons: Reasons | None = None

    @property
    def place_guessed(self) -> bool:
        """Whether the place stands nowhere beside the deed but is the likeliest by the rest of the article.

        Then it is something to show where no report tells better, and no evidence of one event or two.
        """
        return self.reasons is not None and any(note.startswith(GUESSED_PLACE) for note in self.reasons.notes)

    @property
    def day_taken(self) -> bool:
        """Whether no words tell the day of the deed itself: it is that of what was told before it.

        Two deeds that one article tells in a row get one day so: that they have it in common says little.
        """
        return self.reasons is not None and TAKEN_DAY in self.reasons.notes


@dataclass(frozen=True, slots=True)
class Skipped:
    """A sentence with a trigger that makes no mention, and why (a Realis that is no event)."""

    realis: Realis
    quote: str
    start: int
    end: int
    reasons: Reasons | None = None


@dataclass(frozen=True, slots=True)
class Taught:
    """A fact that an article states of an actor in passing ("Estonia's foreign minister, Margus Tsahkna")."""

    name: str
    kind: ActorKind
    office: str | None
    country: str | None
    quote: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Unread:
    """A stretch of the text, mostly a sentence, in which no deed was looked for or found, and why."""

    why: WhyUnread
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that was read out of one text: each of its sentences is in a mention, skipped or unread."""

    mentions: tuple[Mention, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    taught: tuple[Taught, ...] = ()
    unread: tuple[Unread, ...] = ()

    @property
    def in_unsupported_language(self) -> bool:
        """Whether nothing was read, since the text is in a language that cannot be read."""
        return any(u.why is WhyUnread.LANGUAGE for u in self.unread)


@dataclass(frozen=True, slots=True)
class Report:
    """A mention within its article, its actors linked: what resolution works on.

    `key` identifies the mention across runs (article URL, start offset, type). `published_at` may be unknown.
    `copy_group` is a name that near-copies of one wire text share, which count as one report.
    """

    key: str
    mention: Mention
    actors: tuple[Actor, ...]
    article_url: str
    outlet: str
    published_at: datetime | None
    copy_group: str
    story: str | None = None
    title: str = ""
    place: Place | None = None
    article_wording: frozenset[str] = field(default=frozenset())
    # Of the whole article (resolution.in_context): whom and what it speaks of most, and what it is about by its words.
    context: tuple[str, ...] = ()
    subject: frozenset[str] = frozenset()

    @property
    def order(self) -> tuple[bool, datetime | None, str, int, str, str]:
        """Sort key of the fold: by publication time, unknown last, then URL and place in the text; no two are alike."""
        mention = self.mention
        return (self.published_at is None, self.published_at, self.article_url, mention.start, mention.type, self.key)
