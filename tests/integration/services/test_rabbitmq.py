"""A private RabbitMQ, really started, stopped, killed and left behind."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest
from amqp import Connection, Message

from config.services.node import PROGRAMS, RabbitMQError
from config.services.processes import send, wait_until, working_in
from config.services.rabbitmq import PrivateRabbitMQ
from tests.integration.services.owners import Owner

pytestmark = pytest.mark.skipif(
    not PROGRAMS.exists(), reason="RabbitMQ is missing; run `apt-get install -y rabbitmq-server`"
)

QUORUM = {"x-queue-type": "quorum"}
CLASSIC = {"x-queue-type": "classic"}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("rabbitmq")


@pytest.fixture(scope="module")
def module_broker(folder: Path) -> Iterator[PrivateRabbitMQ]:
    with PrivateRabbitMQ(folder) as broker:
        yield broker


@pytest.fixture
def broker(module_broker: PrivateRabbitMQ) -> PrivateRabbitMQ:
    return module_broker


def connect(url: str) -> Connection:
    credentials, _, address = url.removeprefix("amqp://").removesuffix("//").partition("@")
    user, _, password = credentials.partition(":")
    connection = Connection(address, userid=user, password=password, confirm_publish=True)
    connection.connect()
    return connection


def put(url: str, queue: str, text: str, kind: dict[str, str] = QUORUM) -> None:
    """Return when the broker has confirmed that the text is safe in a durable queue."""
    with connect(url) as connection, connection.channel() as channel:
        channel.queue_declare(queue, durable=True, auto_delete=False, arguments=kind)
        channel.basic_publish_confirm(Message(text, delivery_mode=2), routing_key=queue)


def take(url: str, queue: str) -> str:
    with connect(url) as connection, connection.channel() as channel:
        return str(channel.basic_get(queue, no_ack=True).body)


def test_what_a_killed_node_had_confirmed_is_there_at_the_same_address(
    broker: PrivateRabbitMQ,
) -> None:
    url = broker.url
    put(url, "killed", "kept")
    broker.settle()
    broker.kill()
    with pytest.raises(ConnectionRefusedError):
        connect(url)
    assert broker.start() == url
    assert take(url, "killed") == "kept"


def test_a_restart_keeps_messages_and_leaves_one_node(
    broker: PrivateRabbitMQ, folder: Path
) -> None:
    put(broker.url, "restarted", "kept")
    before = working_in(folder)
    assert take(broker.restart(), "restarted") == "kept"
    assert not before & working_in(folder)


def test_a_node_that_something_killed_is_brought_back_with_all_it_had(
    broker: PrivateRabbitMQ, folder: Path
) -> None:
    put(broker.url, "orphans", "kept")
    broker.settle()
    assert not broker.bring_back()
    send(signal.SIGKILL, working_in(folder))
    assert wait_until(broker.bring_back, 10)
    assert not broker.bring_back()
    assert take(broker.url, "orphans") == "kept"


def test_a_policy_reaches_the_queues_that_it_names(broker: PrivateRabbitMQ) -> None:
    put(broker.url, "limited", "first")
    put(broker.url, "unlimited", "first")
    broker.control("set_policy", "limits", "^limited$", '{"delivery-limit": 5, "max-length": 10}')
    listed = broker.control("list_queues", "name", "policy", "--no-table-headers")
    assert {"limited\tlimits", "unlimited\t"} <= set(listed.splitlines())


def test_a_refused_policy_is_one_sentence_with_the_reason(broker: PrivateRabbitMQ) -> None:
    with pytest.raises(
        RabbitMQError, match=r"^rabbitmqctl set_policy was refused: .*no-such"
    ) as said:
        broker.control("set_policy", "wrong", ".*", '{"no-such-limit": 1}')
    assert len(str(said.value).splitlines()) == 1


@pytest.mark.system
def test_a_second_node_comes_and_goes_without_the_first_noticing(
    broker: PrivateRabbitMQ, tmp_path: Path
) -> None:
    put(broker.url, "beside", "kept")
    with PrivateRabbitMQ(tmp_path / "second", with_management=True) as second:
        assert second.url != broker.url
        assert "firstline@localhost" in second.control("cluster_status")
        assert second.management_url.startswith("http://firstline:")
    assert not working_in(tmp_path / "second")
    assert take(broker.url, "beside") == "kept"


@pytest.mark.system
def test_a_node_left_behind_by_a_killed_owner_makes_room_and_keeps_its_messages(
    tmp_path: Path,
) -> None:
    # An orderly stop writes the list of queues, which a node keeps in memory for a while.
    with PrivateRabbitMQ(tmp_path) as broker:
        put(broker.url, "orphaned", "first", CLASSIC)
        assert take(broker.url, "orphaned") == "first"
    with Owner(PrivateRabbitMQ, tmp_path) as owner:
        put(owner.url, "orphaned", "kept", CLASSIC)
        owner.kill()
        left_behind = working_in(tmp_path)
        assert left_behind
        with PrivateRabbitMQ(tmp_path) as broker:
            assert not left_behind & working_in(tmp_path)
            assert take(broker.url, "orphaned") == "kept"
    assert not working_in(tmp_path)


@pytest.mark.system
def test_a_node_that_cannot_start_says_why_and_leaves_nothing_running(tmp_path: Path) -> None:
    (tmp_path / "data" / "firstline@localhost").mkdir(parents=True)
    (tmp_path / "data" / "firstline@localhost" / "schema.DAT").write_text("no table")
    with pytest.raises(RabbitMQError, match=r"RabbitMQ did not start: .*; see .*log"):
        PrivateRabbitMQ(tmp_path).start()
    assert not working_in(tmp_path)
