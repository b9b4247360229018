"""MyParcel: concept shipments created, found again by reference, read, deleted. Shapes of its API stay in this room."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from order_sync.errors import OrderSyncError, Rejected
from order_sync.hooks.myparcel_api import LIMITS, SHIPMENT_TYPE, Shipment, fields, groups, identity, joined, open_client, shipments_of, text
from order_sync.hooks.myparcel_concepts import ConceptCalls
from order_sync.hooks.myparcel_errors import KEY_CURE, account_blocked, by_next_action, by_shipment
from order_sync.hooks.myparcel_labels import MyParcelLabels
from order_sync.hooks.myparcel_tracking import alive, barcode, carrier_name, is_final, is_registered, is_void, status_name, tracking_link
from order_sync.hooks.myparcel_webhooks import Webhooks
from order_sync.hooks.rest import Account, Gate, Response, RestClient, read_account
from order_sync.hooks.rest.account import base_url

__all__ = [
    "MyParcelHook",
    "account_blocked",
    "alive",
    "barcode",
    "by_shipment",
    "carrier_name",
    "is_final",
    "is_registered",
    "is_void",
    "shipments_path",
    "status_name",
    "tracking_link",
]

BATCH = 100  # shipments per POST, ids per GET
MANY, LIST_SIZE = 300, 200  # so many ids are worth a look at the newest pages of the list, each of the largest size that both sources allow
REFERENCES = 20  # references per search, so that the address stays short
NARROWED, MOST_REFUSED = (400, 422), 10  # answers that one bad id may bring upon a group; more of them than that: the call is wrong
PAGE = 30  # rows of a page when no size is asked for
NEEDED_RIGHTS = ("insertShipment", "selectShipment", "updateShipment", "deleteShipment")
_DEFAULT_URL, _DEFAULT_IAM_URL = "https://api.myparcel.nl", "https://iam.api.myparcel.nl"
_PREFERENCES = ("id", "name", "platform_id", "shipment_options", "general_settings", "tracktrace")


def shipments_path() -> str:
    """Where shipments are posted, below the connection's host; for previews."""
    return "/shipments"


