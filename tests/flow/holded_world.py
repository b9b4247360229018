"""What the tests of Holded share: the body of an order, products, plain calls of the fake."""

from __future__ import annotations

from datetime import date
from typing import Any

import requests
from sandbox.holded import add_products

DAY = date(2026, 11, 20)
MARKER = "wxes5c1d3f2a9b7e4c608a110f5d"
RECEIPT_SERIES = "64cb081258c19782950b6ecb"
WAREHOUSE = "6d764022e72480fa96081956"
TREASURY = "6b55c0b483bf6bf2ea517a6d"


def shirt(sandbox, **changes: Any) -> str:
    """A product with ten units on hand in the account es; its id."""
    row = {"name": "Camiseta azul", "sku": "CAM-AZ-M", "price": "20.619835", "taxes": ["s_iva_21"], "stock": 10}
    return add_products(sandbox.sandbox, "es", [row | changes])[0]


def body(product: str | None = None, **changes: Any) -> dict[str, Any]:
    """Order 10023: two shirts at 24.95 and delivery at 4.95, 54.85 with 21 % inside."""
    item = {"type": "product", "name": "Camiseta azul", "sku": "CAM-AZ-M", "units": 2, "price": "20.619835", "taxes": ["s_iva_21"]}
    delivery = {"type": "service", "name": "Envío", "units": 1, "price": "4.090909", "taxes": ["s_iva_21"]}
    return {
        "contact_name": "Lucía Pérez",
        "date": DAY.isoformat(),
        "description": "Pedido Wix 10023",
        "currency": "EUR",
        "tags": ["wix", MARKER],
        "items": [item | ({"product_id": product} if product else {}), delivery],
    } | changes


def call(sandbox, method: str, path: str, json: Any = None, **options: Any) -> requests.Response:
    """One call of the fake with the account's token."""
    headers = {"Authorization": "Bearer pat_holded-es-key"}
    return requests.request(method, f"{sandbox.url('holded', 'es')}/api/v2{path}", headers=headers, json=json, timeout=10, **options)


def make(sandbox, path: str, given: dict[str, Any]) -> str:
    """POST a record; its id."""
    answer = call(sandbox, "POST", path, given)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


def units(sandbox, product: str) -> str:
    """Units on hand of a product in the main warehouse."""
    return sandbox.state("holded", "es")["products"][product]["stock"][WAREHOUSE][""]


STAGE = "6e10a0c4d1f2b35a90817204"


def violations(sandbox):
    """The recorded texts, forgotten afterwards."""
    texts = " | ".join(entry["text"] for entry in sandbox.violations)
    sandbox.violations.clear()
    return texts
