"""One Holded account: its records, its switches, its clock."""

from __future__ import annotations

import copy
import hashlib
import json
from collections.abc import Container
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

from sandbox.core import Sandbox
from sandbox.holded import notation
from sandbox.holded.switches import SWITCHES, check

SERVICE = "holded"
DATA = Path(__file__).parent / "accounts"
Row = dict[str, Any]


class Account:
    """State of one account: plain JSON in ``state`` (amounts as text), times of making in ``memory`` (not business state)."""

    def __init__(self, sandbox: Sandbox, key: str) -> None:
        self.sandbox, self.key = sandbox, key
        self.memory = sandbox.memory(SERVICE, key)
        for name, value in _founding(key).items():
            self.state.setdefault(name, copy.deepcopy(value))

    @property
    def state(self) -> Row:
        """Business state."""
        return self.sandbox.state(SERVICE, self.key)

    def switch(self, name: str) -> Any:
        """The value of a switch: the account's own, the service's, or the default."""
        value = self.sandbox.setting(SERVICE, f"{self.key}.{name}", self.sandbox.setting(SERVICE, name, SWITCHES[name].default))
        return check(name, value)

    def violation(self, text: str) -> None:
        """Record what the real service would ignore in silence."""
        self.sandbox.violation(SERVICE, f"{self.key}: {text}")

    def seconds(self) -> float:
        """The clock, unix seconds."""
        return self.sandbox.now().timestamp()

    def born(self, id: str) -> None:
        """Remember when a record was made (for the lag of lists)."""
        self.memory.setdefault("born", {})[id] = self.seconds()

    def visible(self, id: str, lag: str) -> bool:
        """Whether lists show a record already."""
        return self.seconds() - self.memory.get("born", {}).get(id, 0.0) >= float(self.switch(lag))

    def new_id(self, kind: str, content: Any, taken: Container[str]) -> str:
        """An id that follows from the content, so that the same story gives the same state; a repetition gets the next one."""
        times = 0
        text = json.dumps(content, sort_keys=True, default=str)
        while True:
            id = hashlib.blake2b(f"{self.key}/{kind}/{times}/{text}".encode(), digest_size=12).hexdigest()
            if id not in taken:
                return id
            times += 1

    def money(self, value: Decimal | str, decimals: int = 2) -> str:
        """An amount in the account's notation."""
        value = Decimal(value)
        if self.switch("amounts") == "dot":
            return notation.dotted(value, decimals=decimals)
        return notation.spanish(value, decimals=decimals, bare=self.switch("whole_amounts") == "bare")

    def day(self, text: str | None) -> str | None:
        """A stored day in the account's form."""
        return notation.day(text, self.switch("dates")) if text else None

    def rates(self) -> dict[str, Decimal]:
        """Percent by key of the taxes that sales documents may use."""
        return {tax["key"]: Decimal(tax["amount"]) for tax in self.state["taxes"] if tax["scope"] == "sales" and tax["status"]}

    def find(self, group: str, id: str | None) -> Row | None:
        """One row of a master list."""
        return next((row for row in self.state[group] if row["id"] == id), None)


@cache
def _founding(key: str) -> Row:
    """What an account starts with; a key without a file of its own is founded like es."""
    file = DATA / f"{key}.json"
    found = json.loads((file if file.is_file() else DATA / "es.json").read_text(encoding="utf-8"))
    for tax in found["taxes"]:
        tax["id"] = hashlib.blake2b(f"{key}/{tax['key']}".encode(), digest_size=12).hexdigest()
    for series in found["series"]:
        series["last"] = 0
    found.pop("about")
    return {**found, "contacts": {}, "products": {}, "documents": {}}


def number(value: Any) -> int | float:
    """A stored amount as a JSON number, whole where it is."""
    value = Decimal(value)
    return int(value) if value == value.to_integral_value() else float(value)
