"""What a person must know and do where a sale has no tax key: the case in words, what to create in Holded, which line to add."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from order_sync.mapping.columns import percent
from order_sync.mapping.vat_area import MEMBERS

# Spain's equivalence surcharge by the rate of the VAT that it comes with. Source: Law 37/1992, article 161.
SURCHARGES = {210_000: 52_000, 100_000: 14_000, 40_000: 5_000}
WITH_SURCHARGE = {rate + more: rate for rate, more in SURCHARGES.items()}
_ANYWHERE = ("export", "export_services", "intra_eu_goods", "intra_eu_services")
_NEW = {
    "domestic": "a sales tax of {rate}",
    "oss": "a sales tax of {rate} for {country} (one-stop shop)",
    "export": "or activate the sales tax for exports",
    "export_services": "or activate the sales tax for services that are not subject to tax here",
    "intra_eu_goods": "or activate the sales tax for deliveries inside the Union",
    "intra_eu_services": "or activate the sales tax for services inside the Union",
    "exempt": "or activate the sales tax for exempt sales",
    "surcharge": "the VAT of {vat} and the surcharge of {more} as sales taxes",
}
_MOST = 5  # keys that are offered


def case_in_words(treatment: str, case: Mapping[str, Any], home: str) -> str:
    """Treatment, country and rate of a sale."""
    country = case["country"] or "no country"
    if case["country"] in MEMBERS and not case["inside"]:
        country += " outside the VAT area"
    seen = f"{treatment or 'no certain treatment'}, {country}, {percent(case['rate_ppm'])}"
    if not treatment and case["country"]:
        seen += ", buyer with a VAT number" if case["vat_number"] else ", no VAT number and no exemption"
    return seen


def of_line(rule: Any, active: Any) -> str:
    """What to do about a line of the table whose key the account does not have."""
    return f"Create or activate {rule.key} in Holded, or correct line {rule.line} of taxes.csv.{_known(rule.rate_ppm, active)}"


def of_case(treatment: str, case: Mapping[str, Any], connection: str, home: str, active: Any) -> tuple[str, str]:
    """(why no line fits, cure) of a sale that the table does not know; the reason is "" where the case itself says enough."""
    rate = case["rate_ppm"]
    if not treatment:
        return "", "Correct address, tax or VAT number of the order in Wix, or book it by hand: no key is right for certain."
    if treatment == "surcharge" and rate in SURCHARGES:
        wanted = percent(rate + SURCHARGES[rate])
        return (
            "the buyer asks for the equivalence surcharge and Wix charged the plain rate",
            f"Charge {wanted} in Wix for such buyers, correct the checkout field, or book it by hand.",
        )
    if treatment == "domestic" and home == "ES" and rate in WITH_SURCHARGE:
        return (
            "the rate has the equivalence surcharge in it and the buyer does not ask for it",
            "Name the checkout field in holded.vat.surcharge_fields, or correct the tax in Wix.",
        )
    if treatment in ("export", "export_services") and rate:
        why = "taxed, though it leaves the VAT area" if case["country"] in MEMBERS else ""
        return why, "Correct the tax region in Wix, so that such sales bear no tax, and book this one by hand."
    line = f"{connection},{treatment},{'*' if treatment in _ANYWHERE else case['country']},{rate},<its key>,,"
    vat = WITH_SURCHARGE.get(rate, 0)
    new = _NEW[treatment].format(rate=percent(rate), country=case["country"], vat=percent(vat), more=percent(rate - vat))
    cure = f"In Holded create {new}, then add to taxes.csv: {line}"
    if treatment == "domestic" and not rate:
        cure += " (neither an exemption nor a reverse charge is guessed)"
    return "", f"{cure}.{_known(rate, active)}"


def _known(rate_ppm: int, active: Any) -> str:
    """The account's own keys of a rate, to choose from: never chosen for the merchant."""
    known = sorted(key for key, rate in active.items() if rate == rate_ppm) if isinstance(active, Mapping) else []
    return f" At this rate the account has {', '.join(known[:_MOST])}." if known else ""
