"""make demo: sample orders of two shops, hour by hour, through a real Airflow into the sandbox; ends with what a merchant asks."""

from __future__ import annotations

import sys
import time
from datetime import timedelta
from typing import Any

from local.demo_summary import show, write_report
from local.sandboxed import HOURS, STORES, House

BACK_OFFICE = "es"  # whose packer prints in MyParcel's back office
QUIET_FOR = 1.5  # seconds without an open run before the senders count as done


def main() -> int:
    """Run it; 0 when every order is explained, nothing broke a contract and no run failed."""
    began = time.monotonic()
    house = House()
    try:
        return _run(house, began)
    except KeyboardInterrupt:
        print("\nInterrupted; run it again and it goes on where it was.")
        return 130
    finally:
        if not house.was_up:
            house.stop()


def _run(house: House, began: float) -> int:
    from order_sync.steps.reporting import coverage, digest
    from order_sync.store.database import Database

    _say(began, "starting PostgreSQL, the sandbox and Airflow")
    house.start()
    database = Database(house.airflow.orders_url)
    before, seen_before = digest(database), bool(coverage(database))
    remote_before = _remote(house)
    failed = _hours(house, began, 0, HOURS) + _labels_and_tracking(house, began)
    for store in STORES:
        _say(began, f"{store}: the hour after, {house.later(store)} payments, refunds, cancellations and changes happened in Wix")
    failed += _hours(house, began, HOURS, 1) + _labels_and_tracking(house, began)
    failed += _hours(house, began, HOURS, 1)  # the units of the parcels that were labelled last leave the stock
    failed += _compare(house, began)
    changed = digest(database) != before or _remote(house) != remote_before
    found = show(database)
    report = write_report(database, house.home / "reports", found)
    violations = house.violations()
    problems = [f"failed runs: {', '.join(failed)}"] if failed else []
    problems += [f"{row['unexplained']} orders of {store} unexplained" for store, row in found["coverage"].items() if row["unexplained"]]
    problems += [f"{len(violations)} requests that the real services would not have understood"] if violations else []
    print(f"\nReports: {report}")
    if seen_before:
        print(
            "Nothing changed: every order had been taken, booked and shipped before, and stayed as it was."
            if not changed
            else "This run changed something."
        )
    for problem in problems:
        print(f"PROBLEM: {problem}")
    database.close()
    print(
        f"Done in {time.monotonic() - began:.0f} s."
        + ("" if house.was_up else " `make up` shows the same data in Airflow's UI; a second `make demo` changes nothing.")
    )
    return 1 if problems else 0


def _hours(house: House, began: float, first: int, hours: int) -> list[str]:
    """Airflow's own backfill over some hours of the sample, both shops side by side; failed runs."""
    rest = house.airflow.rest
    for dag_id in house.dag_ids:
        rest.pause(dag_id, paused=False)
    for store in STORES:
        rest.end_backfills(f"wix_orders__{store}")
    start = house.base + timedelta(hours=first)
    last = start + timedelta(hours=hours - 1)
    span = f"{hours} hours" if hours > 1 else "1 hour"
    _say(began, f"backfilling {span} of orders, {start:%Y-%m-%d %H:%M} UTC on, for {' and '.join(STORES)}")
    started = {
        f"wix_orders__{store}": rest.backfill(f"wix_orders__{store}", start, last, max_active_runs=1, reprocess="completed")
        for store in STORES
    }
    failed = []
    for dag_id, backfill_id in started.items():
        failed += [f"{dag_id} {run['dag_run_id']}" for run in rest.wait_for_backfill(backfill_id) if run["state"] == "failed"]
        _say(began, f"{dag_id}: {span} landed, built, checked and published")
    return failed + _senders(house, began)


def _senders(house: House, began: float) -> list[str]:
    """Wait for the runs that the published orders woke; failed runs."""
    rest, quiet_since = house.airflow.rest, None
    dags = [f"{name}__{store}" for store in STORES for name in ("holded", "myparcel")]
    for dag_id in dags:  # the hourly sweep, now: it takes whatever an earlier interruption left
        rest.trigger(dag_id)
    _say(began, "the senders book and ship")
    deadline = time.monotonic() + 300
    while time.monotonic() < deadline:
        runs = [run for dag_id in dags for run in rest.runs(dag_id)]
        if all(run["state"] in ("success", "failed") for run in runs):
            quiet_since = quiet_since or time.monotonic()
            if time.monotonic() - quiet_since > QUIET_FOR:
                return [f"{run['dag_id']} {run['dag_run_id']}" for run in runs if run["state"] == "failed"]
        else:
            quiet_since = None
        time.sleep(0.5)
    return ["the senders did not come to rest within 300 s"]


def _labels_and_tracking(house: House, began: float) -> list[str]:
    """The packer of one shop prints in MyParcel's back office, the other one by our DAG of labels; tracking finds the barcodes and tells Wix."""
    rest, failed = house.airflow.rest, []
    _say(began, f"{BACK_OFFICE}: a packer made {house.label(BACK_OFFICE)} labels in MyParcel's back office")
    for dag_id in (f"labels__{store}" for store in STORES if store != BACK_OFFICE):
        run_id = rest.trigger(dag_id)
        if rest.wait_for_run(dag_id, run_id) == "failed":
            failed.append(f"{dag_id} {run_id}")
        _say(began, f"{dag_id}: the labels of all open parcels are one PDF, on the page Labels")
    started = {f"tracking__{store}": rest.trigger(f"tracking__{store}") for store in STORES}
    for dag_id, run_id in started.items():
        if rest.wait_for_run(dag_id, run_id) == "failed":
            failed.append(f"{dag_id} {run_id}")
    _say(began, "tracking numbers are back in Wix")
    return failed


def _compare(house: House, began: float) -> list[str]:
    """What runs once a day: the remotes against the ledger."""
    rest = house.airflow.rest
    started = {f"reconcile__{store}": rest.trigger(f"reconcile__{store}") for store in STORES}
    failed = [f"{dag_id} {run_id}" for dag_id, run_id in started.items() if rest.wait_for_run(dag_id, run_id) == "failed"]
    _say(began, "documents, parcels and orders of the remotes are compared with the ledger")
    return failed


def _remote(house: House) -> Any:
    import requests

    return requests.get(f"{house.sandbox_url}/sandbox/digest", timeout=60).json()


def _say(began: float, line: str) -> None:
    print(f"[{time.monotonic() - began:5.0f} s] {line}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
