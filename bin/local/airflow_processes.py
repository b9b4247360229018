"""Long-running programs of a local installation: started detached, found again, ended with everything they started."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

import psutil


class Processes:
    """Named programs of one folder: ``<name>.pid`` here, ``<name>.log`` in the logs folder.

    A pid file holds the process id and its start time, so that a reused id is never taken for ours. Each program leads a
    session of its own; ending it ends the whole session and every descendant that left it.
    """

    def __init__(self, folder: Path, logs: Path) -> None:
        self.folder, self.logs = folder, logs

    def start(self, name: str, command: Sequence[str | Path], environment: Mapping[str, str]) -> None:
        """Start a program; it outlives us, reads nothing, and writes to its log."""
        for folder in (self.folder, self.logs):
            folder.mkdir(parents=True, exist_ok=True)
        with self._log(name).open("ab") as log:
            child = subprocess.Popen(
                [str(word) for word in command], cwd=self.folder, env=dict(environment), start_new_session=True,
                stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT,
            )  # fmt: skip
        try:
            started = psutil.Process(child.pid).create_time()
        except psutil.NoSuchProcess:
            started = 0.0
        self._pid_file(name).write_text(json.dumps({"pid": child.pid, "started": started}))

    def names(self) -> list[str]:
        """The programs that were started and not ended by us, alive or not."""
        return sorted(file.stem for file in self.folder.glob("*.pid"))

    def running(self, name: str) -> bool:
        """Whether a program is alive."""
        return self._leader(name) is not None

    def pid(self, name: str) -> int | None:
        """The process id of a program that is alive."""
        leader = self._leader(name)
        return leader and leader.pid

    def dead(self) -> list[str]:
        """The programs that ended by themselves."""
        return [name for name in self.names() if not self.running(name)]

    def tail(self, name: str, lines: int = 20) -> str:
        """The last lines of a program's log."""
        log = self._log(name)
        return "\n".join(log.read_text(errors="replace").splitlines()[-lines:]) if log.exists() else ""

    def stop(self, *names: str, grace: float = 20.0) -> None:
        """Ask the programs (all where none is named) to end, wait, then end what is left by force."""
        names = names or tuple(self.names())
        doomed = {process for name in names for process in self._members(name)}
        for name in names:
            if leader := self._leader(name):
                with suppress(psutil.NoSuchProcess):
                    leader.send_signal(signal.SIGTERM)
        left = _wait(doomed, grace)
        # Who was started meanwhile, or survived its leader.
        left |= {process for name in names for process in self._members(name)}
        for sign in (signal.SIGTERM, signal.SIGKILL):
            for process in left:
                with suppress(psutil.NoSuchProcess):
                    process.send_signal(sign)
            left = _wait(left, 3.0)
        for name in names:
            self._pid_file(name).unlink(missing_ok=True)

    def _members(self, name: str) -> Iterator[psutil.Process]:
        pid, _ = self._recorded(name)
        leader = self._leader(name)
        if leader is None and pid and psutil.pid_exists(pid) and not _is_zombie(pid):
            return  # the number belongs to somebody else now, so the old session is long gone
        if leader:
            with suppress(psutil.NoSuchProcess):
                yield from leader.children(recursive=True)
        for process in psutil.process_iter():
            with suppress(ProcessLookupError, PermissionError, psutil.NoSuchProcess):
                if pid and os.getsid(process.pid) == pid and not _is_zombie(process.pid):
                    yield process

    def _leader(self, name: str) -> psutil.Process | None:
        pid, started = self._recorded(name)
        try:
            process = psutil.Process(pid) if pid else None
            if process and abs(process.create_time() - started) < 1 and process.status() != psutil.STATUS_ZOMBIE:
                return process
        except psutil.NoSuchProcess:
            pass
        return None

    def _recorded(self, name: str) -> tuple[int, float]:
        try:
            record = json.loads(self._pid_file(name).read_text())
            return int(record["pid"]), float(record["started"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, 0.0  # never started, or the file was cut short: nothing that we could safely end

    def _pid_file(self, name: str) -> Path:
        return self.folder / f"{name}.pid"

    def _log(self, name: str) -> Path:
        return self.logs / f"{name}.log"


def _is_zombie(pid: int) -> bool:
    try:
        return psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _wait(processes: set[psutil.Process], seconds: float) -> set[psutil.Process]:
    deadline = time.monotonic() + seconds
    while True:
        psutil.wait_procs(processes, timeout=0)  # reaps those that are our own children
        processes = {process for process in processes if process.is_running() and not _is_zombie(process.pid)}
        if not processes or time.monotonic() > deadline:
            return processes
        time.sleep(0.1)
