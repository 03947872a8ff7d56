"""The page where agents sign in."""

from __future__ import annotations

import secrets
import unicodedata
from typing import Any

from django.conf import settings
from django.contrib.auth.forms import AuthenticationForm
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from apps.accounts.addresses import client_address
from apps.accounts.rate_limits import RateExceeded, count_use

ATTEMPTS_PER_ACCOUNT = 10
# Each costs a third of a second of a core, whether there is such an account or not.
ATTEMPTS_PER_ADDRESS = 30
# A signed cookie: the account that has signed in with this browser before is its salt.
KNOWN_BROWSER = "known_browser"
KNOWN_SECONDS = 365 * 86400


class SignIn(LoginView):
    """Sign in with e-mail address and password; an agent who is signed in goes on to the desk.

    Attempts are limited by account, so that a password cannot be guessed from many addresses, and
    by address, so that nobody keeps the processors from customers. A browser with which the account
    has signed in before is counted apart: whoever guesses elsewhere does not lock its agent out
    (OWASP's device cookies).
    """

    template_name = "desk/login.html"
    redirect_authenticated_user = True

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        account = _account_of(request.POST.get("username", ""))
        known = request.get_signed_cookie(KNOWN_BROWSER, "", account, KNOWN_SECONDS)
        try:
            count_use(f"sign-in from {client_address(request)}", ATTEMPTS_PER_ADDRESS)
            count_use(f"sign-in {known or account}", ATTEMPTS_PER_ACCOUNT)
        except RateExceeded as exceeded:
            return render(request, self.template_name, {"refused": str(exceeded)}, status=429)
        return super().post(request, *args, **kwargs)

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        response = super().form_valid(form)
        response.set_signed_cookie(
            KNOWN_BROWSER,
            secrets.token_urlsafe(),
            salt=_account_of(self.request.POST["username"]),
            max_age=KNOWN_SECONDS,
            path=self.request.path,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
        return response


def _account_of(username: str) -> str:
    """One name for all ways to write an address that the form and the query take for the same.

    The form turns letters such as full-width ones into plain ones; the query compares capitals, and
    to it the capital of a dotless i is that of an i.
    """
    # Postgres refuses NUL; the form refuses it with a sentence.
    return unicodedata.normalize("NFKC", username).replace("\0", "").strip().upper()
