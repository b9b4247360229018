"""order-sync: preflight, explain, coverage, holds, preview, summary, migrate. Every command knows --json.

Exit codes: 0 all well; 1 there are findings (unexplained orders, failed preflight); 2 wrong use or settings; 3 a remote or the database does not answer.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from getpass import getuser
from typing import Annotated

import typer

from order_sync.cli.output import console, print_json, print_table
from order_sync.errors import OrderSyncError, RetryLater, SettingsError

# Connections made in Airflow's UI are found outside of tasks too.
os.environ.setdefault("_AIRFLOW_PROCESS_CONTEXT", "server")

app = typer.Typer(no_args_is_help=True, add_completion=False, help=__doc__.splitlines()[0], pretty_exceptions_enable=False)
holds_app = typer.Typer(no_args_is_help=True, help="Orders that wait for a person.")
app.add_typer(holds_app, name="holds")

Store = Annotated[str, typer.Argument(help="store key, for example es")]
MaybeStore = Annotated[str | None, typer.Argument(help="store key; empty: all stores")]
Json = Annotated[bool, typer.Option("--json", help="print JSON")]
FINDINGS, WRONG_USE, UNREACHABLE = 1, 2, 3


@contextmanager
def _database() -> Iterator:
    from order_sync.steps.shop import open_database

    with open_database() as database:
        yield database


@contextmanager
def _shop(store: str) -> Iterator:
    from order_sync.steps.shop import open_shop

    with open_shop(store, f"cli-{os.getpid()}") as shop:
        yield shop


@app.command()
def migrate() -> None:
    """Make or update the tables of the orders database."""
    with _database() as database:
        database.migrate()
    console.print("The orders database is up to date.")


@app.command()
def preflight(store: MaybeStore = None, json: Json = False) -> None:
    """Try every connection, right, tax key, series and warehouse that the settings need; each finding with its cure."""
    from order_sync.settings import load_config
    from order_sync.steps.preflight import preflight as step

    config = load_config(only=store)
    with _database() as database:
        findings = [finding for key in sorted(config.stores) for finding in step(key, config, database)]
    bad = [finding for finding in findings if finding["verdict"] == "wrong"]
    if json:
        print_json(findings)
    else:
        print_table("Preflight", findings, ["store", "what", "verdict", "seen", "cure"])
        console.print(f"{len(findings) - len(bad)} of {len(findings)} checks passed.")
    raise typer.Exit(FINDINGS if bad else 0)


@app.command()
def explain(store: Store, number: Annotated[str, typer.Argument(help="order number or Wix order id")], json: Json = False) -> None:
    """Each rule in order with its verdict; what was or would be sent; why an order is held."""
    from order_sync.steps.explain import explain as step

    with _shop(store) as shop:
        found = step(shop, number)
    if json:
        print_json(found)
        return
    for one in found:
        print_table(f"Order {number} of {store}", [one["order"]])
        for decision in one["decisions"]:
            console.print(f"\n[bold]{decision['destination']}[/]: {decision['action']} {decision['kind'] or ''} {decision['reason'] or ''}")
            print_table("Rules", decision["trace"])
        print_table("Intents", [{key: value for key, value in intent.items() if key != "request"} for intent in one["intents"]])
        print_table("Proof of total (minor units)", [one["proof"]] if one["proof"] else [])
        print_table("Holds", one["holds"])
        print_table("Parcels", one["parcels"])


@app.command()
def coverage(store: MaybeStore = None, json: Json = False) -> None:
    """Wix = booked + held + ignored, and paid physical = shipped + held, per store."""
    from order_sync.steps.reporting import coverage as step

    with _database() as database:
        found = step(database, store)
    if json:
        print_json(found)
    else:
        print_table("Coverage", [{"store": key, **row} for key, row in found.items()])
    raise typer.Exit(FINDINGS if any(row["unexplained"] for row in found.values()) else 0)


@app.command()
def summary(store: MaybeStore = None, json: Json = False) -> None:
    """Orders, documents, parcels, holds and ignores with reasons, calls per order, checks."""
    from order_sync.steps.reporting import summary as step

    with _database() as database:
        found = step(database, store)
    if json:
        print_json(found)
        return
    print_table("Coverage", [{"store": key, **row} for key, row in found["coverage"].items()])
    for title in ("documents", "parcels", "reasons", "calls", "checks"):
        print_table(f"\n{title.capitalize()}", found[title])


@app.command()
def preview(
    store: Store,
    destination: Annotated[str, typer.Option(help="holded or myparcel")] = "holded",
    number: Annotated[list[str] | None, typer.Option(help="only these order numbers")] = None,
    json: Json = False,
) -> None:
    """The exact requests that the next run would send; none is sent."""
    from order_sync.steps.preview import preview as step

    if destination not in ("holded", "myparcel"):
        raise typer.BadParameter("holded or myparcel", param_hint="--destination")
    with _shop(store) as shop:
        requests = step(shop, destination, number)
    if json:
        print_json(requests)
        return
    for request in requests:
        console.print(f"[bold]{request['method']} {request['path']}[/]  order {request['order_number']}")
        console.print_json(data=request["body"], default=str)
    console.print(f"{len(requests)} requests would be sent; none was.")


@holds_app.command("list")
def holds_list(store: MaybeStore = None, code: str | None = None, json: Json = False) -> None:
    """Open holds, oldest first."""
    from order_sync.steps.inbox import all_open_holds

    names = ["store", "order_number", "wix_order_id", "destination", "code", "field", "seen", "cure", "since"]
    with _database() as database:
        rows = [{name: row[name] for name in names} for row in all_open_holds(database, store=store, code=code)]
    if json:
        print_json(rows)
    else:
        print_table("Holds", rows, [name for name in names if name != "wix_order_id"])


@holds_app.command("retry")
def holds_retry(store: Store, number: str, destination: str | None = None, json: Json = False) -> None:
    """Try a held order again at the next run."""
    _close(store, number, destination, "retried", "", json)


@holds_app.command("ignore")
def holds_ignore(
    store: Store, number: str, note: Annotated[str, typer.Option(help="why")], destination: str | None = None, json: Json = False
) -> None:
    """Leave a held order out, with a note."""
    _close(store, number, destination, "ignored", note, json)


def _close(store: str, number: str, destination: str | None, closed_as: str, note: str, json: bool) -> None:
    from order_sync.steps.inbox import close

    with _shop(store) as shop:
        closed = close(shop, number, closed_as=closed_as, closed_by=getuser(), note=note, destination=destination)
    if json:
        print_json(closed)
    else:
        print_table(f"{closed_as.capitalize()}", closed)
    raise typer.Exit(0 if closed else FINDINGS)


def run() -> None:
    """Entry point: our errors become one line with the cure and an exit code."""
    import sqlalchemy.exc

    try:
        app()
    except SettingsError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(WRONG_USE) from None
    except sqlalchemy.exc.OperationalError as error:
        reason = str(error.orig).splitlines()[0]
        typer.echo(
            f"error: the orders database does not answer: {reason}. Check the Airflow connection orders_db and that the server runs.",
            err=True,
        )
        raise SystemExit(UNREACHABLE) from None
    except OrderSyncError as error:
        typer.echo(f"error: {error}", err=True)
        raise SystemExit(UNREACHABLE if isinstance(error, RetryLater) else FINDINGS) from None
