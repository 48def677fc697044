"""How well articles are read out of their pages, beside trafilatura alone and the feeds' own texts.

    python benchmarks/read_pages.py

The gold is the text of the articles in seeds/wire. Each is set into pages as outlets make them: plain, by divs and line
breaks, with advertisements and links between the paragraphs, behind structured data, cut by a paywall, a consent form,
live coverage. F1 is over runs of four words, as in scrapinghub's benchmark of article extraction; means over all pages.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable
from html import escape
from statistics import mean

from pipeline.articles.choice import choose
from pipeline.articles.markup import text_of_markup
from pipeline.articles.pages import read_page
from pipeline.resources import resource

RUN = 4
LINKS = "".join(f"<li><a href='/story/{n}'>{text}</a></li>" for n, text in enumerate((
    "Five charts that explain the week in markets", "What we know about the flood so far", "Opinion: the price of waiting",
    "Quiz: how closely did you follow the news?", "The long read: a river and its two banks", "Sign up for the morning mail",
)))  # fmt: skip
ASIDE = "<aside class='related'><h3>More on this</h3><ul>" + LINKS + "</ul></aside>"
FOOTER = "<footer><p>Copyright Example News. All rights reserved. No part of this may be used without our leave.</p></footer>"
Layout = Callable[[str, list[str]], str]


def page(title: str, inner: str, head: str = "") -> str:
    """A page with what stands around any article."""
    return (
        f"<!doctype html><html lang='en'><head><meta charset='utf-8'><title>{escape(title)} | Example News</title>{head}</head>"
        f"<body><header><a href='/'>Example News</a><nav><ul>{LINKS}</ul></nav></header>{inner}{FOOTER}</body></html>"
    )


def plain(title: str, paragraphs: list[str]) -> str:
    """Paragraphs within an article element."""
    return page(title, f"<main><article><h1>{escape(title)}</h1>{_p(paragraphs)}</article></main>{ASIDE}")


def by_divs(title: str, paragraphs: list[str]) -> str:
    """No article element, and divs for paragraphs."""
    text = "".join(f"<div class='par'>{escape(each)}</div>" for each in paragraphs)
    return page(title, f"<div id='content'><h1>{escape(title)}</h1><div class='story-body'>{text}</div></div>{ASIDE}")


def by_breaks(title: str, paragraphs: list[str]) -> str:
    """One block, its paragraphs parted by line breaks."""
    text = "<br><br>".join(escape(each) for each in paragraphs)
    return page(title, f"<div class='content'><h1>{escape(title)}</h1><div class='text'>{text}</div></div>")


def with_noise(title: str, paragraphs: list[str]) -> str:
    """Advertisements, a newsletter form, a related link and a caption between the paragraphs."""
    noise = [
        "<div class='ad'><p>Advertisement</p></div>",
        "<div class='newsletter'><p>Get the morning mail: the stories that matter, free, each day at six.</p></div>",
        "<p class='related'><a href='/x'>Read more: what we know about the flood so far</a></p>",
        "<figure><img src='/i.jpg' alt=''><figcaption>File photo of the building. Photo: Example News</figcaption></figure>",
    ]
    text = "".join(f"<p>{escape(each)}</p>{noise[n % len(noise)]}" for n, each in enumerate(paragraphs))
    share = "<ul class='share'><li><a href='#'>Share</a></li><li><a href='#'>Print</a></li></ul>"
    cookie = "<div class='cookie-banner'><p>We use cookies to store your choices. Accept all cookies.</p></div>"
    return page(title, f"{cookie}<main><article><h1>{escape(title)}</h1>{share}{text}</article>{ASIDE}</main>")


def by_script(title: str, paragraphs: list[str]) -> str:
    """The markup has the first paragraph only; the structured data have all."""
    data = {"@type": "NewsArticle", "headline": title, "articleBody": "\n".join(paragraphs)}
    head = f"<script type='application/ld+json'>{json.dumps(data)}</script>"
    return page(title, f"<div id='app'><h1>{escape(title)}</h1><p>{escape(paragraphs[0])}</p></div>", head)


def paywalled(title: str, paragraphs: list[str]) -> str:
    """The first paragraph, then the wall."""
    wall = "<div class='wall'><p>Subscribe to continue reading. Already a subscriber? Sign in.</p></div>"
    return page(title, f"<main><article><h1>{escape(title)}</h1>{_p(paragraphs[:1])}{wall}</article></main>")


def consent(title: str, paragraphs: list[str]) -> str:
    """A form in the article's place."""
    text = "We and our partners use cookies to store your choices. You can change them at any time."
    return page(
        title, f"<main><h1>Before you continue</h1><p>{text}</p><p>Accept all cookies or manage preferences.</p></main>"
    )


def _p(paragraphs: list[str]) -> str:
    return "".join(f"<p>{escape(each)}</p>" for each in paragraphs)


LAYOUTS: tuple[Layout, ...] = (plain, by_divs, by_breaks, with_noise, by_script, paywalled, consent)


def f1(found: str, gold: str) -> float:
    """F1 of the runs of four words of a text."""
    got, want = _runs(found), _runs(gold)
    both = sum((got & want).values())
    return 2 * both / (sum(got.values()) + sum(want.values())) if got and want else float(not got and not want)


def _runs(text: str) -> Counter[tuple[str, ...]]:
    words = re.findall(r"\w+", text)
    return Counter(tuple(words[n : n + RUN]) for n in range(max(1, len(words) - RUN + 1)) if words)


def main() -> None:
    """Print F1 by layout: trafilatura alone, ours from the page, the feed's text alone, ours from both."""
    import trafilatura

    articles = [
        json.loads(line)
        for path in sorted(resource("seeds/wire").glob("*/articles.jsonl"))
        for line in path.read_text("utf-8").splitlines()
    ]
    print(f"{len(articles)} articles in {len(LAYOUTS)} layouts")
    rows: list[tuple[float, ...]] = []
    for layout in LAYOUTS:
        scores = []
        for number, article in enumerate(articles):
            title, gold = article["title"], article["text"]
            paragraphs = [each for each in gold.split("\n") if each.strip()]
            html = layout(title, paragraphs)
            # Every other feed carries the whole text, the others the first paragraph.
            carried = text_of_markup(_p(paragraphs if number % 2 else paragraphs[:1]))
            read = read_page(html.encode(), article.get("url") or "https://news.example/a", title=title)
            both = choose(carried, read)
            scores.append(
                (
                    f1(trafilatura.extract(html) or "", gold),
                    f1(read.text, gold),
                    f1(carried, gold),
                    f1(both.text if both else "", gold),
                )
            )
        rows += scores
        print(f"{layout.__name__:10s} " + _line(scores))
    print(f"{'all':10s} " + _line(rows))


def _line(scores: list[tuple[float, ...]]) -> str:
    names = ("trafilatura", "our page", "feed alone", "ours of both")
    return "  ".join(
        f"{name} {mean(column):.3f}" for name, column in zip(names, zip(*scores, strict=True), strict=True)
    )


if __name__ == "__main__":
    main()
