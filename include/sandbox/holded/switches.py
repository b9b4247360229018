"""Everything the contract leaves open, or an account can choose, as a switch: settings["holded.<name>"], or
settings["holded.<account>.<name>"] for one account. The default comes first; the number is the section of the contract.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Switch:
    """One switch: its default, what else it may be (empty: any value of the same type), and where the contract speaks of it."""

    default: Any
    others: tuple[Any, ...]
    contract: str


SWITCHES: dict[str, Switch] = {
    "rounding": Switch("line_then_sum", ("by_line", "at_end"), "2.6, 12.10: when amounts are rounded"),
    "amounts": Switch("spanish", ("dot",), "1.6, 12.1: notation of documents and products"),
    "whole_amounts": Switch("decimals", ("bare",), "1.6: 1.234,00 or 1.234"),
    "dates": Switch("iso", ("spanish",), "1.6, 12.1: 2026-11-20 or 20/11/2026"),
    "end_date": Switch("exclusive", ("inclusive",), "2.8, 12.18"),
    "lag_seconds": Switch(0.0, (), "7.4, 12.2: a new document shows in lists so much later"),
    "contact_lag_seconds": Switch(0.0, (), "the same for contacts"),
    "page_size": Switch(25, (), "1.5, 12.19: rows where limit is not sent"),
    "page_cap": Switch(200, (), "1.5, 12.19: most rows of a page, whatever limit says"),
    "tags": Switch("accents", ("strict",), "7.2, 12.3: lower case without accents, or a-z and 0-9 only"),
    "draft_payment": Switch("approve", ("refuse", "keep"), "2.9, 12.12: what paying a draft does"),
    "payment_answers_id": Switch(False, (True,), "2.10, 12.12: body of the answer to a payment"),
    "payment_keeps_treasury": Switch(True, (False,), "2.10, 12.12"),
    "order_number_at": Switch("approval", ("create",), "2.9, 12.21: when sales orders get their number"),
    "receipt_needs_contact": Switch(False, (True,), "2.3, 12.4"),
    "invoice_by_name": Switch(False, (True,), "2.3, 12.4: contact_name is enough for an invoice or order"),
    "approval_needs_tax_id": Switch(False, (True,), "3.3: an invoice without the buyer's tax id and address is not approved"),
    "approves_by_itself": Switch(False, (True,), "2.9: the account approves new documents"),
    "stock_system": Switch("automatic", ("simple",), "2.13"),
    "deleted_draft_returns_stock": Switch(True, (False,), "2.13, 12.6"),
    "variant_by_sku": Switch(False, (True,), "4, 12.5: parent's product_id with a variant's sku moves the variant"),
    "unknown_tax_key": Switch("refuse", ("ignore",), "6.3, 12.9"),
    "unknown_account": Switch("accept", ("refuse",), "2.5, 5: items[] account that the chart of accounts has not"),
    "negative_price": Switch("accept", ("refuse",), "2.6, 12.16"),
    "contact_custom_id": Switch("ignored", ("stored",), "3.2"),
    "code_filter": Switch("exact", ("any_case",), "3.1, 12.15"),
    "contact_filters": Switch("applied", ("ignored",), "3.1, 8.2: a filter that is ignored in silence"),
    "duplicate_contact": Switch("accept", ("refuse",), "3.3, 12.15"),
    "write_answer": Switch("published", ("v1_error",), "1.3: a 200 with a v1 error object, guarded against by one client"),
    "list_cursor": Switch("sent", ("left_out", "repeated"), "1.5: has_more without a cursor, or for ever with the same"),
    "plan": Switch("sandbox", ("plus", "basic", "standard", "advanced", "premium"), "1.4"),
    "calls_per_minute": Switch(0, (), "1.4: instead of the plan's; 0 takes the plan's"),
    "calls_per_month": Switch(0, (), "1.4: instead of the plan's; 0 takes the plan's"),
    "calls_used_before": Switch(0, (), "1.4: calls of this month before the sandbox started"),
    "design_field": Switch("stored", ("ignored",), "2.3, 12.11: design_id on create"),
    "number_field": Switch("ignored", ("stored",), "2.3, 12.11: number on create; the series may win"),
    "draft_field": Switch("ignored", ("stored",), "2.3, 12.11: draft on create; stored: false approves at once"),
    "approved_edit": Switch("refuse", ("ignore",), "2.9: PUT of fiscal fields of an approved document"),
    "cancelled_invoice_returns_stock": Switch(False, (True,), "2.2, 2.13: not documented"),
    "unknown_stage": Switch("missing", ("invalid", "accept"), "2.2, 5: pipeline_id that the account has not: 404, 400, or taken"),
    "find_by_number_parameter": Switch("number", ("document_number", "doc_number"), "2.2, 12.13"),
    "bulk_approve": Switch("works", ("broken",), "2.2, 8.19: broken refuses valid drafts with 422"),
    "convert_receiptnote": Switch("refuse", ("accept",), "2.1: receipt notes are not in the list of convert"),
    "convert_copies_tags": Switch(True, (False,), "2.2, 12.8"),
    "convert_status": Switch(201, (200,), "12.8: status code of convert"),
    "convert_twice": Switch("refuse", ("accept",), "2.2: an order or receipt whose invoice exists already"),
    "ship_after_convert": Switch("no_move", ("moves",), "2.13, 12.7: units sent of an order whose invoice took the stock"),
    "note_sign": Switch("positive", ("negative",), "12.17: totals of notes in reads"),
    "plain_note_returns_stock": Switch(False, (True,), "2.13, 12.17: a note made without its invoice"),
    "approval_error": Switch("message", ("problem",), "12.22: text and form of a refused approval"),
    "currency_digits": Switch("currency", ("two",), "2.6: totals of a currency without cents in whole units, or in hundredths"),
    "usage_limit": Switch("plan", ("ceiling",), "1.4, 8.24: limit of the plan, or the ceiling of overage, to which calls go on"),
    "calls_v1_before": Switch(0, (), "1.4: calls of this month by API v1, counted in usage and shown apart"),
    "missing_scopes": Switch((), (), "1.2: scopes that the token lacks"),
    "revoked": Switch(False, (True,), "1.1: the token was revoked"),
}

PLANS: dict[str, tuple[int, int]] = {
    "sandbox": (1_000_000, 10_000_000),
    "plus": (60, 500),
    "basic": (60, 2_000),
    "standard": (120, 7_500),
    "advanced": (120, 30_000),
    "premium": (600, 100_000),
}


def check(name: str, value: Any) -> Any:
    """The value of a switch, or ValueError where it is none of those it may have."""
    switch = SWITCHES[name]
    if switch.others and value not in (switch.default, *switch.others):
        raise ValueError(f"holded.{name}: {value!r} is none of {(switch.default, *switch.others)}")
    return value
