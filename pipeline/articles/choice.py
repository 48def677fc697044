"""Which of the texts at hand is the article: what the feed carries, or what the page gives."""

from __future__ import annotations

import re
from dataclasses import dataclass

from pipeline.articles.pages import Page

WHOLE_CHARACTERS = 1_500
_LONGEST_WALL = 300
_CUT_OFF = re.compile(
    r"(?:…|\.\.\.|\[…\]|\[\.\.\.\]|\[&#8230;\])\s*$"
    r"|(?:read|continue|see) (?:more|reading|the (?:full|rest)|full (?:story|article))[^\n]{0,60}$",
    re.IGNORECASE,
)
_FEED_TAIL = re.compile(r"\n\nThe post [^\n]{3,300} (?:first )?appeared (?:first )?on [^\n]{2,100}\.?$")
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|read|keep reading)|subscribers? only|to (?:continue|keep) reading"
    r"|already a subscriber|sign in to (?:continue|read)|register to (?:continue|read)|become a (?:subscriber|member)\b"
    r"|this (?:article|content|story) is (?:only )?(?:available )?(?:for|to) (?:our )?(?:subscribers|members)",
    re.IGNORECASE,
)
_CONSENT = re.compile(
    r"we (?:and our partners )?use cookies|accept (?:all )?cookies|your privacy (?:choices|matters)"
    r"|consent to (?:the use|our use)"
    r"|manage (?:your )?(?:cookie )?preferences|before you continue to",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """The text chosen, where it comes from ("page" or "feed"), and what it is instead of a whole article, if anything.

    `mark` is "paywall", "consent" or "stub".
    """

    text: str
    text_from: str
    mark: str | None = None


def without_feed_tail(text: str) -> str:
    """Return a feed's text without the line that blog software adds at its end."""
    return _FEED_TAIL.sub("", text)


def is_whole(feed_text: str) -> bool:
    """Return whether the feed carries the article itself, so that its page need not be asked for."""
    return len(feed_text) >= WHOLE_CHARACTERS and "\n\n" in feed_text and not _CUT_OFF.search(feed_text[-200:])


def choose(feed_text: str, page: Page | None) -> Choice | None:
    """Return the better text of both, None where there is none at all.

    The page wins where it has an article: it is whole, and its paragraphs are marked. The feed wins where the page is a
    consent form or a paywall's stub, or has less than the feed carries and not even that.
    """
    page_text = page.text if page is not None else ""
    mark = _mark(page_text, page)
    if mark == "paywall":
        page_text = _before_the_wall(page_text) or page_text
    if (
        page_text
        and mark is None
        and not (_is_much_longer(feed_text, page_text) and not _CUT_OFF.search(feed_text[-200:]))
    ):
        return Choice(page_text, "page", "stub" if len(page_text) < len(feed_text) / 2 else None)
    if feed_text and (not page_text or mark == "consent" or len(feed_text) >= len(page_text)):
        whole = is_whole(feed_text)
        return Choice(feed_text, "feed", None if whole else mark or "stub")
    return Choice(page_text, "page", mark) if page_text else None


def _before_the_wall(text: str) -> str:
    """Return a stub without the lines that ask for a subscription."""
    paragraphs = text.split("\n\n")
    return "\n\n".join(each for each in paragraphs if len(each) > _LONGEST_WALL or not _PAYWALL.search(each))


def _is_much_longer(feed_text: str, page_text: str) -> bool:
    return len(feed_text) > 1.25 * len(page_text)


def _mark(text: str, page: Page | None) -> str | None:
    """Return what kind of non-article a short text is; a long one is an article whatever it says of cookies."""
    if not text or len(text) > 3_000:
        return None
    if _CONSENT.search(text) and len(text) < 1_200:
        return "consent"
    if _PAYWALL.search(text) or (page is not None and page.free is False and len(text) < 1_500):
        return "paywall"
    return None
