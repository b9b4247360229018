"""What is forgotten is found by a join: a list of open work that is looked through for each order grows with both."""

from __future__ import annotations

import os

import pytest
import sqlalchemy as sa
from order_sync.store.database import SQL_FOLDER

ORDERS = int(os.environ.get("RETENTION_ORDERS", "20000"))


@pytest.mark.parametrize("name", ["due", "still_due"])
def test_open_work_is_joined_and_not_looked_through(database, name):
    text = (SQL_FOLDER / "retention" / f"{name}.sql").read_text(encoding="utf-8")
    with database.engine.begin() as connection:
        rows = connection.execute(sa.text(f"EXPLAIN {text}"), {"store": "es", "days": 180, "most": 500, "wix_order_ids": ["a"]})
        plan = "\n".join(row[0] for row in rows)
    assert "Anti Join" in plan and "SubPlan" not in plan, plan


def test_a_pass_over_many_old_orders_reads_its_own_rows_alone(database):
    """The first night finds every old order due: a pass of 500 neither reads nor sorts them all."""
    text = (SQL_FOLDER / "retention" / "due.sql").read_text(encoding="utf-8")
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO core.orders (store, wix_order_id, number, payload_hash, batch_id, updated_at, published_at, first_published_at)"
            " SELECT 'es', 'w' || n, n, '', 'b', now() - interval '900 days' + n * interval '1 minute', now() - interval '300 days', now()"
            " FROM generate_series(1, %s) AS n", (ORDERS,),
        )  # fmt: skip
        connection.exec_driver_sql("UPDATE core.orders SET erase_asked_at = now() WHERE number IN ('7', '8')")
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.exec_driver_sql("VACUUM ANALYZE core.orders")
        asked = {"store": "es", "days": 180, "most": 500}
        plan = connection.execute(sa.text(f"EXPLAIN (ANALYZE, FORMAT JSON) {text}"), asked).scalar()[0]
        rows = connection.execute(sa.text(text), asked).mappings().all()
    print(f"{ORDERS} orders due: a pass of 500 takes {plan['Execution Time']:.1f} ms")
    assert len({row["wix_order_id"] for row in rows}) == 500 and {row["wix_order_id"] for row in rows if row["erase"]} == {"w7", "w8"}
    assert read(plan["Plan"]) < 5_000, plan


def read(node) -> int:
    """Rows that a plan reads of its tables, and what it then leaves out."""
    own = (
        (node["Actual Rows"] + node.get("Rows Removed by Filter", 0)) * node["Actual Loops"] if node.get("Relation Name") == "orders" else 0
    )
    return own + sum(read(part) for part in node.get("Plans", ()))
