"""A reverse proxy in front of Flower, with limits on who may ask, what, how much and how long.

Only GET and HEAD reach Flower, with three headers of the caller and neither cookies nor
credentials; the one POST of its pages, which reads the table of tasks, becomes a GET. Only its
pages are passed on, not its API nor its metrics.
"""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPException, HTTPResponse
from urllib.parse import quote

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.csrf import csrf_exempt

from apps.accounts.access import role_required
from apps.accounts.models import Role
from config.flower_address import FlowerAddress

SECONDS = 10.0
LONGEST_ANSWER = 8 * 1024 * 1024
LONGEST_QUERY = 16 * 1024
PAGES = re.compile(r"(workers|tasks|broker|worker/[^/]+|task/[^/]+|static(/\w[\w.-]*)+)?")
TABLE = "tasks/datatable"
ASKED = ("Accept", "If-None-Match", "If-Modified-Since")
ANSWERED = ("Content-Type", "ETag", "Last-Modified", "Cache-Control")
# Flower's table of workers has one inline script, which says whether it refreshes itself.
POLICY = (
    "default-src 'self'; "
    "script-src 'self' 'sha256-A0YIP5A+DKoseGAUTHRoMPDkKPK5cKzfYH3mjcCKtj8='; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
AWAY = "Flower does not run; start `python -m config.flower`, and look again."


class _Connection(HTTPConnection):
    """An HTTP connection over the socket of a FlowerAddress."""

    def __init__(self, address: FlowerAddress) -> None:
        super().__init__("flower", timeout=SECONDS)
        self._address = address

    def connect(self) -> None:
        self.sock = self._address.connect(SECONDS)


@csrf_exempt  # it changes nothing, and Flower's pages have no CSRF token of ours
@role_required(Role.SUPERVISOR)
def flower(request: HttpRequest, path: str) -> HttpResponse:
    """Forward a request to Flower, and its response back."""
    table = path == TABLE
    if request.method not in ({"GET", "HEAD", "POST"} if table else {"GET", "HEAD"}):
        return HttpResponse("Flower is only looked at here: use GET.", status=405)
    if not (table or PAGES.fullmatch(path)):
        return HttpResponse("Flower has no such page here.", status=404)
    query = request.body.decode("ascii", "replace") if request.method == "POST" else ""
    query = query or request.META.get("QUERY_STRING", "")
    if len(query) > LONGEST_QUERY:
        return HttpResponse("The question is too long for Flower.", status=413)
    return _pass_on(request, f"/flower/{quote(path, safe='/@:')}?{quote(query, safe='%&=+')}")


def _pass_on(request: HttpRequest, target: str) -> HttpResponse:
    connection = _Connection(settings.FLOWER_ADDRESS)
    headers = {name: request.headers[name] for name in ASKED if name in request.headers}
    try:
        connection.request("HEAD" if request.method == "HEAD" else "GET", target, headers=headers)
        return _answer(connection.getresponse())
    except (OSError, HTTPException):
        return render(request, "ops/flower_away.html", {"away": AWAY}, status=503)
    finally:
        connection.close()


def _answer(answer: HTTPResponse) -> HttpResponse:
    body = answer.read(LONGEST_ANSWER + 1)
    if len(body) > LONGEST_ANSWER:
        return HttpResponse("Flower's answer is too long.", status=502)
    headers = {name: value for name in ANSWERED if (value := answer.headers.get(name))}
    headers["Content-Security-Policy"] = POLICY
    return HttpResponse(body, status=answer.status, headers=headers)
