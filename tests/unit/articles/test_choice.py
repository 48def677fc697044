"""The better of what the feed carries and what the page gives."""

from __future__ import annotations

from pipeline.articles.choice import choose, is_whole, without_feed_tail
from pipeline.articles.pages import Page

SENTENCE = "The ministers met on Monday and agreed to go on talking about the harbour. "
WHOLE = "\n\n".join([SENTENCE * 8] * 4)


def page(text: str, *, free: bool | None = None) -> Page:
    return Page(title="t", text=text, free=free)


def test_a_whole_article_in_the_feed_needs_no_page() -> None:
    assert is_whole(WHOLE)
    assert not is_whole(SENTENCE)
    assert not is_whole(WHOLE + "\n\nRead more on our site")
    assert not is_whole(WHOLE + " …")
    assert choose(WHOLE, None).text_from == "feed"  # type: ignore[union-attr]


def test_the_page_wins_over_a_summary() -> None:
    choice = choose(SENTENCE, page(WHOLE))
    assert choice is not None
    assert (choice.text, choice.text_from, choice.mark) == (WHOLE, "page", None)


def test_the_feed_wins_over_a_consent_page() -> None:
    consent = "We and our partners use cookies. Accept all cookies to continue, or manage your preferences."
    choice = choose(SENTENCE, page(consent))
    assert choice is not None
    assert (choice.text, choice.text_from, choice.mark) == (SENTENCE, "feed", "consent")


def test_a_paywall_stub_is_marked() -> None:
    stub = SENTENCE * 3 + "\n\nSubscribe to continue reading."
    choice = choose(SENTENCE, page(stub))
    assert choice is not None
    assert (choice.text_from, choice.mark) == ("page", "paywall")


def test_the_feed_wins_over_a_page_that_has_less() -> None:
    choice = choose(WHOLE, page(SENTENCE * 2))
    assert choice is not None
    assert (choice.text, choice.text_from, choice.mark) == (WHOLE, "feed", None)


def test_a_summary_alone_is_a_stub() -> None:
    choice = choose(SENTENCE, page(""))
    assert choice is not None
    assert (choice.text_from, choice.mark) == ("feed", "stub")


def test_nothing_at_all_is_no_choice() -> None:
    assert choose("", None) is None
    assert choose("", page("")) is None


def test_the_tail_of_blog_software_is_cut() -> None:
    assert without_feed_tail(f"{SENTENCE}\n\nThe post Harbour talks appeared first on Example.") == SENTENCE


def test_the_line_that_asks_for_a_subscription_is_no_text() -> None:
    choice = choose("", page(SENTENCE * 3 + "\n\nSubscribe to continue reading."))
    assert choice is not None
    assert (choice.text, choice.mark) == (SENTENCE * 3, "paywall")
    only = choose("", page("Subscribe to continue reading."))
    assert only is not None
    assert only.mark == "paywall"
