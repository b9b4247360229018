"""VAT numbers: whether one is well formed, where a buyer wrote it, and what VIES said about it before a sale goes out untaxed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from order_sync.mapping import batch as batches
from order_sync.mapping import taxes
from order_sync.mapping.batch import Batch
from order_sync.mapping.vat_area import SPAIN, vat_country
from order_sync.mapping.vat_text import well_formed


@dataclass(frozen=True)
class VatEvidence:
    """What VIES answered about a number: valid, None where it gave no answer; its request identifier and the day it was asked."""

    valid: bool | None
    request_id: str = ""
    asked_on: str = ""


NO_ANSWER = VatEvidence(None)


def to_ask(orders: pd.DataFrame, lines: pd.DataFrame, store: Any) -> list[str]:
    """The distinct numbers of staged orders on which an untaxed sale depends; ``orders`` and ``lines`` as for decide_documents."""
    batch = batches.read(orders, lines, store)
    batch.lines["tax_rate_ppm"] = taxes.rates(batch.lines)
    wanted = _untaxed_abroad(batch) & batch.orders["status"].eq("APPROVED") & batch.orders["identity"].map(well_formed)
    return sorted(set(batch.orders.loc[wanted, "identity"]))


def check(batch: Batch, kind: pd.Series, evidence: Mapping[str, VatEvidence]) -> None:
    """VAT_NUMBER_INVALID, VIES_UNAVAILABLE. Adds vat_proof to the orders: what an untaxed sale inside the Union rests on, else None.

    The number must be well formed where a sale to another member goes untaxed and where an invoice prints it. A hold tells prefix and
    length only: a sole trader's number is personal data. Source: Directive 2006/112/EC, article 138; Holded contract, section 6.2.
    """
    settings, orders = batch.store.holded.vat, batch.orders
    identity, abroad = orders["identity"], _untaxed_abroad(batch)
    form = identity.where(identity.map(vat_country).ne("") | identity.eq(""), _at_home(orders, batch.store.country) + identity)
    judged = abroad | (kind.eq("invoice") & form.map(vat_country).ne(""))
    seen = form.str[:2] + " number of " + form.str.len().astype("str") + " characters"
    bad = judged & ~form.map(well_formed) & settings.check_format
    stop = batch.verdicts.stop
    stop("VAT number", bad, "hold", "VAT_NUMBER_INVALID", field="wix.vat_number_fields", seen=seen + " is not well formed")
    answers = identity.map(lambda number: evidence.get(number, NO_ANSWER))
    valid = answers.map(lambda answer: answer.valid)
    asked = abroad & settings.vies
    refused = asked & valid.map(lambda answer: answer is False)
    told = seen + answers.map(lambda answer: f" is not valid in VIES on {answer.asked_on}{_request(answer.request_id)}")
    stop("VAT number", refused, "hold", "VAT_NUMBER_INVALID", field="wix.vat_number_fields", seen=told)
    silent = asked & valid.isna() & (settings.when_vies_is_down == "hold")
    stop("VAT number", silent, "hold", "VIES_UNAVAILABLE", field="holded.vat.vies", seen=seen + ": no answer")
    orders["vat_proof"] = [
        _proof(number, answer, settings) if here else None for number, answer, here in zip(identity, answers, abroad, strict=True)
    ]
    batch.verdicts.passed("VAT number", pd.Series(list(_told(identity, orders["vat_proof"])), index=orders.index, dtype="str"))


def _untaxed_abroad(batch: Batch) -> pd.Series:
    """Orders that reach another member of the Union without tax, to a buyer with a VAT number of another member."""
    orders, lines = batch.orders, batch.lines
    untaxed = batch.hit(lines["tax_rate_ppm"].eq(0).fillna(False) & lines["gross_minor"].gt(0).fillna(False))
    return untaxed & orders["foreign_vat"] & orders["inside"] & orders["destination"].ne(batch.store.country)


def _at_home(orders: pd.DataFrame, home: str) -> pd.Series:
    """The prefix that Spaniards leave out: their tax id is their VAT number without it."""
    return orders["bill_country"].isin(["", *SPAIN]).map({True: "ES" if home in SPAIN else "", False: ""})


def _proof(number: str, answer: VatEvidence, settings: Any) -> dict[str, Any]:
    vies = {True: "valid", False: "not valid", None: "no answer"}[answer.valid] if settings.vies else "not asked"
    return {
        "country": number[:2], "well_formed": well_formed(number), "vies": vies, "request_id": answer.request_id, "asked_on": answer.asked_on,
    }  # fmt: skip


def _told(identity: pd.Series, proofs: pd.Series) -> Iterator[str]:
    for number, proof in zip(identity, proofs, strict=True):
        if proof is None:
            yield "a tax id is given" if number else "none is given"
        else:
            form = "well formed" if proof["well_formed"] else "not well formed"
            day = f" on {proof['asked_on']}" if proof["asked_on"] else ""
            yield f"{proof['country']} number, {form}, VIES: {proof['vies']}{day}{_request(proof['request_id'])}"


def _request(request_id: str) -> str:
    return f", request {request_id}" if request_id else ""
