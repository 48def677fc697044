"""Reports written by hand, for the tests of resolution."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import count

from pipeline.domain.mention import Actor, ActorPhrase, Mention, Place, Quantity, Report
from pipeline.domain.times import OPEN, When, on_day
from pipeline.domain.vocabulary import ActorKind, Change, EventType, Mode, Realis, Role
from pipeline.resolution import block_keys
from pipeline.resolution.held import FREE, Held
from pipeline.resolution.memory import in_articles

_starts = count(1, 300)

UK = Actor("state:GBR", "United Kingdom", ActorKind.STATE, "GBR", Role.PARTICIPANT)
FRANCE = Actor("state:FRA", "France", ActorKind.STATE, "FRA", Role.PARTICIPANT)
GERMANY = Actor("state:DEU", "Germany", ActorKind.STATE, "DEU", Role.PARTICIPANT)
POLAND = Actor("state:POL", "Poland", ActorKind.STATE, "POL", Role.PARTICIPANT)
STARMER = Actor("person:keir-starmer", "Keir Starmer", ActorKind.PERSON, "GBR", Role.PARTICIPANT, None, "state:GBR")
MACRON = Actor(
    "person:emmanuel-macron", "Emmanuel Macron", ActorKind.PERSON, "FRA", Role.PARTICIPANT, None, "state:FRA"
)
HEALEY = Actor("person:john-healey", "John Healey", ActorKind.PERSON, "GBR", Role.PARTICIPANT, None, "state:GBR")
LAMMY = Actor("person:david-lammy", "David Lammy", ActorKind.PERSON, "GBR", Role.PARTICIPANT, None, "state:GBR")
LECORNU = Actor("person:s-lecornu", "Sebastien Lecornu", ActorKind.PERSON, "FRA", Role.PARTICIPANT, None, "state:FRA")
BARROT = Actor("person:j-n-barrot", "Jean-Noel Barrot", ActorKind.PERSON, "FRA", Role.PARTICIPANT, None, "state:FRA")
UNIONS = Actor("organisation:unions", "Unions", ActorKind.ORGANISATION, "FRA", Role.SOURCE)
RUSSIA = Actor("state:RUS", "Russia", ActorKind.STATE, "RUS", Role.SOURCE)
UKRAINE = Actor("state:UKR", "Ukraine", ActorKind.STATE, "UKR", Role.TARGET)
LONDON = Place("London", "GBR", 51.5, -0.1, None, "geo:london")
PARIS = Place("Paris", "FRA", 48.9, 2.4, None, "geo:paris")
BERLIN = Place("Berlin", "DEU", 52.5, 13.4, None, "geo:berlin")
KYIV = Place("Kyiv", "UKR", 50.4, 30.5, None, "geo:kyiv")


def at(day: int, hour: int = 9, month: int = 3) -> datetime:
    """An instant of March 2025."""
    return datetime(2025, month, day, hour, tzinfo=UTC)


def on(day: int, month: int = 3, ends: int | None = None) -> When:
    """A day of March 2025."""
    return on_day(date(2025, month, day), ends_on=date(2025, month, ends) if ends else None)


def report(
    published_at: datetime | None,
    *actors: Actor,
    when: When = OPEN,
    kind: EventType = EventType.CONSULT,
    mode: Mode | None = None,
    realis: Realis = Realis.PLANNED,
    place: Place | None = None,
    outlet: str = "Northwire",
    url: str | None = None,
    quote: str = "they will meet for talks",
    change: Change | None = None,
    moved_from: date | None = None,
    quantities: tuple[Quantity, ...] = (),
    words: str = "",
    claimed_by: str | None = None,
    copy_group: str | None = None,
    confidence: float = 0.8,
    start: int | None = None,
) -> Report:
    """A report; its article is its own unless `url` says otherwise."""
    begin = next(_starts) if start is None else start
    address = (
        url or f"https://{outlet.lower()}.example/{published_at:%m%d%H}"
        if published_at
        else url or "https://x.example/"
    )
    mention = Mention(
        type=kind,
        mode=mode,
        realis=realis,
        quote=quote,
        start=begin,
        end=begin + len(quote),
        confidence=confidence,
        actors=tuple(ActorPhrase(actor.name, actor.role, actor.name) for actor in actors),
        when=when,
        place=place,
        quantities=quantities,
        change=change,
        moved_from=moved_from,
        claimed_by=claimed_by,
        wording=frozenset(words.split()),
    )
    return Report(
        key=f"{address}#{begin}#{kind}",
        mention=mention,
        actors=actors,
        article_url=address,
        outlet=outlet,
        published_at=published_at,
        copy_group=copy_group or address,
    )


@dataclass(frozen=True)
class Recorded:
    """Reports that were grouped before, kept in memory."""

    reports: Sequence[Report]
    groups: Sequence[frozenset[str]]
    held: Held = FREE

    def near(self, told: Iterable[tuple[datetime | None, Iterable[str]]]) -> list[tuple[Report, ...]]:
        """The articles that share a key with some text."""
        keys = frozenset[str]().union(*(own for _, own in told))
        return self._of({report.article_url for report in self.reports if block_keys(report) & keys})

    def whole(self, keys: Collection[str]) -> tuple[list[tuple[Report, ...]], set[str]]:
        """Whole events, and whole articles around them."""
        found = set(keys)
        while True:
            own = self.held.groups([report for report in self.reports if report.key in found])
            wider = found | {key for group in self.groups if group & found for key in group}
            wider |= {report.key for report in self.reports if self.held.group_of.get(report.key) in own}
            if wider == found:
                return self._of({report.article_url for report in self.reports if report.key in found}), found
            found = wider

    def homes(self, keys: Collection[str]) -> dict[str, int]:
        """The numbers of their groups."""
        return {key: n for n, group in enumerate(self.groups) for key in group if key in keys}

    def is_event(self, keys: frozenset[str]) -> bool:
        """Whether just these are one group."""
        return keys in self.groups

    def _of(self, urls: set[str]) -> list[tuple[Report, ...]]:
        return in_articles([report for report in self.reports if report.article_url in urls])
