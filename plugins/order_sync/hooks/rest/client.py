"""RestClient: one session to one account, and the one law by which calls are repeated or given up."""

from __future__ import annotations

import logging
import random
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, NewConnectionError, ProxyError

from order_sync.errors import AccessDenied, NotThere, OrderSyncError, OutcomeUnknown, QuotaSpent, Rejected, RetryLater
from order_sync.hooks.rest.answers import RemoteError, Response, encode, retry_after
from order_sync.hooks.rest.pacing import Gate, Limit

log = logging.getLogger(__name__)
# urllib3 writes whole addresses at DEBUG, and a query may hold a mail address
logging.getLogger("urllib3.connectionpool").setLevel(logging.INFO)

_REPEATS = 3
_PATIENCE = 30.0  # longest wait in seconds inside one call; a longer one goes back to Airflow as RetryLater


class RestClient:
    """Calls one account of a remote.

    Reads (GET, and POSTs declared as reads): 5xx and lost connections are repeated up to three times, then RetryLater.
    Writes are sent once: an answer that is lost or 5xx raises OutcomeUnknown; a refused connect raises RetryLater.
    429 did nothing: waits Retry-After up to 30 s and repeats, else RetryLater(delay); by month QuotaSpent.
    404 and 410 NotThere, 401 and 403 AccessDenied, any other 4xx Rejected, a 2xx of another form ``Response.broken``.

    ``calls`` and ``refused`` count what was sent and what came back as 429, by "METHOD /path/{template}".
    ``gate`` is a limit per endpoint that other processes share; each try of a call takes one.
    ``explain`` turns an error answer into its message, field faults and request id.
    ``listener``, where set, hears every good answer: its endpoint's name and the answer. It must not raise.
    """

    def __init__(
        self,
        service: str,
        base_url: str,
        *,
        conn_id: str,
        headers: Callable[[], Mapping[str, str]],
        limit: Limit,
        explain: Callable[[Response], RemoteError],
        denied_cure: str,
        endpoint_limits: Mapping[str, Limit] | None = None,
        gate: Gate | None = None,
        secrets: Iterable[str] = (),
        timeout: tuple[float, float] = (5.0, 30.0),
        backoff: float = 0.5,
        unasked_wait: float = 60.0,
    ) -> None:
        self.service, self.base_url, self.conn_id = service, base_url.rstrip("/"), conn_id
        self.calls: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()
        self.listener: Callable[[str, Response], None] | None = None
        self.secrets = set(secrets)
        self._headers, self._explain, self._denied_cure = headers, explain, denied_cure
        self._limit, self._endpoint_limits, self._gate = limit, dict(endpoint_limits or {}), gate
        self._timeout, self._backoff, self._unasked_wait = timeout, backoff, unasked_wait
        self._lock = threading.Lock()
        self._session = requests.Session()
        # without an auth of its own, requests would put a .netrc login over our header
        self._session.auth = lambda request: request
        # plain http is this very machine: no proxy stands in between
        self._session.trust_env = not self.base_url.startswith("http://")

    def close(self) -> None:
        """Give the connections back."""
        self._session.close()

    def call(
        self,
        method: str,
        path: str,
        *,
        endpoint: str | None = None,
        read: bool | None = None,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        headers: Mapping[str, str] | None = None,
        accept: str = "application/json",
        expect: tuple[int, ...] = (200,),
        anonymous: bool = False,
    ) -> Response:
        """Send one call under the retry law and return its answer with a status of ``expect``.

        ``path`` begins with a slash; ``endpoint`` is "METHOD /path/{template}", the name in counters and errors (no ids, no query).
        ``read``: whether the call changes nothing at the remote; None means GET and HEAD only. ``json`` may hold Decimals.
        ``anonymous``: without the client's own headers (a token is being fetched).
        """
        name = endpoint or f"{method} {path}"
        read = method in ("GET", "HEAD") if read is None else read
        request = {"params": params, "data": None if json is None else encode(json)}
        headers = {"Accept": accept, **({} if json is None else {"Content-Type": "application/json"}), **(headers or {})}
        for attempt in range(_REPEATS + 1):
            answer = self._send(method, path, name, read, {**request, "headers": headers}, anonymous)
            if isinstance(answer, Response) and answer.status in expect:
                if self.listener:
                    self.listener(name, answer)
                return answer
            error = answer if isinstance(answer, OrderSyncError) else self.error(answer)
            wait = self._wait(error, answer, read, attempt)
            if wait is None:
                raise error
            log.info("%s: %s; again in %.1f s", self._where(name), error.seen, wait)
            time.sleep(wait)
        raise AssertionError("unreachable: the last attempt returns or raises")

    def _wait(self, error: OrderSyncError, answer: Response | OrderSyncError, read: bool, attempt: int) -> float | None:
        """Seconds before the call may be repeated, None when it must not be."""
        if not isinstance(error, RetryLater) or attempt >= _REPEATS:
            return None
        limited = isinstance(answer, Response) and answer.status == 429
        if not read and not limited:
            return None
        wait = error.delay if error.delay is not None else self._backoff * 2**attempt
        if wait > _PATIENCE:
            return None
        return wait * random.uniform(1.0, 1.25) if error.delay is not None else wait * random.uniform(0.5, 1.5)

    def _send(self, method: str, path: str, name: str, read: bool, request: dict, anonymous: bool) -> Response | OrderSyncError:
        # our headers first: making them may itself call (a new token), and its errors are its own
        request["headers"] = {**({} if anonymous else self._headers()), **request["headers"]}
        self._pace(name)
        with self._lock:
            self.calls[name] += 1
        try:
            got = self._session.request(method, self.base_url + path, timeout=self._timeout, allow_redirects=False, **request)
        except requests.RequestException as error:
            return self._lost(error, name, read)
        response = Response(got.status_code, got.headers, got.content, self._where(name), read)
        log.debug("%s: %s in %.3f s", response.where, response.status, got.elapsed.total_seconds())
        if response.status == 429:
            with self._lock:
                self.refused[name] += 1
            if self._gate:
                self._gate.refused(name)
        return response

    def _pace(self, name: str) -> None:
        wait = max(limit.reserve() for limit in (self._limit, self._endpoint_limits.get(name)) if limit)
        if self._gate:
            wait = max(wait, self._gate.take(name))
        if wait > 0:
            time.sleep(wait)

    def _lost(self, error: requests.RequestException, name: str, read: bool) -> OrderSyncError:
        """No answer came. The exception's own text is left out: it holds the address with its query."""
        where, kind = self._where(name), type(error).__name__
        if _never_left(error):
            return RetryLater(
                f"no connection ({kind})", where=where, cure=f"Check that {self.service} and the network are up; it is tried again."
            )
        if read:
            return RetryLater(f"the answer was lost ({kind})", where=where, cure="It is tried again.")
        return OutcomeUnknown(
            f"the answer was lost ({kind})", where=where, cure="It may have happened: it is looked up before any second call."
        )

    def error(self, response: Response) -> OrderSyncError:
        """The error that an answer stands for (hooks also call it for an error that comes with a 2xx)."""
        status, where = response.status, response.where
        if 200 <= status < 400:
            return response.broken("an answer that the contract does not know")
        told = self._explain(response).cleaned(self.secrets)
        seen = _seen(status, told)
        if status == 429:
            return self._limited(response, told, seen)
        if status >= 500 or status == 408:
            if not response.read:
                return OutcomeUnknown(seen, where=where, cure="It may have happened: it is looked up before any second call.")
            return RetryLater(seen, where=where, cure="It is tried again.", delay=retry_after(response.headers))
        if status in (401, 403):
            return AccessDenied(seen, where=where, cure=self._denied_cure, status=status, faults=told.faults)
        kind = NotThere if status in (404, 410) else Rejected
        return kind(seen, where=where, cure=f"Correct what {self.service} names, then retry.", status=status, faults=told.faults)

    def _limited(self, response: Response, told: RemoteError, seen: str) -> OrderSyncError:
        where = response.where
        if told.quota_spent or response.headers.get("X-RateLimit-Window", "").lower() == "month":
            return QuotaSpent(
                seen, where=where, cure=f"The calls of this month are used up: raise the {self.service} plan or wait for the next month."
            )
        delay = retry_after(response.headers)
        if delay is None:
            delay = self._unasked_wait * random.uniform(1.0, 1.25)
        return RetryLater(
            seen, where=where, cure=f"Wait; lower calls_per_minute of connection {self.conn_id} if it happens often.", delay=delay
        )

    def _where(self, name: str) -> str:
        return f"{self.service} {name} (connection {self.conn_id})"


def _never_left(error: requests.RequestException) -> bool:
    """Whether the request cannot have reached the remote: connect refused or timed out, name unknown, certificate or proxy refused."""
    if isinstance(error, requests.exceptions.ConnectTimeout | requests.exceptions.InvalidURL | requests.exceptions.ProxyError):
        return True
    reason = getattr(error.args[0], "reason", None) if error.args else None
    return isinstance(reason, NewConnectionError | ConnectTimeoutError | ProxyError) or "CERTIFICATE_VERIFY_FAILED" in str(reason)


def _seen(status: int, told: RemoteError) -> str:
    parts = [f"status {status}", told.message]
    parts += [f"{fault.path}: {fault.says or fault.code}" for fault in told.faults[:5] if fault.path]
    parts += [f"code {fault.code}" for fault in told.faults[:5] if fault.code and not fault.path]
    if told.request_id:
        parts.append(f"request {told.request_id}")
    return ", ".join(part for part in parts if part)
