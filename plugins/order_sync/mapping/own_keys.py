"""Lines with a tax key of their own: tips, gift cards, charges that Wix does not tax, cash rounding. They pass by the tax table."""

from __future__ import annotations

from collections.abc import Collection

import pandas as pd

from order_sync.mapping.batch import Batch

TREATMENT = "own_key"
_ANYWHERE = ("tip", "gift_card", "rounding")  # outside the tax base wherever the order goes


def kinds(batch: Batch) -> None:
    """Tell tips from other fees and gift cards from goods. After the money hash: what was booked before keeps its hash."""
    lines, codes = batch.lines, [code.casefold() for code in batch.store.holded.lines.tip_codes]
    kind = lines["kind"].mask(lines["kind"].eq("fee") & lines["fee_code"].str.casefold().isin(codes), "tip")
    lines["kind"] = kind.mask(kind.eq("item") & lines["item_type"].eq("GIFT_CARD"), "gift_card")


def mark(batch: Batch) -> None:
    """Adds own_key to the lines, "" where the table decides; such a line has rate 0 even where Wix gives no rate.

    Goods, delivery and fees have theirs only where the sale is at home or bears tax: an untaxed order abroad is an export or a
    delivery inside the Union, which has its treatment.
    """
    lines, holded = batch.lines, batch.store.holded
    keys = {kind: getattr(holded.lines, kind).tax_key or "" for kind in ("item", "shipping", "fee", "tip", "gift_card")}
    keys["rounding"] = holded.rounding.tax_key or ""
    order = batch.orders.loc[lines["at"]].set_axis(lines.index)
    bears_tax = lines["tax_minor"].fillna(0).gt(0).groupby(lines["at"]).transform("any")
    at_home = order["destination"].eq(batch.store.country) & order["inside"].astype("bool")
    untaxed = lines["tax_minor"].fillna(0).eq(0) & lines["tax_rate_ppm"].fillna(0).eq(0) & lines["gross_minor"].eq(lines["net_minor"])
    chosen = untaxed.fillna(False).astype("bool") & (lines["kind"].isin(_ANYWHERE) | bears_tax | at_home)
    lines["own_key"] = lines["kind"].map(keys).fillna("").where(chosen, "").astype("str")
    lines["tax_rate_ppm"] = lines["tax_rate_ppm"].mask(lines["own_key"].ne("") & lines["tax_rate_ppm"].isna(), 0)


def take_out(batch: Batch, active: Collection[str] | None) -> pd.DataFrame:
    """NO_TAX_KEY: the account must have each own key. Takes those lines out of the batch, with their treatment and tax, until put_back."""
    own = batch.lines["own_key"].ne("")
    taken = batch.lines.loc[own]
    if taken.empty:
        return taken
    gone = taken["own_key"].map(lambda key: active is not None and not set(key.split("+")) <= set(active)).astype("bool")
    field = taken["kind"].map(lambda kind: "holded.rounding.tax_key" if kind == "rounding" else f"holded.lines.{kind}.tax_key")
    seen = batch.by_order("key " + taken.loc[gone, "own_key"] + " is not active in the account")
    batch.verdicts.stop("own tax key", batch.hit(gone), "hold", "NO_TAX_KEY", field=batch.by_order(field.loc[gone]), seen=seen)
    told = batch.by_order(taken["kind"] + ": " + taken["own_key"])
    batch.verdicts.passed("own tax key", told.mask(told.eq(""), "none needed"))
    batch.lines = batch.lines.loc[~own]
    return taken.assign(
        treatment=TREATMENT, tax=taken["own_key"], tax_parts=pd.Series([()] * len(taken), index=taken.index, dtype="object")
    )


def put_back(batch: Batch, taken: pd.DataFrame) -> None:
    """The lines that were taken out stand in their places again."""
    if not taken.empty:
        batch.lines = pd.concat([batch.lines, taken]).sort_index()
