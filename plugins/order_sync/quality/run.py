"""Checks one suite on frames and says what follows: rows for quality.results, orders to hold, rules that stop the run."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from order_sync.errors import BatchCheckFailed
from order_sync.quality.kinds import types_view
from order_sync.quality.rules import IS_NULL, NOT_NULL, Context, Frames, Given, Rule, Suite, types_of
from order_sync.quality.suites import SUITES, sentence

if TYPE_CHECKING:
    import pandas as pd

    from order_sync.quality.engine import Outcome

MAX_ORDERS, MAX_VALUES = 50, 5


class FailedRow(NamedTuple):
    """One order that failed one row rule; a ``send`` of this order becomes a hold CHECK_FAILED that names the rule."""

    wix_order_id: str
    rule: str
    field: str
    seen: str


@dataclass(frozen=True)
class Report:
    """The outcome of one suite.

    ``results``: dicts with the columns of quality.results less run_key, store and checked_at. ``stopped``: ids of the failed batch rules
    and of rules that could not be evaluated. ``failed_rows``: each order and row rule once. ``parameters``: of each result's expectation.
    ``numbers``: Wix order id to the number that people know.
    """

    suite: str
    results: tuple[dict[str, Any], ...] = ()
    failed_rows: tuple[FailedRow, ...] = ()
    stopped: tuple[str, ...] = ()
    parameters: tuple[dict[str, Any], ...] = ()
    numbers: Mapping[str, str] = field(default_factory=dict)

    @property
    def failing(self) -> list[dict[str, Any]]:
        """The failed rows as dicts with rule, wix_order_id, order_number, field, seen."""
        return [{**row._asdict(), "order_number": self.numbers.get(row.wix_order_id)} for row in self.failed_rows]

    @property
    def passed(self) -> bool:
        """True where no rule failed."""
        return not self.failed_rows and not self.stopped

    def raise_if_stopped(self, where: str = "") -> None:
        """BatchCheckFailed that names each failed batch rule, what was seen, and what to do. ``where``: for example the batch id."""
        if not self.stopped:
            return
        seen = {result["rule"]: result["seen"] for result in self.results}
        faults = [f"{rule}: {sentence(rule)} Seen: {_text(seen[rule])}" for rule in self.stopped]
        raise BatchCheckFailed(
            "; ".join(faults),
            where=" ".join(part for part in (where, f"suite {self.suite}") if part),
            cure="Nothing of the batch went on. The quality report shows the rows; after the cause is gone, clear the task.",
        )


def check(suite_name: str, frames: Frames, context: Context | None = None) -> Report:
    """Check a suite (a name of SUITES) on its frames. Frames without any row pass at once, and load nothing.

    ``frames`` and ``context``: see quality/frames.py and the module of the suite. ValueError where a frame, a column or
    a needed context key is missing: that is a fault of the caller, not of the data.
    """
    suite, context = SUITES[suite_name], _with_defaults(context or {})
    frames = _whole(suite, frames, context)
    if all(frame.empty for frame in frames.values()):
        return Report(suite.name)
    views = {types_of(table): types_view(frames[table.name], table) for table in suite.frames}
    if not any(view["differs"].notna().any() for view in views.values()):
        views.update(suite.views(frames, context))  # of frames whose types are wrong no view can be built
    outcomes = _outcomes(suite, views, context)
    numbers = _numbers(views)
    results = tuple(_result(rule, views[rule.view], outcome, numbers) for rule, outcome in outcomes)
    failed = tuple(row for rule, outcome in outcomes if rule.scope == "row" for row in _failed_rows(rule, views[rule.view], outcome))
    stopped = tuple(rule.id for rule, outcome in outcomes if _stops(rule, views[rule.view], outcome))
    parameters = tuple(_fill(rule.parameters, context) or {} for rule, _ in outcomes)
    owners = {row.wix_order_id for row in failed}
    known = {owner: number for owner, number in numbers.items() if owner in owners}
    return Report(suite.name, tuple({"suite": suite.name, **result} for result in results), failed, stopped, parameters, known)


def _with_defaults(context: Context) -> dict[str, Any]:
    keys = list(context["tax_rates"]) if context.get("tax_rates") is not None else None
    given = {key: value for key, value in context.items() if value is not None}
    return {"accepted_gap_minor": 0, **given, **({"tax_keys": keys} if keys is not None else {})}


def _whole(suite: Suite, frames: Frames, context: Context) -> dict[str, pd.DataFrame]:
    """The suite's frames with the contract's columns only."""
    missing = [key for key in suite.needs if key not in context]
    if missing:
        raise ValueError(f"suite {suite.name} needs the context keys {', '.join(missing)}")
    whole = {}
    for table in suite.frames:
        frame = frames.get(table.name)
        if frame is None:
            raise ValueError(f"suite {suite.name} needs a frame {table.name!r}: {table.grain}")
        absent = [name for name in table.names if name not in frame.columns]
        if absent:
            raise ValueError(f"frame {table.name!r} of suite {suite.name} lacks the columns {', '.join(absent)}")
        whole[table.name] = frame[list(table.names)].reset_index(drop=True)
    return whole


def _outcomes(suite: Suite, views: Mapping[str, pd.DataFrame], context: Context) -> list[tuple[Rule, Outcome]]:
    from order_sync.quality.engine import Outcome, evaluate

    given = {rule.id: _fill(rule.parameters, context) for rule in suite.rules}
    due = [rule for rule in suite.rules if given[rule.id] is not None and rule.view in views]
    found: dict[str, Outcome] = {}
    for name in dict.fromkeys(rule.view for rule in due):
        rules, view = [rule for rule in due if rule.view == name], views[name]
        outcomes = evaluate(view, rules, [given[rule.id] for rule in rules]) if len(view) else [Outcome(success=True)] * len(rules)
        found.update({rule.id: outcome for rule, outcome in zip(rules, outcomes, strict=True)})
    return [(rule, found[rule.id]) for rule in due]


def _fill(parameters: Mapping[str, Any], context: Context) -> dict[str, Any] | None:
    """Parameters with the caller's values; None where an optional value was not given, so that the rule is left out."""
    filled = {}
    for name, value in parameters.items():
        entries = value if isinstance(value, list) else [value]
        if any(isinstance(entry, Given) and entry.key not in context for entry in entries):
            return None
        entries = [context[entry.key] if isinstance(entry, Given) else entry for entry in entries]
        filled[name] = entries if isinstance(value, list) else entries[0]
    return filled


