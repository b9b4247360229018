"""What a remote answered: decoding without float money, errors without secrets or personal data."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar

import msgspec

from order_sync.errors import ContractBroken, FieldFault, OrderSyncError, OutcomeUnknown

T = TypeVar("T")
_DECODER = msgspec.json.Decoder(float_hook=Decimal)
_ENCODER = msgspec.json.Encoder(decimal_format="number")
_MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
# phone and account numbers; not dates, and not the digits inside an id
_LONG_NUMBER = re.compile(r"(?<![\w.-])(?!\d{4}-\d\d-\d\d)\+?\d[\d ()-]{7,}\d(?![\w-])")
_HALF_PAIR = re.compile("[\ud800-\udfff]")
_NO_ID = re.compile(r"[^\w.:|-]")
_MESSAGE_LIMIT = 200


def encode(body: Any) -> bytes:
    """A request body as JSON; a Decimal keeps its digits."""
    return _ENCODER.encode(body)


@dataclass(frozen=True)
class RemoteError:
    """What a hook read out of an error answer: texts are still as the remote wrote them, RestClient cleans them."""

    message: str = ""
    faults: tuple[FieldFault, ...] = ()
    request_id: str = ""
    quota_spent: bool = False

    def cleaned(self, secrets: Iterable[str]) -> RemoteError:
        """Texts cut to 200 characters, without secrets, mail addresses and long numbers."""
        secrets = tuple(secrets)
        faults = tuple(
            FieldFault(clean(fault.path, secrets), clean(fault.says, secrets), clean(fault.code, secrets)) for fault in self.faults
        )
        return replace(self, message=clean(self.message, secrets), faults=faults, request_id=_NO_ID.sub("", self.request_id)[:100])


@dataclass(frozen=True)
class Response:
    """An answer: status, headers (any case), the bytes, and how to decode them. ``read``: the call changed nothing at the remote."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)
    where: str
    read: bool

    def json(self) -> Any:
        """The body decoded; numbers with a point are Decimal. An empty or broken body raises (see ``broken``)."""
        try:
            return _DECODER.decode(self.body)
        except (msgspec.DecodeError, UnicodeDecodeError):
            raise self.broken("the answer is not JSON") from None

    def decode(self, form: type[T]) -> T:
        """The body decoded into a msgspec type."""
        try:
            try:
                return msgspec.json.decode(self.body, type=form)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                if isinstance(error, msgspec.ValidationError):
                    raise
                return msgspec.json.decode(_mended(self.body), type=form)
        except msgspec.ValidationError as error:
            raise self.broken(f"the answer does not fit: {str(error)[:_MESSAGE_LIMIT]}") from None
        except (ValueError, RecursionError):
            raise self.broken("the answer is not JSON") from None

    def broken(self, seen: str) -> OrderSyncError:
        """The error for a 2xx of an unexpected form: a write may have happened, so its outcome is unknown."""
        seen = f"status {self.status}, {seen}"
        if self.read:
            return ContractBroken(
                seen, where=self.where, cure="The remote changed its form: compare with its documentation before running again."
            )
        return OutcomeUnknown(seen, where=self.where, cure="It may have happened: it is looked up before any second call.")


def clean(text: str, secrets: Iterable[str]) -> str:
    """A remote's text made fit for logs."""
    text = " ".join(str(text).split())
    for secret in secrets:
        if len(secret) > 3:
            text = text.replace(secret, "***")
    text = _LONG_NUMBER.sub("(number)", _MAIL.sub("(mail)", text))
    return text if len(text) <= _MESSAGE_LIMIT else text[: _MESSAGE_LIMIT - 1] + "…"


def retry_after(headers: Mapping[str, str]) -> float | None:
    """Seconds to wait by Retry-After (seconds or HTTP date), else by X-RateLimit-Reset (unix seconds), else None."""
    value = (headers.get("Retry-After") or "").strip()
    if re.fullmatch(r"\d+(\.\d+)?", value):
        return float(value)
    if value:
        try:
            return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
        except (TypeError, ValueError):
            return None
    reset = (headers.get("X-RateLimit-Reset") or "").strip()
    if re.fullmatch(r"\d{9,11}", reset):
        return max(0.0, float(reset) - time.time())
    return None


def _mended(body: bytes) -> bytes:
    """The same JSON with U+FFFD for broken UTF-8 and halves of surrogate pairs: a cut emoji in one order must not stop its page."""
    text = json.dumps(json.loads(body.decode("utf-8", "replace")), ensure_ascii=False)
    return _HALF_PAIR.sub("\ufffd", text).encode()
