"""Runbook of the holds of the daily comparison with the remotes, and of erased orders."""

from __future__ import annotations

from order_sync.contracts.runbook_shape import IGNORE, RETRY, Runbook

_AGAIN = "Do nothing more: the next comparison (once a day, or trigger `reconcile__STORE`) sees it and closes the hold."

UPKEEP: dict[str, Runbook] = {
    "DATA_ERASED": Runbook("bookkeeper", "what Wix changed, by kind of field; no values",
        ("Look at the order in Wix: a refund or cancellation needs its note in Holded even when the buyer was erased.",
         "Correct the document in Holded by hand. " + IGNORE,
         "If the order must be followed again, lift the erasure (`order-sync erase STORE --order NUMBER --lift`) and trigger `wix_orders__STORE` with "
         "the number: its personal data comes back. " + RETRY),
        "lift the erasure of somebody who asked for it without asking them."),
    "DOCUMENT_EDITED": Runbook("bookkeeper", "the document, the field, what was made and what Holded has now",
        ("Open the document in Holded and ask who changed it, and why.",
         "If it was a mistake, put it back. " + _AGAIN,
         "If the change is right, accept it: " + IGNORE),
        "delete the document to have it made anew: an approved one keeps its number and the series gets a gap.",
        closes="at the comparison that finds the document as it was made"),
    "DOCUMENT_UNKNOWN": Runbook("bookkeeper", "the id of a document in Holded that has our marker, and that was not made by this ledger",
        ("Compare it with the order's own document: the order's page names it.",
         "If it is a second one, delete it while it is a draft; an approved one is corrected by a credit note. " + _AGAIN,
         "If a person duplicated a document and wants it, take the tag that begins with `wx` off, or accept it: " + IGNORE),
        "delete the one that the order's page names: only the other one is spare.",
        closes="at the comparison that does not find it any more"),
    "ORDER_NOT_LANDED": Runbook("engineer", "the order's number, and when Wix changed it last",
        ("Look whether `wix_orders__STORE` is paused or its last runs are red, and mend that first.",
         "Trigger `wix_orders__STORE` with the order number.", _AGAIN),
        "book the order by hand: the next run books it again.",
        closes="at the comparison that finds the order taken"),
    "TOTALS_DRIFT": Runbook("bookkeeper", "the order's total in Wix, here, and in Holded",
        ("Open Reports, Reconcile: the day of the order shows the three totals and what explains the rest.",
         "Compare the order in Wix with its documents in Holded, refunds and notes included, and correct the wrong one. " + _AGAIN,
         "If the difference is meant, for example because the order was deleted in Wix, accept it: " + IGNORE),
        "change the order's price in Wix to make the totals fit: it is booked anew.",
        closes="at the comparison that finds the three totals equal"),
}  # fmt: skip
