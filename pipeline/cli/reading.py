"""Reading texts without a database: `extract`, `classify`, `evaluate`."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from enum import StrEnum
from itertools import chain, islice
from pathlib import Path
from typing import Annotated, Any, TextIO

import typer
from rich.text import Text

from pipeline import clock
from pipeline.cli.console import err, for_people, out, print_json, print_rows
from pipeline.cli.events import instant
from pipeline.domain.article import Article
from pipeline.domain.mention import Actor, Extraction
from pipeline.domain.vocabulary import Realis
from pipeline.errors import BadInputError
from pipeline.exports.shapes import Shape, fresh_mention

MOST_BYTES = 32_000_000
_HEAD = 20  # lines by which JSON lines are told from a text


class TextFormat(StrEnum):
    """How `extract` speaks. What it is given shows by itself: JSON lines of articles, HTML, or a text."""

    TEXT = "text"
    JSONL = "jsonl"
    HTML = "html"


def add_to(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(rich_help_panel="Reading")(extract)
    app.command(rich_help_panel="Reading")(classify)
    app.command(rich_help_panel="Reading")(evaluate)


def _open(file: str) -> TextIO:
    if file == "-":
        return sys.stdin
    path = Path(file)
    if not path.is_file():
        raise BadInputError(f"there is no file {file}")
    if path.stat().st_size > MOST_BYTES:
        raise BadInputError(
            f"{file} has {path.stat().st_size} bytes; {MOST_BYTES} is the most: split it, or use backfill"
        )
    return path.open(encoding="utf-8", errors="replace")


def extract(
    file: Annotated[
        str, typer.Argument(help="A text, an HTML page, or JSON lines of articles; - reads standard input.")
    ] = "-",
    published: Annotated[
        str | None, typer.Option(help="When it was published; relative days are counted from there.")
    ] = None,
    format_name: Annotated[
        TextFormat, typer.Option("--format", help="jsonl: JSON lines, as --json; html, with --explain: a page.")
    ] = TextFormat.TEXT,
    explain: Annotated[
        bool, typer.Option("--explain", help="Say of each sentence what was read in it and why, or why nothing was.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, also on a terminal.")] = False,
) -> None:
    """Say which events a text reports; no database is needed.

    Example: wirewatch extract article.txt --published 2025-03-17 --explain
    """
    at = instant(published, clock.now()) if published else None
    if format_name is TextFormat.HTML and not explain:
        raise BadInputError("--format html goes with --explain")
    as_json = as_json or format_name is TextFormat.JSONL
    if explain:
        for article in _articles(file, at, format_name):
            _explain(article, TextFormat.JSONL if as_json else format_name)
        return
    found = (shape for article in _articles(file, at, format_name) for shape in _mentions(article))
    rows = ({**shape, **_for_people(shape)} for shape in found) if for_people() and not as_json else found
    print_rows(
        rows,
        ["type", "mode", "realis", "when", "who", "where", "quote", "confidence"],
        as_json=as_json,
        empty="no event is reported there",
    )


def _for_people(shape: Shape) -> dict[str, Any]:
    return {
        "when": shape["starts_on"]
        or (f"{shape['earliest_on']} to {shape['latest_on']}" if shape["earliest_on"] else ""),
        "who": "; ".join(f"{actor['name']} ({actor['role']})" for actor in shape["actors"]),
        "where": (shape["place"] or {}).get("name"),
    }


def _articles(file: str, at: datetime | None, format_name: TextFormat) -> Iterator[Article]:
    from pipeline.articles.language import language_of

    with _open(file) as opened:
        head = list(islice(opened, _HEAD))
        if _are_articles(head) or (format_name is TextFormat.JSONL and file.endswith(".jsonl")):
            yield from _from_lines(chain(head, opened))
            return
        text = "".join(head) + opened.read(MOST_BYTES)
    if text.lstrip()[:200].lower().startswith(("<!doctype html", "<html")):
        from pipeline.articles import text_from_html

        text = text_from_html(text, "")
        if not text:
            raise BadInputError(f"{file} holds no article text that could be found")
    article = Article(url="", title="", text=text, published_at=at, outlet="", language=language_of(text))
    if problem := _why_unreadable(article):
        raise BadInputError(problem)
    yield article


def _are_articles(head: Iterable[str]) -> bool:
    """Whether the first lines hold an article as a JSON object; a text has none, whatever format it was said to be."""
    for line in head:
        try:
            if line.lstrip().startswith("{") and isinstance(json.loads(line), dict):
                return True
        except ValueError:
            continue
    return False


def _from_lines(lines: Iterable[str]) -> Iterator[Article]:
    from pipeline.articles.language import language_of

    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            published = row.get("published")
            at = instant(published, clock.now()) if published else None
            text = row["text"]
            if not isinstance(text, str):
                raise TypeError("text is no text")  # noqa: TRY301  # told like the other faults of a line
        except (ValueError, KeyError, TypeError, AttributeError, BadInputError) as error:
            err.print(f"line {number}: {error}; skipped", style="yellow", markup=False)
            continue
        url, title, outlet = (str(row.get(name) or "") for name in ("url", "title", "outlet"))
        article = Article(url, title, text, at, outlet, language_of(text))
        if problem := _why_unreadable(article):
            err.print(f"line {number}: {problem}; skipped", style="yellow", markup=False)
            continue
        yield article


def _why_unreadable(article: Article) -> str | None:
    """Why an article's language stands in the way, or None."""
    from pipeline.extraction.language import supported

    if article.language in supported():
        return None
    names = ", ".join(each.name for each in supported().values())
    return f"the text is in a language that cannot be read ({article.language}); these can: {names}"


