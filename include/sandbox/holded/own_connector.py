"""Holded's own Wix connector, left on beside ours: a document of an order that is none of ours (contract 8.28, 9.1)."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Literal

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from sandbox.core import Sandbox
from sandbox.holded.account import SERVICE, Account
from sandbox.holded.documents import BY_KIND, series_of, store

KINDS = {"order": "salesorder", "receipt": "salesreceipt", "invoice": "invoice"}
CENT = Decimal("0.01")


class Order(BaseModel):
    """An order as the connector takes it from Wix. ``kind``: order, receipt or invoice; ``total`` gross, as text."""

    model_config = ConfigDict(extra="forbid")
    kind: Literal["order", "receipt", "invoice"] = "receipt"
    number: str
    total: Decimal
    date: str
    contact_name: str = ""


def own_connector(sandbox: Sandbox, key: str, *, kind: str = "receipt", number: str, total: str, date: str, contact_name: str = "") -> str:
    """Make the draft that Holded's connector makes of a Wix order; its id. The number stands in the description, no tag is ours."""
    account = Account(sandbox, key)
    resource = BY_KIND[KINDS[kind]]
    gross = Decimal(total)
    net = (gross / Decimal("1.21")).quantize(CENT, ROUND_HALF_UP)
    tax = next(iter(account.rates()))
    line: dict[str, Any] = {
        "type": "product", "name": f"Wix #{number}", "description": "", "price": str(net), "units": "1", "discount": "0", "taxes": [tax],
        "retention": "0", "cost_price": "0", "tags": [], **dict.fromkeys(("product_id", "variant_id", "service_id", "sku", "account", "project_id")),
    }  # fmt: skip
    texts = dict.fromkeys(("notes", "language", "currency_change", "body"))
    links = dict.fromkeys(("contact_id", "warehouse_id", "sales_channel_id", "project_id", "payment_method_id", "design_id"))
    document = {
        "kind": resource.kind, "manual_number": None, "date": date, "due_date": None, "contact_name": contact_name or None,
        "currency": sandbox.account(key).currency, **texts, **links, "description": f"#{number}", "items": [line], "tags": [],
        "custom_fields": [], "discount": "0", "series": series_of(account, resource, None),
    }  # fmt: skip
    made = store(account, document, None)
    made["totals"] = {"subtotal": str(net), "tax": str(gross - net), "total": str(gross)}
    sandbox.changed(SERVICE, key)
    return made["id"]


def admin_routes(sandbox: Sandbox) -> APIRouter:
    """The connector's act, for the sandbox's admin."""
    router = APIRouter()

    @router.post("/sandbox/holded/{account}/own_connector", status_code=201)
    async def take(account: str, order: Order) -> dict[str, str]:
        if sandbox.app(SERVICE, account) is None:
            raise HTTPException(404, "no such account")
        return {"id": own_connector(sandbox, account, **order.model_dump() | {"total": str(order.total)})}

    return router
