"""Print labels: select, register and download, one tidy file, stored; asking again reuses what is registered.

A job is written down before the first call, and a parcel's label as ``sending`` before its own: killed anywhere, the same run goes on with
its job, and another run takes its parcels over. What MyParcel shows decides what was registered.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from order_sync.steps import label_files
from order_sync.steps.label_ask import Ask, address
from order_sync.steps.label_calls import Printing
from order_sync.steps.label_claims import claimer
from order_sync.steps.label_files import open_file as open_file
from order_sync.steps.label_selection import Parcel, end, look, select, verdicts
from order_sync.steps.label_sheets import Pages, Sheets
from order_sync.steps.shop import Shop
from order_sync.store import labels
from order_sync.store.holds import hold
from order_sync.store.ledger import Entry, Ledger
from order_sync.store.locks import exclusive

FINISHED = ("done", "empty")


def print_labels(shop: Shop, ask: Ask) -> dict[str, Any]:
    """Print what is asked for; {job, page, kind, labels, parcels, held, files, parcels_of: [{order_number, verdict, because}]}."""
    # the sender's lock too: a concept is not changed while it is registered
    with exclusive(shop.database, f"labels {shop.store}"), exclusive(shop.database, f"myparcel {shop.store}"):
        label_files.delete_old(shop)
        job = labels.of_run(shop.database, shop.store, shop.run_key)
        if job and job["state"] in FINISHED and label_files.there(job):
            return result(shop, job, [])
        label_files.folder(shop)  # a storage that cannot be used is told before anything is registered
        chosen: list[Parcel] = []
        left: list[Parcel] = []
        if job is None:
            chosen, left = _chosen(shop, ask)
            if not chosen:
                return nothing(left)
            job = _open(shop, ask, chosen)
        else:
            labels.reopen(shop.database, job["job_id"])
        return _print(shop, job, left, [] if ask.returns else chosen)


def would_print(shop: Shop, ask: Ask) -> dict[str, Any]:
    """What an ask would print now; nothing is registered or written."""
    from order_sync.steps.label_returns import parents

    return nothing((parents if ask.returns else select)(shop, ask))


def _chosen(shop: Shop, ask: Ask) -> tuple[list[Parcel], list[Parcel]]:
    from order_sync.steps.label_returns import parents

    parcels = (parents if ask.returns else select)(shop, ask)
    return [parcel for parcel in parcels if parcel.verdict == "print"], [parcel for parcel in parcels if parcel.verdict != "print"]


def _open(shop: Shop, ask: Ask, chosen: list[Parcel]) -> dict[str, Any]:
    from order_sync.steps.label_returns import return_intents

    rows = [
        {
            "wix_order_id": parcel.wix_order_id, "part": parcel.part, "place": place, "order_number": parcel.order_number,
            "shipment_id": str(parcel.shipment_id) if parcel.shipment_id else None, "state": "open", "says": None,
        }
        for place, parcel in enumerate(chosen, start=1)
    ]  # fmt: skip
    if ask.returns:
        intents = return_intents(ask, chosen)
    else:
        names = ("wix_order_id", "part", "order_number", "marker")
        intents = [{name: getattr(parcel, name) for name in names} | {"shipment_id": str(parcel.shipment_id)} for parcel in chosen]
    job = {
        "store": shop.store, "run_key": shop.run_key, "kind": "return" if ask.returns else "label", "paper": ask.paper,
        "position": ask.position, "sort": list(ask.sort), "selection": ask.selection,
    }  # fmt: skip
    return labels.open_job(shop.database, job, rows, intents)


def _print(shop: Shop, job: Mapping[str, Any], left: list[Parcel], chosen: list[Parcel]) -> dict[str, Any]:
    returns = job["kind"] == "return"
    if returns:
        from order_sync.steps.label_returns import make

        make(shop, job)
    rows = [row for row in labels.parcels(shop.database, job["job_id"]) if row["state"] == "open"]
    parcels = [Parcel(row["wix_order_id"], row["part"], row["order_number"], int(row["shipment_id"])) for row in rows if row["shipment_id"]]
    intents = {} if returns else labels.intents(shop.database, shop.store, job["job_id"], "label")
    gone = _looked(shop, parcels, intents, {(parcel.wix_order_id, parcel.part): parcel for parcel in chosen})
    ready = [parcel for parcel in parcels if parcel not in gone]
    claim = claimer(shop, intents, named=bool(job["selection"].get("numbers")))
    plain = Printing(shop, job["paper"], Sheets(job["position"]) if job["paper"] == "A4" else Pages(), claim)
    forms = Printing(shop, "A4", Pages(), claim)
    # Customs forms are A4 pages; on an A6 page they would be cut.
    plain.run([parcel for parcel in ready if not parcel.customs])
    forms.run([parcel for parcel in ready if parcel.customs])
    _settle(shop, [*plain.printed, *forms.printed], [*plain.refused, *forms.refused], intents, returns)
    for row in rows:
        if not row["shipment_id"]:  # a return that MyParcel refused
            parcel = Parcel(row["wix_order_id"], row["part"], row["order_number"], 0)
            plain.refused.append((parcel, "RETURN_REFUSED", "", ""))
    return _finish(shop, job, {"labels": plain, "customs": forms}, [*gone, *plain.left_out, *forms.left_out], left)


def _looked(
    shop: Shop, parcels: list[Parcel], intents: dict[tuple[str, str], Entry], chosen: dict[tuple[str, str], Parcel]
) -> list[Parcel]:
    """See the shipments as they are now; those that cannot be printed any more. An intent that was begun is settled by what is seen.

    ``chosen``: what the selection has just read, none of it is read again.
    """
    ledger = Ledger(shop.database)
    unread = [parcel.shipment_id for parcel in parcels if (parcel.wix_order_id, parcel.part) not in chosen]
    found = {row["id"]: row for row in shop.myparcel().shipments(unread)} if unread else {}
    gone = []
    for parcel in parcels:
        key = (parcel.wix_order_id, parcel.part)
        intent, shipment, known = intents.get(key), found.get(parcel.shipment_id), chosen.get(key)
        if known is not None:
            parcel.concept, parcel.labels, parcel.customs = known.concept, known.labels, known.customs
        else:
            parcel.says = end(shipment) if shipment else f"shipment {parcel.shipment_id} is not in MyParcel any more"
            if parcel.says or shipment is None:
                gone.append(parcel)
                continue
            look(parcel, shipment)
        if intent and intent.doubtful and parcel.concept:
            ledger.release(intent, "looked up: not registered")
        elif intent and intent.open and not parcel.concept:
            ledger.sent(intent, str(parcel.shipment_id))
    return gone


def _settle(shop: Shop, printed: list[Parcel], refused: list, intents: dict[tuple[str, str], Entry], returns: bool) -> None:
    """Read the printed shipments once: their numbers go to tracking, and MyParcel's word makes a label ``sent``."""
    from order_sync.hooks.myparcel_tracking import CONCEPT
    from order_sync.steps import track

    ledger = Ledger(shop.database)
    for parcel, code, seen, _ in refused:
        intent = intents.get((parcel.wix_order_id, parcel.part))
        if intent and intent.state == "sending":
            if code == "PAYMENT_NEEDED":
                ledger.release(intent, seen)
            else:
                ledger.rejected(intent, seen)
    if returns or not printed:
        return
    shipments = shop.myparcel().shipments([parcel.shipment_id for parcel in printed])
    registered = {row["id"] for row in shipments if row["status"] != CONCEPT}
    for parcel in printed:
        intent = intents.get((parcel.wix_order_id, parcel.part))
        if intent and intent.open and parcel.shipment_id in registered:
            ledger.sent(intent, str(parcel.shipment_id))
    track.saved(shop, shipments)


