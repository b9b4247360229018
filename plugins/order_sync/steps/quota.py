"""The account's monthly calls as a budget: new documents stop before what is under way lacks a call. Source: Holded contract, 1.4.

GET /usage costs a call itself. Our own calls are counted, so its answer is kept: for half a day while plenty is left, for minutes
near the end, and for a day once it is known that nothing goes on. The limit that it tells may be the ceiling of a billed overage,
and not the plan's: holded.quota.monthly_limit is our own.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from datetime import UTC, date, datetime
from functools import cached_property
from typing import Any

from order_sync.contracts.acts import DOCUMENT_ROLES
from order_sync.errors import AccessDenied, ContractBroken, QuotaSpent, QuotaWaiting, Rejected, RetryLater
from order_sync.steps.holded_work import Work
from order_sync.steps.shop import Shop
from order_sync.store import quota
from order_sync.store.ledger import Entry

log = logging.getLogger(__name__)
DAY, HALF_A_DAY, MINUTES = 86_400, 43_200, 900
MAKES = ("document", "conversion", "replacement")  # what waits where calls are short; notes, approvals and payments use the reserve
ORDER_AT_MOST = 10  # calls of one order at worst: below reserve and so many nothing new can begin
CONTACT = 2  # look-up and creation


class Purse:
    """What one run may spend. Nothing is asked before the first question."""

    def __init__(self, shop: Shop) -> None:
        self.shop, self.settings = shop, shop.settings.holded.quota
        self.connection = shop.settings.holded.connection
        self.promised = 0  # calls that documents which were made still need
        self.waiting: set[str] = set()  # orders whose document was not begun

    @cached_property
    def account(self) -> str:
        """The fingerprint of the account."""
        return self.shop.holded().account_key

    @cached_property
    def _at_start(self) -> tuple[int | None, int | None]:
        """(limit, used) when the run first asked; no limit: nobody tells one."""
        self.shop.save_calls()
        known = quota.known(self.shop.database, self.account)
        if known and known["spent"] and known["checked_age"] is not None and known["checked_age"] < DAY:
            raise self.lack("the calls of this month are used up")
        if _stale(known, self.settings):
            self.ask(bool(known and known["spent"]))
            known = quota.known(self.shop.database, self.account)
        return limit_of(known, self.settings.monthly_limit), used_of(known)

    def ask(self, checked: bool) -> None:
        """GET /usage, kept; ``checked``: because nothing was left."""
        told: dict[str, Any] = {}
        try:
            told = self.shop.holded().usage()
        except QuotaSpent:
            quota.asked(self.shop.database, self.account, self.connection, None, None, checked=True)
            quota.spent(self.shop.database, self.account, self.connection)
            raise
        except RetryLater as error:
            log.warning("the account's calls of the month cannot be read now: %s", error)
            return
        except (Rejected, ContractBroken) as error:
            if isinstance(error, AccessDenied) and "developers:usage.read" not in error.seen:
                raise
            log.warning("the account's calls of the month cannot be read, ours are counted: %s", error)
        self.shop.save_calls()  # the question itself is in its answer
        quota.asked(self.shop.database, self.account, self.connection, told.get("usage"), told.get("limit"), checked=checked)

    @property
    def left(self) -> int | None:
        """Calls that are left now; None where nobody tells a limit."""
        limit, used = self._at_start
        return None if limit is None else max(0, limit - used - self.shop.holded().client.calls.total())

    def look(self) -> int | None:
        """What is left, as ``left``; QuotaSpent where it is nothing."""
        left = self.left
        if left is not None and left < 1:
            raise self.lack("no call of this month is left")
        return left

    def promise(self, orders: Iterable[Work]) -> None:
        """Remember what the documents that were made still need."""
        self.promised = sum(_needs(work) for work in orders if work.document.done or work.document.doubtful)

    def allows(self, work: Work, intent: Entry) -> bool:
        """Whether the intent may be begun: all but new documents may use the reserve. QuotaSpent where no call is left at all."""
        left = self.look()
        if left is None:
            return True
        if intent.role not in MAKES or intent.state != "pending":
            return True
        needs = _needs(work) + (CONTACT if intent.contact and intent.contact.get("keys") else 0)
        if left - self.promised - needs < self.settings.reserve:
            self.waiting.add(work.document.wix_order_id)
            return False
        self.promised += needs - 1
        return True

    def refused(self, error: QuotaSpent) -> QuotaSpent:
        """Remember that the account refused a call, and say it as the runs say it."""
        if not isinstance(error, QuotaWaiting):
            quota.spent(self.shop.database, self.account, self.connection)
        return error if self.shop.past else self._said(error)  # drafts of the past may wait: the lack is told by what may not

    def settle(self, did_something: bool) -> int:
        """At the end of a run: how many orders wait for calls. QuotaSpent the first time in a month; later only where nothing was done."""
        if not self.waiting:
            if "_at_start" in self.__dict__ and not self.shop.past:
                quota.enough(self.shop.database, self.account)
            return 0
        if self.shop.past:
            log.info(
                "%s calls of the month are left, history.reserve keeps %d: %d drafts wait",
                self.left,
                self.settings.reserve,
                len(self.waiting),
            )
            return len(self.waiting)
        limit, _ = self._at_start
        error = self._said(self.lack(
            f"{self.left} of {limit} calls are left this month, {self.settings.reserve} are kept for refunds and approvals and "
            f"{self.promised} for documents under way; {len(self.waiting)} orders wait to be booked"
        ))  # fmt: skip
        if isinstance(error, QuotaWaiting) and did_something:
            log.warning("%s", error)
            return len(self.waiting)
        raise error

    def lack(self, seen: str) -> QuotaSpent:
        """The error that says what is short, until when, and what to do."""
        cure = (
            f"It goes on by itself from {next_month():%d %B} (UTC). Until then: raise the Holded plan, or lower holded.quota.reserve. "
            "The limit that Holded tells may be the ceiling of a billed overage; your own is holded.quota.monthly_limit."
        )
        return QuotaSpent(f"QUOTA: {seen}", where=f"Holded (connection {self.connection})", cure=cure)

    def _said(self, error: QuotaSpent) -> QuotaSpent:
        """The first run of a month that meets it fails; those after it only say so."""
        kind = QuotaSpent if quota.tell(self.shop.database, self.account, self.connection) else QuotaWaiting
        return kind(error.seen, where=error.where, cure=error.cure)


def ask_now(shop: Shop) -> None:
    """Read the account's usage at once, by the wish of a person: one call."""
    if shop.settings.holded:
        Purse(shop).ask(checked=False)


