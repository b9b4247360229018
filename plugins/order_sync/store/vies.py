"""What VIES answered about VAT numbers; numbers are stored as hashes only."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime

from order_sync.store.database import Database, Row


def known(database: Database, numbers: Iterable[str], days: int) -> dict[str, Row]:
    """Number to its newest valid answer of the last ``days``: valid, asked_at, request_id."""
    by_hash = {_hash(number): number for number in numbers}
    rows = database.rows("vies/known", hashes=list(by_hash), days=days)
    return {by_hash[row["number_hash"]]: row for row in rows}


def save(database: Database, number: str, *, valid: bool, request_id: str) -> datetime:
    """Keep an answer as evidence; the instant under which it is kept."""
    row = database.one("vies/save", number_hash=_hash(number), country=number[:2], valid=valid, request_id=request_id or None)
    return row["asked_at"]


def _hash(number: str) -> str:
    return hashlib.sha256(f"vat:{number}".encode()).hexdigest()
