"""What a rule and a suite are: data only, so that docs and reports read them without loading Great Expectations."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

from order_sync.contracts import Table

if TYPE_CHECKING:
    import pandas as pd

Frames = Mapping[str, "pd.DataFrame"]
Context = Mapping[str, Any]
Scope = Literal["row", "batch"]

# The expectations in use. An empty value passes all of them but NOT_NULL: a column is left empty where its rule does not apply.
NOT_NULL, IS_NULL = "ExpectColumnValuesToNotBeNull", "ExpectColumnValuesToBeNull"
BETWEEN, IN_SET, NOT_IN_SET = "ExpectColumnValuesToBeBetween", "ExpectColumnValuesToBeInSet", "ExpectColumnValuesToNotBeInSet"
REGEX, UNIQUE, UNIQUE_TOGETHER = "ExpectColumnValuesToMatchRegex", "ExpectColumnValuesToBeUnique", "ExpectCompoundColumnsToBeUnique"
EQUAL, NOT_BELOW = "ExpectColumnPairValuesToBeEqual", "ExpectColumnPairValuesAToBeGreaterThanB"
TRUE = {"value_set": [True]}


def pair(a: str, b: str, **more: object) -> dict[str, object]:
    """Parameters of a rule about two columns; rows where either is empty are not looked at."""
    return {"column_A": a, "column_B": b, "ignore_row_if": "either_value_is_missing", **more}


@dataclass(frozen=True)
class Given:
    """A value that the caller gives at run time; a rule whose optional value is not given is left out of the report."""

    key: str


@dataclass(frozen=True)
class Rule:
    """One check: which expectation on which column of which view, and the sentence that people read.

    ``scope`` row: the orders of the failed rows are held. ``scope`` batch: one failure stops the run.
    ``names``: the field that a hold names; empty means the column itself.
    """

    id: str
    says: str
    view: str
    expectation: str
    column: str
    parameters: Mapping[str, Any] = field(default_factory=dict)
    scope: Scope = "row"
    names: str = ""

    @property
    def field(self) -> str:
        """The field that a hold of this rule names."""
        return self.names or self.column

    @property
    def columns(self) -> list[str]:
        """The columns of the view that the rule looks at."""
        pair = [self.parameters[key] for key in ("column_A", "column_B") if key in self.parameters]
        return list(self.parameters.get("column_list") or pair or [self.column])


@dataclass(frozen=True)
class Suite:
    """Rules that are checked together.

    ``frames``: what the caller brings, and the columns that each frame must have (more are allowed and not looked at).
    ``views``: turns the frames into the tables that the rules look at. A view has the columns ``wix_order_id`` and
    ``order_number`` where its rows belong to orders, and never personal data: whatever stands in it may be shown to people.
    ``needs``: keys that the context must have.
    """

    name: str
    title: str
    frames: tuple[Table, ...]
    views: Callable[[Frames, Context], dict[str, pd.DataFrame]]
    rules: tuple[Rule, ...]
    needs: tuple[str, ...] = ()


def types_of(table: Table) -> str:
    """Name of the view on which the types of a frame are checked; it is built for every frame, before the suite's own views."""
    return f"types of {table.name}"


def derived(table: Table, *, view: str, prefix: str, what: str) -> tuple[Rule, ...]:
    """The rules that follow from a table's contract: filled where required, allowed values, one row per key, types.

    An empty key column or a doubled key says that the batch itself is broken; everything else is the fault of one order.
    """
    filled = tuple(
        Rule(
            f"{prefix}{column.name}_filled",
            f"Each {what} has its {column.name}: {column.means}.",
            view,
            NOT_NULL,
            column.name,
            scope="batch" if column.name in table.key else "row",
        )
        for column in table.columns
        if column.required
    )
    allowed = tuple(
        Rule(
            f"{prefix}{column.name}_known",
            f"The {column.name} of each {what} is one of {', '.join(column.allowed)}.",
            view,
            IN_SET,
            column.name,
            {"value_set": list(column.allowed)},
        )
        for column in table.columns
        if column.allowed
    )
    key = Rule(
        f"{prefix}key_unique",
        f"No two rows share {', '.join(table.key)}.",
        view,
        UNIQUE if len(table.key) == 1 else UNIQUE_TOGETHER,
        ",".join(table.key),
        {"column_list": list(table.key)} if len(table.key) > 1 else {},
        scope="batch",
    )
    types = Rule(
        f"{prefix}types",
        f"The columns of {table.name} hold the kind of value that the contract names; money is whole minor units.",
        types_of(table),
        IS_NULL,
        "differs",
        scope="batch",
    )
    return (*filled, *allowed, *((key,) if table.key else ()), types)
