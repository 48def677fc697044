"""The form of the seed files of people and bodies."""

from __future__ import annotations

import itertools
import re
from datetime import date

from pipeline.domain.vocabulary import ActorKind
from pipeline.gazetteer.countries import countries
from pipeline.gazetteer.names import fold, seed_rows, slug, split_list
from pipeline.gazetteer.offices import canonical_office
from pipeline.gazetteer.registry import load_seeds, sound


def test_bodies_have_keys_kinds_and_known_states() -> None:
    rows = seed_rows("actors.csv")
    keys = {row["key"] for row in rows}
    assert len(keys) == len(rows)
    for row in rows:
        assert re.fullmatch(r"org:[a-z0-9-]+", row["key"]), row
        assert ActorKind(row["kind"]) in {ActorKind.ORGANISATION, ActorKind.ARMED_GROUP}
        assert not row["country"] or row["country"] in countries()
        stands_for = row["stands_for"]
        assert not stands_for or stands_for in keys or stands_for.removeprefix("state:") in countries(), row


def test_every_alias_leads_to_its_own_body() -> None:
    for row in seed_rows("actors.csv"):
        for name in (row["name"], *split_list(row["aliases"])):
            found = load_seeds().named(name)
            assert found is not None
            assert found.key == row["key"], (name, found.key)


def test_terms_of_office_are_days_of_known_states_and_bodies() -> None:
    keys = {row["key"] for row in seed_rows("actors.csv")}
    for row in seed_rows("holders.csv"):
        assert row["name"] == row["name"].strip()
        assert not row["of"] or row["of"] in countries() or row["of"] in keys, row
        for cell in (row["from"], row["until"]):
            assert re.fullmatch(r"(\d{4}(-\d\d(-\d\d)?)?)?", cell), row
        assert not (row["from"] and row["until"]) or row["from"] <= row["until"], row
        if len(row["from"]) == 10:
            date.fromisoformat(row["from"])
        if len(row["until"]) == 10:
            date.fromisoformat(row["until"])


def test_no_state_has_two_presidents_or_heads_of_government_at_once() -> None:
    terms: dict[tuple[str, str], list[tuple[str, str, str]]] = {}
    for row in seed_rows("holders.csv"):
        office = canonical_office(row["office"]) if row["office"] else ""
        if office in {"president", "prime minister", "chancellor", "foreign minister"} and len(row["of"]) == 3:
            terms.setdefault((row["of"], office), []).append((row["from"], row["until"] or "9999", row["name"]))
    for (of, office), held in terms.items():
        held.sort()
        for before, after in itertools.pairwise(held):
            assert before[1] <= after[0] or before[1][: len(after[0])] <= after[0], (of, office, before, after)


def test_people_have_one_key_and_full_names_lead_to_them() -> None:
    for row in seed_rows("holders.csv"):
        if " " in fold(row["name"]):
            found = load_seeds().named(row["name"])
            assert found is not None
            assert found.key == f"person:{slug(row['name'])}"


def test_spellings_that_sound_alike_are_one() -> None:
    for one, other in (
        ("Volodymyr Zelenskyy", "Volodymyr Zelensky"),
        ("Sergei Lavrov", "Sergey Lavrov"),
        ("Muhammad Khatami", "Muhammad Hatami"),
        ("Abdel Fattah al Burhan", "Abdel Fattah Burhan"),
        ("Aleksandar Vucic", "Aleksandar Vučić"),
    ):
        assert sound(fold(one)) == sound(fold(other))
    assert sound(fold("Theresa May")) != sound(fold("Teresa Mayo"))
