"""The pages of stories and actors: what belongs together, and who does what with whom."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from typing import Any

import pytest

from pipeline.web.pages.actors import by_month, latest_days, partners
from tests.web.conftest import Site


def links(text: str, to: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf'href="(/{to}/\d+)"', text)))


def test_a_story_lists_its_events_and_articles_and_events_lead_to_it(read_wire: Site) -> None:
    (first, *_) = links(read_wire.get("/stories").text, "stories")
    page = read_wire.get(first)
    assert page.status == 200
    assert links(page.text, "articles")
    event = next(each for each in links(page.text, "events"))
    assert first in links(read_wire.get(event).text, "stories")


def test_an_actor_has_months_partners_and_events_and_events_lead_to_it(read_wire: Site) -> None:
    (first, *_) = links(read_wire.get("/actors").text, "actors")
    page = read_wire.get(first)
    name = unescape(re.findall(r"<h1><bdi>(.*?)</bdi></h1>", page.text)[0])
    assert re.search(r'<th scope="row">\w+ 2015</th>', page.text)
    assert f'href="{first}?with=' in page.text
    event = links(page.text, "events")[0]
    assert first in links(read_wire.get(event).text, "actors")
    found = read_wire.get("/actors?name=" + name.split()[0].lower())
    assert first in links(found.text, "actors")
    assert links(read_wire.get("/actors?name=%25%25nobody").text, "actors") == []


def test_what_passed_between_two_actors_is_shown_alone(read_wire: Site) -> None:
    (first, *_) = links(read_wire.get("/actors").text, "actors")
    alone = read_wire.get(first)
    (other, *_) = re.findall(rf'href="{first}\?with=(\d+)"', alone.text)
    both = read_wire.get(f"{first}?with={other}")
    shown = links(both.text, "events")
    assert shown
    assert set(shown) <= set(links(alone.text, "events"))
    assert all({first, f"/actors/{other}"} <= set(links(read_wire.get(each).text, "actors")) for each in shown)
    assert "With whom" not in both.text
    assert read_wire.get(f"{first}?with=999999").status == 404


def test_hostile_names_stay_words(filled: Site) -> None:
    for path in links(filled.get("/actors").text, "actors"):
        page = filled.get(path)
        assert page.status == 200
        assert "<script>document" not in page.text
        assert "<img src=x" not in page.text


@pytest.mark.parametrize("path", ["/stories/999999", "/actors/999999", "/stories/x", f"/actors/{2**70}", "/stories/0"])
def test_what_is_not_there_is_said_to_be_missing(empty_site: Site, path: str) -> None:
    assert empty_site.get(path).status == 404


def test_months_count_the_four_classes() -> None:
    march, april = date(2025, 3, 1), date(2025, 4, 1)
    deeds = [
        *({"event_id": n, "type": "CONSULT", "on_day": date(2025, 3, n)} for n in (1, 31)),
        {"event_id": 3, "type": "AGREE", "on_day": date(2025, 3, 5)},
        *({"event_id": n, "type": "ASSAULT", "on_day": date(2025, 3, 6)} for n in range(4, 8)),
        {"event_id": 8, "type": "AID", "on_day": date(2025, 4, 30)},
        {"event_id": 9, "type": "AID", "on_day": None},
    ]
    assert by_month(deeds) == [(april, [0, 1, 0, 0]), (march, [3, 0, 0, 4])]
    assert latest_days(deeds)[:2] == [8, 31]
    assert latest_days(deeds)[-1] == 9


def test_partners_are_counted_by_who_did_what_to_whom() -> None:
    def acting(event_id: int, *roles: tuple[int, str]) -> list[dict[str, Any]]:
        return [
            {
                "event_id": event_id,
                "actor_id": each,
                "role": role,
                "name": f"No{each}",
                "kind": "state",
                "country": None,
            }
            for each, role in roles
        ]

    found = partners(
        1,
        [
            *acting(1, (1, "source"), (2, "target")),
            *acting(2, (1, "target"), (2, "source")),
            *acting(3, (1, "participant"), (2, "participant"), (3, "participant")),
            *acting(4, (1, "source"), (2, "source"), (3, "target")),
        ],
    )
    assert [(each.actor_id, each.did, each.had_done, each.together) for each in found] == [(2, 1, 1, 2), (3, 1, 0, 1)]
