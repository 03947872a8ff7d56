"""Forms of what two people may write at once: each knows which version its writer began with."""

from __future__ import annotations

from typing import TypeVar

from django import forms
from django.http import QueryDict

from apps.knowledge.models import Versioned

Source = TypeVar("Source", bound=Versioned)


class VersionedForm(forms.ModelForm[Source]):
    """`version` is the one that the writer began with."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, instance: Source) -> None:
        super().__init__(data, instance=instance, initial={"version": instance.version})

    def clean(self) -> None:
        if not self.instance._state.adding:
            self.instance.version = self.cleaned_data.get("version") or self.instance.version

    def begin_anew_from(self, stored: Versioned) -> None:
        """The writer has seen what is stored: saved once more, theirs takes its place."""
        self.data = dict(self.data.items()) | {"version": str(stored.version)}
