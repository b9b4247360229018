"""The label calls of one job: legal sizes, files made later, unpaid and refused parcels. One bad parcel never stops the others."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from order_sync.errors import PaymentNeeded, Rejected, RetryLater
from order_sync.steps.label_batches import half, take, within
from order_sync.steps.label_selection import Parcel
from order_sync.steps.label_sheets import Pages
from order_sync.steps.outcome import WHOLE_RUN
from order_sync.steps.shop import Shop

log = logging.getLogger(__name__)
FIRST_LOOK, LONGEST_PAUSE = 3.0, 30.0  # seconds: MyParcel makes files in 3 s to 3 min


@dataclass
class Printing:
    """One file being printed: its parcels go out in order, what is refused is remembered with its reason."""

    shop: Shop
    paper: str
    pages: Pages
    claim: Callable[[list[Parcel]], list[Parcel]]  # commits that labels are about to be asked for; those that may be
    printed: list[Parcel] = field(default_factory=list)
    refused: list[tuple[Parcel, str, str, str]] = field(default_factory=list)  # parcel, hold code, seen, cure
    left_out: list[Parcel] = field(default_factory=list)  # not asked for: their order has changed since they were chosen
    payment_link: str = ""

    def run(self, parcels: list[Parcel]) -> None:
        """Ask for all of them, in as few calls as are legal."""
        while parcels:
            count = take(_labels(parcels), self.pages.place)
            self.ask(parcels[:count])
            parcels = parcels[count:]

    def ask(self, batch: list[Parcel], *, by_link: bool = False) -> None:
        """One call, and what must follow from its answer."""
        from order_sync.hooks.myparcel import account_blocked

        claimed = self.claim(batch)
        self.left_out += [parcel for parcel in batch if parcel not in claimed]
        batch = claimed
        if not batch:
            return
        try:
            pdf = self._fetch(batch, by_link)
        except PaymentNeeded as error:
            self._unpaid(batch, error, by_link)
        except WHOLE_RUN:
            raise
        except Rejected as error:
            if account_blocked(error):
                raise
            self._refused(batch, error)
        else:
            if pdf is None:
                self._directly(batch)
                return
            self.pages.add(pdf, sum(_labels(batch)))
            self.printed += batch

    def _fetch(self, batch: list[Parcel], by_link: bool) -> bytes | None:
        """The PDF of one call; None where it was not made in time."""
        from order_sync.hooks.myparcel_labels import DIRECT_LABELS

        hook = self.shop.myparcel()
        direct = sum(_labels(batch)) <= DIRECT_LABELS and not by_link
        positions = getattr(self.pages, "positions", ())
        ids = [parcel.shipment_id for parcel in batch]
        answer = (hook.labels if direct else hook.label_link)(ids, self.paper, positions)
        return answer.pdf or self._wait_for(answer.link)

    def _wait_for(self, link: str) -> bytes | None:
        """Look at a link at growing distances, until the store's patience ends."""
        until = time.monotonic() + self.shop.settings.myparcel.labels.wait_seconds
        pause = FIRST_LOOK
        while True:
            time.sleep(max(0.0, min(pause, until - time.monotonic())))
            pdf = self.shop.myparcel().label_file(link)
            if pdf is not None or time.monotonic() >= until:
                return pdf
            pause = min(pause * 1.5, LONGEST_PAUSE)

    def _directly(self, batch: list[Parcel]) -> None:
        """The file was not made in time. All are registered by now: they are printed again in direct calls."""
        from order_sync.hooks.myparcel_labels import DIRECT_LABELS

        log.warning("MyParcel did not make the file of %s parcels in time; they are asked for in smaller calls", len(batch))
        if len(batch) == 1 or sum(_labels(batch)) <= DIRECT_LABELS:
            raise RetryLater(
                "MyParcel has not made the label file yet", where="MyParcel GET /shipment_labels/{ids}",
                cure="It is asked for again; what is registered costs nothing.", delay=120,
            )  # fmt: skip
        while batch:
            count = within(_labels(batch), self.pages.place, DIRECT_LABELS)
            self.ask(batch[:count])
            batch = batch[count:]

    def _unpaid(self, batch: list[Parcel], error: PaymentNeeded, by_link: bool) -> None:
        """Hold what MyParcel names, print the rest. A direct answer names nothing: the form with a link is asked once who is unpaid."""
        self.payment_link = self.payment_link or error.link
        ids = {*error.unpaid, *error.blocked}
        named = [parcel for parcel in batch if parcel.shipment_id in ids]
        if not named and len(batch) > 1 and not by_link:
            self.ask(batch, by_link=True)
            return
        for parcel in named or batch:
            self.refused.append((parcel, "PAYMENT_NEEDED", _open_amount(error, parcel), error.cure))
        rest = [parcel for parcel in batch if parcel not in named] if named else []
        if rest:
            self.ask(rest)

    def _refused(self, batch: list[Parcel], error: Rejected) -> None:
        """Cut the call in two until the bad parcel stands alone; what was registered meanwhile is only printed again."""
        if len(batch) == 1:
            self.refused.append((batch[0], "LABEL_REFUSED", error.seen, refusal_cure(error)))
            return
        log.warning("a call for %s labels was refused, it is cut in two: %s", len(batch), error)
        cut = half(_labels(batch), self.pages.place)
        self.ask(batch[:cut])
        self.ask(batch[cut:])


def refusal_cure(error: Rejected) -> str:
    """What to do about a refused label."""
    codes = {fault.code for fault in error.faults}
    if "3746" in codes:
        return "The label has expired: delete the shipment in MyParcel, then retry the hold, and a new one is made."
    if error.status == 404:
        return "The shipment is gone in MyParcel: retry the hold of the order to make it again, or ignore it."
    return "Open the shipment in MyParcel's back office, correct what it names, then retry or print it there."


def _open_amount(error: PaymentNeeded, parcel: Parcel) -> str:
    """For the hold: the amount and where to pay; the link itself opens an invoice and stays on the page of the job."""
    state = "blocked until the account is paid" if parcel.shipment_id in error.blocked else "not paid for"
    amount = f", open: EUR {error.cents // 100}.{error.cents % 100:02}" if error.cents else ""
    host = urlsplit(error.link).hostname if error.link else ""
    return f"shipment {parcel.shipment_id} is {state}{amount}" + (f"; pay at {host}, the link stands at the print job" if host else "")


def _labels(parcels: list[Parcel]) -> list[int]:
    return [parcel.labels for parcel in parcels]
