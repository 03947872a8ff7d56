"""The limits that the images of RabbitMQ and Postgres bring, laid on real ones."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import psycopg
import pytest
from amqp import Channel, Connection, Message

from config.services.cluster import SUPERUSER, Cluster, program
from config.services.node import PROGRAMS, Node, Ports
from config.services.postgres import EmbeddedPostgres
from config.services.rabbitmq import PrivateRabbitMQ
from workers.contracts.pipelines import DEAD_LETTER_EXCHANGE, Queue

COMPOSE = Path(__file__).parents[3] / "compose"
DEFINITIONS = COMPOSE / "rabbitmq" / "definitions.json"
SEVEN_DAYS = 7 * 24 * 3600 * 1000
QUORUM = {"x-queue-type": "quorum"}


def policy(name: str) -> dict[str, Any]:
    policies = json.loads(DEFINITIONS.read_text("utf-8"))["policies"]
    return next(dict(each["definition"]) for each in policies if each["name"] == name)


@pytest.mark.system
@pytest.mark.skipif(
    not PROGRAMS.exists(), reason="RabbitMQ is missing; run `apt-get install -y rabbitmq-server`"
)
def test_what_is_delivered_in_vain_too_often_is_kept_as_evidence(tmp_path: Path) -> None:
    with PrivateRabbitMQ(tmp_path) as broker:
        lay_limits(tmp_path)
        host = broker.url.partition("@")[2].removesuffix("//")
        user, _, password = broker.url.removeprefix("amqp://").partition("@")[0].partition(":")
        with Connection(host, userid=user, password=password) as connection:
            channel = connection.channel()
            declare(channel)
            channel.basic_publish(Message("poison"), routing_key=Queue.INFERENCE)
            limit = policy("firstline-stages")["delivery-limit"]
            deliveries = reject_until_gone(channel)
            assert deliveries == limit + 1
            assert channel.basic_get(DEAD_LETTER_EXCHANGE, no_ack=True).body == "poison"
        policies = broker.control("list_policies", "--no-table-headers")
        assert f'"message-ttl":{SEVEN_DAYS}' in policies
        for name in ("firstline-stages", "firstline-dead-letters"):
            assert f"\t{name}\t" in policies


def lay_limits(folder: Path) -> None:
    """As the container does after its start: the same script, the same file."""
    ports = Ports(*(int((folder / "ports" / name).read_text()) for name in Ports.__annotations__))
    environment = Node(folder, with_management=False).environment(ports)
    path = f"{PROGRAMS}:{environment['PATH']}"
    script = COMPOSE / "rabbitmq" / "lay-limits.sh"
    subprocess.run([script, DEFINITIONS], env={**environment, "PATH": path}, check=True)


def declare(channel: Channel) -> None:
    """A stage's queue and the dead letters', as `declare-topology` makes them."""
    channel.exchange_declare(DEAD_LETTER_EXCHANGE, "fanout", durable=True, auto_delete=False)
    for queue in (Queue.INFERENCE.value, DEAD_LETTER_EXCHANGE):
        channel.queue_declare(queue, durable=True, auto_delete=False, arguments=QUORUM)
    channel.queue_bind(DEAD_LETTER_EXCHANGE, DEAD_LETTER_EXCHANGE)


def reject_until_gone(channel: Channel) -> int:
    """How often the message was delivered before the broker had enough."""
    deliveries = 0
    while not is_dead(channel):
        message = channel.basic_get(Queue.INFERENCE.value)
        if message is not None:
            deliveries += 1
            channel.basic_reject(message.delivery_tag, requeue=True)
    return deliveries


def is_dead(channel: Channel) -> bool:
    return bool(channel.queue_declare(DEAD_LETTER_EXCHANGE, passive=True).message_count)


def test_the_database_of_the_container_belongs_to_a_role_that_is_no_superuser(
    tmp_path: Path,
) -> None:
    with EmbeddedPostgres(tmp_path) as server:
        forget(server, tmp_path)
        done = create_database(server, tmp_path, DATABASE_PASSWORD="it's secret")
        assert done.returncode == 0, done.stderr
        url = f"postgresql://firstline:it%27s%20secret@{server.url.partition('@')[2]}"
        with psycopg.connect(url) as connection:
            assert connection.execute("SHOW is_superuser").fetchone() == ("off",)
            connection.execute("CREATE EXTENSION IF NOT EXISTS vector")
            connection.execute("CREATE TABLE kept (embedding vector(3))")
        refused = create_database(server, tmp_path)
        assert refused.returncode != 0
        assert "DATABASE_PASSWORD is not set" in refused.stderr


def forget(server: EmbeddedPostgres, folder: Path) -> None:
    """Drop what the embedded server has of its own: a container begins with nothing."""
    with psycopg.connect(as_superuser(server, folder), autocommit=True) as connection:
        for statement in ("DATABASE firstline", "ROLE firstline", "EXTENSION vector"):
            connection.execute(f"DROP {statement}")


def as_superuser(server: EmbeddedPostgres, folder: Path) -> str:
    host = server.url.partition("@")[2].partition("/")[0]
    return f"postgresql://{SUPERUSER}:{Cluster(folder).password()}@{host}/template1"


def create_database(
    server: EmbeddedPostgres, folder: Path, **variables: str
) -> subprocess.CompletedProcess[str]:
    """Run the container's script as its image does."""
    host, _, port = server.url.partition("@")[2].partition("/")[0].partition(":")
    environment = {
        "PATH": f"{Path(program('psql')).parent}:{os.defpath}",
        "POSTGRES_USER": SUPERUSER,
        "PGHOST": host,
        "PGPORT": port,
        "PGPASSWORD": Cluster(folder).password(),
        **variables,
    }
    script = COMPOSE / "postgres" / "create-database.sh"
    return subprocess.run([script], env=environment, capture_output=True, text=True, check=False)
