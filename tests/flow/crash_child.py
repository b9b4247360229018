"""What a crash test kills: one sending run of one store, in a process of its own."""

from __future__ import annotations

import os


def run(store: str, destination: str, environment: dict[str, str], report: object) -> None:
    """Send (or track) and put the counts into ``report``; killed from outside at any moment."""
    os.environ.update(environment)
    from order_sync.steps import holded_send, myparcel_send, track
    from order_sync.steps.shop import open_shop

    with open_shop(store, "crash") as shop:
        if destination == "tracking":
            track.poll(shop)
            outcome = track.tell_wix(shop)
        else:
            outcome = (holded_send if destination == "holded" else myparcel_send).send(shop)
    report.put(outcome.summary())
