"""`make services`: Postgres and RabbitMQ in the foreground, prepared for the other two."""

from __future__ import annotations

import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import psycopg

from config.console import Say
from config.environment import SettingError
from config.separate.addresses import published
from config.services.postgres import EmbeddedPostgres
from config.services.rabbitmq import PrivateRabbitMQ

ROOT = Path(__file__).resolve().parents[2]
POLICIES = ROOT / "compose" / "rabbitmq" / "definitions.json"
MANAGE = (sys.executable, str(ROOT / "manage.py"))
WORKERS = (sys.executable, "-m", "workers")
LOOK_SECONDS = 1.0


def run_services(
    file: Path, environment: Mapping[str, str], *, with_sample: bool, say: Say
) -> None:
    """Serve until Ctrl-C. `file`: where the others look; the services keep their data beside it."""
    # SIGINT too: shells make background processes ignore it.
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.default_int_handler)
    say("Starting PostgreSQL and RabbitMQ …")
    with EmbeddedPostgres(file.parent) as postgres, PrivateRabbitMQ(_rabbitmq(file)) as broker:
        file.unlink(missing_ok=True)  # left by one that was killed
        addresses = {"DATABASE_URL": postgres.url, "BROKER_URL": broker.url}
        _prepare({**environment, **addresses}, with_sample=with_sample, say=say)
        broker.control("import_definitions", str(POLICIES))
        broker.settle()
        with published(file, addresses):
            _introduce(addresses, Path(environment["VAR_DIR"]), say)
            _look_after(postgres, broker, say)
            say("Stopping …")
    say("Stopped; everything is kept.")


def _rabbitmq(file: Path) -> Path:
    return file.parent / "rabbitmq"


def _prepare(environment: Mapping[str, str], *, with_sample: bool, say: Say) -> None:
    """What an operator does before the first start, and after each update.

    Commands, because this process has no Django: `config.standalone.prepare` does without them.
    """
    loading = "the sample company" if with_sample else "an inbox and its agents"
    sample = [] if with_sample else ["--without-knowledge"]
    steps = {
        "Bringing the tables up to date …": [*MANAGE, "migrate", "--verbosity=0"],
        "Declaring exchanges and queues …": [*WORKERS, "declare-topology"],
        f"Loading {loading}, unless intents are there …": [
            *MANAGE,
            "load_sample",
            "--if-missing",
            *sample,
        ],
        "Training the models, unless one answers …": [*WORKERS, "train", "--if-missing"],
    }
    for what, command in steps.items():
        say(what)
        done = subprocess.run(command, check=False, env=dict(environment), cwd=ROOT)
        if done.returncode:
            raise SettingError(f"`{shlex.join(command[1:])}` failed; what it said stands above.")


def _introduce(addresses: Mapping[str, str], var_dir: Path, say: Say) -> None:
    with psycopg.connect(addresses["DATABASE_URL"]) as connection:
        query = "SELECT email FROM accounts_agent WHERE is_superuser AND is_active LIMIT 1"
        found = connection.execute(query).fetchone()
    password = var_dir / "demo_password"
    say("\nReady. In this checkout, `make workers` and `make web` find them; elsewhere:\n")
    for name, address in addresses.items():
        say(f"  export {name}={shlex.quote(address)}")
    if found and password.exists():
        say(f"\n  Login     {found[0]} / {password.read_text(encoding='utf-8')}")
    say("\nCtrl-C stops both; everything is kept.")


def _look_after(postgres: EmbeddedPostgres, broker: PrivateRabbitMQ, say: Say) -> None:
    """Until Ctrl-C. A killed Postgres comes back by itself."""
    try:
        while True:
            time.sleep(LOOK_SECONDS)
            postgres.check()
            if broker.bring_back():
                say("*** RabbitMQ had ended, and was started again. ***")
    except KeyboardInterrupt:
        # A second Ctrl-C must not leave half of it running.
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
