"""order-sync labels print|list: one PDF for the parcels of the day, without Airflow's UI."""

from __future__ import annotations

import shutil
import uuid
from pathlib import Path
from typing import Annotated, Any

import typer

from order_sync.cli.opened import WRONG_USE, Json, Store, opened_shop
from order_sync.cli.output import console, print_json, print_table

app = typer.Typer(no_args_is_help=True, help="Labels: print them, and what was printed.")
COLUMNS = ["job_id", "created_at", "kind", "state", "paper", "labels", "parcels", "held", "deleted_at", "page"]


@app.command("print")
def labels_print(
    store: Store,
    order: Annotated[list[str] | None, typer.Option(help="order number; may be given several times")] = None,
    everything: Annotated[bool, typer.Option("--all", help="all open concepts")] = False,
    carrier: Annotated[int | None, typer.Option(help="MyParcel carrier id: 1 PostNL, 2 bpost, 4 DPD …")] = None,
    country: Annotated[str | None, typer.Option(help="two letters")] = None,
    paper: Annotated[str | None, typer.Option(help="A4 or A6; left out: the store's")] = None,
    position: Annotated[int | None, typer.Option(help="first free place of the first A4 sheet, 1 to 4")] = None,
    sort: Annotated[
        list[str] | None, typer.Option(help="carrier, country, package_type, order_number, order_date or sku; several times")
    ] = None,
    reprint: Annotated[bool, typer.Option("--reprint", help="also labels that wait to be handed over")] = False,
    returns: Annotated[
        bool, typer.Option("--returns", help="return labels for the named orders; with --reprint those made before")
    ] = False,
    mail: Annotated[bool, typer.Option("--mail", help="MyParcel mails the return label to the buyer")] = False,
    output: Annotated[Path | None, typer.Option(help="copy the file there; customs forms beside it, with -customs in the name")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say what would be printed")] = False,
    json: Json = False,
) -> None:
    """Register and print: asks MyParcel for the labels, makes one PDF. What is registered is printed again, and billed once."""
    from order_sync.steps.label_ask import ask
    from order_sync.steps.labels import print_labels, would_print

    if not (order or everything or carrier or country):
        raise typer.BadParameter("say which: --order NUMBER, --all, --carrier or --country")
    params = {
        "order_numbers": order, "carrier": carrier, "country": country, "paper": paper, "position": position, "sort": sort,
        "reprint": reprint, "returns": returns, "mail": mail,
    }  # fmt: skip
    with opened_shop(store) as shop:
        if shop.settings.myparcel is None:
            raise typer.BadParameter(f"store {store} has no myparcel in its settings")
        shop.run_key = f"{shop.run_key}-{uuid.uuid4().hex[:8]}"
        found = (would_print if dry_run else print_labels)(shop, ask(shop.settings.myparcel.labels, params))
        copies = _copied(shop, found, output) if output and found["job"] else []
    if json:
        print_json(found)
        return
    if not dry_run:
        console.print(
            f"{found['labels']} labels of {found['parcels']} parcels, {found['held']} held. {found['page'] or 'No file was made.'}"
        )
    elif not found["others"]:
        console.print("Nothing would be printed.")
    for copy in copies:
        console.print(f"Written: {copy}")
    if found["others"]:
        print_table("Would be printed, and not" if dry_run else "Not printed", found["others"])


@app.command("list")
def labels_list(store: Store, limit: Annotated[int, typer.Option(help="how many")] = 20, json: Json = False) -> None:
    """What was printed, newest first."""
    from order_sync.steps.labels import printed

    with opened_shop(store) as shop:
        rows = [{name: row[name] for name in COLUMNS} for row in printed(shop, limit)]
    if json:
        print_json(rows)
    else:
        print_table("Print jobs", rows, COLUMNS)


def _copied(shop: Any, found: dict[str, Any], output: Path) -> list[Path]:
    from order_sync.steps.labels import job_of, open_file

    job, written = job_of(shop, found["job"]), []
    for name in found["files"]:
        target = output if name == "labels" else output.with_stem(f"{output.stem}-{name}")
        try:
            with open_file(job, name) as source, target.open("wb") as copy:
                shutil.copyfileobj(source, copy)
        except OSError as error:
            typer.echo(f"error: {target} cannot be written ({error.strerror}); the file is kept at {found['page']}", err=True)
            raise typer.Exit(WRONG_USE) from None
        written.append(target)
    return written
