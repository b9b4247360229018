"""Which tax a line is booked under: the treatment of the sale, then the key from the table. No key: a hold, never the closest."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import Any

import pandas as pd

from order_sync.mapping import tax_cures
from order_sync.mapping.columns import percent, shown
from order_sync.mapping.money import MILLION
from order_sync.mapping.vat_area import MEMBERS

CASE = ("country", "inside", "rate_ppm", "vat_number", "exempt", "service", "surcharge", "day")
ANSWER = ("treatment", "key", "parts", "seen", "cure", "because")


def treatment(
    home: str, country: str, inside: bool, rate_ppm: int, vat_number: bool, exempt: bool, service: bool, surcharge: bool = False
) -> str:
    """The treatment of a sale, "" where none is certain.

    ``home`` is the store's country; ``country`` and ``inside`` tell the destination (vat_area.places); ``vat_number``: the buyer gave
    one of another member; ``exempt``: Wix marks the buyer as tax exempt; ``service``: nothing is shipped (digital item or service);
    ``surcharge``: the buyer is a retailer who asks for Spain's equivalence surcharge.

    export: leaves the Union's VAT area, whatever the rate (the table has keys for rate 0 only, so a taxed one is held).
    domestic: stays in the store's country; exempt: the same, without tax, and Wix marks the exemption; surcharge: goods for a retailer.
    oss: to another member, taxed, and the buyer is no business with a VAT number: a taxed one needs a person.
    intra_eu_goods: to another member, without tax, to a business with a VAT number.
    Services have treatments of their own: they are declared apart from goods. Northern Ireland is a member for goods only.
    """
    if not country:
        return ""
    if country == home and (inside or home not in MEMBERS):
        if exempt and rate_ppm == 0:
            return "exempt"
        return "surcharge" if surcharge and home == "ES" and not service else "domestic"
    if not inside or home not in MEMBERS or (country == "XI" and service):
        return "export_services" if service else "export"
    if rate_ppm > 0:
        return "" if vat_number else "oss"
    if vat_number:
        return "intra_eu_services" if service else "intra_eu_goods"
    return "exempt" if exempt else ""


def keys(
    cases: pd.DataFrame, rules: Iterable[Any], connection: str, home: str, active: Collection[str] | Mapping[str, int] | None = None
) -> pd.DataFrame:
    """The tax key of each case, aligned with the index of ``cases`` (columns CASE; day is the document's date).

    ``rules`` are lines with the attributes of settings.TaxRule; a line for the country goes before one for "*", then the order of the
    file decides. ``active`` are the keys that the account has, at best with their rates in millionths; None: not known, not checked.
    Columns: treatment, key ("" without one; two joined by "+" for VAT and surcharge), parts (rates of its parts, () where they are not
    known or it has one), seen (what a person must know where there is no key), cure (what to create and which line to add), because.
    """
    table = [rule for rule in rules if rule.connection == connection]
    # Countries, rates and days are few: each case is judged once and joined back.
    distinct = cases[list(CASE)].drop_duplicates(ignore_index=True)
    judged = [
        _key(dict(zip(CASE, case, strict=True)), table, connection, home, active) for case in distinct.itertuples(index=False, name=None)
    ]
    answers = pd.concat([distinct, pd.DataFrame(judged, columns=list(ANSWER))], axis=1)
    return cases[list(CASE)].merge(answers, on=list(CASE), how="left").set_axis(cases.index)[list(ANSWER)]


def _key(case: dict[str, Any], table: list[Any], connection: str, home: str, active: Any) -> tuple[Any, ...]:
    day = case.pop("day")
    name = treatment(home, **case)
    seen = tax_cures.case_in_words(name, case, home)
    fitting = [rule for rule in table if name == rule.treatment and rule.rate_ppm == case["rate_ppm"] and _valid(rule, day)]
    for country in (case["country"], "*"):
        for rule in fitting:
            if rule.country == country:
                wrong = _wrong(rule, active)
                if wrong:
                    cure = tax_cures.of_line(rule, active)
                    return name, "", (), f"{seen}: {wrong}", cure, ""
                return name, rule.key, _parts(rule.key, active), "", "", f"{seen}: {rule.key} by line {rule.line} of taxes.csv"
    why, cure = tax_cures.of_case(name, case, connection, home, active)
    return name, "", (), f"{seen}: {why}" if why else seen, cure, ""


def _wrong(rule: Any, active: Any) -> str:
    """Why the account cannot book a line under the rule's key, "" where it can or where the account is not known."""
    if active is None:
        return ""
    for key in rule.key.split("+"):
        if key not in active:
            return f"key {key} is not active in the account"
    rates = _rates(rule.key, active)
    if None in rates or sum(rates) == rule.rate_ppm:
        return ""
    return f"key {rule.key} has {percent(sum(rates))} in the account"


def _rates(key: str, active: Any) -> list[int | None]:
    return [active.get(part) if isinstance(active, Mapping) else None for part in key.split("+")]


def _parts(key: str, active: Any) -> tuple[int, ...]:
    """Rates of the parts of a key with several: Holded rounds the tax of each on its own."""
    rates = _rates(key, active)
    return tuple(rates) if len(rates) > 1 and None not in rates else ()


def _valid(rule: Any, day: Any) -> bool:
    return (rule.valid_from is None or rule.valid_from <= day) and (rule.valid_to is None or day <= rule.valid_to)


def contradictions(lines: pd.DataFrame) -> pd.Series:
    """What contradicts itself in a line's amounts and rate, "" where nothing does; aligned with the index of ``lines``.

    The line's gross amount and rate give the tax that must be there. Wix may round it by unit, so half a minor unit per unit (at least
    one) may be missing, but a rate of 0 bears no tax at all. Net plus tax must be the gross amount within the same measure.
    Columns read: gross_minor, net_minor, tax_minor, tax_rate_ppm, quantity; an empty rate or tax is not judged here.
    """
    gross, rate = lines["gross_minor"], lines["tax_rate_ppm"]
    slack = ((lines["quantity"] + 1) // 2).clip(lower=1)
    stated = lines["tax_minor"].fillna(lines["gross_minor"] - lines["net_minor"])
    # tax = gross * rate / (1 + rate), multiplied out: whole numbers only.
    odd = (stated * (MILLION + rate) - gross * rate).abs().gt(slack * (MILLION + rate)) | (rate.eq(0) & stated.gt(0))
    split = (lines["net_minor"] + lines["tax_minor"] - lines["gross_minor"]).abs().gt(slack)
    told = "tax " + shown(stated) + " of " + shown(lines["gross_minor"]) + " minor units at "
    told += shown(lines["tax_rate_ppm"].map(percent, na_action="ignore"))
    sums = "net " + shown(lines["net_minor"]) + " and tax " + shown(lines["tax_minor"])
    sums += " are not " + shown(lines["gross_minor"]) + " minor units"
    result = pd.Series("", index=lines.index, dtype="str")
    return result.mask(split.fillna(False).astype("bool"), sums).mask(odd.fillna(False).astype("bool"), told)


def rates(lines: pd.DataFrame) -> pd.Series:
    """The rate of each line (Int64), with the two gaps closed that are no guess; others stay empty. ``lines`` has ``at``, the order.

    A line of 0.00 takes the rate of the order's largest line: no money depends on it. A line without rate and without tax in an order
    without tax has rate 0. Columns read: at, gross_minor, net_minor, tax_minor, tax_rate_ppm, order_tax_minor.
    """
    rate = lines["tax_rate_ppm"]
    untaxed = lines["tax_minor"].fillna(0).eq(0) & lines["gross_minor"].eq(lines["net_minor"].fillna(lines["gross_minor"]))
    rate = rate.mask(rate.isna() & untaxed & lines["order_tax_minor"].fillna(0).eq(0), 0)
    largest = (
        lines.assign(rate=rate).loc[lines["gross_minor"].gt(0) & rate.notna()].sort_values("gross_minor", ascending=False, kind="stable")
    )
    leading = lines["at"].map(largest.drop_duplicates("at").set_index("at")["rate"]).astype("Int64")
    return rate.mask(lines["gross_minor"].eq(0) & leading.notna(), leading)
