from __future__ import annotations

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", include("apps.ops.urls")),
    path("", include("apps.widget.urls")),
    path("", RedirectView.as_view(pattern_name="desk:inbox")),
    path("desk/", include("apps.desk.urls")),
    path("admin/", admin.site.urls),
]
