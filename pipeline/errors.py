"""The errors that a caller can act on; each says what to do next."""

from __future__ import annotations


class WirewatchError(Exception):
    """Something that the user can put right; the message says how."""


class ConfigurationError(WirewatchError):
    """A setting or a file of the user's is wrong."""


class DatabaseUnavailableError(WirewatchError):
    """No PostgreSQL can be reached or started."""


class SchemaError(WirewatchError):
    """The database's schema is not the one this version works with."""


class BadInputError(WirewatchError):
    """A file or an argument given to a command cannot be read as what it should be."""


class RefusedError(WirewatchError):
    """The database refused a value that breaks the rules of its schema."""


class ConflictError(WirewatchError):
    """Another worker was in the way; all was rolled back, and can be tried again at once."""
