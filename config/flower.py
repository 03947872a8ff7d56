"""Flower, the view on the pools: `python -m config.flower`, or a thread of the one process.

It only looks. It asks nobody for a password, so it listens where FLOWER_URL says and nowhere
else, and people reach it under /flower/ of the web, which knows who they are.
"""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from pathlib import Path

from celery import Celery
from flower.app import Flower
from flower.options import options
from flower.urls import settings
from tornado.httpserver import HTTPServer

from config.celery import IN_MEMORY_TRANSPORT, create_app, read_broker_url
from config.environment import Environment, SettingError
from config.flower_address import FlowerAddress
from config.logs import configure_logs
from config.sentry import start_sentry

PREFIX = "/flower"
ROOT = Path(__file__).resolve().parents[1]
OPTIONS = {
    "url_prefix": PREFIX,
    "read_only": True,
    "max_tasks": 5_000,
    "max_workers": 200,
    # For how long a pool that is gone is still shown, in seconds.
    "purge_offline_workers": 3_600,
}


class FlowerServer:
    """Flower with an event loop of its own: `run` it in any thread, `stop` it from any other."""

    def __init__(self, broker_url: str, address: FlowerAddress) -> None:
        self._celery = make_onlooker(broker_url)
        self._address = address
        self._loop = asyncio.new_event_loop()

    def run(self) -> None:
        """Serve until `stop`; then nobody reads events, and the pools are asked for none."""
        asyncio.set_event_loop(self._loop)
        for name, value in OPTIONS.items():
            setattr(options, name, value)
        flower = Flower(
            capp=self._celery,
            options=options,
            **{**settings, "static_url_prefix": f"{PREFIX}/static/"},
        )
        listening = self._address.listen()
        listening.setblocking(False)
        HTTPServer(flower).add_socket(listening)
        # It would ask for events only after its first five seconds.
        self._loop.create_task(flower.events.on_enable_events())
        flower.start()
        flower.stop()
        self._celery.control.disable_events()

    def stop(self) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)


def make_onlooker(broker_url: str) -> Celery:
    """An application that sees every pool and knows no task: Flower needs none of their code."""
    app = create_app(broker_url)
    app.conf.imports = ()
    app.conf.event_queue_exclusive = True
    if app.conf.broker_transport_options == IN_MEMORY_TRANSPORT:
        # Nobody waits for what it reads: it need not look two hundred times a second.
        app.conf.broker_transport_options = {"polling_interval": 0.25}
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
