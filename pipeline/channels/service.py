"""Any of Apprise's services (mail, Slack, Telegram, ntfy, Matrix ...), named by its Apprise address."""

from __future__ import annotations

from pipeline.channels.sending import DeliveryError, Envelope
from pipeline.errors import ConfigurationError


class ServiceChannel:
    """Sends plain text through one Apprise address."""

    def __init__(self, address: str) -> None:
        import apprise

        self._service = apprise.Apprise()
        if not self._service.add(address):
            raise ConfigurationError("the channel's address is not one that Apprise knows; see docs/alerts.md")

    def send(self, envelope: Envelope) -> None:
        """Send the text. Raises DeliveryError where the service did not take it."""
        if not self._service.notify(body=envelope.text, title=envelope.title, body_format="text"):
            # Apprise does not say how far it came.
            raise DeliveryError("the service did not take the message", may_have_arrived=True)
