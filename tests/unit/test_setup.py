"""bin/setup: costs nothing when nothing changed, starts anew when something did, and says what a machine lacks."""

import shutil
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
TOOLS = ("bash", "cat", "cksum", "dirname", "grep", "mkdir", "rm")


@pytest.fixture
def project(tmp_path):
    """A project in a folder with a space, with an environment that looks ready, on a machine without Python."""
    root = tmp_path / "my project"
    (root / "bin").mkdir(parents=True)
    for name in ("bin/setup", "requirements.txt", "pyproject.toml"):
        shutil.copy(ROOT / name, root / name)
    venv = root / ".venv"
    (venv / "bin").mkdir(parents=True)
    (venv / "pyvenv.cfg").write_text("version = 3.11.7\n")
    shutil.copy(shutil.which("cat"), venv / "bin" / "python")
    (tmp_path / "tools").mkdir()
    for tool in TOOLS:
        (tmp_path / "tools" / tool).symlink_to(shutil.which(tool))
    seal(root)
    return root


def seal(root, venv=None):
    """Mark the environment as made from what lies there now."""
    venv = venv or root / ".venv"
    made_from = b"".join(file.read_bytes() for file in (root / "requirements.txt", root / "pyproject.toml", venv / "pyvenv.cfg"))
    done = subprocess.run(["cksum"], input=made_from + f"{root}\n{venv}\n".encode(), capture_output=True, check=True)
    (venv / "order-sync.stamp").write_bytes(done.stdout)


def setup(root, after="", **environment):
    script = f'set -euo pipefail; . "{root}/bin/setup"; {after}'
    variables = {"PATH": str(root.parent / "tools"), "PYTHONDONTWRITEBYTECODE": "1", **environment}
    return subprocess.run([shutil.which("bash"), "-c", script], env=variables, cwd="/", capture_output=True, text=True, timeout=60)


def python(root, name, answer, status):
    """Put a program that answers as a Python of that kind would on the machine's PATH."""
    file = root.parent / "tools" / name
    file.write_text(f"#!{shutil.which('bash')}\necho '{answer}' >&2\nexit {status}\n")
    file.chmod(0o755)


def test_nothing_changed_costs_nothing_and_says_nothing(project):
    started = time.perf_counter()
    done = setup(project, 'echo "$PATH|$ORDER_SYNC_ROOT|${PYTHONDONTWRITEBYTECODE:-unset}"')
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{project}/.venv/bin:{project.parent}/tools|{project}|unset\n"
    assert time.perf_counter() - started < 2  # 0.02 s on an idle machine


@pytest.mark.parametrize("name", ["requirements.txt", "pyproject.toml", ".venv/pyvenv.cfg"])
def test_a_change_of_what_it_was_made_from_starts_anew(project, name):
    with (project / name).open("a") as file:
        file.write("# changed\n")
    done = setup(project)
    assert done.returncode == 1
    assert "no Python 3.11 or newer" in done.stderr
    seal(project)
    assert setup(project).returncode == 0


def test_a_moved_project_starts_anew(project):
    moved = project.parent / "moved"
    project.rename(moved)
    assert setup(moved).returncode == 1


def test_an_environment_whose_python_is_gone_starts_anew(project):
    (project / ".venv" / "bin" / "python").unlink()
    assert setup(project).returncode == 1


def test_every_python_that_will_not_do_is_named_with_its_reason(project):
    (project / ".venv" / "order-sync.stamp").unlink()
    python(project, "python3.11", "has no venv module (Debian, Ubuntu: apt-get install python3.11-venv)", 1)
    python(project, "python3.13", "", 127)
    python(project, "python3", "is 3.9.2, too old", 1)
    done = setup(project)
    assert done.returncode == 1
    lines = done.stderr.splitlines()
    assert "  python3.11: has no venv module (Debian, Ubuntu: apt-get install python3.11-venv)" in lines
    assert "  python3.13: does not run" in lines
    assert "  python3: is 3.9.2, too old" in lines
    assert lines[-1].startswith("Install Python 3.11 or newer")


def test_another_place_for_the_environment(project):
    elsewhere = project.parent / "elsewhere"
    shutil.copytree(project / ".venv", elsewhere)
    assert setup(project, ORDER_SYNC_VENV=str(elsewhere)).returncode == 1, "its stamp names another place"
    seal(project, elsewhere)
    done = setup(project, 'echo "$ORDER_SYNC_VENV"', ORDER_SYNC_VENV=str(elsewhere))
    assert (done.returncode, done.stdout) == (0, f"{elsewhere}\n")
