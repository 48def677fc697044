"""Read whole articles: which sentences report a deed an editor would file, and which are skipped, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TYPE_CHECKING

from pipeline.domain.article import Article
from pipeline.domain.mention import (
    TAKEN_DAY,
    ActorPhrase,
    Extraction,
    Mention,
    Place,
    Quantity,
    Reasons,
    Skipped,
    Unread,
)
from pipeline.domain.times import OPEN, on_day
from pipeline.domain.vocabulary import GIVEN_UP, HAPPENED, Change, EventType, Realis, Role, WhyUnread
from pipeline.extraction.candidates import Candidate, candidates_of, is_told, take_first_day
from pipeline.extraction.confidence import confidence, evidence
from pipeline.extraction.deeds.denials import may_deny
from pipeline.extraction.deeds.filing import FIGHT_OF_NOBODY, HURT, WORDS, why_minor
from pipeline.extraction.deeds.presence import may_tell_presence
from pipeline.extraction.deeds.quantities import find_quantities
from pipeline.extraction.deeds.screen import can_hold_deed
from pipeline.extraction.deeds.takeups import DEFAULT, TAKES_UP, may_take_up, running_count
from pipeline.extraction.language import Language, supported
from pipeline.extraction.one_sentence import keep_best, on_their_own
from pipeline.extraction.parsing.pipeline import parse
from pipeline.extraction.realis.fate import opens_instead
from pipeline.extraction.realis.history import is_history
from pipeline.extraction.syntax import SUBJECTS, auxiliaries, is_aside, is_verb
from pipeline.extraction.text.genre import Genre, genre_of
from pipeline.extraction.text.quoting import MIN_CHARS, quote_span
from pipeline.extraction.text.sentences import Sentence, from_lead, split
from pipeline.extraction.text.topic import is_public, off_topic
from pipeline.extraction.undated import days_told, is_news, is_of_the_saying, settle_days
from pipeline.extraction.when.anchor import Anchor
from pipeline.extraction.when.belonging import hosts_of, in_main_clause
from pipeline.extraction.when.expression import TimeExpression, TimeKind
from pipeline.extraction.when.grammar import find_times
from pipeline.extraction.when.points import Tense
from pipeline.extraction.when.resolving import publication_day, resolve
from pipeline.extraction.whereabouts import Scene, settle_places
from pipeline.extraction.who.actors import Actors
from pipeline.extraction.who.reference import People
from pipeline.gazetteer.countries import countries_in, country_of
from pipeline.gazetteer.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ARTICLES_AT_ONCE = 24
_QUESTION_ENDS = ("?", '?"')
_NEWS_DAYS = 8
_OLD_DAYS = 500  # a year told of so long before publication is background, and so is what a paragraph tells next
_TENSES: tuple[Tense, Tense] = ("past", "future")
_FRONTED = 4  # characters before a time that opens its sentence ("In 2019,")
_HOME_CHARS = 4000
_HOME_LEAD = 2  # how much oftener than the next a country must be named


def extract(article: Article, languages: Mapping[str, Language] | None = None) -> Extraction:
    """What one article reports."""
    return next(extract_many([article], languages))


def extract_many(articles: Iterable[Article], languages: Mapping[str, Language] | None = None) -> Iterator[Extraction]:
    """What each of these articles reports, in their order; sentences are parsed in batches across articles.

    `languages` are those that can be read, by code; None stands for those that ship with the product. An article in
    another language comes back with nothing read, and says so (`Extraction.in_unsupported_language`).
    """
    known = supported() if languages is None else languages
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) >= _ARTICLES_AT_ONCE:
            yield from _extract_batch(batch, known)
            batch = []
    if batch:
        yield from _extract_batch(batch, known)


def _extract_batch(articles: Sequence[Article], languages: Mapping[str, Language]) -> Iterator[Extraction]:
    readers = [_Reader(a, languages[a.language]) if a.language in languages else None for a in articles]
    docs = {language: _parsed(readers, language) for language in {r.language for r in readers if r is not None}}
    for article, reader in zip(articles, readers, strict=True):
        if reader is None:
            yield Extraction(unread=(Unread(WhyUnread.LANGUAGE, 0, len(article.text)),))
        else:
            yield reader.read([(sentence, next(docs[reader.language])) for sentence in reader.worth_parsing])


def _parsed(readers: Sequence[_Reader | None], language: Language) -> Iterator[Doc]:
    """The sentences of all articles in one language, parsed, in order."""
    own = [reader for reader in readers if reader is not None and reader.language is language]
    return parse(((s.text, reader.people.labels(s.index)) for reader in own for s in reader.worth_parsing), language)


class _Reader:
    """Reads one article, sentence by sentence, and remembers what was told before."""

    def __init__(self, article: Article, language: Language) -> None:
        self.language = language
        self._article = article
        self._text = split(article.text, language)
        self._genre = genre_of(article.title, language)
        self._topic = off_topic(article.title, article.text, language)
        self._skipped: list[Skipped] = []
        self._unread = [Unread(why, start, end) for start, end, why in self._text.left_out]
        worth = [s.index for s in self._text.sentences if self._is_worth_parsing(s)]
        if worth:
            told = [self._text.sentences[index] for index in worth]
            lead = next((s for s in told if s.paragraph not in self._text.captions), told[0])
            placed = from_lead(self._text.sentences, lead)
            self._text = replace(self._text, sentences=placed)
        self.worth_parsing = [self._text.sentences[index] for index in worth]
        self.people = People(self._text.sentences, country_of, language)
        self._actors = Actors(self.people, country_of)
        self._published_on = publication_day(article.published_at, article.zone)
        self._near = self._countries()
        self._actors.near = self._near
        self._actors.home = self._home()
        self._last_day: date | None = None  # of the deeds told so far
        self._told: list[Candidate] = []
        self._found_times: dict[int, list[TimeExpression]] = {}
        self._main_times: dict[int, list[TimeExpression]] = {}

    def _is_worth_parsing(self, sentence: Sentence) -> bool:
        """Whether a sentence could make a mention, as far as the article's kind and the sentence's words tell."""
        text = sentence.text
        if len(text) < MIN_CHARS:
            self._leave(sentence, WhyUnread.SHORT)
            return False
        if not any(may(text, self.language) for may in (can_hold_deed, may_take_up, may_tell_presence, may_deny)):
            self._leave(sentence, WhyUnread.NO_WORD)
            return False
        if self._topic is not None and not is_public(text, self.language):
            self._put_aside(sentence, Realis.UNRELATED, f"an article about {self._topic}")
            return False
        if text.endswith(_QUESTION_ENDS):
            self._put_aside(sentence, Realis.HYPOTHETICAL, "a question")
            return False
        return True

    def _leave(self, sentence: Sentence, why: WhyUnread) -> None:
        self._unread.append(Unread(why, sentence.start, sentence.end))

    def _put_aside(self, sentence: Sentence, realis: Realis, note: str) -> None:
        quote = self._article.text[sentence.start : sentence.end]
        self._skipped.append(Skipped(realis, quote, sentence.start, sentence.end, Reasons("", "", (note,))))

    def _countries(self) -> list[str]:
        """The countries that the article speaks of, most often first, the dateline's before all."""
        counts: Counter[str] = Counter()
        for sentence in self._text.sentences:
            for start, end, label in self.people.labels(sentence.index):
                if label in {"GPE", "NORP"} and (country := country_of(sentence.text[start:end])):
                    counts[country] += 1
        near = [country for country, _ in counts.most_common(6)]
        dateline = self._dateline(near)
        if dateline is not None and dateline.country is not None:
            near = [dateline.country, *(c for c in near if c != dateline.country)]
        return near

    def _dateline(self, near: Sequence[str]) -> Place | None:
        """Where the report is written: the town of its dateline, else the country told behind it."""
        told = self._text.dateline
        if told is None:
            return None
        town, _, land = told.partition(", ")
        return find_place(told, near) or find_place(town, near) or (find_place(land, near) if land else None)

    def _home(self) -> str | None:
        """The one country that the article is about, or None where it is about several alike."""
        named = countries_in(f"{self._article.title}. {self._article.title}. {self._article.text[:_HOME_CHARS]}")
        (first, most), (_, second) = [*named.items(), ("", 0), ("", 0)][:2]
        return first if most >= _HOME_LEAD * second and most > 0 else None

    def read(self, parsed: Sequence[tuple[Sentence, Doc]]) -> Extraction:
        """All that the article reports."""
        read: list[list[Candidate]] = []
        for sentence, doc in parsed:
            kept, dropped = self._sentence(sentence, doc)
            for candidate in kept:
                self._complete(candidate)
                if (plan := self._told_before(candidate)) is not None:
                    take_first_day(plan, candidate)
            read.append(kept)
            if not kept and not dropped:
                self._leave(sentence, WhyUnread.NO_DEED)
            self._skipped.extend(self._skip(c) for c in dropped)
            for candidate in kept:
                if candidate.passing:
                    continue
                self._told.append(candidate)
                self._actors.remember(candidate.actors)
                if not candidate.dated.background:
                    self._last_day = candidate.when.starts_on or self._last_day
        told = days_told(((s, self._times(s)) for s in self._text.sentences), self._published_on)
        settle_days([c for kept in read for c in kept], list(told), self._published_on)
        settle_places([c for kept in read for c in kept], self._scene())
        mentions = [self._mention(c, [k for k in kept if k is not c]) for kept in read for c in kept]
        text = self._article.text
        taught = tuple(replace(t, quote=text[t.start : t.end]) for t in self.people.taught)
        skipped = sorted(self._skipped, key=lambda s: s.start)
        unread = sorted(self._unread, key=lambda u: u.start)
        return Extraction(tuple(mentions), tuple(skipped), taught, tuple(unread))

    def _times(self, sentence: Sentence) -> list[TimeExpression]:
        """The times of a sentence, found once: those after it ask again."""
        if sentence.index not in self._found_times:
            found = find_times(sentence.text, self.language, self._article.published_at, self._article.zone)
            self._found_times[sentence.index] = found
        return self._found_times[sentence.index]

    def _anchor_of(self, sentence: Sentence) -> Anchor:
        """The day from which "the day after" is told: the last of the sentence before, else that of the last deed told."""
        last = Anchor(self._last_day, self._last_day)
        if sentence.index == 0 or self._text.sentences[sentence.index - 1].paragraph != sentence.paragraph:
            return last
        before = self._text.sentences[sentence.index - 1]
        main = self._main_times.get(before.index, self._times(before))
        for expression in reversed(main or ([] if self._last_day else self._times(before))):
            end = expression.ends[-1]
            if end.kind in {TimeKind.BEFORE, TimeKind.AFTER}:
                end = replace(end, kind=TimeKind.ON)  # "before Friday's ruling" speaks of Friday
            if end.kind is not TimeKind.ON or end.anchored:
                continue
            past, future = (resolve(end, self._published_on, tense).starts_on for tense in _TENSES)
            if past is not None or future is not None:
                told = self._day_told(before, expression)
                return Anchor(told or past, told or future, near=True)
        return last

    def _day_told(self, sentence: Sentence, expression: TimeExpression) -> date | None:
        """The day that a time of a sentence was found to be for a deed there."""
        return next(
            (
                c.when.starts_on
                for c in reversed(self._told)
                if c.sentence_index == sentence.index and c.dated.expression == expression
            ),
            None,
        )

    def _scene(self) -> Scene:
        """What the article as a whole says of where it all happens."""
        return Scene(
            self._article.title, self._dateline(self._near), tuple(self._near), self._actors.home, self._published_on
        )

    def _sentence(self, sentence: Sentence, doc: Doc) -> tuple[list[Candidate], list[Candidate]]:
        """The candidates of a sentence that make mentions, and those that make none."""
        times = self._times(sentence)
        hosts = hosts_of(doc, times)
        self._main_times[sentence.index] = in_main_clause(times, hosts)
        anchor = self._anchor_of(sentence)
        candidates = candidates_of(
            sentence, doc, self._actors, times, hosts, self._published_on, anchor, self._near, self._told
        )
        kept: list[Candidate] = []
        bare: list[Candidate] = []
        for candidate in candidates:
            self._inherit(candidate)
            why = self._why_not(candidate)
            if why is not None:
                candidate.reading.realis = why
            if candidate.reading.realis.is_event:
                if self._is_bare(candidate):
                    bare.append(candidate)
                else:
                    keep_best(kept, candidate)
        for candidate in bare:
            if not any(k.type is candidate.type for k in kept) and (
                self._refers_back(candidate) or _in_passing(candidate)
            ):
                kept.append(candidate)
            else:
                candidate.reading.realis = Realis.HYPOTHETICAL
        kept = on_their_own(kept)
        dropped = [c for c in candidates if not c.reading.realis.is_event]
        return sorted(kept, key=lambda c: c.head.i), dropped

    def _why_not(self, candidate: Candidate) -> Realis | None:
        """Why the article as a whole, the speaker or the time makes this no event; None where it may be one."""
        reading = candidate.reading
        if not reading.realis.is_event:
            return None
        if note := candidate.dated.history or is_history(
            candidate.head,
            candidate.when,
            self._published_on,
            planned=reading.realis is Realis.PLANNED,
            own_day=_has_own_day(candidate),
        ):
            reading.notes.append(note)
            return Realis.HISTORY
        if (then := self._year_told_of(candidate)) is not None:
            reading.notes.append(f"goes on from {then}")
            return Realis.HISTORY
        if candidate.speech.view:
            reading.notes.append("direct speech" if candidate.speech.direct else "the word of one who holds no office")
            return Realis.OPINION
        if self._genre is Genre.VIEW and candidate.when.first_on is None:
            reading.notes.append("an article of opinion")
            return Realis.OPINION
        return None

    def _year_told_of(self, candidate: Candidate) -> int | None:
        """The year long gone that a paragraph tells of: "In 2019, crowds brought him down. Two years later ...", "His hour came
        in 1991. He talked both sides into a truce."."""
        verb, sentence = candidate.reading.verb, candidate.sentence
        if candidate.when.first_on is not None or verb is None or verb.tag_ != "VBD" or self._published_on is None:
            return None
        for before in reversed(self._text.sentences[: sentence.index + 1]):
            if before.paragraph != sentence.paragraph:
                return None
            for expression in self._times(before):
                day = resolve(expression, self._published_on, "past").last_on if not expression.anchored else None
                if day is None or (before.index == sentence.index and expression.start > 0):
                    continue
                if (self._published_on - day).days <= _OLD_DAYS:
                    return None
                if expression.start <= _FRONTED or _closes(before, expression):
                    return day.year
        return None

    def _is_bare(self, candidate: Candidate) -> bool:
        """Whether too little is told for a mention on its own: it may still refer to what was told before."""
        reading = candidate.reading
        note = why_minor(
            candidate.trigger,
            candidate.actors,
            candidate.when,
            candidate.place,
            candidate.sentence,
            self.language,
            anchored=reading.anchored,
            planned=reading.realis is Realis.PLANNED,
            leads=candidate.sentence.rank == 0 and _is_main(candidate.head),
        )
        if note is None and _is_had(candidate):
            note = "had, not made"
        if note is None and not reading.anchored and not is_told(candidate):
            note = "a bare noun, nothing told of it"
        if note is not None:
            reading.notes.append(note)
        return note is not None

    def _refers_back(self, candidate: Candidate) -> bool:
        """Whether a bare noun takes up a deed that this article has told already ("the agreement runs for 120 days")."""
        if (
            candidate.trigger.kind == "verb"
            or (candidate.reading.oblique and not _gives_terms(candidate))
            or not (
                candidate.reading.definite
                or candidate.head.dep_ == "nsubj"
                or candidate.trigger.rule.startswith(TAKES_UP)
            )
        ):
            return False
        earlier = self._earlier(candidate)
        if earlier is None:
            return False
        candidate.reading.notes.append("takes up what was told before")
        candidate.takes_up = earlier
        candidate.reading.realis = (
            earlier.reading.realis if candidate.reading.realis is Realis.OCCURRED else candidate.reading.realis
        )
        if candidate.when.first_on is None:
            candidate.dated = replace(candidate.dated, when=earlier.when)
        if not candidate.actors:
            candidate.actors = earlier.actors
        candidate.place = candidate.place or earlier.place
        return True

    def _earlier(self, candidate: Candidate) -> Candidate | None:
        """The last deed told in this article that a mention may be about: same type, and nothing that speaks against it."""
        near = [told for told in self._told if told.sentence.paragraph == candidate.sentence.paragraph]
        for told in (*reversed(near), *self._told):
            if told.type is not candidate.type:
                continue
            day = candidate.when.starts_on
            if day is not None and told.when.starts_on is not None and day != told.when.starts_on:
                continue
            if candidate.place and told.place and candidate.place.key != told.place.key:
                continue
            if (
                candidate.trigger.kind == "verb"
                and candidate.reading.realis is Realis.OCCURRED
                and self._is_ahead(told)
            ):
                continue
            off = candidate.reading.realis in {Realis.CANCELLED, Realis.POSTPONED}
            if off and told.reading.realis is Realis.OCCURRED and day is not None:
                continue  # what was held is not what was called off
            if self._is_ahead(candidate) and told.reading.realis is Realis.OCCURRED and not self._is_ahead(told):
                continue  # "he came to Gori; the talks, on the 15th": what is over is not what is to come
            return told
        return None

    def _told_before(self, candidate: Candidate) -> Candidate | None:
        """The last deed of its type that the sentence before told."""
        near = (t for t in reversed(self._told) if candidate.sentence.index - t.sentence_index == 1)
        return next((t for t in near if t.type is candidate.type), None)

    def _is_ahead(self, told: Candidate) -> bool:
        """Whether the day of a deed lies after publication: nothing of it can have happened."""
        day = told.when.starts_on
        return day is not None and self._published_on is not None and day > self._published_on

    def _inherit(self, candidate: Candidate) -> None:
        """Fill in from what was told before what a mention of the same deed leaves out."""
        again = _is_named_again(candidate) or _is_counted_again(candidate)
        if self._tells_victims(candidate):
            again = True
            candidate.actors = tuple(a for a in candidate.actors if not _is_the_deed(a))
        self._set_anew(candidate)
        if not candidate.reading.realis.is_event or not (candidate.reading.definite or again):
            return
        if candidate.trigger.told_as in HAPPENED:
            self._stand_for(candidate)
        if candidate.trigger.rule == DEFAULT:
            self._default_on(candidate)
        earlier = self._earlier(candidate)
        if earlier is None:
            return
        candidate.takes_up = earlier
        if not candidate.actors:
            candidate.actors = earlier.actors
        if candidate.place is None:
            candidate.place = earlier.place
        if candidate.when.first_on is None and candidate.reading.realis is not Realis.PLANNED:
            candidate.dated = replace(candidate.dated, when=earlier.when)
            if candidate.reading.realis is Realis.OCCURRED and self._is_ahead(candidate):
                candidate.reading.realis = earlier.reading.realis

    def _set_anew(self, candidate: Candidate) -> None:
        """Take a plan told in place of the one told right before for its new day: "Instead they will meet on Friday"."""
        reading, day = candidate.reading, candidate.when.starts_on
        if reading.realis is not Realis.PLANNED or reading.change is not None or day is None:
            return
        before = self._last_told(candidate, Realis.PLANNED)
        if before is None or before.sentence_index != candidate.sentence_index - 1 or not opens_instead(candidate.doc):
            return
        was = before.when.starts_on
        if was is not None and was != day:
            reading.change = Change.RESCHEDULED
            candidate.dated = replace(candidate.dated, moved_from=was)

    def _stand_for(self, candidate: Candidate) -> None:
        """Give a mention of a deed as it was told the day and the place told there, not those of what is said of it."""
        if (earlier := self._last_told(candidate, candidate.trigger.told_as)) is not None:
            candidate.dated = replace(earlier.dated)
            candidate.place = earlier.place or candidate.place
            candidate.reading.realis = earlier.realis
            if not candidate.trigger.undergone:  # who confirms a decision need not have taken it
                candidate.actors = earlier.actors or candidate.actors

    def _last_told(self, candidate: Candidate, realis: Realis | None) -> Candidate | None:
        """The last deed of a candidate's type that was told so."""
        like = (t for t in reversed(self._told) if t.type is candidate.type and t.realis is realis)
        return next(like, None)

    def _default_on(self, candidate: Candidate) -> None:
        """Give what was not done all that was told of it as a plan; where it is behind, so was the day of that."""
        if (plan := self._last_told(candidate, Realis.PLANNED)) is None:
            return
        if _is_behind(candidate.head):
            expression, day = plan.dated.expression, self._published_on
            behind = resolve(expression, day, "past") if expression is not None and self._is_ahead(plan) else plan.when
            if behind.starts_on is None or day is None or behind.starts_on >= day:
                candidate.reading.realis = Realis.NEGATED  # "was to resign today. He has not": he may yet
                return
            plan.dated = replace(plan.dated, when=behind)
        candidate.dated, candidate.place, candidate.actors = replace(plan.dated), plan.place, plan.actors

    def _tells_victims(self, candidate: Candidate) -> bool:
        """Whether a clause tells only whom an attack told just before hit: "nine were wounded", "it killed a nurse"."""
        verb, last = candidate.head, self._told[-1] if self._told else None
        if candidate.trigger.rule not in HURT or candidate.reading.realis is not Realis.OCCURRED or last is None:
            return False
        if last.type is not EventType.ASSAULT or candidate.sentence.index - last.sentence.index not in {1, 2}:
            return False
        doers = [a for a in candidate.actors if a.role is Role.SOURCE and not _is_the_deed(a)]
        in_turn = verb.dep_ in {"ROOT", "conj", "ccomp"} and verb.tag_ in {"VBD", "VBN"}
        return in_turn and not doers and candidate.when.first_on is None

    def _complete(self, candidate: Candidate) -> None:
        """Fill in the day from the sentence before a kept mention, where its own clause leaves it open."""
        if (
            candidate.when is OPEN
            and candidate.reading.realis is Realis.OCCURRED
            and candidate.trigger.kind == "verb"
            and is_news(candidate)
            and (near := self._day_before(candidate)) is not None
        ):
            candidate.dated = replace(candidate.dated, when=on_day(near))
            candidate.reading.notes.append("day of the sentence before")

    def _day_before(self, candidate: Candidate) -> date | None:
        """The day told in the sentence before, in the same paragraph."""
        index = candidate.sentence.index - 1
        if index < 0 or self._text.sentences[index].paragraph != candidate.sentence.paragraph:
            return None
        before = self._text.sentences[index]
        deeds = [c for c in self._told if c.sentence_index == index and not c.dated.background]
        main = [c for c in deeds if not is_aside(c.head)]
        days = chain(
            (c.when.starts_on for c in main),
            self._days_named(before, self._main_times.get(index, ())),
            (c.when.starts_on for c in deeds),
            self._days_named(before, self._times(before)),
        )
        return next((day for day in days if self._is_news_day(day)), None)

    def _days_named(self, sentence: Sentence, times: Iterable[TimeExpression]) -> Iterator[date | None]:
        """The days of a sentence's times, as of what was done, without those of who says it."""
        for expression in times:
            if expression.kind is TimeKind.ON and not is_of_the_saying(sentence, expression):
                yield resolve(expression, self._published_on, "past").starts_on

    def _is_news_day(self, day: date | None) -> bool:
        """Whether a day lies so shortly before publication that what the article tells may be of it."""
        return day is not None and self._published_on is not None and 0 <= (self._published_on - day).days <= _NEWS_DAYS

    def _mention(self, candidate: Candidate, others: Sequence[Candidate]) -> Mention:
        # "The number of those arrested has risen to 350" is told whole.
        head = running_count(candidate.head) or candidate.head
        first, last = quote_span(head, [c.head for c in others], candidate.sentence)
        quantities = self._quantities(candidate, first, last)
        found = evidence(candidate, numbered=bool(quantities))
        return Mention(
            type=candidate.type,
            mode=candidate.trigger.mode,
            realis=candidate.reading.realis,
            quote=self._article.text[first:last],
            start=first,
            end=last,
            confidence=confidence(found, self.language),
            actors=candidate.actors,
            when=candidate.when,
            place=candidate.place,
            quantities=quantities,
            change=candidate.reading.change,
            moved_from=candidate.dated.moved_from,
            claimed_by=candidate.speech.name,
            wording=_wording(candidate.doc),
            reasons=self._why(candidate, found),
        )

    def _why(self, candidate: Candidate, found: tuple[str, ...]) -> Reasons:
        """Why a mention was read, and what its confidence and its day come from."""
        why = _reasons(candidate)
        taken = candidate.when.first_on is not None and candidate.dated.expression is None
        notes = (*why.notes, TAKEN_DAY) if taken else why.notes
        return replace(why, notes=notes, evidence=found, dating=self._dating(candidate))

    def _dating(self, candidate: Candidate) -> str:
        """By which words the day is told, and from where it was counted."""
        expression, when = candidate.dated.expression, candidate.when
        if when.first_on is None and when.last_on is None:
            return "" if expression is None else f'"{expression.text}", which gives no day'
        if expression is None:
            return "as told before"
        if expression.anchored:
            return f'"{expression.text}", counted from a day told before'
        since = f", read as of {self._published_on}" if self._published_on is not None else ""
        return f'"{expression.text}"{since}'

    def _quantities(self, candidate: Candidate, first: int, last: int) -> tuple[Quantity, ...]:
        """The numbers told in the quote, each kind once: the first told of a kind counts."""
        start = candidate.sentence.start
        found = [
            f.quantity
            for f in find_quantities(candidate.sentence.text, self.language)
            if first <= start + f.start < last
        ]
        return tuple({q.kind: q for q in reversed(found)}.values())[::-1]

    def _skip(self, candidate: Candidate) -> Skipped:
        first, last = quote_span(candidate.head, [], candidate.sentence)
        return Skipped(candidate.reading.realis, self._article.text[first:last], first, last, _reasons(candidate))


