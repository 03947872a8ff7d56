"""Erases contacts with all that was said with them."""

from __future__ import annotations

from django.db import transaction

from apps.accounts.models import Agent
from apps.conversations.models import Contact
from apps.dispatch.actions import record_event
from workers.contracts.events import EventKind


@transaction.atomic
def erase_contact(contact: Contact, by: Agent) -> None:
    """Erase a contact, their conversations, and what was made of them.

    The contact is locked after the conversations, as by pools; then those that have begun
    meanwhile. Erased already, nothing is left to do.
    """
    conversations = contact.conversations.select_for_update().order_by("id")
    list(conversations.values_list("id"))
    list(Contact.objects.select_for_update().filter(id=contact.id))
    erased = list(conversations.values_list("id", flat=True))
    contact.delete()
    for id_ in erased:
        record_event(
            EventKind.CONVERSATION_ERASED,
            inbox_id=contact.inbox_id,
            conversation_id=id_,
            by=str(by.id),
        )
