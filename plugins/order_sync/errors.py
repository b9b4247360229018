"""Error classes named after the next action: whoever catches one knows what to do without reading its text."""

from __future__ import annotations

from dataclasses import dataclass


class OrderSyncError(Exception):
    """Base of all errors a person can meet: what was seen, where, and what to do."""

    def __init__(self, seen: str, *, where: str, cure: str) -> None:
        self.seen, self.where, self.cure = seen, where, cure
        super().__init__(f"{where}: {seen}. {cure}")


class RetryLater(OrderSyncError):
    """The remote or the network cannot serve us now and nothing was done: the same call may be made again.

    ``delay`` is in seconds, None where the remote did not say.
    """

    def __init__(self, seen: str, *, where: str, cure: str, delay: float | None = None) -> None:
        super().__init__(seen, where=where, cure=cure)
        self.delay = delay


class QuotaSpent(OrderSyncError):
    """The account's calls of the month are used up: waiting minutes does not help, a person must know."""


class QuotaWaiting(QuotaSpent):
    """The same as an earlier run of the month has told already: work waits, and nobody need be alarmed again."""


@dataclass(frozen=True)
class FieldFault:
    """One refused field: its path in the request, what the remote said of it, and its code ("" when it has none)."""

    path: str
    says: str
    code: str = ""


class Rejected(OrderSyncError):
    """The remote refused the content and did nothing: repeating is useless, a person must change something."""

    def __init__(self, seen: str, *, where: str, cure: str, status: int = 0, faults: tuple[FieldFault, ...] = ()) -> None:
        super().__init__(seen, where=where, cure=cure)
        self.status, self.faults = status, faults


class NotThere(Rejected):
    """The remote does not know the id (404): it was deleted there, or never existed."""


class AccessDenied(Rejected):
    """The credential is wrong, revoked or lacks a right: every further call would fail in the same way."""


class PaymentNeeded(Rejected):
    """The account must be paid before these are done: what is paid for may be asked again without them.

    ``unpaid`` and ``blocked``: the ids that the remote names (none: all that were asked for). ``link``: where to pay, for people who are
    logged in; ``cents``: the open amount, None where the remote did not say.
    """

    def __init__(
        self,
        seen: str,
        *,
        where: str,
        cure: str,
        status: int = 402,
        unpaid: tuple[int, ...] = (),
        blocked: tuple[int, ...] = (),
        link: str = "",
        cents: int | None = None,
    ) -> None:
        super().__init__(seen, where=where, cure=cure, status=status)
        self.unpaid, self.blocked, self.link, self.cents = unpaid, blocked, link, cents


class OutcomeUnknown(OrderSyncError):
    """A write was sent and its answer lost: it may have happened. Look it up by its marker before any second one."""


class ContractBroken(OrderSyncError):
    """The remote answered in a form that its contract does not know: stop rather than guess."""


class SettingsError(OrderSyncError):
    """The merchant's configuration is missing or wrong; the text names file, key and cure."""


class BatchCheckFailed(OrderSyncError):
    """A rule about a whole batch failed: nothing of the batch may go on."""
