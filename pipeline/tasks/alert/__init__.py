"""From developments to alerts: raised with the development, then sent."""
