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
    assert save_results(database, "es/run-1", "es", "landed_and_built", first) is not None
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


def test_totals_count_each_rule_once_however_many_runs_looked(saved):
    before = totals(saved)
    assert before == [{"store": "es", "rules": 3, "passed": 1, "failed": 2, "stopped": 1, "orders": 0}]
    save_results(saved, "es/run-2", "es", "landed_and_built", [result("landed.a"), result("landed.b", success=False)])
    assert totals(saved) == before
    assert totals(saved, since=datetime.now(UTC) + timedelta(days=2)) == []


def sums(database):
    rows = database.rows("pages/quality_rules", store="es", first_day=None, last_day="2999-01-01")
    return {row["rule"]: (row["checks"], row["failed"], row["stopped"], row["rows_checked"], row["rows_failed"]) for row in rows}


def test_the_sum_of_all_rules_is_the_sum_of_each(saved):
    save_results(saved, "es/run-2", "es", "tracking", [result("tracking.a", success=False)])
    save_results(saved, "es/run-2", "es", "landed_and_built", [result("landed.b"), result("landed.c")])
    save_results(saved, "es/run-1", "es", "landed_and_built", [result("landed.a"), result("landed.b", success=False)])
    (day,) = saved.rows("pages/quality_days", store="es", first_day=None, last_day="2999-01-01", rule="")
    each = sums(saved).values()
    assert (day["checks"], day["failed"]) == (sum(row[0] for row in each), sum(row[1] for row in each)) == (5, 2)


def failing(rule="landed.b", number="10001", seen="nothing"):
    return [{"rule": rule, "wix_order_id": f"id-{number}", "order_number": number, "field": "currency", "seen": seen}]


def test_sums_of_a_day_stand_for_every_run_once(saved):
    first = {"landed.a": (1, 0, 0, 3, 0), "landed.b": (1, 1, 0, 3, 1), "landed.c": (1, 1, 1, 3, 1)}
    assert sums(saved) == first
    save_results(saved, "es/run-1", "es", "landed_and_built", [result("landed.a"), result("landed.b")])
    assert sums(saved) == {"landed.a": (1, 0, 0, 3, 0), "landed.b": (1, 0, 0, 3, 0)}
    save_results(saved, "es/run-2", "es", "landed_and_built", [result("landed.b", success=False)])
    assert sums(saved)["landed.b"] == (2, 1, 0, 6, 1)


def test_sums_are_of_the_merchants_day(database):
    import zoneinfo

    save_results(database, "es/run-1", "es", "landed_and_built", [result("landed.a")], zone="Pacific/Kiritimati")
    (row,) = database.rows("pages/quality_days", store="es", first_day=None, last_day="2999-01-01", rule="")
    assert row["day"] == datetime.now(zoneinfo.ZoneInfo("Pacific/Kiritimati")).date()
    save_results(database, "es/run-1", "es", "landed_and_built", [], zone="Pacific/Kiritimati")
    assert sums(database) == {} and results_of_run(database, "es/run-1") == []


def test_an_order_that_fails_again_stands_once_and_a_run_counts_once(saved):
    rule = [result("landed.b", success=False)]
    for run in ("es/run-1", "es/run-1", "es/run-2"):
        save_results(saved, run, "es", "landed_and_built", rule, failed=failing(seen=run))
    (row,) = saved.rows("pages/quality_failing", store="es", rule="landed.b", most=9, skip=0)
    assert (row["order_number"], row["times"], row["seen"], row["held"]) == ("10001", 2, "es/run-2", False)
    save_results(saved, "es/run-3", "es", "landed_and_built", rule, failed=failing(number="10002"))
    save_results(saved, "es/run-3", "es", "landed_and_built", [result("landed.b")])
    assert [row["order_number"] for row in saved.rows("pages/quality_failing", store="es", rule="landed.b", most=9, skip=0)] == ["10001"]


def test_a_check_keeps_its_number_and_goes_where_nothing_is_left_to_check(saved):
    numbers = [save_results(saved, "es/run-1", "es", "landed_and_built", [result("landed.a")], docs=b"x") for _ in range(2)]
    assert numbers[0] == numbers[1] and saved.one("pages/quality_check", check_id=numbers[0], with_docs=True)["docs"] == b"x"
    assert save_results(saved, "es/run-1", "es", "landed_and_built", []) is None
    assert saved.one("pages/quality_check", check_id=numbers[0], with_docs=False) is None


def test_what_is_built_again_in_between_belongs_to_its_run(saved):
    save_results(saved, "es/run-1/again/some-id", "es", "landed_and_built", [result("landed.a")])
    assert [row["run_key"] for row in saved.rows("pages/quality_checks_of_run", of_run="es/run-1")] == [
        "es/run-1",
        "es/run-1/again/some-id",
    ]


def test_what_is_old_goes_a_part_at_a_time_and_its_sums_stay(saved, monkeypatch):
    monkeypatch.setattr("order_sync.store.quality._MOST", 2)
    with saved.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE quality.results SET checked_at = now() - interval '91 days'")
        connection.exec_driver_sql("UPDATE quality.checks SET checked_at = now() - interval '801 days'")
    save_results(saved, "nl/run-1", "nl", "landed_and_built", [result("landed.a")])
    assert len(results_of_run(saved, "es/run-1")) == 3, "another store's results are not its to clear away"
    left = []
    for run in ("es/run-2", "es/run-3"):
        save_results(saved, run, "es", "landed_and_built", [result("landed.a")])
        left.append(len(results_of_run(saved, "es/run-1")))
    assert left == [1, 0] and saved.rows("pages/quality_checks_of_run", of_run="es/run-1") == []
    assert sums(saved)["landed.b"] == (1, 1, 0, 3, 1)


def test_results_made_before_there_were_sums_are_summed_by_the_migration(saved):
    known, rows = sums(saved), saved.rows("pages/quality_checks_of_run", of_run="es/run-1")
    with saved.engine.begin() as connection:
        connection.exec_driver_sql("TRUNCATE quality.days, quality.checks")
    for _ in range(2):
        saved.migrate()
    assert sums(saved) == known
    (row,) = saved.rows("pages/quality_checks_of_run", of_run="es/run-1")
    assert {**row, "check_id": 0, "checked_at": 0} == {**rows[0], "check_id": 0, "checked_at": 0}


def test_the_report_is_made_from_what_was_saved(saved):
    save_results(saved, "nl/run-1", "nl", "landed_and_built", [result("landed.a")])
    page = quality_report(saved, {"What happened": [{"": "orders seen in Wix", "es": 7}]})
    assert all(text in page for text in ("Store es", "Store nl", "landed.b", "10001", "orders seen in Wix"))
    assert "Store es" not in quality_report(saved, store="nl")
