"""Intents and models in Django's own admin, which takes away nothing that answering needs."""

from __future__ import annotations

import pytest
from django.db.models import Model
from django.test import Client

from apps.dispatch.models import Event
from apps.learning.models import Intent, ModelVersion
from tests.integration.desk.pages import shown

pytestmark = pytest.mark.django_db

SURE = {"post": "yes"}


@pytest.fixture
def rows() -> dict[str, Model]:
    """By what they are called."""
    return {
        "serving": ModelVersion.objects.create(version="serving", status="champion"),
        "older": ModelVersion.objects.create(version="older", status="retired"),
        "talk_to_person": Intent.objects.create(slug="talk_to_person", title="Talk to a person"),
        "late": Intent.objects.create(slug="late", title="It is late"),
    }


def kept() -> set[str]:
    versions = ModelVersion.objects.values_list("version", flat=True)
    return {*versions, *Intent.objects.values_list("slug", flat=True)}


@pytest.mark.parametrize("name", ["serving", "older", "talk_to_person", "late"])
@pytest.mark.parametrize("together", [True, False])
def test_what_answering_needs_is_not_deleted(
    administrator: Client, rows: dict[str, Model], name: str, together: bool
) -> None:
    row = rows[name]
    listed = f"/admin/learning/{row._meta.model_name}/"
    if together:
        given = SURE | {"action": "delete_selected", "_selected_action": str(row.pk)}
        administrator.post(listed, given)
    else:
        administrator.post(f"{listed}{row.pk}/delete/", SURE)
    gone = {name} & {"older", "late"}
    assert kept() == set(rows) - gone
    assert Event.objects.filter(kind="intent.deleted").count() == (gone == {"late"})


def test_an_intent_keeps_the_name_that_models_have_learnt(
    administrator: Client, rows: dict[str, Model]
) -> None:
    page = shown(administrator, f"/admin/learning/intent/{rows['late'].pk}/change/")
    assert 'name="title"' in page
    assert 'name="slug"' not in page
    assert 'name="slug"' in shown(administrator, "/admin/learning/intent/add/")