def _stops(rule: Rule, view: pd.DataFrame, outcome: Outcome) -> bool:
    """A failed batch rule stops; so does a row rule that was not evaluated, or that failed for a row which no order owns."""
    if outcome.success or rule.scope == "batch":
        return not outcome.success
    return bool(outcome.error) or bool(view["wix_order_id"].iloc[list(outcome.rows)].isna().any())


def _failed_rows(rule: Rule, view: pd.DataFrame, outcome: Outcome) -> list[FailedRow]:
    rows: dict[str, FailedRow] = {}
    for row in outcome.rows:
        order = view["wix_order_id"].iloc[row]
        if isinstance(order, str):
            rows.setdefault(order, FailedRow(order, rule.id, rule.field, _text(_value(rule, view, row))))
    return list(rows.values())


def _result(rule: Rule, view: pd.DataFrame, outcome: Outcome, numbers: Mapping[str, str]) -> dict[str, Any]:
    owners = [view["wix_order_id"].iloc[row] for row in outcome.rows] if "wix_order_id" in view.columns else []
    orders = list(dict.fromkeys(numbers.get(owner, owner) for owner in owners if isinstance(owner, str)))
    values = list(dict.fromkeys(_text(_value(rule, view, row)) for row in outcome.rows[: MAX_ORDERS * 4]))
    seen: dict[str, Any] = {"values": values[:MAX_VALUES]} if values else {}
    return {
        "rule": rule.id,
        "expectation": rule.expectation,
        "column_name": rule.column,
        "scope": rule.scope,
        "success": outcome.success,
        "checked": _looked_at(rule, view),
        "failed": _looked_at(rule, view) if outcome.error else len(outcome.rows),
        "orders": orders[:MAX_ORDERS],
        "seen": {"error": outcome.error} if outcome.error else seen,
    }


def _numbers(views: Mapping[str, pd.DataFrame]) -> dict[str, str]:
    """Wix order id to the number that people know, where there is one."""
    numbers: dict[str, str] = {}
    for view in views.values():
        if {"wix_order_id", "order_number"} <= set(view.columns):
            known = view[view["order_number"].notna() & view["wix_order_id"].notna()]
            numbers.update(zip(known["wix_order_id"], known["order_number"].astype(str), strict=True))
    return numbers


def _looked_at(rule: Rule, view: pd.DataFrame) -> int:
    """Rows that the rule had something to say about: an empty value passes all rules but those about emptiness."""
    return len(view) if rule.expectation in (NOT_NULL, IS_NULL) else int(view[rule.columns].notna().all(axis=1).sum())


def _value(rule: Rule, view: pd.DataFrame, row: int) -> Any:
    """What the rule looked at in one row: the values of its columns."""
    values = [_text(view[name].iloc[row]) for name in rule.columns]
    return values[0] if len(values) == 1 else ", ".join(f"{name} {value}" for name, value in zip(rule.columns, values, strict=True))


def _text(value: Any) -> str:
    """A value as people read it: no numpy, at most 120 characters."""
    if isinstance(value, dict):
        return "; ".join(str(entry) for entry in (value.get("values") or value.values())) or "nothing"
    if isinstance(value, date):
        return value.isoformat()
    if str(value) in ("None", "<NA>", "NaT", "nan"):
        return "nothing"
    return str(value)[:120]
