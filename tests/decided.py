"""Decisions about single orders under the shipped configuration, for tests of the rules."""

from __future__ import annotations

from typing import Any

from frames import Row, line, order, products, staged
from order_sync.mapping.documents import decide_documents
from order_sync.settings import PROJECT_ROOT, HoldedSettings, StoreSettings, load_config

CONFIG = load_config(PROJECT_ROOT / "include" / "config")
CATALOGUE = products(("62360932b6c99f7e80a93249", "", "CAM-AZ-M"), ("60f986b9ca0969d40b2ea7b8", "", "CUAD-A5"))
VAT = "extended:_user_fields.vat_number"
COMPANY = {"bill_company": "Camisetas del Norte, S.L.", "extra_fields": {VAT: "B-12345674"}}


def store(key: str = "es", **holded: Any) -> StoreSettings:
    """A store of the shipped configuration, its lines, currencies and checks as by default; nested settings are given as dictionaries."""
    settings = CONFIG.store(key)
    plain = {name: HoldedSettings.model_fields[name].default for name in ("lines", "warehouses", "currencies", "vat", "order_status")}
    settings = settings.model_copy(update={"holded": settings.holded.model_copy(update=plain)})
    changes = {
        name: getattr(settings.holded, name).model_copy(update=value) if isinstance(value, dict) else value
        for name, value in holded.items()
    }
    return settings.model_copy(update={"holded": settings.holded.model_copy(update=changes)})


def one(changes: Row | None = None, lines: list[Row] | None = None, settings: StoreSettings | None = None, active: set[str] | None = None):
    """The decision about one order whose total and tax are the sums of its lines unless they are given."""
    changes = changes or {}
    head = order(**changes)
    rows = [line(head, **({"line_no": place, "line_id": f"line-{place}"} | given)) for place, given in enumerate(lines or [{}])]
    for name, part in (("total_minor", "gross_minor"), ("tax_minor", "tax_minor")):
        if name not in changes:
            head[name] = sum(row[part] or 0 for row in rows)
    frames = staged((head, rows))
    return decide_documents(*frames, CATALOGUE, settings or store(), CONFIG, active).iloc[0]
