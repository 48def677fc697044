"""Where the package data lie: beside the package in a checkout, inside it in a wheel."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def resource(name: str) -> Path:
    """Return the folder or file `name` of the package data ("sql", "seeds/feeds.opml", "dags").

    Raises FileNotFoundError where the installation lacks it.
    """
    for root in (_PACKAGE.parent, _PACKAGE):
        path = root / name
        if path.exists():
            return path
    raise FileNotFoundError(f"this installation of wirewatch lacks its {name}; install it again")
