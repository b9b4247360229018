"""Labels and return shipments of a MyParcel shop: the calls of MyParcelHook that register and print.

Asking for the label of a concept registers it (and bills a digital stamp); asking again prints it again and bills nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import urlsplit

from order_sync.errors import OrderSyncError, PaymentNeeded, Rejected
from order_sync.hooks.myparcel_api import joined, open_client, text
from order_sync.hooks.rest import Account, Response, RestClient

IDS = 100  # per label call
DIRECT_LABELS = 24  # from 25 on the file is made later and its link is answered
Paper = Literal["A4", "A6"]
_LINK = "application/vnd.shipment_label_link+json;charset=utf8"
_RETURN = "application/vnd.return_shipment+json;charset=utf-8"
_LABELS = "GET /shipment_labels/{ids}"
PAY_CURE = "Pay the open amount in MyParcel's back office, then print again."


@dataclass(frozen=True)
class LabelAnswer:
    """What a label call gave: the file itself, or the link under which it will be."""

    pdf: bytes = field(default=b"", repr=False)
    link: str = ""


class MyParcelLabels:
    """The part of MyParcelHook that makes labels and returns.

    A refusal raises Rejected; PaymentNeeded where the account must be paid first, with the ids that MyParcel names.
    """

    client: RestClient
    conn_id: str
    _call: Callable[..., Response]  # these two are MyParcelHook's own
    _account: Callable[[], Account]

    def labels(self, ids: Sequence[int], paper: Paper, positions: Sequence[int] = ()) -> LabelAnswer:
        """Register and print at once, for up to 24 labels. ``positions``: free places of the first A4 sheet, 1 top left to 4 bottom right."""
        return self._labels(ids, paper, positions, "application/pdf")

    def label_link(self, ids: Sequence[int], paper: Paper, positions: Sequence[int] = ()) -> LabelAnswer:
        """Register, and have the file made later, for up to 100 shipments; see label_file."""
        return self._labels(ids, paper, positions, _LINK)

    def label_file(self, link: str) -> bytes | None:
        """The file behind a link, None while it is being made. The key goes to the API's own host only."""
        client, path, anonymous = self._host_of(link)
        endpoint = "GET /pdfs/{hash}"
        answer = client.call("GET", path, endpoint=endpoint, accept="application/pdf", expect=(200, 404), anonymous=anonymous)
        return None if answer.status == 404 else _pdf(answer)

    def create_returns(self, returns: Sequence[Mapping[str, Any]], *, mail: bool = False) -> list[dict[str, Any]]:
        """Create related return shipments (parent, carrier, email, name, reference_identifier, options); [{"id", "reference_identifier"}].

        Nothing makes two equal calls one: after OutcomeUnknown look up by reference first. ``mail``: MyParcel mails the label to the buyer.
        """
        request = {"json": {"data": {"return_shipments": list(returns)}}, "headers": {"Content-Type": _RETURN}}
        answer = self._call("POST", "/shipments", endpoint="POST /shipments", params={"send_return_mail": int(mail)}, **request)
        body = answer.json()
        made = body["data"].get("ids") if isinstance(body, dict) and isinstance(body.get("data"), dict) else None
        if not isinstance(made, list) or len(made) != len(returns) or not all(isinstance(row.get("id"), int) for row in made):
            raise answer.broken("its ids do not answer the returns sent")
        return [{"id": row["id"], "reference_identifier": text(row.get("reference_identifier"))} for row in made]

    def _labels(self, ids: Sequence[int], paper: Paper, positions: Sequence[int], accept: str) -> LabelAnswer:
        if not 1 <= len(ids) <= IDS:
            raise ValueError(f"{len(ids)} shipments; MyParcel takes 1 to {IDS} a call")
        params = {"format": paper} | ({"positions": joined(list(positions))} if paper == "A4" and positions else {})
        path = f"/shipment_labels/{joined(list(ids))}"
        # 402 is an answer here: it names what is not paid for
        answer = self._call("GET", path, endpoint=_LABELS, params=params, accept=accept, expect=(200, 402))
        if answer.body.startswith(b"%PDF-"):
            return LabelAnswer(pdf=answer.body)
        body = answer.json()
        data = body.get("data") if isinstance(body, dict) else None
        if not isinstance(data, dict):
            raise answer.broken("neither a PDF nor a link")
        if answer.status == 402 or "payment_instructions" in data or "shipments" in data:
            raise payment_needed(answer, data)
        link = _link(data)
        if not link:
            raise answer.broken("neither a PDF nor a link")
        return LabelAnswer(link=link)

    def _host_of(self, link: str) -> tuple[RestClient, str, bool]:
        """Client and path of a link that may be absolute or relative to the API's host; whether it goes without our key."""
        base = self.client.base_url
        if link.startswith("/") and not link.startswith("//"):
            return self.client, link, False
        if link.startswith(f"{base}/"):
            return self.client, link.removeprefix(base), False
        parts = urlsplit(link)
        if parts.scheme != "https" or not parts.hostname or parts.username:
            raise Rejected(
                "the link to the labels is neither https nor on the API's host", where=f"MyParcel {_LABELS} (connection {self.conn_id})",
                cure="Fetch the labels in MyParcel's back office, and report it.",
            )  # fmt: skip
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        return open_client(self._account(), f"https://{parts.netloc}"), path, True


def _link(data: Mapping[str, Any]) -> str:
    """data.pdfs.url, data.pdf.url or data.pdf[0].url."""
    found = data.get("pdfs") or data.get("pdf")
    if isinstance(found, list):
        found = found[0] if found else None
    url = found.get("url") if isinstance(found, dict) else None
    return url if isinstance(url, str) else ""


def _pdf(answer: Response) -> bytes:
    if not answer.body.startswith(b"%PDF-"):
        raise answer.broken("the file is no PDF")
    return answer.body


def payment_needed(answer: Response, data: Mapping[str, Any]) -> OrderSyncError:
    """The error for an answer that asks for money, whatever its status: the ids that it names, the link and the open amount."""
    shipments = data.get("shipments")
    shipments = shipments if isinstance(shipments, dict) else {}
    instructions = data.get("payment_instructions")
    instructions = [instructions] if isinstance(instructions, dict) else instructions if isinstance(instructions, list) else []
    rows = [row for row in instructions if isinstance(row, dict)]
    link = next((str(row["payment_url"]) for row in rows if str(row.get("payment_url", "")).startswith("https://")), "")
    amounts = [row["price"].get("amount") for row in rows if isinstance(row.get("price"), dict)]
    cents = sum(amounts) if amounts and all(isinstance(amount, int) for amount in amounts) else None
    unpaid, blocked = _ids(shipments.get("unpaid_shipments")), _ids(shipments.get("blocked_shipments"))
    return PaymentNeeded(
        f"status {answer.status}, MyParcel wants to be paid first", where=answer.where, cure=PAY_CURE, status=answer.status,
        unpaid=unpaid, blocked=blocked, link=link, cents=cents,
    )  # fmt: skip


def _ids(rows: Any) -> tuple[int, ...]:
    rows = rows if isinstance(rows, list) else []
    return tuple(row["shipment_id"] for row in rows if isinstance(row, dict) and isinstance(row.get("shipment_id"), int))
