from __future__ import annotations

from django.urls import path

from apps.desk.learning import (
    automation_pages,
    intent_pages,
    model_pages,
    name_pages,
    pattern_pages,
    pattern_tester,
    sentiment_pages,
)

urlpatterns = [
    path("", intent_pages.show_all, name="learning"),
    path("intents/new/", intent_pages.edit, name="intent_new"),
    path("intents/<uuid:id>/", intent_pages.edit, name="intent"),
    path("intents/<uuid:id>/delete/", intent_pages.delete, name="intent_delete"),
    path("sentiment/", sentiment_pages.show_all, name="sentiment"),
    path("sentiment/<uuid:id>/remove/", sentiment_pages.remove, name="sentiment_remove"),
    path("entities/", pattern_pages.show_all, name="entities"),
    path("entities/try/", pattern_tester.try_out, name="entities_try"),
    path("entities/patterns/new/", pattern_pages.edit, name="pattern_new"),
    path("entities/patterns/<uuid:id>/", pattern_pages.edit, name="pattern"),
    path("entities/patterns/<uuid:id>/delete/", pattern_pages.delete, name="pattern_delete"),
    path("entities/names/new/", name_pages.edit, name="names_new"),
    path("entities/names/<slug:label>/", name_pages.edit, name="names"),
    path("entities/names/<slug:label>/delete/", name_pages.delete, name="names_delete"),
    path("automation/", automation_pages.show_all, name="automation"),
    path("automation/<uuid:id>/", automation_pages.show, name="automation_of"),
    path("automation/<uuid:id>/meaning/", automation_pages.meaning, name="automation_meaning"),
    path("automation/<uuid:id>/set/", automation_pages.change_target, name="automation_set"),
    path("models/", model_pages.show_all, name="models"),
    path("models/train/", model_pages.train, name="train"),
    path("models/<uuid:id>/serve/", model_pages.serve, name="model_serve"),
    path("models/ranking/as-delivered/", model_pages.retire, name="retire_ranker"),
]
