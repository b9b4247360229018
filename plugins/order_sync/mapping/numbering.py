"""Our own gapless numbers for documents that are not fiscal. Fiscal numbers come from Holded's series when it approves."""

from __future__ import annotations

import pandas as pd

from order_sync.errors import SettingsError


def allocate(orders: pd.DataFrame, last: int, format: str, prefix: str = "") -> pd.DataFrame:
    """The next numbers of a series for orders that have none yet.

    ``orders`` has wix_order_id, created_at and year (of the order in the store's zone). They are numbered from ``last`` + 1
    without a gap, oldest first (created_at, then wix_order_id, so that the same orders always get the same numbers).
    Result: wix_order_id, seq (Int64), number. ``format`` knows {prefix}, {YYYY} and {seq}, for example "{prefix}{YYYY}-{seq:06}".
    """
    queue = orders.sort_values(["created_at", "wix_order_id"], kind="stable", ignore_index=True)
    seq = range(last + 1, last + 1 + len(queue))
    numbers = [_written(format, prefix, year, number) for year, number in zip(queue["year"], seq, strict=True)]
    return pd.DataFrame(
        {
            "wix_order_id": queue["wix_order_id"],
            "seq": pd.array(list(seq), dtype="Int64"),
            "number": pd.array(numbers, dtype="str"),
        }
    )


def _written(format: str, prefix: str, year: int, seq: int) -> str:
    try:
        return format.format(prefix=prefix, YYYY=int(year), seq=seq)
    except (KeyError, IndexError, ValueError) as error:
        raise SettingsError(
            f"{format!r} cannot be filled in ({type(error).__name__}: {error})",
            where="holded.reference.format",
            cure="Use {prefix}, {YYYY} and {seq} only, for example {prefix}{YYYY}-{seq:06}.",
        ) from None
