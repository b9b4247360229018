"""Which documents are looked at together in one list, because reading each would cost more. Source: Holded contract, 2.8."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

LIST_FROM = 2  # documents of one kind that lie together: from here a list is cheaper than reading each
GAP = timedelta(days=7)  # a longer gap between two dates starts a list of its own: what others made in it would only cost pages


class Batch(NamedTuple):
    """Documents of one kind that one list may show: their ids, first and last day."""

    kind: str
    ids: list[str]
    days: tuple[date, date]


def batches(documents: Iterable[tuple[str, date, str]], least: int = LIST_FROM) -> Iterator[Batch]:
    """Documents (kind, day, id) of one kind whose days lie together; not those that are fewer than ``least``."""
    for kind, of_kind in groupby(sorted(documents), key=lambda document: document[0]):
        run: list[tuple[str, date, str]] = []
        for document in [*of_kind, None]:
            if run and (document is None or document[1] - run[-1][1] > GAP):
                if len(run) >= least:
                    yield Batch(kind, [id for *_, id in run], (run[0][1], run[-1][1]))
                run = []
            if document is not None:
                run.append(document)
