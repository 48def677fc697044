"""Wirewatch: feeds in, one row per real-world event out, an alert on every new development."""

__version__ = "0.1.0"
