"""Rows as people read their money: 5485 in a column amount_minor becomes 54.85 EUR in a column amount. Programs (--json) keep the whole numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from order_sync.mapping.amounts import from_minor

_MINOR = "_minor"


def with_money(rows: Iterable[Mapping[str, Any]], currency: str = "") -> list[dict[str, Any]]:
    """The rows with each column *_minor as an amount with its currency: the row's own, else ``currency``; its column is left out then."""
    return [_shown(row, row.get("currency") or currency) for row in rows]


def _shown(row: Mapping[str, Any], currency: str) -> dict[str, Any]:
    if not currency or not any(name.endswith(_MINOR) for name in row):
        return dict(row)
    return {
        name.removesuffix(_MINOR): _amount(value, currency) if name.endswith(_MINOR) else value
        for name, value in row.items()
        if name != "currency"
    }


def _amount(minor: Any, currency: str) -> str | None:
    return None if minor is None else f"{from_minor(int(minor), currency)} {currency}"
