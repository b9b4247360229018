"""Programs of a local installation end with everything they started, and nobody else's process is ever ended."""

import json
import os
import signal
import subprocess
import sys
import time

import psutil
import pytest
from local.airflow_processes import Processes
from local.airflow_settings import Kept, choose_port, free

# A program with a child that leaves its session and a grandchild that ignores the request to end.
FAMILY = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
subprocess.Popen([sys.executable, "-c", "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); print('ready', flush=True); time.sleep(60)"])
time.sleep(60)
"""


@pytest.fixture
def processes(tmp_path):
    made = Processes(tmp_path / "pids", tmp_path / "logs")
    yield made
    made.stop(grace=0.2)


def pid_of(processes, name):
    return json.loads((processes.folder / f"{name}.pid").read_text())["pid"]


def until(condition):
    deadline = time.monotonic() + 20
    while not (found := condition()):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return found


def alive(pids):
    return [pid for pid in pids if psutil.pid_exists(pid) and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE]


def family(processes):
    processes.start("family", [sys.executable, "-c", FAMILY], os.environ)
    until(lambda: "ready" in processes.tail("family"))
    leader = psutil.Process(pid_of(processes, "family"))
    members = [leader.pid, *(child.pid for child in leader.children(recursive=True))]
    assert len(members) == 3
    return members


def test_a_program_ends_with_all_that_it_started(processes):
    members = family(processes)
    assert processes.running("family")
    processes.stop(grace=0.5)
    assert alive(members) == []
    assert processes.names() == []


def test_what_a_killed_program_left_behind_is_ended(processes):
    leader, *others = family(processes)
    stubborn = [pid for pid in others if os.getsid(pid) == leader]
    os.kill(leader, signal.SIGKILL)
    until(lambda: not processes.running("family"))
    assert processes.dead() == ["family"]
    assert alive(stubborn)
    processes.stop(grace=0.2)
    assert alive(stubborn) == []
    for pid in set(others) - set(stubborn):  # it had left the session, and nothing ties it to us any more
        os.kill(pid, signal.SIGKILL)


def test_a_reused_number_is_not_ours(processes):
    stranger = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], start_new_session=True)
    try:
        processes.folder.mkdir(parents=True)
        (processes.folder / "old.pid").write_text(json.dumps({"pid": stranger.pid, "started": time.time() - 86400}))
        assert not processes.running("old")
        assert processes.dead() == ["old"]
        processes.stop()
        assert stranger.poll() is None
        assert processes.names() == []
    finally:
        stranger.kill()
        stranger.wait()


@pytest.mark.parametrize("text", ["", "{", "12", '{"pid": "x"}', '{"pid": 1}'])
def test_a_damaged_pid_file_ends_nobody(processes, text):
    processes.folder.mkdir(parents=True)
    (processes.folder / "cut.pid").write_text(text)
    assert not processes.running("cut")
    processes.stop()
    assert processes.names() == []


def test_a_program_that_ends_by_itself_is_told_with_its_log(processes):
    processes.start("brief", [sys.executable, "-c", "print('no such table')"], os.environ)
    until(lambda: processes.dead() == ["brief"])
    assert processes.tail("brief") == "no such table"


def test_only_the_named_program_is_stopped(processes):
    for name in ("one", "two"):
        processes.start(name, [sys.executable, "-c", "import time; time.sleep(60)"], os.environ)
    processes.stop("one")
    assert (processes.running("one"), processes.running("two")) == (False, True)


def test_logins_and_keys_are_kept_and_private(tmp_path):
    kept = Kept.of(tmp_path / "home")
    assert Kept.of(tmp_path / "home") == kept
    for name in ("local.json", "passwords.json"):
        assert (tmp_path / "home" / name).stat().st_mode & 0o777 == 0o600
    assert json.loads((tmp_path / "home" / "passwords.json").read_text()) == {"admin": kept.admin_password, "viewer": kept.viewer_password}
    assert len({kept.admin_password, kept.viewer_password, kept.jwt_secret, kept.api_secret, kept.fernet_key}) == 5
    assert kept.save(tmp_path / "home", port=8099).jwt_secret == kept.jwt_secret
    assert Kept.of(tmp_path / "home").port == 8099


def test_a_taken_port_is_not_chosen():
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not free(port)
        assert choose_port(port, 0) not in (port, 0)
    assert choose_port(0, port) == port
