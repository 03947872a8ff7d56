"""Full-text search over messages and contacts."""

from __future__ import annotations

import re

from django.contrib.postgres.search import SearchQuery
from django.db.models import Q

from apps.conversations.models import CONTACT_SEARCH, MESSAGE_SEARCH, Contact, Message

MOST_TERMS = 8


def matches(text: str) -> Q:
    """Whether a message has all the words, or the contact's name and e-mail address have.

    Words match as prefixes, so that one can search while typing.
    """
    terms = re.findall(r"\w+", text)[:MOST_TERMS]
    if not terms:
        return Q(pk__in=[])
    query = " & ".join(_beginning_with(term) for term in terms)
    messages = Message.objects.alias(search=MESSAGE_SEARCH).filter(
        search=SearchQuery(query, config="english", search_type="raw")
    )
    contacts = Contact.objects.alias(search=CONTACT_SEARCH).filter(
        search=SearchQuery(query, config="simple", search_type="raw")
    )
    return Q(id__in=messages.values("conversation_id")) | Q(contact_id__in=contacts.values("id"))


def _beginning_with(term: str) -> str:
    """A prefix query for a term. Of `FL-10432`, Postgres indexes `fl` and the number `-10432`."""
    return f"('{term}':* | '-{term}':*)" if term[0].isdecimal() else f"'{term}':*"
