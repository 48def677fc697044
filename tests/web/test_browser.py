"""The pages in a real browser: what is new comes in, times are the reader's, nothing hostile runs, keys and phones work."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from axe_core_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

from pipeline.store import Database
from tests.web.conftest import Site

CHROMIUM = Path("/usr/bin/chromium")
PATHS = (
    "/",
    "/brief",
    "/ahead",
    "/events",
    "/map",
    "/feeds",
    "/watches",
    "/watches/new",
    "/watches/1?days=30",
    "/alerts",
    "/review",
    "/search?words=meet",
    "/stories",
    "/actors",
    "/try",
    "/events/{moved}",
    "/events/{hostile}",
    "/articles/{later}",
    "/articles/{hostile_article}",
    "/actors/{hostile_actor}",
    "/actors/{norland}",
    "/actors/{norland}?with={hostile_actor}",
)
pytestmark = [
    pytest.mark.browser,
    pytest.mark.xdist_group("browser"),  # it is started, and what its pages tell is read, by one process only
    pytest.mark.skipif(not CHROMIUM.exists(), reason="there is no /usr/bin/chromium: apt-get install chromium"),
]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a page as some reader; the test fails where the browser's console has an error or another host is asked."""
    complaints: list[str] = []
    contexts = []

    def open_page(site: Site, path: str, **reader: object) -> Page:
        context = browser.new_context(**{"timezone_id": "Asia/Tokyo", "locale": "en-GB", **reader})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on(
            "console", lambda message: complaints.append(message.text) if message.type in {"error", "warning"} else None
        )
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        page.on(
            "request", lambda request: None if request.url.startswith(site.base) else complaints.append(request.url)
        )
        reply = page.goto(site.base + path)
        assert reply is not None
        assert reply.status < 500
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.mark.parametrize("path", PATHS)
def test_each_page_reads_by_day_by_night_and_on_a_phone(filled: Site, visit: Callable[..., Page], path: str) -> None:
    page = visit(filled, path.format(**filled.ids))
    assert page.title().endswith("Wirewatch")
    assert page.title() != "owned", "what an article says has run"
    assert page.evaluate(LANDMARKS) == []
    assert page.evaluate(UNNAMED) == []
    assert page.evaluate(FAINT) == []
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(FAINT) == []
    page.set_viewport_size({"width": 360, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_no_page_is_a_bar_to_anybody(filled: Site, visit: Callable[..., Page]) -> None:
    """No serious or critical violation by axe-core; how faint words are at night is looked at above."""
    page = visit(filled, "/", bypass_csp=True)
    grave = []
    for path in PATHS:
        page.goto(filled.base + path.format(**filled.ids))
        grave += [
            (path, each["id"], each["nodes"][0]["html"][:200])
            for each in Axe().run(page)["violations"]
            if each["impact"] in {"serious", "critical"}
        ]
    assert grave == []


def test_new_rows_come_in_within_seconds(own: Site, database: Database, visit: Callable[..., Page]) -> None:
    page = visit(own, "/")
    kept = page.locator(f"[data-key=d{own.ids['rescheduled']}] h3 a")
    kept.focus()
    started = time.monotonic()
    database.run(
        "with made as (insert into events (type, status, title, starts_on, date_precision, confidence, outlets) values"
        " ('PROTEST', 'occurred', 'Dockers struck in Norland', '2025-03-11', 'day', 0.7, 1) returning event_id)"
        " insert into developments (event_id, kind, ordinal, article_url, quote, reported_at)"
        " select event_id, 'created', 1, 'https://harbour.example/dockers', 'The dockers walked out.', '2025-03-11T20:00Z' from made"
        " returning development_id"
    )
    expect(page.locator(".development h3").first).to_have_text("Dockers struck in Norland", timeout=8000)
    expect(page.locator("[data-list=events] th a").first).to_have_text("Dockers struck in Norland")
    expect(page.get_by_role("status")).to_have_text("1 new development")
    assert time.monotonic() - started < 8
    assert kept.evaluate("element => element === document.activeElement"), "the reader's place was lost"


def test_an_empty_page_fills(
    own: Site, serve: Callable[..., Site], database: Database, visit: Callable[..., Page]
) -> None:
    database.run("truncate events, developments, mentions, articles, feeds cascade")
    page = visit(own, "/")
    expect(page.get_by_text("Nothing here yet")).to_be_visible()
    database.run(
        "insert into events (type, status, title, confidence, outlets)"
        " values ('AID', 'occurred', 'Norland sent grain', 0.7, 1) returning event_id"
    )
    expect(page.locator("[data-list=events] th a").first).to_have_text("Norland sent grain", timeout=8000)


def test_no_table_is_cut_and_no_column_crushed(read_wire: Site, visit: Callable[..., Page]) -> None:
    page = visit(read_wire, "/actors")
    actor = page.locator("tbody th a").first.get_attribute("href")
    for path in ("/actors", str(actor), "/stories", "/events", "/search?words=talks"):
        page.goto(read_wire.base + path)
        assert page.locator("tbody th").count() > 0
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 740})
            assert (path, width, page.evaluate(CUT), page.evaluate(CRUSHED)) == (path, width, [], [])


