"""Telling that an outlet has taken an article back."""

from __future__ import annotations

import re

_LONGEST_NOTICE = 1_500
_SUBJECT = r"(?:article|story|report|item|post|page|piece|dispatch)"
_TAKEN_BACK = r"(?:withdrawn|retracted|removed|taken down|unpublished|deleted|killed)"
_IN_TITLE = re.compile(
    rf"^\W*(?:retracted|withdrawn|retraction|(?:mandatory )?kill|{_SUBJECT} {_TAKEN_BACK}"
    r"|notice of (?:retraction|withdrawal))(?:\W*$|\s*[:\]|–—-])",
    re.IGNORECASE,
)
_IN_TEXT = re.compile(
    rf"\b(?:this|the|our|an earlier) (?:\w+ ){{0,2}}{_SUBJECT} (?:(?:has|have) been|was|is being|is) (?:\w+ly )?{_TAKEN_BACK}\b"
    rf"|\b(?:has|have) (?:withdrawn|retracted|removed|unpublished|taken down) (?:this|its|our|the) (?:\w+ ){{0,2}}{_SUBJECT}\b"
    r"|\b(?:editors|clients|subscribers|readers)[^.]{0,40}(?:please )?(?:disregard|kill|do not use) (?:this|the) ",
    re.IGNORECASE,
)


def is_retraction(title: str, text: str, before: str | None) -> bool:
    """Return whether an article's words now are the notice that it was taken back.

    `before` is its text so far, None for one that is read for the first time: then title and text must both say so, since
    news tells of retractions too. A text that still holds most of what it held has not been taken back.
    """
    titled, told = _IN_TITLE.search(title) is not None, _IN_TEXT.search(text[:_LONGEST_NOTICE]) is not None
    if len(text) > _LONGEST_NOTICE:
        return False
    if before is None:
        return titled and told
    return (titled or told) and not _still_stands(before, text)


def _still_stands(before: str, text: str) -> bool:
    """Whether half of the paragraphs from before are still there."""
    paragraphs = [paragraph for paragraph in before.split("\n\n") if paragraph]
    kept = sum(paragraph in text for paragraph in paragraphs)
    return 2 * kept >= len(paragraphs) > 0
