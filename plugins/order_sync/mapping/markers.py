"""Markers by which our own documents and parcels are found again at the remotes."""

from __future__ import annotations

import re

_OTHER = re.compile(r"[^a-z0-9]")


def document_marker(store: str, wix_order_id: str) -> str:
    """Tag of the order's Holded document: "wx", store key, first 24 letters and digits of the Wix order id, lower case.

    Holded lower-cases tags and may drop other signs, and its lists cannot be filtered by anything else that we can write.
    """
    return f"wx{store}{_OTHER.sub('', wix_order_id.lower())[:24]}"


def note_marker(store: str, wix_order_id: str, part: str) -> str:
    """Tag of a note: its order's tag with "n" and the first 8 letters and digits of the refund, so that each note is found on its own."""
    return f"{document_marker(store, wix_order_id)[: 2 + len(store) + 16]}n{_OTHER.sub('', part.lower())[:12]}"


def shipment_reference(store: str, number: str, wix_order_id: str) -> str:
    """reference_identifier of the order's MyParcel shipment: readable, and unique even where Wix starts its numbers again."""
    return f"{store}:{number.replace(';', '')}-{wix_order_id[:8]}"
