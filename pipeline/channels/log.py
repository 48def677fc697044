"""The log as a channel: one line an alert."""

from __future__ import annotations

import structlog

from pipeline.channels.sending import Envelope


class LogChannel:
    """Writes alerts to the program's log."""

    def send(self, envelope: Envelope) -> None:
        """Write one line; this never fails."""
        for alert in envelope.alerts:
            structlog.get_logger("wirewatch.alerts").info(
                "alert",
                watch=envelope.watch,
                delivery_id=envelope.id,
                kind=alert.get("kind"),
                title=alert.get("title"),
                url=alert.get("url"),
            )
