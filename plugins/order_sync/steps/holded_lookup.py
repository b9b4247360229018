"""Look for a document by its marker after a lost answer. Source: Holded contract, 7.4."""

from __future__ import annotations

from typing import Any

from order_sync.store.ledger import Entry

# An order may have been meant as a receipt in one run and as an invoice in the next: look in both.
SIBLINGS = {"receipt": ("receipt", "invoice"), "invoice": ("invoice", "receipt")}


def look_for_document(hook: Any, document: Entry) -> tuple[dict[str, Any] | None, int]:
    """The document of the intended kind that carries the marker (an approved one wins), and how many others carry it.

    Whether a conversion copies the tags is not documented: there the description, which is ours, finds it too.
    """
    described = document.body.get("convert", {}).get("description")
    found = hook.find_by_tag(document.kind, document.marker, document.doc_date, description=described)
    if found:
        found.sort(key=lambda row: (not row.get("number"), row["id"]))
        return found[0], len(found) - 1
    if document.role != "document":
        return None, 0
    others = [kind for kind in SIBLINGS.get(document.kind, ()) if kind != document.kind]
    return None, sum(len(hook.find_by_tag(kind, document.marker, document.doc_date)) for kind in others)
