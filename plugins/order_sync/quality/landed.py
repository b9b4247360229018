"""Suite landed_and_built: one batch of orders, lines and decisions, before any of it is published.

Context, all optional: ``store`` (key); ``destinations`` (default: those of the contract); ``window_from`` and ``window_end``
(UTC; from is the window's start less its overlap); ``rebuilt`` (ids of held orders taken up again, which lie in no window).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from order_sync.contracts.decisions import DESTINATIONS
from order_sync.contracts.holds import HOLD_CODES, IGNORE_REASONS
from order_sync.quality.frames import DECISIONS, LINES, ORDERS
from order_sync.quality.rules import (
    BETWEEN,
    EQUAL,
    IN_SET,
    NOT_BELOW,
    NOT_IN_SET,
    NOT_NULL,
    REGEX,
    Context,
    Frames,
    Given,
    Rule,
    Suite,
    derived,
    pair,
)

if TYPE_CHECKING:
    import pandas as pd

LARGE_BATCH = 20  # below it, shares say nothing


_LANDED = (
    Rule("landed.one_store", "All orders of a batch belong to its store.",
         "orders", IN_SET, "store", {"value_set": [Given("store")]}, "batch"),
    Rule("landed.currency_is_iso", "The currency is an ISO 4217 code.", "sound", REGEX, "currency", {"regex": r"^[A-Z]{3}$"}),
    Rule("landed.ship_country_is_iso", "The delivery country is an ISO 3166 code of two letters.",
         "sound", REGEX, "ship_country", {"regex": r"^[A-Z]{2}$"}),
    Rule("landed.bill_country_is_iso", "The billing country is an ISO 3166 code of two letters.",
         "sound", REGEX, "bill_country", {"regex": r"^[A-Z]{2}$"}),
    Rule("landed.total_not_negative", "No order has a total below zero.", "sound", BETWEEN, "total_minor", {"min_value": 0}),
    Rule("landed.quantity_in_range", "Each line has 1 to 100,000 units.",
         "sound_lines", BETWEEN, "quantity", {"min_value": 1, "max_value": 100_000}),
    Rule("landed.tax_rate_in_range", "Tax rates lie between 0 and 100 %.",
         "sound_lines", BETWEEN, "tax_rate_ppm", {"min_value": 0, "max_value": 1_000_000}),
    Rule("landed.weight_not_negative", "No item weighs less than nothing.",
         "sound_lines", BETWEEN, "unit_weight_g", {"min_value": 0}),
    Rule("landed.lines_have_order", "Each line belongs to an order of the batch.",
         "lines", IN_SET, "order_known", {"value_set": [True]}, "batch"),
    Rule(
        "landed.malformed_share",
        f"In batches of {LARGE_BATCH} orders or more, at most half are malformed; more means that Wix changed its format.",
        "batch", BETWEEN, "malformed_share", {"max_value": 0.5}, "batch",
    ),
    Rule(
        "landed.not_older_than_window", "No order was last changed before the window and its overlap; else Wix ignored the filter.",
        "in_window", BETWEEN, "updated_at", {"min_value": Given("window_from")}, "batch",
    ),
    Rule(
        "landed.not_newer_than_window", "At most half of the orders were changed after the window; more means that Wix ignored the filter.",
        "batch", BETWEEN, "newer_share", {"max_value": 0.5}, "batch",
    ),
)  # fmt: skip

_BUILT = (
    Rule("built.decisions_have_order", "Each decision belongs to an order of the batch.",
         "decisions", IN_SET, "order_known", {"value_set": [True]}, "batch"),
    Rule("built.decision_per_destination", "Each order has one decision for each destination.",
         "orders", EQUAL, "decisions", pair("decisions", "destinations"), names="decisions"),
    Rule("built.decisions_complete", "There are as many decisions as orders times destinations.",
         "batch", EQUAL, "decisions", pair("decisions", "decisions_due"), "batch"),
    Rule("built.hold_has_known_code", "Each hold has a code that the docs explain.",
         "decisions", IN_SET, "hold_code", {"value_set": sorted(HOLD_CODES)}, names="reason"),
    Rule("built.ignore_has_known_reason", "Each ignored order has a reason that the docs explain.",
         "decisions", IN_SET, "ignore_reason", {"value_set": sorted(IGNORE_REASONS)}, names="reason"),
    Rule("built.malformed_not_sent", "Nothing is sent for a malformed order.",
         "decisions", IN_SET, "sends_malformed", {"value_set": [False]}, names="action"),
    Rule("built.send_has_kind", "What is sent has a kind.", "sends", NOT_NULL, "kind"),
    Rule("built.send_has_currency", "What is sent has a currency.", "sends", NOT_NULL, "order_currency", names="currency"),
    Rule("built.document_has_date", "Each document has a date.", "documents", NOT_NULL, "doc_date"),
    Rule("built.document_has_amount", "Each document has an amount.", "documents", NOT_NULL, "amount_minor"),
    Rule("built.amount_is_order_total", "The amount of each document is the order's total in Wix.",
         "documents", EQUAL, "amount_minor", pair("amount_minor", "total_minor")),
    Rule(
        "built.lines_add_up", "The lines of each document add up to the order's total, to one minor unit per line.",
        "documents", NOT_BELOW, "lines_gap", pair("line_count", "lines_gap", or_equal=True), names="gross_minor",
    ),
    Rule("built.fiscal_after_payment", "Receipts and invoices are made only once money has come.",
         "documents", IN_SET, "fiscal_payment", {"value_set": ["PAID", "PARTIALLY_REFUNDED", "FULLY_REFUNDED"]}, names="payment_status"),
    Rule("built.parcel_has_goods", "Each parcel has at least one line that can be shipped.",
         "parcels", BETWEEN, "goods", {"min_value": 1}, names="shippable"),
    Rule("built.parcel_not_collected", "No parcel is made for an order that the buyer collects.",
         "parcels", NOT_IN_SET, "pickup_method", {"value_set": ["STORE_PICKUP"]}),
)  # fmt: skip


def _views(frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    orders = frames["orders"].rename(columns={"number": "order_number"})
    decisions, lines = frames["decisions"], frames["lines"]
    destinations = len(context.get("destinations") or DESTINATIONS)
    malformed = orders["malformed_field"].notna()
    sound = orders[~malformed]
    facts = _order_facts(orders, lines)
    lines = _with_order(lines, facts)
    decisions = _decision_facts(_with_order(decisions, facts))
    sends = decisions[decisions["action"] == "send"]
    counts = decisions.groupby("wix_order_id").size()
    return {
        "orders": orders.assign(decisions=orders["wix_order_id"].map(counts).fillna(0).astype(int), destinations=destinations),
        "sound": sound,
        "in_window": sound[~sound["wix_order_id"].isin(context.get("rebuilt") or ())],
        "lines": lines,
        "sound_lines": lines[lines["wix_order_id"].isin(sound["wix_order_id"])],
        "decisions": decisions,
        "sends": sends,
        "documents": sends[sends["destination"] == "holded"],
        "parcels": sends[sends["destination"] == "myparcel"],
        "batch": _batch_facts(orders, decisions, destinations, context),
    }


def _order_facts(orders: pd.DataFrame, lines: pd.DataFrame) -> pd.DataFrame:
    """One row per order: what its decisions are compared with."""
    own = lines.groupby("wix_order_id")
    ids = orders["wix_order_id"]
    facts = orders[["wix_order_id", "order_number", "payment_status", "pickup_method", "total_minor"]].assign(
        order_currency=orders["currency"],
        order_malformed=orders["malformed_field"].notna(),
        order_known=True,
        line_count=ids.map(own.size()).fillna(0).astype("Int64"),
        gross=ids.map(own["gross_minor"].sum()).fillna(0).astype("Int64"),
        goods=ids.map(lines[lines["shippable"].eq(True)].groupby("wix_order_id").size()).fillna(0).astype("Int64"),
    )
    return facts.assign(lines_gap=(facts["total_minor"].astype("Int64") - facts["gross"]).abs()).drop_duplicates("wix_order_id")


def _with_order(rows: pd.DataFrame, facts: pd.DataFrame) -> pd.DataFrame:
    joined = rows.merge(facts, on="wix_order_id", how="left")
    return joined.assign(order_known=joined["order_known"].eq(True))


def _decision_facts(decisions: pd.DataFrame) -> pd.DataFrame:
    """Decisions with columns that are empty where their rule does not apply."""
    reason, fiscal = decisions["reason"].astype(object), decisions["kind"].isin(["receipt", "invoice"])
    return decisions.assign(
        hold_code=reason.where(reason.notna(), "none").where(decisions["action"] == "hold", None),
        ignore_reason=reason.where(reason.notna(), "none").where(decisions["action"] == "ignore", None),
        sends_malformed=decisions["order_malformed"].eq(True) & (decisions["action"] == "send"),
        fiscal_payment=decisions["payment_status"].astype(object).where(decisions["payment_status"].notna(), "none").where(fiscal, None),
    )


def _batch_facts(orders: pd.DataFrame, decisions: pd.DataFrame, destinations: int, context: Context) -> pd.DataFrame:
    """One row: what the rules about the whole batch look at; a share is 0 where too few orders are fresh to say.

    Held orders that are taken up again say nothing about the window: they may come from any other hour.
    """
    import pandas as pd

    fresh = orders[~orders["wix_order_id"].isin(list(context.get("rebuilt", ())))]
    large = len(fresh) >= LARGE_BATCH
    end, updated = context.get("window_end"), pd.to_datetime(fresh["updated_at"], utc=True)
    newer = float((updated >= pd.Timestamp(end)).mean()) if large and end else 0.0
    malformed = float(fresh["malformed_field"].notna().mean()) if large else 0.0
    return pd.DataFrame(
        {
            "malformed_share": [malformed],
            "newer_share": [newer],
            "decisions": [len(decisions)],
            "decisions_due": [len(orders) * destinations],
        }
    )


LANDED_AND_BUILT = Suite(
    "landed_and_built",
    "What was landed and built, before it is published",
    (ORDERS, LINES, DECISIONS),
    _views,
    (
        *derived(ORDERS, view="orders", prefix="landed.orders_", what="order"),
        *derived(LINES, view="lines", prefix="landed.lines_", what="line"),
        *derived(DECISIONS, view="decisions", prefix="built.decisions_", what="decision"),
        *_LANDED,
        *_BUILT,
    ),
)
