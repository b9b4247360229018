"""The one-stop-shop sheet: what was booked, by country and rate, as the account rounds it; notes are negative."""

from __future__ import annotations

import itertools
import json
from datetime import date

import pytest
from order_sync.errors import SettingsError
from order_sync.steps.oss import COLUMNS, quarter_days
from order_sync.steps.reporting import oss_sheet

_ids = itertools.count(1)


def line(price, units=1, rate=200_000, treatment="oss", key="s_oss_fr_20"):
    item = {"price": str(price), "units": units, "taxes": [key]}
    return {"line_id": "1", "kind": "item", "units": units, "rate_ppm": rate, "tax_keys": [key], "treatment": treatment, "item": item}


def book(database, *lines, country="FR", kind="receipt", role="document", part="", day="2026-11-16", rule="line_then_sum", **more):
    row = {
        "id": more.get("id", f"order-{next(_ids)}"), "role": role, "part": part, "kind": kind, "day": day, "store": more.get("store", "es"),
        "state": more.get("state", "sent"), "remote": more.get("remote", "approved"), "currency": more.get("currency", "EUR"),
        "basis": json.dumps({"kind": kind, "country": country, "digits": more.get("digits", 2), "rule": rule, "lines": list(lines)}),
    }  # fmt: skip
    with database.engine.begin() as connection:
        connection.exec_driver_sql(
            "INSERT INTO export.ledger (store, wix_order_id, destination, role, part, state, kind, marker, doc_date, currency, remote_id, remote_state, basis)"
            " VALUES (%(store)s, %(id)s, 'holded', %(role)s, %(part)s, %(state)s, %(kind)s, 'm', %(day)s, %(currency)s, %(id)s || %(role)s || %(part)s,"
            " %(remote)s, %(basis)s)",
            row,
        )
    return row["id"]


def sheet(database, quarter="2026Q4", store=None):
    return [tuple(row.values()) for row in oss_sheet(database, store, quarter)]


def test_rows_are_by_country_rate_and_state_with_notes_negative(database):
    first = book(database, line("20.79"), line("4.10", 2))
    book(database, line("10", key="s_oss_de_19", rate=190_000), country="DE", kind="invoice")
    book(database, line("5.5", rate=55_000, key="s_oss_fr_55"), remote="draft")
    book(database, line("4.10"), kind="receipt_note", role="note", part="r1", id=first, day="2026-12-31")
    rows = oss_sheet(database, None, "2026Q4")
    assert tuple(rows[0]) == COLUMNS
    assert [tuple(row.values()) for row in rows] == [
        ("es", "EUR", "DE", "19", "approved", "10.00", "1.90", "11.90", 1, 0),
        ("es", "EUR", "FR", "5.5", "draft", "5.50", "0.30", "5.80", 1, 0),
        ("es", "EUR", "FR", "20", "approved", "24.89", "4.98", "29.87", 1, 1),  # 28.99 + 5.80 less 4.10 + 0.82
    ]


def test_after_a_full_refund_nothing_is_left(database):
    id = book(database, line("20.79"), kind="invoice")
    book(database, line("20.79"), kind="credit_note", role="note", part="r1", id=id)
    assert sheet(database) == [("es", "EUR", "FR", "20", "approved", "0.00", "0.00", "0.00", 1, 1)]


@pytest.mark.parametrize(("rule", "tax"), [("line_then_sum", "0.10"), ("by_line", "0.09"), ("at_end", "0.10")])
def test_tax_is_rounded_as_the_account_rounds_it(database, rule, tax):
    book(database, *[line("0.17")] * 3, rule=rule)
    assert sheet(database)[0][6] == tax


def test_what_is_no_sale_of_the_shop_or_not_of_the_quarter_is_left_out(database):
    book(database, line("1", treatment="domestic"))
    book(database, line("1", treatment="export", rate=0))
    book(database, line("1"), kind="order")
    book(database, line("1"), state="pending", remote=None)
    book(database, line("1"), state="withdrawn", remote=None)
    book(database, line("1"), day="2026-09-30")
    book(database, line("1"), day="2027-01-01")
    assert sheet(database) == []
    book(database, line("1"), kind="receipt", role="conversion")
    book(database, line("1"), kind="receipt", role="replacement", part="0badcafe")
    book(database, line("1"), day="2026-10-01")
    book(database, line("1"), day="2026-12-31")
    assert [row[5:] for row in sheet(database)] == [("4.00", "0.80", "4.80", 4, 0)]


def test_currencies_and_stores_are_kept_apart(database):
    book(database, line("100"), currency="JPY", digits=0)
    book(database, line("10"), store="nl")
    assert [row[:2] + row[5:8] for row in sheet(database)] == [("es", "JPY", "100", "20", "120"), ("nl", "EUR", "10.00", "2.00", "12.00")]
    assert len(sheet(database, store="nl")) == 1


@pytest.mark.parametrize(
    ("quarter", "first", "after"),
    [
        ("2026Q1", date(2026, 1, 1), date(2026, 4, 1)),
        ("2026q4", date(2026, 10, 1), date(2027, 1, 1)),
        (" 2026-Q3 ", date(2026, 7, 1), date(2026, 10, 1)),
    ],
)
def test_the_days_of_a_quarter(quarter, first, after):
    assert quarter_days(quarter) == (first, after)


@pytest.mark.parametrize("quarter", ["", "2026", "2026Q5", "2026Q0", "Q4 2026", "1999Q1"])
def test_another_text_says_how_to_write_it(quarter):
    with pytest.raises(SettingsError, match="for example 2026Q4"):
        quarter_days(quarter)
