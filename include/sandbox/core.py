"""The sandbox: state by service and account, violations, faults, call log, snapshot, and the ASGI door to all of them."""

from __future__ import annotations

import hashlib
import importlib
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
from fastapi import FastAPI

from sandbox.accounts import Account, account
from sandbox.faults import Fault

SERVICES = ("wix", "holded", "myparcel", "iam", "vies")


class Sandbox:
    """All services in one process.

    A service is a package ``sandbox.<service>`` with ``build(sandbox, account_key) -> FastAPI``
    (myparcel also ``build_iam`` for the host of the key check; vies knows no accounts and stands at /vies itself) and, optionally,
    ``fault_answer(action, seconds) -> (status, headers, body)`` for the faults http_*, shaped as the real service does, and
    ``admin_routes(sandbox) -> APIRouter``.
    Its endpoints are ``async def``: they run one after the other in one thread, so state needs no lock.
    Business state is ``state(service, account)``: plain JSON values only, kept in the snapshot and in the digest.
    Tokens, cursors and the like go to ``memory(service, account)``, which is forgotten at the end.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = folder
        self.violations: list[dict[str, str]] = []
        self.calls: list[dict[str, Any]] = []
        self.faults: list[Fault] = []
        self.settings: dict[str, Any] = {}
        self.clock_offset = timedelta()
        self._states: dict[tuple[str, str], dict[str, Any]] = {}
        self._memory: dict[tuple[str, str], dict[str, Any]] = {}
        self._apps: dict[tuple[str, str], FastAPI | None] = {}
        self._dirty: set[tuple[str, str]] = set()
        self._lock = threading.Lock()
        if folder is not None:
            self._load(folder)

    def now(self) -> datetime:
        """The sandbox's clock, UTC; ``clock_offset`` moves it (expiry of tokens, late states)."""
        return datetime.now(UTC) + self.clock_offset

    def state(self, service: str, key: str) -> dict[str, Any]:
        """Business state of an account, made on first use."""
        return self._states.setdefault((service, key), {})

    def memory(self, service: str, key: str) -> dict[str, Any]:
        """What an account forgets when the process ends."""
        return self._memory.setdefault((service, key), {})

    def setting(self, service: str, name: str, default: Any) -> Any:
        """A switch of a service, set by ``settings["service.name"]`` or POST /sandbox/settings."""
        return self.settings.get(f"{service}.{name}", default)

    def violation(self, service: str, text: str) -> None:
        """Record what the real service would silently ignore or misread."""
        entry = {"service": service, "text": text}
        if entry not in self.violations:
            self.violations.append(entry)

    def arm(self, action: str, **match: Any) -> Fault:
        """Switch a fault on; see sandbox.faults.Fault for how it matches."""
        fault = Fault(action, **match)
        self.faults.append(fault)
        return fault

    def strike(self, service: str, key: str, method: str, path: str) -> Fault | None:
        """The first armed fault that hits this call; the faults after it do not count the call."""
        struck = None
        for fault in list(self.faults):
            if struck is None and fault.hits(service, key, method, path):
                struck = fault
                if fault.spent:
                    self.faults.remove(fault)
        return struck

    def app(self, service: str, key: str) -> FastAPI | None:
        """The service's app for an account, made on first use; None where there is none."""
        if (service, key) not in self._apps:
            module = module_of(service) if service in SERVICES and account(key) else None
            builder = getattr(module, "build_iam" if service == "iam" else "build", None)
            self._apps[service, key] = builder(self, key) if builder else None
        return self._apps[service, key]

    def account(self, key: str) -> Account:
        """The row of the table of accounts."""
        found = account(key)
        if found is None:
            raise KeyError(key)
        return found

    def fault_answer(self, service: str, action: str, seconds: float) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body of an http_* fault."""
        maker = getattr(module_of(service), "fault_answer", None)
        if maker is not None:
            return maker(action, seconds)
        status = int(action.split("_")[1])
        headers = {"Retry-After": str(round(seconds))} if status == 429 else {}
        return status, headers | ({"X-RateLimit-Window": "month"} if action.endswith("month") else {}), {}

    def digest(self) -> str:
        """SHA-256 over all business state: equal digests, equal remotes."""
        states = {f"{service}/{key}": state for (service, key), state in self._states.items() if state}
        return hashlib.sha256(msgspec.json.encode(states, order="deterministic")).hexdigest()

    def changed(self, service: str, key: str) -> None:
        """Mark an account for the next snapshot (done by the door after every accepted write)."""
        with self._lock:
            self._dirty.add((service, key))

    def save(self) -> None:
        """Write the marked accounts to the state folder, each whole or not at all."""
        with self._lock:
            dirty, self._dirty = self._dirty, set()
        if self.folder is None:
            return
        self.folder.mkdir(parents=True, exist_ok=True)
        for service, key in dirty:
            file = self.folder / f"{service}.{key}.json"
            part = file.with_suffix(".part")
            part.write_bytes(msgspec.json.encode(self.state(service, key)))
            part.replace(file)

    def _load(self, folder: Path) -> None:
        for file in sorted(folder.glob("*.*.json")):
            service, key, _ = file.name.split(".")
            self._states[service, key] = msgspec.json.decode(file.read_bytes())


def module_of(service: str) -> Any:
    """The service's package; the host of MyParcel's key check lives in MyParcel's."""
    return importlib.import_module(f"sandbox.{'myparcel' if service == 'iam' else service}")
