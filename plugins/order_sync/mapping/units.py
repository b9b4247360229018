"""Which units of a sales order leave the stock. Source: Holded contract, 2.13.

Receipts and invoices take their stock by themselves. So units are sent of a sales order only, and never where an invoice made from it has
taken the stock already: an order converted before its first unit was sent sends none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from order_sync.mapping.case import Act, Case


def acts(case: Case) -> Iterator[Act]:
    """One act for everything, or one for each fulfilment."""
    basis = (case.first.basis if case.first else case.decision["basis"]) or {}
    if not case.fulfilled or basis.get("kind") != "order" or case.canceled or case.changed or case.store.holded.stock.send_units == "never":
        return
    converted = case.converts_to or any(intent.exists for intent in case.of("conversion"))
    if (converted and not case.units_sent) or any(intent.exists for intent in case.of("replacement")):
        return
    for left in case.fulfilled:
        lines = _lines(basis, left["lines"])
        if left["part"] != "all" and not lines:
            continue  # nothing of it is on the document
        told = "all units" if left["part"] == "all" else f"{sum(line['units'] for line in lines)} units"
        body = {} if left["part"] == "all" else {"lines": lines}
        yield Act("units", left["part"], kind="order", body=body, because=f"{told}: {left['because']}")


def _lines(basis: Mapping[str, Any], wanted: list[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Positions on the document, from 0, and units; never more than the document has."""
    places = {line["line_id"]: (place, line) for place, line in enumerate(basis["lines"]) if line["kind"] == "item"}
    return [
        {"item_line_position": places[line["line_id"]][0], "units": min(line["quantity"], places[line["line_id"]][1]["units"])}
        for line in wanted
        if line["line_id"] in places
    ]
