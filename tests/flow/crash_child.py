"""What a crash test kills: one sending run of one store, in a process of its own that is forked with everything loaded."""

from __future__ import annotations

import os
import sys
from multiprocessing import forkserver, get_context
from multiprocessing.connection import Connection

import pytest
from order_sync.steps import holded_send, labels, myparcel_send, track
from order_sync.steps.label_ask import Ask
from order_sync.steps.shop import open_shop

context = get_context("forkserver")
# The hooks, and what Airflow loads when it reads a connection.
LOADED = ["order_sync.hooks.holded", "order_sync.hooks.myparcel", "order_sync.hooks.wix", "pypdf", "airflow.sdk.io"]
LOADED += ["airflow.sdk.definitions.connection", "airflow.sdk.execution_time.context", "airflow.sdk.execution_time.supervisor"]
context.set_forkserver_preload([__name__, *LOADED])


def start_server() -> None:
    """Start the process that forks; it looks for modules by PYTHONPATH alone, and would leave out silently what it does not find."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", os.pathsep.join(part for part in sys.path if part))
        forkserver.ensure_running()


def run(store: str, destination: str, environment: dict[str, str], report: Connection) -> None:
    """Send (or track) and put the counts into ``report``; killed from outside at any moment."""
    os.environ.update(environment)
    with open_shop(store, os.environ.get("CRASH_RUN", "crash")) as shop:
        if destination == "tracking":
            track.poll(shop)
            outcome = track.tell_wix(shop)
        elif destination.startswith("labels"):
            what, _, numbers = destination.partition(" ")
            returns = what == "labels_back"
            report.send(labels.print_labels(shop, Ask(tuple(numbers.split(",")) if numbers else None, returns=returns)))
            return
        else:
            outcome = (holded_send if destination == "holded" else myparcel_send).send(shop)
    report.send(outcome.summary())
