"""The log as a channel: one line an alert."""

from __future__ import annotations

import structlog

from pipeline.channels.sending import DeliveryError, Envelope


class LogChannel:
    """Writes alerts to the program's log."""

    def send(self, envelope: Envelope) -> None:
        """Write a line for each. Raises DeliveryError where nothing can be written: a full disk, a pipe that nobody reads."""
        log = structlog.get_logger("wirewatch.alerts")
        try:
            for alert in envelope.alerts:
                log.info(
                    "alert",
                    watch=envelope.watch,
                    delivery_id=envelope.id,
                    kind=alert.get("kind"),
                    title=alert.get("title"),
                    url=alert.get("url"),
                )
        except (OSError, ValueError) as error:
            raise DeliveryError(f"the log cannot be written: {error}", may_have_arrived=False) from error
