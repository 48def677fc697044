"""Whose words a clause is: the outlet's own, reported, or direct speech; and whether they are news or a view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pipeline.extraction.language import language_of
from pipeline.extraction.realis.outcome import Reading
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import child, children, first_conjunct, is_noun
from pipeline.extraction.text.sentences import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Span, Token


@dataclass(frozen=True, slots=True)
class Speech:
    """Who is cited (`name`), whether the words stand in direct speech, and whether they are a mere view."""

    name: str | None = None
    direct: bool = False
    speaker: Token | None = None
    view: bool = False


def speech_of(head: Token, reading: Reading, sentence: Sentence) -> Speech:
    """Whose words the clause of a trigger is."""
    direct = any(a <= head.idx < b for a, b in sentence.quoted)
    verb = reading.speaker or sentence_speaker(head.sent)
    speaker = speaker_of(verb) if verb is not None else None
    if speaker is not None and verb is not None and (speaker.i == head.i or _apart(head, verb)):
        speaker = None
    name = _phrase(speaker) if speaker is not None else _according_to(head)
    if direct:
        return Speech(name, direct=True, speaker=speaker, view=True)
    if speaker is not None and _is_commentator(speaker):
        return Speech(name, speaker=speaker, view=True)
    return Speech(name, speaker=speaker)


def _apart(head: Token, verb: Token) -> bool:
    """Whether a semicolon stands between a clause and the verb of saying, so that it is not what is said."""
    first, last = sorted((head.i, verb.i))
    return any(t.text == ";" for t in head.doc[first:last])


def _is_commentator(noun: Token) -> bool:
    """One of many, cited for a view: an analyst, "a docker", "one diplomat"; not one who speaks for an office."""
    lists = words(language_of(noun)).speakers
    lemma = noun.lemma_.lower()
    if lemma in lists["commentators"]:
        return True
    if not is_noun(noun) or noun.tag_ in {"NNP", "NNPS", "NNS"}:
        return False
    ranked = any(c.lower_ in lists["ranked"] for c in children(noun, "amod"))  # "a senior officer"
    indefinite = not ranked and any(
        c.lower_ in {"a", "an", "one", "another", "some"} for c in children(noun, "det", "nummod", "amod")
    )
    return indefinite and lemma not in lists["officials"]


def _phrase(noun: Token) -> str:
    last = noun
    return str(noun.doc[noun.left_edge.i : last.i + 1].text)


def _according_to(head: Token) -> str | None:
    doc = head.doc
    for token in doc:
        if token.lower_ == "according" and token.i + 1 < len(doc) and doc[token.i + 1].lower_ == "to":
            for noun in children(doc[token.i + 1], "pobj"):
                return _phrase(noun)
    return None


def sentence_speaker(sent: Span) -> Token | None:
    """The verb of saying that frames a sentence ("..., he said")."""
    v = words(language_of(sent)).verbs
    root = sent.root
    if root.lemma_ in v["say"] and child(root, "ccomp") is not None:
        return root
    return None


def speaker_of(verb: Token) -> Token | None:
    """The subject of a verb of saying."""
    subject = child(verb, "nsubj")
    if subject is None and verb.dep_ == "conj":
        subject = child(first_conjunct(verb), "nsubj")
    return subject