def test_a_phone_shows_which_page_is_open(filled: Site, visit: Callable[..., Page]) -> None:
    page = visit(filled, "/try", viewport={"width": 360, "height": 740})
    expect(page.locator("nav a[aria-current=page]")).to_be_in_viewport(ratio=1)


def test_an_event_slides_through_its_states(filled: Site, visit: Callable[..., Page]) -> None:
    page = visit(filled, f"/events/{filled.ids['moved']}")
    page.locator("#as-of-slider").focus()
    page.keyboard.press("Home")
    expect(page.get_by_text("As it stood at")).to_be_visible()
    expect(page.locator("h1")).to_have_text("Norland to meet Sudmark in Geneva on 12 March 2025")
    assert "as_of=2025-03-04" in page.url
    expect(page.locator("#as-of-slider")).to_be_focused()
    page.keyboard.press("End")
    expect(page.locator("h1")).to_have_text("Norland to meet Sudmark in Geneva on 19 March 2025")
    assert page.url.endswith(f"/events/{filled.ids['moved']}")


def test_times_are_in_the_readers_zone(filled: Site, visit: Callable[..., Page]) -> None:
    page = visit(filled, f"/articles/{filled.ids['later']}")
    expect(page.locator("time").first).to_have_text("10 Mar 2025 18:00")
    expect(page.get_by_label("Times are in")).to_have_value("Asia/Tokyo")
    page.reload()
    assert "10 Mar 2025 18:00" in page.content()
    page.get_by_label("Times are in").fill("America/New_York")
    page.get_by_role("button", name="Change").click()
    expect(page.locator("time").first).to_have_text("10 Mar 2025 05:00")
    page.goto(f"{filled.base}/articles/{filled.ids['later']}")
    expect(page.locator("time").first).to_have_text("10 Mar 2025 05:00")


def test_it_reads_without_javascript(filled: Site, visit: Callable[..., Page]) -> None:
    page = visit(filled, "/ahead", java_script_enabled=False)
    page.get_by_role("link", name="rescheduled").or_(
        page.get_by_role("link", name="Norland to meet Sudmark")
    ).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Norland to meet Sudmark")
    expect(page.locator("mark").nth(1)).to_contain_text("was moved from 12 March to 19 March")


def test_filters_narrow_the_table_and_leave_short_addresses(filled: Site, visit: Callable[..., Page]) -> None:
    page = visit(filled, "/events")
    page.get_by_label("Status").select_option("postponed")
    page.get_by_role("button", name="Show").click()
    page.wait_for_url("**/events?status=postponed")
    expect(page.locator("[data-list=events] tr")).to_have_count(1)
    page.get_by_role("link", name="Norland to meet Ostria").click()
    expect(page.locator(".timeline mark").last).to_have_text("The meeting of Norland and Ostria has been postponed.")


def test_keys_reach_everything(filled: Site, visit: Callable[..., Page]) -> None:
    page = visit(filled, "/events")
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="Skip to the content")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Words in the title")).to_be_focused()
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert outline != "none"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without"])
def test_two_events_are_merged_and_undone(read_wire: Site, visit: Callable[..., Page], scripts: bool) -> None:
    first, second = read_wire.ids["first"], read_wire.ids["second"]
    page = visit(read_wire, f"/events/{first}", java_script_enabled=scripts)
    title = page.get_by_role("heading", level=1).inner_text()
    page.get_by_role("link", name="Merge, split, fix").click()
    merge = page.get_by_role("region", name="It is the same as another event")
    merge.get_by_label("Numbers of other events").fill(str(second))
    merge.get_by_label("Your name").fill("Ada")
    merge.get_by_label("Why").fill("the same talks")
    merge.get_by_role("button", name="Merge").click()
    expect(page.get_by_role("status").first).to_contain_text("stands: merge")
    page.goto(f"{read_wire.base}/events/{second}")
    assert page.url.startswith(f"{read_wire.base}/events/{first}?")
    expect(page.get_by_role("region", name="Set right by people")).to_contain_text("Ada")
    expect(page.get_by_text("Ada merged them: the same talks")).to_be_visible()
    page.get_by_role("link", name="Review").click()
    page.get_by_role("button", name="Undo correction").first.click()
    expect(page.get_by_role("status").first).to_contain_text("is undone")
    page.goto(f"{read_wire.base}/events/{second}")
    assert page.url == f"{read_wire.base}/events/{second}"
    page.goto(f"{read_wire.base}/events/{first}")
    expect(page.get_by_role("heading", level=1)).to_have_text(title)


