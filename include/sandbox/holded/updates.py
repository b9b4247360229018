"""Changes to a document that is there: PUT, pipeline stage, tracking (contract 2.2, 2.3, 2.9)."""

from __future__ import annotations

from typing import Any

from sandbox.holded import documents, shapes, stock
from sandbox.holded.account import Account, Row
from sandbox.holded.documents import Resource
from sandbox.holded.problems import Refused, invalid, missing

NON_FISCAL = ("description", "notes", "tags", "payment_method_id", "project_id")
LINE_NON_FISCAL = ("account", "tags", "project_id")
NAMES = {"number_line_id": "series"}


def replace(account: Account, resource: Resource, document: Row, body: dict[str, Any]) -> None:
    """PUT: an invoice is replaced whole while it is a draft; of all others only date, due_date and project_id are taken."""
    if resource.kind != "invoice":
        _replace_short(account, resource, document, body)
    elif document["draft"]:
        _replace_draft(account, resource, document, body)
    else:
        _replace_approved(account, resource, document, body)


def _replace_short(account: Account, resource: Resource, document: Row, body: dict[str, Any]) -> None:
    shapes.check(account, body, shapes.SHORT_UPDATE, f"PUT {resource.path}")
    if resource.fiscal and not document["draft"] and (body.get("date") or document["date"])[:10] != document["date"]:
        raise invalid("The document is approved")
    for name in ("date", "due_date"):
        if body.get(name):
            document[name] = body[name][:10]
    document["project_id"] = body.get("project_id") or None


def _replace_draft(account: Account, resource: Resource, document: Row, body: dict[str, Any]) -> None:
    """What the body leaves out goes back to its default."""
    _check(account, resource, body)
    for name in ("tags", "items"):
        if document[name] and name not in body:
            account.violation(f"PUT {resource.path} without {name} blanks them")
    new = documents.content(account, resource, body)
    if new["currency"] != document["currency"]:
        account.violation(f"PUT {resource.path} cannot change currency")
    stock.give_back(account, document)
    document |= {**new, "currency": document["currency"]}
    document["totals"] = documents.totals_of(account, document)
    source = account.state["documents"].get((document["from"] or {}).get("id", ""))
    stock.on_create(account, document, source)


def _replace_approved(account: Account, resource: Resource, document: Row, body: dict[str, Any]) -> None:
    """Only what is no fiscal data may change: concept, note, tags, payment method, project, and the accounts of lines."""
    _check(account, resource, body)
    if document["tags"] and "tags" not in body:
        account.violation(f"PUT {resource.path} without tags blanks them")
    new = documents.content(
        account, resource, {"contact_id": document["contact_id"], "contact_name": document["contact_name"], "items": [], **body}
    )
    for name in body.keys() - set(NON_FISCAL):
        key = NAMES.get(name, name)
        if key in document and _fiscal(new[key]) != _fiscal(document[key]):
            if account.switch("approved_edit") == "refuse":
                raise invalid("The document is approved")
            account.violation(f"PUT {resource.path} field {name} is ignored in silence: the document is approved")
    document |= {name: new[name] for name in NON_FISCAL}
    for line, wanted in zip(document["items"], new["items"], strict=False):
        line |= {name: wanted[name] for name in LINE_NON_FISCAL}


def _check(account: Account, resource: Resource, body: dict[str, Any]) -> None:
    shapes.check(account, body, documents.shape(account, resource) | {"items": "lines"}, f"PUT {resource.path}")


def _fiscal(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    return [{key: part for key, part in row.items() if key not in LINE_NON_FISCAL} if isinstance(row, dict) else row for row in value]


def set_stage(account: Account, document: Row, body: dict[str, Any]) -> None:
    """Move to a stage of the pipeline; there is no call that lists them."""
    shapes.check(account, body, shapes.PIPELINE, "pipeline")
    if account.find("stages", body["pipeline_id"]) is None and account.switch("unknown_stage") != "accept":
        raise missing() if account.switch("unknown_stage") == "missing" else Refused(400, "Invalid value for pipeline_id")
    document["pipeline_id"] = body["pipeline_id"]


def set_tracking(account: Account, document: Row, body: dict[str, Any]) -> None:
    """Carrier and number of a shipment; what is left out is blanked."""
    shapes.check(account, body, shapes.TRACKING, "tracking")
    document["tracking"] = {name: value[:10] if name.endswith("_date") and value else value for name, value in body.items()}
