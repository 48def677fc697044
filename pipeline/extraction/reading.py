"""Read one article: which of its sentences report a deed an editor would file, and which are skipped, and why."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING

from pipeline.domain.article import Article
from pipeline.domain.mention import ActorPhrase, Extraction, Mention, Place, Reasons, Skipped
from pipeline.domain.vocabulary import EventType, Realis
from pipeline.extraction import realis as realis_rules
from pipeline.extraction.actors import Actors
from pipeline.extraction.genre import Genre, genre_of
from pipeline.extraction.history import is_history
from pipeline.extraction.dating import Dated, date_of
from pipeline.extraction.lexicon import Trigger, may_hold_event
from pipeline.extraction.parsing import parse
from pipeline.extraction.quoting import quote_span
from pipeline.extraction.realis import Reading
from pipeline.extraction.reference import People
from pipeline.extraction.roles import parts
from pipeline.extraction.sentences import CleanText, Sentence, split
from pipeline.extraction.speech import Speech, speech_of
from pipeline.extraction.syntax import SUBJECTS, children
from pipeline.extraction.times import TimeExpression, find_times, publication_day

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_ARTICLES_AT_ONCE = 24


@dataclass(slots=True)
class _Candidate:
    """A trigger with all that was read of it, before the article as a whole decides."""

    trigger: Trigger
    head: Token
    reading: Reading
    speech: Speech
    actors: tuple[ActorPhrase, ...]
    dated: Dated
    place: Place | None
    sentence: Sentence
    doc: Doc


def country_of(text: str) -> str | None:
    return None


def extract(article: Article) -> Extraction:
    """What one article reports."""
    return next(extract_many([article]))


def extract_many(articles: Iterable[Article]) -> Iterator[Extraction]:
    """What each of these articles reports, in their order; sentences are parsed in batches across articles."""
    batch: list[Article] = []
    for article in articles:
        batch.append(article)
        if len(batch) >= _ARTICLES_AT_ONCE:
            yield from _extract_batch(batch)
            batch = []
    if batch:
        yield from _extract_batch(batch)


def _extract_batch(articles: Sequence[Article]) -> Iterator[Extraction]:
    texts = [split(article.text) for article in articles]
    docs = parse(sentence.text for text in texts for sentence in text.sentences)
    for article, text in zip(articles, texts, strict=True):
        yield _read(article, text, [(sentence, next(docs)) for sentence in text.sentences])


def _read(article: Article, text: CleanText, parsed: Sequence[tuple[Sentence, Doc]]) -> Extraction:
    people = People(text.sentences, country_of)
    actors = Actors(people, country_of)
    genre = genre_of(article.title, article.text)
    published_on = publication_day(article.published_at, article.zone)
    anchor: date | None = None
    mentions: list[Mention] = []
    skipped: list[Skipped] = []
    for sentence, doc in parsed:
        triggers = doc._.wirewatch_triggers
        if not triggers:
            continue
        times = find_times(sentence.text, article.published_at, article.zone)
        heads = [doc[t.i] for t in triggers]
        candidates = [
            _candidate(trigger, sentence, doc, actors, times, published_on, anchor, heads) for trigger in triggers
        ]
        for candidate in candidates:
            why = _why_not(candidate, genre, published_on)
            if why is not None:
                candidate.reading.realis = why
        kept = _once(candidates)
        for candidate in candidates:
            if candidate in kept:
                mentions.append(_mention(candidate, [c for c in kept if c is not candidate], article))
            elif not candidate.reading.realis.is_event:
                skipped.append(_skip(candidate, article))
        for candidate in kept:
            actors.remember(candidate.actors)
            anchor = candidate.dated.when.starts_on or anchor
    taught = tuple(replace(t, quote=article.text[t.start : t.end]) for t in people.taught)
    return Extraction(tuple(mentions), tuple(skipped), taught)


def _candidate(
    trigger: Trigger,
    sentence: Sentence,
    doc: Doc,
    actors: Actors,
    times: Sequence[TimeExpression],
    published_on: date | None,
    anchor: date | None,
    heads: Sequence[Token],
) -> _Candidate:
    head = doc[trigger.i]
    light = doc[trigger.light] if trigger.light is not None else None
    reading = realis_rules.read(head, trigger.kind, light, lasting=trigger.lasting)
    nouns = [(part.head, part.role) for part in parts(head, trigger.kind, light, trigger.type, trigger.mode)]
    phrases = actors.phrases(nouns, sentence.index)
    speech = speech_of(head, reading, sentence)
    dated = date_of(head, reading, times, published_on, anchor, heads)
    return _Candidate(trigger, head, reading, speech, phrases, dated, None, sentence, doc)


def _why_not(candidate: _Candidate, genre: Genre, published_on: date | None) -> Realis | None:
    """Why the article as a whole, or the speaker, makes this no event; None where it may be one."""
    reading = candidate.reading
    if not reading.realis.is_event:
        return None
    if genre is Genre.SPORT:
        return Realis.UNRELATED
    if candidate.sentence.text.endswith(("?", '?"')):
        return Realis.HYPOTHETICAL
    if reading.realis is not Realis.PLANNED:
        if note := candidate.dated.history or is_history(candidate.head, candidate.dated.when, published_on):
            reading.notes.append(note)
            return Realis.HISTORY
    if candidate.speech.view:
        return Realis.OPINION
    if genre is Genre.VIEW and candidate.dated.when.starts_on is None:
        return Realis.OPINION
    if not reading.anchored and not _is_told(candidate):
        reading.notes.append("a bare noun, nothing told of it")
        return Realis.HYPOTHETICAL
    return None


def _is_told(candidate: _Candidate) -> bool:
    """Whether a noun that no verb of its own tells of still reports the deed: it is dated, or what the sentence is about."""
    head = candidate.head
    if candidate.dated.when.first_on is not None or children(head, "acl", "relcl"):
        return True
    if not candidate.reading.definite:
        return False
    return head.dep_ in SUBJECTS and head.head.dep_ == "ROOT"


def _once(candidates: Sequence[_Candidate]) -> list[_Candidate]:
    """The candidates that make mentions: of several for one deed in one clause, the best."""
    kept: list[_Candidate] = []
    for candidate in candidates:
        if not candidate.reading.realis.is_event:
            continue
        rival = next((k for k in kept if k.trigger.type == candidate.trigger.type), None)
        if rival is None:
            kept.append(candidate)
        elif (candidate.reading.anchored, candidate.dated.when.first_on is not None) > (
            rival.reading.anchored,
            rival.dated.when.first_on is not None,
        ):
            kept[kept.index(rival)] = candidate
    return kept


def _mention(candidate: _Candidate, others: Sequence[_Candidate], article: Article) -> Mention:
    first, last = quote_span(candidate.head, [c.head for c in others], candidate.sentence)
    return Mention(
        type=candidate.trigger.type,
        mode=candidate.trigger.mode,
        realis=candidate.reading.realis,
        quote=article.text[first:last],
        start=first,
        end=last,
        confidence=0.6,
        actors=candidate.actors,
        when=candidate.dated.when,
        place=candidate.place,
        change=candidate.reading.change,
        moved_from=candidate.dated.moved_from,
        claimed_by=candidate.speech.name,
        wording=_wording(candidate.doc),
        reasons=_reasons(candidate),
    )


def _skip(candidate: _Candidate, article: Article) -> Skipped:
    first, last = quote_span(candidate.head, [], candidate.sentence)
    return Skipped(candidate.reading.realis, article.text[first:last], first, last, _reasons(candidate))


def _reasons(candidate: _Candidate) -> Reasons:
    words = candidate.doc[candidate.trigger.start : candidate.trigger.end].text
    return Reasons(words, candidate.trigger.rule, tuple(candidate.reading.notes))


def _wording(doc: Doc) -> frozenset[str]:
    return frozenset(
        t.lemma_.lower()
        for t in doc
        if t.pos_ in {"NOUN", "VERB", "ADJ", "PROPN", "NUM"} and not t.is_stop and len(t) > 1
    )
