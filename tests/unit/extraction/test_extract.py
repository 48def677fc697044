"""Whole articles in, mentions out."""

from __future__ import annotations

import json
import random
from datetime import UTC, date, datetime
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction, Mention
from pipeline.domain.vocabulary import Change, EventType, Mode, Realis
from pipeline.extraction import extract, extract_many

MONDAY = datetime(2024, 6, 10, 9, 0, tzinfo=UTC)


def article(text: str, *, published_at: datetime | None = MONDAY, title: str = "Headline") -> Article:
    return Article("https://outlet.example/a", title, text, published_at, "Outlet")


def read(text: str, **options: object) -> Extraction:
    return extract(article(text, **options))  # type: ignore[arg-type]


def one(text: str, type_: EventType) -> Mention:
    found = [m for m in read(text).mentions if m.type is type_]
    assert len(found) == 1, (text, read(text))
    return found[0]


def countries(mention: Mention) -> set[str | None]:
    return {actor.country for actor in mention.actors}


def names(mention: Mention) -> set[str]:
    return {actor.name for actor in mention.actors}


@pytest.mark.parametrize(
    ("text", "type_", "realis", "day"),
    [
        ("Finland's president, Alexander Stubb, will meet the Swedish prime minister in Oslo on Thursday.", "CONSULT", "planned", 13),
        ("Alexander Stubb met the Swedish prime minister in Oslo on Friday.", "CONSULT", "occurred", 7),
        ("The Swedish prime minister intends to visit Finland on Wednesday.", "CONSULT", "planned", 12),
        ("Sweden and Finland had agreed to hold talks in Oslo on Tuesday.", "CONSULT", "planned", 11),
        ("The minister said he would travel to Oslo on Wednesday to meet his Norwegian counterpart.", "CONSULT", "planned", 12),
        ("Norway called off its talks with Sweden on Sunday.", "CONSULT", "cancelled", None),
        ("The summit of Nordic leaders, due to open on Friday, has been postponed.", "CONSULT", "postponed", 14),
        ("The talks between Norway and Sweden will not take place.", "CONSULT", "cancelled", None),
        ("Rail workers went on strike across Norway on Monday.", "PROTEST", "occurred", 10),
        ("Sweden and Norway signed a fisheries agreement in Bergen on Saturday.", "AGREE", "occurred", 8),
    ],
)  # fmt: skip
def test_tells_how_a_deed_is_presented(text: str, type_: str, realis: str, day: int | None) -> None:
    mention = one(text, EventType(type_))
    assert mention.realis is Realis(realis)
    if day is not None:
        assert mention.when.starts_on == date(2024, 6, day)


@pytest.mark.parametrize(
    "text",
    [
        "Norway could send soldiers to the border.",
        "If the talks fail, Sweden will impose sanctions on Norway.",
        "Should Norway close the border, Sweden would recall its ambassador.",
        "Sweden should meet Norway halfway, one analyst said.",
        "Norway has not agreed to a ceasefire.",
        "The Swedish prime minister will not attend the summit.",
        "Norwegian troops last invaded a neighbour in 1808.",
        "Sweden refused to say whether it would send troops.",
        "“They will attack us again,” said a baker in Bergen.",
        "Will Sweden impose sanctions on Norway?",
        "Any soldiers deployed in Norway must be able to defend themselves.",
    ],
)
def test_makes_no_mention_of_what_did_not_happen(text: str) -> None:
    found = [m for m in read(text).mentions if m.type is not EventType.REJECT]
    assert found == []


def test_says_why_a_sentence_was_skipped() -> None:
    (skipped, *_) = read("If Norway agrees, Sweden will sign the treaty on Friday.").skipped
    assert skipped.realis is Realis.CONDITIONAL
    assert skipped.reasons is not None
    assert skipped.reasons.trigger


def test_reads_a_moved_day_with_the_old_one() -> None:
    mention = one("The Nordic summit has been moved from Thursday to Saturday.", EventType.CONSULT)
    assert mention.change is Change.RESCHEDULED
    assert mention.moved_from == date(2024, 6, 13)
    assert mention.when.starts_on == date(2024, 6, 15)


def test_reads_what_is_back_on() -> None:
    mention = one("The summit of Norway and Sweden on Friday is back on.", EventType.CONSULT)
    assert mention.change is Change.REINSTATED
    assert mention.realis is Realis.PLANNED


