"""Look for a document by its marker after a lost answer. Source: Holded contract, 7.4."""

from __future__ import annotations

from typing import Any

from order_sync.store.ledger import Entry

# An order may have been meant as a receipt in one run and as an invoice in the next: look in both.
SIBLINGS = {"receipt": ("receipt", "invoice"), "invoice": ("invoice", "receipt"), "order": ("order",)}


def look_for_document(hook: Any, document: Entry) -> tuple[dict[str, Any] | None, int]:
    """The document of the intended kind that carries the marker (an approved one wins), and how many others carry it."""
    found = hook.find_by_tag(document.kind, document.marker, document.doc_date)
    if found:
        found.sort(key=lambda row: (not row.get("number"), row["id"]))
        return found[0], len(found) - 1
    others = [kind for kind in SIBLINGS[document.kind] if kind != document.kind]
    return None, sum(len(hook.find_by_tag(kind, document.marker, document.doc_date)) for kind in others)
