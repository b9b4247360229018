"""What people do to documents in Holded's own screens: edit, delete, approve, and mark with a tag of ours what is not ours."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, HTTPException
from pydantic import BaseModel, ConfigDict

from sandbox.core import Sandbox
from sandbox.holded import documents, lifecycle, stock
from sandbox.holded.account import SERVICE, Account, Row
from sandbox.holded.documents import BY_KIND
from sandbox.holded.own_connector import admin_routes as connector_routes
from sandbox.holded.own_connector import own_connector
from sandbox.holded.problems import Refused


class Edit(BaseModel):
    """An edit: what is left out stays. ``lines`` by their place from 1: units, price, taxes."""

    model_config = ConfigDict(extra="forbid")
    date: str | None = None
    contact_id: str | None = None
    description: str | None = None
    tags: list[str] | None = None
    lines: dict[int, dict[str, Any]] = {}


def edit(sandbox: Sandbox, key: str, id: str, **changes: Any) -> Row:
    """A person edits a document, and its totals follow; the screens allow more of it than the API. The document as it now is."""
    account = Account(sandbox, key)
    document = _document(account, id)
    wanted = Edit(**changes)
    document |= {name: value for name in ("date", "contact_id", "description", "tags") if (value := getattr(wanted, name)) is not None}
    for place, line in wanted.lines.items():
        document["items"][place - 1] |= {name: value if name == "taxes" else str(value) for name, value in line.items()}
    if wanted.lines:
        document["totals"] = documents.totals_of(account, document)
    sandbox.changed(SERVICE, key)
    return document


def delete(sandbox: Sandbox, key: str, id: str) -> None:
    """A person deletes a document, approved ones too (a support case in life): it is gone, and its stock is back."""
    account = Account(sandbox, key)
    stock.give_back(account, _document(account, id))
    del account.state["documents"][id]
    sandbox.changed(SERVICE, key)


def approve(sandbox: Sandbox, key: str, id: str) -> Row:
    """A person approves a draft; the document with its number."""
    account = Account(sandbox, key)
    document = _document(account, id)
    lifecycle.approve(account, BY_KIND[document["kind"]], document)
    sandbox.changed(SERVICE, key)
    return document


def copy(sandbox: Sandbox, key: str, id: str) -> str:
    """A person duplicates a document with its tags; the id of the new draft."""
    account = Account(sandbox, key)
    source = _document(account, id)
    made = own_connector(
        sandbox, key, kind={"salesorder": "order", "salesreceipt": "receipt"}.get(source["kind"], "invoice"), number="copy",
        total=source["totals"]["total"], date=source["date"],
    )  # fmt: skip
    edit(sandbox, key, made, tags=list(source["tags"]), description=source["description"] or "")
    return made


def _document(account: Account, id: str) -> Row:
    found = account.state["documents"].get(id)
    if found is None:
        raise LookupError(f"no document {id}")
    return found


def admin_routes(sandbox: Sandbox) -> APIRouter:
    """The acts, for the sandbox's admin, beside that of Holded's own connector."""
    router = APIRouter()
    router.include_router(connector_routes(sandbox))
    acts = {"edit": edit, "delete": delete, "approve": approve, "copy": copy}

    @router.post("/sandbox/holded/{account}/documents/{id}/{act}")
    async def do(account: str, id: str, act: str, changes: Edit | None = None) -> dict[str, Any]:
        if sandbox.app(SERVICE, account) is None or act not in acts:
            raise HTTPException(404, f"no such account or act; known: {', '.join(acts)}")
        given = changes.model_dump(exclude_unset=True) if changes and act == "edit" else {}
        try:
            return {"done": acts[act](sandbox, account, id, **given)}
        except LookupError as error:
            raise HTTPException(404, str(error)) from None
        except Refused as error:
            raise HTTPException(422, str(error)) from None

    return router
