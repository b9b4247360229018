"""What is wrong, what each channel was told of it, and whether it took that."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from order_sync.store.database import Database, Row


def run_ended(database: Database, store: str, dag_id: str, run_id: str, *, failed: bool) -> None:
    """Record how a run of a DAG ended."""
    named = {"run_id": run_id} if failed else {}
    database.run(f"alerts/{'failed' if failed else 'succeeded'}", store=store, dag_id=dag_id, **named)


def window_ended(database: Database, store: str, dag_id: str, run_id: str, span: str, *, failed: bool) -> None:
    """Record how a run of history ended: by its window, as those of other windows say nothing of it."""
    statement = "alerts/window_failed" if failed else "alerts/window_succeeded"
    database.run(statement, store=store, dag_id=dag_id, run_id=run_id, span=span)


def save(database: Database, store: str, signs: Sequence[Row]) -> None:
    """Put what is wrong now in the place of what was wrong before: kind, thing, says, link, members."""
    with database.begin() as tx:
        tx.run_many("alerts/save", [{**sign, "store": store, "members": list(sign["members"])} for sign in signs])
        tx.run("alerts/over", store=store, still=[f"{sign['kind']} {sign['thing']}" for sign in signs])


def known(database: Database, store: str, channel: str, remind: int) -> list[Row]:
    """What is wrong, or was, with what the channel was told of it and whether a reminder is due."""
    return database.rows("alerts/list", store=store, channel=channel, remind=remind)


def sent(database: Database, store: str, channel: str, told: Iterable[Row], over: Iterable[Row]) -> None:
    """The channel took a digest: remember what it was told."""
    with database.begin() as tx:
        key = {"store": store, "channel": channel}
        tx.run_many("alerts/told", [{**key, "kind": row["kind"], "thing": row["thing"], "members": row["members"]} for row in told])
        tx.run_many("alerts/told_over", [{**key, "kind": row["kind"], "thing": row["thing"]} for row in over])
        tx.run("alerts/channel_sent", **key)


def failed(database: Database, store: str, channel: str, error: str) -> None:
    """The channel did not take it: it is told the next time what is then to be told."""
    database.run("alerts/channel_failed", store=store, channel=channel, error=error[:200])


def tidy(database: Database, store: str, channels: Sequence[str]) -> None:
    """Forget what is over and told, and what was told by channels that are gone."""
    with database.begin() as tx:
        tx.run("alerts/forget_channels", store=store, channels=list(channels))
        tx.run("alerts/drop_old", store=store, channels=list(channels))
