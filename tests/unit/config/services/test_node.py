"""What a private RabbitMQ is given, before any is started."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from config.services import node
from config.services.node import Node, RabbitMQMissing
from config.services.rabbitmq import PrivateRabbitMQ


def test_a_missing_rabbitmq_is_answered_with_the_line_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(node, "PROGRAMS", tmp_path)
    with pytest.raises(RabbitMQMissing, match="apt-get install -y rabbitmq-server"):
        PrivateRabbitMQ(tmp_path).start()


def test_ports_and_password_stay_the_same_from_one_start_to_the_next(tmp_path: Path) -> None:
    first, second = Node(tmp_path, with_management=False), Node(tmp_path, with_management=True)
    assert first.prepare() == second.prepare()
    assert first.password() == second.password()


def test_cookie_and_password_are_for_their_owner_alone(tmp_path: Path) -> None:
    Node(tmp_path, with_management=False).prepare()
    modes = {
        stat.S_IMODE((tmp_path / name).stat().st_mode) for name in (".erlang.cookie", "password")
    }
    assert modes == {0o600}


def test_nothing_of_the_callers_rabbitmq_reaches_the_node(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RABBITMQ_NODE_PORT", "5672")
    broker = Node(tmp_path, with_management=False)
    assert "RABBITMQ_NODE_PORT" not in broker.environment(broker.prepare())


def test_the_address_of_a_node_that_never_started_is_refused(tmp_path: Path) -> None:
    with pytest.raises(node.RabbitMQError, match="start it first"):
        _ = PrivateRabbitMQ(tmp_path).url
