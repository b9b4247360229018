"""How the orders of a batch were paid, as the rules ask it: methods, money that is only held, money that was charged back."""

from __future__ import annotations

import pandas as pd

# Attempts that brought nothing: they say nothing about the order.
_FAILED = ("CANCELED", "DECLINED", "VOIDED")


def of_orders(wix_order_ids: pd.Series, payments: pd.DataFrame | None) -> pd.DataFrame:
    """One row per order, aligned with ``wix_order_ids``; ``payments`` has columns of contracts.money.PAYMENTS, None: not known.

    Columns: methods (frozenset, casefolded), only_authorized (every payment is held at the provider and none was captured),
    charged_back (minor units). Source: Wix contract, section 4.
    """
    nothing = (frozenset(), False, 0)
    found: dict[str, tuple[frozenset[str], bool, int]] = {}
    if payments is not None and len(payments):
        plain = payments[["wix_order_id", "status", "method", "chargeback_minor"]].astype("object")
        for wix_order_id, rows in plain.where(plain.notna(), None).groupby("wix_order_id", sort=False):
            live = rows.loc[~rows["status"].isin(_FAILED)]
            methods = frozenset(method.strip().casefold() for method in live["method"] if method)
            authorized = len(live) > 0 and bool(live["status"].eq("AUTHORIZED").all())
            found[wix_order_id] = (methods, authorized, sum(int(minor or 0) for minor in rows["chargeback_minor"]))
    rows = [found.get(wix_order_id, nothing) for wix_order_id in wix_order_ids]
    return pd.DataFrame(
        {
            "methods": pd.Series([row[0] for row in rows], dtype="object"),
            "only_authorized": pd.Series([row[1] for row in rows], dtype="bool"),
            "charged_back": pd.Series([row[2] for row in rows], dtype="int64"),
        }
    ).set_axis(wix_order_ids.index)
