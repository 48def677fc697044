"""Logging: few, wide lines; readable on a terminal, JSON elsewhere."""

from __future__ import annotations

import logging
import sys


def configure(*, level: int = logging.INFO, as_json: bool | None = None) -> None:
    """Set up structlog on standard error; JSON where that is no terminal, unless told."""
    import structlog  # a third of the command's start; what only prints help does without

    plain = sys.stderr.isatty() if as_json is None else not as_json
    renderer: structlog.typing.Processor = (
        structlog.dev.ConsoleRenderer() if plain else structlog.processors.JSONRenderer(ensure_ascii=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        # What is standard error then: that of now may be closed, where one program runs several commands.
        logger_factory=lambda *_: structlog.PrintLogger(sys.stderr),
        cache_logger_on_first_use=False,
    )
