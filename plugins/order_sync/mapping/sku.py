"""Which Holded product a Wix line is: alias, then the very SKU, then the SKU written alike; never a guess between two."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pandas as pd

from order_sync.mapping.columns import text

_FOUND = ["product_id", "variant_id", "holded_sku"]


def normalised(sku: pd.Series) -> pd.Series:
    """SKUs as they are compared when the exact text fits none: outer spaces off, upper case, and every run of spaces,
    dashes and underscores written as one dash ("cam az_m" is "CAM-AZ-M"). Nothing is left out, so CAMAZM stays another SKU."""
    return text(sku).str.upper().str.replace(r"[\s_\-]+", "-", regex=True)


def join(lines: pd.DataFrame, products: pd.DataFrame, aliases: Iterable[Any], store: str) -> pd.DataFrame:
    """The Holded product of each item line, aligned with the index of ``lines``.

    ``lines`` has sku; ``products`` has product_id, variant_id ("" if none), sku, name; ``aliases`` are lines with the attributes of
    settings.SkuAlias. An alias of the store comes first: it names another SKU, which is then looked up as usual, or a product id.
    Columns: product_id, variant_id, holded_sku, sku_match. Several products that share the exact SKU are a duplicate; several that
    are only written alike are one too, unless exactly one of them has the exact SKU.
    """
    wanted = text(lines["sku"]).to_frame("sku")
    alias = _aliases(aliases, store)
    wanted = wanted.merge(alias, on="sku", how="left").set_axis(lines.index)
    wanted["aliased"] = wanted["alias_sku"].notna()
    for column in ("alias_sku", "alias_product"):
        wanted[column] = text(wanted[column])
    key = wanted["sku"].where(wanted["alias_sku"].eq(""), wanted["alias_sku"])
    stock = products.assign(sku=text(products["sku"]), variant_id=text(products["variant_id"]))
    by_sku = stock.loc[stock["sku"].ne("")]
    exact = _look_up(key, by_sku.assign(key=by_sku["sku"]))
    alike = _look_up(normalised(key), by_sku.assign(key=normalised(by_sku["sku"])))
    named = _look_up(wanted["alias_product"], stock.loc[stock["variant_id"].eq("")].assign(key=stock["product_id"]))
    return _settle(wanted, exact, alike, named)


def unknown(lines: pd.DataFrame, products: pd.DataFrame, aliases: Iterable[Any], store: str) -> pd.Series:
    """True for each line whose SKU no product has and that no alias names: what an alias leads to is never made up."""
    aliases = list(aliases)
    named = {alias.wix_sku.strip() for alias in aliases if alias.store in ("*", store)}
    return join(lines, products, aliases, store)["sku_match"].eq("none") & ~text(lines["sku"]).isin(named)


def duplicates(products: pd.DataFrame) -> pd.DataFrame:
    """SKUs that several products or variants share: sku (as compared), written (the SKUs), products (ids), same (exact or normalised)."""
    stock = products.assign(sku=text(products["sku"]))
    stock = stock.loc[stock["sku"].ne("")]
    stock = stock.assign(key=normalised(stock["sku"]), id=text(stock["product_id"]))
    shared = stock.loc[stock.duplicated("key", keep=False)].sort_values(["key", "id"])
    report = shared.groupby("key").agg(
        written=("sku", lambda skus: ", ".join(sorted(set(skus)))),
        products=("id", lambda ids: ", ".join(dict.fromkeys(ids))),
        spellings=("sku", "nunique"),
    )
    report["same"] = report["spellings"].eq(1).map({True: "exact", False: "normalised"}).astype("str")
    return report.drop(columns="spellings").reset_index(names="sku")


def _aliases(aliases: Iterable[Any], store: str) -> pd.DataFrame:
    rows = {}
    for alias in aliases:
        if alias.store in ("*", store):
            rows.setdefault(alias.wix_sku.strip(), (alias.holded_sku.strip(), alias.product_id.strip()))
    table = [(sku, *target) for sku, target in rows.items()]
    return pd.DataFrame(table, columns=["sku", "alias_sku", "alias_product"], dtype="str")


def _look_up(keys: pd.Series, stock: pd.DataFrame) -> pd.DataFrame:
    """For each key the only product that has it, and how many have it."""
    grouped = stock.groupby("key")
    index = grouped.first()[["product_id", "variant_id", "sku"]].rename(columns={"sku": "holded_sku"})
    index["count"] = grouped.size()
    found = keys.to_frame("key").merge(index, left_on="key", right_index=True, how="left")
    found["count"] = found["count"].fillna(0).astype("int64").where(keys.ne("").to_numpy(), 0)
    return found.set_axis(keys.index)


def _settle(wanted: pd.DataFrame, exact: pd.DataFrame, alike: pd.DataFrame, named: pd.DataFrame) -> pd.DataFrame:
    by_id = wanted["alias_product"].ne("")
    result = exact[_FOUND].copy()
    match = pd.Series("none", index=wanted.index, dtype="str")
    use_alike = exact["count"].eq(0) & alike["count"].eq(1)
    result = result.where(~use_alike, alike[_FOUND]).where(~by_id, named[_FOUND])
    match = match.mask(exact["count"].eq(1), "exact").mask(use_alike, "normalised")
    match = match.mask(exact["count"].gt(1) | (exact["count"].eq(0) & alike["count"].gt(1)), "duplicate")
    match = match.mask(by_id & named["count"].eq(1), "alias").mask(by_id & named["count"].eq(0), "none")
    match = match.mask(wanted["aliased"] & match.isin(["exact", "normalised"]), "alias")
    match = match.mask(wanted["sku"].eq(""), "blank")
    result = result.where(match.isin(["alias", "exact", "normalised"]), "")
    return result.assign(sku_match=match)
