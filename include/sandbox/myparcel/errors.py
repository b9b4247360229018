"""MyParcel's five ways to say no. Which one a refused shipment gets is a switch; problem+json is asked for in Accept."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from sandbox.myparcel.fields import Fault

SHAPES = ("keyed", "map", "flat", "older")
TITLES = {
    401: "Access Denied.",
    403: "Permission Denied.",
    404: "Not found",
    405: "Invalid authentication method",
    406: "Invalid accept header",
    415: "Invalid content type",
}


class Refused(Exception):
    """A request that MyParcel does not serve; the app turns it into one of the five bodies."""

    def __init__(self, status: int, message: str, faults: Sequence[Fault] = (), *, code: int | None = None) -> None:
        super().__init__(message)
        self.status, self.message = status, message
        self.faults = tuple(faults) or (() if code is None else (Fault(code, "", message),))


def render(refused: Refused, request_id: str, *, shape: str, problem: bool, instance: str) -> tuple[dict[str, Any], str]:
    """The answer's body and media type. Errors without a field are always flat, whatever the switch says."""
    if problem:
        return _problem(refused, request_id, instance), "application/problem+json"
    body: dict[str, Any] = {"message": f"{refused.message} (request_id: {request_id})", "request_id": request_id}
    with_path = any(fault.path for fault in refused.faults)
    if shape == "older":
        return {
            "errors": [{"code": fault.code, "message": refused.message, "human": fault.says} for fault in refused.faults]
        }, "application/json"
    if not with_path or shape == "flat":
        body["errors"] = [
            {"status": refused.status, "code": fault.code, "title": refused.message, "message": fault.says} for fault in refused.faults
        ]
        return body, "application/json"
    by_code: dict[str, dict[str, list[str]]] = {}
    for fault in refused.faults:
        entry = by_code.setdefault(str(fault.code), {"fields": [], "human": []})
        entry["fields"].append(fault.path)
        entry["human"].append(fault.says)
    body["status_code"] = refused.status
    body["errors"] = by_code if shape == "map" else [{code: entry} for code, entry in by_code.items()]
    return body, "application/json"


def _problem(refused: Refused, request_id: str, instance: str) -> dict[str, Any]:
    kind = "invalid-shipments" if any(fault.path for fault in refused.faults) else "request-refused"
    return {
        "type": f"urn:problem:{kind}",
        "title": refused.message,
        "status": refused.status,
        "detail": refused.message,
        "instance": instance,
        "request_id": request_id,
        "errors": [
            {
                "type": f"urn:problem:{fault.code}",
                "title": refused.message,
                "detail": fault.says,
                "instance": pointer(fault.path),
            }
            for fault in refused.faults
        ],
    }


def pointer(path: str) -> str:
    """``data.shipments[0].carrier`` as the JSON pointer ``/data/shipments/0/carrier``."""
    return "/" + re.sub(r"\[(\d+)\]", r"/\1", path).replace(".", "/") if path else ""
