"""WixHook: what the rest of the package offers to the steps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any
from urllib.parse import quote

import msgspec
from airflow.sdk import BaseHook

from order_sync.errors import AccessDenied, OrderSyncError, Rejected
from order_sync.hooks.rest import Limit, Response, RestClient, read_account
from order_sync.hooks.wix.access import NEEDED, NEEDED_BY_CATALOGUE, Access, explain, lacking, missing_rights
from order_sync.hooks.wix.catalogue import skus_v1, skus_v3
from order_sync.hooks.wix.placed import placed_row
from order_sync.hooks.wix.search import OrderSearch, slices


class _OrderAnswer(msgspec.Struct):
    order: msgspec.Raw


def fulfilment_path(order_id: str) -> str:
    """Where a fulfilment of an order is made."""
    return f"/ecom/v1/fulfillments/orders/{quote(order_id, safe='')}/create-fulfillment"


class WixHook(BaseHook):
    """One Wix site, by an Airflow connection of type ``wix``."""

    conn_name_attr = "wix_conn_id"
    default_conn_name = "wix_default"
    conn_type = "wix"
    hook_name = "Wix"

    def __init__(self, wix_conn_id: str = default_conn_name, *, most_a_minute: int | None = None) -> None:
        super().__init__()
        self.conn_id = wix_conn_id
        account = read_account(wix_conn_id, self.conn_type, "https://www.wixapis.com")
        self._access = Access(account)
        self._stores = account.text("stores_prefix", "/stores-reader").rstrip("/")
        self.client = RestClient(
            "Wix",
            account.base_url,
            conn_id=wix_conn_id,
            headers=self._access.headers,
            # Wix refuses above 200 a minute and app instance
            limit=Limit(min(account.number("calls_per_minute", 120), most_a_minute or float("inf"))),
            explain=explain,
            denied_cure="Accept the app's permissions for this site again, or correct the key in the connection.",
            secrets=[account.password],
        )
        self._access.client = self.client
        self._search = OrderSearch(self._call)
        self._version = ""
        extra = account.extra
        self.site = str(extra.get("instance_id" if self._access.by_app else "site_id") or "").strip()  # of whose orders these are

    # --- orders -------------------------------------------------------------------------------------------------------------------

    def search_orders(
        self, start: datetime | None, end: datetime | None, *, numbers: Iterable[str] | None = None
    ) -> Iterator[list[msgspec.Raw]]:
        """Pages of raw orders with ``start <= updatedDate < end`` (aware datetimes), at most 100 each, oldest change first.

        Orders of every status but INITIALIZED, which Wix never gives. ``numbers`` narrows to these order numbers; then both dates may be
        None. While the caller works on one page the next is fetched. An order may come twice: upsert by id.
        """
        return self._search.pages(start, end, None if numbers is None else sorted(set(numbers)))

    def placed_orders(self, start: datetime, end: datetime) -> Iterator[list[dict[str, Any]]]:
        """Orders placed in [start, end), a list per call: first the PENDING and REJECTED ones, then the others, each newest first.

        Rows: id, number, created_at, updated_at (aware), currency, total (Decimal), status; None for what an order lacks.
        """
        for page in self._search.placed(start, end):
            yield [placed_row(payload) for payload in page]

    def placed_order(self, order_id: str) -> dict[str, Any]:
        """One order of any age as a row of ``placed_orders``; NotThere when Wix does not know it."""
        return placed_row(self.get_order(order_id))

    def created_orders(self, start: datetime, end: datetime, *, unconfirmed: bool = False) -> Iterator[list[msgspec.Raw]]:
        """Pages of raw orders with ``start <= createdDate < end``, oldest first: a window of createdDate never loses or gains an order.

        ``unconfirmed``: those of the status PENDING or REJECTED, which Wix leaves out of a search that does not name them; else all others.
        """
        return self._search.created(start, end, unconfirmed=unconfirmed)

    def edge_of_created(self, start: datetime, end: datetime, *, newest: bool = False) -> msgspec.Raw | None:
        """The first (or newest) order created in the window, None where it is empty: one call, for estimates."""
        return self._search.edge(start, end, newest=newest)

    def get_order(self, order_id: str) -> msgspec.Raw:
        """One raw order, of any status; NotThere when Wix does not know it."""
        answer = self._call("GET", f"/ecom/v1/orders/{quote(order_id, safe='')}", endpoint="GET /ecom/v1/orders/{id}")
        return answer.decode(_OrderAnswer).order

    def transactions(self, order_ids: Iterable[str]) -> dict[str, dict[str, Any]]:
        """Payments and refunds by order id: {"payments": [...], "refunds": [...]}; amounts are text in the order's currency.

        100 orders a call. Orders that Wix leaves out of its answer are left out here too.
        """
        rows = self._by_ids("/ecom/v1/payments/list-by-ids", "orderTransactions", order_ids, "ECOM.READ_TRANSACTIONS")
        return {row["orderId"]: {"payments": row.get("payments") or [], "refunds": row.get("refunds") or []} for row in rows}

    # --- fulfillments -------------------------------------------------------------------------------------------------------------

    def fulfillments(self, order_ids: Iterable[str]) -> dict[str, list[dict[str, Any]]]:
        """Fulfillments by order id, each with id, lineItems and, where given, trackingInfo."""
        rows = self._by_ids("/ecom/v1/fulfillments/list-by-ids", "ordersWithFulfillments", order_ids, "ECOM.READ_FULFILLMENTS")
        return {row["orderId"]: row.get("fulfillments") or [] for row in rows}

    def create_fulfillment(self, order_id: str, fulfillment: dict[str, Any]) -> str | None:
        """Ship lines of an order and return the new id; None when the order has this tracking number already.

        ``fulfillment``: {"lineItems": [{"id", "quantity"?}], "trackingInfo": {"trackingNumber", "shippingProvider", "trackingLink"}}.
        Not idempotent without a tracking number. Wix mails the buyer, so call it only with the final number.
        """
        try:
            answer = self._call(
                "POST",
                fulfilment_path(order_id),
                endpoint="POST /ecom/v1/fulfillments/orders/{orderId}/create-fulfillment",
                read=False,
                json={"fulfillment": fulfillment},
            )
        except Rejected as error:
            if any(fault.code == "TRACKING_NUMBER_ALREADY_EXISTS" for fault in error.faults):
                return None
            raise
        return _text(answer, "fulfillmentId")

    # --- catalogue ----------------------------------------------------------------------------------------------------------------

    def catalogue_version(self) -> str:
        """V1_CATALOG, V3_CATALOG or STORES_NOT_INSTALLED; asked once a hook."""
        if not self._version:
            answer = self._call("GET", "/stores/v3/provision/version")
            self._version = _text(answer, "catalogVersion")
        return self._version

    def skus(self, product_ids: Iterable[str]) -> dict[tuple[str, str], dict[str, Any]]:
        """SKU and unit weight as the catalogue has them now, by (product id, variant id or "").

        Each: {"sku": text or "", "weight": Decimal or None, "weight_unit": "KG", "LB" or "" for the site's own}.
        Products that are gone are left out. The catalogue is not a snapshot: fill gaps of an order with it, never overwrite.
        """
        wanted = sorted({product_id for product_id in product_ids if product_id})
        if not wanted:
            return {}
        try:
            return self._skus(wanted)
        except Rejected as error:
            if error.status != 428:
                raise
        self._version = ""  # 428: the site has moved to the other catalogue meanwhile
        return self._skus(wanted)

    def _skus(self, wanted: list[str]) -> dict[tuple[str, str], dict[str, Any]]:
        version = self.catalogue_version()
        if version == "V3_CATALOG":
            return skus_v3(self._call, wanted)
        return skus_v1(self._call, wanted, self._stores) if version == "V1_CATALOG" else {}

    # --- the connection -----------------------------------------------------------------------------------------------------------

    def instance(self) -> dict[str, Any]:
        """The app on this site: {"instance": {"permissions": [...], ...}, "site": {...}}; app tokens only."""
        answer = self._call("GET", "/apps/v1/instance")
        found = answer.json()
        if not isinstance(found, dict) or not isinstance(found.get("instance"), dict):
            raise answer.broken("no instance in it")
        return found

    def test_connection(self) -> tuple[bool, str]:
        """Airflow's Test button: whether the credential works, and which rights are missing."""
        try:
            return self._test_app() if self._access.by_app else self._test_key()
        except OrderSyncError as error:
            return False, str(error)

    def _test_app(self) -> tuple[bool, str]:
        found = self.instance()
        granted, site = found["instance"].get("permissions") or (), found.get("site") or {}
        missing, unseen = missing_rights(granted, NEEDED)
        version = "" if missing else self.catalogue_version()
        more = missing_rights(granted, NEEDED_BY_CATALOGUE.get(version, ()))
        missing, unseen = missing + more[0], unseen + more[1]
        if missing:
            return False, f"The app lacks {', '.join(missing)}. Add them to the app and let the site's owner accept it again."
        name = site.get("siteDisplayName") or site.get("siteId") or "the site"
        doubt = f"; whether it has {', '.join(unseen)} shows at the first use" if unseen else ""
        return True, f"Connected to {name}, catalogue {version}: every needed right is granted{doubt}."

    def _test_key(self) -> tuple[bool, str]:
        version = self.catalogue_version()
        self._search.page({"filter": {"number": {"$eq": "0"}}, "cursorPaging": {"limit": 1}})
        return True, f"The key reads the orders of this site, catalogue {version}; its other rights show at their first use."

    # --- calls --------------------------------------------------------------------------------------------------------------------

    def _by_ids(self, path: str, key: str, order_ids: Iterable[str], right: str) -> list[dict[str, Any]]:
        rows: list[dict[str, Any]] = []
        for part in slices(sorted(set(order_ids))):
            try:
                answer = self._call("POST", path, read=True, json={"orderIds": part})
            except AccessDenied as error:
                raise lacking(error, right) from None
            found = answer.json()
            found = found.get(key) if isinstance(found, dict) else None
            if not isinstance(found, list) or not all(isinstance(row, dict) and isinstance(row.get("orderId"), str) for row in found):
                raise answer.broken(f"no {key} in it")
            rows += found
        return rows

    def _call(self, method: str, path: str, **request: Any) -> Response:
        """One call; after a 401 one new token and one repeat (a 401 did nothing, so a write may be repeated too)."""
        used = self._access.token
        try:
            return self.client.call(method, path, **request)
        except AccessDenied as error:
            if error.status != 401 or not self._access.renew(used or self._access.token):
                raise
        return self.client.call(method, path, **request)


def _text(answer: Response, key: str) -> str:
    found = answer.json()
    value = found.get(key) if isinstance(found, dict) else None
    if not isinstance(value, str) or not value:
        raise answer.broken(f"no {key} in it")
    return value
