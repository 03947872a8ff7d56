"""Decorators of the desk's views: signed in, with a sufficient role, on the agent's own clock."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django.utils import timezone
from django.utils.cache import add_never_cache_headers

from apps.accounts.models import Agent, Role
from apps.accounts.zones import zone_of

Parameters = ParamSpec("Parameters")


class AgentRequest(HttpRequest):
    """A request of an agent who is signed in."""

    user: Agent


View = Callable[Concatenate[AgentRequest, Parameters], HttpResponseBase]
Guarded = Callable[Concatenate[HttpRequest, Parameters], HttpResponseBase]


def agent_required(view: View[Parameters]) -> Guarded[Parameters]:
    """Only for agents who are signed in; others are sent to sign in, and programs get a 401.

    Times are in the agent's own zone. Browsers keep no copy of the response: *Back* would show an
    old page, or a fragment of one.
    """

    @wraps(view)
    def guarded(
        request: HttpRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
    ) -> HttpResponseBase:
        # Django signs an agent out who is no longer active.
        if not request.user.is_authenticated:
            return _ask_to_sign_in(request)
        with timezone.override(zone_of(request)):
            response = view(cast(AgentRequest, request), *args, **kwargs)
        if not response.has_header("Cache-Control"):
            add_never_cache_headers(response)
        return response

    return guarded


def role_required(role: Role) -> Callable[[View[Parameters]], Guarded[Parameters]]:
    """Only for agents of this role or a higher one; others get a page that says so (403)."""

    def decorate(view: View[Parameters]) -> Guarded[Parameters]:
        @wraps(view)
        def for_role(
            request: AgentRequest, /, *args: Parameters.args, **kwargs: Parameters.kwargs
        ) -> HttpResponseBase:
            if not request.user.has_role(role):
                raise PermissionDenied(f"This page is for {role.label.lower()}s.")
            return view(request, *args, **kwargs)

        return agent_required(for_role)

    return decorate


def _ask_to_sign_in(request: HttpRequest) -> HttpResponse:
    if "HX-Request" in request.headers:
        shown = urlsplit(request.headers.get("HX-Current-URL", "")).path
        return HttpResponse(status=401, headers={"HX-Redirect": _sign_in_url(shown)})
    if request.accepts("text/html"):
        return redirect(_sign_in_url(request.get_full_path()))
    return HttpResponse("Sign in first.", status=401, content_type="text/plain")


def _sign_in_url(then: str) -> str:
    return f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': then})}"
