"""The actors that are known: those of the seeds, and what articles have taught, each fact with its date."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import cache, lru_cache

from pipeline.domain.mention import Actor
from pipeline.domain.vocabulary import ActorKind
from pipeline.gazetteer.countries import countries, country_name
from pipeline.gazetteer.facts import ActorFact
from pipeline.gazetteer.names import fold, seed_rows, slug, split_list
from pipeline.gazetteer.offices import canonical_office, is_of_one, offices_meant

# How long before and after a term a surname alone still means its holder.
_NEARBY = timedelta(days=420)
_MAX_CACHED = 50_000
_PARTICLES = frozenset(
    {
        "al",
        "el",
        "bin",
        "ibn",
        "van",
        "von",
        "de",
        "der",
        "den",
        "la",
        "le",
        "di",
        "da",
        "du",
        "dos",
        "ben",
        "abu",
        "ould",
        "st",
    }
)


@dataclass(frozen=True, slots=True)
class Tenure:
    """An office held from a day to a day (inclusive; open where None). `of` is a country or the key of a body."""

    office: str
    of: str
    from_on: date
    until_on: date | None

    def covers(self, day: date, slack: timedelta = timedelta()) -> bool:
        """Whether the day falls into the term, or within `slack` of it."""
        until = self.until_on or date.max
        return self.from_on - slack <= day and (until == date.max or day <= until + slack)

    @property
    def stands_for(self) -> str:
        """The key of the state or body."""
        return self.of if ":" in self.of else f"state:{self.of}"


@dataclass(frozen=True, slots=True)
class Entity:
    """An actor by its key. `tenures` are those of a person, in order of time."""

    key: str
    name: str
    kind: ActorKind
    country: str | None = None
    stands_for: str | None = None
    tenures: tuple[Tenure, ...] = ()

    def tenure_at(self, day: date | None, *, slack: timedelta = timedelta()) -> Tenure | None:
        """The office held on a day (the last of several), or the latest of all where no day is given."""
        held = [t for t in self.tenures if day is None or t.covers(day, slack)]
        return max(held, key=lambda t: (t.from_on, t.office)) if held else None


@dataclass(frozen=True, slots=True)
class _Seeds:
    by_name: Mapping[str, Entity]
    lower: frozenset[str]  # names that are written without a capital
    by_sound: Mapping[str, Entity]
    by_surname: Mapping[str, tuple[Entity, ...]]
    holders: Mapping[tuple[str, str], tuple[tuple[Tenure, Entity], ...]]


@dataclass(frozen=True, slots=True)
class _Learned:
    by_name: Mapping[str, tuple[ActorFact, ...]]
    by_surname: Mapping[str, tuple[str, ...]]
    holders: Mapping[tuple[str, str], tuple[ActorFact, ...]]


@dataclass(frozen=True, slots=True, eq=False)
class Registry:
    """An unchanging snapshot of the known actors. Facts may come in any order; the same facts make the same registry."""

    facts: frozenset[ActorFact] = frozenset()
    _learned: _Learned = field(default_factory=lambda: _Learned({}, {}, {}))
    linked: dict[object, Actor] = field(default_factory=dict)  # what linking has found before; a pure function's memory

    def with_facts(self, facts: Iterable[ActorFact]) -> Registry:
        """A registry that also knows these facts: what is made anew is what they speak of."""
        fresh = frozenset(facts) - self.facts
        return Registry(self.facts | fresh, _with(self._learned, fresh)) if fresh else self

    def restates(self, fact: ActorFact) -> bool:
        """Whether the words of a fact are those of another that is known."""
        told = self._learned.by_name.get(fold(fact.name), ())
        return any((known.article_url, known.start) == (fact.article_url, fact.start) for known in told)

    def remember(self, key: object, actor: Actor) -> Actor:
        """Keep what linking found, within bounds."""
        if len(self.linked) >= _MAX_CACHED:
            self.linked.clear()
        self.linked[key] = actor
        return actor

    def named(self, name: str) -> Entity | None:
        """The actor of the seeds with this full name or alias, spelled one way or another."""
        folded = fold(name)
        found = _seeds().by_name.get(folded)
        if found is not None and name.islower() and folded not in _seeds().lower:
            return None  # "the congress of the party", "labour"
        if found is None and " " in folded:
            found = _seeds().by_sound.get(sound(folded))
        return found

    def has_surname(self, surname: str) -> bool:
        """Whether somebody of the seeds bears this surname."""
        return fold(surname) in _seeds().by_surname

    def by_surname(self, surname: str, day: date | None, country: str | None, office: str | None) -> Entity | None:
        """The one known person whom a surname means on a day, or None where there is none, or more than one."""
        known = _seeds().by_surname.get(fold(surname), ())
        found = [e for e in known if not e.tenures or e.tenure_at(day, slack=_NEARBY)]
        if not any(e.tenures for e in found):
            # Who led a country is meant by the surname before and after it as well.
            found = [e for e in known if any(t.office in _LEADING for t in e.tenures)] or found
        if country:
            found = [e for e in found if e.country == country or any(t.of == country for t in e.tenures)]
        if office and len(found) > 1:
            wanted = canonical_office(office)
            found = [e for e in found if any(t.office == wanted for t in e.tenures)] or found
        if len(found) > 1:
            serving = [e for e in found if e.tenure_at(day)]
            found = serving or found
        if len(found) > 1:
            leading = [e for e in found if (t := e.tenure_at(day)) and t.office in _LEADING]
            found = leading or found
        return found[0] if len(found) == 1 else None

    def holder(self, office: str, of: str, day: date | None) -> Entity | ActorFact | None:
        """Who held an office of a country or body on a day (latest where None): by the seeds, else as articles say."""
        for wanted in offices_meant(office, None if ":" in of else of):
            terms = [(t, e) for t, e in _seeds().holders.get((of, wanted), ()) if day is None or t.covers(day)]
            if terms:
                return max(terms, key=lambda pair: (pair[0].from_on, pair[1].key))[1]
            told = self._learned.holders.get((of, wanted), ())
            if told:
                return _nearest(told, day)
        return None

    def learned(self, name: str, day: date | None) -> ActorFact | None:
        """What was last stated of a person by a day; the first later statement where there is none before."""
        told = self._learned.by_name.get(fold(name), ())
        return _nearest(told, day) if told else None

    def learned_country(self, name: str, day: date | None) -> str | None:
        """The country of a person, as stated by a day nearest to it: not every statement of an office says which."""
        told = tuple(fact for fact in self._learned.by_name.get(fold(name), ()) if fact.country)
        return _nearest(told, day).country if told else None

    def learned_full_name(self, surname: str, country: str | None) -> str | None:
        """The one full name that articles gave with a surname."""
        names = self._learned.by_surname.get(fold(surname), ())
        if country and len(names) > 1:
            names = tuple(n for n in names if any(f.country == country for f in self._learned.by_name[fold(n)]))
        return names[0] if len(names) == 1 else None


_LEADING = frozenset({"president", "prime minister", "chancellor", "monarch", "supreme leader"})


def load_seeds() -> Registry:
    """The registry as it is shipped, without anything learnt."""
    return _seed_registry()


@cache
def _seed_registry() -> Registry:
    return Registry()


def day_of(at: datetime | date | None) -> date | None:
    """The day of an instant."""
    return at.date() if isinstance(at, datetime) else at


_SOUNDS: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern), by)
    for pattern, by in (
        (r"kh", "h"), (r"ph", "f"), (r"dj", "j"), (r"zh", "j"), (r"ts|tz", "c"), (r"ou|oo", "u"), (r"ck|q|c(?=[aourlk])|ch(?=r)", "k"),
        (r"x", "ks"), (r"w", "v"), (r"iy|yi|yy|ij|ii|ey|ei|ay|ai|ee|y|j(?=[aeiou])", "i"), (r"^e(?=[bvdg])", "ie"), (r"(.)\1+", r"\1"),
        (r"i(?=e)", ""), (r"(?<=[aeiou])h(?=\b|[^aeiou])", ""),
    )
)  # fmt: skip


@lru_cache(maxsize=32768)
def sound(folded: str) -> str:
    """A name with what transliterations differ in made equal ("Zelenskyy", "Zelenskiy"), words without order of hyphens."""
    words = [w for w in folded.split() if w not in {"al", "el"}]
    text = " ".join(words)
    for pattern, by in _SOUNDS:
        text = pattern.sub(by, text)
    return text.replace(" ", "")


def surname_of(name: str) -> str:
    """The last name, folded, without particles before it ("von der Leyen": "leyen")."""
    words = fold(name).split()
    return words[-1] if words else ""


def _day(cell: str, default: date | None) -> date | None:
    """A day from "2017", "2017-05" or "2017-05-14"."""
    if not cell:
        return default
    parts = [int(part) for part in cell.split("-")]
    return date(parts[0], parts[1] if len(parts) > 1 else 1, parts[2] if len(parts) > 2 else 1)


@lru_cache(maxsize=256)  # each name of a sentence asks
def long_names_in(text: str) -> tuple[tuple[int, int], ...]:
    """Where a text has the name of a known body that is no mere run of capitals: "Workers' Party of Korea"."""
    return tuple(match.span() for match in _long_names().finditer(text))


@cache
def _long_names() -> re.Pattern[str]:
    names = {
        name
        for row in seed_rows("actors.csv")
        for name in (row["name"], *split_list(row["aliases"]))
        if len(name.split()) > 2 and name[:1].isupper() and re.search(r" (?:[a-z]+|[A-Z]\w+s?'s?) ", name)
    }
    spelled = (
        re.escape(name).replace("Organisation", "Organi[sz]ation") for name in sorted(names, key=lambda n: (-len(n), n))
    )
    return re.compile(rf"\b(?:{'|'.join(spelled)})\b")


@cache
def _seeds() -> _Seeds:
    by_name: dict[str, Entity] = {}
    surnames: dict[str, dict[str, Entity]] = {}
    holders: dict[tuple[str, str], list[tuple[Tenure, Entity]]] = {}
    lower: set[str] = set()
    for code in sorted(countries()):
        state = Entity(f"state:{code}", country_name(code), ActorKind.STATE, code)
        by_name.setdefault(fold(state.name), state)
    for row in seed_rows("actors.csv"):
        entity = Entity(
            row["key"], row["name"], ActorKind(row["kind"]), row["country"] or None, row["stands_for"] or None
        )
        for name in (row["name"], *split_list(row["aliases"])):
            by_name.setdefault(fold(name), entity)
            if name.islower():
                lower.add(fold(name))
    for person, aliases in _people():
        names = (person.name, *aliases)
        for name in names:
            folded = fold(name)
            if " " in folded:
                by_name.setdefault(folded, person)
            else:
                surnames.setdefault(folded, {})[person.key] = person
        surnames.setdefault(surname_of(person.name), {})[person.key] = person
        words = fold(person.name).split()
        if len(words) > 2 and words[-2] in _PARTICLES:
            start = len(words) - 2
            while start > 1 and words[start - 1] in _PARTICLES:
                start -= 1
            surnames.setdefault(" ".join(words[start:]), {})[person.key] = person
        for tenure in person.tenures:
            holders.setdefault((tenure.of, tenure.office), []).append((tenure, person))
    by_sound: dict[str, Entity] = {}
    for folded in sorted(by_name):
        if " " in folded and by_name[folded].kind is ActorKind.PERSON:
            by_sound.setdefault(sound(folded), by_name[folded])
    return _Seeds(
        by_name,
        frozenset(lower),
        by_sound,
        {name: tuple(found[key] for key in sorted(found)) for name, found in surnames.items()},
        {key: tuple(sorted(terms, key=lambda pair: (pair[0].from_on, pair[1].key))) for key, terms in holders.items()},
    )


def _people() -> list[tuple[Entity, tuple[str, ...]]]:
    rows: dict[str, list[dict[str, str]]] = {}
    homes = {row["key"]: row["country"] for row in seed_rows("actors.csv")}
    for row in seed_rows("holders.csv"):
        rows.setdefault(row["name"], []).append(row)
    people = []
    for name, own in rows.items():
        tenures = tuple(
            sorted(
                (
                    Tenure(
                        canonical_office(row["office"]),
                        row["of"],
                        _day(row["from"], None) or date.min,
                        _end(row["until"]),
                    )
                    for row in own
                    if row["office"]
                ),
                key=lambda t: (t.from_on, t.office),
            )
        )
        of = next((row["of"] for row in own if row["of"] and ":" not in row["of"]), None)
        of = of or next((homes[row["of"]] for row in own if homes.get(row["of"])), None)
        aliases = tuple(alias for row in own for alias in split_list(row["aliases"]))
        people.append((Entity(f"person:{slug(name)}", name, ActorKind.PERSON, of, None, tenures), aliases))
    return people


def _end(cell: str) -> date | None:
    """The last day of "2017" is 31 December, of "2017-05" the 31st or so; nothing means that the term lasts."""
    if not cell:
        return None
    day = _day(cell, None)
    if day is None:
        return None
    if len(cell) == 4:
        return date(day.year, 12, 31)
    if len(cell) == 7:
        return date(day.year + day.month // 12, day.month % 12 + 1, 1) - timedelta(days=1)
    return day


def _with(known: _Learned, facts: Iterable[ActorFact]) -> _Learned:
    by_name: dict[str, list[ActorFact]] = {}
    surnames: dict[str, set[str]] = {}
    holders: dict[tuple[str, str], list[ActorFact]] = {}
    for fact in facts:
        if fact.kind != ActorKind.PERSON:
            continue
        folded = fold(fact.name)
        if not folded or len(folded) > 120:
            continue
        by_name.setdefault(folded, []).append(fact)
        if " " in folded:
            surnames.setdefault(surname_of(fact.name), set()).add(folded)
        if fact.office and fact.country and is_of_one(fact.office):
            holders.setdefault((fact.country, canonical_office(fact.office)), []).append(fact)
    named = {**known.by_name, **{name: _in_order(known.by_name.get(name, ()), told) for name, told in by_name.items()}}
    # Each by its name as it was first stated.
    borne_by = {
        surname: tuple(
            named[name][0].name for name in sorted(names.union(map(fold, known.by_surname.get(surname, ()))))
        )
        for surname, names in surnames.items()
    }
    held_by = {key: _in_order(known.holders.get(key, ()), told) for key, told in holders.items()}
    return _Learned(named, {**known.by_surname, **borne_by}, {**known.holders, **held_by})


def _in_order(known: Iterable[ActorFact], fresh: Iterable[ActorFact]) -> tuple[ActorFact, ...]:
    return tuple(
        sorted((*known, *fresh), key=lambda fact: (*fact.order, fact.end, fact.office or "", fact.country or ""))
    )


def _nearest(told: tuple[ActorFact, ...], day: date | None) -> ActorFact:
    """The last statement by a day, else the first after it; of a name without day, the latest. One with an office first."""
    useful = [fact for fact in told if fact.office or fact.country] or list(told)
    if day is None:
        return useful[-1]
    before = [fact for fact in useful if fact.stated_on is not None and fact.stated_on <= day]
    return before[-1] if before else useful[0]
