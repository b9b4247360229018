"""Results of checks are kept once per run, suite and rule, however often a task runs."""

from datetime import UTC, datetime, timedelta

import pytest
from order_sync.steps.reporting import quality_report
from order_sync.store.quality import results, results_of_run, save_results, totals


def result(rule: str, *, success: bool = True, **more):
    return {
        "rule": rule, "expectation": "ExpectColumnValuesToNotBeNull", "column_name": "currency", "scope": "row", "success": success,
        "checked": 3, "failed": 0 if success else 1, "orders": [] if success else ["10001"],
        "seen": {} if success else {"values": ["nothing"]}, **more,
    }  # fmt: skip


@pytest.fixture
def saved(database):
    first = [result("landed.a"), result("landed.b", success=False), result("landed.c", success=False, scope="batch")]
    assert save_results(database, "es/run-1", "es", "landed_and_built", first) == 3
    return database


def test_what_is_saved_is_read_back(saved):
    rows = {row["rule"]: row for row in results_of_run(saved, "es/run-1")}
    assert list(rows) == ["landed.a", "landed.b", "landed.c"]
    assert rows["landed.b"]["orders"] == ["10001"] and rows["landed.b"]["seen"] == {"values": ["nothing"]}
    assert (rows["landed.b"]["checked"], rows["landed.b"]["failed"], rows["landed.b"]["success"]) == (3, 1, False)
    assert rows["landed.a"]["orders"] == [] and rows["landed.a"]["store"] == "es"
    assert results_of_run(saved, "es/run-2") == []


def test_a_second_run_of_the_task_replaces_its_results(saved):
    for _ in range(2):
        save_results(saved, "es/run-1", "es", "landed_and_built", [result("landed.a"), result("landed.b")])
        rows = results_of_run(saved, "es/run-1")
        assert [(row["rule"], row["success"], row["orders"]) for row in rows] == [("landed.a", True, []), ("landed.b", True, [])]


def test_other_suites_and_runs_are_left_alone(saved):
    save_results(saved, "es/run-1", "es", "tracking", [result("tracking.a")])
    save_results(saved, "nl/run-1", "nl", "landed_and_built", [result("landed.a")])
    save_results(saved, "es/run-1", "es", "landed_and_built", [])
    assert [(row["store"], row["suite"]) for row in results(saved)] == [("es", "tracking"), ("nl", "landed_and_built")]


def test_results_by_store_and_time(saved):
    save_results(saved, "nl/run-1", "nl", "landed_and_built", [result("landed.a")])
    assert {row["store"] for row in results(saved)} == {"es", "nl"}
    assert [row["rule"] for row in results(saved, store="nl")] == ["landed.a"]
    assert results(saved, since=datetime.now(UTC) + timedelta(hours=1)) == []


def test_totals_counts_runs_checks_and_failures(saved):
    save_results(saved, "es/run-2", "es", "landed_and_built", [result("landed.a")])
    assert totals(saved) == [{"store": "es", "runs": 2, "checks": 4, "passed": 2, "failed": 2, "stopped": 1}]
    assert totals(saved, since=datetime.now(UTC) + timedelta(hours=1)) == []


def test_the_report_is_made_from_what_was_saved(saved):
    save_results(saved, "nl/run-1", "nl", "landed_and_built", [result("landed.a")])
    page = quality_report(saved, {"What happened": [{"": "orders seen in Wix", "es": 7}]})
    assert all(text in page for text in ("Store es", "Store nl", "landed.b", "10001", "orders seen in Wix"))
    assert "Store es" not in quality_report(saved, store="nl")