def _is_named_again(candidate: Candidate) -> bool:
    """Whether a pronoun, the dead of it or a word for any decision names a deed told before, and one not called off."""
    trigger = candidate.trigger
    if not trigger.rule.startswith(TAKES_UP) or candidate.reading.realis in GIVEN_UP:
        return False
    return trigger.undergone or trigger.told_as is not None or trigger.rule == f"{TAKES_UP}pronoun"


def _is_counted_again(candidate: Candidate) -> bool:
    """Whether a participle says of whom a running count is, with no day of its own: "the number of those arrested"."""
    return candidate.when.first_on is None and running_count(candidate.head) is not None


def _is_behind(verb: Token) -> bool:
    """Whether a verb tells of what was, and not of what will be: "he did not", "neither came"."""
    return not any(a.tag_ == "MD" for a in (verb, *auxiliaries(verb)))


def _is_the_deed(actor: ActorPhrase) -> bool:
    """Whether a pronoun stands for nobody named, so that it may be an attack told before: "it killed a nurse"."""
    return actor.role is Role.SOURCE and actor.text.lower() == actor.name.lower() == "it"


def _gives_terms(candidate: Candidate) -> bool:
    """Whether a sentence gives the terms of an accord told before: "under the truce, prisoners are to be swapped"."""
    head = candidate.head
    return candidate.type is EventType.AGREE and head.dep_ == "pobj" and head.head.lower_ == "under"


