"""What the tests of alerts do to a store: settle its channels, look for signs, make it later, fail a run."""

from __future__ import annotations

import yaml
from marked_orders import marked
from order_sync.settings import load_config
from order_sync.steps import alerts
from order_sync.steps.shop import open_shop
from order_sync.store.alerts import run_ended


def settle(world, **changes):
    """Change the alerts of store es."""
    file = world.config.folder / "stores" / "es.yaml"
    settings = yaml.safe_load(file.read_text())
    settings["alerts"] = settings.get("alerts", {}) | changes
    file.write_text(yaml.safe_dump(settings))
    world.config = load_config(world.config.folder)


def shop(world):
    return open_shop("es", "alerts", config=world.config, database=world.database)


def look(world, now=None):
    with shop(world) as opened:
        alerts.watch(opened, now)
        return alerts.tell(opened)


def later(world, hours):
    """As if the holds, and what was told, were so many hours older."""
    run(world, "UPDATE export.holds SET since = since - make_interval(hours => %s)", hours)
    run(world, "UPDATE ops.alerts_told SET told_at = told_at - make_interval(hours => %s)", hours)


def run(world, statement, *values):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql(statement, values)


def held(world, *numbers):
    world.stock()
    world.sell("es", *(marked(number, lines=(("NO-SUCH", 1, 1000),), minute=5 + place) for place, number in enumerate(numbers)))
    world.ingest(run=f"held {numbers}")


def fail(world, dag, run_id, *, hours=0):
    run_ended(world.database, "es", dag, run_id, failed=True)
    run(world, "UPDATE ops.run_ends SET failed_at = failed_at - make_interval(hours => %s) WHERE dag_id = %s", hours, dag)
