"""HoldedHook: contacts and sales documents of one Holded account, by API v2.

What the contract leaves open is a constant with the number of its section, here and in holded_calls, or is read so that
every answer fits (holded_reading).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Literal
from urllib.parse import urlencode

from order_sync.errors import ContractBroken
from order_sync.hooks import holded_reading as reading
from order_sync.hooks.holded_calls import DONE, PAGE_ROWS, PREFIX, Row, id_of, page_of, record
from order_sync.hooks.holded_master import SERIES, HoldedMasterData
from order_sync.hooks.rest import Response

KINDS = {
    "order": "sales-orders", "receipt": "sales-receipts", "invoice": "invoices", "credit_note": "credit-notes", "receipt_note": "receipt-notes",
}  # fmt: skip
CONVERT = "/documents/convert"
TELLS_APPROVAL = ("receipt", "invoice", "credit_note", "receipt_note")  # 2.8: lists that filter by approval_status
CONTACT_ROWS = 2  # 3.1: two rows are a conflict, so no more are asked for
ORDER_NUMBER_MEANS_APPROVED = False  # 2.9, 12.21: a sales order may have its number before it is approved


def document_path(kind: str, id: str = "", act: str = "") -> str:
    """Where documents are made, or one is acted on (approve, payments), below the connection's host; for previews."""
    return "/".join(filter(None, (f"{PREFIX}/{KINDS[kind]}", id, act)))


def convert_path() -> str:
    """Where a document is made from another one, below the connection's host; for previews."""
    return f"{PREFIX}{CONVERT}"


def convert_body(kind: str, id: str, into: str, body: Mapping[str, Any]) -> Row:
    """What convert is told: the document, what it becomes, and ``body``."""
    return {"source_type": SERIES[kind], "source_id": id, "target_type": SERIES[into], **body}


def contacts_path(**wanted: str) -> str:
    """Where contacts are made, or looked up by ``code`` or ``email``, below the connection's host; for previews."""
    return f"{PREFIX}/contacts" + (f"?{urlencode({**wanted, 'limit': CONTACT_ROWS})}" if wanted else "")


