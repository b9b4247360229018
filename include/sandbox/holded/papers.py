"""The printed document and the mail with it (contract 2.2, 2.11)."""

from __future__ import annotations

from typing import Any

from sandbox.holded import shapes
from sandbox.holded.account import Account, Row
from sandbox.holded.problems import invalid


def pdf(document: Row) -> bytes:
    """A one-page PDF that says which document it is."""
    text = f"{document['kind']} {document['number'] or 'draft'} {document['date']} {document['totals']['total']} {document['currency']}"
    plain = "".join(letter if letter.isascii() and letter not in "()\\" else "?" for letter in text)
    stream = f"BT /F1 12 Tf 40 780 Td ({plain}) Tj ET"
    objects = (
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>",
        f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    )
    body, places = "%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += f"{number} 0 obj\n{content}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    start, size = len(body), len(objects) + 1
    tail = f"xref\n0 {size}\n0000000000 65535 f \n{table}trailer\n<< /Size {size} /Root 1 0 R >>\nstartxref\n{start}\n%%EOF\n"
    return (body + tail).encode()


def send(account: Account, document: Row, body: dict[str, Any]) -> None:
    """Mail the document; the sandbox keeps a list of what was sent to whom."""
    shapes.check(account, body, shapes.SEND, "send")
    if not body["emails"] or any("@" not in mail for name in ("emails", "cc", "bcc") for mail in body.get(name) or ()):
        raise invalid("Invalid value for emails")
    account.state.setdefault("mails", []).append({"document": document["id"], "emails": body["emails"], "subject": body.get("subject")})
