"""Which document moves which stock (contract 2.13)."""

from __future__ import annotations

from decimal import Decimal

from sandbox.holded import products
from sandbox.holded.account import Account, Row


def on_create(account: Account, document: Row, source: Row | None) -> None:
    """Move what a new document moves: drafts move stock, documents made from one that moved it move no more."""
    kind = document["kind"]
    if kind in ("invoice", "salesreceipt"):
        sign = 0 if source and source["moved"] else -1
    elif kind == "waybill":
        sign = -1 if account.switch("stock_system") == "automatic" and not (source and source["moved"]) else 0
    elif kind in ("creditnote", "receiptnote"):
        moved = source["moved"] if source else account.switch("plain_note_returns_stock")
        sign = 1 if moved else 0
    else:
        sign = 0  # a sales order moves stock when its units are sent
    if sign:
        _apply(account, document, [(index, Decimal(line["units"]) * sign) for index, line in enumerate(document["items"])])


def ship(account: Account, order: Row, units: dict[int, Decimal]) -> None:
    """Send units of an order by line position; the simple stock system leaves the stock alone until the order is converted."""
    for index, count in units.items():
        order["shipped"][str(index)] = str(Decimal(order["shipped"].get(str(index), "0")) + count)
    if account.switch("stock_system") == "automatic" and not _moved_by_its_invoice(account, order):
        _apply(account, order, [(index, -count) for index, count in units.items()])


def on_delete(account: Account, document: Row) -> None:
    """Give back what a deleted draft had moved, where the account does."""
    if account.switch("deleted_draft_returns_stock"):
        give_back(account, document)


def give_back(account: Account, document: Row) -> None:
    """Undo what a document moved."""
    products.move(account, [[*where, str(-Decimal(units))] for *where, units in document["moved"]])
    document["moved"] = []


def _moved_by_its_invoice(account: Account, order: Row) -> bool:
    """Whether a document made from the order took its stock already."""
    if account.switch("ship_after_convert") == "moves":
        return False
    made = [row for row in account.state["documents"].values() if (row["from"] or {}).get("id") == order["id"]]
    return any(row["moved"] for row in made if row["kind"] in ("invoice", "salesreceipt", "waybill"))


def _apply(account: Account, document: Row, changes: list[tuple[int, Decimal]]) -> None:
    home = next(row["id"] for row in account.state["warehouses"] if row["default"])
    moves = []
    for index, units in changes:
        line = document["items"][index]
        product = account.state["products"].get(line["product_id"] or "")
        if product and product["has_stock"] and units:
            moves.append([product["id"], line["variant_id"] or "", document["warehouse_id"] or home, str(units)])
    products.move(account, moves)
    document["moved"] += moves
