"""A webhook's form: where it is called, and whether that may be inside the own network."""

from __future__ import annotations

from urllib.parse import SplitResult, urlsplit

from django import forms

from apps.webhooks.addresses import is_public
from apps.webhooks.models import Webhook


class WebhookForm(forms.ModelForm[Webhook]):
    url = forms.URLField(
        label="Address", assume_scheme="https", max_length=500, help_text="It begins with https://."
    )

    class Meta:
        model = Webhook
        fields = ("name", "url", "allow_private")
        labels = {"allow_private": "It may be inside our own network"}
        help_texts = {
            "name": "The system that is called.",
            "allow_private": "Then it may also begin with http://. Whoever can make actions can "
            "have it called.",
        }
        error_messages = {"name": {"unique": "Another webhook has this name; choose another one."}}

    def clean(self) -> None:
        super().clean()
        url, allowed = self.cleaned_data.get("url"), self.cleaned_data.get("allow_private")
        if url and (refusal := _refuse(url, allowed=bool(allowed))):
            self.add_error("url", refusal)


def _refuse(url: str, *, allowed: bool) -> str:
    """Why this URL is refused, or an empty text. Host names are resolved at each call."""
    parts = urlsplit(url)
    if parts.username or parts.password:
        return "Leave out the name and password; deliveries are signed instead."
    if parts.scheme not in {"http", "https"}:
        return "Give an address that begins with https://."
    if not _has_port(parts):
        return "Give a port from 1 to 65535, or none."
    if allowed:
        return ""
    if parts.scheme != "https":
        return "Give an address that begins with https://, or allow our own network below."
    try:
        public = is_public(parts.hostname or "")
    except ValueError:
        public = True
    return "" if public else "This is no public address; allow our own network below if it is ours."


def _has_port(parts: SplitResult) -> bool:
    try:
        return parts.port is None or parts.port > 0
    except ValueError:
        return False
