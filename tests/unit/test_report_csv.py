"""Reports as CSV: a text is no formula, an amount stays a number."""

from __future__ import annotations

import csv
import io

import pytest
from order_sync.steps import report_pages
from order_sync.steps.report_csv import csv_text, safe


def test_a_currency_is_no_formula_either():
    report = report_pages.REPORTS["totals"]
    row = {column.name: None for column in report.columns} | {"currency": "=1+1"}
    assert csv_text(report, [row]).rstrip().endswith(",'=1+1")


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "\n=1", "＝1", "＋1", "－1", "＠SUM(A1)"])
def test_a_text_is_no_formula(text):
    assert safe(text) == f"'{text}"
    report = report_pages.REPORTS["skus"]
    row = {column.name: [text] if column.kind in ("list", "orders") else text for column in report.columns} | {"orders": -3}
    cells = next(
        csv.reader(
            io.StringIO(
                csv_text(report, [row]).splitlines(keepends=True)[1] if "\n" not in text and "\r" not in text else f'"{safe(text)}"'
            )
        )
    )
    assert all(cell.startswith("'") or cell == "-3" for cell in cells)


def test_amounts_stay_numbers_in_the_file():
    report = report_pages.REPORTS["totals"]
    row = dict.fromkeys((column.name for column in report.columns), None) | {
        "difference_minor": -5,
        "wix_minor": 1234567,
        "currency": "EUR",
        "orders": [],
        "day": "2026-11-16",
    }
    line = csv_text(report, [row]).splitlines()[1]
    assert "12345.67" in line and ",-0.05," in line and line.endswith(",EUR")
    assert "-0,05" in csv_text(report, [row], excel=True)