class HoldedHook(HoldedMasterData):
    """One Holded account, by an Airflow connection of type ``holded``.

    ``kind`` is order, receipt or invoice; amounts are Decimal, days are dates. Bodies are those of the API.
    """

    def find_contacts(self, code: str | None = None, email: str | None = None, custom_id: str | None = None) -> list[Row]:
        """Contacts with exactly this tax id, e-mail or external id, two at most: {id, code, email, vat_number}. Two are a conflict for a person."""
        wanted = {name: value for name, value in (("code", code), ("email", email), ("custom_id", custom_id)) if value}
        if not wanted:
            raise ValueError("find_contacts needs a code, an email or a custom_id")
        response = self.client.call("GET", "/contacts", params={**wanted, "limit": CONTACT_ROWS})
        items, _ = page_of(response)
        if any(_bare(item.get(name)) != _bare(value) for item in items for name, value in wanted.items()):
            raise response.broken("a contact that the filter leaves out")  # a filter ignored in silence must not link a stranger
        return [{"id": id_of(item, response)} | {name: item.get(name) or "" for name in ("code", "email", "vat_number")} for item in items]

    def contact(self, id: str) -> Row:
        """One contact: {id, name}; NotThere where the account has none of this id."""
        response = self.client.call("GET", f"/contacts/{id}", endpoint="GET /contacts/{id}")
        found = record(response)
        return {"id": id_of(found, response), "name": found.get("name") or ""}

    def create_contact(self, body: Mapping[str, Any]) -> str:
        """Make a contact; its id. Holded may accept the same one twice: look first."""
        return self._create("/contacts", body)

    def create(self, kind: str, body: Mapping[str, Any]) -> str:
        """Make a draft; its id. Never repeat it without ``find_by_tag``: there is no idempotency key (contract 7)."""
        return self._create(f"/{KINDS[kind]}", body)

    def read(self, kind: str, id: str) -> Row:
        """One document: {id, number, draft, subtotal, tax, total, payments, tags, date, currency, contact_id, description, made_from}.

        ``payments`` is a list of {amount, date}; ``made_from`` the id of what it was converted from; ``number`` is None on a draft; tags are normalised as ``holded_reading.tag`` does.
        """
        response = self.client.call("GET", f"/{KINDS[kind]}/{id}", endpoint=f"GET /{KINDS[kind]}/{{id}}")
        return reading.document(record(response), where=response.where, number_means_approved=_number_means_approved(kind))

    def convert(self, kind: str, id: str, into: str, body: Mapping[str, Any]) -> str:
        """Make a draft of kind ``into`` from a document; its id. The link keeps Holded from taking the stock twice (contract 2.13)."""
        return self._create(CONVERT, convert_body(kind, id, into, body))

    def find_by_tag(self, kind: str, tag: str, day: date, days: int = 1, description: str | None = None) -> list[Row]:
        """Documents dated within ``days`` of ``day`` that carry a tag, or exactly a description: rows as ``read`` gives them, without payments.

        A new document may show late (contract 12.2): one empty look proves nothing. ``draft`` is None where a row does not tell.
        """
        marker = reading.tag(tag)
        return [
            _row(kind, response, item)
            for response, item in self._listed(kind, day - timedelta(days=days), day + timedelta(days=days + 1))
            if marker in {reading.tag(text) for text in item.get("tags") or () if isinstance(text, str)}
            or (description and item.get("description") == description)
        ]

    def list_documents(self, kind: str, start: date, end: date) -> Iterator[Row]:
        """Documents dated from ``start`` to before ``end``: rows as ``find_by_tag`` gives them."""
        for response, item in self._listed(kind, start, end):
            row = _row(kind, response, item)
            if row["date"] is None or start <= row["date"] < end:  # 2.8, 12.18: end_date may include its day
                yield row

    def document_pages(self, kind: str, start: date, end: date) -> Iterator[list[Row]]:
        """Documents dated from ``start`` to before ``end``, the latest date first, a list per call: whoever has seen enough asks no more.

        Rows as ``find_by_tag`` gives them; one that cannot be read is left out.
        """
        params = _window(start, end) | {"sort": "-date"}
        for response, items in self._pages(f"/{KINDS[kind]}", params):
            rows = []
            for item in items:
                with suppress(ContractBroken):
                    rows.append(_row(kind, response, item))
            yield [row for row in rows if row["date"] is None or start <= row["date"] < end]

    def listed(
        self, kind: str, ids: Collection[str], days: tuple[date, date], *, approval: Literal["draft", "approved"], most_calls: int
    ) -> dict[str, Row]:
        """Those of the documents that the list of their days (first and last) shows, by id; at most so many calls.

        Rows as ``find_by_tag`` gives them; only drafts or only approved ones where the list can tell them (2.8). What is missing is not
        shown yet (12.2), in the other state, gone, unreadable, or behind the last call: read it by its id.
        """
        params = _window(days[0], days[1] + timedelta(days=1)) | ({"approval_status": approval} if kind in TELLS_APPROVAL else {})
        found: dict[str, Row] = {}
        for calls, (response, items) in enumerate(self._pages(f"/{KINDS[kind]}", params), start=1):
            for item in items:
                if item.get("id") in ids:
                    with suppress(ContractBroken):
                        found[item["id"]] = _row(kind, response, item)
            if len(found) == len(ids) or calls >= most_calls:
                break
        return found

    def delete(self, kind: str, id: str) -> None:
        """Delete a draft; an approved document is Rejected, an unknown one NotThere."""
        self._write("DELETE", f"/{KINDS[kind]}/{id}", endpoint=f"DELETE /{KINDS[kind]}/{{id}}", expect=DONE)

    def approve(self, kind: str, id: str) -> None:
        """Approve a draft: gives the number and cannot be undone. After OutcomeUnknown ``read``: draft False means done."""
        self._act(f"/{KINDS[kind]}/{id}/approve", f"POST /{KINDS[kind]}/{{id}}/approve")

    def cancel(self, kind: str, id: str) -> None:
        """Cancel an approved invoice, which keeps its number; Rejected where it has payments. After OutcomeUnknown ``read``: canceled."""
        self._act(f"/{KINDS[kind]}/{id}/cancel", f"POST /{KINDS[kind]}/{{id}}/cancel")

    def ship(self, id: str) -> None:
        """Send all pending units of a sales order. Twice sends nothing more: none are pending then."""
        self._act(f"/{KINDS['order']}/{id}/ship", f"POST /{KINDS['order']}/{{id}}/ship")

    def ship_lines(self, id: str, body: Mapping[str, Any]) -> None:
        """Send units by line, ``lines`` of {item_line_position (from 0), units}. Twice sends twice: read ``shipped_items`` first."""
        self._act(f"/{KINDS['order']}/{id}/ship-by-lines", f"POST /{KINDS['order']}/{{id}}/ship-by-lines", dict(body))

    def shipped_items(self, id: str) -> list[Row]:
        """Lines of a sales order in their order: {total, sent, pending}, Decimal."""
        response = self.client.call("GET", f"/{KINDS['order']}/{id}/shipped-items", endpoint=f"GET /{KINDS['order']}/{{id}}/shipped-items")
        return reading.shipped(response.json(), where=response.where)

    def set_stage(self, id: str, body: Mapping[str, Any]) -> None:
        """Move a sales order to a stage of the pipeline, ``pipeline_id``; the same again changes nothing."""
        path = f"/{KINDS['order']}/{{id}}/pipeline"
        self._write("PUT", path.replace("{id}", id), endpoint=f"PUT {path}", json=dict(body), expect=DONE)

    def pay(self, kind: str, id: str, body: Mapping[str, Any]) -> str | None:
        """Register a payment; its id where Holded tells it. Read the document's payments first: twice is two payments."""
        told = {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in body.items()}
        answer = self._act(f"/{KINDS[kind]}/{id}/payments", f"POST /{KINDS[kind]}/{{id}}/payments", told)
        return answer["id"] if isinstance(answer.get("id"), str) else None

    def _listed(self, kind: str, start: date, end: date) -> Iterator[tuple[Response, Row]]:
        return self._items(f"/{KINDS[kind]}", _window(start, end))


def _window(start: date, end: date) -> Row:
    return {"start_date": start.isoformat(), "end_date": end.isoformat(), "sort": "date", "limit": PAGE_ROWS}


def _row(kind: str, response: Response, item: Row) -> Row:
    return reading.row(item, where=response.where, number_means_approved=_number_means_approved(kind))


def _number_means_approved(kind: str) -> bool:
    return kind != "order" or ORDER_NUMBER_MEANS_APPROVED


def _bare(value: Any) -> str:
    """A tax id or e-mail as Holded may match it: without case, spaces and dashes."""
    return "".join(letter for letter in str(value or "").casefold() if letter not in " -\t")
