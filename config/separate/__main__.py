"""`python -m config.separate services|workers|web`: one of the three terminals."""

from __future__ import annotations

import argparse
import os
import sys

from config.console import say
from config.environment import Environment, SettingError
from config.separate.addresses import find_addresses
from config.separate.commands import ROOT, web_commands, worker_commands
from config.separate.services import run_services
from config.separate.supervisor import supervise
from config.services.cluster import PostgresError
from config.services.node import RabbitMQError
from config.services.processes import is_free


def main(arguments: list[str]) -> int:
    """Returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m config.separate", description=__doc__)
    parser.add_argument("part", choices=["services", "workers", "web"])
    part = parser.parse_args(arguments).part
    environment = Environment(os.environ)
    var_dir = environment.folder("VAR_DIR", ROOT / "var")
    # A folder of their own: `make run` may serve the same VAR_DIR meanwhile.
    file = var_dir / "services" / "addresses"
    inherited = {"LOG_LEVEL": "warning", **os.environ, "VAR_DIR": str(var_dir)}
    if part == "services":
        file.parent.mkdir(parents=True, exist_ok=True)
        with_sample = environment.flag("LOAD_SAMPLE", default=True)
        run_services(file, inherited, with_sample=with_sample, say=say)
        return 0
    socket = f"unix://{file.parent / 'flower' / 'flower.sock'}"
    child_environment = {"FLOWER_URL": socket, **inherited, **find_addresses(environment, file)}
    commands = worker_commands() if part == "workers" else _web(environment)
    say(f"Starting {', '.join(commands)}. Ctrl-C stops all of them.")
    return supervise(commands, child_environment, say)


def _web(environment: Environment) -> dict[str, list[str]]:
    port = environment.whole_number("PORT", 8000, minimum=1, maximum=65535)
    if not is_free(port):
        raise SettingError(f"PORT={port} is taken by another program; choose a free one.")
    say(f"http://127.0.0.1:{port}/desk/   http://127.0.0.1:{port}/demo/")
    return web_commands(port)


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SettingError, PostgresError, RabbitMQError) as error:
        sys.exit(str(error))
    except KeyboardInterrupt:
        sys.exit("Stopped before everything was ready; what was made is kept.")
