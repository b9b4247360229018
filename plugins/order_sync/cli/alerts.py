"""order-sync alerts: what is wrong now, and a test of the channels."""

from __future__ import annotations

import typer

from order_sync.cli.opened import FINDINGS, Json, Store, opened_shop
from order_sync.cli.output import console, print_json, print_table

app = typer.Typer(no_args_is_help=True, help="Alerts: what is wrong now, and whether the channels work.")


@app.command("show")
def alerts_show(store: Store, json: Json = False) -> None:
    """What is wrong now, whoever was told; nothing is sent and nothing recorded."""
    from order_sync.steps.alert_signs import signs

    with opened_shop(store) as shop:
        found = [{"kind": sign.kind, "thing": sign.thing, "says": sign.says, "link": sign.link} for sign in signs(shop)]
    if json:
        print_json(found)
    else:
        print_table("Wrong now", found, ["kind", "says"])
    raise typer.Exit(FINDINGS if found else 0)


@app.command("test")
def alerts_test(store: Store, json: Json = False) -> None:
    """Send one test message by each channel of the store."""
    from order_sync.steps.alerts import test as step

    with opened_shop(store) as shop:
        found = step(shop)
    if json:
        print_json(found)
    elif found:
        print_table("Test", [{"channel": channel, "result": said} for channel, said in found.items()])
    else:
        console.print("No channel is set: give the store alerts.mail or alerts.webhook.")
    raise typer.Exit(FINDINGS if not found or any(said != "sent" for said in found.values()) else 0)