def _is_had(candidate: Candidate) -> bool:
    """Whether an accord is only said to be there: "Peru has a treaty with Chile"."""
    light = candidate.trigger.light
    return candidate.type is EventType.AGREE and light is not None and candidate.doc[light].lemma_ == "have"


def _is_main(verb: Token) -> bool:
    """Whether a verb is that of the main clause, or of what the main clause reports."""
    if not is_verb(verb):
        return False
    return verb.dep_ == "ROOT" or (verb.dep_ in {"ccomp", "conj"} and verb.head.dep_ == "ROOT")


def _closes(sentence: Sentence, time: TimeExpression) -> bool:
    """Whether a sentence ends with a time: "Her hour came in 1991.", not "They resent the accord of 2016."."""
    return not time.of_noun and not sentence.text[time.end :].strip(" .\"'”’")


def _has_own_day(candidate: Candidate) -> bool:
    """Whether the day of a deed hangs on its own words: the verb that tells it, or the phrase of its noun."""
    if candidate.when.starts_on is None or candidate.dated.expression is None:
        return False
    return candidate.dated.rank <= (2 if is_verb(candidate.head) else 1)


def _in_passing(candidate: Candidate) -> bool:
    """Whether a noun names one known deed without telling it: a reader is taken to have heard of it."""
    reading = candidate.reading
    if candidate.trigger.kind == "verb" or reading.oblique or not reading.definite or candidate.type in WORDS:
        return False
    if FIGHT_OF_NOBODY in reading.notes:
        return False
    candidate.passing = bool(candidate.actors) or candidate.when.first_on is not None or candidate.head.dep_ in SUBJECTS
    return candidate.passing


def _reasons(candidate: Candidate) -> Reasons:
    words = candidate.doc[candidate.trigger.start : candidate.trigger.end].text
    return Reasons(words, candidate.trigger.rule, tuple(map(str, candidate.reading.notes)))


def _wording(doc: Doc) -> frozenset[str]:
    return frozenset(
        t.lemma_.lower()
        for t in doc
        if t.pos_ in {"NOUN", "VERB", "ADJ", "PROPN", "NUM"} and not t.is_stop and len(t) > 1
    )
