"""The pages of stories and actors: what belongs together, and who does what with whom."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests.web.conftest import Site


def links(text: str, to: str) -> list[str]:
    return list(dict.fromkeys(re.findall(rf'href="(/{to}/\d+)"', text)))


def test_a_story_lists_its_events_and_articles_and_events_lead_to_it(read_wire: Site) -> None:
    listed = read_wire.get("/stories").text
    latest = re.findall(r'class="under">to <time datetime="([^"]+)"', listed)
    assert len(latest) > 1
    assert latest == sorted(latest, reverse=True)
    (first, *_) = links(listed, "stories")
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
    assert 'class="mark-rect role-mark deeds"' in page.text
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
