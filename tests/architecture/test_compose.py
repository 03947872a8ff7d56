"""The compose files say what Docker understands, and nothing that does not exist."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from tests.architecture.compose_files import (
    FILES,
    FOLDER,
    GIVEN,
    STARTED,
    MissingVariable,
    Service,
    environment_of,
    health_check,
    is_one_shot,
    read,
    read_text,
    services,
    started_services,
    variables,
)
from workers.contracts.pipelines import Queue

SCHEMA = ("check-jsonschema", "--builtin-schema", "vendor.compose-spec")
STARTED_SERVICES = [
    pytest.param(file, service, id=f"{file}-{name}") for file, name, service in started_services()
]
EXAMPLE = read_text("env.example")
SECRET = re.compile("KEY|PASSWORD|PASS$")


def check_schema(file: Path) -> subprocess.CompletedProcess[str]:
    program, *options = SCHEMA
    command = [str(Path(sys.executable).with_name(program)), *options, str(file)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("file", FILES)
def test_a_compose_file_follows_the_specification(file: str) -> None:
    checked = check_schema(FOLDER / file)
    assert checked.returncode == 0, checked.stdout


def test_a_word_that_the_specification_does_not_know_is_refused(tmp_path: Path) -> None:
    spoilt = tmp_path / "spoilt.yml"
    spoilt.write_text("services: {web: {image: web, stop_grace_seconds: 3}}")
    assert "stop_grace_seconds" in check_schema(spoilt).stdout


@pytest.mark.parametrize("file", STARTED)
def test_what_a_service_needs_is_in_the_same_file(file: str) -> None:
    whole = read(file)
    for service in services(file).values():
        assert set(service.get("depends_on", {})) <= set(whole["services"])
        assert set(service["networks"]) <= set(whole["networks"])
        for volume in service.get("volumes", []):
            source = volume.partition(":")[0]
            assert source in {*whole["volumes"], GIVEN["CERTIFICATES"]}


@pytest.mark.parametrize("file", STARTED)
def test_each_queue_has_a_service_of_its_name_that_empties_it(file: str) -> None:
    for queue in Queue:
        pool = services(file)[queue.value]
        assert pool["command"][-2:] == ["pool", queue.value]
        assert health_check(pool)[-1] == queue.value


@pytest.mark.parametrize(("file", "service"), STARTED_SERVICES)
def test_a_service_can_do_little_harm(file: str, service: Service) -> None:
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "no-new-privileges:true" in service["security_opt"]
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory"}
    assert service["stop_grace_period"].endswith("s")
    assert is_one_shot(service) or health_check(service)


@pytest.mark.parametrize(("file", "service"), STARTED_SERVICES)
def test_a_service_may_open_a_file_for_each_of_its_callers(file: str, service: Service) -> None:
    (most,) = re.findall(r"worker_connections (\d+)", read_text("nginx/nginx.conf"))
    assert service["ulimits"]["nofile"] >= 2 * int(most)


def test_the_database_and_the_broker_are_reached_from_inside_alone() -> None:
    for file, name, service in started_services():
        if name in {"postgres", "rabbitmq"}:
            assert service["networks"] == ["inside"]
            assert "ports" not in service
            assert read(file)["networks"]["inside"] == {"internal": True}


@pytest.mark.parametrize(("file", "service"), STARTED_SERVICES)
def test_no_secret_stands_in_a_file(file: str, service: Service) -> None:
    for name, value in environment_of(service).items():
        if SECRET.search(name):
            assert value in GIVEN.values()
        password = urlsplit(value).password
        assert password is None or password in GIVEN.values()


@pytest.mark.parametrize("file", FILES)
def test_a_missing_variable_stops_compose_with_its_name_and_where_to_look(file: str) -> None:
    for match in variables(file):
        if match["kind"] == ":?":
            with pytest.raises(MissingVariable, match=rf"{match['name']} .* compose/env.example"):
                read(file, without=match["name"])
            assert f"\n{match['name']}=\n" in EXAMPLE
        else:
            assert f"\n# {match['name']}=" in EXAMPLE
    assert read_text(file).count("$") == len(variables(file))


def test_the_example_names_nothing_that_no_file_reads() -> None:
    named = set(re.findall(r"^#? ?([A-Z_]+)=", EXAMPLE, re.MULTILINE))
    assert named == {match["name"] for file in FILES for match in variables(file)}


def test_everybody_speaks_of_the_same_ports() -> None:
    listening = re.findall(r"listen (\d+)", read_text("nginx/nginx.conf"))
    upstream = re.search(r"default (\w+):(\d+);", read_text("nginx/upstream.conf"))
    assert upstream
    production, local = services("production.yml"), services("local.yml")
    assert [port.partition(":")[2] for port in production["nginx"]["ports"]] == listening
    assert f":{listening[0]}/nginx" in health_check(production["nginx"])[-1]
    name, port = upstream.groups()
    assert f"--port={port}" in production[name]["command"]
    assert f":{port}/healthz" in health_check(production[name])[-1]
    assert [each.rpartition(":")[2] for each in local["web"]["ports"]] == [port]


@pytest.mark.parametrize(("file", "service"), STARTED_SERVICES)
def test_an_address_leads_to_a_service_that_listens_there(file: str, service: Service) -> None:
    listening = {"postgres": 5432, "rabbitmq": 5672, "flower": 5555}
    for value in environment_of(service).values():
        address = urlsplit(value)
        if "://" in value:
            assert address.hostname in services(file)
            assert address.port == listening[address.hostname or ""]


def test_a_line_of_the_example_means_the_same_when_its_sign_is_taken_away() -> None:
    offered = re.findall(r"^# ([A-Z_]+=.*)$", EXAMPLE, re.MULTILINE)
    assert offered
    for line in offered:
        # What stands behind a value is a comment to Docker Compose only with this sign.
        assert re.fullmatch(r"[A-Z_]+=(\S+ +# .*|\S*)", line), line
