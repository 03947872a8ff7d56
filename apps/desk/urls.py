from __future__ import annotations

from django.contrib.auth.views import LogoutView
from django.urls import include, path

from apps.desk.settings.profile_pages import AcceptInvitation
from apps.desk.signing_in import SignIn

app_name = "desk"

urlpatterns = [
    path("", include("apps.desk.inbox.urls")),
    path("login/", SignIn.as_view(), name="login"),
    path("logout/", LogoutView.as_view(), name="logout"),
    path("invitation/<uidb64>/<token>/", AcceptInvitation.as_view(), name="invitation"),
    path("knowledge/", include("apps.desk.knowledge.urls")),
    path("learning/", include("apps.desk.learning.urls")),
    path("settings/", include("apps.desk.settings.urls")),
]
