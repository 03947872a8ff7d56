"""What agents change about themselves: their name and their password."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.forms import PasswordChangeForm, SetPasswordForm
from django.contrib.auth.views import PasswordResetConfirmView
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse_lazy

from apps.accounts.access import AgentRequest, agent_required
from apps.accounts.models import Agent, Role
from apps.dispatch.actions import record_event
from workers.contracts.events import EventKind

CHOOSING = "At least ten characters, and no word that everybody uses."


class ProfileForm(forms.ModelForm[Agent]):
    class Meta:
        model = Agent
        fields = ("display_name",)
        labels = {"display_name": "Display name"}
        help_texts = {"display_name": "Customers and colleagues see it beside what you write."}


class FirstPasswordForm(SetPasswordForm):  # type: ignore[type-arg]
    """A new password, twice."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # Django's words for it are a list of rules; one sentence is enough.
        self.fields["new_password1"].help_text = CHOOSING
        again = self.fields["new_password2"]
        again.label, again.help_text = "New password again", ""

    def validate_password_for_user(self, user: Agent, password_field_name: str = "") -> None:
        """Say what is wrong with the password where it is chosen, not where it is repeated."""
        super().validate_password_for_user(user, "new_password1")

    def save(self, commit: bool = True) -> Agent:
        """Store this field alone: hashing takes long, and an administrator may have changed the
        role, or taken the right to sign in, meanwhile."""
        agent: Agent = super().save(commit=False)
        agent.save(update_fields=["password"])
        return agent


class PasswordForm(FirstPasswordForm, PasswordChangeForm):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        # The page begins with the name, so no field below it takes the focus.
        self.fields["old_password"].widget.attrs.pop("autofocus")


class AcceptInvitation(PasswordResetConfirmView):
    """A link that an administrator passed on: choose a password, once."""

    template_name = "desk/settings/invitation.html"
    form_class = FirstPasswordForm
    success_url = reverse_lazy("desk:inbox")
    post_reset_login = True


@agent_required
def choose_first(request: AgentRequest) -> HttpResponse:
    is_administrator = request.user.has_role(Role.ADMINISTRATOR)
    return redirect("desk:inboxes" if is_administrator else "desk:profile")


@agent_required
@transaction.atomic
def edit(request: AgentRequest) -> HttpResponse:
    # A fresh instance: the rail must not show a name that was typed but not stored.
    form = ProfileForm(request.POST or None, instance=Agent.objects.get(id=request.user.id))
    if form.is_valid():
        form.save(commit=False).save(update_fields=["display_name"])
        record_event(EventKind.AGENT_SAVED, subject=str(request.user.id), by=str(request.user.id))
        messages.success(request, "Your name is saved.")
        return redirect("desk:profile")
    return _show(request, form, PasswordForm(request.user))


@agent_required
@transaction.atomic
def change_password(request: AgentRequest) -> HttpResponse:
    form = PasswordForm(request.user, request.POST or None)
    if form.is_valid():
        # Other browsers are signed out, because their sessions know the old password.
        update_session_auth_hash(request, form.save())
        record_event(EventKind.AGENT_PASSWORD_CHANGED, subject=str(request.user.id))
        messages.success(request, "Your password is changed; other browsers are signed out.")
        return redirect("desk:profile")
    return _show(request, ProfileForm(instance=request.user), form)


def _show(request: AgentRequest, profile: ProfileForm, password: PasswordForm) -> HttpResponse:
    return render(
        request,
        "desk/settings/profile.html",
        {"profile": profile, "password": password},
    )
