"""The shipments of one shop: created, changed, registered, deleted. All state is one plain dict that can be saved as JSON."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from sandbox.myparcel import billing, resource, validation
from sandbox.myparcel.account import Merchant
from sandbox.myparcel.errors import Refused
from sandbox.myparcel.fields import Fault, Findings
from sandbox.myparcel.switches import Switches

SHIPMENT_ERROR = "Shipment validation error"


class Shop:
    """One shop's shipments; ``note`` takes what the real API would silently ignore."""

    def __init__(
        self, who: Merchant, state: dict[str, Any], switches: Switches, now: Callable[[], float], note: Callable[[str], None]
    ) -> None:
        self.who, self.state, self.switches, self.now, self.note = who, state, switches, now, note

    @property
    def shipments(self) -> dict[str, dict[str, Any]]:
        """All shipments by id. The state stays empty until the first write: a look does not change the digest."""
        return self.state.get("shipments", {})

    # ------------------------------------------------------------------ POST
    def batch(self, body: Any) -> list[Any]:
        """The 1 to 100 shipments of a request body."""
        rows = body.get("data", {}).get("shipments") if isinstance(body, dict) and isinstance(body.get("data"), dict) else None
        if not isinstance(rows, list) or not 1 <= len(rows) <= 100:
            raise Refused(422, SHIPMENT_ERROR, [Fault(3754, "data.shipments", "data.shipments must have 1 to 100 shipments")])
        for name in body.keys() - {"data"} | {f"data.{name}" for name in body["data"].keys() - {"shipments", "user_agent"}}:
            self.note(f"unknown field {name}")
        return rows

    def create(self, body: Any, user_agent: str, custom_sender: bool) -> list[dict[str, Any]]:
        """All of the batch become concepts, or none; with the switch bad_batch=good_ones the good ones stay."""
        rows = self.batch(body)
        if not custom_sender:
            rows = [self._without_sender(row) for row in rows]
        verdicts = [self._verdict(row, index) for index, row in enumerate(rows)]
        faults = [fault for verdict in verdicts for fault in verdict]
        if faults and self.switches["bad_batch"] == "nothing":
            raise Refused(422, SHIPMENT_ERROR, faults)
        made = [self.make(row, user_agent) for row, verdict in zip(rows, verdicts, strict=True) if not verdict]
        if faults:
            raise Refused(422, SHIPMENT_ERROR, faults)
        return made

    def _verdict(self, row: Any, index: int) -> list[Fault]:
        found = Findings()
        validation.check_shipment(row, index, self.who.platform, found, self.switches["signature_abroad"])
        for text in found.notes:
            self.note(text)
        path, made = f"data.shipments[{index}]", len(self.shipments)
        limit = self.switches["daily_limit"]
        if limit is not None and made + index >= limit:
            found.fault(3716, f"{path}.carrier", "has reached its number of shipments per day")
        if not self.switches["activated"] and made + index < 2 and not found.faults and row["recipient"]["cc"] not in ("NL", "BE"):
            found.fault(3762, f"{path}.recipient.cc", "is not possible for the first two shipments of an account that is not activated")
        return found.faults

    def _without_sender(self, row: Any) -> Any:
        if not isinstance(row, dict) or "sender" not in row:
            return row
        self.note("sender is ignored without the header x-dmp-set-custom-sender: true")
        return {name: value for name, value in row.items() if name != "sender"}

    def make(self, row: dict[str, Any], user_agent: str) -> dict[str, Any]:
        """A new concept with its collos."""
        shipment = self._made(row, user_agent)
        shipment["secondary_shipments"] = [
            self.child(row, child, shipment["id"], user_agent) for child in row.get("secondary_shipments", ())
        ]
        self.state.setdefault("shipments", {})[str(shipment["id"])] = shipment
        return shipment

    def child(self, main: Mapping[str, Any], child: Mapping[str, Any], main_id: int, user_agent: str) -> dict[str, Any]:
        """A further collo of a main shipment: its content, with an own weight and reference where they are given."""
        own = {name: value for name, value in child.items() if name != "id"}
        request = {name: value for name, value in main.items() if name != "secondary_shipments"} | own
        return self._made(request, user_agent) | {"multi_collo_main_shipment_id": main_id}

    def _made(self, request: Mapping[str, Any], user_agent: str) -> dict[str, Any]:
        made = resource.made(self.who, dict(request), self._next_id(), user_agent, self.now())
        cents = billing.price(made["options"]["package_type"], made["physical_properties"]["weight"])
        return made | {"price": {"amount": cents, "currency": "EUR"}}

    def _next_id(self) -> int:
        return self._next("shipment_id", self.who.first_shipment_id)

    def _next(self, name: str, first: int) -> int:
        number = self.state.get(f"next_{name}", first)
        self.state[f"next_{name}"] = number + 1
        return number

    def register(self, rows: Iterable[dict[str, Any]]) -> None:
        """Labels are made for these shipments: a concept becomes registered, all others are printed again. A stamp is billed now."""
        rows = list(rows)
        billing.spend(self.switches, self.state, rows)
        for row in rows:
            resource.register(row, lambda: self._next("barcode", self.who.first_barcode), self.now())
            if row["status"] == resource.PRINTED_STAMP:
                billing.bill(self.state, row, "stamp", self.now())

    # ------------------------------------------------------------------ by id
    def find(self, shipment_id: Any) -> dict[str, Any] | None:
        """A shipment or a collo by its id."""
        return next(iter(self.known([shipment_id])), None)

    def known(self, ids: Iterable[Any]) -> list[dict[str, Any]]:
        """The shipments and collos of these ids, in the order asked; unknown ones are left out."""
        wanted = [str(one) for one in ids]
        found = {one: self.shipments[one] for one in wanted if one in self.shipments}
        if len(found) < len(set(wanted)):
            mains = (row for row in self.shipments.values() if row["secondary_shipments"])
            found |= {str(child["id"]): child for row in mains for child in row["secondary_shipments"] if str(child["id"]) in wanted}
        return [found[one] for one in wanted if one in found]

    def forget(self, shipment: dict[str, Any]) -> None:
        """Take a shipment away; with the switch deleted_stays it is still listed with status 99."""
        main = self.shipments.get(str(shipment["multi_collo_main_shipment_id"]))
        if main is not None:
            main["secondary_shipments"] = [child for child in main["secondary_shipments"] if child["id"] != shipment["id"]]
        elif self.switches["deleted_stays"]:
            for parcel in (shipment, *shipment["secondary_shipments"]):
                resource.move(parcel, resource.DELETED, self.now())
        else:
            self.shipments.pop(str(shipment["id"]), None)

    def show(self, rows: Iterable[dict[str, Any]], portal: bool = False) -> list[dict[str, Any]]:
        """Copies for an answer."""
        return [copy.deepcopy(resource.shown(self.who, self.switches, row, self.now(), portal)) for row in rows]