def test_a_watch_is_made_tested_and_removed_without_scripts(read_wire: Site, visit: Callable[..., Page]) -> None:
    page = visit(read_wire, "/watches", java_script_enabled=False)
    page.get_by_role("link", name="New watch").click()
    page.get_by_label("Name").fill("Talks on Iran")
    page.get_by_label("created").check()
    page.get_by_label("Who").fill("Iran")
    page.get_by_label("Days back").fill("90")
    page.get_by_role("button", name="Test").click()
    expect(page.get_by_role("region", name="What it would have told")).to_contain_text("a day")
    page.get_by_role("button", name="Make the watch").click()
    expect(page.get_by_role("status")).to_contain_text("The watch is kept")
    page.get_by_role("link", name="Watches", exact=True).click()
    page.get_by_role("link", name="Talks on Iran").click()
    page.get_by_label("and forget all alerts").check()
    page.get_by_role("button", name="Remove").click()
    expect(page.get_by_role("link", name="Talks on Iran")).to_have_count(0)


CUT = """() => [...document.querySelectorAll(".scroll")]
    .filter((each) => each.scrollWidth > each.clientWidth).map((each) => each.innerText.slice(0, 60))"""
CRUSHED = """() => [...document.querySelectorAll("tbody th")]
    .filter((each) => each.offsetWidth < 64).map((each) => each.innerText.slice(0, 60))"""
LANDMARKS = """() => {
  const problems = [];
  for (const name of ["main", "header", "footer"]) if (document.querySelectorAll(`body > ${name}`).length !== 1) problems.push(name);
  if (document.querySelectorAll("h1").length !== 1) problems.push("h1");
  let level = 1;
  for (const heading of document.querySelectorAll("h1, h2, h3, h4")) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) problems.push(`${heading.tagName} after level ${level}`);
    level = next;
  }
  for (const cell of document.querySelectorAll("thead th")) if (!["col", "colgroup"].includes(cell.scope)) problems.push("column header");
  const ids = [...document.querySelectorAll("[id]")].map((each) => each.id);
  for (const id of ids) if (ids.filter((each) => each === id).length > 1) problems.push(`id ${id} twice`);
  return problems;
}"""

UNNAMED = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a[href], nav, form[role], svg[role]")]
  .filter((each) => !(each.labels?.length || each.textContent.trim()))
  .filter((each) => !(each.getAttribute("aria-label") || each.getAttribute("aria-labelledby")))
  .map((each) => each.outerHTML.slice(0, 120))"""

# Every text against what lies behind it, at the contrast that WCAG 2 asks of small text.
FAINT = """() => {
  const parse = (text) => { const n = text.match(/[\\d.]+/g).map(Number); return [n[0], n[1], n[2], n[3] ?? 1]; };
  const behind = (element) => {
    for (let each = element; each; each = each.parentElement) {
      const colour = parse(getComputedStyle(each).backgroundColor);
      if (colour[3] > 0.99) return colour;
    }
    return [255, 255, 255, 1];
  };
  const light = ([r, g, b]) => [r, g, b]
    .map((c) => { c /= 255; return c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4; })
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const text = walker.currentNode.data.trim();
    if (!text || !element.checkVisibility() || element.closest(".hidden, script, title, svg, datalist, select")) continue;
    const a = light(parse(getComputedStyle(element).color)), b = light(behind(element));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) faint.add(`${element.className || element.tagName} ${ratio.toFixed(2)} ${text.slice(0, 30)}`);
  }
  return [...faint];
}"""


def test_a_dot_on_the_map_leads_to_its_events(visit: Callable[..., Page], filled: Site) -> None:
    page = visit(filled, "/map?from=2025-01-01&to=2025-12-31")
    page.locator(".map a").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("h2:target")).to_be_visible()
