"""The closing table of the demo, in a merchant's words, and the report file."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from order_sync.cli.output import print_table
from order_sync.steps import reconcile_report
from order_sync.steps.reporting import summary
from order_sync.store.database import Database

KINDS = {
    "order": "sales orders", "receipt": "sales receipts", "invoice": "invoices", "receipt_note": "receipt notes", "credit_note": "credit notes",
}  # fmt: skip


def show(database: Database) -> dict[str, Any]:
    """Print the summary; the same figures for the report."""
    found = summary(database)
    found["drift"] = Counter(row["store"] for row in reconcile_report.rows(database) if row["state"] == "open")
    print()
    print_table("What happened", merchant_rows(found))
    for title, rows in _reasons(found).items():
        print()
        print_table(title, rows)
    print()
    print_table("Calls to the remotes", found["calls"])
    return found


def _reasons(found: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    shown = ("store", "destination", "reason", "orders")
    titles = {"hold": "Held, with the reason; an order with several counts for each", "ignore": "Ignored, with the reason"}
    return {
        title: [{name: row[name] for name in shown} for row in found["reasons"] if row["action"] == action]
        for action, title in titles.items()
    }


def merchant_rows(found: dict[str, Any]) -> list[dict[str, Any]]:
    """One row per question, one column per store."""
    stores = list(found["coverage"])
    shown = [("orders seen in Wix", {store: found["coverage"][store]["wix"] for store in stores})]
    for kind, name in KINDS.items():
        for stage in ("draft", "approved", "paid"):
            counted = Counter()
            for row in found["documents"]:
                if (row["kind"], row["stage"]) == (kind, stage):
                    counted[row["store"]] += row["documents"]
            if counted:
                shown.append((f"{name}, {stage}", counted))
    parcels = {row["store"]: row for row in found["parcels"]}
    for key, name in (
        ("shipments", "shipments in MyParcel"),
        ("registered", "with label and barcode"),
        ("told_to_wix", "tracking sent back to Wix"),
    ):
        shown.append((name, {store: parcels.get(store, {}).get(key, 0) for store in stores}))
    for key, name in (
        ("held", "held, not in Holded"),
        ("ship_held", "held, not in MyParcel"),
        ("ignored", "ignored, not in Holded"),
        ("unexplained", "unexplained"),
    ):
        shown.append((name, {store: found["coverage"][store][key] for store in stores}))
    shown.append(("differences found at the remotes", found["drift"]))
    checks = {row["store"]: row for row in found["checks"]}
    for key in ("passed", "failed"):
        shown.append((f"quality checks {key}", {store: checks.get(store, {}).get(key, 0) for store in stores}))
    return [{"": name, **{store: counted.get(store, 0) for store in stores}} for name, counted in shown]


def write_report(database: Database, folder: Path, found: dict[str, Any]) -> Path:
    """The same and every quality rule, as one HTML file."""
    from order_sync.steps.reporting import quality_report

    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "quality.html"
    file.write_text(quality_report(database, {"What happened": merchant_rows(found), **_reasons(found)}), encoding="utf-8")
    return file
