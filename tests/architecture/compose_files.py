"""The compose files as Docker Compose reads them: extended, and their variables filled in."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Any, TypeAlias

import yaml

Service: TypeAlias = dict[str, Any]

REPOSITORY = Path(__file__).resolve().parents[2]
FOLDER = REPOSITORY / "compose"
STARTED = ("local.yml", "production.yml")
FILES = ("services.yml", *STARTED)
VARIABLE = re.compile(r"\$\{(?P<name>\w+)(?P<kind>:[-?])(?P<rest>[^}]*)\}")
# Docker Compose adds these to what the extended service has; all other lists take its place.
APPENDED = {"ports", "volumes", "tmpfs", "networks"}
GIVEN = {
    "SECRET_KEY": "0a" * 24,
    "DATABASE_PASSWORD": "1a" * 24,
    "POSTGRES_PASSWORD": "2a" * 24,
    "BROKER_PASSWORD": "3a" * 24,
    "HOST_NAME": "support.example.com",
    "CERTIFICATES": "/etc/certificates",
}


class MissingVariable(Exception):
    """What `docker compose` stops with."""


@cache
def read(file: str, without: str = "") -> dict[str, Any]:
    """The whole file. Raises MissingVariable for a needed variable that is not given."""
    given = {name: value for name, value in GIVEN.items() if name != without}

    def fill_in(match: re.Match[str]) -> str:
        if match["name"] in given:
            return given[match["name"]]
        if match["kind"] == ":?":
            raise MissingVariable(match["rest"])
        return match["rest"]

    def fill_in_all(value: Any) -> Any:
        match value:
            case str():
                return VARIABLE.sub(fill_in, value)
            case list():
                return [fill_in_all(each) for each in value]
            case dict():
                return {key: fill_in_all(each) for key, each in value.items()}
        return value

    content: dict[str, Any] = fill_in_all(yaml.safe_load(read_text(file)))
    return content


def read_text(file: str) -> str:
    return (FOLDER / file).read_text("utf-8")


def variables(file: str) -> list[re.Match[str]]:
    """Every place where a variable of the environment is filled in."""
    return list(VARIABLE.finditer(read_text(file)))


def services(file: str) -> dict[str, Service]:
    """The services of a file, with what they extend."""
    return {name: _extended(service) for name, service in read(file)["services"].items()}


def started_services() -> list[tuple[str, str, Service]]:
    """File, name and description of everything that either file starts."""
    return [(file, name, each) for file in STARTED for name, each in services(file).items()]


def environment_of(service: Service) -> dict[str, str]:
    return dict(service.get("environment", {}))


def health_check(service: Service) -> list[str]:
    """Its command line; empty for none."""
    test = service.get("healthcheck", {}).get("test", ["NONE"])
    return [str(word) for word in test[1:]]


def is_one_shot(service: Service) -> bool:
    """Whether it prepares something, and ends."""
    return bool(service["restart"] == "no")


def _extended(service: Service) -> Service:
    if "extends" not in service:
        return service
    extends = service["extends"]
    base = services(extends["file"])[extends["service"]]
    return _merged(base, {key: value for key, value in service.items() if key != "extends"})


def _merged(base: Service, over: Service) -> Service:
    merged = dict(base)
    for key, value in over.items():
        if isinstance(value, dict) and isinstance(base.get(key), dict):
            merged[key] = _merged(base[key], value)
        elif key in APPENDED:
            merged[key] = [*base.get(key, []), *value]
        else:
            merged[key] = value
    return merged