def _finish(shop: Shop, job: Mapping[str, Any], files: dict[str, Printing], gone: list[Parcel], left: list[Parcel]) -> dict[str, Any]:
    """Store the files, then write down what became of the job and of each of its parcels."""
    told = [_told(parcel, "left_out", parcel.says) for parcel in gone]
    kept, done, count = {}, [], 0
    for name, printing in files.items():
        for parcel, code, seen, cure in printing.refused:
            if seen:
                key = (shop.store, parcel.wix_order_id, parcel.order_number, "myparcel", code)
                held_by = hold(shop.database, *key, field=parcel.hold_field, seen=seen, cure=cure, source="label")
                shop.database.run("ledger/stands_under", store=shop.store, wix_order_id=parcel.wix_order_id, part=parcel.part, hold=held_by)
            told.append(_told(parcel, "held", code))
            parcel.verdict, parcel.says = "held", f"{code}: {seen}".rstrip(": ")
        if printing.printed:
            kept[name] = label_files.store_file(shop, job["job_id"], name, printing.pages.bytes(), printing.pages.pages)
        told += [_told(parcel, "printed", None, name) for parcel in printing.printed]
        done += [(parcel.wix_order_id, parcel.hold_field) for parcel in printing.printed]
        count += printing.pages.labels
    printed = sum(len(printing.printed) for printing in files.values())
    held = [parcel for printing in files.values() for parcel, *_ in printing.refused]
    link = next((printing.payment_link for printing in files.values() if printing.payment_link), None)
    labels.finish(
        shop.database, shop.store, job["job_id"], told, done, state="partly" if held or gone else "done" if printed else "empty",
        labels=count, parcels=printed, held=len(held), files=kept, payment_link=link,
    )  # fmt: skip
    for parcel in gone:
        parcel.verdict = "left_out"
    made = labels.of_run(shop.database, shop.store, shop.run_key)
    return result(shop, made or dict(job), [*held, *gone, *left])


def _told(parcel: Parcel, state: str, says: str | None, file: str | None = None) -> dict[str, Any]:
    key = {"wix_order_id": parcel.wix_order_id, "part": parcel.part}
    return key | {"state": state, "says": says, "file": file, "labels": parcel.labels}


def result(shop: Shop, job: Mapping[str, Any], others: list[Parcel]) -> dict[str, Any]:
    """What a job gave, fit for XCom: counts, and the address of its page."""
    return {
        "job": job["job_id"], "page": address(shop.store, job["job_id"]), "kind": job["kind"], "labels": job["labels"],
        "parcels": job["parcels"], "held": job["held"], "files": sorted(job["files"]), "others": verdicts(others),
    }  # fmt: skip


def nothing(parcels: list[Parcel]) -> dict[str, Any]:
    """The same form where nothing was printed."""
    empty = {"job": None, "page": "", "kind": "", "labels": 0, "parcels": 0, "held": 0, "files": []}
    return empty | {"others": verdicts(parcels)}


def printed(shop: Shop, limit: int) -> list[dict[str, Any]]:
    """The store's print jobs, newest first, each with the address of its page."""
    return [row | {"page": address(shop.store, row["job_id"])} for row in labels.jobs(shop.database, shop.store, limit)]


def job_of(shop: Shop, job_id: int) -> dict[str, Any] | None:
    """One job, as open_file takes it."""
    return labels.job(shop.database, shop.store, job_id)
