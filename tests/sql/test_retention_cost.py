"""What is forgotten is found by a join: a list of open work that is looked through for each order grows with both."""

from __future__ import annotations

import pytest
import sqlalchemy as sa
from order_sync.store.database import SQL_FOLDER


@pytest.mark.parametrize("name", ["due", "still_due"])
def test_open_work_is_joined_and_not_looked_through(database, name):
    text = (SQL_FOLDER / "retention" / f"{name}.sql").read_text(encoding="utf-8")
    with database.engine.begin() as connection:
        rows = connection.execute(sa.text(f"EXPLAIN {text}"), {"store": "es", "days": 180, "most": 500, "wix_order_ids": ["a"]})
        plan = "\n".join(row[0] for row in rows)
    assert "Anti Join" in plan and "SubPlan" not in plan, plan
