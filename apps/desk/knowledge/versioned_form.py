"""Forms of articles and macros, which detect that somebody else has saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from django import forms
from django.http import QueryDict

from apps.knowledge.models import Article, Macro, Versioned
from apps.knowledge.versions import ChangedMeanwhile

Source = TypeVar("Source", bound=Versioned)


class VersionedForm(forms.ModelForm[Source]):
    """`version`: the one that the page was rendered with."""

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict | None, instance: Source) -> None:
        super().__init__(data, instance=instance, initial={"version": instance.version})

    @property
    def merged(self) -> tuple[str, ...]:
        """No field is compared: the version tells."""
        return tuple(self.fields)

    def clean(self) -> None:
        if not self.instance._state.adding:
            self.instance.version = self.cleaned_data.get("version") or self.instance.version

    def save_unless_changed(self, save: Callable[[], object]) -> Article | Macro | None:
        """Call `save`. Returns None, or the row that somebody else has saved meanwhile.

        In that case the form shows what is stored; saved once more, it overwrites that.
        """
        try:
            save()
        except ChangedMeanwhile as changed:
            self.data = dict(self.data.items()) | {"version": str(changed.stored.version)}
            return changed.stored
        return None
