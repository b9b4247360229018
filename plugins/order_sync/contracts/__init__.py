"""Tables as data: columns, dtypes, keys, allowed values. Read by mapping, quality, store and the docs."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Column:
    """One column: pandas dtype, whether it may be empty, allowed values, and what it means (with its unit)."""

    name: str
    dtype: str
    means: str
    required: bool = False
    allowed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table:
    """One table: its grain in a sentence, its key, its columns in the order in which rows are written."""

    name: str
    grain: str
    key: tuple[str, ...]
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in writing order."""
        return tuple(column.name for column in self.columns)

    def required(self) -> tuple[str, ...]:
        """Names of the columns that may not be empty."""
        return tuple(column.name for column in self.columns if column.required)
