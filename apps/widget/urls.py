from __future__ import annotations

from django.urls import path

from apps.widget.api import api
from apps.widget.launcher import launcher, script
from apps.widget.pages import demo, panel

urlpatterns = [
    path("api/v1/", api.urls),
    path("widget.js", script, name="widget-script"),
    path("widget/<str:site_key>/", panel, name="widget-panel"),
    path("widget/<str:site_key>/launcher.json", launcher, name="widget-launcher"),
    path("demo/", demo, name="demo"),
]
