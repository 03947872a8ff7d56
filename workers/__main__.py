"""The workers from a shell: `python -m workers COMMAND`."""

from __future__ import annotations

import os
import signal
import sys

from config.environment import Environment, SettingError
from config.logs import configure_logs
from config.sentry import start_sentry
from workers.commands import run_command
from workers.commands.arguments import read_arguments
from workers.errors import SetupError


def main(arguments: list[str]) -> int:
    """Run one command. Returns the exit code."""
    options = read_arguments(arguments)
    environment = Environment(os.environ)
    configure_logs(environment, options.log_level)
    start_sentry(environment.text("SENTRY_DSN", ""), f"worker {options.command}")
    return run_command(options)


def _end_quietly() -> int:
    """The reader of our output is gone: keep Python from complaining when it closes the stream."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SettingError, SetupError) as error:
        sys.exit(str(error))
    except BrokenPipeError:
        sys.exit(_end_quietly())
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
