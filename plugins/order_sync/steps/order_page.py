"""What the page of one order shows: everything that happened to it, each rule's verdict, the proof of its total, its documents and parcels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES
from order_sync.contracts.holds import HOLD_CODES, IGNORE_REASONS
from order_sync.errors import NotThere
from order_sync.hooks.myparcel_tracking import STAGES, carrier_name
from order_sync.settings import StoreSettings
from order_sync.steps.explain import INTENT, explain
from order_sync.steps.landing import stored_order
from order_sync.steps.shop import Shop
from order_sync.store.database import Database, Row
from order_sync.store.retention import guarded

PLACES = {"holded": "Holded", "myparcel": "MyParcel", "wix": "Wix"}
MONEY_CAME = ("APPROVED", "REFUNDED", "PARTIALLY_REFUNDED", None)  # states of a Wix payment; None: Wix tells none
_ROLES = {
    "document": "Document", "conversion": "Conversion", "replacement": "Document made anew", "note": "Note", "approval": "Approval",
    "payment": "Payment", "units": "Units sent", "stage": "Stage", "removal": "Draft deleted", "shipment": "Parcel",
    "fulfillment": "Fulfilment", "label": "Label", "return": "Return",
}  # fmt: skip
_STATES = {
    "pending": "planned", "sending": "being sent", "sent": "sent", "rejected": "refused", "unknown": "answer lost, being looked up",
    "withdrawn": "withdrawn",
}  # fmt: skip


def found(database: Database, store: str, number: str) -> list[Row]:
    """The orders with this number or Wix id, newest first: wix_order_id, number, created_at, total_minor, currency, status."""
    return database.rows("orders/by_number", store=store, number=number)


def one_order(shop: Shop, wix_order_id: str) -> dict[str, Any]:
    """``order``, ``timeline``, ``decisions``, ``proofs`` with ``rates``, ``documents``, ``parcels``, ``holds``, ``forgotten``: without personal data."""
    [told] = explain(shop, wix_order_id)
    settings = shop.settings
    happened = shop.database.rows("orders/timeline", store=shop.store, wix_order_id=wix_order_id)
    intents = told["intents"]
    return {
        "order": told["order"],
        "timeline": [_event(row) for row in happened],
        "decisions": [row | {"means": _means(row["reason"])} for row in told["decisions"]],
        "proofs": [proof | {"rates": _rates(proof["lines"])} for proof in told["proofs"]],
        "documents": [_document(row, settings) for row in intents if row["destination"] == "holded" and row["role"] in DOCUMENT_ROLES],
        "parcels": list(_parcels(intents, told["parcels"], settings)),
        "further": [_state(row) for row in intents if row["role"] not in (*DOCUMENT_ROLES, "shipment")],
        "holds": [row | {"means": _means(row["code"])} for row in told["holds"]],
        "forgotten": forgotten(shop.database, shop.store, wix_order_id),
    }


def forgotten(database: Database, store: str, wix_order_id: str) -> bool:
    """Whether only what holds no personal data is stored of an order any more."""
    return wix_order_id in guarded(database, store, [wix_order_id])


def payload(database: Database, store: str, wix_order_id: str) -> bytes:
    """What Wix sent, byte for byte; NotThere where it is not stored (any more)."""
    raw = stored_order(database, store, wix_order_id)
    if raw is None:
        raise NotThere("its payload is not stored", where=f"order {wix_order_id}", cure="Look at the order in Wix.", status=404)
    return raw


def _means(code: str | None) -> str:
    return HOLD_CODES[code].means if code in HOLD_CODES else IGNORE_REASONS.get(code or "", "")


def _event(row: Row) -> dict[str, Any]:
    """at, where, what, more (a list of texts), amount and currency."""
    detail = row["detail"]
    where, what, more = _WORDS.get(row["what"], _plain)(row["what"], detail)
    amount = {"amount_minor": detail.get("amount"), "currency": detail.get("currency") or ""}
    return {"at": row["at"], "where": where, "what": what, "more": [text for text in more if text], **amount}


def _plain(what: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    words = {
        "placed": "Placed",
        "changed": "Changed for the last time",
        "landed": "Landed and checked",
        "landed again": "Landed again, with its last change",
    }
    if what == "paid" and detail.get("status") not in MONEY_CAME:
        what = "payment"  # authorised, declined, pending: no money came
    named = [detail.get(key) for key in ("channel", "status", "payment", "fulfilment", "method")]
    where = "Order sync" if what.startswith(("landed", "let")) else "Wix"
    return where, words.get(what, what.capitalize()), [*named, f"by {detail['by']}" if detail.get("by") else ""]


def _decided(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return PLACES[detail["destination"]], f"Decided: {detail['action']}", [detail["kind"], detail["reason"]]


def _held(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return PLACES[detail["destination"]], f"Held: {detail['code']}", [detail["field"], detail["seen"]]


def _let_go(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return (
        PLACES[detail["destination"]],
        f"Hold {detail['code']} {detail['as']}",
        [f"by {detail['by']}" if detail["by"] else "", detail["note"]],
    )


def _agreed(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return "Holded", "A person agreed to the approval", [detail["kind"], f"by {detail['by']}" if detail["by"] else ""]


def _ledger(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    what = f"{_ROLES.get(detail['role'], detail['role'])} {_STATES[detail['state']]}"
    error = detail["error"] if detail["state"] in ("rejected", "unknown") else ""
    return PLACES[detail["destination"]], what, [detail["kind"], detail["number"], error]


def _printed(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return (
        "MyParcel",
        "Return label asked for" if detail["kind"] == "return" else "Label asked for",
        [f"print job {detail['job']}", detail["state"]],
    )


def _label(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    return "MyParcel", "Label made", [carrier_name(detail["carrier"]), f"shipment {detail['shipment']}"]


def _scan(_: str, detail: Mapping[str, Any]) -> tuple[str, str, list[str]]:
    stage = STAGES[detail["progress"]].capitalize()
    return carrier_name(detail["carrier"]) or "MyParcel", stage, [f"shipment {detail['shipment']}", detail["age"]]


_WORDS = {
    "decided": _decided, "held": _held, "hold closed": _let_go, "agreed": _agreed, "ledger": _ledger, "printed": _printed, "label": _label,
    "scan": _scan,
}  # fmt: skip


def _rates(lines: list[Row]) -> list[dict[str, Any]]:
    """Gross by rate and tax keys, in minor units; the rate as text in per cent."""
    sums: dict[tuple[int, str], int] = {}
    for line in lines:
        key = (line["rate_ppm"] or 0, " + ".join(line["tax_keys"] or ()))
        sums[key] = sums.get(key, 0) + line["gross_minor"]
    return [{"rate": percent(rate), "tax_keys": keys, "gross_minor": gross} for (rate, keys), gross in sorted(sums.items())]


def percent(ppm: int | None) -> str:
    """Millionths as per cent: 210000 is 21 %."""
    return "" if ppm is None else f"{(Decimal(ppm) / 10_000).normalize():f} %"


def _state(row: Row) -> dict[str, Any]:
    told = {"place": PLACES[row["destination"]], "does": _ROLES.get(row["role"], row["role"]), "says": _STATES[row["state"]]}
    return {name: row[name] for name in INTENT} | told


def _document(row: Row, settings: StoreSettings) -> dict[str, Any]:
    pages = settings.holded.pages if settings.holded else {}
    return _state(row) | {"link": _link(pages.get(row["kind"] or "", ""), row["remote_id"])}


def _parcels(intents: list[Row], tracked: list[Row], settings: StoreSettings) -> Iterator[dict[str, Any]]:
    """Each shipment that was or is to be sent, with the parcels that carry it."""
    page = settings.myparcel.page if settings.myparcel else ""
    for row in intents:
        if row["role"] == "shipment":
            of_it = [parcel for parcel in tracked if parcel["main_id"] == row["remote_id"]]
            yield _state(row) | {"link": _link(page, row["remote_id"]), "colli": of_it}
    known = {row["remote_id"] for row in intents if row["role"] == "shipment"}
    for parcel in tracked:
        if parcel["main_id"] not in known and parcel["main_id"] == parcel["shipment_id"]:  # made by a person in the back office
            made = {
                "place": "MyParcel",
                "does": "Parcel made by a person",
                "says": "",
                "state": "sent",
                "part": "",
                "remote_id": parcel["shipment_id"],
            }
            yield {**dict.fromkeys(INTENT), **made, "link": _link(page, parcel["shipment_id"]), "colli": [parcel]}


def _link(page: str, remote_id: str | None) -> str:
    return page.replace("{id}", remote_id) if page and remote_id else ""