def stop_if_spent(shop: Shop) -> None:
    """QuotaSpent where the account is known to refuse every call of this month; costs none."""
    purse = Purse(shop)
    known = quota.known(shop.database, purse.account)
    if known and known["spent"]:
        raise purse.lack("the calls of this month are used up")


def known_left(shop: Shop) -> int | None:
    """Calls that are left by what is known, without asking; None where nobody has told a limit."""
    known = quota.known(shop.database, shop.holded().account_key)
    limit = limit_of(known, shop.settings.holded.quota.monthly_limit)
    if known and known["spent"]:
        return 0
    return None if limit is None else max(0, limit - used_of(known))


def limit_of(known: dict[str, Any] | None, own: int | None) -> int | None:
    """The smaller one of what the account tells and what the settings say."""
    limits = [limit for limit in ((known or {}).get("quota"), own) if limit is not None]
    return min(limits) if limits else None


def used_of(known: dict[str, Any] | None) -> int:
    """Calls of the month: everybody's at the last reading and ours since; ours alone where it cannot be read."""
    if not known:
        return 0
    return known["calls"] if known["usage"] is None else known["usage"] + known["calls"] - known["calls_then"]


def next_month() -> date:
    """The day on which the account's calls begin anew."""
    today = datetime.now(UTC).date()
    return date(today.year + today.month // 12, today.month % 12 + 1, 1)


def _stale(known: dict[str, Any] | None, settings: Any) -> bool:
    """Whether GET /usage is worth its call."""
    if known is None or known["asked_age"] is None or known["spent"]:
        return True
    limit = limit_of(known, settings.monthly_limit)
    if known["usage"] is None or limit is None:
        return known["asked_age"] >= DAY
    left = limit - used_of(known)
    if left < settings.reserve + ORDER_AT_MOST:
        return known["asked_age"] >= DAY
    plenty = left > limit // 5 and left > 4 * (settings.reserve + ORDER_AT_MOST)
    return known["asked_age"] >= (HALF_A_DAY if plenty else MINUTES)


def _needs(work: Work) -> int:
    """Calls that an order still costs: one per open intent, and one to prove each document that is not proved."""
    open_ones = sum(1 + intent.doubtful for intent in work.entries if intent.open)
    return open_ones + sum(intent.role in DOCUMENT_ROLES and (intent.open or intent.verdict == "planned") for intent in work.entries)
