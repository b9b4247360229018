"""The orders database: named statements from include/sql, bound parameters, transactions, COPY."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

import sqlalchemy as sa
from psycopg.types.json import JsonDumper

from order_sync import PROJECT_ROOT

if TYPE_CHECKING:
    import pandas as pd

SQL_FOLDER = PROJECT_ROOT / "include" / "sql"
Row = dict[str, Any]
# PostgreSQL's type numbers; what is not named here (date, jsonb, bytea, arrays) stays a Python object.
_BOOL, _TIMESTAMPTZ = 16, 1184
_DTYPES = {_BOOL: "bool", 20: "Int64", 21: "Int64", 23: "Int64", 25: "str", 1043: "str", 701: "Float64"}


@cache
def statement(name: str) -> sa.TextClause:
    """The statement include/sql/<name>.sql; ``:word`` is a bound parameter."""
    return sa.text((SQL_FOLDER / f"{name}.sql").read_text(encoding="utf-8"))


class Transaction:
    """One open transaction. Never keep one open across a call to a remote."""

    def __init__(self, connection: sa.Connection) -> None:
        self._connection = connection

    def rows(self, name: str, /, **params: Any) -> list[Row]:
        """Run a named statement and return its rows as dictionaries (none where it returns none)."""
        result = self._connection.execute(statement(name), _bindable(params))
        return [dict(row) for row in result.mappings()] if result.returns_rows else []

    def one(self, name: str, /, **params: Any) -> Row | None:
        """The first row of a named statement, or None."""
        rows = self.rows(name, **params)
        return rows[0] if rows else None

    def run(self, name: str, /, **params: Any) -> int:
        """Run a named statement and return the number of rows it touched."""
        return self._connection.execute(statement(name), _bindable(params)).rowcount

    def run_many(self, name: str, params: Sequence[Row]) -> None:
        """Run a named statement once per dictionary of parameters, in one round trip where the driver can."""
        if params:
            self._connection.execute(statement(name), [_bindable(row) for row in params])

    def frame(self, name: str, /, **params: Any) -> pd.DataFrame:
        """The rows of a named statement as a DataFrame, typed by the columns' types in PostgreSQL: Int64, str, bool, UTC instants."""
        import pandas as pd

        result = self._connection.execute(statement(name), _bindable(params))
        types = {column.name: column.type_code for column in result.cursor.description}
        frame = pd.DataFrame(result.fetchall(), columns=list(result.keys()), dtype=object)
        for column, code in types.items():
            if code == _TIMESTAMPTZ:
                frame[column] = pd.to_datetime(frame[column], utc=True).astype("datetime64[us, UTC]")
            elif code in _DTYPES and not (code == _BOOL and frame[column].isna().any()):
                frame[column] = frame[column].astype(_DTYPES[code])
        return frame

    def copy(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        """COPY rows into a table; dictionaries and lists are written as JSON."""
        cursor = self._connection.connection.cursor()
        for kind in (dict, list):
            cursor.adapters.register_dumper(kind, JsonDumper)
        with cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as out:
            for row in rows:
                out.write_row(row)


def _in_utc(connection: Any, _record: Any) -> None:
    """Instants come and go in UTC, whatever zone the server, its database or its user is set to: days and texts are made of them."""
    connection.execute("SET TIME ZONE 'UTC'")
    connection.commit()  # a rollback would take it back


class Database:
    """The orders database behind one SQLAlchemy engine (psycopg 3)."""

    def __init__(self, url: str) -> None:
        self.engine = sa.create_engine(url, pool_pre_ping=True, pool_size=2)
        sa.event.listen(self.engine, "connect", _in_utc)

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A transaction: committed at the end of the block, rolled back on any exception."""
        with self.engine.begin() as connection:
            yield Transaction(connection)

    def rows(self, name: str, /, **params: Any) -> list[Row]:
        """Run one named statement in a transaction of its own; its rows."""
        with self.begin() as tx:
            return tx.rows(name, **params)

    def one(self, name: str, /, **params: Any) -> Row | None:
        """Run one named statement in a transaction of its own; its first row or None."""
        with self.begin() as tx:
            return tx.one(name, **params)

    def run(self, name: str, /, **params: Any) -> int:
        """Run one named statement in a transaction of its own; the number of rows it touched."""
        with self.begin() as tx:
            return tx.run(name, **params)

    def frame(self, name: str, /, **params: Any) -> pd.DataFrame:
        """Run one named statement in a transaction of its own; its rows as a DataFrame."""
        with self.begin() as tx:
            return tx.frame(name, **params)

    def migrate(self) -> None:
        """Make the schema: every file of include/sql/schema in name order, each safe to run again."""
        with self.engine.begin() as connection:
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(7209101)")
            for file in sorted((SQL_FOLDER / "schema").glob("*.sql")):
                connection.exec_driver_sql(file.read_text(encoding="utf-8"))

    def close(self) -> None:
        """Give back the connections."""
        self.engine.dispose()


def _bindable(params: Row) -> Row:
    return {key: json.dumps(value) if isinstance(value, dict) else value for key, value in params.items()}
