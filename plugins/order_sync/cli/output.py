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
    """A table of dictionaries; an empty one says so, one that the terminal is too narrow for is printed as a block per row."""
    if not rows:
        console.print(f"{title}: none")
        return
    names = list(columns or rows[0])
    if _least_width(names, rows) > console.width:
        print_blocks(title, rows, names)
        return
    table = Table(title=title, title_justify="left", show_edge=False, header_style="bold")
    for name in names:
        numeric = all(isinstance(row.get(name), (int, float, Decimal)) or row.get(name) is None for row in rows)
        table.add_column(name.replace("_", " "), justify="right" if numeric else "left", overflow="fold", ratio=None)
    for row in rows:
        table.add_row(*("" if row.get(name) is None else escape(_text(row[name])) for name in names))
    console.print(table)


def print_blocks(title: str, rows: Sequence[dict[str, Any]], columns: Sequence[str] | None = None) -> None:
    """One block per row, a line per column that has something; an empty list says so."""
    if not rows:
        console.print(f"{title}: none")
        return
    console.print(f"[italic]{title}[/]", highlight=False)
    names = list(columns or rows[0])
    widest = max(len(name) for name in names)
    for place, row in enumerate(rows):
        if place:
            console.print("  " + "─" * widest)
        grid = Table.grid(padding=(0, 0, 0, 2))
        grid.add_column(no_wrap=True, style="dim")
        grid.add_column(overflow="fold")
        for name in names:
            text = "" if row.get(name) is None else _text(row[name])
            if text:
                grid.add_row(name.replace("_", " ").ljust(widest), escape(text))
        console.print(grid)


def instant(value: datetime) -> str:
    """As tables show it."""
    return value.strftime("%Y-%m-%d %H:%M")


def _least_width(names: Sequence[str], rows: Sequence[dict[str, Any]]) -> int:
    """The width below which words would be broken: texts of several words may be folded between them."""
    return sum(
        3 + max(_longest(name.replace("_", " ")), *(_longest("" if row.get(name) is None else _text(row[name])) for row in rows))
        for name in names
    )


def _longest(text: str) -> int:
    return max((len(word) for word in text.split()), default=0)


def _text(value: Any) -> str:
    if isinstance(value, (list, tuple)):
        return ", ".join(_text(one) for one in value)
    return instant(value) if isinstance(value, datetime) else str(value)


def _plain(value: Any) -> Any:
    if isinstance(value, (datetime, date)):
        return value.isoformat()
    if isinstance(value, (set, tuple)):
        return list(value)
    return int(value) if isinstance(value, Decimal) and value == value.to_integral_value() else str(value)
