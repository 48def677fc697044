"""Who a surname, a title or a pronoun stands for within one article."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache

from pipeline.domain.mention import Taught
from pipeline.domain.vocabulary import ActorKind
from pipeline.extraction.language import Language
from pipeline.extraction.text.sentences import Sentence
from pipeline.extraction.who.teaching import Beside, body_office, office_in_body, office_of_state, states_office
from pipeline.extraction.who.words import ActorWords, actor_words
from pipeline.gazetteer.countries import is_demonym
from pipeline.gazetteer.places import find_place
from pipeline.gazetteer.registry import load_seeds

_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĘĚĞĢĪİĶĹŁŃŇŌŐŘŚŞŠŢŤŪŮŰŹŻŽ"
_WORD = rf"[{_UPPER}][\w'-]*\w|[{_UPPER}]\.?"
_RUN = re.compile(
    rf"(?:{_WORD})(?: (?:(?:al-|bin |ibn |van der |van den |van |der |de la |de |di |da |la |von |el-|al |el |ben |o' ?)?(?:{_WORD})))*"
)
_AFTER = re.compile(r",? (?:who (?:is|was)|the|its|their|an?|[A-Z][\w-]+'s)?\s*(?P<text>[^,.;:()]{3,90})")
_ACTS = re.compile(
    r"(?:'s)?,? (?:said|says|told|has|had|will|would|was|met|meets|spoke|called|who|"
    r"announced|arrived|flew|did|is to|thinks|believes|argues|argued|warned|"
    r"added|wrote|writes|insisted)\b|,? (?:and|,) [A-Z]"
)
_INSIDE = re.compile(r"(?<=[a-z,;] )[A-Z][\w'-]+")  # a capital that no sentence asks for
_MAX_PERSONS = 400


@cache
def _office_before(language: Language) -> re.Pattern[str]:
    offices = "|".join(map(re.escape, actor_words(language).offices))
    return re.compile(
        rf"(?P<lead>(?:[\w'.-]+ ){{0,3}}?)(?P<office>\b(?:{offices}))"
        r"(?: (?:of|for|to) (?P<of>(?-i:(?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)*)))?,? $",
        re.IGNORECASE,
    )


@cache
def _office_in(language: Language) -> re.Pattern[str]:
    offices = "|".join(map(re.escape, actor_words(language).offices))
    return re.compile(
        rf"(?P<lead>(?:[\w'.-]+ ){{0,3}}?)\b(?P<office>{offices})\b(?: (?:of|for) (?P<of>(?-i:(?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)*)))?",
        re.IGNORECASE,
    )


@cache
def _teachable(language: Language) -> str:
    """A pattern for offices that may be learned of a person, longest first."""
    words = actor_words(language)
    return "|".join(map(re.escape, sorted({*words.offices, *words.body_offices}, key=lambda o: (-len(o), o))))


@cache
def _office_of(language: Language) -> re.Pattern[str]:
    """An office right before what it is held in: "chief executive of Harbour Dairies, met"."""
    return re.compile(rf"\b(?:{_teachable(language)}) (?:of|for|at) (?:the )?$", re.IGNORECASE)


@cache
def _of_states(language: Language) -> str:
    """A pattern for offices that only states have, as titles are written: "Foreign Minister"."""
    offices = (office.title().replace(" Of ", " of ") for office in actor_words(language).state_offices)
    return "|".join(map(re.escape, sorted(offices, key=lambda o: (-len(o), o))))


@dataclass(slots=True)
class Person:
    """A person named in the article. `at` are the places in the text (sentence, offset) that name them."""

    name: str
    office: str | None = None
    country: str | None = None
    commentator: bool = False  # cited for a view: an analyst, a professor
    at: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Run:
    """A run of capitalised words, without titles, at an offset of its sentence."""

    sentence: Sentence
    start: int
    name: str


Label = tuple[int, int, str]  # start and end in the sentence, and spaCy's name of the kind of entity


class People:
    """The persons of one article, found by their names and titles before anything is parsed."""

    def __init__(
        self, sentences: Sequence[Sentence], country_of: Callable[[str], str | None], language: Language
    ) -> None:
        self._country_of = country_of
        self._language = language
        self._words = actor_words(language)
        self.persons: list[Person] = []
        self.taught: list[Taught] = []
        self._alias: dict[str, Person] = {}
        self._labels: dict[int, list[Label]] = {}
        self._said: list[tuple[Person, Sentence, int, int]] = []
        self._find(sentences)

    def labels(self, sentence: int) -> Sequence[Label]:
        """The names in a sentence that are known for persons, countries, peoples or bodies."""
        return self._labels.get(sentence, ())

    def named(self, text: str) -> Person | None:
        """The person that a name in the text stands for."""
        return self._alias.get(_key(text))

    def in_office(self, office: str, country: str | None) -> Person | None:
        """The last-named person with an office in this article; of that country where one is given."""
        office = office.lower()
        best = None
        for person in self.persons:
            if person.office is None:
                continue
            held = person.office.lower()
            if (
                (held == office or held.endswith(" " + office))
                and (country is None or person.country is None or person.country == country)
                and (best is None or (person.country == country and best.country != country))
            ):
                best = person
        return best

    def before(self, sentence: int, offset: int, *, reach: int = 4) -> Person | None:
        """The person whom "he" or "she" at this place stands for: the first one named in this sentence, else in those before."""
        for number in range(sentence, max(-1, sentence - reach - 1), -1):
            found = [
                (at[1], person)
                for person in self.persons
                for at in person.at
                if at[0] == number and (number < sentence or at[1] < offset)
            ]
            if found:
                return min(found, key=lambda pair: pair[0])[1]
        return None

    def _find(self, sentences: Sequence[Sentence]) -> None:
        runs: list[_Run] = []
        for sentence in sentences:
            for match in _RUN.finditer(sentence.text):
                name, skipped = _strip(match.group(), self._words, sentence.text[: match.start()])
                if name:
                    runs.append(_Run(sentence, match.start() + skipped, name))
        single = {run.name for run in runs if " " not in run.name}
        # Full names first, wherever they stand, so that a surname in the first line is already known.
        for run in sorted(runs, key=lambda run: " " not in run.name):
            self._name(run, single)
        self.persons.sort(key=lambda person: min(person.at))
        self._teach()

    def _name(self, run: _Run, single: set[str]) -> None:
        """Take in one name: a country, a people, a body or a person."""
        sentence, start, name = run.sentence, run.start, run.name
        if self._country_of(name):
            self._label(run, "NORP" if is_demonym(name) else "GPE")
            return
        if len(self.persons) >= _MAX_PERSONS:
            return
        before, after = sentence.text[:start], sentence.text[start + len(name) :]
        titled = _titled(before[-80:], self._language)
        parts = name.split(" ")
        known = self._alias.get(_key(name))
        if known is None and not self._is_person(name, parts, before, after, titled is not None, single):
            if name.isupper() or any(part.lower() in self._words.organisation for part in parts):
                self._label(run, "ORG")
            return
        self._label(run, "PERSON")
        person = known or self._new_person(name, parts)
        person.at.append((sentence.index, start))
        self._said.append((person, sentence, start, start + len(name)))
        person.commentator = person.commentator or _is_commentator(before, after, commentators(self._language))
        self._learn(person, sentence, start, name, titled, after)

    def _label(self, run: _Run, kind: str) -> None:
        self._labels.setdefault(run.sentence.index, []).append((run.start, run.start + len(run.name), kind))

    def _new_person(self, name: str, parts: list[str]) -> Person:
        person = Person(name)
        self.persons.append(person)
        self._alias[_key(name)] = person
        for part in (parts[-1], parts[0], " ".join(parts[1:]) if len(parts) > 2 else ""):
            if len(part) > 2 and (part.lower() not in self._words.not_names or part == parts[-1]):  # "Theresa May"
                self._alias.setdefault(_key(part), person)
        if len(parts) == 3 and parts[-1] in {"II", "III", "IV", "VI", "Jr"}:
            self._alias.setdefault(_key(parts[0]), person)
        return person

    def _is_person(self, name: str, parts: list[str], before: str, after: str, titled: bool, single: set[str]) -> bool:
        words = self._words
        lowered = [part.lower().rstrip("s") for part in parts]
        if (
            any(part in words.organisation or part in words.instruments or part in words.things for part in lowered)
            and not titled
        ):
            return False
        last = before.rstrip().rsplit(" ", 1)[-1].lower().strip("\"'(")
        if last.rstrip(".") in words.honorifics or (titled and (len(parts) == 1 or find_place(name) is None)):
            return bool(parts[0]) and not before.rstrip().lower().endswith(" the")
        if len(parts) == 1 and last != "the" and name.istitle() and len(name) > 2:
            return load_seeds().has_surname(name)
        if len(parts) < 2 or last == "the" or name.isupper():
            return False
        if parts[-1] in single or parts[0] in single:
            return self._country_of(parts[-1]) is None
        if 2 <= len(parts) <= 3 and find_place(name) is None and _ACTS.match(after):
            return not (after.startswith(",") and _office_of(self._language).search(before[-60:]))
        appositive = re.match(r", (?:the |an? |[A-Z][\w-]+'s |who )?", after)
        return bool(appositive and _office_in(self._language).search(after[:80]))

    def _learn(
        self, person: Person, sentence: Sentence, start: int, name: str, titled: re.Match[str] | None, after: str
    ) -> None:
        first, last = start, start + len(name)
        if titled is not None:
            found = titled
            first = max(0, start - 80) + titled.start("lead" if self._country_near(titled) else "office")
        elif (apposed := _AFTER.match(after)) and (held := self._held(apposed.group())):
            found = held
            last += apposed.end()
        else:
            return
        follows = titled is None
        beside = Beside(
            found.string[: found.start("office")],
            found["office"].lower(),
            after[found.end("office") :] if follows else found.string[found.end("office") :],
            follows,
        )
        country = self._country_near(found) or self._of_country(after)
        office = _whole_office(found, self._words.vague_offices)
        self._give(person, office, country)
        if " " not in person.name:
            return
        a, b = sentence.start + first, sentence.start + last
        if country is not None and country == person.country:
            if states_office(beside, self._country_of):
                self.taught.append(Taught(person.name, ActorKind.PERSON, office, country, "", a, b))
        elif country is None and (of_body := body_office(beside, self._words.organisation)) is not None:
            self.taught.append(Taught(person.name, ActorKind.PERSON, of_body, None, "", a, b))

    def _held(self, apposed: str) -> re.Match[str] | None:
        """The office in words set beside a name: ", the Dutch prime minister"."""
        found = _office_in(self._language).search(apposed) if apposed.startswith(",") else None
        return found if found is not None and _SET_BESIDE.fullmatch(apposed[: found.start("office")]) else None

    def _teach(self) -> None:
        """What else is stated beside full names, now that all names of the article are known."""
        known = {(t.name, t.start, t.end) for t in self.taught}
        texts = {sentence.text for _, sentence, _, _ in self._said}
        inside = {word for text in texts for word in _INSIDE.findall(text)}
        for person, sentence, start, end in self._said:
            at = sentence.start + start
            is_whole = (
                " " in person.name and "'s" not in person.name and not sentence.text[end:].startswith((" - ", "-"))
            )
            if not is_whole or any(name == person.name and a <= at < b for name, a, b in known):
                continue
            text = sentence.text
            found, country = office_of_state(text, start, end, _of_states(self._language)), person.country
            if found is None:
                offices, bodies = _teachable(self._language), self._words.organisation
                found = office_in_body(
                    text, start, end, offices, bodies, lambda body, first: self._is_body(body, first, inside)
                )
                country = None
            if found is not None:
                office, a, b = found
                self.taught.append(
                    Taught(person.name, ActorKind.PERSON, office, country, "", sentence.start + a, sentence.start + b)
                )

    def _is_body(self, name: str, first: bool, inside: set[str]) -> bool:
        """Whether a name can be that of a body; `first`: it begins its sentence, where every word has a capital."""
        words = name.removeprefix("the ").removeprefix("The ").split(" ")
        lowered = [word.lower().strip(".,'") for word in words]
        if self._country_of(" ".join(words)) or any(
            _key(part) in self._alias for part in (words[0], words[-1], " ".join(words))
        ):
            return False
        if not self._words.not_names.isdisjoint({lowered[0], lowered[-1]}) or lowered[0] in self._words.honorifics:
            return False
        if len(words) == 1 and (load_seeds().has_surname(words[0]) or is_demonym(words[0])):
            return False
        return not first or words[0].isupper() or words[0] in inside

    def _give(self, person: Person, office: str, country: str | None) -> None:
        """Let the article know the person by that office and country, where it has none."""
        if person.office is None or (person.office in self._words.honorifics and office not in self._words.honorifics):
            person.office = office
        if country and person.country is None:
            person.country = country

    def _country_near(self, match: re.Match[str]) -> str | None:
        of = match["of"] if match["of"] and re.search(r"of (?:the )?$", match.string[: match.start("of")]) else None
        if of and (country := self._country_of(of.removeprefix("the "))):  # an envoy to or for a country is another's
            return country
        lead = match["lead"].rsplit(",", 1)[-1].strip().split(" ")
        for size in (3, 2, 1):
            words = " ".join(lead[-size:]).removesuffix("'s").removesuffix("'")
            if words and (country := self._country_of(words.removeprefix("the ").removeprefix("The "))):
                return country
        return None

    def _of_country(self, after: str) -> str | None:
        if match := re.match(r" of ((?:the )?[A-Z][\w-]+(?: [A-Z][\w-]+)?)", after):
            return self._country_of(match[1].removeprefix("the "))
        return None


def _titled(before: str, language: Language) -> re.Match[str] | None:
    """The office told right before a name: "President", "the head of the dockers' union, "."""
    stem = before.lower().removesuffix(" ").removesuffix(",")
    ends_so = stem.endswith(actor_words(language).offices) or _OF_OFFICE.search(stem)
    found = _office_before(language).search(before) if ends_so else None  # the search is dear, and mostly in vain
    if found is None and before.endswith(", "):
        found = next(
            (m for m in _office_in(language).finditer(before) if _OF_BODY.fullmatch(before, m.end("office"))), None
        )
    if found is not None and before.endswith(", ") and _ANOTHERS.search(before, 0, found.start("office")):
        return None  # "Ms O'Neill is first minister of the province, Ms Little-Pengelly her deputy"
    return found


def _whole_office(found: re.Match[str], vague: frozenset[str]) -> str:
    """The office that was matched; of what, where it says little by itself ("head of the dockers' union")."""
    office = found["office"].lower()
    of = _OF_WHAT.match(found.string, found.end("office"))
    return f"{office} of {of[1].strip()}" if office in vague and of is not None else office


_OF_OFFICE = re.compile(r" (?:of|for|to) ")
_OF_BODY = re.compile(r" (?:of|for) (?:the |its |their )[\w' -]{3,50}, ")
_NOT_BESIDE = r"(?:said|told|met|with|and|but|as|which|who|that|whose|to|for|by|from|after|between|of|in)\b"
_SET_BESIDE = re.compile(rf", ?(?:who (?:is|was) )?(?:(?!{_NOT_BESIDE})[\w'.-]+ ){{0,6}}")
_ANOTHERS = re.compile(r"\b(?:is|was|be|been|as|became|becomes?) (?:the |an? )?$")
_OF_WHAT = re.compile(r" (?:of|for) ((?:the |its |their )?[\w'-]+(?: (?!who|which|that|and|in|on|of|at)[\w'-]+){0,4})")


def _is_commentator(before: str, after: str, commentators: frozenset[str]) -> bool:
    """Whether the words set beside a name say that this is somebody cited for a view."""
    beside = re.search(r"(?:^|[.;:] ?)([^.;:]{0,120}?),? ?$", before[-120:])
    lead = beside[1] if beside else ""
    if lead.count(",") > 1 or re.search(r"\b(?:said|told|met|that|who|will|has)\b", lead):
        lead = lead.rsplit(",", 1)[-1] if lead.endswith(",") else " ".join(lead.split()[-3:])
    trail = re.match(r", ([^,.;]{3,80})[,.;]", after)
    spoken = set(re.findall(r"[a-z]+", f"{lead} {trail[1] if trail else ''}".lower()))
    return bool(spoken & commentators)


@cache
def commentators(language: Language) -> frozenset[str]:
    """Nouns for people whose words are views, from the language's realis.toml."""
    return frozenset(language.table("realis.toml")["speakers"]["commentators"]) - actor_words(language).anybody


