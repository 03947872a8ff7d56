from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

from apps.accounts.access import role_required
from apps.accounts.models import Role

urlpatterns = [
    path("", include("apps.ops.urls")),
    path("", include("apps.widget.urls")),
    path("", RedirectView.as_view(pattern_name="desk:inbox")),
    path("desk/", include("apps.desk.urls")),
    # Django's own form would let passwords be guessed without a limit.
    path("admin/login/", role_required(Role.ADMINISTRATOR)(admin.site.login)),
    path("admin/", admin.site.urls),
]
