"""docker-compose.yaml, .env.example and the Dockerfile agree with each other and with the locks."""

import re
import shlex
import subprocess
import sys
from fnmatch import fnmatch

import compose_file
import pytest
from compose_file import AIRFLOW_SERVICES, ROOT
from local.airflow_settings import POOLS

SERVICES = compose_file.raw()["services"]
SECRET = re.compile(r"PASSWORD|SECRET|FERNET|REDISCLI_AUTH|ALCHEMY_CONN$|_CONN_|BROKER|BACKEND")


def lint(file):
    command = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(file)]
    return subprocess.run(command, capture_output=True, text=True)


def test_the_compose_schema_accepts_it():
    done = lint(compose_file.FILE)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("good", "bad"),
    [("restart: unless-stopped", "restarts: unless-stopped"), ("start_period: 30s", "start_periode: 30s"), ("retries: 5", "retries: [5]")],
)
def test_the_schema_does_refuse_mistakes(tmp_path, good, bad):
    text = compose_file.FILE.read_text()
    assert good in text
    broken = tmp_path / "docker-compose.yaml"
    broken.write_text(text.replace(good, bad))
    assert lint(broken).returncode == 1


def test_all_parts_of_airflow_are_there():
    assert set(SERVICES) == {"postgres", "redis", *AIRFLOW_SERVICES}


@pytest.mark.parametrize("name", AIRFLOW_SERVICES)
def test_airflow_services_share_image_environment_and_volumes(name):
    service, shared = SERVICES[name], compose_file.raw()["x-airflow"]
    assert {key: service[key] for key in ("image", "build", "volumes", "env_file")} == {
        key: shared[key] for key in ("image", "build", "volumes", "env_file")
    }
    own = {key: value for key, value in service["environment"].items() if shared["environment"].get(key) != value}
    assert set(own) == ({"ADMIN_USER", "ADMIN_PASSWORD", "ADMIN_EMAIL"} if name == "init" else set())
    assert set(shared["environment"]) <= set(service["environment"])


@pytest.mark.parametrize("name", sorted(SERVICES))
def test_services_that_stay_have_a_health_check_and_come_back(name):
    service = SERVICES[name]
    if name == "init":
        assert service["restart"] == "no"
    else:
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] in ("CMD", "CMD-SHELL")


@pytest.mark.parametrize("name", [name for name in AIRFLOW_SERVICES if name != "init"])
def test_airflow_waits_for_its_databases_and_schemas(name):
    waits = {key: value["condition"] for key, value in SERVICES[name]["depends_on"].items()}
    assert waits == {"postgres": "service_healthy", "redis": "service_healthy", "init": "service_completed_successfully"}


def test_every_secret_comes_from_the_environment():
    for name, service in SERVICES.items():
        for key, value in service.get("environment", {}).items():
            if SECRET.search(key):
                assert "?" in compose_file.variables(str(value)).values(), f"{name}: {key} is not required from the environment"
                address = compose_file.without_variables(str(value))
                assert not re.search(r"://[^/@]*:[^/@]+@", address), f"{name}: {key} holds a password"


def test_the_example_names_the_variables_and_holds_no_secret():
    named = compose_file.variables(compose_file.FILE.read_text())
    assert "" not in named.values(), "a variable without :? or :-"
    example = compose_file.example()
    assert {name for name, kind in named.items() if kind == "?"} <= set(example)
    documented = set(example) | set(re.findall(r"^#(\w+)=", compose_file.EXAMPLE.read_text(), re.MULTILINE))
    assert documented == set(named)
    assert {name: value for name, value in example.items() if value} == {"ADMIN_USER": "admin"}


def test_a_missing_secret_is_an_error_that_names_it():
    given = dict.fromkeys(compose_file.example(), "x")
    compose_file.filled(given)
    with pytest.raises(KeyError, match="AIRFLOW_JWT_SECRET: set it in"):
        compose_file.filled(given | {"AIRFLOW_JWT_SECRET": ""})


def test_only_loopback_ports_are_published():
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]
    assert len(published) == 1
    assert published[0].startswith("127.0.0.1:")


def test_images_are_named_with_a_version():
    for name, service in SERVICES.items():
        _, colon, tag = service["image"].partition(":")
        assert colon and tag not in ("", "latest"), name


def test_pools_are_those_of_the_local_airflow():
    words = [shlex.split(line) for line in SERVICES["init"]["command"][2].splitlines() if " pools set " in line]
    assert {line[3]: (int(line[4]), line[5]) for line in words} == POOLS


def test_every_volume_is_declared():
    used = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ()) if volume[0] not in "./$"}
    assert used == set(compose_file.raw()["volumes"])


def pins(name):
    found = re.findall(r"^([a-z0-9.-]+)==(\S+)(?: ; ([^\\]*))? \\$", (ROOT / name).read_text(), re.MULTILINE)
    assert found
    return {package: version for package, version, marker in found if "sys_platform ==" not in marker and ">= '3.12'" not in marker}


def test_the_image_has_the_pins_that_the_tests_run_with():
    image, tested = pins("requirements-celery.txt"), pins("requirements.txt")
    assert {"celery", "redis", "apache-airflow-providers-fab"} <= set(image) - set(tested)
    assert {name: (image[name], tested[name]) for name in image.keys() & tested.keys() if image[name] != tested[name]} == {}


def test_the_image_copies_only_what_exists_and_is_not_ignored():
    rules = [line for line in (ROOT / ".dockerignore").read_text().splitlines() if line and not line.startswith("#")]
    copied = [source for line in dockerfile() if line.startswith("COPY ") and "--from" not in line for source in line.split()[1:-1]]
    assert {"requirements-celery.txt", "pyproject.toml", "plugins", "include"} <= set(copied)
    for source in copied:
        assert f"!{source}" in rules
    assert rules[0] == "*"
    assert "include/sandbox" in rules
    assert not any(fnmatch("connections.env", rule[1:]) or fnmatch(".env", rule[1:]) for rule in rules if rule.startswith("!"))


def dockerfile():
    return [line.strip() for line in (ROOT / "Dockerfile").read_text().splitlines() if line and not line.startswith("#")]


def test_the_image_installs_by_hash_and_runs_as_an_ordinary_user():
    lines = dockerfile()
    assert any("--require-hashes" in line and "requirements-celery.txt" in line for line in lines)
    last = max(index for index, line in enumerate(lines) if line.startswith("USER "))
    assert lines[last] == "USER airflow"
    assert not any(line.startswith(("RUN ", "COPY ")) for line in lines[last:])
