"""The only place that loads Great Expectations: an ephemeral context, pandas frames, two passes.

The first pass asks yes or no, which is all that a good batch costs; the second looks for the rows of the rules that failed.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from order_sync.quality.rules import Rule

if TYPE_CHECKING:
    import pandas as pd

ROW = "row__"  # position of a row in its view


@dataclass(frozen=True)
class Outcome:
    """What Great Expectations found: ``rows`` are positions in the view; ``error`` is set where the rule could not be evaluated."""

    success: bool
    rows: tuple[int, ...] = ()
    error: str = ""


@cache
def _batch_definition() -> Any:
    logging.getLogger("great_expectations").setLevel(logging.WARNING)
    import great_expectations as gx

    logging.getLogger("great_expectations.data_context.types.base").setLevel(logging.WARNING)  # it sets itself to INFO
    context = gx.get_context(mode="ephemeral")
    context.variables.progress_bars = {"globally": False, "metric_calculations": False}
    asset = context.data_sources.add_pandas("views").add_dataframe_asset("view")
    return asset.add_batch_definition_whole_dataframe("whole")


def evaluate(view: pd.DataFrame, rules: Sequence[Rule], parameters: Sequence[dict[str, Any]]) -> list[Outcome]:
    """One outcome per rule, in order. ``parameters``: the rules' parameters with what the caller gave filled in."""
    view = view.reset_index(drop=True)
    view[ROW] = range(len(view))
    batch = _batch_definition().get_batch({"dataframe": view})
    expectations = [_expectation(rule, given, place) for place, (rule, given) in enumerate(zip(rules, parameters, strict=True))]
    outcomes = [Outcome(success=True)] * len(rules)
    failed = [place for place, result in _validate(batch, expectations, "BOOLEAN_ONLY") if not result.success]
    if failed:
        complete = {"result_format": "COMPLETE", "unexpected_index_column_names": [ROW]}
        for place, result in _validate(batch, [expectations[place] for place in failed], complete):
            outcomes[place] = _outcome(result)
    return outcomes


def _expectation(rule: Rule, given: dict[str, Any], place: int) -> Any:
    import great_expectations.expectations as gxe

    single = {} if "column_A" in given or "column_list" in given else {"column": rule.column}
    return getattr(gxe, rule.expectation)(**single, **given, meta={"place": place})


def _validate(batch: Any, expectations: list[Any], result_format: Any) -> list[tuple[int, Any]]:
    import great_expectations as gx

    suite = gx.ExpectationSuite(name="rules", expectations=expectations)
    found = batch.validate(suite, result_format=result_format).results
    return [(result.expectation_config.meta["place"], result) for result in found]


def _outcome(result: Any) -> Outcome:
    if "unexpected_index_list" not in result.result:
        return Outcome(success=False, error=_error(result.exception_info))
    rows = tuple(sorted({int(entry[ROW]) for entry in result.result["unexpected_index_list"]}))
    return Outcome(success=bool(result.success), rows=rows)


def _error(info: Any) -> str:
    """The last words of the exception; its message could hold values of a frame, its class cannot."""
    entries = info.values() if isinstance(info, dict) and "raised_exception" not in info else [info]
    traces = [entry.get("exception_traceback") or "" for entry in entries if isinstance(entry, dict)]
    last = next((trace.strip().splitlines()[-1] for trace in traces if trace.strip()), "no result")
    return last.split(":")[0][:100]
