"""Findings of the comparison: kept from the first day to the last, held where a code stands for them, healed when they are gone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from order_sync.steps.shop import Shop
from order_sync.store.holds import hold

KEPT_DAYS = 400
# A document or parcel that is gone is held as the senders hold it: ignoring it leaves the order out, retrying makes it again.
# ``gone`` tells the comparison's own holds of documents from the sender's: these it lets go when a list shows the document again.
_SOURCES = {("DELETED_REMOTELY", "holded"): "gone", ("DELETED_REMOTELY", "myparcel"): "track"}


@dataclass(frozen=True)
class Finding:
    """One thing that a remote shows and the ledger does not say. ``code`` is its hold's; None: it is listed only."""

    remote: str
    object_id: str
    what: str
    destination: str
    wix_order_id: str | None = None
    order_number: str | None = None
    field: str = ""
    expected: str = ""
    seen: str = ""
    code: str | None = None

    @property
    def key(self) -> str:
        """What makes it the same finding on another day."""
        return f"{self.object_id} {self.what} {self.field}"

    @property
    def told(self) -> str:
        """The text of its hold."""
        return f"{self.seen}, expected {self.expected}" if self.expected else self.seen


class Budget:
    """The calls that one comparison of a remote may make."""

    def __init__(self, client: Any, most: int) -> None:
        self._client, self._most, self._before = client, most, client.calls.total()

    @property
    def spent(self) -> int:
        """Calls made, repeated ones included."""
        return self._client.calls.total() - self._before

    @property
    def left(self) -> int:
        """Calls that may still be made."""
        return max(0, self._most - self.spent)


def keep(shop: Shop, remote: str, found: Sequence[Finding], looked: Collection[str]) -> dict[str, int]:
    """Write down what was found; ``looked``: ids of all objects that were seen, so that a finding about them that is gone is over.

    Counts: findings by what they are, and how many hold an order.
    """
    found = list({finding.key: finding for finding in found}.values())
    database, counts = shop.database, Counter(finding.what for finding in found)
    accepted = _accepted(shop, found)
    for finding in found:
        ignored = _is_accepted(finding, accepted)
        database.run("reconcile/find", store=shop.store, accepted=ignored, **_texts(finding))
        if finding.code and finding.wix_order_id and not ignored:
            hold(
                database, shop.store, finding.wix_order_id, finding.order_number, finding.destination, finding.code, field=finding.field,
                seen=finding.told, source=_SOURCES.get((finding.code, finding.remote), "reconcile"),
            )  # fmt: skip
            counts["held"] += 1
    database.run("reconcile/over", store=shop.store, remote=remote, looked=list(looked), found=[finding.key for finding in found])
    database.run("reconcile/heal", store=shop.store)
    database.run("reconcile/forget", store=shop.store, days=KEPT_DAYS)
    return dict(counts)


def open_findings(shop: Shop, remote: str) -> list[Finding]:
    """What is open of a remote, as it was kept last."""
    rows = shop.database.rows("reconcile/open", store=shop.store, remote=remote)
    return [Finding(remote, **{name: value for name, value in row.items() if name != "times"}) for row in rows]


def _texts(finding: Finding) -> dict[str, Any]:
    row = asdict(finding)
    return row | {name: row[name][:500] for name in ("expected", "seen")}


def _accepted(shop: Shop, found: Sequence[Finding]) -> set[tuple[str, ...]]:
    orders = sorted({finding.wix_order_id for finding in found if finding.code and finding.wix_order_id})
    rows = shop.database.rows("reconcile/accepted", store=shop.store, wix_order_ids=orders) if orders else []
    return {(row["wix_order_id"], row["destination"], row["code"], row["field"], row["seen"]) for row in rows}


def _is_accepted(finding: Finding, accepted: set[tuple[str, ...]]) -> bool:
    """Whether a person has ignored this very finding: another change of the same field is told again. Gone is gone, in whatever words."""
    if finding.code == "DELETED_REMOTELY":
        return any(key[:4] == (finding.wix_order_id, finding.destination, finding.code, finding.field) for key in accepted)
    return (finding.wix_order_id, finding.destination, finding.code, finding.field, finding.told[:500]) in accepted
