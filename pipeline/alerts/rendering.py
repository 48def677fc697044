"""Messages as people read them, by templates that users can replace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from jinja2 import ChoiceLoader, FileSystemLoader, PackageLoader, StrictUndefined, TemplateError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from pipeline.alerts.messages import shown
from pipeline.domain.plain import address, words
from pipeline.errors import ConfigurationError

NAMES = ("title.txt", "message.txt", "digest.txt")
MOST_LISTED = 50


class Templates:
    """The templates; those in `folder` go before our own of the same name."""

    def __init__(self, folder: Path | None = None) -> None:
        own = PackageLoader("pipeline.alerts")
        self._folder = folder
        self._environment = ImmutableSandboxedEnvironment(
            loader=ChoiceLoader([FileSystemLoader(folder), own]) if folder else own,
            autoescape=False,  # plain text: what articles say goes through `words`
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters.update(words=words, address=address)

    def render(
        self, watch: str, messages: Sequence[Mapping[str, Any]], reason: str = "", link: str | None = None
    ) -> tuple[str, str]:
        """The title (one line) and the text of a message about some alerts. Raises ConfigurationError for a broken template."""
        alerts = [shown(message) for message in messages]
        values = {"watch": watch, "alerts": alerts, "alert": alerts[0], "reason": reason, "link": link}
        try:
            title = self._environment.get_template("title.txt").render(values)
            body = self._environment.get_template("message.txt" if len(alerts) == 1 else "digest.txt")
            text = body.render(values, most=MOST_LISTED)
        except (TemplateError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            raise ConfigurationError(f"a message template in {self._folder} is broken: {error}") from error
        return " ".join(title.split()), text.strip()
