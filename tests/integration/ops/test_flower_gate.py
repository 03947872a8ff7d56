"""What reaches Flower, and what does not, told by a program that stands in its place."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from django.conf import settings
from django.test import Client

from apps.ops.flower import LONGEST_ANSWER, LONGEST_QUERY
from config.flower_address import FlowerAddress

FORM = "application/x-www-form-urlencoded"
PAGE = b"<h1>Workers</h1>"


class Impostor(HTTPServer):
    """Answers as Flower would, and remembers what it was asked."""

    def __init__(self, address: FlowerAddress) -> None:
        super().__init__(("", 0), Answering, bind_and_activate=False)
        self.socket = address.listen()
        self.asked: list[Answering] = []
        self.answer = PAGE


class Answering(BaseHTTPRequestHandler):
    server: Impostor

    def do_GET(self) -> None:
        self.server.asked.append(self)
        self.send_response(200)
        for name, value in (("Content-Type", "text/html"), ("Set-Cookie", "_xsrf=1")):
            self.send_header(name, value)
        self.end_headers()
        if self.command == "GET":
            self.wfile.write(self.server.answer)

    do_HEAD = do_POST = do_GET  # noqa: N815

    def address_string(self) -> str:
        return "a Unix socket"

    def log_message(self, *_: object) -> None:
        """Nobody reads it."""


@pytest.fixture
def address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FlowerAddress:
    """Deep down, as a clone may lie: longer than the 107 bytes of a socket's name."""
    address = FlowerAddress(path=tmp_path / ("deep" * 30) / "flower" / "flower.sock")
    monkeypatch.setattr(settings, "FLOWER_ADDRESS", address)
    return address


@pytest.fixture
def flower(address: FlowerAddress) -> Iterator[Impostor]:
    server = Impostor(address)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_its_socket_is_its_owner_s_alone(flower: Impostor, address: FlowerAddress) -> None:
    assert address.path is not None
    assert address.path.stat().st_mode & 0o777 == 0o600
    assert address.path.parent.stat().st_mode & 0o777 == 0o700


def test_supervisors_and_administrators_see_it(
    flower: Impostor, supervisor: Client, administrator: Client
) -> None:
    for client in (supervisor, administrator):
        response = client.get("/flower/workers?json=1")
        assert (response.status_code, response.content) == (200, PAGE)
    assert flower.asked[0].path == "/flower/workers?json=1"


def test_agents_and_strangers_reach_nothing_of_it(flower: Impostor, agent: Client) -> None:
    assert agent.get("/flower/").status_code == 403
    response = Client().get("/flower/tasks?state=FAILURE")
    assert response.status_code == 302
    assert response["Location"].startswith("/desk/login/?next=%2Fflower%2Ftasks")
    assert Client().get("/flower/static/js/flower.js", headers={"Accept": "*/*"}).status_code != 200
    assert flower.asked == []


def test_neither_cookies_nor_credentials_nor_addresses_are_passed_on(
    flower: Impostor, supervisor: Client
) -> None:
    sent = {"Authorization": "Bearer secret", "X-Forwarded-For": "1.2.3.4", "If-None-Match": '"a"'}
    response = supervisor.get("/flower/", headers=sent)
    names = {name.lower() for name in flower.asked[0].headers}
    assert names == {"host", "accept-encoding", "if-none-match"}
    assert "_xsrf" not in response.cookies
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
    assert "unsafe-inline" not in response["Content-Security-Policy"].partition("style-src")[0]


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options"])
@pytest.mark.parametrize("page", ["", "workers", "worker/inference@vm"])
def test_nothing_that_could_change_something_is_passed_on(
    flower: Impostor, administrator: Client, method: str, page: str
) -> None:
    assert getattr(administrator, method)(f"/flower/{page}").status_code == 405
    assert flower.asked == []


@pytest.mark.parametrize(
    "page",
    [
        "api/workers",
        "api/worker/shutdown/inference@vm",
        "metrics",
        "healthcheck",
        "login",
        "static/../api/workers",
        "worker/a/b",
    ],
)
def test_only_pages_are_passed_on(flower: Impostor, administrator: Client, page: str) -> None:
    assert administrator.get(f"/flower/{page}").status_code == 404
    assert flower.asked == []


def test_the_table_of_tasks_is_read_with_get_whatever_its_page_does(
    flower: Impostor, supervisor: Client
) -> None:
    asked = {"draw": "1", "search[value]": "state:FAILURE & more"}
    answer = supervisor.post("/flower/tasks/datatable", urlencode(asked), content_type=FORM)
    assert answer.status_code == 200
    passed = flower.asked[0]
    assert passed.command == "GET"
    assert parse_qs(urlsplit(passed.path).query) == {key: [value] for key, value in asked.items()}
    head = supervisor.head("/flower/tasks")
    assert (head.status_code, head.content, flower.asked[1].command) == (200, b"", "HEAD")


def test_a_line_break_in_a_path_begins_no_second_question(
    flower: Impostor, supervisor: Client
) -> None:
    supervisor.get("/flower/task/a%0d%0aX-Evil: 1%0d%0a")
    assert all("X-Evil" not in asked.headers for asked in flower.asked)


def test_what_is_too_long_is_refused_on_either_way(flower: Impostor, supervisor: Client) -> None:
    assert supervisor.get("/flower/tasks?search=" + "x" * LONGEST_QUERY).status_code == 413
    flower.answer = b"x" * (LONGEST_ANSWER + 1)
    assert supervisor.get("/flower/tasks").status_code == 502


def test_while_it_is_away_one_sentence_says_what_to_start(
    address: FlowerAddress, supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    response = supervisor.get("/flower/tasks")
    assert response.status_code == 503
    assert "python -m config.flower" in response.content.decode()
    elsewhere = replace(address, path=None, host="127.0.0.1", port=1)
    monkeypatch.setattr(settings, "FLOWER_ADDRESS", elsewhere)
    assert supervisor.get("/flower/").status_code == 503


def test_one_that_never_answers_is_not_waited_for_for_ever(
    address: FlowerAddress, supervisor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("apps.ops.flower.SECONDS", 0.2)
    with address.listen():
        assert supervisor.get("/flower/").status_code == 503
