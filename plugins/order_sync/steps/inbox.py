"""What a person does with held orders: try again, or ignore with a note; one, several, or all that a filter names. Recorded with who and when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from order_sync.contracts.holds import HOLD_CODES, NEVER_RETRIED
from order_sync.errors import SettingsError
from order_sync.steps import hold_ignore, hold_rows
from order_sync.steps.ingest import rebuild, refresh_master
from order_sync.steps.shop import Shop
from order_sync.store import holds, periods
from order_sync.store.database import Database, Row

SLICE = 200  # orders that are built again together
MOST_NOTE = 500
BUILT = ("build", "check", "before_send")  # holds that building the order again closes


@dataclass(frozen=True)
class Chosen:
    """Which open holds are meant: those that fit everything that is named. ``everything``: all, where nothing is named."""

    numbers: tuple[str, ...] = ()
    code: str | None = None
    destination: str | None = None
    before: datetime | None = None
    holds: tuple[int, ...] = ()
    everything: bool = False

    @property
    def whole(self) -> bool:
        """Whether orders are meant with all that stands at a place of theirs, not single holds."""
        return not (self.code or self.holds or self.before)


@dataclass(frozen=True)
class Act:
    """What is done with them, by whom: ``closed_as`` is retried or ignored; ``dry_run`` only says with which."""

    closed_as: str
    by: str
    note: str = ""
    into_closed_period: bool = False
    dry_run: bool = False


def all_open_holds(database: Database, *, store: str | None = None, code: str | None = None) -> list[Row]:
    """Open holds, oldest first within a store."""
    return holds.open_holds(database, store=store, code=code)


def act(shop: Shop, chosen: Chosen, what: Act, *, refresh: bool = True) -> list[Row]:
    """Retry or ignore the chosen holds; rows {order_number, wix_order_id, destination, code, field, source, verdict, because}.

    verdict: ignored; released (no hold is left there: the next run of the sender takes it), held (it is held again, ``because`` names
    the code), failed (that order alone could not be decided anew), waits (a remote does not answer: the same run may be tried again),
    not open, ambiguous (several orders share the number), or would be retried and would be ignored. A retried order is built anew by
    today's rules. One bad order never stops the others. SettingsError where nothing is chosen, or an order is to be ignored without a note.

    An order that is left out at a destination has no open hold there: its other holds are rows too, also ignored (would also be ignored).
    ``refresh``: read the remotes' lists again before orders are built; False where that was done (see ``lists``).
    """
    _checked(chosen, what)
    rows = _targets(shop, chosen, what)
    todo = [row for row in rows if not row["verdict"]]
    if what.closed_as == "ignored":
        return rows + hold_ignore.ignore(shop, todo, by=what.by, note=what.note, before=chosen.before, dry_run=what.dry_run)
    if what.dry_run:
        hold_rows.tell(todo, "would be retried", "")
    else:
        if refresh and needs_lists(todo):
            refresh_master(shop, force=True)
        _retry(shop, todo, what, whole=chosen.whole)
    return rows


def needs_lists(rows: Sequence[Row]) -> bool:
    """Whether building the orders anew closes one of the holds: what the person has just put right at a remote must be seen."""
    return any(row["source"] in BUILT for row in rows)


def lists(shop: Shop, chosen: Chosen, what: Act) -> bool:
    """Whether the remotes' lists are to be read before this act; SettingsError as ``act``."""
    _checked(chosen, what)
    if what.closed_as == "ignored" or what.dry_run:
        return False
    return needs_lists([row for row in _targets(shop, chosen, what) if not row["verdict"]])


def close(
    shop: Shop,
    number: str,
    *,
    closed_as: str,
    closed_by: str,
    note: str = "",
    destination: str | None = None,
    into_closed_period: bool = False,
) -> list[Row]:
    """Ignore or retry one order's open holds; SettingsError where it has none, or where several held orders have the number.

    ``into_closed_period``: from now on the order's documents may be dated in the period that the bookkeeper has closed. An order that was
    ignored before can be retried too.
    """
    chosen = Chosen((number,), destination=destination)
    rows = act(shop, chosen, Act(closed_as, closed_by, note, into_closed_period))
    raise_if_none(shop.store, chosen, rows)
    return rows


def raise_if_none(store: str, chosen: Chosen, rows: Sequence[Row]) -> None:
    """What is wrong with the one order that a person named, as an error; nothing where it was done."""
    for row in rows:
        if row["verdict"] == "not open":
            raise SettingsError(
                f"order {row['order_number']} has no open hold{f' for {chosen.destination}' if chosen.destination else ''}",
                where=f"store {store}", cure="order-sync holds list shows the open ones.",
            )  # fmt: skip
        if row["verdict"] == "ambiguous":
            raise SettingsError(row["because"], where=f"store {store}", cure="Name one by its Wix id.")
        if row.get("error"):
            raise row["error"]


