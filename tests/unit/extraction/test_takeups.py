"""Sentences that speak again of a deed told before: each is read as that deed, with its day, its place and its sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

from pipeline.domain.article import Article
from pipeline.domain.mention import Extraction
from pipeline.domain.vocabulary import Realis, Role
from pipeline.extraction import extract_many

TUESDAY = datetime(2024, 5, 14, 12, 0, tzinfo=UTC)
BAN = "Burundi banned all exports to Rwanda on Monday."
SHELLED = "Rebels shelled the town of Sumbe on Sunday night."
PACT = "Colombia and the ELN signed a ceasefire agreement in Havana on Friday."

# What was told, how it is taken up, and the type, the day in May and who is named with which role ("": it is not said).
AGAIN = [
    (BAN, "The move came a day after a storm.", "SANCTION", 13, "source Burundi"),
    (BAN, "The decision was confirmed on Tuesday by a spokesman for the president of Kenya.", "SANCTION", 13, "source Burundi"),
    (BAN, "The order takes effect on Friday.", "SANCTION", 13, "source Burundi"),
    (f"{BAN} Kigali called it illegal.", "The decision was taken without a debate.", "SANCTION", 13, "source Burundi"),
    (PACT, "The announcement was made by Norway on Sunday.", "AGREE", 10, "source Colombia"),
    (PACT, "The pact is the first between the two sides in ten years.", "AGREE", 10, "source Colombia"),
    (SHELLED, "Twelve people are known to have died.", "ASSAULT", 12, "target Twelve people"),
    (SHELLED, "Eight people died at the hospital alone.", "ASSAULT", 12, "target Eight people"),
    (SHELLED, "Three people lost their lives.", "ASSAULT", 12, "target Three people"),
    (SHELLED, "At least 12 people are dead.", "ASSAULT", 12, "target At least 12 people"),
    (SHELLED, "Seven people were killed.", "ASSAULT", 12, "target Seven people"),
    (SHELLED, "A nurse was among the dead.", "ASSAULT", 12, "target A nurse"),
    (SHELLED, "The toll rose to 15 on Tuesday.", "ASSAULT", 12, "source Rebels"),
    (SHELLED, "A thirteenth victim died of her wounds.", "ASSAULT", 12, "target A thirteenth victim"),
    (SHELLED, "The number of wounded, first put at 60, rose to 80.", "ASSAULT", 12, "source Rebels"),
    (SHELLED, "The death toll from Friday's bombardment of Luena rose to 12.", "ASSAULT", 10, ""),
    ("A car bomb went off in Aden on Sunday.", "It killed a nurse and two children.", "ASSAULT", 12, "target a nurse"),
]  # fmt: skip

# What only looks like it: nothing is read of the second sentence, or it is dated on its own.
NOT_AGAIN = [
    ("President Quispe was to resign on Tuesday.", "He has not."),  # he may yet
    ("Lavrov is due in Ankara on Thursday.", "He has not said what he will bring."),
    (BAN, "The move surprised nobody."),
    (BAN, "The decision of the court came a day later."),
    (SHELLED, "The decision came a day after a storm."),
    ("The announcement set off riots in Lima on Monday.", "He did so in a televised address."),
]


def read_each(texts: Iterable[str]) -> Iterator[Extraction]:
    """What is read of each text, as an article of its own."""
    return extract_many(Article(f"https://x.example/{n}", "", text, TUESDAY, "x") for n, text in enumerate(texts))


def test_what_is_told_again_is_read_as_it_was_told() -> None:
    texts = (f"{a}\n\n{b}" for a, b, *_ in AGAIN)
    for (_, again, type_, day, who), read in zip(AGAIN, read_each(texts), strict=True):
        found = [m for m in read.mentions if m.quote[:20] in again]
        assert [(m.type, m.when.starts_on) for m in found] == [(type_, date(2024, 5, day))], again
        role, _, name = who.partition(" ")
        assert not who or any(a.role is Role(role) and a.text == name for a in found[0].actors), (
            again,
            found[0].actors,
        )


def test_what_is_not_told_again_takes_nothing_up() -> None:
    for (_, other), read in zip(NOT_AGAIN, read_each(map("\n\n".join, NOT_AGAIN)), strict=True):
        assert not [m for m in read.mentions if m.quote[:15] in other], other


SAID_SHELLED = "Rebels said the army had shelled the town of Sumbe on Sunday night."
SAID_MET = "A newspaper reported that the minister had met a Taliban envoy in Doha on Sunday."
DRONE = "A drone struck the refinery at Abqaiq on Sunday."
DENIALS = [
    (SAID_SHELLED, "The army denied it."),
    (SAID_SHELLED, "The army flatly denied the claim."),
    (SAID_SHELLED, "The army rejected the accusation and spoke of an accident."),
    (SAID_SHELLED, "The army called the report a lie."),
    (SAID_SHELLED, "The army denied having fired a single round."),
    (SAID_SHELLED, "The army said its guns had not shelled any town."),
    (SAID_SHELLED, "Nothing of the kind had happened, a spokesman for the army said."),
    (SAID_SHELLED, "That was not true, the general staff said."),
    (f"{SAID_SHELLED} The Red Cross was appalled.", "The army said it had done no such thing."),
    (SAID_MET, "No such meeting had taken place, his office said."),
    (SAID_MET, "The ministry said the report was untrue."),
    (DRONE, "Tehran denied any involvement."),
    (DRONE, "Iran told Riyadh it had absolutely nothing to do with the attack."),
    (DRONE, "Iran was not involved in it, its ambassador said."),
    (DRONE, "Tehran had no hand in it, the foreign ministry said."),
]

# Words like these that deny nothing of what was told, or that nobody can deny for another.
NO_DENIALS = [
    (DRONE, "Tehran neither confirmed nor denied it."),
    (DRONE, "Tehran did not deny it."),
    (DRONE, "Nobody in Tehran denied it."),
    (DRONE, "The arrest of a journalist had nothing to do with it, the prince said."),
    ("The president met the king in Rabat on Monday.", "The minister, who is accused of taking bribes, denied it."),
    ("Manila accused China on Monday of breaking the law.", "Beijing denied it."),
]


def test_a_deed_that_a_party_denies_is_denied_with_its_day() -> None:
    for (_, denial), read in zip(DENIALS, read_each(map(" ".join, DENIALS)), strict=True):
        (found,) = (m for m in read.mentions if m.realis is Realis.DENIED)
        assert found.quote[:15] in denial
        assert (found.type, found.when.starts_on) == (read.mentions[0].type, date(2024, 5, 12)), denial


def test_what_denies_nothing_told_is_no_denial() -> None:
    for row, read in zip(NO_DENIALS, read_each(map(" ".join, NO_DENIALS)), strict=True):
        assert not [m for m in read.mentions if m.realis is Realis.DENIED], row


def test_a_claim_denied_in_the_same_sentence_is_denied() -> None:
    texts = (
        "The rebels said they had shot down a helicopter near Idlib on Monday; the army denied it within the hour.",
        "The rebels said they had shot down a helicopter near Idlib on Monday, a claim that the army rejected.",
        "The ministry denied reports that it would hold talks with the rebels in Juba on Friday.",
    )
    for read in read_each(texts):
        assert [m.realis for m in read.mentions] == [Realis.DENIED], read.mentions


def test_a_running_count_is_told_whole_of_what_was_told_before() -> None:
    text = "Police arrested 200 people at a march in Lagos on Sunday. The number of those arrested has grown to 350."
    (read,) = read_each([text])
    *_, count = read.mentions
    assert (count.type, count.when.starts_on) == ("COERCE", date(2024, 5, 12))
    assert [(q.kind, q.value) for q in count.quantities] == [("arrested", 350)]
    assert count.quote.startswith("The number of those arrested")
