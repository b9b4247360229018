"""How answers of several parts are shown to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from order_sync.cli.output import console, print_table


def show_explained(store: str, number: str, found: Sequence[dict[str, Any]]) -> None:
    """Each order: its rules by destination, what was or would be sent, the proof, holds and parcels."""
    from order_sync.steps.money_shown import with_money

    for one in found:
        print_table(f"Order {number} of {store}", with_money([one["order"]]))
        for decision in one["decisions"]:
            console.print(f"\n[bold]{decision['destination']}[/]: {decision['action']} {decision['kind'] or ''} {decision['reason'] or ''}")
            print_table("Rules", decision["trace"])
        print_table("\nHolds", one["holds"])
        if "address" in one:
            _show_address(one["address"])
        print_table("\nIntents", [{key: value for key, value in intent.items() if key != "request"} for intent in one["intents"]])
        for intent in one["intents"]:
            said = "was sent" if intent["state"] == "sent" else "would be sent" if intent["state"] == "pending" else intent["state"]
            if intent["request"]:
                console.print(f"\n{intent['destination']} {intent['role']}: {said}")
                console.print_json(data=intent["request"], default=str)
        for proof in one["proofs"]:
            currency = one["order"]["currency"]
            print_table("\nProof of total", with_money([{key: value for key, value in proof.items() if key != "lines"}], currency))
            print_table(f"Lines of {' '.join(filter(None, (proof['role'], proof['part'])))}", with_money(proof["lines"], currency))
        print_table("\nParcels", one["parcels"])


def _show_address(address: dict[str, Any] | None) -> None:
    """Wix's delivery address, and how we read or guess its street."""
    if address is None:
        console.print("\nDelivery address: the payload is not stored, or the order is malformed.")
        return
    for title, texts in (
        ("\nDelivery address in Wix (personal data)", address["wix"]),
        (f"Our reading: {address['reading']}", address["street"]),
    ):
        print_table(title, [{"field": name, "text": text} for name, text in texts.items()])
    for line in address["shortened"]:
        console.print(line, highlight=False)


def show_requests(requests: Sequence[dict[str, Any]]) -> None:
    """Requests in sending order, with their bodies."""
    for request in requests:
        condition = f"  only {request['only']}" if request["only"] else ""
        console.print(f"[bold]{request['method']} {request['path']}[/]  order {request['order_number']}{condition}", highlight=False)
        if request["body"] is not None:
            console.print_json(data=request["body"], default=str)
    console.print(f"{len(requests)} requests would be sent; none was.")


def show_summary(found: dict[str, Any]) -> None:
    """The closing tables of a run."""
    from order_sync.steps.money_shown import with_money

    print_table("Coverage", [{"store": key, **row} for key, row in found["coverage"].items()])
    for title in ("documents", "parcels", "reasons", "calls", "quota", "checks"):
        print_table(f"\n{title.capitalize()}", with_money(found[title]))


def show_calls(found: dict[str, Any]) -> None:
    """Calls by remote and endpoint, and the month of each account."""
    for title in ("calls", "endpoints", "quota"):
        print_table(f"\n{title.capitalize()}", found[title])
