from __future__ import annotations

from django.urls import path

from apps.desk.learning import intent_pages, model_pages, sentiment_pages

urlpatterns = [
    path("", intent_pages.show_all, name="learning"),
    path("intents/new/", intent_pages.edit, name="intent_new"),
    path("intents/<uuid:id>/", intent_pages.edit, name="intent"),
    path("intents/<uuid:id>/delete/", intent_pages.delete, name="intent_delete"),
    path("sentiment/", sentiment_pages.show_all, name="sentiment"),
    path("sentiment/<uuid:id>/remove/", sentiment_pages.remove, name="sentiment_remove"),
    path("models/", model_pages.show_all, name="models"),
]
