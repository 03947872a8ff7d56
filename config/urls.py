from __future__ import annotations

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("apps.ops.urls")),
    path("api/v1/", include("apps.widget.urls")),
    path("admin/", admin.site.urls),
]