def test_resolves_surnames_titles_and_pronouns() -> None:
    text = (
        "Norway's prime minister, Jonas Gahr Store, arrived in Stockholm on Sunday.\n\n"
        "He met King Carl Gustaf the same evening. On Tuesday the prime minister will visit Finland."
    )
    mentions = [m for m in read(text).mentions if m.type is EventType.CONSULT]
    assert len(mentions) == 3
    assert all("Jonas Gahr Store" in names(m) for m in mentions)


def test_learns_facts_from_appositions() -> None:
    (fact,) = read("Estonia's foreign minister, Kadri Rebane, met her Latvian colleague in Riga on Sunday.").taught
    assert (fact.name, fact.office, fact.country) == ("Kadri Rebane", "foreign minister", "EST")


def test_names_the_passive_doer_and_the_one_done_to() -> None:
    mention = one("Two journalists were arrested by Norwegian police in Oslo on Sunday.", EventType.COERCE)
    roles = {actor.role: actor.text for actor in mention.actors}
    assert "police" in roles["source"]
    assert "journalists" in roles["target"]


def test_takes_no_row_out_of_sport() -> None:
    text = (
        "Norway meet Sweden in Oslo on Thursday in the final of the cup, and the coach expects his midfielders to attack. "
        "The striker scored twice in the semi-final, the goalkeeper saved a penalty, and the team's supporters filled the stadium."
    )
    result = read(text, title="Norway meet Sweden for the title")
    assert result.mentions == ()
    assert {s.realis for s in result.skipped} <= {Realis.UNRELATED, Realis.HYPOTHETICAL, Realis.OPINION}


RETOLD = """Portugal's Prime Minister Ana Teixeira, left, and Brazil's President Rui Campos, rightPortugal's Prime Minister Ana Teixeira, left, and Brazil's President Rui Campos, right

Ana Teixeira’s “league of the sea” ought to patrol the Gulf of Guinea at once, a naval scholar has argued.

The Tribune wrote on Sunday that the prime minister is ready to send hundreds of Portuguese marines to Benin for a year to hold off pirates.

Navy chiefs of the countries in the “league of the sea” are to gather in Lisbon on Wednesday to go through the details.

It is thought that the group might send as many as twelve frigates, which could provoke the insurgents.

Teixeira has said that no ship would sail without cover from the air, which Rui Campos has so far refused to promise.

A visiting professor at a college in Porto, Marta Lopes, thinks the plan is too timid. “If one of our crews is attacked and we do not answer, that would be worse than staying at home,” she said. She added that the ships must be able to sink any boat that fires on them.

According to the Tribune, Portugal, Spain, Ghana and Togo will hold talks on the patrols this week.

Campos, for his part, has announced that he plans to telephone Patrice Talon on Tuesday to press for a pause in the raids."""


def test_reads_the_first_article_in_other_words_names_and_days() -> None:
    mentions = read(RETOLD).mentions
    meeting = next(m for m in mentions if "Lisbon" in m.quote)
    assert (meeting.type, meeting.realis, meeting.when.starts_on) == (
        EventType.CONSULT,
        Realis.PLANNED,
        date(2024, 6, 12),
    )
    assert meeting.place is not None
    assert (meeting.place.name, meeting.place.country) == ("Lisbon", "PRT")
    call = next(m for m in mentions if m.mode is Mode.PHONE)
    assert (call.type, call.realis, call.when.starts_on) == (EventType.CONSULT, Realis.PLANNED, date(2024, 6, 11))
    assert names(call) == {"Rui Campos", "Patrice Talon"}
    talks = next(m for m in mentions if "Togo" in m.quote)
    assert countries(talks) == {"PRT", "ESP", "GHA", "TGO"}
    assert talks.realis is Realis.PLANNED
    for words in ("twelve frigates", "attacked", "sink any boat", "ought to patrol"):
        assert not any(words in m.quote for m in mentions), words


