"""What each person does, in a real browser before a running Airflow: look, search, retry, ignore, replay, download; and what they may not."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from page_routes import ROUTES

TABS = ("Overview", "Holds", "Order", "Quality", "Reports", "Labels")


def inside(page, room):
    """Our pages in Airflow's own frame."""
    page.goto(f"{room.airflow.url}/plugin/orders")
    return page.locator("iframe").element_handle().content_frame()


def held(room, **where):
    """Open holds of store es that fit, by order number."""
    rows = room.database.rows("holds/list", store="es", code=None, number=None)
    return [row for row in rows if all(row[name] == value for name, value in where.items())]


def booked(room):
    return room.database.rows("pages/shown_order", store="es")[0]["order_number"]


def test_every_tab_opens_inside_airflow_and_leads_back(room):
    page = room.page("viewer")
    page.goto(room.airflow.url)
    page.get_by_role("link", name="Orders", exact=True).click()
    frame = page.locator("iframe").element_handle().content_frame()
    frame.wait_for_url("**/order-sync/overview**")
    for tab in TABS:
        with frame.expect_navigation():
            frame.get_by_role("navigation", name="Orders").get_by_role("link", name=tab, exact=True).click()
        assert frame.get_by_role("heading", level=1).count() == 1, tab
        assert frame.locator("[role=alert]").count() == 0, tab
    frame.get_by_role("link", name="Airflow", exact=True).click()
    page.wait_for_url(lambda address: "/plugin/" not in address)
    page.context.close()


def test_the_equation_is_there_and_its_numbers_lead_to_their_orders(room):
    page = room.page("viewer")
    page.goto(room.address("/overview?store=es&period=all"))
    equation = page.locator(".equation").first.inner_text()
    counted = room.database.rows("reports/coverage", store="es")[0]
    assert str(counted["wix"]) in equation and str(counted["booked"]) in equation
    with page.expect_navigation():
        page.locator(".equation a", has_text=str(counted["held"])).first.click()
    assert page.locator("tbody tr").count() == min(counted["held"], 50)
    page.context.close()


@pytest.mark.parametrize("who", ["viewer"])
def test_a_viewer_finds_nothing_to_press(room, who):
    page = room.page(who)
    for path in ("/overview", "/holds?store=es", f"/orders?store=es&number={booked(room)}", "/quality", "/reports", "/labels"):
        page.goto(room.address(path))
        for name in ("Retry", "Ignore", "Show what Wix sent", "Print all open", "Count again", "Count now"):
            assert page.get_by_role("button", name=name, exact=True).count() == 0, (path, name)
    for method, path in ROUTES:
        if method == "POST" and "replay" not in path:  # a replay changes nothing: who may look may ask for it
            assert page.request.post(room.address(path), form={"order": "x", "hold": "1"}).status == 403, path
    page.context.close()


def test_nobody_gets_anything_without_a_login(room):
    anonymous = room.browser.new_context()
    for method, path in ROUTES:
        answer = anonymous.request.fetch(room.address(path), method=method, max_redirects=0)
        assert answer.status == 401, (method, path, answer.status)
    page = anonymous.new_page()
    answer = page.goto(room.address("/holds"))
    assert answer.status == 401 and page.get_by_role("link", name="Log in").is_visible()
    anonymous.close()


def act(room, page, button, number, note=""):
    """Tick an order's holds, press, and wait for the run that does it; the run's state."""
    room.rest.pause("holds__es", False)
    page.goto(room.address(f"/holds?store=es&number={number}"))
    for box in page.get_by_role("checkbox", name=f"Choose order {number},").all():
        box.check()
    page.get_by_label("Note").fill(note)
    page.get_by_role("button", name=button, exact=True).click()
    page.get_by_role("status").wait_for()
    run = max(room.rest.runs("holds__es"), key=lambda one: one["run_after"])
    return room.rest.wait_for_run("holds__es", run["dag_run_id"], timeout=180)


def test_one_box_ticks_the_page_and_a_click_on_a_heading_sorts_a_whole_table(room):
    page = room.page("packer")
    page.goto(room.address("/holds?store=es"))
    boxes = page.get_by_role("checkbox", name="Choose order").all()
    page.get_by_role("checkbox", name="All of this page").check()
    assert all(box.is_checked() for box in boxes) and page.locator(".chosen").inner_text().strip() == f"({len(boxes)})"
    boxes[0].uncheck()
    assert not page.get_by_role("checkbox", name="All of this page").is_checked()
    page.goto(room.address(f"/orders?store=es&number={booked(room)}"))
    table = page.locator("table.sorts", has=page.get_by_role("link", name="Rule", exact=True)).first
    for name, descending in (("ascending", False), ("descending", True)):
        table.get_by_role("link", name="Rule", exact=True).click()
        rules = table.locator("td[data-name=Rule]").all_inner_texts()
        assert rules == sorted(rules, key=str.lower, reverse=descending) and table.locator(f"th[aria-sort={name}]").count() == 1
    page.context.close()


