"""Plain text with its paragraphs, from markup that may be anything."""

from __future__ import annotations

import html as entities
import re

from lxml import etree

from pipeline.domain.tags import MOST_ATTRIBUTES, long_tags, may_be_overfull

_UNFIT = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff\u200b\u2060\ufeff\xad]")
_LINE_ENDS = re.compile(r"\r\n?|\x85|\u2028|\u2029")
_BLANK_LINES = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_DOCUMENT = re.compile(r"\s*<(?:html|!doctype)", re.IGNORECASE)
_PARSER = etree.HTMLParser(remove_comments=True, remove_pis=True)
_TAG = re.compile(r"<[a-zA-Z!/][^>]*>")
_PARAGRAPHS = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "dd",
        "details",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "tr",
        "ul",
        "summary",
    ]
)
_DROPPED = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "iframe",
        "object",
        "embed",
        "svg",
        "math",
        "button",
        "input",
        "select",
        "textarea",
        "form",
        "video",
        "audio",
        "figure",
        "head",
        "title",
    ]
)
_DEEPEST = 200
_MOST_TAGS = 20_000
_BREAK = "\x1f"  # taken out of the input before, so it stands for <br> alone
_BREAKS = re.compile(rf"{_BREAK}(?:\s*{_BREAK})+")


def first_tags(markup: str, count: int) -> str:
    """Return markup up to its tag number `count`, or to a tag of very many attributes.

    What parsers cost grows faster than the number of tags, and with the square of a tag's attributes.
    """
    if len(markup) > MOST_ATTRIBUTES and may_be_overfull(data := markup.encode("utf-8", "surrogatepass")):
        for start, attributes in long_tags(data):
            if attributes > MOST_ATTRIBUTES:
                markup = data[:start].decode("utf-8", "surrogatepass")
                break
    if markup.count("<") <= count:
        return markup
    position = -1
    for _ in range(count + 1):
        position = markup.index("<", position + 1)
    return markup[:position]


def clean_paragraphs(paragraphs: list[str]) -> str:
    """Return paragraphs as one text: each on one line without stray characters, parted by blank lines."""
    lines = (clean_line(paragraph) for paragraph in paragraphs)
    return "\n\n".join(line for line in lines if line)


def clean_line(text: str) -> str:
    """Return a headline, byline or paragraph on one line without stray characters."""
    return " ".join(_without_unfit(text).split())


def _without_unfit(text: str) -> str:
    return text if text.isprintable() else _UNFIT.sub("", text)  # the former is ten times as fast


def text_of_markup(markup: str) -> str:
    """Return the text that a feed carries for an entry, as HTML or plain, paragraph by paragraph."""
    markup = first_tags(markup, _MOST_TAGS)
    if not _TAG.search(markup):
        plain = _LINE_ENDS.sub("\n", entities.unescape(markup))
        return clean_paragraphs(_BLANK_LINES.split(plain) if _BLANK_LINES.search(plain) else plain.split("\n"))
    markup = _without_unfit(markup)
    try:
        tree = etree.fromstring(markup if _DOCUMENT.match(markup) else f"<html><body>{markup}</body></html>", _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        tree = None
    if tree is None:
        return clean_paragraphs([entities.unescape(_TAG.sub(" ", markup))])
    paragraphs: list[list[str]] = [[]]
    _gather(tree, paragraphs, 0)
    # Two breaks in a row part paragraphs, as in feeds that know no others; one is a space.
    parts = (part for pieces in paragraphs for part in _BREAKS.split("".join(pieces)))
    return clean_paragraphs([part.replace(_BREAK, " ") for part in parts])


def _gather(element: etree._Element, paragraphs: list[list[str]], depth: int) -> None:
    for child in element:
        tag = child.tag
        if tag not in _DROPPED and depth < _DEEPEST:
            is_paragraph = tag in _PARAGRAPHS
            if is_paragraph:
                paragraphs.append([])
            paragraphs[-1].append(_BREAK if tag == "br" else child.text or "")
            _gather(child, paragraphs, depth + 1)
            if is_paragraph:
                paragraphs.append([])
        paragraphs[-1].append(child.tail or "")
