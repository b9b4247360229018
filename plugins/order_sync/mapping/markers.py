"""Markers by which our own documents and parcels are found again at the remotes."""

from __future__ import annotations

import hashlib
import re

_OTHER = re.compile(r"[^a-z0-9]")


def document_marker(store: str, wix_order_id: str) -> str:
    """Tag of the order's Holded document: "wx", store key, first 24 letters and digits of the Wix order id, lower case.

    Holded lower-cases tags and may drop other signs, and its lists cannot be filtered by anything else that we can write.
    """
    return f"wx{store}{_OTHER.sub('', wix_order_id.lower())[:24]}"


def note_marker(store: str, wix_order_id: str, part: str) -> str:
    """Tag of a note: "wx", store key, 16 letters and digits of the order id, "n" and 12 hexadecimal digits of a hash of order and part.

    Refund ids may share their beginning, and parts like change-<hash> their first letters: only a hash of the whole keeps them apart.
    """
    whole = hashlib.sha256(f"{wix_order_id}\n{part}".encode()).hexdigest()
    return f"{document_marker(store, wix_order_id)[: 2 + len(store) + 16]}n{whole[:12]}"


def replacement_marker(store: str, wix_order_id: str, part: str) -> str:
    """Tag of a document that replaces an approved one: another than the first one's, which a look-up would find instead."""
    return f"{document_marker(store, wix_order_id)[: 2 + len(store) + 16]}r{_OTHER.sub('', part.lower())[:12]}"


def shipment_reference(store: str, number: str, wix_order_id: str) -> str:
    """reference_identifier of the order's MyParcel shipment: readable, and unique even where Wix starts its numbers again."""
    return f"{store}:{number.replace(';', '')}-{wix_order_id[:8]}"