def _checked(chosen: Chosen, what: Act) -> None:
    named = chosen.numbers or chosen.holds or chosen.code or chosen.destination or chosen.before
    if not named and not chosen.everything:
        raise SettingsError(
            "nothing is chosen", where="the selection", cure="Name orders, a code, a destination or an age, or say that all are meant."
        )
    if chosen.code and chosen.code not in HOLD_CODES:
        raise SettingsError(f"there is no hold code {chosen.code}", where="the selection", cure="docs/holds.md lists them.")
    if what.closed_as == "ignored" and not what.note.strip():
        raise SettingsError("an order is ignored without a note", where="the note", cure="Say why: it is kept beside the hold.")
    if len(what.note) > MOST_NOTE:
        raise SettingsError(f"the note has {len(what.note)} characters", where="the note", cure=f"Keep it within {MOST_NOTE}.")


def _targets(shop: Shop, chosen: Chosen, what: Act) -> list[Row]:
    """The chosen holds; one with a verdict already is not touched: a number that names none, or several orders."""
    found = holds.chosen(
        shop.database, shop.store, shop.run_key, holds=chosen.holds, numbers=chosen.numbers, code=chosen.code,
        destination=chosen.destination, before=chosen.before,
    )  # fmt: skip
    rows = [hold_rows.row(row) for row in found]
    for number in dict.fromkeys(chosen.numbers):
        named = [row for row in rows if number in (row["order_number"], row["wix_order_id"])]
        if not named and what.closed_as == "retried" and not chosen.code:
            named = _left_out(shop, number, chosen.destination)
            rows += named
        orders = sorted({row["wix_order_id"] for row in named})
        if len(orders) > 1 and not set(orders) & set(chosen.numbers):
            because = f"{len(orders)} held orders have the number {number}: {', '.join(orders)}"
            rows = [row for row in rows if row["wix_order_id"] not in orders]
            rows.append(hold_rows.row({"order_number": number}, "ambiguous", because))
        elif not named:
            rows.append(hold_rows.row({"order_number": number}, "not open"))
    return rows


def _left_out(shop: Shop, number: str, destination: str | None) -> list[Row]:
    rows = shop.database.rows("holds/ignored", store=shop.store, number=number)
    return [
        hold_rows.row(row | {"code": "", "field": "", "source": "ignored"}) for row in rows if destination in (None, row["destination"])
    ]


def _retry(shop: Shop, rows: list[Row], what: Act, *, whole: bool) -> None:
    if what.into_closed_period:
        with shop.database.begin() as tx:
            periods.let_in(tx, shop.store, sorted({row["wix_order_id"] for row in rows}), what.by)
    for order, destination, of_place in hold_rows.places(rows):
        try:
            ids = [row["hold_id"] for row in of_place]
            only = ids if all(ids) and not whole else None  # an order that was left out is taken up as a whole
            holds.retry(
                shop.database, shop.store, order, closed_by=what.by, note=what.note, destination=destination, run=shop.run_key, only=only
            )
        except Exception as error:  # one bad order stops no other one
            hold_rows.failed(of_place, error)
    orders = list(dict.fromkeys(row["wix_order_id"] for row in rows if not row["verdict"]))
    for start in range(0, len(orders), SLICE):
        _build(shop, orders[start : start + SLICE], rows)
    left = holds.still_open(shop.database, shop.store, orders)
    for order, destination, of_place in hold_rows.places([row for row in rows if not row["verdict"]]):
        code = left.get((order, destination))
        hold_rows.tell(of_place, "held" if code else "released", code or "the next run of its sender takes it")
    waits = [row["hold_id"] for row in rows if row["verdict"] in ("held", "released") and row["code"] in NEVER_RETRIED]
    waiting = {row["hold_id"] for row in holds.chosen(shop.database, shop.store, "", holds=waits)} if waits else set()
    for row in (row for row in rows if row["hold_id"] in waiting):
        hold_rows.tell([row], "held", f"no retry settles {row['code']}. {HOLD_CODES[row['code']].cure}")


def _build(shop: Shop, orders: list[str], rows: list[Row]) -> None:
    """Decide anew; where that fails the orders are halved until the bad one stands alone."""
    waiting = next((row["error"] for row in rows if isinstance(row.get("error"), hold_rows.SAME_FOR_ALL)), None)
    try:
        if waiting:
            raise waiting
        rebuild(shop, orders)
    except hold_rows.SAME_FOR_ALL as error:
        hold_rows.failed([row for row in rows if row["wix_order_id"] in orders and not row["verdict"]], error)
    except Exception as error:
        if len(orders) == 1:
            hold_rows.failed([row for row in rows if row["wix_order_id"] == orders[0] and not row["verdict"]], error)
            return
        for half in (orders[: len(orders) // 2], orders[len(orders) // 2 :]):
            _build(shop, half, rows)


def shown(rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The rows without what only the caller needs."""
    return [{name: value for name, value in row.items() if name not in ("error", "hold_id")} for row in rows]
