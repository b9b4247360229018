"""The receiver of MyParcel's webhooks: the only route without Airflow's login. It believes nothing but that a shipment is worth a look."""

from __future__ import annotations

import logging
import re
from datetime import UTC, datetime

from fastapi import BackgroundTasks, FastAPI, HTTPException, Request, Response
from starlette.concurrency import run_in_threadpool

from order_sync.errors import OrderSyncError
from order_sync.ui.runs import NotStarted, start

log = logging.getLogger(__name__)
MOST_BYTES = 256 * 1024
_STORE, _TOKEN = re.compile(r"[a-z][a-z0-9]{0,19}"), re.compile(r"[0-9a-f]{40}")


def build() -> FastAPI:
    """The app at /order-sync/hooks."""
    app = FastAPI(title="Order sync: webhooks", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/myparcel/{store}/{token}", status_code=202)
    async def myparcel(store: str, token: str, request: Request, later: BackgroundTasks) -> Response:
        store, token = store.lower(), token.lower()
        if not _STORE.fullmatch(store) or not _TOKEN.fullmatch(token):
            raise HTTPException(404, "Not found")
        body = await _body(request)
        verdict = await run_in_threadpool(receive, store, token, request.headers.get("x-myparcel-authorization", ""), body)
        if verdict is None:
            raise HTTPException(404, "Not found")
        if verdict:
            later.add_task(run_tracking, store)
        return Response(status_code=202)

    return app


def receive(store: str, token: str, authorization: str, body: bytes) -> bool | None:
    """Keep what a call hints at; whether a run is to be started for it, None for a call that is not MyParcel's."""
    from order_sync.settings import known_stores
    from order_sync.steps.shop import open_shop
    from order_sync.steps.webhooks import knows, may_start_run, take

    try:
        if store not in known_stores():
            return None
        with open_shop(store, "webhook", counts=False) as shop:  # the next task counts: an answer waits for nothing
            # one answer for a wrong address and a wrong key: nobody learns which of them was right
            if not shop.settings.myparcel or not knows(shop, token, authorization):
                return None
            return bool(take(shop, body)) and may_start_run(shop)
    except OrderSyncError as error:
        log.warning("a webhook of store %s could not be taken: %s", store, error)
        raise HTTPException(503, "Try again later") from None


def run_tracking(store: str) -> None:
    """Start a run of tracking; a paused one reads the hints when it runs next."""
    now = datetime.now(UTC)
    try:
        start(f"tracking__{store}", run_id=f"webhook__{now:%Y-%m-%dT%H:%M:%S.%f}")
    except NotStarted as error:
        log.info("no run for a webhook: %s", error)
    except Exception:  # whatever Airflow raises: the hint is kept, and the next run by the clock reads it
        log.exception("no run of tracking__%s for a webhook", store)


async def _body(request: Request) -> bytes:
    found = bytearray()
    async for piece in request.stream():
        found += piece
        if len(found) > MOST_BYTES:
            raise HTTPException(413, "Too large")
    return bytes(found)
