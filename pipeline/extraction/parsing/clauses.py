"""Set right constructions that a small parser reads in many ways, so that all after it meets each in one.

Small clauses ("declared the strait shut", "wants him freed", "kept them locked up") become a clause of a participle whose
subject undergoes it; an object of two nouns that was cut in two is joined ("a fisheries deal"); a clause gets the subject that
was joined to the last noun of the clause before ("met them on Monday and Italy sent a ship"); and a headline gets its verb
("Macron phones Merkel", "Blinken to visit Israel").
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from pipeline.extraction.deeds.lexicon import lexicon
from pipeline.extraction.inflection import forms_of_verbs, irregular_pasts, noun_forms
from pipeline.extraction.language import Language, language_of
from pipeline.extraction.realis.words import words
from pipeline.extraction.syntax import NOUN_TAGS, TIME_WORDS
from pipeline.extraction.who.words import actor_words
from pipeline.gazetteer.countries import country_of
from pipeline.gazetteer.places import find_place

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

_PARTICIPLE = frozenset({"VBN", "VBD"})
_FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
_OBJECTS = frozenset({"dobj", "npadvmod", "advmod", "dep", "appos", "oprd"})


def with_clauses(doc: Doc) -> Doc:
    """The sentence with these constructions in one form each, in place."""
    for token in doc:
        _past(token)
        _small_clause(token)
        _two_nouns(token)
        _hours_before(token)
        _home(token)
        _second_title(token)
        _gerund(token)
        _had_to_be(token)
        _behind_a_day(token)
        _called(token)
        _agreeing(token)
        _finite_conjunct(token)
        _beside_subject(token)
        _up_to(token)
        _infinitive(token)
        _on_a_noun(token)
        _second_clause(token)
        _time_clause(token)
    _parenthesis(doc)
    _attribution(doc)
    if doc.text[-1:] not in {".", "!", "?", ":", '"', "”"}:
        _headline(doc)
    return doc


def _past(verb: Token) -> None:
    """Make a verb whose past looks like its present a past where one does it: "Iran let its crew go", who else "lets" it go."""
    if verb.tag_ not in {"VBP", "VB"} or not irregular_pasts(language_of(verb)).get(verb.lower_):
        return
    who = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    one = who is not None and who.tag_ in {"NN", "NNP"} and not any(c.dep_ in {"conj", "cc"} for c in who.children)
    alone = verb.dep_ not in {"xcomp", "ccomp"} and not any(c.dep_ == "aux" for c in verb.lefts)
    if one and alone:
        verb.tag_ = "VBD"


def _small_clause(verb: Token) -> None:
    """Make a participle that says what becomes of an object the verb of a clause, with that object as what undergoes it."""
    above, language = verb.head, language_of(verb)
    if verb.tag_ not in _PARTICIPLE or above.i >= verb.i:
        return
    if above.lower_ not in forms_of_verbs(words(language).verbs["hold_so"], language):
        return
    if any(c.dep_ in {"aux", "auxpass", "mark", "dobj"} for c in verb.children):
        return
    if verb.dep_ == "ccomp":
        who = next((c for c in verb.lefts if c.dep_ == "nsubj"), None)
    elif verb.dep_ in {"xcomp", "oprd"}:
        who = next((c for c in above.rights if c.dep_ == "dobj" and c.i < verb.i), None)
    else:
        return
    if who is None or who.left_edge.i != above.i + 1:
        return
    verb.tag_, verb.dep_ = "VBN", "ccomp"
    who.head, who.dep_ = verb, "nsubjpass"


def _two_nouns(noun: Token) -> None:
    """Join a noun that the parser took for a clause to the one right before it: "clinched a fisheries deal"."""
    if noun.dep_ != "ccomp" or noun.tag_ not in {"NN", "NNS"} or noun.i == 0 or any(True for _ in noun.lefts):
        return
    before, verb = noun.nbor(-1), noun.head
    if before.dep_ != "dobj" or before.head.i != verb.i or before.tag_ not in NOUN_TAGS or verb.i >= before.i:
        return
    noun.dep_ = "dobj"
    for c in list(before.lefts):
        c.head = noun
    before.head, before.dep_ = noun, "compound"


def _hours_before(hours: Token) -> None:
    """Part a noun from a length of time behind it: "called off the strike hours before it was to begin"."""
    if hours.dep_ not in {"dobj", "pobj"} or hours.i < 2 or hours.i + 1 >= len(hours.doc):
        return
    noun, length = hours.nbor(-1), _lengths(language_of(hours))
    if hours.lower_ not in length or hours.nbor(1).lower_ not in {"before", "after"} or noun.dep_ != "compound":
        return
    verb = next((t for t in hours.ancestors if t.tag_[:2] == "VB"), None)
    if noun.head.i != hours.i or noun.tag_ not in NOUN_TAGS or verb is None:
        return
    noun.head, noun.dep_ = hours.head, hours.dep_
    for c in list(hours.lefts):
        c.head = noun
    hours.head, hours.dep_ = verb, "npadvmod"


@cache
def _lengths(language: Language) -> frozenset[str]:
    """ "Hours", "days"."""
    units = language.table("moves.toml")["units"]
    return frozenset(form for unit in units for form in noun_forms(unit, language) if form != unit)


def _home(word: Token) -> None:
    """Make "home" where somebody is called, not what: "called its envoy home"."""
    if word.dep_ not in {"dobj", "oprd", "npadvmod"} or word.lower_ != "home" or word.tag_ != "NN" or word.i == 0:
        return
    who = word.nbor(-1)
    if who.dep_ != "compound" or who.head.i != word.i or who.tag_ not in NOUN_TAGS or who.i <= word.head.i:
        return
    verb = word.head
    for c in list(word.lefts):
        if c.i != who.i:
            c.head = who
    for c in list(word.rights):
        c.head = verb
    who.head, who.dep_ = verb, "dobj"
    word.dep_, word.tag_ = "advmod", "RB"


def _second_title(title: Token) -> None:
    """Make a title behind "and" another of a pair: "Japan's leader, Mr Kishida, and Peru's president, Ms Boluarte, plan"."""
    start = title.left_edge.i
    first = title.head
    if title.dep_ == "appos" and start > first.i and title.doc[start - 1].lower_ == "and" and title.tag_ in NOUN_TAGS:
        title.dep_ = "conj"


def _gerund(verb: Token) -> None:
    """Make what is done a clause though nothing hangs on it: "accused them of spying" as "of spying on exiles"."""
    bare = not any(c.dep_ in {"det", "amod", "poss", "compound"} or c.lower_ == "of" for c in verb.children)
    if verb.tag_ == "VBG" and verb.dep_ == "dobj" and verb.head.tag_[:2] == "VB" and bare:
        verb.dep_ = "xcomp"  # "will resume lending to Uganda"
    if verb.tag_ == "VBG" and verb.dep_ == "pobj" and not list(verb.children) and verb.head.head.tag_ not in NOUN_TAGS:
        verb.dep_ = "pcomp"


def _had_to_be(have: Token) -> None:
    """Make what had to be done the verb of its clause, which "had to" only helps: "the summit had to be called off"."""
    will = have.lower_ == "have" and any(c.tag_ == "MD" for c in have.lefts)
    if not (have.lower_ == "had" or will) or have.dep_ in {"aux", "auxpass"}:
        return  # what "has to be done" is not done
    done = next((c for c in have.rights if c.dep_ == "xcomp" and c.tag_ == "VBN" and c.i > have.i), None)
    be = next((c for c in done.lefts if c.dep_ == "auxpass" and c.lower_ == "be"), None) if done is not None else None
    to = next((c for c in done.lefts if c.lower_ == "to" and c.dep_ == "aux"), None) if done is not None else None
    if done is None or be is None or to is None:
        return
    done.head, done.dep_ = (done if have.head.i == have.i else have.head), have.dep_
    for c in [*have.lefts, *have.rights]:
        c.head = done
        if c.dep_ == "nsubj":
            c.dep_ = "nsubjpass"
    have.head, have.dep_ = done, "dep"
    to.dep_ = "dep"
    if not will:
        be.tag_ = "VBD"


def _behind_a_day(prep: Token) -> None:
    """Give the verb what the parser hung on a day behind it: "accused him on Saturday of the attack"."""
    day = prep.head
    if prep.dep_ != "prep" or day.dep_ != "pobj" or day.tag_ != "NNP" or day.lower_ not in TIME_WORDS:
        return
    verb, what = day.head.head, next(prep.rights, None)
    is_time = what is None or any(t.lower_ in TIME_WORDS or t.like_num for t in what.subtree)
    if verb.tag_[:2] == "VB" and verb.i < day.i and not is_time:
        prep.head = verb


def _called(said: Token) -> None:
    """Give the verb the word for what something is called: "called the arrest of two men unacceptable"."""
    if said.tag_ != "JJ" or said.dep_ not in {"amod", "pobj"}:
        return
    noun = said.head if said.dep_ == "amod" else next((c for c in said.lefts if c.dep_ == "compound"), None)
    if noun is None or noun.tag_ not in NOUN_TAGS or noun.i >= said.i or any(True for _ in said.rights):
        return
    verb = next((t for t in said.ancestors if t.tag_[:2] == "VB"), None)
    language = language_of(said)
    if verb is None or verb.lower_ not in forms_of_verbs(words(language).verbs["call_so"], language):
        return
    if not any(c.dep_ == "dobj" and c.i < said.i for c in verb.rights):
        return
    if said.dep_ == "pobj":
        noun.head, noun.dep_ = said.head, "pobj"
        for c in list(said.lefts):
            c.head = noun
    said.head, said.dep_ = verb, "oprd"


_SINGULAR, _PLURAL = frozenset({"was", "is", "has"}), frozenset({"were", "are", "have"})


def _agreeing(clause: Token) -> None:
    """Give a clause to the noun that its verb agrees with: "talks on the border that were to open on Monday"."""
    noun = clause.head
    if clause.dep_ != "relcl" or noun.dep_ != "pobj" or noun.tag_ not in NOUN_TAGS:
        return
    if not any(c.tag_ in {"WDT", "WP"} and c.dep_ in {"nsubj", "nsubjpass"} for c in clause.lefts):
        return
    finite = next((t for t in (*clause.lefts, clause) if t.lower_ in _SINGULAR | _PLURAL), None)
    if finite is None or any(c.dep_ in {"cc", "conj"} for c in noun.children):
        return
    plural = finite.lower_ in _PLURAL
    above = noun.head.head
    if _is_plural(noun) == plural or noun.head.dep_ != "prep" or above.tag_ not in NOUN_TAGS:
        return
    if _is_plural(above) == plural and not any(c.dep_ in {"cc", "conj"} for c in above.children):
        clause.head = above


def _is_plural(noun: Token) -> bool:
    return noun.tag_ in {"NNS", "NNPS"}


def _finite_conjunct(verb: Token) -> None:
    """Give a verb in the past to the one above that stands in it too: "ignored a call to lift the siege and shelled the city"."""
    first = verb.head
    if verb.dep_ != "conj" or verb.tag_ != "VBD" or first.tag_ != "VB":
        return
    if any(c.dep_ in {"nsubj", "nsubjpass", "aux", "auxpass"} for c in verb.children):
        return
    if not any(c.lower_ == "to" and c.dep_ == "aux" for c in first.lefts):
        return
    above = next((t for t in first.ancestors if t.tag_ == "VBD"), None)
    if above is not None and above.i < first.i:
        verb.head = above


def _beside_subject(said: Token) -> None:
    """Give a subject the participle before it, taken for a verb: "blocked roads, and masked youths fought the police"."""
    if said.tag_ not in _PARTICIPLE or said.dep_ != "conj" or any(c.dep_ != "punct" for c in said.lefts):
        return
    verb = next((c for c in said.rights if c.dep_ == "ccomp" and c.tag_ in _FINITE), None)
    who = next((c for c in verb.lefts if c.dep_ == "nsubj"), None) if verb is not None else None
    if verb is None or who is None or who.left_edge.i != said.i + 1 or who.tag_ != "NNS":
        return
    if said.lower_ in forms_of_verbs(words(language_of(said)).verbs["say"], language_of(said)):
        return  # "and said youths had fought them"
    verb.head, verb.dep_ = said.head, "conj"
    for c in list(said.rights):
        if c.i != verb.i:
            c.head = verb
    said.head, said.dep_, said.tag_ = who, "amod", "VBN"


def _time_clause(verb: Token) -> None:
    """Give a clause of time its subject, taken for that of a preposition: "a day before the ministers of Peru meet, shells hit"."""
    if verb.dep_ != "advcl" or verb.tag_ not in _FINITE or any(c.dep_ in {"nsubj", "mark"} for c in verb.lefts):
        return
    before = next((t for t in verb.doc[: verb.i] if t.lower_ in {"before", "after"} and t.dep_ == "prep"), None)
    who = next((c for c in before.rights if c.dep_ == "pobj"), None) if before is not None else None
    if before is None or who is None or who.right_edge.i != verb.i - 1:
        return
    before.head, before.dep_ = verb, "mark"
    who.head, who.dep_ = verb, "nsubj"


def _up_to(to: Token) -> None:
    """Make a number behind "up to" count the object of the verb before: "massed up to 60,000 men"."""
    if to.lower_ != "to" or to.i < 2 or to.i + 1 >= len(to.doc) or to.nbor(1).tag_ != "CD":
        return
    up = to.nbor(-1)
    thing = next((c for c in to.rights if c.dep_ == "pobj" and c.left_edge.i == to.i + 1), None)
    verb = up.head if up.dep_ in {"prt", "advmod", "prep"} else to.head
    if up.lower_ != "up" or thing is None or verb.i >= up.i or verb.tag_[:2] != "VB":
        return
    if to.head.i not in {verb.i, up.i} or any(c.dep_ == "dobj" for c in verb.children):
        return
    thing.head, thing.dep_ = verb, "dobj"
    for word in (up, to):
        word.head, word.dep_ = thing, "quantmod"


def _infinitive(verb: Token) -> None:
    """Make an infinitive what the verb above is set on, and no aim of it: "agreed on Monday to close", "is set to close"."""
    above = verb.head
    if verb.dep_ != "advcl" or verb.tag_ != "VB" or above.i >= verb.i or verb.left_edge.nbor(-1).text == ",":
        return
    first = verb.left_edge
    far = first.lower_ == "as" and any(c.lower_ == "far" for c in above.children)  # "went so far as to"
    if far or (first.lower_ == "to" and _takes_infinitive(above)):
        adjective = next((c for c in above.rights if c.dep_ == "acomp"), above)
        verb.head, verb.dep_ = adjective, "xcomp"


def _on_a_noun(verb: Token) -> None:
    """Make an infinitive that hangs on a noun one, and no relative clause: "a plot to attack the embassy"."""
    noun = verb.head
    if verb.dep_ != "relcl" or verb.tag_ != "VB" or (noun.dep_ == "pobj" and noun.head.lower_ == "with"):
        return  # "with talks to open in Lima on Friday" tells of them
    to = any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.lefts)
    given = any(c.lower_ == "for" and c.dep_ == "mark" for c in verb.lefts)  # "cleared the way for the army to attack"
    if to and (given or not any(c.dep_ in {"nsubj", "nsubjpass", "csubj", "auxpass", "mark"} for c in verb.children)):
        verb.dep_ = "acl"


def _takes_infinitive(above: Token) -> bool:
    """Whether an infinitive is what a verb, or "is" with its adjective, tells of: "agreed to", "was forced to", "was quick to"."""
    known = _with_infinitive(language_of(above))
    adjective = next((c for c in above.rights if c.dep_ == "acomp"), None)
    holders = [above] if adjective is None else [above, adjective]
    beside = [c for holder in holders for c in holder.children if c.dep_ == "dobj" or c.lower_ in {"to", "in", "at"}]
    if any(c.dep_ in {"dobj", "prep"} for c in beside):
        return False  # "are due in Accra on Saturday to report": an aim after all
    if any(c.dep_ == "auxpass" for c in above.children):
        return f"be_{above.lower_}" in known
    return above.lower_ in known if adjective is None else f"be_{adjective.lower_}" in known


@cache
def _with_infinitive(language: Language) -> frozenset[str]:
    """The forms of verbs, and "be_due" and the like, that an infinitive goes with."""
    v = words(language).verbs
    known = v["plan"] | v["negative"] | v["implied"] | v["with_infinitive"]
    alone = frozenset(verb for verb in known if " " not in verb and not verb.startswith("be_"))
    return forms_of_verbs(alone, language) | {verb for verb in known | v["hypothetical"] if verb.startswith("be_")}


def _second_clause(verb: Token) -> None:
    """Give a clause its subject, where that was joined to the last noun before it: "met on Monday and Italy sent a ship"."""
    if verb.dep_ not in _JOINED or any(c.dep_ in _SUBJECT or c.tag_ == "TO" for c in verb.children):
        return
    helps = [c for c in verb.lefts if c.dep_ in {"aux", "auxpass"}]
    if not any(t.tag_ in _FINITE for t in (verb, *helps)):
        return
    start = verb.i
    while start and verb.doc[start - 1].head.i == verb.i and verb.doc[start - 1].dep_ in _BEFORE_VERB:
        start -= 1
    who = _before_clause(verb, start) if start else None
    above = who.head if who is not None else verb
    while above.tag_[:2] not in {"VB", "MD"} and above.head.i != above.i:
        above = above.head
    if above.i == verb.i:  # "and in Oslo Chile expelled them"
        above = verb.head
    if who is None or above.i >= who.i or above.tag_[:2] not in {"VB", "MD"} or verb.is_ancestor(above):
        return
    joint = who.left_edge.nbor(-1)
    as_ = joint.lower_ == "as"
    verb.head, verb.dep_ = above, "advcl" if as_ else "conj"
    who.head, who.dep_ = verb, "nsubjpass" if any(c.dep_ == "auxpass" for c in helps) else "nsubj"
    if as_:
        joint.head, joint.dep_ = verb, "mark"
    elif joint.dep_ != "pobj":
        joint.head = above


def _before_clause(verb: Token, start: int) -> Token | None:
    """The noun that ends right before a clause and stands behind "and" or a dash; what was told before it cut off."""
    doc = verb.doc
    who = doc[start - 1]
    if who.tag_ not in NOUN_TAGS and who.tag_ != "CD":
        return None
    for _ in range(6):
        first = who.left_edge.i
        parting = next((t.i for t in reversed(list(doc[first : who.i])) if t.text in _DASHES), None)
        if parting is not None and who.tag_ in NOUN_TAGS:  # "on Monday - Italy sent": the dash parts two phrases
            return _cut_off(who, parting)
        if (two := _out_of_two(who)) is not None:
            return two
        if who.dep_ == "pobj" and who.tag_ == "NNP" and (place := _place_before(who)) is not None:
            return _cut_off(who, place.i + 1)
        if first and who.dep_ == "pobj" and doc[first - 1].i == who.head.i and who.head.lower_ == "as":
            return who
        if first and (doc[first - 1].dep_ == "cc" or doc[first - 1].text in _DASHES) and who.dep_ in _WRONGLY:
            return who if who.tag_ in NOUN_TAGS or who.tag_ == "CD" else None
        if who.head.i == who.i or who.head.i > who.i or who.head.tag_[:2] in {"VB", "MD"}:
            return None
        who = who.head
    return None


def _out_of_two(who: Token) -> Token | None:
    """A noun out of the pair that was taken to describe it: "attacked the base and union leaders met"."""
    first = next((c for c in who.lefts if c.dep_ == "nmod" and any(k.dep_ == "cc" for k in c.rights)), None)
    other = next((k for k in first.rights if k.dep_ == "conj"), None) if first is not None else None
    if first is None or other is None or other.right_edge.i != who.i - 1 or who.tag_ not in NOUN_TAGS:
        return None
    first.head, first.dep_ = who.head, who.dep_
    for c in [c for c in who.lefts if c.i < first.i]:
        c.head = first
    other.head, other.dep_ = who, "compound"
    return who


def _place_before(state: Token) -> Token | None:
    """The town that the parser took for part of the name of the state behind it: "and in Oslo Chile expelled them"."""
    town = state.nbor(-1)
    if town.head.i != state.i or town.tag_ != "NNP" or country_of(state.text) is None:
        return None
    return None if country_of(f"{town.text} {state.text}") or find_place(town.text, ()) is None else town


def _cut_off(who: Token, parting: int) -> Token | None:
    """A noun without the words before a dash, of which the last takes its place."""
    before = [c for c in who.lefts if c.i < parting]
    if not before or before[-1].tag_ not in NOUN_TAGS or before[-1].i != parting - 1:
        return None
    last = before[-1]
    last.head, last.dep_ = who.head, who.dep_
    for c in before[:-1]:
        c.head = last
    return who


_JOINED = frozenset({"conj", "advcl", "ccomp", "parataxis", "dep", "relcl"})
_SUBJECT = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
_BEFORE_VERB = frozenset({"aux", "auxpass", "neg", "advmod"})
_WRONGLY = frozenset({"conj", "appos", "dobj", "pobj", "npadvmod"})
_DASHES = frozenset({"-", "–", "—", "--"})


def _attribution(doc: Doc) -> None:
    """Make who said it at the end of a sentence its main clause: "would close the base, its minister announced on Monday"."""
    language = language_of(doc)
    said = forms_of_verbs(words(language).verbs["say"], language)
    verb = next((t for t in reversed(list(doc)) if t.dep_ == "acl" and t.lower_ in said), None)
    if verb is None or verb.tag_ not in _PARTICIPLE or verb.right_edge.i < len(doc) - 2:
        return
    who, root = verb.head, next(t for t in doc if t.head.i == t.i)
    names = actor_words(language)
    speaks = who.tag_ in {"NNP", "NNPS"} or any(c.dep_ == "poss" for c in who.lefts)
    speaks = speaks or who.lower_ in names.person | names.group | names.organisation
    if not speaks or not _stands_before(who, verb) or who.left_edge.i == 0 or who.left_edge.nbor(-1).text != ",":
        return
    held = any(c.dep_ in {"dobj", "agent", "aux", "auxpass", "xcomp", "ccomp"} for c in verb.children)
    if held or root.i >= who.i or root.tag_[:2] != "VB" or who.dep_ not in {"npadvmod", "appos", "conj", "dobj", "dep"}:
        return
    end = next((c for c in root.rights if c.i > verb.i and c.dep_ == "punct"), None)
    verb.head, verb.dep_, verb.tag_ = verb, "ROOT", "VBD"
    root.head, root.dep_ = verb, "ccomp"
    who.head, who.dep_ = verb, "nsubj"
    if end is not None:
        end.head = verb


def _stands_before(who: Token, verb: Token) -> bool:
    """Whether a noun stands right before a verb, or with its name between two commas: "the envoy, Ms Smit, said"."""
    named = (
        verb.i > 0
        and verb.nbor(-1).text == ","
        and any(c.dep_ == "appos" and c.right_edge.i == verb.i - 2 for c in who.rights)
    )
    return named or who.i == verb.i - 1


def _parenthesis(doc: Doc) -> None:
    """Make a participle between two commas part of the noun before it: "Assets, thought to exceed a billion, were blocked"."""
    root = next((token for token in doc if token.head.i == token.i), None)
    if root is None or root.tag_ not in _PARTICIPLE or root.i == 0 or root.nbor(-1).text != ",":
        return
    who = next((c for c in root.lefts if c.dep_ in {"nsubj", "nsubjpass"} and c.right_edge.i <= root.i - 1), None)
    verb = next((c for c in root.rights if c.dep_ == "conj"), None)
    if who is None or verb is None or any(c.dep_ in {"cc", "aux", "auxpass"} for c in root.children):
        return
    helps = [c for c in verb.lefts if c.dep_ in {"aux", "auxpass"}]
    first = helps[0] if helps else verb
    if (
        first.tag_ not in _FINITE
        or first.nbor(-1).text != ","
        or any(c.dep_ in {"nsubj", "nsubjpass"} for c in verb.lefts)
    ):
        return
    verb.head, verb.dep_ = verb, "ROOT"
    who.head, who.dep_ = verb, "nsubjpass" if any(c.dep_ == "auxpass" for c in helps) else "nsubj"
    root.head, root.dep_, root.tag_ = who, "acl", "VBN"


def _headline(doc: Doc) -> None:
    """Give a line without a finite verb the one that its writer left bare: "Turkey hosts Iranian minister", "X to visit Y"."""
    roots = [token for token in doc if token.head.i == token.i]
    if len(roots) != 1 or any(token.tag_ in _FINITE for token in doc):
        return
    root = roots[0]
    to_do = next((c for c in root.rights if c.tag_ == "VB" and any(a.tag_ == "TO" for a in c.lefts)), None)
    if to_do is not None and all(t.i <= root.i for t in doc[: to_do.left_edge.i]):
        root.head, root.dep_ = to_do, "nsubj"
        to_do.head, to_do.dep_ = to_do, "ROOT"
        if root.text[:1].isupper():
            root.tag_ = "NNP"
    elif root.tag_ in {"NNS", "NN"} and root.is_lower and root.lower_ in _presents(language_of(doc)):
        who = root.nbor(-1) if root.i else root
        what = next((c for c in root.rights if c.dep_ in _OBJECTS and c.tag_ in NOUN_TAGS), None)
        if what is None or who.head.i != root.i or not who.text[:1].isupper():
            return
        root.tag_, who.dep_, what.dep_ = "VBZ", "nsubj", "dobj"
        if who.tag_ not in NOUN_TAGS:
            who.tag_ = "NNP"


@cache
def _presents(language: Language) -> frozenset[str]:
    """What a headline says of one who does it: "hosts", "phones"."""
    verbs = frozenset(verb for verb in lexicon(language).verbs if " " not in verb)
    return frozenset(form for form in forms_of_verbs(verbs, language) if form.endswith("s"))
