"""Set right sentences whose main verb the parser took for a participle: "The union suspended the strike."

A small parser takes "suspended" there for that of "the strike suspended by the union", and leaves the sentence without a
verb. Where no other word can be the main verb, it is that one.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.extraction.deeds.lexicon import lexicon
from pipeline.extraction.inflection import distinct_pasts, forms_of_verbs, irregular_pasts, noun_forms, verb_forms
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.parsing.clauses import with_clauses
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import NOUN_TAGS, SUBJECTS, TIME_WORDS
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.countries import country_of

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_CLAUSES = frozenset({"ROOT", "ccomp", "conj", "advcl", "relcl"})
_PRESENT = {"NNS": NOUN_TAGS, "NN": frozenset({"NNS", "NNPS"}), "NNP": frozenset({"NNS", "NNPS"})}
_BARE = {"VBN": "VBD", "VB": "VBP"}
_AFTER = frozenset({"prep", "advmod", "npadvmod", "punct", "advcl", "ccomp", "dobj"})


def with_main_verb(doc: Doc) -> Doc:
    """The sentence with the participle on its root noun as the main verb, where it lacks one; else as it is."""
    from spacy.attrs import DEP, HEAD, TAG

    doc = with_clauses(doc)
    _leave_garden_path(doc)
    _no_name(doc)
    _part_from_place(doc)
    _prepositions(doc)
    for token in doc:
        if token.tag_ == "VBP" and _is_past(token):
            token.tag_ = "VBD"
    for token in doc:  # "Mr Smith apologises by letter", "hundreds march on Quito": what has a subject is a verb
        if (
            token.dep_ in _CLAUSES
            and token.tag_ in _PRESENT
            and token.is_lower
            and _has_subject(token, _PRESENT[token.tag_])
        ):
            token.tag_ = "VBZ" if token.tag_ == "NNS" else "VBP"
        elif token.dep_ == "ROOT" and token.tag_ in _BARE and _stands_alone(token):
            token.tag_ = _BARE[token.tag_]
    roots = [token for token in doc if token.head.i == token.i]
    if len(roots) != 1 or roots[0].tag_ not in NOUN_TAGS or not doc.text.rstrip("\"'”’ ").endswith("."):
        return doc
    root = roots[0]
    if (named := _behind_its_name(doc, root)) is not None:
        return named
    if (before := _before_object(doc, root)) is not None:
        return before
    if (present := _in_present(doc, root)) is not None:
        return present
    parties = [noun for prep in root.rights if prep.lower_ == "of" for noun in prep.rights if noun.dep_ == "pobj"]
    apposed = [c for c in root.rights if c.dep_ == "appos"]  # "Hollande, the French president, called them together"
    # "A group of senators urged the king to go"
    clauses = [c for noun in (root, *parties, *apposed) for c in noun.rights]
    verb = next((c for c in clauses if c.dep_ == "acl" and c.tag_ in {"VBN", "VBD"}), None)
    if verb is None or not _is_active(verb) or _has_verb(root, verb):
        verb = next((t for t in root.subtree if _goes_by_itself(t)), None)
        if verb is None or _has_verb(root, verb):
            return doc
    told = doc.to_array([HEAD, DEP, TAG])
    strings = doc.vocab.strings
    told[verb.i] = (0, strings["ROOT"], strings["VBD"])
    told[root.i] = ((verb.i - root.i) % 2**64, strings.add("nsubj"), root.tag)
    for c in (*root.rights, *clauses):
        if c.i > verb.i and c.dep_ in _AFTER:
            told[c.i, 0] = (verb.i - c.i) % 2**64
    doc.from_array([HEAD, DEP, TAG], told)  # type: ignore[arg-type]  # of 64 bits, unsigned
    return doc


def _leave_garden_path(doc: Doc) -> None:
    """Make the later verb the main one, where the parser took a participle on the subject for that:
    "The troops sent to the border last week have been withdrawn"."""
    root = next((t for t in doc if t.head.i == t.i and t.tag_ == "VBD"), None)
    subjects = [c for c in root.children if c.dep_ == "nsubj" and c.i < root.i] if root is not None else []
    if root is None or len(subjects) != 1 or root.lower_ in distinct_pasts(language_of(doc)):
        return
    subject = subjects[0]
    if any(c.dep_ in {"aux", "neg"} or (c.dep_ in {"dobj", "ccomp"} and c.i > root.i) for c in root.children):
        return
    verb = next((c for c in root.rights if c.dep_ == "advcl" and _is_finite_alone(c)), None)
    if verb is None or any(t.text in {",", ";", ":"} for t in doc[root.i : verb.i]):
        return
    outside = [c for c in root.children if c.i < subject.i or c.i > verb.i]
    passive = any(c.dep_ == "auxpass" for c in verb.children)
    verb.head, verb.dep_ = verb, "ROOT"
    subject.head, subject.dep_ = verb, "nsubjpass" if passive else "nsubj"
    root.head, root.dep_, root.tag_ = subject, "acl", "VBN"
    for c in outside:
        c.head = verb


def _is_finite_alone(clause: Token) -> bool:
    """Whether a clause has a finite helping verb, and neither a subject nor a word that joins it to another."""
    if any(
        c.dep_ in {*SUBJECTS, "mark", "cc", "advmod"} and c.i < clause.i and c.lower_ not in _WITHIN_VERB
        for c in clause.children
    ):
        return False
    return any(c.dep_ in {"aux", "auxpass"} and c.tag_ in _FINITE for c in clause.children)


_WITHIN_VERB = frozenset({"not", "never", "now", "still", "also", "since", "already"})


def _is_past(verb: Token) -> bool:
    """Whether a verb taken for one in the present is in the past: "creditors forgave it", "troops quit the base on Friday"."""
    present = irregular_pasts(language_of(verb)).get(verb.lower_)
    if present is None:
        return False
    dated = any(c.dep_ == "prep" and any(d.lower_ in TIME_WORDS for d in c.children) for c in verb.subtree)
    return not present or (dated and any(c.dep_ == "nsubj" for c in verb.children) and verb.dep_ in _CLAUSES)


def _no_name(doc: Doc) -> None:
    """Tag the plural that begins a sentence as the common noun that it is ("Guerrillas seized the port"), a state as a name."""
    first = next((t for t in doc if t.is_alpha), None)
    if first is not None and first.tag_ == "NN" and first.text[:1].isupper() and country_of(first.text) is not None:
        first.tag_ = "NNP"
    if first is None or first.tag_ not in {"NNP", "NNPS"} or first.dep_ == "compound" or first.is_upper:
        return
    follows = first.nbor(1) if first.i + 1 < len(doc) else first
    of_things = (
        follows.lower_ == "of" and first.lower_.endswith("s") and any(c.tag_ in {"NN", "NNS"} for c in follows.children)
    )
    if follows.is_lower and (
        first.lower_ in _plurals(language_of(doc)) or of_things
    ):  # "Salvos of rockets hit the town"
        first.tag_ = "NNS"


def _part_from_place(doc: Doc) -> None:
    """Take a place or a day out of the name behind it, which is the subject: "In Athens Mr Smith met his guests"."""
    titles = actor_words(language_of(doc)).short_titles
    for title in doc[2:]:
        titled = title.dep_ == "compound" and title.lower_.rstrip(".") in titles
        if not (titled or _stands_behind_a_day(title)):  # "On Friday Angela Merkel goes to Bonn"
            continue
        name, first = title.head if title.dep_ == "compound" else title, title.i
        while first > 0 and doc[first - 1].dep_ == "compound" and doc[first - 1].head.i == name.i:
            first -= 1
        place, preposition = doc[title.i - 1], doc[first - 1]
        if not 0 < first < title.i or preposition.dep_ != "prep" or any(c.i != name.i for c in preposition.children):
            continue
        verb = preposition.head
        if name.head.i == preposition.i:
            if verb.i < name.i or any(c.dep_ in SUBJECTS for c in verb.children):
                continue
            name.head, name.dep_ = verb, "nsubj"
        place.head, place.dep_ = preposition, "pobj"
        for part in doc[first : place.i]:
            part.head = place


def _stands_behind_a_day(name: Token) -> bool:
    """Whether a name stands right behind the day that the parser took for part of it."""
    day = name.nbor(-1)
    whole = name.head if name.dep_ == "compound" else name
    on_day = day.dep_ == "compound" and day.lower_.endswith("day") and day.lower_ in TIME_WORDS
    return on_day and day.head.i == whole.i and name.tag_ == whole.tag_ == "NNP" and day.nbor(-1).lower_ == "on"


def _prepositions(doc: Doc) -> None:
    """Set right "over" that is no part of the verb before it ("will strike over pay"), and what somebody was to do."""
    for token in doc:
        verb = token.head
        if token.dep_ == "prt" and token.lower_ == "over" and verb.lower_ not in _with_over(language_of(doc)):
            thing = next((c for c in verb.rights if c.dep_ == "dobj" and c.i > token.i), None)
            if thing is not None and thing.left_edge.i == token.i + 1:
                token.dep_, token.tag_ = "prep", "IN"
                thing.head, thing.dep_ = token, "pobj"
        elif token.lower_ == "over" and verb.tag_ == "CD" and token.i and _is_handed_over(token):
            token.head, token.dep_, token.tag_ = token.nbor(-1), "prt", "RP"
        elif token.dep_ == "prep" and token.tag_ == "RP" and not list(token.children):
            token.dep_ = "prt"  # "it fell through over a list of names"
        elif (  # "Turkey was to expel them on Friday"
            token.dep_ == "advcl"
            and token.tag_ == "VB"
            and verb.lower_ in {"is", "are", "was", "were"}
            and verb.i + 1 < len(doc)
            and any(c.i == verb.i + 1 and c.lower_ == "to" and c.dep_ == "aux" for c in token.children)
        ):
            token.dep_ = "xcomp"


def _is_handed_over(over: Token) -> bool:
    """Whether "over" before a number belongs to the verb before it: "handed over 32 soldiers" are no more than 32."""
    handed = words(language_of(over)).verbs["hand"]
    return over.nbor(-1).lower_ in forms_of_verbs(handed, language_of(over))


@cache
def _with_over(language: Language) -> frozenset[str]:
    """The forms of verbs that go with "over": "took over the bank"."""
    return forms_of_verbs(
        frozenset(verb.removesuffix(" over") for verb in lexicon(language).verbs if verb.endswith(" over")), language
    )


@cache
def _plurals(language: Language) -> frozenset[str]:
    return frozenset(
        form for noun in actor_words(language).group for form in noun_forms(noun, language) if form != noun
    )


def _goes_by_itself(token: Token) -> bool:
    """Whether a participle is that of a verb without an object, which can be no passive: "tonnes of flour arrived"."""
    return (
        token.dep_ == "acl"
        and token.tag_ in {"VBN", "VBD"}
        and token.lower_ in words(language_of(token)).verbs["went"]
        and not any(c.dep_ in {"dobj", "agent"} for c in token.children)
    )


def _behind_its_name(doc: Doc, root: Token) -> Doc | None:
    """The sentence whose root only says what the subject is, told by its name: "The bloc ECOWAS gave the leaders a week"."""
    from spacy.attrs import DEP, HEAD, TAG

    verb = next((c for c in root.rights if c.dep_ == "relcl"), None)
    if verb is None or not any(t.tag_ in _FINITE for t in (verb, *verb.lefts)):
        return None
    name = next((c for c in verb.lefts if c.dep_ in {"nsubj", "nsubjpass"}), None)
    if name is None or name.tag_ not in {"NNP", "NNPS"} or name.left_edge.i != root.i + 1 or _has_verb(root, verb):
        return None
    if any(c.tag_ in {"WDT", "WP", "WRB"} or c.lower_ == "that" for c in verb.lefts):
        return None
    told = doc.to_array([HEAD, DEP, TAG])
    strings = doc.vocab.strings
    told[verb.i] = (0, strings["ROOT"], verb.tag)
    told[root.i] = (name.i - root.i, strings.add("compound"), root.tag)
    for c in root.lefts:
        told[c.i, 0] = name.i - c.i
    for c in root.rights:
        if c.i > verb.i:
            told[c.i, 0] = (verb.i - c.i) % 2**64
    doc.from_array([HEAD, DEP, TAG], told)  # type: ignore[arg-type]  # of 64 bits, unsigned
    return doc


def _before_object(doc: Doc, root: Token) -> Doc | None:
    """The sentence with the participle before its object as the main verb: "Actors in London downed tools on Friday"."""
    from spacy.attrs import DEP, HEAD, TAG

    verb = next((t for t in doc if t.dep_ == "amod" and t.tag_ in {"VBN", "VBD"} and _parts_nouns(t, root)), None)
    if verb is None or _has_verb(root, verb):
        return None
    thing = verb.head
    told = doc.to_array([HEAD, DEP, TAG])
    strings = doc.vocab.strings
    told[verb.i] = (0, strings["ROOT"], strings["VBD"])
    if root.i < verb.i:
        subjects = [root]
    else:  # "half a million filled the square": what stands before the participle is no part of the object
        subjects = [c for c in root.lefts if c.i < verb.i and c.dep_ in {"nummod", "nmod", "compound", "appos"}][-1:]
    if not subjects:
        return None
    told[subjects[0].i] = ((verb.i - subjects[0].i) % 2**64, strings.add("nsubj"), subjects[0].tag)
    told[thing.i] = ((verb.i - thing.i) % 2**64, strings.add("dobj"), thing.tag)
    doc.from_array([HEAD, DEP, TAG], told)  # type: ignore[arg-type]  # of 64 bits, unsigned
    return doc


def _stands_alone(verb: Token) -> bool:
    """Whether a main verb has a subject and no auxiliary, so that it is no participle: "lorries with rice pulled into town"."""
    deps = {c.dep_ for c in verb.lefts}
    return "nsubj" in deps and deps.isdisjoint({"aux", "auxpass"})


def _in_present(doc: Doc, root: Token) -> Doc | None:
    """The sentence with the noun that can be its verb as such: "Talks between Serbia and Kosovo resume on Thursday"."""
    from spacy.attrs import DEP, HEAD, TAG

    if any(t.tag_ in _FINITE for t in doc):
        return None
    verb = next((t for t in doc if _can_be_present(t, root)), None)
    if verb is None:
        return None
    who = verb.nbor(-1) if verb.i == root.i else root
    told = doc.to_array([HEAD, DEP, TAG])
    strings = doc.vocab.strings
    for c in verb.lefts:  # what was taken for its modifiers belongs to its subject, or to the preposition before that
        holder = who if verb.i == root.i else verb.head
        if c.i != who.i:
            told[c.i, 0] = (holder.i - c.i) % 2**64
        if (verb.i != root.i and c.i == verb.nbor(-1).i) or c.dep_ == "nmod":
            told[c.i, 1] = strings.add("pobj")
    told[who.i] = ((verb.i - who.i) % 2**64, strings.add("nsubj"), who.tag)
    told[verb.i] = (0, strings["ROOT"], strings["VBZ" if verb.tag_ == "NNS" else "VBP"])
    for c in root.rights:
        if c.i > verb.i:
            told[c.i, 0] = (verb.i - c.i) % 2**64
    for c in verb.rights:
        if c.dep_ == "appos" and c.left_edge.i == verb.i + 1:
            told[c.i, 1] = strings.add("dobj")
    doc.from_array([HEAD, DEP, TAG], told)  # type: ignore[arg-type]  # of 64 bits, unsigned
    return doc


def _can_be_present(noun: Token, root: Token) -> bool:
    """Whether a noun right behind another may be a verb in the present, by number and by what follows."""
    if noun.tag_ not in {"NN", "NNS"} or not noun.is_lower or noun.i == 0 or noun.i + 2 >= len(noun.doc):
        return False
    before, after = noun.nbor(-1), noun.nbor(1)
    below = noun.dep_ == "pobj" and noun.head.head.i == root.i and noun.head.lower_ != "of"
    beside = before.dep_ == "pobj" and before.head.i == noun.head.i  # "the commission in Tbilisi questions him"
    if before.tag_ not in NOUN_TAGS or not (noun.is_ancestor(before) or beside) or not (noun.i == root.i or below):
        return False
    follows = after.tag_ in {"IN", "DT", "PRP$", "RP"} and after.lower_ not in {"of", "and"}
    who = before if noun.i == root.i else root
    several = who.tag_ in {"NNS", "NNPS"}
    agrees = several != (noun.tag_ == "NNS")
    return follows and agrees and noun.lower_ in _presents_of(language_of(noun))


@cache
def _presents_of(language: Language) -> frozenset[str]:
    """What those do or one does of whom news tell: "resume", "resumes"."""
    v = words(language).verbs
    known = (
        {verb for verb in lexicon(language).verbs if " " not in verb}
        | v["begin"]
        | v["motion"]
        | v["continue"]
        | v["end"]
    )
    return frozenset(
        form for verb in known for form in verb_forms(verb, language) if form == verb or form.endswith("s")
    )


def _parts_nouns(verb: Token, root: Token) -> bool:
    """Whether a participle stands between a noun that may be its subject and the noun that it was taken to describe."""
    before = verb.nbor(-1) if verb.i else verb
    subject = before.tag_ in NOUN_TAGS or before.tag_ == "CD"
    apart = verb.head.i == root.i or (verb.head.dep_ == "appos" and verb.head.head.i == root.i)
    plain = not any(c.i < verb.i for c in verb.children) and verb.i < verb.head.i
    return (
        subject and apart and plain and not any(c.dep_ in {"det", "poss"} and c.i < verb.i for c in verb.head.children)
    )


def _has_subject(token: Token, tags: frozenset[str]) -> bool:
    """Whether a word has a subject that may be its own: a plural, or several ("Sudan and Chad plan to sign")."""
    subjects = [c for c in token.lefts if c.dep_ == "nsubj"]
    several = [c for c in subjects if any(d.dep_ == "conj" for d in c.children)]
    own = any(c.tag_ in tags for c in subjects) or (several and _goes_on(token))
    return bool(own) and not any(c.dep_ in {"cop", "det", "poss", "amod", "compound"} for c in token.lefts)


def _goes_on(token: Token) -> bool:
    """Whether an infinitive follows: "plan to sign"."""
    return token.i + 1 < len(token.doc) and token.nbor(1).tag_ == "TO"


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
    return any(t.tag_ in _FINITE and t.i not in inside and t.i != verb.i for t in root.doc)
