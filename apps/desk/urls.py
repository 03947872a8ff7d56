from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import path

from apps.desk.inbox import inbox
from apps.desk.signing_in import SignIn

app_name = "desk"

urlpatterns = [
    path("", inbox, name="inbox"),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
]
