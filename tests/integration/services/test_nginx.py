"""The real nginx with the configuration of its image, before a real web."""

from __future__ import annotations

import gzip
import http.client
import json
import os
import shutil
import signal
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

import pytest

from apps.conversations.models import Inbox
from apps.dispatch.numbering import number_events
from config.services.processes import free_port, has_ended, wait_until
from config.uploads import MOST_BODY_BYTES, MOST_FORM_BYTES, MOST_UPLOAD_BYTES, UPLOAD_PATH
from tests.factories import make_inbox
from tests.integration.server import Server, serve

CONFIGURATION = Path(__file__).parents[3] / "compose" / "nginx"
NGINX = shutil.which("nginx", path=f"{os.defpath}:/usr/sbin:/sbin")
INSTALL = "apt-get install -y nginx-light openssl"
LARGEST_BODY = 128 * 1024
CERTIFICATE = (
    "openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost "
    "-addext subjectAltName=DNS:localhost "
    "-out fullchain.pem -keyout privkey.pem"
)

pytestmark = pytest.mark.skipif(
    NGINX is None or shutil.which("openssl") is None, reason=f"nginx is missing; run `{INSTALL}`"
)


@dataclass(frozen=True)
class Proxy:
    """Where nginx answers, the port of the web behind it, and the folder of its own."""

    plain: int
    secure: int
    web_port: int
    folder: Path
    pid: int = 0

    @property
    def certificate(self) -> Path:
        return self.folder / "certificates" / "fullchain.pem"

    @property
    def log(self) -> Path:
        return self.folder / "access.log"

    def ask(
        self, method: str, path: str, body: bytes | None = None, **headers: str
    ) -> http.client.HTTPResponse:
        """The response over TLS, its body yet to be read."""
        context = ssl.create_default_context(cafile=self.certificate)
        connection = http.client.HTTPSConnection(
            "localhost", self.secure, timeout=30, context=context
        )
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body=body, headers=named)
        return connection.getresponse()


SITE_KEY = "behind-nginx"
NEW_CONVERSATION = json.dumps({"contact": {}}).encode()
JSON = {"Content_Type": "application/json", "X_Inbox_Key": SITE_KEY}


@pytest.fixture(scope="module")
def web(process_environment: dict[str, str]) -> Iterator[Server]:
    behind = {"DJANGO_SETTINGS_MODULE": "config.settings.production", "TRUSTED_PROXIES": "1"}
    limits = {"RATE_CONVERSATIONS_PER_ADDRESS": "3", "SECRET_KEY": "only-for-this-test" * 3}
    with serve({**process_environment, **behind, **limits}) as server:
        yield server


@pytest.fixture
def inbox(transactional_db: None) -> Inbox:
    return make_inbox(site_key=SITE_KEY)


@pytest.fixture(scope="module")
def proxy(web: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Proxy]:
    with nginx_before(web.port, tmp_path_factory.mktemp("nginx")) as proxy:
        yield proxy


@contextmanager
def nginx_before(web_port: int, folder: Path) -> Iterator[Proxy]:
    proxy = Proxy(free_port(), free_port(), web_port, folder)
    lay_out(proxy)
    as_root = ["-g", "user root;"] if os.geteuid() == 0 else []
    command = [str(NGINX), "-p", str(folder), "-c", str(folder / "nginx.conf"), *as_root]
    subprocess.run([*command, "-t"], check=True)
    with proxy.log.open("a") as log:
        started = [*command, "-g", f"daemon off; {' '.join(as_root[1:])}"]
        process = subprocess.Popen(started, stdout=log)
    try:
        assert wait_until(lambda: answers(proxy.secure), 20)
        yield replace(proxy, pid=process.pid)
    finally:
        process.terminate()
        process.wait(20)


def lay_out(proxy: Proxy) -> None:
    """Its own files; only ports, the web's address and the folder for temporary files differ."""
    folder = proxy.folder
    text = (CONFIGURATION / "nginx.conf").read_text("utf-8")
    for written, real in (
        ("listen 8080", f"listen 127.0.0.1:{proxy.plain}"),
        ("listen 8443", f"listen 127.0.0.1:{proxy.secure}"),
        ("/tmp/", f"{folder}/"),  # noqa: S108
    ):
        assert written in text
        text = text.replace(written, real)
    (folder / "nginx.conf").write_text(text)
    upstream = (CONFIGURATION / "upstream.conf").read_text("utf-8")
    assert "web:8000" in upstream
    real_upstream = upstream.replace("web:8000", f"127.0.0.1:{proxy.web_port}")
    (folder / "upstream.conf").write_text(real_upstream)
    (folder / "certificates").mkdir()
    command = CERTIFICATE.split()
    subprocess.run(command, cwd=folder / "certificates", check=True, capture_output=True)


