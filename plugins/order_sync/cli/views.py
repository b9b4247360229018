"""How answers of several parts are shown to people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from rich.padding import Padding
from rich.text import Text

from order_sync.cli.output import console, instant, print_blocks, print_table


def show_explained(store: str, number: str, found: Sequence[dict[str, Any]]) -> None:
    """Each order: its rules by destination, what was or would be sent, the proof, holds and parcels."""
    from order_sync.steps.money_shown import with_money

    for one in found:
        print_blocks(f"Order {number} of {store}", with_money([one["order"]]))
        for decision in one["decisions"]:
            console.print(f"\n[bold]{decision['destination']}[/]: {decision['action']} {decision['kind'] or ''} {decision['reason'] or ''}")
            print_table("Rules", decision["trace"])
        print_blocks("\nHolds", one["holds"])
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


def show_holds(rows: Sequence[dict[str, Any]]) -> None:
    """A block per code with its cure once, and a block per hold below it."""
    by_code: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        by_code.setdefault(row["code"], []).append(row)
    for code, held in by_code.items():
        console.print(f"\n[bold]{code}[/]  {len(held)} {'hold' if len(held) == 1 else 'holds'}", highlight=False)
        cures = list(dict.fromkeys(row["cure"] for row in held))
        for cure in cures if len(cures) == 1 else ():
            _indented(f"cure: {cure}", 2)
        for row in held:
            where = " ".join(filter(None, (row["destination"], row["field"])))
            _indented(f"{row['store']} {row['order_number'] or row['wix_order_id']}  {where}  since {instant(row['since'])}", 2)
            for text in (row["seen"], f"cure: {row['cure']}" if len(cures) > 1 else ""):
                if text:
                    _indented(text, 4)
    console.print(f"\n{len(rows)} open holds" if rows else "Holds: none", highlight=False)


def _indented(text: str, spaces: int) -> None:
    console.print(Padding(Text(text), (0, 0, 0, spaces)))


def show_coverage(found: dict[str, dict[str, int]]) -> None:
    """The two equations of each store, and what they do not explain."""
    console.print("[italic]Coverage[/]" if found else "Coverage: none", highlight=False)
    for store, row in found.items():
        console.print(f"[bold]{store}[/]", highlight=False)
        parts = " + ".join(
            f"{row[name]} {name}" for name in ("booked", "held", "ignored", "unexplained") if row[name] or name != "unexplained"
        )
        waiting = f" ({row['waiting']} only waiting to be sent)" if row["waiting"] else ""
        _indented(f"orders: {row['wix']} in Wix = {parts}{waiting}", 2)
        lost = row["ship_unexplained"]
        rest = row["to_ship"] - row["shipped"] - row["ship_held"] - lost
        more = (f" + {rest} open" if rest else "") + (f" + {lost} unexplained" if lost else "")
        _indented(f"parcels: {row['to_ship']} to ship = {row['shipped']} shipped + {row['ship_held']} held{more}", 2)


def show_summary(found: dict[str, Any]) -> None:
    """The closing tables of a run."""
    from order_sync.steps.money_shown import with_money

    show_coverage(found["coverage"])
    for title in ("documents", "parcels", "reasons", "calls", "quota", "checks"):
        print_table(f"\n{title.capitalize()}", with_money(found[title]))


def show_calls(found: dict[str, Any]) -> None:
    """Calls by remote and endpoint, and the month of each account."""
    for title in ("calls", "endpoints", "quota"):
        print_table(f"\n{title.capitalize()}", found[title])
