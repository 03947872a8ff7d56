"""The last lines of `make run`: all addresses, and a real question with its answer."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.request import Request, urlopen

from django.conf import settings
from django.db import connection

from apps.accounts.models import Agent
from apps.conversations.kinds import RESOLVED
from apps.dispatch.actions import OPEN_STATES
from apps.dispatch.models import Work
from apps.knowledge.kinds import KNOWLEDGE
from apps.knowledge.models import Article
from apps.sample.conversations import have_waiting_read
from config.console import Say

QUESTION = "How long does delivery take?"
PATIENCE_SECONDS = 120
ASKED_SECONDS = 20


def introduce(port: int, started_at: float, say: Say) -> None:
    """Wait for the knowledge to be searchable, ask the demo question, and say where things are."""
    try:
        _wait_for_knowledge(say)
        answer = _ask(f"http://127.0.0.1:{port}/api/v1")
        have_waiting_read()
        _say_all(port, answer, started_at, say)
    except OSError as error:
        # Most likely stopped before the answer; a failed question must not end the process.
        say(f"The demo question was not answered ({error}).")
    finally:
        connection.close()


def _wait_for_knowledge(say: Say) -> None:
    kinds = [KNOWLEDGE.name, RESOLVED.name]
    open_work = Work.objects.filter(kind__in=kinds, state__in=OPEN_STATES)
    patience = time.monotonic() + PATIENCE_SECONDS
    if open_work.exists():
        say("Making the articles searchable …")
    while open_work.exists() and time.monotonic() < patience:
        time.sleep(0.2)


def _ask(api: str) -> dict[str, Any]:
    inbox = {"X-Inbox-Key": "demo"}
    conversation = _post(f"{api}/conversations", {"contact": {}}, inbox)
    bearer = {"Authorization": f"Bearer {conversation['token']}", "Prefer": f"wait={ASKED_SECONDS}"}
    return _post(f"{api}/conversations/{conversation['id']}/messages", {"text": QUESTION}, bearer)


def _post(url: str, body: dict[str, Any], headers: dict[str, str]) -> dict[str, Any]:
    request = Request(  # noqa: S310 - our own address
        url,
        data=json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **headers},
    )
    with urlopen(request, timeout=30) as response:  # noqa: S310 - our own address
        answer: dict[str, Any] = json.load(response)
    return answer


def _say_all(port: int, answer: dict[str, Any], started_at: float, say: Say) -> None:
    agent = Agent.objects.filter(is_active=True, is_superuser=True).first()
    password = (settings.VAR_DIR / "demo_password").read_text()
    address = f"http://127.0.0.1:{port}"
    lines = [
        "",
        f'  Asked "{QUESTION}" ({Article.objects.count()} articles)',
        f"  {_describe(answer)}",
        "",
        f"  Desk      {address}/desk/         ({agent.email if agent else '-'} / {password})",
        f"  Demo shop {address}/demo/",
        f"  API       {address}/api/v1/docs   (site key: demo)",
        f"  Flower    {address}/flower/",
        f"  Health    {address}/statusz",
        "",
        f"  Ready after {time.monotonic() - started_at:.1f} s. Ctrl-C stops everything.",
    ]
    for line in lines:
        say(line)


def _describe(answer: dict[str, Any]) -> str:
    if answer["status"] != "done":
        return f"Still {answer['status']} after {ASKED_SECONDS} s: see what is missing at /statusz."
    reply = answer["reply"]
    return f"{answer['decision']}: {reply['text'] if reply else 'a human will answer'}"
