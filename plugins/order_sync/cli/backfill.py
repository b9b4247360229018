"""order-sync backfill: what taking over past orders would cost, and how far it is."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from order_sync.cli.opened import Json, Store, opened_shop
from order_sync.cli.output import console, print_json, print_table
from order_sync.errors import SettingsError

app = typer.Typer(no_args_is_help=True, help="Past orders: plan before starting, and see how far it is.")


class Every(StrEnum):
    """Sizes of a window."""

    day = "day"
    week = "week"
    month = "month"
    quarter = "quarter"


class Documents(StrEnum):
    """What is made of past orders."""

    none = "none"
    draft = "draft"


@app.command()
def plan(
    store: Store,
    since: Annotated[str, typer.Option(metavar="DAY", help="first day, for example 2023-01-01 (UTC)")],
    until: Annotated[str | None, typer.Option(help="day after the last one; empty: the first day of the hourly runs")] = None,
    every: Annotated[Every | None, typer.Option(help="window of one run; empty: history.every of the store")] = None,
    documents: Annotated[Documents | None, typer.Option(help="drafts too? empty: history.documents of the store")] = None,
    exact: Annotated[bool, typer.Option("--exact", help="count by reading all pages: one call per hundred orders")] = False,
    json: Json = False,
) -> None:
    """Orders, windows, calls and minutes at the current limits, drafts by year, calls that Holded has left. Nothing is stored or sent."""
    from order_sync.steps.history_plan import plan as step
    from order_sync.steps.past_orders import first_day

    with opened_shop(store) as shop:
        end = _instant(until, "--until") if until else first_day(shop.settings)
        found = step(
            shop, _instant(since, "--since"), end, every=every and every.value, documents=documents and documents.value, exact=exact
        )
    if json:
        print_json(found)
    else:
        _show(found)


@app.command()
def status(store: Store, json: Json = False) -> None:
    """Each window that was begun: how far it is, how many orders were seen, taken over, and left to the hourly runs."""
    from order_sync.steps.history_plan import progress

    with opened_shop(store) as shop:
        found = progress(shop)
    if json:
        print_json(found)
        return
    columns = ["window_start", "window_end", "documents", "phase", "reached", "seen", "taken", "live", "changed_at"]
    print_table("Windows of history", found["windows"], columns)
    console.print(f"{found['waiting_for_draft']} past orders wait for a draft.")


def _instant(text: str, option: str) -> datetime:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        raise SettingsError(f"{option} is {text!r}", where="order-sync backfill", cure="Write it as 2023-01-01.") from None
    return found if found.tzinfo else found.replace(tzinfo=UTC)


def _together(windows: list[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Neighbours without an order as one row: years before the shop was opened take no page of it."""
    for empty, some in itertools.groupby(windows, key=lambda row: row["orders"] == 0):
        neighbours = list(some)
        if empty:
            yield neighbours[0] | {"end": neighbours[-1]["end"], "windows": len(neighbours)}
        else:
            yield from (row | {"windows": 1} for row in neighbours)


def _show(found: dict[str, Any]) -> None:
    windows = [row | {"start": f"{row['start']:%Y-%m-%d}", "end": f"{row['end']:%Y-%m-%d}"} for row in found["windows"]]
    print_table(f"Windows of a {found['every']}", list(_together(windows)), ["start", "end", "windows", "orders", "counted"])
    calls = ", ".join(f"{count:,} calls of {remote.capitalize()}" for remote, count in found["calls"].items())
    console.print(f"{found['orders']:,} orders in {len(windows)} windows: {calls}, about {found['minutes']:,} minutes.", highlight=False)
    holded = found["holded"]
    if holded:
        by_year = ", ".join(f"{year}: {count:,}" for year, count in found["by_year"].items())
        console.print(f"At most {holded['drafts']:,} drafts ({by_year}), {holded['hours']:,} hours of the sender.", highlight=False)
        if holded["limit"] is not None:
            console.print(
                f"Holded: {holded['left']:,} of {holded['limit']:,} calls left this month, {holded['left_for_history']:,} of them for history; "
                f"all drafts take {holded['months']:,} months of calls.",
                highlight=False,
            )
    for note in found["notes"]:
        console.print(f"Note: {note}", highlight=False)
    last = max((row["start"] for row in found["windows"]), key=lambda start: start)
    console.print(
        f"Start it: airflow backfill create --dag-id wix_history__{found['store']} --from-date {windows[0]['start']} --to-date {last:%Y-%m-%d} "
        f'--dag-run-conf \'{{"documents": "{found["documents"]}"}}\'',
        highlight=False, soft_wrap=True, markup=False,
    )  # fmt: skip
