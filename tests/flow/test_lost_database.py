"""A lost orders database: with the statement of docs/runbook.md a new one finds what the remotes hold by its markers, and doubles nothing."""

from __future__ import annotations

import re
from pathlib import Path

from shop_world import wix_order

RUNBOOK = Path(__file__).resolve().parents[2] / "docs" / "runbook.md"


def statement() -> str:
    """What the runbook tells the engineer to run in the new database."""
    text = RUNBOOK.read_text(encoding="utf-8").partition("## The orders database is lost")[2].partition("\n## ")[0]
    return re.search(r"```sql\n(.*?)```", text, re.DOTALL)[1]


def lose_everything(world) -> None:
    """The database as order-sync migrate makes it anew: tables without rows."""
    with world.database.engine.begin() as connection:
        schemas = "('staging', 'core', 'export', 'quality', 'ops', 'pages')"
        names = connection.exec_driver_sql(f"SELECT schemaname || '.' || tablename FROM pg_tables WHERE schemaname IN {schemas}").scalars()
        connection.exec_driver_sql(f"TRUNCATE {', '.join(names)} CASCADE")
    world.database.migrate()


def hour(world, run: str, *, doubt: bool = False) -> None:
    world.ingest(run=run)
    if doubt:
        with world.database.engine.begin() as connection:
            connection.exec_driver_sql(statement())
    for _ in range(3):  # a doubt is settled by two looks, separated in time
        world.send("holded", run=run)
        world.send("myparcel", run=run)
    world.track(run=run)


def held_by_remotes(world) -> tuple:
    documents = sorted((row["totals"]["total"], row["number"], len(row["payments"])) for row in world.documents())
    return documents, sorted(row["reference_identifier"] for row in world.shipments()), len(world.fulfillments())


def test_a_lost_database_is_built_again_and_nothing_is_made_twice(world):
    world.stock()
    old = (wix_order("10001"), wix_order("10002", minute=6, lines=(("TAZA-01", 3, 1099),)))
    world.sell("es", *old)
    hour(world, "r1")
    world.label()
    world.track(run="r1")
    before = held_by_remotes(world)
    assert len(before[0]) == len(before[1]) == before[2] == 2 and all(paid == 1 for *_, paid in before[0])
    lose_everything(world)
    world.sell("es", wix_order("10003", minute=9))  # it came after the loss: it has to be made
    hour(world, "r2", doubt=True)
    hour(world, "r3")
    documents, shipments, told = held_by_remotes(world)
    assert (len(documents), len(shipments), told) == (3, 3, 2)
    assert [row for row in documents if row in before[0]] == before[0] and set(before[1]) <= set(shipments)
    assert all(paid == 1 for *_, paid in documents)
    assert not world.held()


def test_without_the_statement_there_would_be_two_of_each(world):
    world.stock()
    world.sell("es", wix_order("10001"))
    hour(world, "r1")
    lose_everything(world)
    hour(world, "r2")
    assert len(world.documents()) == 2
