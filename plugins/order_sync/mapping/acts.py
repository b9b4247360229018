"""What is done beside an order's first document: each rule looks at the order's case and says which acts it wants.

The rules run in this order; a rule may end the list (an order whose draft goes needs nothing else): edits, cancellations, conversion,
refunds, approvals, payments, units, stage. Tags of a sales order that follow its status end the list like an edit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import Any

import pandas as pd

from order_sync.contracts.acts import ACTS
from order_sync.contracts.holds import HOLD_CODES
from order_sync.mapping import approvals, cancellations, conversions, edits, notes, order_stages, payments, units
from order_sync.mapping.case import Act, Booked, Case

Rule = Callable[[Case], Iterator[Act]]
RULES: tuple[Rule, ...] = (
    edits.acts, cancellations.acts, order_stages.tags, conversions.acts, notes.acts, approvals.acts, payments.acts, units.acts, order_stages.stage,
)  # fmt: skip


def decide_acts(
    orders: pd.DataFrame,
    decisions: pd.DataFrame,
    store: Any,
    *,
    money: tuple[pd.DataFrame, pd.DataFrame] | None = None,
    booked: Mapping[str, Sequence[Booked]] | None = None,
    fulfilled: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
    may_enter_closed: Collection[str] = (),
    left_out: Collection[str] = (),
) -> pd.DataFrame:
    """Rows of contracts.acts for every order.

    ``orders``: staging.orders; ``decisions``: contracts.decisions of destination holded in the same order; ``money``: payments and refunds
    (contracts.money); ``booked``: what the ledger holds by order; ``fulfilled``: units that left, by order; ``may_enter_closed``: orders that a person let into the closed period;
    ``left_out``: orders that a person left out.
    """
    rows: list[dict[str, Any]] = []
    if store.holded is None or orders.empty:
        return _frame(rows)
    of_payments, of_refunds = (_by_order(frame) for frame in money or (None, None))
    decided = {row["wix_order_id"]: row for row in decisions.to_dict("records")}
    for order in orders.astype(object).where(orders.notna(), None).to_dict("records"):
        id = order["wix_order_id"]
        case = Case(
            order, decided[id], store, of_payments.get(id, ()), of_refunds.get(id, ()),
            tuple((booked or {}).get(id, ())), tuple((fulfilled or {}).get(id, ())), id in may_enter_closed, id in left_out,
        )  # fmt: skip
        if case.first is None and case.decision["action"] != "send":
            continue  # nothing is booked and nothing will be: there is nothing to do it to
        rows += [_row(case, act) for act in acts_of(case)]
    return _frame(rows)


def acts_of(case: Case) -> list[Act]:
    """The acts of one order: each (role, part) once, the first rule that names it decides."""
    found: dict[tuple[str, str], Act] = {}
    for rule in RULES:
        case.wanted = tuple(found.values())
        for act in rule(case):
            found.setdefault((act.role, act.part), act)
        if any(act.role == "removal" and act.action == "send" for act in found.values()):
            break  # the document goes: nothing is approved, paid or refunded on it
    return list(found.values())


def _row(case: Case, act: Act) -> dict[str, Any]:
    anchor = case.first.money_hash if case.first else case.decision["money_hash"]
    cure = HOLD_CODES[act.reason].cure if act.action == "hold" else None
    order = case.order
    return {
        **{name: order[name] for name in ("batch_id", "store", "wix_order_id", "currency")},
        **{name: getattr(act, name) for name in ACTS.names if hasattr(act, name)},
        "money_hash": anchor,
        "cure": cure,
    }


def _by_order(frame: pd.DataFrame | None) -> dict[str, list[dict[str, Any]]]:
    rows: dict[str, list[dict[str, Any]]] = {}
    if frame is not None:
        for row in frame.astype(object).where(frame.notna(), None).to_dict("records"):
            rows.setdefault(row["wix_order_id"], []).append(row)
    return rows


def _frame(rows: list[dict[str, Any]]) -> pd.DataFrame:
    return pd.DataFrame({name: pd.Series([row[name] for row in rows], dtype="object") for name in ACTS.names})
