"""Where the benchmarks live, and their PostgreSQL: a durable cluster of their own under .run/, stopped at the end."""

from __future__ import annotations

from pathlib import Path

import psycopg
from local.postgres import cluster
from order_sync.store.database import Database

HOME = Path(__file__).resolve().parents[2] / ".run" / "bench"
NAME = "bench"


class Server:
    """The running cluster; ``empty`` gives the address of a fresh orders database."""

    def __enter__(self) -> Server:
        HOME.mkdir(parents=True, exist_ok=True)
        self._cluster = cluster(HOME)
        self._cluster.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._cluster.stop()

    def empty(self, driver: str = "psycopg") -> str:
        """Drop and make the database with the whole schema; its address for SQLAlchemy, or for libpq."""
        with psycopg.connect(self._libpq("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {NAME} WITH (FORCE)")
        self._cluster.create(NAME)
        database = Database(self._cluster.url(NAME))
        database.migrate()
        database.close()
        with psycopg.connect(self._libpq("postgres"), autocommit=True) as connection:
            connection.execute("CHECKPOINT")  # what the run before left to be written is not this one's to wait for
        return self._libpq(NAME) if driver == "libpq" else self._cluster.url(NAME)

    def kept(self) -> str:
        """The database of the last time, as it was left."""
        return self._cluster.url(NAME)

    def count(self, table: str) -> int:
        """Rows of a table."""
        with psycopg.connect(self._libpq(NAME)) as connection:
            return connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0]

    def _libpq(self, name: str) -> str:
        return self._cluster.url(name).replace("postgresql+psycopg://", "postgresql://")
