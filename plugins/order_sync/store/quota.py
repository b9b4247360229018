"""The monthly calls of a Holded account: ours, what the account told, whether they are spent. One row per account and month."""

from __future__ import annotations

from order_sync.store.database import Database, Row


def count(database: Database, account: str, connection: str, calls: int) -> None:
    """Add calls that were made."""
    database.run("quota/count", account=account, connection=connection, calls=calls)


def known(database: Database, account: str) -> Row | None:
    """This month's row: calls, usage, quota, calls_then, spent, told, asked_age, checked_age (seconds or None)."""
    return database.one("quota/of_account", account=account)


def asked(database: Database, account: str, connection: str, usage: int | None, quota: int | None, *, checked: bool) -> None:
    """Keep an answer of GET /usage (None where there was none); ``checked``: it was asked because nothing was left."""
    database.run("quota/asked", account=account, connection=connection, usage=usage, quota=quota, checked=checked)


def spent(database: Database, account: str, connection: str) -> None:
    """The account refused a call because the month's are used up."""
    database.run("quota/spent", account=account, connection=connection)


def tell(database: Database, account: str, connection: str) -> bool:
    """Whether this is the first run of the month that has to tell it."""
    return database.one("quota/tell", account=account, connection=connection) is not None


def enough(database: Database, account: str) -> None:
    """Nothing waits for calls any more."""
    database.run("quota/enough", account=account)


def months(database: Database) -> list[Row]:
    """connection, period, ours, used, limit, left, spent, read_at of every account in this month; used is ours alone where it tells none."""
    return database.rows("quota/list")
