"""Compares the kind of value in each column with its contract, whichever pandas type carries it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from order_sync.contracts import Table

if TYPE_CHECKING:
    import pandas as pd

# Contract dtype -> what pandas' infer_dtype may call the values. A column without any value is "empty" and fits everything.
_FITS = {
    "str": {"string"},
    "Int64": {"integer"},
    "Float64": {"floating", "integer", "mixed-integer-float"},
    "bool": {"boolean"},
    "datetime64[us, UTC]": {"datetime64", "datetime"},
}


def types_view(frame: pd.DataFrame, table: Table) -> pd.DataFrame:
    """One row per column of the contract; ``differs`` is empty where the kind fits, else says what was seen."""
    import pandas as pd

    rows = []
    for column in table.columns:
        seen = pd.api.types.infer_dtype(frame[column.name], skipna=True)
        fits = column.dtype == "object" or seen == "empty" or frame[column.name].isna().all() or seen in _FITS[column.dtype]
        rows.append({"column": column.name, "differs": None if fits else f"{column.name} is {seen}, not {column.dtype}"})
    return pd.DataFrame(rows, columns=["column", "differs"])
