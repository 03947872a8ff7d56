"""Every command and every variable in the compose files is one that a program of ours knows."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from functools import cache

import pytest
from django.core.management import get_commands, load_command_class

from config.environment import Environment
from tests.architecture.compose_files import (
    REPOSITORY,
    Service,
    environment_of,
    health_check,
    read_text,
    services,
    started_services,
)
from workers.commands.arguments import read_arguments
from workers.contracts.pipelines import Queue

# Of the images that ours are made from.
FOREIGN_PROGRAMS = {"pg_isready", "rabbitmq-diagnostics", "wget", "lay-limits"}
FOREIGN_VARIABLES = {"POSTGRES_PASSWORD", "RABBITMQ_DEFAULT_USER", "RABBITMQ_DEFAULT_PASS"}
# By the images: which encoder, on which processor, behind which port.
SETTLED = {"ENCODER_DIR", "REQUIRE_GPU", "INFERENCE_HTTP_PORT", "INFERENCE_GRPC_PORT"}
SETTLED |= {"INFERENCE_CERTIFICATE", "INFERENCE_KEY"}
# Of `make` and its terminal; local.yml reads PORT for itself.
OF_THIS_MACHINE = {"PORT", "LOAD_SAMPLE"}
READERS = {name for name in vars(Environment) if not name.startswith("_")}
STARTED_SERVICES = [
    pytest.param(name, service, id=f"{file}-{name}") for file, name, service in started_services()
]


@pytest.mark.parametrize(("name", "service"), STARTED_SERVICES)
def test_a_command_is_understood_by_its_program(name: str, service: Service) -> None:
    for command in commands_of(service):
        assert command[0] in FOREIGN_PROGRAMS or understand(command), command


def commands_of(service: Service) -> Iterator[list[str]]:
    hooks = [hook["command"] for hook in service.get("post_start", [])]
    for command in (service.get("command"), health_check(service), *hooks):
        if command:
            yield [str(word) for word in command]


def understand(command: list[str]) -> bool:
    """Parse it as its program would; what it cannot parse is an error or an exit."""
    match command:
        case ["uvicorn", *options]:
            uvicorn = importlib.import_module("uvicorn.main").main
            context = uvicorn.make_context("uvicorn", options)
            return str(context.params["app"]) == "config.asgi:application"
        case ["python", "manage.py", name, *options]:
            program = load_command_class(get_commands()[name], name)
            return bool(program.create_parser("manage.py", name).parse_args(options))
        case ["python", "-m", "workers", *options]:
            return bool(read_arguments(options))
        case ["python", "-m", module, *_]:
            return hasattr(importlib.import_module(module), "main")
        case ["python", "-c", program]:
            return bool(compile(program, "health check", "exec"))
    return False


@pytest.mark.parametrize(("name", "service"), STARTED_SERVICES)
def test_a_variable_is_read_by_somebody(name: str, service: Service) -> None:
    told = set(environment_of(service)) - FOREIGN_VARIABLES - {"DJANGO_SETTINGS_MODULE"}
    script = read_text("postgres/create-database.sh")
    assert {each for each in told if f'"${each}"' not in script} <= variables_read()


def test_every_variable_that_is_read_is_explained_in_the_readme() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    assert {name for name in variables_read() if f"\n| `{name}` |" not in readme} == set()


def test_every_variable_of_the_readme_can_be_set_for_the_containers_or_is_settled_there() -> None:
    readme = (REPOSITORY / "README.md").read_text("utf-8")
    named = set(re.findall(r"^\| `([A-Z_]+)` \|", readme, re.MULTILINE))
    passed = {name for *_, service in started_services() for name in environment_of(service)}
    assert named - passed == SETTLED | OF_THIS_MACHINE


@cache
def variables_read() -> frozenset[str]:
    """The first words of all calls like `environment.flag("RATE_LIMITS", …)`."""
    files = [
        path
        for folder in ("apps", "config", "workers")
        for path in (REPOSITORY / folder).rglob("*.py")
    ]
    return frozenset(
        str(node.args[0].value)
        for path in files
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in READERS
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and str(node.args[0].value).isupper()
    )


def test_what_a_compose_file_tells_to_run_is_understood_and_has_the_memory_of_its_pool() -> None:
    told = dict(re.findall(r"run --rm (\S+) (python .+)", read_text("production.yml")))
    assert told
    for name, command in told.items():
        assert name in services("production.yml")
        assert understand(command.split())
        # A training takes as much as its examples are many.
        assert ("train" in command.split()) == (name == Queue.FEEDBACK_TRAINING)