def test_reads_the_first_article(shared: Path) -> None:
    raw = json.loads((shared / "article" / "coalition-of-the-willing.jsonl").read_text("utf-8").splitlines()[0])
    published_at = datetime.fromisoformat(raw["published"])
    mentions = extract(Article(raw["url"], raw["title"], raw["text"], published_at, raw["outlet"])).mentions
    meeting = next(m for m in mentions if "London" in m.quote)
    assert (meeting.type, meeting.realis, meeting.when.starts_on) == (
        EventType.CONSULT,
        Realis.PLANNED,
        date(2025, 3, 20),
    )
    assert meeting.place is not None
    assert (meeting.place.name, meeting.place.country) == ("London", "GBR")
    call = next(m for m in mentions if m.mode is Mode.PHONE)
    assert (call.type, call.realis, call.when.starts_on) == (EventType.CONSULT, Realis.PLANNED, date(2025, 3, 18))
    assert names(call) == {"Donald Trump", "Vladimir Putin"}
    talks = next(m for m in mentions if "Australia" in m.quote)
    assert countries(talks) == {"GBR", "FRA", "TUR", "CAN", "AUS"}
    assert any(m.type is EventType.REJECT and "Donald Trump" in names(m) for m in mentions)
    assert any("thousands of British troops" in m.quote for m in mentions)
    assert len(mentions) <= 6
    for words in ("no-fly", "nuclear", "killed by Russia", "30,000", "world war", "Giles"):
        assert not any(words in m.quote for m in mentions), words


WORDS = st.sampled_from(
    [
        "Norway",
        "Sweden",
        "Kim",
        "Trump",
        "the",
        "a",
        "he",
        "they",
        "will",
        "would",
        "has",
        "met",
        "meet",
        "talks",
        "signed",
        "agreement",
        "on",
        "Thursday",
        "in",
        "Oslo",
        "attack",
        "if",
        "not",
        "said",
        "that",
        ".",
        ",",
        "“",
        "”",
        "\n\n",
        "-",
        "sanctions",
        "12",
        "June",
        "killed",
    ]
)


@settings(max_examples=40)
@given(st.lists(WORDS, max_size=60))
def test_any_words_make_quotes_that_stand_at_their_offsets(words: list[str]) -> None:
    text = " ".join(words)
    _check(text, extract(article(text)))


@settings(max_examples=60)
@given(st.text(max_size=300), st.none() | st.datetimes())
def test_any_text_at_any_time_is_read_without_error(text: str, published_at: datetime | None) -> None:
    when = published_at.replace(tzinfo=UTC) if published_at else None
    _check(text, extract(article(text, published_at=when)))


def _check(text: str, result: Extraction) -> None:
    for found in (*result.mentions, *result.skipped, *result.taught):
        assert text[found.start : found.end] == found.quote
    for mention in result.mentions:
        assert 10 <= len(mention.quote) <= 800
        assert 0 <= mention.confidence <= 1
        assert mention.realis.is_event


def test_many_articles_read_alike_alone_and_in_a_batch() -> None:
    articles = [article(RETOLD), article("Sweden and Norway signed a pact on Friday."), article("")]
    assert list(extract_many(articles)) == [extract(a) for a in articles]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " \n\n ",
        "a" * 1_000_000,
        "talks " * 100_000,
        "\x00\x01\x02" * 1000,
        "שלום " * 500 + "Norway signed a pact with Sweden on Friday.",
        "🕊️" * 500,
        "<html><body><p>Norway met Sweden</p></body></html>" * 50,
        bytes(range(256)).decode("latin-1") * 40,
        '"' * 5000,
        "(" * 5000 + "Norway",
        "A. " * 20000,
        "Norway's " * 20000,
        "\n".join(["Norway signed a pact with Sweden."] * 3000),
        "Norway met \ud800 Sweden in Oslo on Monday. " * 3,
        " ".join(["Norway", "met", "the", "envoy", "and", "attacked"] * 17_000),
        "It rained in Oslo and the hills were green. " * 230_000,
        "Prime Minister Ana Quispe, head of the Harbour Board of the Port of Callao and " * 6000,
        "".join(f"Ana{n} Quispe{n}, Harbour Dairies' director, met Luis{n} Rojas{n}. " for n in range(150)),
        "\u202eOslo ni thgil eht\u202c \u2067النرويج\u2069 Norway signed a pact with Sweden on Friday. " * 2000,
        random.Random(1).randbytes(300_000).decode("utf-8", "replace"),
        "<div " * 400_000 + "Norway met Sweden",
    ],
    ids=range(22),
)
def test_odd_texts_cost_bounded_time(text: str) -> None:
    started = process_time()  # the time of this process: others may keep the machine busy
    _check(text, extract(article(text)))
    assert process_time() - started < 60
