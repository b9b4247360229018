"""Calls on several invoices, and the search by number (contract 2.2, 8.19)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from sandbox.holded import documents, lifecycle, shapes
from sandbox.holded.account import Account, Row
from sandbox.holded.documents import Resource
from sandbox.holded.problems import Refused, missing

Done = tuple[int, Row | None]


def approve(account: Account, resource: Resource, body: dict[str, Any]) -> Done:
    """204 where all are approved, 207 where some are, 422 where none is."""
    ids = _ids(account, body)
    if account.switch("bulk_approve") == "broken":
        raise Refused(422, f"None of the {resource.title} could be approved", message=True)
    return _each(account, resource, ids, lambda row: lifecycle.approve(account, resource, row), "approved")


def cancel(account: Account, resource: Resource, body: dict[str, Any]) -> Done:
    """The same for cancelling."""
    return _each(account, resource, _ids(account, body), lambda row: lifecycle.cancel(account, row), "cancelled")


def delete(account: Account, resource: Resource, body: dict[str, Any]) -> Done:
    """The same for deleting drafts."""
    return _each(account, resource, _ids(account, body), lambda row: lifecycle.delete(account, row), "deleted")


def _ids(account: Account, body: dict[str, Any]) -> list[str]:
    shapes.check(account, body, shapes.BULK, "bulk")
    if not body["ids"]:
        raise Refused(422, "ids must have at least one id")
    return body["ids"]


def _each(account: Account, resource: Resource, ids: list[str], work: Callable[[Row], None], word: str) -> Done:
    failed: list[Row] = []
    for id in ids:
        try:
            work(documents.find(account, resource, id))
        except Refused as error:
            failed.append({"id": id, "error": error.detail})
    if len(failed) == len(ids):
        raise Refused(422, f"None of the {resource.title} could be {word}", message=True)
    if not failed:
        return 204, None
    refused = [row["id"] for row in failed]
    return 207, {word: [id for id in ids if id not in refused], "failed": failed}


def find_by_number(account: Account, resource: Resource, query: Mapping[str, str]) -> Row:
    """The approved invoice of a number; the name of the parameter is a guess of the contract."""
    name = account.switch("find_by_number_parameter")
    if name not in query:
        raise Refused(400, f"Missing required parameter: {name}")
    rows = account.state["documents"].values()
    found = next((row for row in rows if row["kind"] == resource.kind and row["number"] and row["number"] == query[name]), None)
    if found is None:
        raise missing()
    return found
