"""The page of the panel, which other sites show in a frame, and a sample shop to try it in."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.clickjacking import xframe_options_exempt
from django.views.decorators.http import require_safe

from apps.conversations.models import Inbox
from apps.conversations.queries import find_inbox
from apps.widget.appearance import describe_page, describe_panel
from apps.widget.framing import panel_policy

SAMPLE_KEY = "demo"


@require_safe
@xframe_options_exempt
@cache_control(no_cache=True)
def panel(request: HttpRequest, site_key: str) -> HttpResponse:
    """The panel of an inbox. It neither sets nor reads cookies: the contact has a token."""
    inbox = _find_or_404(site_key)
    own_origin = f"{request.scheme}://{request.get_host()}"
    context = {**describe_page(inbox), "config": describe_panel(inbox, own_origin)}
    response = render(request, "widget/panel.html", context)
    response["Content-Security-Policy"] = panel_policy(inbox)
    return response


@require_safe
def demo(request: HttpRequest) -> HttpResponse:
    """A page of the sample shop; 404 without the inbox of the sample."""
    return render(request, "widget/demo.html", {"inbox": _find_or_404(SAMPLE_KEY)})


def _find_or_404(site_key: str) -> Inbox:
    inbox = find_inbox(site_key)
    if inbox is None:
        raise Http404("No inbox has this site key.")
    return inbox
