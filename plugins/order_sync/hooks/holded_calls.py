"""How one Holded account is called: session, pages by cursor, and what counts as success of a write (contract 1)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import cache, cached_property
from typing import Any

from airflow.sdk import BaseHook

from order_sync.errors import ContractBroken, OutcomeUnknown, Rejected
from order_sync.hooks.rest import Account, Limit, RemoteError, Response, RestClient, read_account

DEFAULT_URL = "https://api.holded.com"
PREFIX = "/api/v2"
CALLS_PER_MINUTE = 60  # 1.4: the smallest plan's; extra field calls_per_minute where the plan allows more
PAGE_ROWS = 100  # 1.5, 12.19: the text says 100 at most, the schema 200; 100 is safe
CREATED = (200, 201)  # 1.3: 201 by the schema; what counts is the id in the body
DONE = (200, 201, 204)  # 2.2: approve 200, pay 201, delete 204
SIGNS_OF_ERROR = {"status", "message", "info", "detail"}  # 1.3: a 200 may carry a v1 error object
Row = dict[str, Any]


class HoldedCalls(BaseHook):
    """The calls below HoldedHook; ``client.calls`` counts them by endpoint."""

    conn_name_attr = "holded_conn_id"
    default_conn_name = "holded_default"
    conn_type = "holded"
    hook_name = "Holded"

    def __init__(self, holded_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.conn_id = holded_conn_id

    @cached_property
    def client(self) -> RestClient:
        """The session, made at the first call."""
        account = read_account(self.conn_id, self.conn_type, DEFAULT_URL)
        place = "Holded (Settings, Developers, Credentials)"
        token = account.need("password", account.password, f"Make a token in {place} and put it into the connection's password.")
        return RestClient(
            "Holded",
            account.base_url + PREFIX,
            conn_id=self.conn_id,
            headers=lambda: {"Authorization": f"Bearer {token}"},
            limit=_limit(identity(account), account.number("calls_per_minute", CALLS_PER_MINUTE)),
            explain=explain,
            denied_cure=f"In {place} give the token the scope that is named, or make a new token where none is named.",
            secrets=(token,),
        )

    @cached_property
    def account_key(self) -> str:
        """Who is called, whatever the connection's name: connections with one base URL and token are one account."""
        return identity(read_account(self.conn_id, self.conn_type, DEFAULT_URL))

    def _create(self, path: str, body: Mapping[str, Any]) -> str:
        """A POST that makes a record; its id. Without an id in the answer it is OutcomeUnknown."""
        response = self._write("POST", path, expect=CREATED, json=dict(body))
        return id_of(record(response), response)

    def _act(self, path: str, endpoint: str, body: Row | None = None) -> Row:
        """A POST whose answer is empty or an object without error. Without a body it says so: else 411 (contract 1.3)."""
        headers = {"Content-Length": "0"} if body is None else None
        response = self._write("POST", path, endpoint=endpoint, json=body, headers=headers, expect=DONE)
        answer = response.json() if response.body.strip() else {}
        if answer in ([], None):
            return {}
        if not isinstance(answer, dict) or SIGNS_OF_ERROR & answer.keys():
            raise response.broken("an answer that does not say success")
        return answer

    def _write(self, method: str, path: str, **options: Any) -> Response:
        """One write. A 409 has no known cause (contract 1.3, 7.4): it may have happened."""
        try:
            return self.client.call(method, path, **options)
        except Rejected as error:
            if error.status != 409:
                raise
            cure = "It may have happened: it is looked up before any second call."
            raise OutcomeUnknown(error.seen, where=error.where, cure=cure) from None

    def _items(self, path: str, params: Row | None = None, endpoint: str | None = None) -> Iterator[tuple[Response, Row]]:
        """Every object of a list over all its pages, each with the answer it came in."""
        return ((response, item) for response, items in self._pages(path, params, endpoint) for item in items)

    def _pages(self, path: str, params: Row | None = None, endpoint: str | None = None) -> Iterator[tuple[Response, list[Row]]]:
        """The pages of a list, one call each."""
        query, seen = dict(params or {}), set()
        while True:
            response = self.client.call("GET", path, endpoint=endpoint, params=query)
            items, cursor = page_of(response)
            yield response, items
            if cursor is None:
                return
            if cursor in seen:
                raise response.broken("the same cursor twice")
            seen.add(cursor)
            query["cursor"] = cursor


def explain(response: Response) -> RemoteError:
    """Message of an error answer: RFC 7807 problem, {"message"}, or the v1 form {"status", "info"}."""
    try:
        answer = response.json()
    except (ContractBroken, OutcomeUnknown):
        return RemoteError()  # the proxy's own pages are HTML
    if not isinstance(answer, dict):
        return RemoteError()
    return RemoteError(str(next((answer[name] for name in ("detail", "message", "info", "title") if answer.get(name)), "")))


def identity(account: Account) -> str:
    """A fingerprint of base URL and token, fit for lock names and tables: the token cannot be told from it."""
    return hashlib.sha256(f"{account.base_url}\n{account.password.strip()}".encode()).hexdigest()[:16]


@cache
def _limit(account_key: str, calls_per_minute: float) -> Limit:
    """One pace for all hooks of an account in this process."""
    return Limit(calls_per_minute)


def record(response: Response) -> Row:
    """The object of an answer."""
    answer = response.json()
    if not isinstance(answer, dict):
        raise response.broken("no object")
    return answer


def id_of(item: Any, response: Response) -> str:
    """The id of an object."""
    found = item.get("id") if isinstance(item, dict) else None
    if not isinstance(found, str) or not found:
        raise response.broken("no id")
    return found


def page_of(response: Response) -> tuple[list[Row], str | None]:
    """Items of a page and the cursor of the next one, None at the end."""
    answer = record(response)
    items = answer.get("items")
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise response.broken("no items")
    if answer.get("has_more") is not True:
        return items, None
    if not isinstance(answer.get("cursor"), str) or not answer["cursor"]:
        raise response.broken("has_more without a cursor")
    return items, answer["cursor"]
