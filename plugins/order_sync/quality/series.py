"""Suite series: the numbers that approved documents got, as steps/series_watch.py has looked at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from order_sync.quality.frames import NUMBERS
from order_sync.quality.rules import IS_NULL, Context, Frames, Rule, Suite, derived

if TYPE_CHECKING:
    import pandas as pd

_RULES = (
    Rule("series.no_gap", "No number is missing before another one of its series.", "numbers", IS_NULL, "gap", names="number"),
    Rule("series.no_duplicate", "No two documents of a series share a number.", "numbers", IS_NULL, "duplicate", names="number"),
    Rule("series.date_not_back", "No document is dated before the one with the number before it.",
         "numbers", IS_NULL, "date_goes_back", names="date"),
    Rule("series.number_in_series", "Each number has the format of the series that its document named.",
         "numbers", IS_NULL, "wrong_series", names="number"),
)  # fmt: skip


def _views(frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    return {"numbers": frames["numbers"]}


SERIES = Suite(
    "series",
    "The numbers of the series, after approval",
    (NUMBERS,),
    _views,
    (*derived(NUMBERS, view="numbers", prefix="series.", what="number"), *_RULES),
)
