"""MyParcel's refusals: five forms of one error body read into field faults, and the next action each code asks for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from order_sync.errors import AccessDenied, FieldFault, NotThere, OrderSyncError, Rejected
from order_sync.hooks.rest import RemoteError, Response

ACCESS_CODES = frozenset(str(code) for code in range(3000, 3008))
ACCOUNT_CODES = frozenset({"3716", "3762"})  # limit of shipments; not activated: no shipment of the shop will pass
EMAIL_CODES = frozenset({"3515", "3752"})  # too long, unusable domain: where it is not needed, the shipment goes without (contract 1.3)
NOT_A_CONCEPT = "3723"  # cannot be deleted: a label was made meanwhile

KEY_CURE = "Make a new API key in MyParcel (shop settings, Integratie) and put it into the connection's password."
ACCOUNT_CURE = (
    "The MyParcel account is not activated or has reached its number of shipments: ask MyParcel to activate it or to raise the limit."
)

_ADDRESS = "Correct the delivery address in Wix, then retry."
_CURES = {
    "3505": "Correct the postal code in Wix, then retry.",
    "3503": "Give street and house number apart in Wix, then retry.",
    "3506": "Correct the delivery country in Wix, then retry.",
    "3512": "Correct the phone number in Wix, then retry.",
    "3515": "Correct the e-mail address in Wix, then retry.",
    "3516": "The carrier does not go there: choose another carrier in the store's settings, or ship by hand.",
    "3517": "The carrier does not go there: choose another carrier in the store's settings, or ship by hand.",
    "3702": "Complete the customs data, then retry, or ship by hand.",
    "3703": "Complete the customs data, then retry, or ship by hand.",
    "3705": "Change the package preferences of the store (carrier, package type, options), then retry.",
    "3730": "Correct the weights in Wix, or choose another package type, then retry.",
    "3731": "Give street and house number apart in Wix, then retry.",
    "3751": "Give an e-mail address or a phone number in Wix, then retry.",
    "3752": "Correct the e-mail address in Wix, then retry.",
}
_PREFERENCE_CODES = frozenset({"3721", "3726", "3728", "3733", "3735", "3736", "3739", "3743"})
_PATH = re.compile(r"data\.shipments\[\d+\][\w.\[\]]*")
_INDEX = re.compile(r"^data\.shipments\[(\d+)\]")
_REQUEST_ID = re.compile(r"\s*\(request_id:[^)]*\)\s*$")


def explain(response: Response) -> RemoteError:
    """Message, faults and request id of an error answer; a body that is no JSON leaves only the header's request id."""
    try:
        body = response.json()
    except OrderSyncError:
        body = None
    header = next((value for name, value in response.headers.items() if name.lower() == "x-request-id"), "")
    return read(body, header)


def read(body: Any, request_id: str = "") -> RemoteError:
    """The five forms: flat, older flat, a list keyed by code, a map keyed by code, problem+json (RFC 9457)."""
    if not isinstance(body, dict):
        return RemoteError(request_id=request_id)
    data = body.get("data")
    if isinstance(data, dict) and ("payment_instructions" in data or "shipments" in data):
        return RemoteError("MyParcel wants to be paid first", request_id=request_id)
    faults = tuple(_faults(body.get("errors")))
    errors = body.get("errors")
    first = errors[0] if isinstance(errors, list) and errors and isinstance(errors[0], dict) else {}
    message = body.get("detail") or body.get("message") or first.get("message") or ""
    return RemoteError(_REQUEST_ID.sub("", str(message)).rstrip("."), faults, str(body.get("request_id") or request_id))


def _faults(errors: Any) -> Iterator[FieldFault]:
    entries = [errors] if isinstance(errors, dict) else errors if isinstance(errors, list) else []
    for entry in entries:
        if not isinstance(entry, dict):
            continue
        keyed = {code: told for code, told in entry.items() if str(code).isdigit() and isinstance(told, dict)}
        if keyed:
            for code, told in keyed.items():
                yield from _keyed(str(code), told)
        elif "detail" in entry or str(entry.get("type", "")).startswith("urn:"):
            yield _problem(entry)
        else:
            yield from _flat(entry)


def _keyed(code: str, told: dict[str, Any]) -> Iterator[FieldFault]:
    fields, says = _texts(told.get("fields")), _texts(told.get("human"))
    for place, path in enumerate(fields or [""]):
        yield FieldFault(path, _without_path(says[min(place, len(says) - 1)] if says else "", path), code)


def _flat(entry: dict[str, Any]) -> Iterator[FieldFault]:
    """The older form says it in ``human``; the field, where there is one, stands in the text or in ``fields``."""
    says = next((text for text in (*_texts(entry.get("human")), *_texts(entry.get("message")), *_texts(entry.get("title"))) if text), "")
    found = _PATH.search(says)
    code = str(entry.get("code") or "")
    for path in _texts(entry.get("fields")) or [found.group().rstrip(".") if found else ""]:
        yield FieldFault(path, _without_path(says, path), code)


def _problem(entry: dict[str, Any]) -> FieldFault:
    kind = str(entry.get("type") or "").removeprefix("urn:problem:")
    pointer = str(entry.get("instance") or "")
    path = re.sub(r"\.(\d+)(?=\.|$)", r"[\1]", pointer.strip("/").replace("/", ".")) if pointer.startswith("/data") else ""
    return FieldFault(path, _without_path(str(entry.get("detail") or entry.get("title") or ""), path), kind)


def _texts(value: Any) -> list[str]:
    return [str(part) for part in value] if isinstance(value, list) else [value] if isinstance(value, str) else []


def _without_path(says: str, path: str) -> str:
    """The path is told once, in front."""
    return says.removeprefix(path).strip() if path else says


def by_shipment(faults: Iterable[FieldFault]) -> dict[int, tuple[FieldFault, ...]]:
    """The faults of a refused batch by the place of their shipment in it; those that name none are left out."""
    found: dict[int, tuple[FieldFault, ...]] = {}
    for fault in faults:
        if match := _INDEX.match(fault.path):
            place = int(match.group(1))
            found[place] = (*found.get(place, ()), fault)
    return found


def cure(faults: Iterable[FieldFault]) -> str:
    """What a person should do about the first fault."""
    code = next((fault.code for fault in faults if fault.code), "")
    if code in _PREFERENCE_CODES:
        return _CURES["3705"]
    return _CURES.get(code) or (_ADDRESS if code.startswith("35") else "Correct what MyParcel names, then retry.")


def only_email(faults: Iterable[FieldFault]) -> bool:
    """Whether a shipment was refused for its recipient's e-mail address and for nothing else."""
    faults = list(faults)
    return bool(faults) and all(fault.code in EMAIL_CODES and fault.path.endswith("recipient.email") for fault in faults)


def account_blocked(error: Rejected) -> bool:
    """Whether the account itself may not ship now, so that the next shipment would be refused for the same reason."""
    return any(fault.code in ACCOUNT_CODES for fault in error.faults)


def by_next_action(error: Rejected) -> Rejected:
    """The refusal with the class and the cure that its codes ask for."""
    codes = {fault.code for fault in error.faults}
    if isinstance(error, AccessDenied | NotThere):
        return error
    if codes & ACCESS_CODES:
        return AccessDenied(error.seen, where=error.where, cure=KEY_CURE, status=error.status, faults=error.faults)
    if error.status == 402:
        told = "Pay the open amount in MyParcel's back office, then retry."
    else:
        told = ACCOUNT_CURE if account_blocked(error) else cure(error.faults)
    return Rejected(error.seen, where=error.where, cure=told, status=error.status, faults=error.faults)
