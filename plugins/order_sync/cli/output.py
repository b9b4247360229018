"""How the command line prints: JSON for programs, tables for people, errors with their cure."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.table import Table

console = Console()


def logs_to_stderr() -> None:
    """Lead log lines away from standard output, where --json has JSON alone; to be called when Airflow is loaded, which sends them there."""
    import structlog

    for handler in logging.root.handlers:
        if isinstance(handler, logging.StreamHandler) and handler.stream is sys.stdout:
            handler.setStream(sys.stderr)
    structlog.configure(logger_factory=lambda *_: structlog.PrintLogger(sys.stderr))


def print_json(value: Any) -> None:
    """One JSON document on standard output."""
    json.dump(value, sys.stdout, default=_plain, ensure_ascii=False, indent=2)
    sys.stdout.write("\n")


def print_table(title: str, rows: Sequence[dict[str, Any]], columns: Sequence[str] | None = None) -> None:
    """A table of dictionaries; an empty one says so."""
    if not rows:
        console.print(f"{title}: none")
        return
    names = list(columns or rows[0])
    table = Table(title=title, title_justify="left", show_edge=False, header_style="bold")
    for name in names:
        numeric = all(isinstance(row.get(name), (int, float, Decimal)) or row.get(name) is None for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if numeric else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if row.get(name) is None else _text(row[name]) for name in names))
    console.print(table)


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(one) for one in value)
    return value.strftime("%Y-%m-%d %H:%M") if isinstance(value, datetime) else escape(str(value))  # people type brackets


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (set, tuple)):
        return list(value)
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else str(value)
