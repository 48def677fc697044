"""Which language a text is in."""

from __future__ import annotations

import pytest

from pipeline.articles.language import language_of


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("The ministers of both countries met in the capital on Monday to talk about the harbour.", "en"),
        ("Die Minister beider Länder trafen sich am Montag in der Hauptstadt, um über den Hafen zu sprechen.", "de"),
        ("Les ministres des deux pays se sont réunis lundi dans la capitale pour parler du port.", "fr"),
        ("Министры обеих стран встретились в понедельник в столице, чтобы обсудить порт.", "ru"),
        ("Zelenskyy, Macron, Erdogan", "en"),
        ("", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert language_of(text) == language