class MyParcelHook(ConceptCalls, MyParcelLabels, Webhooks):
    """One MyParcel shop. Connection of type ``myparcel``: host, password (API key), extra iam_url, auth_scheme.

    ``gates``: makes a limit that all processes share, from the account's fingerprint and the calls per five minutes by endpoint.

    Every method raises RetryLater, Rejected (NotThere, AccessDenied) or ContractBroken; those that write raise
    OutcomeUnknown when the answer was lost. Faults of a refused batch name the shipment: ``data.shipments[3].recipient…``.
    """

    conn_name_attr = "conn_id"
    default_conn_name = "myparcel_default"
    conn_type = "myparcel"
    hook_name = "MyParcel"

    def __init__(self, conn_id: str = default_conn_name, *, gates: Callable[[str, Mapping[str, int]], Gate] | None = None) -> None:
        self.conn_id, self._gates = conn_id, gates
        self._client: RestClient | None = None
        self._iam: RestClient | None = None

    @property
    def client(self) -> RestClient:
        """The session to the shop's API; its counters tell the calls made."""
        if self._client is None:
            account = self._account()
            gate = self._gates(identity(account), LIMITS) if self._gates else None
            self._client = open_client(account, account.base_url, gate)
        return self._client

    @property
    def account_key(self) -> str:
        """Who is called, whatever the connection's name: connections with one base URL and key are one account."""
        return identity(self._account())

    def whoami(self) -> dict[str, Any]:
        """Who the key belongs to: account_id, platform, shop_ids (all texts on this host), role, features."""
        if self._iam is None:
            account = self._account()
            url = base_url(account.text("iam_url", _DEFAULT_IAM_URL), where=f"connection {self.conn_id}, extra field iam_url")
            self._iam = open_client(account, url)
        answer = self._call("GET", "/whoami", client=self._iam)
        return fields(answer, answer.json(), "account_id", "shop_ids")

    def rights(self) -> list[str]:
        """What the key may do, e.g. insertShipment."""
        answer = self._call("GET", "/acl")
        return list(fields(answer, answer.json(), "permissions")["permissions"])

    def shop_preferences(self) -> dict[str, Any]:
        """The key's shop: id, name, platform_id, and shipment_options, general_settings, tracktrace as set in its back office.

        Weights in grams, amounts in cents. {} where the key may not read them: the public reference does not promise it.
        """
        try:
            answer = self._call("GET", "/shops")
        except Rejected as error:
            if error.status in (403, 404):
                return {}
            raise
        shops = fields(answer, answer.json(), "data")["data"].get("shops")
        if not isinstance(shops, list) or not shops:
            raise answer.broken("no shop in the answer")
        return {name: shops[0][name] for name in _PREFERENCES if name in shops[0]}

    def create_shipments(self, shipments: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
        """Create 1 to 100 concepts in one call; [{"id", "reference_identifier"}] in the order sent.

        Nothing makes two equal calls one: after OutcomeUnknown, and after Rejected for a batch, look up by reference first.
        """
        if not 1 <= len(shipments) <= BATCH:
            raise ValueError(f"{len(shipments)} shipments; MyParcel takes 1 to {BATCH} a call")
        body = {"data": {"shipments": list(shipments)}}
        answer = self._call("POST", shipments_path(), json=body, headers={"Content-Type": SHIPMENT_TYPE})
        made = answer.json()
        made = made.get("data", {}).get("ids") if isinstance(made, dict) and isinstance(made.get("data"), dict) else None
        sent = [text(shipment.get("reference_identifier")) for shipment in shipments]
        if not isinstance(made, list) or [text(row.get("reference_identifier")) for row in made if isinstance(row, dict)] != sent:
            raise answer.broken("its ids do not answer the shipments sent")
        if not all(isinstance(row.get("id"), int) for row in made):
            raise answer.broken("an id is missing")
        return [{"id": row["id"], "reference_identifier": row["reference_identifier"]} for row in made]

    def find_by_reference(self, references: Iterable[str], *, all_states: bool = False) -> list[Shipment]:
        """The shipments of these references, oldest first; credited, deleted and return shipments only with ``all_states``.

        The index behind the search may lag by seconds: one look that finds nothing proves nothing.
        """
        wanted = list(dict.fromkeys(references))
        if bad := [reference for reference in wanted if not reference or ";" in reference]:
            raise ValueError(f"{len(bad)} references are empty or hold a semicolon")
        found: dict[int, Shipment] = {}
        for group in groups(wanted, REFERENCES):
            # never with size: 200 or more together with references finds nothing
            for row in self._search({"reference_identifier": ";".join(group)}):
                if row.get("reference_identifier") in group and (all_states or alive(row)):
                    found[row["id"]] = row
        return [found[shipment_id] for shipment_id in sorted(found)]

    def shipments(self, ids: Iterable[int], *, refused: dict[int, Rejected] | None = None) -> list[Shipment]:
        """The shipments of these ids with their tracking page; one that is gone is left out (look twice before believing it).

        ``refused``: takes the ids that MyParcel will not show (400, 422), each with its words, and the others are read all the same; the
        refusal is raised where it is None, or where so many are refused that the call itself must be wrong.
        """
        wanted = list(dict.fromkeys(ids))
        rows = self._listed(set(wanted)) if len(wanted) > MANY else []
        there = {row["id"] for row in rows}
        for group in groups([one for one in wanted if one not in there], BATCH):
            rows += self._read(group, refused)
        return rows

    def _listed(self, wanted: set[int]) -> list[Shipment]:
        """Those of the wanted that the newest pages of the list hold, as long as a page brings more of them than a call by ids would."""
        rows: list[Shipment] = []
        for page in range(1, len(wanted) // BATCH + 1):
            params = {"size": LIST_SIZE, "sort": "id", "order": "DESC", "link_consumer_portal": 1, **({"page": page} if page > 1 else {})}
            found, _ = shipments_of(self._call("GET", "/shipments", params=params))
            new = [row for row in found if row["id"] in wanted]
            wanted = wanted - {row["id"] for row in new}
            rows += new
            if len(new) <= BATCH or len(wanted) <= BATCH:
                break
        return rows

    def delete(self, ids: Iterable[int]) -> None:
        """Delete concepts. Rejected with code 3723 where a label was made meanwhile, or the shipment is not there."""
        for group in groups(list(dict.fromkeys(ids)), BATCH):
            self._call("DELETE", f"/shipments/{joined(group)}", endpoint="DELETE /shipments/{ids}", expect=(204, 200))

    def test_connection(self) -> tuple[bool, str]:
        """Airflow's Test button: key, rights, and how the merchant works in MyParcel."""
        try:
            who = self.whoami()
            missing = [right for right in NEEDED_RIGHTS if right not in self.rights()]
            warnings = self._warnings(who)
        except OrderSyncError as error:
            return False, str(error)
        if missing:
            return False, f"The key lacks the rights {', '.join(missing)}. {KEY_CURE}"
        shops = ", ".join(str(shop) for shop in who["shop_ids"])
        return True, " ".join([f"{who.get('platform')} account {who['account_id']}, shop {shops}.", *warnings])

    def _warnings(self, who: Mapping[str, Any]) -> list[str]:
        """In order mode the merchant works in the orders screen and does not see our concept shipments there."""
        order_mode = "LEGACY_ORDER_MANAGEMENT" in (who.get("features") or ()) or self._order_mode()
        return ["Warning: this account is in order mode; our concepts appear under shipments, not under orders."] if order_mode else []

    def _order_mode(self) -> bool:
        try:
            body = self._call("GET", "/accounts").json()
        except Rejected:
            return False  # not promised by the public reference
        data = body.get("data") if isinstance(body, dict) else None
        rows = data.get("accounts") if isinstance(data, dict) else None
        settings = [row.get("general_settings") for row in rows or () if isinstance(row, dict)]
        return any(isinstance(one, dict) and one.get("order_mode") for one in settings)

    def _read(self, ids: list[int], refused: dict[int, Rejected] | None = None) -> list[Shipment]:
        path, params = f"/shipments/{joined(ids)}", {"link_consumer_portal": 1}
        try:
            answer = self._call("GET", path, endpoint="GET /shipments/{ids}", params=params, expect=(200, 404))
        except Rejected as error:
            if refused is None or error.status not in NARROWED or len(refused) >= MOST_REFUSED:
                raise
            if len(ids) == 1:
                refused[ids[0]] = error
                return []
        else:
            if answer.status == 200:
                return shipments_of(answer)[0]
            if len(ids) == 1:
                return []
        # one unknown or bad id may refuse the whole call: halve until the good ones are found
        half = len(ids) // 2
        return self._read(ids[:half], refused) + self._read(ids[half:], refused)

    def _search(self, params: Mapping[str, Any]) -> Iterator[Shipment]:
        """All pages. Whether ``results`` counts the page or the whole is not published: a full page is followed by a look at the next."""
        seen: set[int] = set()
        page = 1
        while True:
            answer = self._call("GET", "/shipments", params={**params, **({"page": page} if page > 1 else {})})
            rows, results = shipments_of(answer)
            new = [row for row in rows if row["id"] not in seen]
            yield from new
            seen.update(row["id"] for row in new)
            page += 1
            if not new or (len(rows) < PAGE and len(seen) >= results):
                return

    def _call(self, method: str, path: str, *, client: RestClient | None = None, **request: Any) -> Response:
        try:
            return (client or self.client).call(method, path, **request)
        except Rejected as error:
            raise by_next_action(error) from None

    def _account(self) -> Account:
        return read_account(self.conn_id, self.conn_type, _DEFAULT_URL)
