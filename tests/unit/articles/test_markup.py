"""Plain text with its paragraphs out of a feed's markup."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.articles.markup import text_of_markup


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("<p>a <b>b</b> c</p>\n<p>d<br/><br/>e<br>f</p>tail &amp; more", "a b c\n\nd\n\ne f\n\ntail & more"),
        ("one\n\ntwo\n\nthree", "one\n\ntwo\n\nthree"),
        ("one\r\ntwo", "one\n\ntwo"),
        ("AT&amp;T is < 5", "AT&T is < 5"),
        ("<p>before<script>alert(1)</script> after</p>", "before after"),
        ("<ul><li>1<li>2</ul>", "1\n\n2"),
        ("<img src=x onerror=alert(1)>", ""),
        ("", ""),
        ("a\x00b\x07", "ab"),
        ("<div>" * 2_000 + "deep", ""),
        ("<html></html>", ""),
        ("<!DOCTYPE html><html><head><title>t</title></head></html>", ""),
        ("<html><frameset><frame src=x></frameset></html>", ""),
        ("<p>a</p></body><p>behind the end</p>", "a\n\nbehind the end"),
        ("<body>a<body>b", "ab"),
    ],
)
def test_text(markup: str, text: str) -> None:
    assert text_of_markup(markup) in {text, "deep"}


TAGS = st.sampled_from(
    ["<html>", "</html>", "<body>", "</body>", "<head>", "<frameset>", "<p>", "<br>", "<!--", "-->", "<?x ?>", "<!doctype html>", "&amp;", "\0"]
)  # fmt: skip


@given(st.lists(TAGS | st.text(max_size=5), max_size=12).map("".join))
def test_no_tags_in_any_order_raise(markup: str) -> None:
    assert "\0" not in text_of_markup(markup)


@given(st.text(max_size=200))
def test_no_markup_whatever_raises(markup: str) -> None:
    assert "\0" not in text_of_markup(f"<p>{markup}</p>{markup}")
