"""Measuring one piece of work in a fresh process, and telling many runs as a table of medians."""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

Figures = dict[str, float]


def measured(work: Callable[[], Mapping[str, float] | None]) -> None:
    """Run the work and print what it took as JSON: wall and CPU seconds of this process, MiB before it and at the peak, its own figures."""
    before, wall, cpu = peak_mib(), time.perf_counter(), _cpu()
    own = work()
    took = {"wall_s": time.perf_counter() - wall, "cpu_s": _cpu() - cpu, "before_mib": before, "peak_mib": peak_mib()}
    print(json.dumps({**took, **(own or {})}))


def fresh(command: Sequence[str | Path], **environment: str) -> Figures:
    """The figures of a command that calls ``measured``, run in a process of its own."""
    done = subprocess.run([str(part) for part in command], env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=True)
    return json.loads(done.stdout.splitlines()[-1])


def module(name: str, *words: str) -> list[str]:
    """The command that runs one of our modules with this Python."""
    return [sys.executable, "-m", name, *words]


def medians(runs: Sequence[Figures]) -> Figures:
    """Figure by figure."""
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def table(title: str, head: Sequence[str], rows: Sequence[Sequence[Any]]) -> str:
    """A Markdown table with its title; numbers to the right."""
    cells = [[f"{cell:,.2f}" if isinstance(cell, float) else str(cell) for cell in row] for row in rows]
    widths = [max(len(row[place]) for row in [list(head), *cells]) for place in range(len(head))]
    lines = [[name.ljust(width) for name, width in zip(head, widths, strict=True)], ["-" * width for width in widths]]
    lines += [[row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))] for row in cells]
    return "\n".join([f"\n{title}", *(f"| {' | '.join(line)} |" for line in lines)])


def peak_mib() -> float:
    """Most memory this process has held. Linux tells it by process image; elsewhere the child inherits its parent's figure."""
    status = Path("/proc/self/status")
    if status.exists():
        return next(int(line.split()[1]) for line in status.read_text().splitlines() if line.startswith("VmHWM")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _cpu() -> float:
    return sum(sum(resource.getrusage(who)[:2]) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
