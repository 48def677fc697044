"""What readers may ask for, on pages and through the API alike."""

from __future__ import annotations

MOST_ID = 2**63 - 1


def literal(text: str) -> str:
    """Text in which % and _ stand for themselves in a LIKE pattern; a NUL, which no text in the tables has, is left out."""
    return text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_").replace("\0", "")
