"""order-sync: preflight, explain, coverage, convert, holds, approvals, labels, series, preview, summary, calls, oss, skus, customs, rules, reconcile, canary, webhooks, migrate. Every command knows --json.

Exit codes: 0 all well; 1 there are findings (unexplained orders, failed preflight); 2 wrong use or settings; 3 a remote or the database does not answer.
"""

from __future__ import annotations

import os
from enum import StrEnum
from typing import Annotated

import typer

from order_sync.cli import approvals, labels, webhooks
from order_sync.cli.convert import convert
from order_sync.cli.customs import customs
from order_sync.cli.holds import holds_app
from order_sync.cli.opened import FINDINGS, UNREACHABLE, WRONG_USE, Json, MaybeStore, Number, ShowPersonal, Store, database, opened_shop
from order_sync.cli.oss import oss
from order_sync.cli.output import console, print_json, print_table
from order_sync.cli.reconcile import canary, reconcile
from order_sync.cli.rules import rules
from order_sync.cli.skus import skus
from order_sync.cli.views import show_calls, show_explained, show_requests, show_summary
from order_sync.errors import OrderSyncError, RetryLater, SettingsError
from order_sync.settings import known_stores, load_config

# Connections made in Airflow's UI are found outside of tasks too.
os.environ.setdefault("_AIRFLOW_PROCESS_CONTEXT", "server")

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__.splitlines()[0], pretty_exceptions_enable=False)
app.add_typer(holds_app, name="holds")
app.command()(convert)
app.command()(oss)
app.command()(skus)
app.command()(customs)
app.command()(rules)
app.command()(reconcile)
app.command()(canary)
app.add_typer(approvals.app, name="approvals")
app.add_typer(labels.app, name="labels")
app.add_typer(webhooks.app, name="webhooks")
app.command()(approvals.series)
NO_TABLES = ("42P01", "3F000")  # PostgreSQL: undefined table, undefined schema


class Sender(StrEnum):
    """What preview can show."""

    holded = "holded"
    myparcel = "myparcel"


@app.command()
def migrate(json: Json = False) -> None:
    """Make or update the tables of the orders database."""
    with database() as orders:
        orders.migrate()
    if json:
        print_json({"migrated": True})
    else:
        console.print("The orders database is up to date.")


@app.command()
def preflight(store: MaybeStore = None, json: Json = False) -> None:
    """Try every connection, right, tax key, series and warehouse that the settings need; each finding with its cure."""
    from order_sync.steps.preflight import preflight as step

    config = load_config(only=store)
    with database() as orders:
        findings = [finding for key in sorted(config.stores) for finding in step(key, config, orders)]
    bad = [finding for finding in findings if finding["verdict"] == "wrong"]
    if json:
        print_json(findings)
    else:
        print_table("Preflight", findings, ["store", "what", "verdict", "seen", "cure"])
        console.print(f"{len(findings) - len(bad)} of {len(findings)} checks passed.")
    raise typer.Exit(FINDINGS if bad else 0)


@app.command()
def explain(store: Store, number: Number, show_personal: ShowPersonal = False, json: Json = False) -> None:
    """Each rule in order with its verdict; what was or would be sent; why an order is held."""
    from order_sync.steps.explain import explain as step

    with opened_shop(store) as shop:
        found = step(shop, number, show_personal=show_personal)
    if json:
        print_json(found)
    else:
        show_explained(store, number, found)


@app.command()
def coverage(store: MaybeStore = None, json: Json = False) -> None:
    """Wix = booked + held + ignored, and paid physical = shipped + held, per store."""
    from order_sync.steps.reporting import coverage as step

    stores = known_stores(only=store)
    with database() as orders:
        found = step(orders, store, stores)
    if json:
        print_json(found)
    else:
        print_table("Coverage", [{"store": key, **row} for key, row in found.items()])
    raise typer.Exit(FINDINGS if any(row["unexplained"] for row in found.values()) else 0)


@app.command()
def summary(store: MaybeStore = None, json: Json = False) -> None:
    """Orders, documents, parcels, holds and ignores with reasons, calls per order, checks."""
    from order_sync.steps.reporting import summary as step

    known_stores(only=store)
    with database() as orders:
        found = step(orders, store)
    if json:
        print_json(found)
    else:
        show_summary(found)


@app.command()
def calls(
    store: MaybeStore = None,
    ask: Annotated[bool, typer.Option("--ask", help="ask Holded for the month's usage now; costs one call an account")] = False,
    json: Json = False,
) -> None:
    """Calls per order and by endpoint, and what is left of each Holded account's month."""
    from order_sync.steps.quota import ask_now
    from order_sync.steps.reporting import calls as step

    for key in known_stores(only=store) if ask else ():
        with opened_shop(key) as shop:
            ask_now(shop)
    with database() as orders:
        found = step(orders, store)
    if json:
        print_json(found)
    else:
        show_calls(found)


@app.command()
def preview(
    store: Store,
    destination: Annotated[Sender, typer.Option(help="where the requests go")] = Sender.holded,
    number: Annotated[list[str] | None, typer.Option(help="only these order numbers")] = None,
    json: Json = False,
) -> None:
    """The exact requests that the next run would send, with the buyers' data; none is sent."""
    from order_sync.steps.preview import preview as step

    with opened_shop(store) as shop:
        requests = step(shop, destination.value, number)
    if json:
        print_json(requests)
    else:
        show_requests(requests)


def run() -> None:
    """Entry point: our errors become one line with the cure and an exit code."""
    import sqlalchemy.exc

    try:
        app()
    except SettingsError as error:
        _end(str(error), WRONG_USE)
    except sqlalchemy.exc.OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        _end(
            f"the orders database does not answer: {reason}. Check the Airflow connection orders_db and that the server runs.", UNREACHABLE
        )
    except sqlalchemy.exc.ProgrammingError as error:
        if getattr(error.orig, "sqlstate", "") not in NO_TABLES:
            raise
        _end("the orders database has no tables, or older ones. Run: order-sync migrate", WRONG_USE)
    except OrderSyncError as error:
        _end(str(error), UNREACHABLE if isinstance(error, RetryLater) else FINDINGS)


def _end(message: str, code: int) -> None:
    typer.echo(f"error: {message}", err=True)
    raise SystemExit(code) from None
