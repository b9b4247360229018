"""Status rules: what is done with an order, by the first line of the status table that fits."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

STATUSES = ("status", "payment_status", "fulfillment_status")
_KEY = ("role", *STATUSES)


def match(orders: pd.DataFrame, rules: Iterable[Any], store: str, role: str | pd.Series) -> pd.DataFrame:
    """The verdict of the status table for each order, aligned with the index of ``orders``.

    ``orders`` has status, payment_status and fulfillment_status; ``rules`` are lines with the attributes of
    settings.StatusRule in the order of the file; ``role`` is order, receipt, invoice or shipment, for all or by row.
    Columns: action (send, ignore, hold), reason (code of contracts.holds or ""), rule_line (Int64, empty without a match),
    seen (the three statuses). An order that no line fits is held as UNKNOWN_STATUS.
    """
    keys = orders.loc[:, list(STATUSES)].astype("object").where(orders.loc[:, list(STATUSES)].notna(), "")
    keys.insert(0, "role", role)
    lines = [rule for rule in rules if rule.stores == "*" or store in rule.stores.split("|")]
    # A shop meets a few dozen combinations however many orders it has: each is judged once, then joined back.
    verdicts = keys.drop_duplicates(ignore_index=True)
    judged = [_judge(dict(zip(_KEY, row, strict=True)), lines) for row in verdicts.itertuples(index=False, name=None)]
    verdicts = pd.concat([verdicts, pd.DataFrame(judged, columns=["action", "reason", "rule_line", "seen"])], axis=1)
    result = keys.merge(verdicts, on=list(_KEY), how="left").set_axis(orders.index)
    return result[["action", "reason", "rule_line", "seen"]].astype({"rule_line": "Int64"})


def canceled_orders(verdict: pd.DataFrame, canceled: pd.Series, booked: pd.Series, *, gone: bool) -> None:
    """A cancelled sales order is left out where the store deletes such orders; else one that is booked stays and shows the cancellation."""
    if gone:
        verdict.loc[canceled, ["action", "reason"]] = ["ignore", "CANCELED"]
    else:
        verdict.loc[canceled & booked & verdict["action"].eq("ignore"), ["action", "reason"]] = ["send", ""]


def _judge(case: dict[str, str], lines: list[Any]) -> tuple[str, str, int | None, str]:
    seen = " / ".join(case[name] or "nothing" for name in STATUSES)
    for rule in lines:
        if rule.role == case["role"] and all(getattr(rule, name) in ("*", case[name]) for name in STATUSES):
            reason = rule.reason or ("STATUS_NEEDS_PERSON" if rule.action == "hold" else "")
            return rule.action, reason, rule.line, seen
    return "hold", "UNKNOWN_STATUS", None, seen
