"""A language is a folder: a second one is read beside the first, in the same process, without a change to any module."""

from __future__ import annotations

import random
import shutil
from collections.abc import Mapping
from datetime import UTC, date, datetime
from pathlib import Path
from types import MappingProxyType

import pytest

from pipeline.domain.article import DEFAULT_LANGUAGE, Article
from pipeline.domain.vocabulary import EventType, Realis, WhyUnread
from pipeline.extraction import extract, extract_many
from pipeline.extraction.inflection import verb_forms
from pipeline.extraction.language import Language, default, languages_in, supported

PUBLISHED = datetime(2025, 3, 19, 10, tzinfo=UTC)
# Words, tags, heads and labels as the rules know them: what a parser of this little Spanish is trained on.
PATTERN = [
    ("{a}", "NNP", 3, "nsubj"), ("y", "CC", 0, "cc"), ("{b}", "NNP", 0, "conj"), ("firmaron", "VBD", 3, "ROOT"),
    ("un", "DT", 5, "det"), ("acuerdo", "NN", 3, "dobj"), ("el", "DT", 7, "det"), ("{day}", "NNP", 3, "npadvmod"), (".", ".", 3, "punct"),
]  # fmt: skip
NAMES = ("Cuba", "Portugal", "Chile", "Kenia", "Honduras", "Nicaragua", "Angola", "Uruguay", "Venezuela")
DAYS = ("lunes", "martes", "viernes", "sábado")
FILES = {
    "language.toml": 'name = "Spanish"\nmodel = "model"\nstand_in = ["Juan", "García"]\nbody_stand_in = "OTAN"\n',
    "lexicon/general.toml": 'light_verbs = "firmar"\nending = ""\nends = ""\nundone = ""\nagain = ""\npart_nouns = "serie"\nthrongs = ""\nintents = "plan"\n[classes]\n',
    "lexicon/agree.toml": (
        '[[verb]]\nname = "firmar-acuerdo"\ntype = "AGREE"\nwords = "firmar"\nobject = "acuerdo, tratado"\n'
        '[[noun]]\nname = "acuerdo"\ntype = "AGREE"\nwords = "acuerdo"\njoint = true\n'
    ),
    "inflection.toml": (
        "[verbs]\nregular = [['ar$', 'ó'], ['ar$', 'aron']]\nirregular = [\"ser fue fueron\"]\n"
        "[nouns]\nregular = [['$', 's']]\nirregular = []\n"
    ),
}
WORDS_OF_TIME = {
    "monday = 0": "lunes = 0", "tuesday = 1": "martes = 1", "friday = 4": "viernes = 4", '"d" = ["the",': '"d" = ["el",',
    "'''day\\b|": "'''lunes|martes|viernes|",
}  # fmt: skip


def _train(folder: Path) -> None:
    """Train a tagger and a parser on a few made sentences: a real spaCy pipeline, though it knows one pattern."""
    import spacy
    from spacy.training import Example
    from spacy.util import fix_random_seed

    fix_random_seed(1)
    draw = random.Random(1)
    nlp = spacy.blank("es")
    nlp.add_pipe("tagger")
    nlp.add_pipe("parser", config={"min_action_freq": 1})
    ruler = nlp.add_pipe("attribute_ruler")
    examples = []
    for _ in range(12):
        a, b = draw.sample(NAMES, 2)
        day = draw.choice(DAYS)
        doc = nlp.make_doc(" ".join(word.format(a=a, b=b, day=day) for word, *_ in PATTERN[:-1]) + ".")
        told = {
            "tags": [tag for _, tag, _, _ in PATTERN],
            "heads": [head for _, _, head, _ in PATTERN],
            "deps": [label for _, _, _, label in PATTERN],
        }
        examples.append(Example.from_dict(doc, told))
    optimizer = nlp.initialize(lambda: examples)
    for tag, pos in {"NNP": "PROPN", "NN": "NOUN", "VBD": "VERB", "DT": "DET", "CC": "CCONJ", ".": "PUNCT"}.items():
        ruler.add(patterns=[[{"TAG": tag}]], attrs={"POS": pos})  # type: ignore[attr-defined]
    ruler.add(patterns=[[{"LOWER": "firmaron"}]], attrs={"LEMMA": "firmar"})  # type: ignore[attr-defined]
    ruler.add(patterns=[[{"LOWER": "acuerdo"}]], attrs={"LEMMA": "acuerdo"})  # type: ignore[attr-defined]
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(folder)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Language]:
    """English as it ships, and a little Spanish: the folder copied, and the words that the test needs put in."""
    root = tmp_path_factory.mktemp("languages")
    folder = root / "es"
    shutil.copytree(str(default().folder), folder, ignore=shutil.ignore_patterns("lexicon", "typing"))
    (folder / "lexicon").mkdir()
    for name, content in FILES.items():
        (folder / name).write_text(content, "utf-8")
    times = (folder / "times.toml").read_text("utf-8")
    for english, spanish in WORDS_OF_TIME.items():
        assert english in times
        times = times.replace(english, spanish)
    (folder / "times.toml").write_text(times, "utf-8")
    _train(folder / "model")
    return MappingProxyType({**supported(), **languages_in(root)})


def article(text: str, language: str) -> Article:
    return Article("https://outlet.example/a", "", text, PUBLISHED, "Outlet", language)


SPANISH = "Cuba y Honduras firmaron un acuerdo el lunes."
ENGLISH = "Cuba and Honduras signed an agreement on Monday."


def test_a_folder_is_a_language(two: Mapping[str, Language]) -> None:
    assert set(two) == {*supported(), "es"}
    assert two["es"].name == "Spanish"
    assert two["es"].is_installed
    assert "firmó" in verb_forms("firmar", two["es"])
    assert "firmó" not in verb_forms("firmar", default())


def test_reads_both_side_by_side(two: Mapping[str, Language]) -> None:
    read = list(extract_many([article(ENGLISH, "en"), article(SPANISH, "es"), article(ENGLISH, "en")], two))
    assert read[0] == read[2] == extract(article(ENGLISH, "en"))
    for found in read:
        (mention,) = found.mentions
        assert (mention.type, mention.realis) == (EventType.AGREE, Realis.OCCURRED)
        assert mention.when.starts_on == date(2025, 3, 17)
        assert [actor.country for actor in mention.actors] == ["CUB", "HND"]
    assert read[1].mentions[0].quote == SPANISH
    assert read[1].mentions[0].reasons is not None
    assert read[1].mentions[0].reasons.rule == "firmar-acuerdo"


def test_words_of_one_language_say_nothing_in_the_other(two: Mapping[str, Language]) -> None:
    for text, language in ((ENGLISH, "es"), (SPANISH, "en")):
        found = extract(article(text, language), two)
        assert not found.mentions
        assert [u.why for u in found.unread] == [WhyUnread.NO_WORD]


def test_what_has_no_folder_is_not_mangled() -> None:
    read = list(extract_many([article(SPANISH, "es"), article(ENGLISH, DEFAULT_LANGUAGE)]))
    assert [found.in_unsupported_language for found in read] == [True, False]
    assert not read[0].mentions
    assert not read[0].skipped
    assert [(u.why, u.start, u.end) for u in read[0].unread] == [(WhyUnread.LANGUAGE, 0, len(SPANISH))]
    assert read[1].mentions
