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

    # ------------------------------------------------------------------ POST and PUT
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
        made = [self._make(row, user_agent) for row, verdict in zip(rows, verdicts, strict=True) if not verdict]
        if faults:
            raise Refused(422, SHIPMENT_ERROR, faults)
        return made

    def _verdict(self, row: Any, index: int) -> list[Fault]:
        found = Findings()
        validation.check_shipment(row, index, self.who.platform, found)
        for path in found.unknown:
            self.note(f"unknown field {path}")
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

    def _make(self, row: dict[str, Any], user_agent: str) -> dict[str, Any]:
        shipment = self._made(row, user_agent)
        shipment["secondary_shipments"] = [
            self._child(row, child, shipment["id"], user_agent) for child in row.get("secondary_shipments", ())
        ]
        self.state.setdefault("shipments", {})[str(shipment["id"])] = shipment
        return shipment

    def _child(self, main: Mapping[str, Any], child: Mapping[str, Any], main_id: int, user_agent: str) -> dict[str, Any]:
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

    def replace(self, body: Any, user_agent: str) -> list[dict[str, Any]]:
        """PUT: whole shipments with their id; country and package type are fixed, only concepts can be edited."""
        rows, faults, changes = self.batch(body), [], []
        for index, row in enumerate(rows):
            path = f"data.shipments[{index}]"
            shipment = self.shipments.get(str(row.get("id"))) if isinstance(row, dict) else None
            if shipment is None:
                faults.append(Fault(3717, f"{path}.id", f"{path}.id is not known"))
                continue
            request = {name: value for name, value in row.items() if name not in ("id", "multi_collo_main_shipment_id")}
            found = self._replace_verdict(request, shipment, index)
            faults.extend(found)
            changes.append((shipment, request))
        if faults:
            raise Refused(422, SHIPMENT_ERROR, faults)
        for shipment, request in changes:
            self._apply(shipment, request, user_agent)
        return [shipment for shipment, _ in changes]

    def _replace_verdict(self, request: dict[str, Any], shipment: Mapping[str, Any], index: int) -> list[Fault]:
        found, path = Findings(), f"data.shipments[{index}]"
        validation.check_shipment(request, index, self.who.platform, found)
        for unknown in found.unknown:
            self.note(f"unknown field {unknown}")
        if found.faults:
            return found.faults
        if shipment["status"] != resource.CONCEPT:
            found.fault(3717, path, "cannot be updated")
        if request["recipient"]["cc"] != shipment["recipient"]["cc"]:
            found.fault(3711, f"{path}.recipient.cc", "cannot be changed")
        if request["options"]["package_type"] != shipment["options"]["package_type"]:
            found.fault(3712, f"{path}.options.package_type", "cannot be changed")
        return found.faults

    def _apply(self, shipment: dict[str, Any], request: dict[str, Any], user_agent: str) -> None:
        shipment.update(resource.content(self.who, request))
        if "reference_identifier" in request:
            reference = request["reference_identifier"]
            shipment["reference_identifier"] = None if reference is None else str(reference)
        shipment["modified"] = resource.dutch(self.now())
        kept = {child["id"]: child for child in shipment["secondary_shipments"]}
        shipment["secondary_shipments"] = [
            kept.get(child.get("id")) or self._child(request, child, shipment["id"], user_agent)
            for child in request.get("secondary_shipments", ())
        ]

    # ------------------------------------------------------------------ by id
    def known(self, ids: Iterable[int]) -> list[dict[str, Any]]:
        """The shipments of these ids, in the order asked; unknown ones are left out."""
        rows = (self.shipments.get(str(one)) for one in ids)
        return [row for row in rows if row is not None]

    def delete(self, ids: list[int]) -> None:
        """Concepts only; one that is not a concept, or not known, refuses the whole call."""
        rows = self.known(ids)
        if len(rows) < len(ids) or any(row["status"] != resource.CONCEPT for row in rows):
            raise Refused(422, "Cannot delete shipment", code=3723)
        for row in rows:
            self.forget(row)

    def forget(self, shipment: dict[str, Any]) -> None:
        """Take a shipment away; with the switch deleted_stays it is still listed with status 99."""
        if self.switches["deleted_stays"]:
            resource.move(shipment, resource.DELETED, self.now())
        else:
            del self.shipments[str(shipment["id"])]

    def show(self, rows: Iterable[dict[str, Any]], portal: bool = False) -> list[dict[str, Any]]:
        """Copies for an answer."""
        return [copy.deepcopy(resource.shown(self.who, self.switches, row, self.now(), portal)) for row in rows]
