"""The page where agents sign in."""

from __future__ import annotations

from django.contrib.auth.views import LoginView


class SignIn(LoginView):
    """With e-mail address and password; who is signed in already goes on to the desk."""

    template_name = "desk/login.html"
    redirect_authenticated_user = True
