"""Sentences that speak again of a deed told before: each is read as that deed, with its day, its place and its sides."""

from __future__ import annotations

from datetime import UTC, date, datetime

from pipeline.domain.article import Article
from pipeline.domain.vocabulary import Role
from pipeline.extraction import extract_many

TUESDAY = datetime(2024, 5, 14, 12, 0, tzinfo=UTC)
BAN = "Burundi banned all exports to Rwanda on Monday."
SHELLED = "Rebels shelled the town of Sumbe on Sunday night."
PACT = "Colombia and the ELN signed a ceasefire agreement in Havana on Friday."

# What was told, how it is taken up, and the type, the day in May and who is named with which role (nobody: "").
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
    ("A car bomb went off in Aden on Sunday.", "It killed a nurse and two children.", "ASSAULT", 12, "target a nurse"),
]  # fmt: skip

# What only looks like it: nothing is read of the second sentence, or it is dated on its own.
NOT_AGAIN = [
    (BAN, "The move surprised nobody."),
    (BAN, "The decision of the court came a day later."),
    (SHELLED, "The decision came a day after a storm."),
    ("The announcement set off riots in Lima on Monday.", "He did so in a televised address."),
]


def test_what_is_told_again_is_read_as_it_was_told() -> None:
    articles = [
        Article(f"https://x.example/{n}", "", f"{a}\n\n{b}", TUESDAY, "x") for n, (a, b, *_) in enumerate(AGAIN)
    ]
    for (_, again, type_, day, who), read in zip(AGAIN, extract_many(articles), strict=True):
        found = [m for m in read.mentions if m.quote[:20] in again]
        assert [(m.type, m.when.starts_on) for m in found] == [(type_, date(2024, 5, day))], again
        role, name = who.split(" ", 1)
        assert any(a.role is Role(role) and a.text == name for a in found[0].actors), (again, found[0].actors)


def test_what_is_not_told_again_takes_nothing_up() -> None:
    articles = [
        Article(f"https://x.example/{n}", "", "\n\n".join(row), TUESDAY, "x") for n, row in enumerate(NOT_AGAIN)
    ]
    for (_, other), read in zip(NOT_AGAIN, extract_many(articles), strict=True):
        assert not [m for m in read.mentions if m.quote[:15] in other], other
