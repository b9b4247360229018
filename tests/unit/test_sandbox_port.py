"""A port that is taken is one line with its cure, no traceback: make sandbox beside make up."""

import socket

import pytest
from sandbox.__main__ import main


def test_a_taken_port_is_told_with_its_cure(tmp_path):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SystemExit) as ended:
            main(["--port", str(port), "--state", str(tmp_path)])
    told = str(ended.value.code)
    assert told.startswith(f"port {port} of this machine is taken") and "\n" not in told
    assert f"--port {port + 1}" in told and "make down" in told
