from __future__ import annotations

from django.urls import path

from apps.widget.api import api

urlpatterns = [path("", api.urls)]
