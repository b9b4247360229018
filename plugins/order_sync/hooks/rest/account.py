"""An Airflow connection as the hooks need it: base URL, credential, settings, each fault with its cure."""

from __future__ import annotations

import ipaddress
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from order_sync.errors import SettingsError

_MASKER = "airflow.sdk._shared.secrets_masker.secrets_masker"


@dataclass(frozen=True)
class Account:
    """One connection. ``base_url`` has no slash at its end; ``password`` is never shown in its text."""

    conn_id: str
    base_url: str
    login: str
    password: str = field(repr=False)
    extra: dict[str, Any] = field(repr=False, default_factory=dict)

    def number(self, key: str, default: float) -> float:
        """A positive number among the extra fields."""
        value = self.extra.get(key)
        if value is None or value == "":
            return default
        try:
            number = float(value)
        except (TypeError, ValueError):
            number = 0.0
        if number <= 0:
            raise SettingsError(
                f"extra field {key} is not a positive number", where=_where(self.conn_id), cure=f"Give a number, for example {default:g}."
            )
        return number

    def flag(self, key: str, default: bool = False) -> bool:
        """A yes or no among the extra fields."""
        value = self.extra.get(key)
        if value is None or value == "":
            return default
        if isinstance(value, bool):
            return value
        if str(value).lower() in ("true", "false"):
            return str(value).lower() == "true"
        raise SettingsError(f"extra field {key} is neither true nor false", where=_where(self.conn_id), cure="Set it to true or false.")

    def text(self, key: str, default: str = "", choices: tuple[str, ...] = ()) -> str:
        """A text among the extra fields, one of ``choices`` where they are given."""
        value = str(self.extra.get(key) or default)
        if choices and value not in choices:
            raise SettingsError(
                f"extra field {key} is not one of {', '.join(choices)}", where=_where(self.conn_id), cure=f"Set it to {choices[0]}."
            )
        return value

    def need(self, name: str, value: Any, cure: str) -> str:
        """A field that must be filled, else a SettingsError."""
        if not str(value or "").strip():
            raise SettingsError(f"{name} is empty", where=_where(self.conn_id), cure=cure)
        return str(value).strip()


@contextmanager
def _no_word_of_short_fields() -> Iterator[None]:
    """Airflow warns of each extra field that is too short to be masked, before it asks whether it is a secret: auth "app" is none.

    Passwords of remotes are longer than that, and are masked as ever.
    """
    masker = logging.getLogger(_MASKER)

    def others(record: logging.LogRecord) -> bool:
        return "too short" not in record.msg

    masker.addFilter(others)
    try:
        yield
    finally:
        masker.removeFilter(others)


def read_account(conn_id: str, conn_type: str, default_url: str) -> Account:
    """Read the Airflow connection ``conn_id`` of type ``conn_type``; a missing host means the service's own."""
    from airflow.sdk import BaseHook  # costs a second or two: only who reads a connection pays
    from airflow.sdk.exceptions import AirflowNotFoundException

    try:
        with _no_word_of_short_fields():
            connection = BaseHook.get_connection(conn_id)
    except AirflowNotFoundException:
        raise SettingsError(
            "not defined, or not readable",
            where=_where(conn_id),
            cure=f"Add a connection {conn_id} of type {conn_type} in Airflow (Admin, Connections).",
        ) from None
    if connection.conn_type != conn_type:
        raise SettingsError(
            f"its type is {connection.conn_type!r}", where=_where(conn_id), cure=f"Make it a connection of type {conn_type}."
        )
    host = connection.host or default_url
    if connection.port and urlsplit(host if "//" in host else f"//{host}").port is None:
        scheme, _, rest = host.rpartition("://")
        name, slash, path = rest.partition("/")
        host = f"{scheme + '://' if scheme else ''}{name}:{connection.port}{slash}{path}"
    return Account(
        conn_id, base_url(host, where=_where(conn_id)), connection.login or "", connection.password or "", dict(connection.extra_dejson)
    )


def base_url(host: str, *, where: str) -> str:
    """``scheme://host[:port][/prefix]`` from a connection's host; https unless it says http to this very machine."""
    text = host.strip() if "://" in host else f"https://{host.strip()}"
    try:
        parts = urlsplit(text)
        name, _ = parts.hostname, parts.port
    except ValueError:
        name = None
    if not name or parts.scheme not in ("http", "https") or parts.query or parts.fragment or parts.username:
        raise SettingsError(
            "the host is not an address", where=where, cure="Write it as https://host, with :port and /prefix where needed."
        )
    if parts.scheme == "http" and not _loopback(name):
        raise SettingsError(
            f"plain http to {name}", where=where, cure="Use https; http is only for this machine (127.0.0.1, ::1, localhost)."
        )
    return text.rstrip("/")


def _loopback(name: str) -> bool:
    if name == "localhost":
        return True
    try:
        return ipaddress.ip_address(name).is_loopback
    except ValueError:
        return False


def _where(conn_id: str) -> str:
    return f"connection {conn_id}"
