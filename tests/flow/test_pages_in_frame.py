"""Links out of Airflow's frame, in a real browser: the frame is sandboxed as Airflow 3.3 does it, and may open no window of its own."""

from __future__ import annotations

import threading
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from order_sync.ui.layout import FOLDER, HEADERS

OUTER = b'<!doctype html><title>Airflow</title><iframe src="/ours" sandbox="allow-scripts allow-same-origin allow-forms allow-downloads"></iframe>'
OURS = b'<!doctype html><script src="/page.js"></script><body><a href="/there" target="_top">DAG</a> <a href="/there" target="_blank">document</a>'


class Pages(BaseHTTPRequestHandler):
    """Airflow's frame around a page of ours, with our headers and our script."""

    def do_GET(self) -> None:
        body, kind = {"/outer": (OUTER, "text/html"), "/ours": (OURS, "text/html")}.get(self.path, (b"there", "text/html"))
        if self.path == "/page.js":
            body, kind = (FOLDER / "static" / "page.js").read_bytes(), "text/javascript"
        self.send_response(200)
        self.send_header("Content-Type", kind)
        for name, value in HEADERS.items() if self.path == "/ours" else ():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Pages)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


@pytest.mark.parametrize(("link", "windows"), [("DAG", ["/there"]), ("document", ["/outer", "/there"])])
def test_a_link_leads_out_of_the_frame(chrome, link, windows):
    with served() as address:
        context = chrome.new_context()
        page = context.new_page()
        page.goto(f"{address}/outer")
        if windows == ["/there"]:
            page.frame_locator("iframe").get_by_role("link", name=link).click()
            page.wait_for_url(f"{address}/there")
        else:
            with context.expect_page() as opened:
                page.frame_locator("iframe").get_by_role("link", name=link).click()
            opened.value.wait_for_url(f"{address}/there")
        assert [one.url for one in context.pages] == [address + path for path in windows]
        context.close()
