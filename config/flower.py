"""Flower: `python -m config.flower`, or a thread of `make run`.

It is read-only and has no passwords. It listens at FLOWER_URL alone, and people reach it under
/flower/ of the web, which checks who they are.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from pathlib import Path

import structlog
from celery import Celery
from flower.app import Flower
from flower.options import options
from flower.urls import settings
from kombu.exceptions import OperationalError
from tornado.httpserver import HTTPServer
from tornado.ioloop import PeriodicCallback
from tornado.web import RequestHandler

from config.broker_url import read_broker_url
from config.celery import create_app
from config.environment import Environment, SettingError
from config.flower_address import FlowerAddress
from config.logs import configure_logs
from config.sentry import start_sentry

log = structlog.get_logger()
PREFIX = "/flower"
ROOT = Path(__file__).resolve().parents[1]
OPTIONS = {
    "url_prefix": PREFIX,
    "read_only": True,
    "max_tasks": 5_000,
    "max_workers": 200,
    # How long a pool that ended is still shown, in seconds.
    "purge_offline_workers": 3_600,
    "enable_events": False,
}
# How long after a request pools still send events, in seconds: each event costs a message.
LOOKED_AT_SECONDS = 600
ASK_SECONDS = 5


class QuietFlower(Flower):
    """Flower, which has the pools send events only after its start and while somebody looks."""

    def __init__(self, celery: Celery) -> None:
        prefixed = {**settings, "static_url_prefix": f"{PREFIX}/static/"}
        super().__init__(capp=celery, options=options, **prefixed)
        self._looked_at = time.monotonic()
        self._asked = False

    def log_request(self, handler: RequestHandler) -> None:
        self._looked_at = time.monotonic()
        if not self._asked:
            self._asking = asyncio.ensure_future(self.ask_for_events())

    async def ask_for_events(self) -> None:
        """Turn events on, again and again for pools that start later, or turn them off, once."""
        wanted = time.monotonic() - self._looked_at < LOOKED_AT_SECONDS
        if wanted or self._asked:
            self._asked = wanted
            await asyncio.get_running_loop().run_in_executor(None, self.tell_pools, wanted)

    def tell_pools(self, wanted: bool) -> None:
        """Tell pools whether to send events, on a new connection: kombu would retry for ever."""
        control = self.capp.control
        ask = control.enable_events if wanted else control.disable_events
        try:
            with self.capp.connection_for_write() as connection:
                connection.ensure_connection(max_retries=0)
                ask(connection=connection)
        except OperationalError as error:
            log.warning("broker_away", error=type(error).__name__)


class FlowerServer:
    """Flower and its event loop: `run` them in any thread, `stop` them from any other."""

    def __init__(self, broker_url: str, address: FlowerAddress) -> None:
        self._celery = make_onlooker(broker_url)
        self._address = address
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        """Serve until `stop`; then turn events off."""
        asyncio.set_event_loop(self._loop)
        for name, value in OPTIONS.items():
            setattr(options, name, value)
        flower = QuietFlower(self._celery)
        listening = self._address.listen()
        listening.setblocking(False)
        HTTPServer(flower).add_socket(listening)
        PeriodicCallback(flower.ask_for_events, 1000 * ASK_SECONDS).start()
        self._loop.create_task(flower.ask_for_events())
        flower.start()
        flower.stop()
        flower.tell_pools(wanted=False)

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


def make_onlooker(broker_url: str) -> Celery:
    """A Celery application for Flower, which needs the code of no task."""
    app = create_app(broker_url)
    app.conf.imports = ()
    app.conf.event_queue_exclusive = True
    return app


def main() -> None:
    environment = Environment(os.environ)
    configure_logs(environment)
    start_sentry(environment.text("SENTRY_DSN", ""), "flower")
    address = FlowerAddress.read(environment, environment.path("VAR_DIR", ROOT / "var"))
    server = FlowerServer(read_broker_url(environment), address)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: server.stop())
    server.run()


if __name__ == "__main__":
    try:
        main()
    except SettingError as error:
        sys.exit(str(error))
    except OSError as error:
        sys.exit(f"Flower cannot listen where FLOWER_URL says ({error.strerror}); choose another.")
