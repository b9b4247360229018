"""Kill the printing at every point around each call and run again: each parcel is registered once and stands once in a file."""

from __future__ import annotations

import crash_child
import pytest
from crash_world import POINTS, Stage
from label_world import barcodes, made, numbered, states

STORE = "nl"


class LabelStage(Stage):
    """A stage of the Dutch store. ``same``: whether the run that follows a kill is the same one (a retry), or another."""

    def __init__(self, *parts, same: bool | None) -> None:
        super().__init__(*parts)
        self.same, self.runs = same, 0

    def child(self, destination):
        """One run of printing, in its own process."""
        self.runs += 1
        if self.same is not None:
            self.environment["CRASH_RUN"] = "crash" if self.same else f"crash {self.runs}"
        report, their_end = crash_child.context.Pipe(duplex=False)
        self.process = crash_child.context.Process(target=crash_child.run, args=(STORE, destination, self.environment, their_end))
        self.process.start()
        their_end.close()
        self.process.join(60)
        assert not self.process.is_alive(), "the printing hangs"
        self.said = None if self.process.exitcode else report.recv()
        return self.said

    def open(self, destination):
        """Intents of the Dutch store that are not finished."""
        return self.world.database.rows("ledger/open", store=STORE, destination="myparcel", roles=["label", "return"], numbers=None)


@pytest.fixture
def staged(world, postgres, connections, monkeypatch, tmp_path):
    """Two concepts, and a function that makes the stage."""
    crash_child.start_server()
    monkeypatch.setenv("AIRFLOW_HOME", str(tmp_path / "airflow"))
    numbers = made(world, 2, STORE)

    def stage(same: bool) -> LabelStage:
        found = LabelStage(world, postgres, connections, monkeypatch, same=same)
        found.environment["AIRFLOW_HOME"] = str(tmp_path / "airflow")
        return found

    return numbers, stage


@pytest.mark.parametrize("same", [True, False], ids=["the same run", "another run"])
def test_killed_anywhere_each_label_is_registered_once_and_printed(staged, same):
    numbers, make = staged
    stage = make(same)
    stage.keep()
    calls = stage.calls("labels")
    assert [call.rpartition("/")[0] for call in calls] == ["GET /shipments", "GET /shipment_labels", "GET /shipments"]
    for nth in range(1, len(calls) + 1):
        for point in POINTS:
            stage.killed_at("labels", nth, point)
            where = f"killed at call {nth} ({point})"
            if not stage.said["job"]:  # the killed run had reached its end but for its last words
                stage.said = {"job": stage.world.database.rows("labels/jobs", store=STORE, limit=1)[0]["job_id"]}
            codes = numbered(stage.world)
            assert barcodes(stage.world, stage.said) == [codes[number] for number in numbers], where
            assert [len(row["_history"]) for row in stage.world.shipments(STORE)] == [1, 1], where
            assert set(states(stage.world).values()) == {"sent"}, where
            jobs = stage.world.database.rows("labels/jobs", store=STORE, limit=9)
            assert sum(job["labels"] for job in jobs) == 2, where
            assert not stage.world.held(STORE), where


def test_killed_anywhere_each_order_has_one_return_an_ask(staged):
    numbers, make = staged
    stage = make(True)
    assert stage.child("labels") is not None
    before = len(stage.world.shipments(STORE))
    stage.environment["CRASH_RUN"] = "returns"
    stage.same, ask = None, "labels_back " + ",".join(numbers)
    stage.keep()
    calls = stage.calls(ask)
    assert calls.count("POST /shipments") == 1 and len(calls) == 5
    for nth in range(1, len(calls) + 1):
        for point in POINTS:
            stage.killed_at(ask, nth, point)
            made = sorted(
                (row for row in stage.world.shipments(STORE) if row["shipment_type"] == 2), key=lambda row: row["reference_identifier"]
            )
            assert len(made) == 2 and len(stage.world.shipments(STORE)) == before + 2, f"killed at call {nth} ({point})"
            assert barcodes(stage.world, stage.said) == [row["barcode"] for row in made], f"killed at call {nth} ({point})"
            assert [len(row["_history"]) for row in made] == [1, 1] and not stage.world.held(STORE)