def answers(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


@pytest.mark.parametrize("path", ["/metrics", "/statusz", "/readyz", "//metrics", "/%6detrics"])
def test_what_is_for_people_inside_is_not_there_outside(proxy: Proxy, path: str) -> None:
    with proxy.ask("GET", path) as response:
        assert response.status == 404
        assert b"nginx" in response.read()


def test_http_leads_to_https_at_the_name_that_was_asked_for(proxy: Proxy) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", proxy.plain, timeout=10)
    connection.request("GET", "/demo/?a=b", headers={"Host": "support.example.com"})
    response = connection.getresponse()
    assert response.status == 308
    assert response.headers["Location"] == "https://support.example.com/demo/?a=b"


def test_the_web_knows_that_it_is_spoken_to_over_https(proxy: Proxy) -> None:
    with proxy.ask("GET", "/healthz") as response:
        assert response.status == 200
        assert "max-age" in response.headers["Strict-Transport-Security"]


def test_what_the_web_does_not_hear_of_is_refused_as_the_api_refuses(proxy: Proxy) -> None:
    assert MOST_BODY_BYTES == LARGEST_BODY
    body = b" " * (LARGEST_BODY + 1)
    address, long = "/api/v1/conversations", "x" * 10_000
    for status, response in (
        (413, proxy.ask("POST", address, body, **JSON)),
        (414, proxy.ask("GET", f"{address}?{long}")),
        (400, proxy.ask("GET", address, None, X_Long=long)),
    ):
        assert_problem(response, status)


def test_the_page_of_another_site_may_read_that_its_body_is_too_large(proxy: Proxy) -> None:
    body = b" " * (LARGEST_BODY + 1)
    with proxy.ask("POST", "/api/v1/conversations", body, **JSON) as response:
        assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_a_web_that_is_away_is_a_problem_for_programs(tmp_path: Path) -> None:
    with nginx_before(free_port(), tmp_path) as alone:
        response = alone.ask("GET", "/api/v1/conversations")
        assert response.headers["Retry-After"]
        assert_problem(response, 503)


def assert_problem(response: http.client.HTTPResponse, status: int) -> None:
    with response:
        problem = json.load(response)
    assert response.headers["Content-Type"] == "application/problem+json"
    assert (response.status, problem["status"]) == (status, status)
    assert all(problem[name] for name in ("type", "title", "detail"))


def test_its_log_repeats_nothing_that_was_searched_for(proxy: Proxy) -> None:
    with proxy.ask("GET", "/desk/login/?search=nora", Referer="https://a/desk/?search=nora"):
        pass
    assert wait_until(lambda: "GET /desk/login/" in proxy.log.read_text("utf-8"), 10)
    assert "nora" not in proxy.log.read_text("utf-8")


def test_its_log_repeats_no_invitation(proxy: Proxy) -> None:
    for path in ("/desk/invitation/Mg/c8x-secret/", "//desk/./invitation/Mg/c8x-secret/?a"):
        with proxy.ask("GET", path):
            pass
    told = '"GET /desk/invitation/" '
    assert wait_until(lambda: proxy.log.read_text("utf-8").count(told) == 2, 10)
    assert "c8x-secret" not in proxy.log.read_text("utf-8")


@pytest.mark.parametrize(
    ("path", "size", "status"),
    [
        # Without a session; but what was sent has been read.
        (UPLOAD_PATH, MOST_UPLOAD_BYTES, 403),
        (f"{UPLOAD_PATH}x", MOST_UPLOAD_BYTES, 413),
        ("/desk/learning/entities/names/new/", MOST_FORM_BYTES, 403),
        ("/api/v1/conversations", MOST_FORM_BYTES, 413),
    ],
)
def test_forms_and_files_of_knowledge_may_be_larger_and_nothing_beside_them(
    proxy: Proxy, path: str, size: int, status: int
) -> None:
    with proxy.ask("POST", path, b" " * size) as response:
        assert response.status == status


def test_a_body_that_just_fits_reaches_the_web(proxy: Proxy, inbox: Inbox) -> None:
    body = NEW_CONVERSATION.ljust(LARGEST_BODY)
    with proxy.ask("POST", "/api/v1/conversations", body, **JSON) as response:
        assert response.status == 201


def test_a_limit_counts_the_caller_and_not_what_the_caller_claims(
    proxy: Proxy, inbox: Inbox
) -> None:
    statuses = []
    for number in range(4):
        headers = {**JSON, "X_Forwarded_For": f"198.51.100.{number}"}
        with proxy.ask("POST", "/api/v1/conversations", NEW_CONVERSATION, **headers) as response:
            statuses.append(response.status)
    assert statuses == [201, 201, 201, 429]


def test_a_page_travels_compressed_where_the_browser_takes_that(proxy: Proxy) -> None:
    with proxy.ask("GET", "/desk/login/") as plain:
        page = plain.read()
    with proxy.ask("GET", "/desk/login/", Accept_Encoding="gzip") as response:
        assert response.headers["Content-Encoding"] == "gzip"
        compressed = response.read()
    assert len(compressed) < len(page) / 2
    assert gzip.decompress(compressed)[:100] == page[:100]


def test_an_event_passes_at_once_while_the_stream_stays_open(proxy: Proxy, inbox: Inbox) -> None:
    with proxy.ask("POST", "/api/v1/conversations", NEW_CONVERSATION, **JSON) as response:
        conversation = json.load(response)
    address = f"/api/v1/conversations/{conversation['id']}"
    bearer = {"Authorization": f"Bearer {conversation['token']}"}
    with proxy.ask("GET", f"{address}/events", None, **bearer, Accept_Encoding="gzip") as stream:
        # What is kept back runs into the caller's patience, and raises.
        assert stream.readline() == b": connected\n"
        message = json.dumps({"text": "Hello?"}).encode()
        with proxy.ask("POST", f"{address}/messages", message, **JSON, **bearer) as accepted:
            assert accepted.status == 202
        number_events()
        assert any(b"message.received" in line for line in islice(stream, 12))


def test_told_to_end_it_waits_for_no_stream_that_never_ends(
    web: Server, inbox: Inbox, tmp_path: Path
) -> None:
    with nginx_before(web.port, tmp_path) as alone:
        with alone.ask("POST", "/api/v1/conversations", NEW_CONVERSATION, **JSON) as response:
            conversation = json.load(response)
        address = f"/api/v1/conversations/{conversation['id']}/events"
        bearer = {"Authorization": f"Bearer {conversation['token']}"}
        with alone.ask("GET", address, None, **bearer) as stream:
            assert stream.readline() == b": connected\n"
            # What Docker sends to its image.
            os.kill(alone.pid, signal.SIGQUIT)
            assert wait_until(lambda: has_ended(alone.pid), 15)
