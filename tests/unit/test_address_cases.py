"""Own delivery addresses over the countries: what is sent of them, or the hold with its words and our guess. The cases stand in address_cases.csv.

Columns: ``carrier`` is MyParcel's id, empty for PostNL; ``name`` to ``line2`` are Wix's four texts; ``also`` names further fields of
staging.orders; ``street`` to ``additional`` are what is sent, or our guess of a line that is held as ADDRESS_UNCLEAR.
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from order_sync.mapping import addresses, recipients
from order_sync.mapping.address_rules import parts_rule, place_rule, street_rule
from order_sync.mapping.carriers import POSTNL
from order_sync.mapping.label_texts import numbers
from order_sync.mapping.parcel_case import Case, Stop
from shipped_orders import ORDER

PLACES = {
    "NL": ("1012 AB", "Amsterdam"), "BE": ("1000", "Brussel"), "ES": ("28013", "Madrid"), "FR": ("75001", "Paris"), "DE": ("10115", "Berlin"),
    "AT": ("1010", "Wien"), "CH": ("8001", "Zürich"), "IT": ("00184", "Roma"), "PT": ("1200-195", "Lisboa"), "GB": ("SW1A 1AA", "London"),
    "IE": ("", "Dublin"), "US": ("97205", "Portland"), "AU": ("2000", "Sydney"), "SE": ("111 22", "Stockholm"), "PL": ("00-001", "Warszawa"),
}  # fmt: skip
_LENGTHS = {"street": 40, "number": 8, "number_suffix": 6, "box_number": 8, "street_additional_info": 50}
_TABLE = Path(__file__).with_name("address_cases.csv")


def _cases():
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [pytest.param(row, id=f"line {place} {row['country']}", marks=()) for place, row in enumerate(rows, start=2)]


class _Settings:
    carrier, share_contact = POSTNL, True


def _case(row):
    code, city = PLACES[row["country"]]
    texts = ORDER | dict.fromkeys(("ship_company", "ship_subdivision"), "") | {
        "ship_country": row["country"], "ship_postal_code": code, "ship_city": city, "ship_street_name": row["name"],
        "ship_street_number": row["number"], "ship_address_line": row["line"], "ship_address_line2": row["line2"],
    }  # fmt: skip
    texts |= dict(pair.split("=") for pair in row["also"].split(";") if pair)
    settings = _Settings()
    settings.carrier = int(row["carrier"] or POSTNL)
    return Case(texts, [], settings, None, {})


def _stop(case):
    outcomes = (rule(case) for rule in (parts_rule, place_rule, street_rule))
    return next((outcome for outcome in outcomes if isinstance(outcome, Stop)), None)


def _fields(row):
    return (row["street"], row["house"], row["suffix"], row["box"], row["additional"])


@pytest.mark.parametrize("row", _cases())
def test_an_address_is_sent_as_the_table_says_or_held(row):
    case = _case(row)
    stop = _stop(case)
    if row["verdict"] == "send":
        assert stop is None, stop
        assert case.address.texts == _fields(row)
        sent = recipients.recipient(case.order, case.address, case.carrier, True)
        assert all(len(sent.get(name, "")) <= most for name, most in _LENGTHS.items())
        return
    assert stop is not None and f"{stop.action} {stop.reason}" == row["verdict"]
    assert row["seen"].replace(" ", "") in stop.seen.replace(" ", "")
    if row["street"]:
        found = addresses.of_order(case.order)
        assert (found.guess if isinstance(found, addresses.Unclear) else found).texts == _fields(row)


@pytest.mark.parametrize("row", _cases())
def test_no_digit_of_a_case_is_lost_and_no_hold_tells_a_word_of_it(row):
    case = _case(row)
    stop = _stop(case)
    written = numbers(row["name"], row["number"], row["line"], row["line2"])
    if stop is None:
        places = numbers(case.order["ship_postal_code"])
        assert written - places <= numbers(*case.address.texts)
    else:
        words = re.findall(r"[^\W\d_]{5,}", " ".join((row["name"], row["line"], row["line2"])))
        kinds = {"carrier", "packstation", "postal", "parcel", "street", "locker", "poste", "restante", "house"}
        assert not [word for word in words if word.casefold() not in kinds and word in (stop.seen + stop.field)]


def test_the_table_is_wide_enough():
    rows = [param.values[0] for param in _cases()]
    assert len(rows) >= 150
    assert sum(sum(row["country"] == country for row in rows) >= 10 for country in PLACES) >= 8
    assert sum(row["verdict"] != "send" for row in rows) >= 60
