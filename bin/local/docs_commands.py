"""The commands of order-sync and the pages in Airflow, as README.md shows them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from local.docs_table import code, table

PAGES = (
    ("overview", "Overview", "is everything there? Wix = booked + held + ignored, per store and period; revenue, calls, last runs"),
    ("holds", "Holds", "what waits for me, why, and what do I do? Retry, or ignore with a note, one or many"),
    (
        "order",
        "Order",
        "where is this order? Its way from Wix to the door, each rule's verdict, proof of total, what today's rules would change",
    ),
    ("quality", "Quality", "which checks failed, for which orders, and is it getting better?"),
    ("reports", "Reports", "one-stop-shop sheet, number series, unknown SKUs, customs, shipping rules, totals; on screen and as CSV"),
    ("labels", "Labels", "what is open to print? Print, download, print again"),
)


def commands(root: Path) -> str:
    """One row per command: how it is called, and the first sentence of its own help."""
    import typer
    from order_sync.cli.main import app

    leaves = _leaves("order-sync", typer.main.get_command(app))
    return table(("command", "what it does"), ((code(_usage(name, one)), _says(one)) for name, one in leaves))


def _leaves(name: str, command: Any) -> Iterator[tuple[str, Any]]:
    """Each command by its full name, those of a group one by one."""
    if not (own := getattr(command, "commands", {})):
        yield name, command
    for word, one in sorted(own.items()):
        yield from _leaves(f"{name} {word}", one)


def _usage(name: str, command: Any) -> str:
    """``order-sync holds ignore STORE [NUMBER...] --note NOTE``: the arguments, and the options that it does not go without."""
    arguments = (_word(one) for one in command.params if one.param_type_name == "argument")
    options = (
        f"{one.opts[0]} {one.metavar or one.name.upper()}" for one in command.params if one.param_type_name == "option" and one.required
    )
    return " ".join([name, *arguments, *options])


def _word(argument: Any) -> str:
    word = (argument.metavar or argument.name).upper().replace("[", "").replace("]", "").removesuffix("...")
    several = "..." if argument.nargs == -1 else ""
    return f"{word}{several}" if argument.required else f"[{word}{several}]"


def _says(command: Any) -> str:
    """The help's first line: what stands before the first empty line."""
    return " ".join((command.help or "").strip().split("\n\n")[0].split())


def pages(root: Path) -> str:
    """One row per page; below it the screenshots that lie in docs/screenshots."""
    shown = [
        (title, f"docs/screenshots/{name}.png") for name, title, _ in PAGES if (root / "docs" / "screenshots" / f"{name}.png").is_file()
    ]
    images = [f"![The page {title}]({file})" for title, file in shown]
    return "\n\n".join([table(("page", "answers"), ((title, says) for _, title, says in PAGES)), *images])
