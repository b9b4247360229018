"""A person prints labels in a real browser: logs in to a running Airflow, opens Orders, Labels, prints, downloads the PDF and opens it."""

from __future__ import annotations

import io
import json
from contextlib import ExitStack
from pathlib import Path

import pytest
import yaml
from browser import logged_in
from label_world import BARCODE
from local.airflow import LocalAirflow
from order_sync.store.database import Database
from pypdf import PdfReader
from sandbox_server import RunningSandbox
from shop_world import World, quick_config, wix_order

NUMBERS = ("20001", "20002", "20003")


@pytest.fixture(scope="module")
def house(installed, tmp_path_factory, chrome):
    """Airflow with store nl, three concepts in the sandbox, and the DAG of labels awake."""
    home = tmp_path_factory.mktemp("labels in a browser")
    with ExitStack() as ends:
        yield _house(home, ends)


def _house(home: Path, ends: ExitStack) -> LocalAirflow:
    sandbox = RunningSandbox()
    sandbox.start()
    ends.callback(sandbox.stop)
    config = home / "config"
    quick_config(config)
    for file in (config / "stores").glob("*.yaml"):
        if file.stem != "nl":
            file.unlink()
    settings = yaml.safe_load((config / "stores" / "nl.yaml").read_text())
    settings["myparcel"]["labels"] = {"storage": (home / "labels").as_uri()}
    (config / "stores" / "nl.yaml").write_text(yaml.safe_dump(settings))
    connections = sandbox.connections("nl")
    airflow = LocalAirflow(home, port=0, connections=connections, settings={"ORDER_SYNC_CONFIG": str(config)})
    ends.callback(airflow.stop)
    ends.callback(airflow.processes.stop, "triggerer", grace=0.1)
    airflow.migrate()
    database = Database(airflow.orders_url)
    ends.callback(database.close)
    database.migrate()
    airflow.start()
    with pytest.MonkeyPatch.context() as patch:
        for name, fields in connections.items():
            patch.setenv(f"AIRFLOW_CONN_{name.upper()}", json.dumps(fields))
        from order_sync.settings import load_config

        world = World(sandbox, database, load_config(config))
        world.stock("nl")
        world.sell("nl", *(wix_order(number, country="NL", minute=place) for place, number in enumerate(NUMBERS, start=1)))
        world.ingest("nl")
        world.send("myparcel", "nl", checked=False)
    airflow.wait_healthy()
    ends.callback(airflow.rest.session.close)
    airflow.rest.wait_for_dags(["labels__nl", "tracking__nl"])
    airflow.rest.pause("labels__nl", False)
    airflow.sandbox = sandbox
    return airflow


def test_labels_are_printed_and_downloaded(house, chrome):
    page = logged_in(chrome, house.url, "admin", house.kept.admin_password, accept_downloads=True)
    page.get_by_role("link", name="Orders", exact=True).click()
    frame = page.locator("iframe").element_handle().content_frame()
    with frame.expect_navigation(url="**/order-sync/labels?*"):
        frame.get_by_role("link", name="Labels", exact=True).click()
    assert frame.locator("h3 .count").inner_text() == str(len(NUMBERS))
    frame.get_by_role("button", name="Print all open").click()
    frame.get_by_role("status").wait_for()
    run = max(run["dag_run_id"] for run in house.rest.runs("labels__nl"))
    assert house.rest.wait_for_run("labels__nl", run, timeout=180) == "success"
    frame.get_by_role("link", name="look again").click()
    frame.get_by_text("Nothing waits for a label").wait_for()
    with page.expect_download() as download:
        frame.get_by_role("link", name="labels.pdf").click()
    pages = PdfReader(io.BytesIO(Path(download.value.path()).read_bytes())).pages
    printed = {code for one in pages for code in BARCODE.findall(one.extract_text())}
    made = {shipment["barcode"] for shipment in house.sandbox.state("myparcel", "nl")["shipments"].values()}
    assert len(pages) == len(NUMBERS) and printed == made
    page.context.close()


def test_a_viewer_sees_the_jobs_without_buttons_and_files(house, chrome):
    page = logged_in(chrome, house.url, "viewer", house.kept.viewer_password)
    page.goto(f"{house.url}/order-sync/labels")
    assert page.get_by_role("heading", name="Print jobs").is_visible()
    assert page.get_by_role("button").count() == 0 and page.get_by_role("link", name="labels.pdf").count() == 0
    assert page.request.get(f"{house.url}/order-sync/labels/nl/1/labels.pdf").status == 403
    page.context.close()


# Red, green and blue of the page's ground, however the style writes it.
GROUND = """() => {
  const drawn = document.createElement("canvas").getContext("2d");
  drawn.fillStyle = getComputedStyle(document.body).backgroundColor;
  drawn.fillRect(0, 0, 1, 1);
  return [...drawn.getImageData(0, 0, 1, 1).data].slice(0, 3);
}"""


@pytest.mark.parametrize(("theme", "dark"), [("dark", True), ("light", False)])
def test_the_page_follows_the_theme_and_fits_a_phone(house, chrome, theme, dark):
    page = logged_in(chrome, house.url, "admin", house.kept.admin_password, viewport={"width": 375, "height": 740})
    page.evaluate("theme => localStorage.setItem('theme', theme)", theme)
    errors: list[str] = []
    page.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    page.goto(f"{house.url}/order-sync/labels")
    assert (sum(page.evaluate(GROUND)) < 200) is dark
    assert page.evaluate("document.documentElement.scrollWidth") <= 375
    assert errors == []
    page.context.close()


def test_nobody_gets_in_without_a_login(house, chrome):
    request = chrome.new_context().request
    for path in ("", "labels", "labels/nl/1", "labels/nl/1/labels.pdf", "static/style.css"):
        assert request.get(f"{house.url}/order-sync/{path}", max_redirects=0).status == 401, path
    assert request.post(f"{house.url}/order-sync/labels/nl/print").status == 401
    assert request.post(f"{house.url}/order-sync/hooks/myparcel/nl/{'0' * 40}").status == 404
