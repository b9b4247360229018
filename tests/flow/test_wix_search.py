"""The order search over real HTTP: windows, cursors, statuses, lag, faults."""

from __future__ import annotations

import time
from datetime import timedelta

import msgspec
import pytest
from order_sync.errors import Rejected, RetryLater
from wix_shop import END, START, fill, numbers, wix_order

SEARCH = "/ecom/v1/orders/search"


def test_a_window_is_half_open_and_in_order_of_change(wix_site, wix_hook):
    for number, at in enumerate((START - timedelta(milliseconds=1), START, END - timedelta(milliseconds=1), END)):
        wix_site.put(wix_order(number, at))
    assert numbers(wix_hook.search_orders(START, END)) == ["1", "2"]


def test_pages_of_a_hundred_by_cursor_alone(wix_site, wix_hook, sandbox):
    fill(wix_site, 250)
    pages = list(wix_hook.search_orders(START, END))
    assert [len(page) for page in pages] == [100, 100, 50]
    assert numbers(pages) == [str(number) for number in range(250)]
    # pending and rejected 1, all others 3; the sandbox refuses a cursor that comes with a filter or a sort
    assert wix_hook.client.calls == {"POST /oauth2/token": 1, f"POST {SEARCH}": 4}


def test_a_raw_order_keeps_its_digits(wix_site, wix_hook):
    wix_site.put(wix_order(1, unknownField={"n": "1.10"}))
    (page,) = wix_hook.search_orders(START, END)
    assert b'"unknownField":{"n":"1.10"}' in bytes(page[0])


def test_every_status_comes_but_initialized(wix_site, wix_hook):
    for number, status in enumerate(("APPROVED", "CANCELED", "PENDING", "REJECTED", "INITIALIZED", "ON_HOLD_NEW_IN_2027")):
        wix_site.put(wix_order(number, status=status))
    assert sorted(numbers(wix_hook.search_orders(START, END))) == ["0", "1", "2", "3", "5"]


def test_an_order_that_leaves_pending_while_we_search_is_not_lost(wix_site, wix_hook, sandbox):
    wix_site.put(wix_order(1, status="PENDING"))
    sandbox.arm("hook_after", path=SEARCH, nth=1, call=lambda call: wix_site.put(wix_order(1, START + timedelta(minutes=5))))
    assert numbers(wix_hook.search_orders(START, END)) == ["1", "1"]


def test_by_order_numbers_without_a_window(wix_site, wix_hook):
    fill(wix_site, 250)
    wanted = [str(number) for number in range(0, 250, 2)]
    assert sorted(numbers(wix_hook.search_orders(None, None, numbers=wanted)), key=int) == wanted
    with pytest.raises(ValueError, match="window or order numbers"):
        list(wix_hook.search_orders(None, None))


def test_the_next_page_is_fetched_while_the_caller_works(wix_site, wix_hook, sandbox):
    fill(wix_site, 250)
    pages = wix_hook.search_orders(START, END)
    next(pages)
    for _ in range(200):
        if len(sandbox.called("wix", template=SEARCH)) == 3:
            break
        time.sleep(0.01)
    assert len(sandbox.called("wix", template=SEARCH)) == 3  # pending, first page, and the second ahead of its need
    pages.close()


def test_a_refused_cursor_restarts_from_the_last_change_seen(wix_site, wix_hook, sandbox):
    for number in range(450):
        wix_site.put(wix_order(number, START + timedelta(seconds=number // 3)))  # three share each moment, also across the seam
    sandbox.settings["wix.cursor_pages"] = 2  # the third page's cursor is refused
    found = numbers(wix_hook.search_orders(START, END))
    assert set(found) == {str(number) for number in range(450)}
    assert len(found) < 460  # only the moment of the seam comes twice


def test_a_cursor_refused_without_progress_ends_in_retry_later(wix_site, wix_hook, sandbox):
    fill(wix_site, 250, step=timedelta(0))  # all at one moment: no place to restart from
    sandbox.settings["wix.cursor_pages"] = 1
    with pytest.raises(RetryLater, match="cursor was refused"):
        list(wix_hook.search_orders(START, END))


def test_late_search_results_show_up_later(wix_site, wix_hook, sandbox):
    fill(wix_site, 1)
    sandbox.settings["wix.lag_seconds"] = 60
    assert numbers(wix_hook.search_orders(START, END)) == []
    assert msgspec.json.decode(wix_hook.get_order("order-0"))["number"] == "0"  # a get is not late
    sandbox.sandbox.clock_offset = timedelta(seconds=61)
    assert numbers(wix_hook.search_orders(START, END)) == ["0"]


@pytest.mark.parametrize("fault", ["http_500", "cut_before", "lost_answer"])
def test_faults_while_searching_are_repeated(wix_site, wix_hook, sandbox, fault):
    fill(wix_site, 150)
    sandbox.arm(fault, path=SEARCH, nth=2, times=2)
    assert len(numbers(wix_hook.search_orders(START, END))) == 150


def test_the_sandbox_refuses_what_wix_refuses(wix_site, wix_hook):
    for search in (
        {"cursorPaging": {"limit": 101}},
        {"filter": {"lineItems.physicalProperties.sku": "A"}},
        {"filter": {"buyerInfo.contactId": {"$gt": "a"}}},
        {"sort": [{"fieldName": "id"}]},
        {"cursorPaging": {"cursor": "made-up"}},
    ):
        with pytest.raises(Rejected) as caught:
            wix_hook.client.call("POST", SEARCH, read=True, json={"search": search})
        assert caught.value.status == 400 and "request" in caught.value.seen
    for body in ({"filter": {}}, {"query": {}}):
        with pytest.raises(Rejected) as caught:
            wix_hook.client.call("POST", SEARCH, read=True, json=body)
        assert caught.value.faults[0].path == "search"
