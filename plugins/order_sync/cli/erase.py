"""order-sync erase: personal data of orders, because a person asked for it."""

from __future__ import annotations

from typing import Annotated

import typer

from order_sync.cli.opened import Json, Store, opened_shop, person
from order_sync.cli.output import console, print_json, print_table


def erase(
    store: Store,
    order: Annotated[list[str] | None, typer.Option(help="order number; may be given several times")] = None,
    email: Annotated[str | None, typer.Option(help="all orders of this e-mail; - asks for it, so that no history keeps it")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="do not ask for a confirmation")] = False,
    lift: Annotated[bool, typer.Option("--lift", help="let the data of erased orders come back when they are landed again")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="only say which orders it would be")] = False,
    json: Json = False,
) -> None:
    """Erase names, addresses, mail, notes and texts of orders here; amounts and ids stay. It cannot be undone. Holded, MyParcel and Wix are not touched."""
    from order_sync.steps.erase import erase as step
    from order_sync.steps.erase import lift as let_back

    if not order and not email:
        raise typer.BadParameter("say whose: --order NUMBER or --email ADDRESS")
    email = typer.prompt("E-mail", hide_input=True) if email == "-" else email
    with opened_shop(store) as shop:
        if lift:
            lifted = let_back(shop, email=email, numbers=order or (), by=person())
            print_json({"lifted": lifted}) if json else console.print(f"{lifted} orders may come back with their data.")
            return
        if not (yes or dry_run):
            typer.confirm("Erase their personal data? It cannot be undone.", abort=True, err=True)
        found = step(shop, email=email, numbers=order or (), by=person(), dry_run=dry_run)
    if json:
        print_json(found)
    else:
        print_table("Would be erased" if dry_run else "Erased", found["orders"])
