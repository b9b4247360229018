"""Master data of a Holded account, its quota and its rights (contract 1.2, 1.4, 4, 5)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from order_sync.errors import AccessDenied, OrderSyncError
from order_sync.hooks.holded_calls import PAGE_ROWS, HoldedCalls, Row, id_of, page_of, record
from order_sync.hooks.holded_reading import amount

SERIES = {
    "order": "salesorder", "receipt": "salesreceipt", "invoice": "invoice", "credit_note": "creditnote", "receipt_note": "receiptnote",
}  # fmt: skip
READS = {  # what rights() touches, in the words of a merchant: path and query
    "taxes": ("/taxes", {}),
    "products": ("/products", {"limit": 1}),
    "contacts": ("/contacts", {"limit": 1}),
    "invoices": ("/invoices", {"limit": 1}),
    "sales receipts": ("/sales-receipts", {"limit": 1}),
    "sales orders": ("/sales-orders", {"limit": 1}),
    "numbering series": ("/numbering-series/invoice", {}),
    "warehouses": ("/warehouses", {}),
    "sales channels": ("/sales-channels", {}),
    "treasury accounts": ("/treasury/accounts", {"limit": 1}),
    "payment methods": ("/payment-methods", {"limit": 1}),
}
ALWAYS_NEEDED = ("taxes", "products")
NO_SCOPE = "Insufficient permissions"  # 1.1: how a 403 for a missing scope begins; a revoked token says Access denied.


class HoldedMasterData(HoldedCalls):
    """What changes seldom: the callers keep it for hours, as calls are scarce."""

    def products(self, *, archived: bool = False) -> Iterator[Row]:
        """Everything that has a SKU of its own: {product_id, variant_id ("" for none), sku, name, archived}.

        Archived products only with ``archived``: they are not sold, and their SKUs are taken.
        """
        for response, item in self._items("/products", {"limit": PAGE_ROWS}):
            if item.get("archived") and not archived:
                continue
            base = {"product_id": id_of(item, response), "name": item.get("name") or "", "archived": bool(item.get("archived"))}
            yield {**base, "variant_id": "", "sku": item.get("sku") or ""}
            for variant in item.get("variants") or ():
                yield {**base, "variant_id": id_of(variant, response), "sku": variant.get("sku") or ""}

    def create_product(self, body: Mapping[str, Any]) -> str:
        """Make a product; its id. There is no filter by SKU and no idempotency key: list ``products`` before any second call."""
        return self._create("/products", body)

    def accounts(self) -> list[Row]:
        """Ledger accounts, for account_id of lines: {id, number, name}."""
        return [
            {"id": id_of(item, response), "number": str(item.get("number") or ""), "name": item.get("name") or ""}
            for response, item in self._items("/accounting-accounts", {"limit": PAGE_ROWS})
        ]

    def taxes(self) -> list[Row]:
        """Taxes of the account: {key, rate (Decimal percent or None), scope, active, name}."""
        return [
            {
                "key": item.get("key") or "",
                "rate": amount(item.get("amount"), where=response.where),
                "scope": item.get("scope") or "",
                "active": item.get("status") is True,
                "name": item.get("name") or "",
            }
            for response, item in self._items("/taxes")
        ]

    def warehouses(self) -> list[Row]:
        """Warehouses: {id, name}."""
        return self._named("/warehouses")

    def sales_channels(self) -> list[Row]:
        """Sales channels: {id, name}."""
        return self._named("/sales-channels")

    def treasury_accounts(self) -> list[Row]:
        """Accounts that receive money: {id, name}."""
        return self._named("/treasury/accounts", {"limit": PAGE_ROWS})

    def payment_methods(self) -> list[Row]:
        """What can be printed as way of payment: {id, name}."""
        return self._named("/payment-methods", {"limit": PAGE_ROWS})

    def numbering_series(self, kind: str) -> list[Row]:
        """Numbering series of order, receipt, invoice, or any type in Holded's own words: {id, name}."""
        return self._named(f"/numbering-series/{SERIES.get(kind, kind)}", endpoint="GET /numbering-series/{type}")

    def usage(self) -> Row:
        """Calls of the month: {period "YYYY-MM", usage, limit}. The limit may be the overage ceiling (contract 1.4)."""
        response = self.client.call("GET", "/usage")
        answer = record(response)
        if not isinstance(answer.get("usage"), int) or not isinstance(answer.get("limit"), int):
            raise response.broken("no usage and limit")
        return {"period": answer.get("period") or "", "usage": answer["usage"], "limit": answer["limit"]}

    def rights(self) -> dict[str, str]:
        """Each thing that a configuration may need to read, and why it cannot be read ("" where it can); one call each.

        A missing scope shows only when its endpoint is called (contract 1.2). A token that opens nothing raises AccessDenied.
        """
        found = {}
        for name, (path, params) in READS.items():
            try:
                page_of(self.client.call("GET", path, params=params))
                found[name] = ""
            except AccessDenied as error:
                if NO_SCOPE not in error.seen:
                    raise
                found[name] = error.seen
        return found

    def test_connection(self) -> tuple[bool, str]:
        """For Airflow's Test button: whether the token works, and which rights it lacks."""
        try:
            rights = self.rights()
        except OrderSyncError as error:
            return False, str(error)
        lacking = "; ".join(f"{name} ({why})" for name, why in rights.items() if why)
        if not lacking:
            return True, "The token works and can read everything that is needed."
        if any(rights[name] for name in ALWAYS_NEEDED):
            return False, f"The token cannot read {lacking}. Give it these scopes in Holded (Settings, Developers, Credentials)."
        return True, f"The token works. It cannot read {lacking}: give it the scopes that your configuration needs."

    def _named(self, path: str, params: Row | None = None, endpoint: str | None = None) -> list[Row]:
        rows = self._items(path, params, endpoint)
        return [{"id": id_of(item, response), "name": item.get("name") or ""} for response, item in rows]
