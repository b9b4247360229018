"""Great Expectations' own page of a check, with what it needs in a browser, from here and nowhere else."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import FastAPI, HTTPException, Path, Response
from fastapi.responses import HTMLResponse

from order_sync.steps import quality_page
from order_sync.steps.shop import open_database
from order_sync.ui.access import User, may_look
from order_sync.ui.layout import FOLDER, HEADERS

CheckId = Annotated[int, Path(ge=1, lt=2**63)]  # what the database can hold
_KINDS = {".css": "text/css", ".js": "text/javascript", ".woff2": "font/woff2"}
VENDOR = {file.name: _KINDS[file.suffix] for file in sorted((FOLDER / "vendor").iterdir()) if file.suffix in _KINDS}
# The library's templates set style attributes, and its style sheets hold pictures; no page of ours may do either.
POLICY = (
    "default-src 'none'; style-src 'self' 'unsafe-inline'; script-src 'self'; font-src 'self'; img-src data:; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'"
)


def need_check(database: Any, user: Any, check_id: int) -> None:
    """NotThere for a check that is not there, and the same for one of a store that the user may not see: nobody learns which."""
    store = quality_page.store_of_check(database, check_id)
    if store is None or not may_look(user, f"wix_orders__{store}"):
        raise quality_page.no_such_check(check_id)


def add(app: FastAPI) -> None:
    """Put the routes on the app."""

    @app.get("/quality/docs/{check_id}")
    def docs(check_id: CheckId, user: User) -> Response:
        with open_database() as database:
            need_check(database, user, check_id)
            text = quality_page.data_docs(database, check_id)
        return HTMLResponse(text, headers=HEADERS | {"Content-Security-Policy": POLICY})

    @app.get("/vendor/{name}")
    def vendor(name: str) -> Response:
        if name not in VENDOR:
            raise HTTPException(404, "Not found")
        return Response((FOLDER / "vendor" / name).read_bytes(), media_type=VENDOR[name], headers={"Cache-Control": "max-age=86400"})