def _strip(run: str, lists: ActorWords, before: str) -> tuple[str, int]:
    """A run of capitalised words without the titles and function words before it and the possessive after it.

    `before` is the text before the run: a month with a title is a name ("Mrs May", "Mr. March").
    """
    words = run.split(" ")
    titles = [n for n, word in enumerate(words[:-1]) if word.lower().rstrip(".") in lists.short_titles]
    words = words[titles[-1] :] if titles else words  # "in Athens Mr Tsipras"
    skipped = len(run) - len(" ".join(words))
    while len(words) > 1 and (
        words[0].lower().strip(".'") in lists.not_names or words[0].lower().rstrip(".") in lists.honorifics
    ):
        skipped += len(words[0]) + 1
        words = words[1:]
    while (  # "Estonian Foreign Minister", "Unfortunately Prime Minister"
        len(words) > 2 and (is_demonym(words[0]) or words[0].endswith("ly")) and _is_title_word(words[1], lists)
    ):
        skipped += len(words[0]) + 1
        words = words[1:]
    while len(words) > 1 and words[0].endswith(("'s", "s'")):  # "Brazil's President"
        skipped += len(words[0]) + 1
        words = words[1:]
    while len(words) > 1 and words[0].lower().rstrip(".") in lists.honorifics:
        skipped += len(words[0]) + 1
        words = words[1:]
    while len(words) > 2 and (words[0].lower() in lists.branches or words[1].lower() in _HEADS_OF_BRANCHES):
        titled = words[1].lower() in lists.honorifics
        skipped += len(words[0]) + 1 + (len(words[1]) + 1 if titled else 0)
        words = words[2:] if titled else words[1:]
    name = " ".join(words)
    title = f"{before} {run[:skipped]}".rstrip(" .").rpartition(" ")[2]
    if name.lower().removesuffix("'s") in lists.not_names and title.lower() not in lists.honorifics:
        return "", skipped
    return name.removesuffix("'s").removesuffix("'"), skipped


# Their offices, whatever stands before: "Education Minister Domingo Palermo".
_HEADS_OF_BRANCHES = frozenset({"minister", "secretary"})


def _is_title_word(word: str, lists: ActorWords) -> bool:
    return word.lower().rstrip(".") in lists.honorifics | lists.branches


def _key(text: str) -> str:
    return re.sub(r"[-\s.']+", " ", text).strip().lower()
