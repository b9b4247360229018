"""ViesHook: the Commission's register of VAT numbers, asked one number at a time. Source: VIES REST service, check-vat-number."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from airflow.sdk import BaseHook

from order_sync.errors import ContractBroken, OrderSyncError, OutcomeUnknown, Rejected
from order_sync.hooks.rest import Limit, RemoteError, Response, RestClient, read_account

DEFAULT_URL = "https://ec.europa.eu/taxation_customs/vies"
PATH = "/rest-api/check-vat-number"
CALLS_PER_MINUTE = 60  # VIES publishes no figure; it refuses by MS_MAX_CONCURRENT_REQ
INVALID_INPUT = "INVALID_INPUT"
_TRIED = "ESB12345674"  # an invented number: whatever VIES says of it, it answers


class ViesHook(BaseHook):
    """The register by an Airflow connection of type ``http``: host empty or a base URL, extra ``requester``: the shop's own VAT number.

    VIES gives a consultation number, the evidence that it was asked, only to a requester.
    """

    conn_name_attr = "vies_conn_id"
    default_conn_name = "vies"
    conn_type = "http"
    hook_name = "VIES"

    def __init__(self, vies_conn_id: str = default_conn_name) -> None:
        super().__init__()
        self.conn_id = vies_conn_id

    @cached_property
    def client(self) -> RestClient:
        """The session, made at the first call."""
        return RestClient(
            "VIES",
            self._account.base_url,
            conn_id=self.conn_id,
            headers=dict,
            limit=Limit(self._account.number("calls_per_minute", CALLS_PER_MINUTE)),
            explain=explain,
            denied_cure=f"Check host and requester of connection {self.conn_id}.",
            timeout=(5.0, 20.0),
        )

    @cached_property
    def _account(self) -> Any:
        return read_account(self.conn_id, self.conn_type, DEFAULT_URL)

    def check(self, number: str) -> dict[str, Any]:
        """{valid: True, False, or None where the member's register gave no answer; request_id ("" without requester)}.

        ``number`` is normalised, with its prefix. An error of the call itself is raised: RetryLater and the like.
        """
        body = {"countryCode": number[:2], "vatNumber": number[2:]}
        requester = self._account.text("requester").replace(" ", "").upper()
        if requester:
            body |= {"requesterMemberStateCode": requester[:2], "requesterNumber": requester[2:]}
        try:
            response = self.client.call("POST", PATH, json=body, read=True)
        except Rejected as error:
            if INVALID_INPUT not in error.seen:
                raise
            return {"valid": False, "request_id": ""}
        return _answer(response, number)

    def test_connection(self) -> tuple[bool, str]:
        """For Airflow's Test button and the preflight: whether the service answers."""
        try:
            self.check(_TRIED)
        except OrderSyncError as error:
            return False, str(error)
        return True, "VIES answers."


def _answer(response: Response, number: str) -> dict[str, Any]:
    answer = response.json()
    if not isinstance(answer, dict):
        raise response.broken("no object")
    if _errors(answer):
        return {"valid": False if INVALID_INPUT in _errors(answer) else None, "request_id": ""}
    if not isinstance(answer.get("valid"), bool):
        raise response.broken("neither valid nor not")
    told = f"{answer.get('countryCode', number[:2])}{answer.get('vatNumber', number[2:])}"
    if told != number:
        raise response.broken("an answer about another number")
    return {"valid": answer["valid"], "request_id": str(answer.get("requestIdentifier") or "")}


def _errors(answer: dict[str, Any]) -> list[str]:
    """Codes of an answer that says that the member's register cannot be asked now: MS_UNAVAILABLE, TIMEOUT and others."""
    wrapped = [str(each.get("error") or "") for each in answer.get("errorWrappers") or () if isinstance(each, dict)]
    return wrapped or ([] if answer.get("actionSucceed", True) else ["no reason"])


def explain(response: Response) -> RemoteError:
    """Codes of an error answer; its texts may repeat what was asked."""
    try:
        answer = response.json()
    except (ContractBroken, OutcomeUnknown):
        return RemoteError()
    return RemoteError(", ".join(_errors(answer)) if isinstance(answer, dict) else "")
