"""What the overview says first, and the scales of its plots."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from order_sync.ui import glance, layout, plots

CHOSEN = SimpleNamespace(store="es", link=lambda path, **changes: f"{path}?fate={changes['fate']}")
CALM = {"coverage": {"unexplained": 2, "waiting": 2, "ship_unexplained": 0}, "holds": [], "parcels": [{"place": 1, "n": 9}], "quota": [{"spent": False, "left": 5}]}  # fmt: skip


def run(kind: str, state: str, paused: bool = False) -> dict:
    return {"kind": kind, "paused": paused, "newest": {"state": state}}


def test_where_nothing_waits_there_is_nothing_to_do():
    assert glance.to_do(CHOSEN, CALM, [run("holded", "success"), run("erase", "success", paused=True)]) == []
    assert glance.to_do(CHOSEN, CALM, None) == []


def test_the_worst_comes_first_and_each_leads_to_where_it_is_done():
    found = {
        "coverage": {"unexplained": 5, "waiting": 2, "ship_unexplained": 1}, "holds": [{"ever": 4}, {"ever": 3}], "parcels": [{"place": 0, "n": 6}],
        "quota": [{"spent": True, "left": None}],
    }  # fmt: skip
    steps = glance.to_do(CHOSEN, found, [run("holded", "failed"), run("wix_orders", "success", paused=True)])
    assert [(step.tone, step.n, step.to) for step in steps] == [
        ("bad", 3, "/overview/orders?fate=unexplained"), ("bad", 1, "/overview/orders?fate=ship_unexplained"), ("bad", 1, "#runs"), ("bad", 1, "#calls"),
        ("wait", 1, "#runs"), ("wait", 7, "/holds?store=es"), ("wait", 6, "/labels"),
    ]  # fmt: skip
    assert "holded" in steps[2].says


@pytest.mark.parametrize(
    ("most", "unit", "top"),
    [(0, 1, 2), (1, 1, 2), (7, 1, 8), (11, 1, 12), (91, 1, 100), (726, 1, 800), (1_109_802, 100, 1_200_000), (150, 100, 200)],
)
def test_a_scale_ends_at_a_round_number_whose_half_is_whole(most, unit, top):
    assert plots.ceiling(most, unit) == top and top % (2 * unit) == 0


def test_a_plot_has_a_scale_and_marks_from_first_to_last():
    plot = plots.columns("Orders", [(str(day), day, f"{day} orders") for day in range(30)], marks=[f"{day} Nov" for day in range(30)])
    assert plot.scale == ("30", "15", "0") and plot.marks[0] == "0 Nov" and plot.marks[-1] == "29 Nov" and len(plot.marks) == 5
    assert max(bar.height for bar in plot.bars) == round(plots.HEIGHT * 29 / 30, 2)
    assert plots.columns("Orders", [("1", 0, "0 orders")]).bars == ()


@pytest.mark.parametrize(
    ("code", "words"), [("UNKNOWN_SKU", "Unknown SKU"), ("holded", "Holded"), ("receipt_note", "Receipt note"), (None, "")]
)
def test_codes_are_read_as_words(code, words):
    assert layout._words(code) == words


@pytest.mark.parametrize(
    ("days", "shown", "each"),
    [
        (1, ["0"], True),
        (7, ["0", "1", "2", "3", "4", "5", "6"], True),
        (8, ["0", "7"], False),
        (9, ["0", "2", "4", "6", "8"], False),
        (30, ["0", "7", "14", "22", "29"], False),
    ],
)
def test_marks_stand_below_their_bars(days, shown, each):
    plot = plots.columns("Orders", [(str(day), 1, "") for day in range(days)], marks=[str(day) for day in range(days)])
    assert (list(plot.marks), plot.each) == (shown, each)
