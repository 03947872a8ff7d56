"""What a customer may ask for: a copy of all that is stored of them, or that it is erased."""

from __future__ import annotations

from functools import partial
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.urls import reverse
from django.utils.text import slugify

from apps.accounts.access import AgentRequest, role_required
from apps.accounts.models import Role
from apps.assist.personal_data import collect_personal_data
from apps.conversations.contacts import erase_contact
from apps.conversations.models import Contact, Message
from apps.desk.confirming import Confirmation, ask_before
from apps.desk.editing import in_one_transaction
from apps.desk.inbox.finding import find_or_404


@role_required(Role.SUPERVISOR)
def download(request: AgentRequest, conversation_id: UUID) -> HttpResponse:
    """All that is stored of the contact, as a file."""
    contact = find_or_404(conversation_id, request.user).contact
    response = JsonResponse(
        collect_personal_data(contact), json_dumps_params={"ensure_ascii": False, "indent": 2}
    )
    name = slugify(str(contact)) or "customer"
    response["Content-Disposition"] = f'attachment; filename="{name}.json"'
    return response


@role_required(Role.SUPERVISOR)
@in_one_transaction
def erase(request: AgentRequest, conversation_id: UUID) -> HttpResponse:
    """Ask, then erase the contact; once more where feedback came while it was erased."""
    contact = find_or_404(conversation_id, request.user).contact
    return ask_before(
        partial(erase_contact, contact, request.user),
        request,
        Confirmation(
            question=f"Erase everything about “{contact}”?",
            verb="Erase everything",
            consequences=_list_consequences(contact),
            back=reverse("desk:conversation", args=[conversation_id]),
            done=f"Everything about “{contact}” is erased.",
        ),
        then="desk:inbox",
    )


def _list_consequences(contact: Contact) -> list[str]:
    conversations = contact.conversations.count()
    messages = Message.objects.filter(conversation__contact=contact).count()
    alike = _count_others_with_address(contact)
    kept = f"Other customers: {alike} with the same address stay: search for it to find them."
    return [
        f"Conversations: {conversations}, with {messages} messages, notes and tags.",
        *([kept] if alike else []),
        "What was learnt from them: past answers at once, models when the next one serves.",
        "This cannot be undone. Backups of the database keep it until they expire.",
    ]


def _count_others_with_address(contact: Contact) -> int:
    """A visitor who comes back without an identity is another customer, and anybody may give any
    address: they are not the same for sure."""
    if not contact.email:
        return 0
    alike = Contact.objects.filter(inbox=contact.inbox_id, email__iexact=contact.email)
    return alike.exclude(id=contact.id).count()
