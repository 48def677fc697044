"""Set right sentences whose main verb the parser took for a participle: "The union suspended the strike."

A small parser takes "suspended" there for that of "the strike suspended by the union", and leaves the sentence without a
verb. Where no other word can be the main verb, it is that one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from pipeline.extraction.syntax import NOUN_TAGS

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CLAUSES = frozenset({"ROOT", "ccomp", "conj", "advcl", "relcl"})
_AFTER = frozenset({"prep", "advmod", "npadvmod", "punct", "advcl", "ccomp", "dobj"})


def with_main_verb(doc: Doc) -> Doc:
    """The sentence with the participle on its root noun as the main verb, where it lacks one; else as it is."""
    from spacy.attrs import DEP, HEAD, TAG

    for token in doc:  # "Mr Smith apologises by letter": a plural that has a subject is a verb in the present tense
        if token.tag_ == "NNS" and token.dep_ in _CLAUSES and _has_subject(token):
            token.tag_ = "VBZ"
    roots = [token for token in doc if token.head.i == token.i]
    if len(roots) != 1 or roots[0].tag_ not in NOUN_TAGS or not doc.text.rstrip("\"'”’ ").endswith("."):
        return doc
    root = roots[0]
    verb = next((c for c in root.rights if c.dep_ == "acl" and c.tag_ in {"VBN", "VBD"}), None)
    if verb is None or not _is_active(verb) or _has_verb(root, verb):
        return doc
    told = doc.to_array([HEAD, DEP, TAG])
    strings = doc.vocab.strings
    told[verb.i] = (0, strings["ROOT"], strings["VBD"])
    told[root.i] = ((verb.i - root.i) % 2**64, strings.add("nsubj"), root.tag)
    for c in root.rights:
        if c.i > verb.i and c.dep_ in _AFTER:
            told[c.i, 0] = (verb.i - c.i) % 2**64
    doc.from_array([HEAD, DEP, TAG], told)  # type: ignore[arg-type]  # of 64 bits, unsigned
    return doc


def _has_subject(token: Token) -> bool:
    return any(c.dep_ == "nsubj" for c in token.lefts) and not any(
        c.dep_ in {"cop", "det", "poss"} for c in token.lefts
    )


def _is_active(verb: Token) -> bool:
    """Whether a participle may be a verb in the past tense: nothing says by whom, and it has an object or stands apart."""
    if any(c.dep_ == "agent" or c.lower_ == "by" for c in verb.children):
        return False
    has_object = any(c.dep_ in {"dobj", "ccomp", "xcomp"} for c in verb.children)
    before = verb.nbor(-1) if verb.i else verb
    return has_object or before.text == "," or before.dep_ == "advmod"


def _has_verb(root: Token, verb: Token) -> bool:
    """Whether another word could be the main verb: a finite one outside the clauses on the noun."""
    clauses = [c for c in root.subtree if c.dep_ in {"relcl", "ccomp", "advcl", "acl"} and c.i != verb.i]
    inside = {t.i for clause in clauses for t in clause.subtree}
    return any(t.tag_ in _FINITE and t.i not in inside for t in root.doc)
