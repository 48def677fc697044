"""The only place that knows SQL: the server, connections, migrations and named queries."""

from pipeline.store.database import Connection, Database, open_database, savepoint

__all__ = ["Connection", "Database", "open_database", "savepoint"]
