"""Reading the columns of staging frames: whatever stands for "nothing" becomes one value, so that rules can compare plainly."""

from __future__ import annotations

import pandas as pd

from order_sync.mapping.amounts import from_minor


def text(column: pd.Series) -> pd.Series:
    """Text without outer spaces; nothing is ""."""
    return column.astype("object").where(column.notna(), "").astype("str").str.strip()


def shown(column: pd.Series) -> pd.Series:
    """Values as a person reads them; nothing is "nothing"."""
    return column.astype("object").where(column.notna(), "nothing").astype("str")


def shown_money(minor: pd.Series, currency: pd.Series, where: pd.Series) -> pd.Series:
    """Amounts as a person reads them, "54.85 EUR", in the rows of ``where``; "" elsewhere, "nothing" for none."""
    wanted = where.fillna(False).astype("bool")
    told = [
        "" if not here else "nothing" if pd.isna(amount) else f"{from_minor(int(amount), str(unit))} {unit}"
        for amount, unit, here in zip(minor, currency, wanted, strict=True)
    ]
    return pd.Series(told, index=minor.index, dtype="str")


def whole(column: pd.Series) -> pd.Series:
    """Whole numbers as Int64; nothing is <NA>."""
    return column.astype("Int64")


def flag(column: pd.Series) -> pd.Series:
    """True or False; nothing is False."""
    return column.astype("boolean").fillna(False).astype("bool")


def percent(rate_ppm: int) -> str:
    """A rate as a person writes it: 210000 is "21 %", 82500 is "8.25 %"."""
    whole_part, rest = divmod(int(rate_ppm), 10_000)
    return f"{whole_part}{f'.{rest:04}'.rstrip('0') if rest else ''} %"
