"""The orders and lines of one build, read once into plain columns, with the verdicts that the rules reach about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pandas as pd

from order_sync.contracts.money import PAYMENTS, REFUNDS
from order_sync.contracts.staging import LINES, ORDERS
from order_sync.mapping import paid_by
from order_sync.mapping.columns import flag, text, whole
from order_sync.mapping.contacts import asks, foreign_vat, tax_ids
from order_sync.mapping.vat_area import places
from order_sync.mapping.verdicts import Verdicts

_READERS = {"str": text, "Int64": whole, "bool": flag}


@dataclass
class Batch:
    """``orders`` are numbered from 0; ``lines`` carry that number in ``at``. Texts are "" and flags False where Wix has nothing.

    ``payments`` and ``refunds`` are the frames of contracts.money as they were staged, empty where none are known.
    """

    orders: pd.DataFrame
    lines: pd.DataFrame
    store: Any
    verdicts: Verdicts
    payments: pd.DataFrame
    refunds: pd.DataFrame

    def open_lines(self) -> pd.DataFrame:
        """The lines of the orders that no rule has stopped yet."""
        return self.lines.loc[self.verdicts.open[self.lines["at"]]]

    def by_order(self, told: pd.Series, separator: str = ", ", most: int = 5) -> pd.Series:
        """Texts of lines joined for each order, each once, "" for orders without any; ``told`` has the index of some of the lines."""
        texts: list[dict[str, None]] = [{} for _ in range(len(self.orders))]
        for at, text_of_line in zip(self.lines.loc[told.index, "at"].tolist(), told.tolist(), strict=True):
            texts[at][text_of_line] = None
        return pd.Series([separator.join(list(each)[:most]) for each in texts], index=self.orders.index, dtype="str")

    def hit(self, failed: pd.Series) -> pd.Series:
        """True for each order of which a line failed; ``failed`` has the index of some of the lines."""
        at = self.lines.loc[failed.index[failed.to_numpy(dtype=bool)], "at"]
        return pd.Series(self.orders.index.isin(at.unique()), index=self.orders.index)


def read(
    orders: pd.DataFrame, lines: pd.DataFrame, store: Any, payments: pd.DataFrame | None = None, refunds: pd.DataFrame | None = None
) -> Batch:
    """Frames of contracts.staging as a batch; adds to the orders identity, foreign_vat, business, destination, inside and doc_date.

    ``payments`` (contracts.money.PAYMENTS, None: not known) adds methods, only_authorized and charged_back.

    destination: where the sale happens for VAT: the shop itself for store pickup and point of sale, else the delivery address, else
    (nothing is delivered) the buyer's. doc_date: the day of the purchase in the merchant's zone.
    """
    orders = _plain(orders.reset_index(drop=True), ORDERS)
    lines = _plain(lines.reset_index(drop=True), LINES)
    numbered = pd.Series(orders.index, index=orders["wix_order_id"])
    lines["at"] = lines["wix_order_id"].map(numbered)
    lines = lines.loc[lines["at"].notna()].astype({"at": "int64"}).sort_values(["at", "line_no"], kind="stable", ignore_index=True)
    lines["order_tax_minor"] = orders["tax_minor"].reindex(lines["at"]).array
    fields = store.wix.vat_number_fields
    orders["identity"] = tax_ids(orders["extra_fields"], fields, orders["buyer_note"], store.country)
    orders["surcharge"] = asks(orders["extra_fields"], store.holded.vat.surcharge_fields if store.holded else ())
    orders["foreign_vat"] = foreign_vat(orders["identity"], store.country)
    orders["business"] = orders["bill_company"].ne("") | orders["identity"].ne("")
    in_shop = orders["pickup_method"].eq("STORE_PICKUP") | orders["channel"].eq("POS")
    delivered = orders["ship_country"].ne("")
    country = orders["ship_country"].where(delivered, orders["bill_country"]).mask(in_shop, store.country)
    postal_code = orders["ship_postal_code"].where(delivered, orders["bill_postal_code"]).mask(in_shop, "")
    orders[["destination", "inside"]] = places(country, postal_code, store.country)
    bought = pd.to_datetime(orders["purchased_at"], utc=True)
    orders["doc_date"] = bought.dt.tz_convert(store.zone).dt.date
    orders["bought"] = bought.notna()
    payments = pd.DataFrame(columns=list(PAYMENTS.names)) if payments is None else payments
    refunds = pd.DataFrame(columns=list(REFUNDS.names)) if refunds is None else refunds
    orders = orders.join(paid_by.of_orders(orders["wix_order_id"], payments))
    return Batch(orders, lines, store, Verdicts(len(orders)), payments, refunds)


def _plain(frame: pd.DataFrame, table: Any) -> pd.DataFrame:
    columns = {column.name: frame[column.name] for column in table.columns}
    return pd.DataFrame({name: _READERS.get(_dtype(table, name), lambda same: same)(column) for name, column in columns.items()})


def _dtype(table: Any, name: str) -> str:
    return next(column.dtype for column in table.columns if column.name == name)
