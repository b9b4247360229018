"""One measured load by dlt's rest_api source, run by the Python of dlt's own environment: ``one_dlt.py (whole|chosen) ADDRESS``.

``whole``: whole orders, merged by id, as a dlt user writes it first. ``chosen``: the fields that landing keeps, appended through CSV:
the fastest way that dlt has. BENCH_DATABASE is a libpq address. Nothing of ours is imported but the gauge beside this file.
"""

from __future__ import annotations

import os
import sys
import tempfile
from typing import Any

import dlt
from dlt.sources.rest_api import rest_api_source
from gauge import measured

HEAD = ("id", "number", "createdDate", "updatedDate", "purchasedDate", "status", "paymentStatus", "fulfillmentStatus", "currency",
        "taxIncludedInPrices", "archived", "imported", "buyerLanguage", "buyerNote")  # fmt: skip
ADDRESS = ("country", "subdivision", "city", "postalCode", "addressLine", "addressLine2")
CONTACT = ("firstName", "lastName", "phone", "company")


def main(mode: str, address: str) -> None:
    """Load everything."""
    with tempfile.TemporaryDirectory() as folder:
        pipeline = dlt.pipeline(
            f"orders_{mode}",
            pipelines_dir=folder,
            dataset_name=f"dlt_{mode}",
            destination=dlt.destinations.postgres(os.environ["BENCH_DATABASE"]),
        )

        chosen = mode == "chosen"
        measured(lambda: pipeline.run(source(address, chosen), loader_file_format="csv" if chosen else None).raise_on_failed_jobs())


def source(address: str, chosen: bool) -> Any:
    """The order search as a rest_api source."""
    orders: dict[str, Any] = {
        "name": "orders",
        "primary_key": "id",
        "write_disposition": "append" if chosen else "merge",
        "endpoint": {
            "path": "ecom/v1/orders/search", "method": "POST", "json": {"search": {"cursorPaging": {"limit": 100}}}, "data_selector": "orders",
            "paginator": {"type": "cursor", "cursor_path": "metadata.cursors.next", "cursor_body_path": "search.cursorPaging.cursor"},
        },
    }  # fmt: skip
    if chosen:
        orders["processing_steps"] = [{"map": choose}]
    return rest_api_source({"client": {"base_url": address}, "resources": [orders]})


def choose(order: dict[str, Any]) -> dict[str, Any]:
    """About the columns that landing keeps, as text."""
    row = {name: order.get(name) for name in HEAD}
    row |= {name: amount["amount"] for name, amount in order["priceSummary"].items()}
    row |= {name: order["balanceSummary"][name]["amount"] for name in ("paid", "refunded")}
    row["email"] = order["buyerInfo"]["email"]
    for name in ("billingInfo", "recipientInfo"):
        address, contact = order[name]["address"], order[name]["contactDetails"]
        row |= {f"{name}_{key}": address.get(key) for key in ADDRESS} | {f"{name}_{key}": contact.get(key) for key in CONTACT}
    row["lines"] = [line(item) for item in order["lineItems"]]
    return row


def line(item: dict[str, Any]) -> dict[str, Any]:
    """One item."""
    return {
        "id": item["id"], "name": item["productName"]["original"], "quantity": item["quantity"], "product": item["catalogReference"]["catalogItemId"],
        "net": item["totalPriceBeforeTax"]["amount"], "gross": item["totalPriceAfterTax"]["amount"], "tax": item["taxInfo"]["taxAmount"]["amount"],
        "rate": item["taxInfo"]["taxRate"], **item["physicalProperties"],
    }  # fmt: skip


if __name__ == "__main__":
    main(*sys.argv[1:])
