"""Who writes to us."""

from __future__ import annotations

from typing import ClassVar

from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Value
from django.db.models.functions import Concat, Replace
from uuid_utils.compat import uuid7

from apps.conversations.models.inboxes import Inbox

# One constant for the index and the queries, because an index serves only the same expression. To
# Postgres an address is one word; people search for its parts.
CONTACT_SEARCH = SearchVector(
    Replace(
        Replace(Concat("name", Value(" "), "email"), Value("@"), Value(" ")), Value("."), Value(" ")
    ),
    config="simple",
)


class Contact(models.Model):
    """PERSONAL. The customer who writes. `zone`: IANA name, or empty where it is unknown."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    inbox = models.ForeignKey(Inbox, on_delete=models.CASCADE, related_name="contacts")
    external_id = models.CharField(max_length=200, null=True, blank=True)
    name = models.CharField(max_length=200, blank=True)
    email = models.CharField(max_length=254, blank=True)
    zone = models.CharField(max_length=64, blank=True, db_default="", default="")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["inbox", "external_id"], name="contact_once_per_inbox")
        ]
        indexes: ClassVar = [GinIndex(CONTACT_SEARCH, name="contact_search")]

    def __str__(self) -> str:
        return self.name or "Visitor"
