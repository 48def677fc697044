"""Cut the quote of a mention out of its sentence, as a person would."""

from __future__ import annotations

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING

from pipeline.extraction.syntax import SUBJECTS, ancestors, children, is_verb
from pipeline.extraction.text.sentences import Sentence

if TYPE_CHECKING:
    from spacy.tokens import Token

MIN_CHARS, MAX_CHARS = 10, 800
_CLAUSES = frozenset({"ccomp", "advcl", "relcl", "conj", "ROOT", "acl", "parataxis"})


def quote_span(head: Token, others: Sequence[Token], sentence: Sentence) -> tuple[int, int]:
    """Offsets into the article of the sentence, or of the clause around `head` where other deeds share the sentence."""
    first, last = sentence.start, sentence.end
    if others or last - first > MAX_CHARS:
        a, b = _clause(head, others)
        if b - a >= MIN_CHARS * 2:
            first, last = sentence.start + a, sentence.start + b
    if last - first > MAX_CHARS:
        middle = sentence.start + head.idx
        first = max(first, middle - MAX_CHARS // 2)
        last = min(last, first + MAX_CHARS)
    return first, last


def _clause(head: Token, others: Sequence[Token]) -> tuple[int, int]:
    """The smallest clause around a word that is whole without the other deeds' clauses."""
    foreign = [
        _clause_of(other)
        for other in others
        if other.i != head.i and (_is_clause(other) or not other.is_ancestor(head))
    ]
    root = _with_subject(_clause_of(head), {clause.i for clause in foreign})
    drop = {t.i for clause in foreign if clause.i != root.i and root.is_ancestor(clause) for t in clause.subtree}
    words = [t for t in root.subtree if t.i not in drop]
    run = _run_around(words, head)
    while run and (run[-1].is_punct or run[-1].dep_ in {"cc", "mark"}):
        run = run[:-1]
    while run and (run[0].is_punct or run[0].dep_ == "cc"):
        run = run[1:]
    if not run:
        return head.idx, head.idx + len(head)
    return run[0].idx, run[-1].idx + len(run[-1])


def _clause_of(word: Token) -> Token:
    """The verb of the smallest clause that holds a word."""
    return word if _is_clause(word) else next((a for a in ancestors(word) if _is_clause(a)), word)


def _with_subject(verb: Token, foreign: Set[int]) -> Token:
    """The verb that says who does it: "May flew in and met him" is told from "May" on, unless the flight is another deed."""
    while verb.dep_ == "conj" and is_verb(verb.head) and not children(verb, *SUBJECTS) and verb.head.i not in foreign:
        verb = verb.head
    return verb


def _is_clause(token: Token) -> bool:
    if not is_verb(token) or token.dep_ not in _CLAUSES:
        return token.dep_ == "ROOT"
    return token.dep_ not in {"ccomp", "parataxis"} or bool(children(token, *SUBJECTS))


def _run_around(words: Sequence[Token], head: Token) -> list[Token]:
    """The unbroken run of words that holds `head`; a gap of punctuation does not break it."""
    run: list[Token] = []
    for word in words:
        if run and word.i - run[-1].i > 1 and any(not t.is_punct for t in head.doc[run[-1].i + 1 : word.i]):
            if head.i <= run[-1].i:
                break
            run = []
        run.append(word)
    return run