def test_the_overview_says_first_what_is_to_be_done(room):
    page = room.page("viewer")
    page.goto(room.address("/overview?store=es"))
    glance = page.get_by_role("region", name="At a glance")
    many = len(held(room))
    assert glance.locator("li", has_text="for a decision").locator("b").inner_text() == str(many)
    with page.expect_navigation():
        glance.get_by_role("link", name="Open the holds").click()
    assert page.get_by_role("heading", name=f"{many} holds").is_visible()
    page.context.close()


def test_a_packer_ignores_a_hold_and_it_is_written_down_who_and_why(room):
    number = held(room, destination="myparcel")[0]["order_number"]
    page = room.page("packer")
    assert act(room, page, "Ignore", number, "taken along by the <b>owner</b>") == "success"
    assert held(room, destination="myparcel", order_number=number) == []
    page.goto(room.address(f"/holds?store=es&state=closed&number={number}"))
    row = page.locator("tbody tr", has_text=number).first.inner_text()
    assert "packer" in row and "taken along by the <b>owner</b>" in row
    page.context.close()


def test_a_retry_decides_anew_and_a_hold_with_its_cause_comes_back(room):
    number = held(room, destination="holded", code="UNKNOWN_SKU")[0]["order_number"]
    page = room.page("operator")
    assert act(room, page, "Retry", number) == "success"
    assert held(room, destination="holded", order_number=number), "its SKU is still unknown"
    page.goto(room.address(f"/holds?store=es&number={number}"))
    assert "by operator" in page.locator("tbody tr", has_text=number).first.inner_text()
    page.context.close()


def test_an_order_is_found_by_number_explained_and_replayed(room):
    page = room.page("packer")
    page.goto(room.address("/orders?store=es"))
    page.get_by_label("Order number").fill(booked(room))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Timeline").wait_for()
    assert page.locator(".timeline li").count() >= 4
    for heading in ("Documents", "Parcels", "Rules", "Proof of total"):
        assert page.get_by_role("heading", name=heading, exact=True).is_visible(), heading
    with page.expect_navigation():
        page.get_by_role("button", name="Replay by today's rules").click()
    assert page.get_by_role("heading", level=1).is_visible() and page.locator("[role=alert]").count() == 0
    assert booked(room) in page.content()
    page.goto(room.address(f"/orders?store=es&number={booked(room)}"))
    with page.expect_navigation():
        page.get_by_role("button", name="Show what Wix sent").click()
    assert '"priceSummary"' in page.locator("pre").inner_text()
    page.context.close()


def test_a_check_is_read_in_great_expectations_own_page_without_another_host(room):
    page = room.page("viewer")
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(room.address("/quality/checks?store=es"))
    with page.expect_navigation():
        page.locator("tbody a[href*='/quality/checks/']").first.click()
    docs = page.locator("a[href*='/quality/docs/']").first.get_attribute("href")
    answer = page.goto(f"{room.airflow.url}{docs}" if docs.startswith("/") else docs)
    assert answer.status == 200 and page.get_by_text("Expectation", exact=False).first.is_visible()
    page.wait_for_load_state("networkidle")
    assert [url for url in asked if not url.startswith((room.airflow.url, "data:"))] == []
    page.context.close()


def test_every_report_opens_and_its_csv_says_the_same(room):
    page = room.page("viewer")
    page.goto(room.address("/reports?store=es"))
    reports = [one.get_attribute("href") for one in page.get_by_role("group", name="Report").get_by_role("link").all()]
    assert len(reports) >= 6
    files = 0
    for address in reports:
        assert page.goto(f"{room.airflow.url}{address}" if address.startswith("/") else room.address("/reports") + address).status == 200
        if link := page.get_by_role("link", name="CSV", exact=True).all():
            rows = page.locator("main table").first.locator("tbody tr").count()
            with page.expect_download() as download:
                link[0].click()
            text = Path(download.value.path()).read_bytes().decode("utf-8-sig")
            read = list(csv.reader(io.StringIO(text)))
            assert len(read) - 1 >= rows > 0 and len({len(row) for row in read}) == 1, address
            files += 1
    assert files >= 2
    page.context.close()


@pytest.mark.parametrize(("dag_id", "says"), [("myparcel__nl", "nothing was open to be sent"), ("convert__es", "Order ")])
def test_a_dry_run_shows_its_requests_on_the_runs_own_tab(room, dag_id, says):
    room.rest.pause(dag_id, False)
    run = room.rest.trigger(dag_id, {"dry_run": True, "order_numbers": [booked(room)]})
    assert room.rest.wait_for_run(dag_id, run, timeout=180) == "success"
    room.rest.pause(dag_id, True)
    page = room.page("viewer")
    page.goto(f"{room.airflow.url}/dags/{dag_id}/runs/{run}/plugin/requests")
    frame = page.locator("iframe").element_handle().content_frame()
    frame.get_by_role("heading", name="Requests of a dry run").wait_for()
    assert says in frame.locator("main").inner_text()
    page.context.close()
