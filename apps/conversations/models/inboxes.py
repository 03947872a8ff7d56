"""Where conversations come from."""

from __future__ import annotations

import secrets

from django.contrib.postgres.fields import ArrayField
from django.core.validators import RegexValidator
from django.db import models
from uuid_utils.compat import uuid7


def make_site_key() -> str:
    """A public key: whoever has it can write to the inbox, and nothing else."""
    return secrets.token_urlsafe(12)


def make_secret() -> str:
    """A secret with which the company's own server signs `external_id`."""
    return secrets.token_urlsafe(32)


class Inbox(models.Model):
    """A source of conversations, such as the chat of one web site.

    `accent`: a colour such as #0f766e, or empty for ours. `launcher_text`: of the button on
    the web site, or empty for the default in the inbox's language.
    """

    class Position(models.TextChoices):
        RIGHT = "right"
        LEFT = "left"

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    name = models.CharField(max_length=100, unique=True)
    site_key = models.CharField(max_length=64, unique=True, default=make_site_key)
    secret = models.CharField(max_length=64, default=make_secret)
    allowed_origins = ArrayField(models.CharField(max_length=255), default=list, blank=True)
    language = models.CharField(max_length=3, default="en")
    greeting = models.TextField(blank=True)
    hand_off_text = models.TextField(blank=True)
    questions = ArrayField(models.CharField(max_length=100), default=list, blank=True)
    accent = models.CharField(
        max_length=7,
        blank=True,
        validators=[
            RegexValidator(r"^#[0-9a-fA-F]{6}\Z", "Give a colour as # and six digits, #0f766e.")
        ],
    )
    position = models.CharField(max_length=5, choices=Position.choices, default=Position.RIGHT)
    launcher_text = models.CharField(max_length=60, blank=True)
    teams = models.ManyToManyField("accounts.Team", blank=True, related_name="inboxes")

    class Meta:
        verbose_name_plural = "inboxes"

    def __str__(self) -> str:
        return self.name