def _explain(article: Article, format_name: TextFormat) -> None:
    """Say how an article is read: on the terminal in colour, as one page, or as JSON lines."""
    from pipeline.exports.explained import lines_of, page

    lines = lines_of(article, *_read(article))
    if format_name is TextFormat.HTML:
        sys.stdout.buffer.write(page(article, lines))
        return
    if format_name is TextFormat.JSONL:
        for line in lines:
            print_json({**asdict(line), "facts": dict(line.facts), "url": article.url or None})
        return
    if article.title:
        out.print(Text(_printable(article.title), style="bold"))
    for line in lines:
        style = "green" if line.told else "yellow" if line.outcome in set(Realis) else "bright_black"
        quote = _printable(" ".join(line.quote[:2000].split()))
        out.print(Text.assemble((f"{line.outcome.replace('_', ' '):13}", f"bold {style}"), quote), soft_wrap=True)
        for name, value in line.facts:
            out.print(Text.assemble((f"{'':13}{name:12}", "cyan"), _printable(value)), soft_wrap=True)


def _printable(text: str) -> str:
    """The text without what would steer a terminal."""
    return "".join(c if c.isprintable() else " " for c in text)


def _mentions(article: Article) -> Iterator[Shape]:
    found, linked = _read(article)
    for mention, actors in zip(found.mentions, linked, strict=True):
        yield fresh_mention(mention, actors, article.url or None)


def _read(article: Article) -> tuple[Extraction, list[tuple[Actor, ...]]]:
    """What was read, and the actors of each mention looked up."""
    from pipeline.extraction import extract as read
    from pipeline.gazetteer.linking import facts_of, link
    from pipeline.gazetteer.registry import load_seeds

    found = read(article)
    registry = load_seeds().with_facts(facts_of(article, found))
    return found, [tuple(link(phrase, registry, article.published_at) for phrase in m.actors) for m in found.mentions]


def classify(
    file: Annotated[
        str, typer.Argument(help="JSON lines of {id, text, source, target}; - reads standard input.")
    ] = "-",
) -> None:
    """Say what a source does to a target in each sentence: the strict PLOVER reading.

    Example: wirewatch classify pairs.jsonl > answers.jsonl
    """
    from pipeline.extraction import classify as type_of

    with _open(file) as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                kind, confidence = type_of(str(row["text"]), str(row["source"]), str(row["target"]))
            except (ValueError, KeyError, TypeError) as error:
                err.print(f"line {number}: {error!r}; skipped", style="yellow", markup=False)
                continue
            print_json({"id": row.get("id"), "type": str(kind), "confidence": round(confidence, 4)})


def evaluate(
    folder: Annotated[
        Path, typer.Argument(help="A folder of streams (articles, events, non_events) and PLOVER pairs.")
    ],
    errors: Annotated[bool, typer.Option("--errors", help="List each fault, for finding out why.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="JSON lines, also on a terminal.")] = False,
    html: Annotated[Path | None, typer.Option("--html", help="Write a page with plots to this file as well.")] = None,
    results: Annotated[Path, typer.Option(help="Where figures are kept, one run a line.")] = Path("results.jsonl"),
    keep: Annotated[bool, typer.Option("--keep", help="Add this run to the results, with its commit.")] = False,
    compare: Annotated[bool, typer.Option("--compare", help="Say what has changed since the last kept run.")] = False,
) -> None:
    """Score the product on gold of yours: any folder of news streams and PLOVER pairs.

    Example: wirewatch evaluate seeds/wire --html report.html
    """
    from pipeline.evaluation.command import run

    if not folder.is_dir():
        raise BadInputError(f"there is no folder {folder}")
    keep_at = clock.now() if keep else None
    run(folder, out, errors=errors, as_json=as_json, html=html, results=results, compare=compare, keep_at=keep_at)
