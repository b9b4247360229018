"""The command line for real, against the sandbox and a real PostgreSQL: coverage, migrate, wrong use, exit codes."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from cli_world import change_store, orders_db
from order_sync.settings import PROJECT_ROOT, load_config
from shop_world import wix_order


def test_coverage_says_where_every_order_is(world, cli):
    world.stock()
    assert cli("coverage", "--json").json["es"]["wix"] == 0
    world.sell("es", wix_order("10001"), wix_order("10002", lines=(("NO-SUCH", 1, 1000),)), wix_order("10003", paymentStatus="NOT_PAID"))
    world.ingest()
    waiting = cli("coverage", "es", "--json")
    assert waiting.code == 1 and waiting.json["es"]["unexplained"] == waiting.json["es"]["waiting"] == 1
    world.send("holded")
    world.send("myparcel")
    said = cli("coverage", "--json")
    assert said.code == 0
    assert said.json["es"] == {
        "wix": 3, "booked": 1, "held": 1, "ignored": 1, "unexplained": 0, "to_ship": 2, "shipped": 2, "ship_held": 0, "ship_unexplained": 0, "waiting": 0,
    }  # fmt: skip
    assert "es" in cli("coverage").out


def test_an_order_that_nothing_explains_is_a_finding(world, cli):
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    world.send("holded")
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DELETE FROM export.ledger WHERE destination = 'holded'")
    said = cli("coverage", "--json")
    assert said.code == 1 and (said.json["es"]["unexplained"], said.json["es"]["waiting"]) == (1, 0)


def test_migrate_makes_the_tables_and_can_be_run_again(world, cli):
    with world.database.engine.begin() as connection:
        connection.exec_driver_sql("DROP SCHEMA staging, core, export, quality, ops CASCADE")
    for words in (("coverage",), ("holds", "list"), ("preflight", "es"), ("explain", "es", "1")):
        said = cli(*words)
        assert said.code == 2 and "order-sync migrate" in said.err, words
    assert cli("migrate").code == 0
    assert cli("migrate", "--json").json == {"migrated": True}
    assert cli("coverage", "--json").json["nl"]["wix"] == 0


EVERY = [
    ("preflight", "xx"), ("coverage", "xx"), ("summary", "xx"), ("holds", "list", "xx"), ("explain", "xx", "1"), ("preview", "xx"),
    ("holds", "retry", "xx", "1"), ("holds", "ignore", "xx", "1", "--note", "n"),
]  # fmt: skip


@pytest.mark.parametrize("words", EVERY, ids=" ".join)
def test_an_unknown_store_is_told_with_those_that_are_known(cli, words):
    said = cli(*words)
    assert (said.code, said.out) == (2, "")
    assert "no store 'xx'" in said.err and "Known stores: es, nl" in said.err


def test_a_broken_file_is_named_with_key_and_cure_and_does_not_stop_another_store(world, cli):
    change_store(world, "es", lambda settings: settings["holded"].update(aprove="never"))
    said = cli("preflight", "es")
    assert said.code == 2
    for part in ("stores/es.yaml", "holded.aprove", "docs/configuration.md"):
        assert part in said.err
    assert cli("preflight", "nl").code == 0


def test_a_file_that_is_no_yaml_is_named_with_its_place(world, cli):
    (world.config.folder / "stores" / "es.yaml").write_text("store: es\n  name: [")
    said = cli("preview", "es")
    assert said.code == 2 and "stores/es.yaml" in said.err and "line 2" in said.err


def test_a_broken_table_is_named_with_its_line(world, cli):
    file = world.config.folder / "status_rules.csv"
    file.write_text(file.read_text().replace(",send,", ",sent,", 1))
    said = cli("preflight", "es")
    assert said.code == 2 and "status_rules.csv line 2" in said.err and "action" in said.err


@pytest.mark.parametrize(
    "words", [("coverage",), ("holds", "list"), ("explain", "es", "1"), ("preview", "es"), ("preflight",), ("migrate",)]
)
def test_a_database_that_does_not_answer(world, cli, monkeypatch, words):
    monkeypatch.setenv("AIRFLOW_CONN_ORDERS_DB", orders_db(world.database, port=9))
    said = cli(*words)
    assert (said.code, said.out) == (3, "")
    assert "orders_db" in said.err and world.database.engine.url.password not in said.err


@pytest.mark.parametrize(
    "words", [("coverage", "--jsno"), ("preview", "es", "--destination", "wix"), ("holds", "retry", "es"), ("nothing",)]
)
def test_wrong_words(cli, words):
    assert cli(*words).code == 2


def test_the_entry_point_prints_nothing_but_json(world, cli, tmp_path):
    """In a process of its own: Airflow's and our own log lines stay out of standard output."""
    world.stock()
    world.sell("es", wix_order("10001"))
    world.ingest()
    program = [sys.executable, "-c", "from order_sync.cli.main import run; run()"]
    environment = os.environ | {"PYTHONPATH": str(PROJECT_ROOT / "plugins"), "AIRFLOW_HOME": str(tmp_path / "airflow")}
    for words, code in ((("preflight", "es"), 0), (("coverage",), 1), (("preview", "es"), 0), (("explain", "es", "10001"), 0)):
        ended = subprocess.run([*program, *words, "--json"], capture_output=True, text=True, env=environment, timeout=120)
        assert ended.returncode == code, ended.stderr
        assert json.loads(ended.stdout)


def test_the_sample_configuration_is_the_one_that_is_tested(world):
    sample = load_config(PROJECT_ROOT / "include" / "config")
    assert world.config.status_rules == sample.status_rules and world.config.taxes == sample.taxes
