from __future__ import annotations

from django.urls import path

from apps.desk.settings import (
    agent_pages,
    audit_pages,
    inbox_pages,
    profile_pages,
    team_pages,
    token_pages,
    webhook_pages,
)

urlpatterns = [
    path("", profile_pages.choose_first, name="settings"),
    path("profile/", profile_pages.edit, name="profile"),
    path("profile/password/", profile_pages.change_password, name="password"),
    path("inboxes/", inbox_pages.show_all, name="inboxes"),
    path("inboxes/new/", inbox_pages.edit, name="inbox_new"),
    path("inboxes/<uuid:id>/", inbox_pages.edit, name="inbox_edit"),
    path("inboxes/<uuid:id>/secret/", inbox_pages.show_secret, name="inbox_secret"),
    path("inboxes/<uuid:id>/secret/rotate/", inbox_pages.rotate, name="inbox_secret_rotate"),
    path("teams/", team_pages.show_all, name="teams"),
    path("teams/new/", team_pages.edit, name="team_new"),
    path("teams/<uuid:id>/", team_pages.edit, name="team"),
    path("teams/<uuid:id>/delete/", team_pages.delete, name="team_delete"),
    path("agents/", agent_pages.show_all, name="agents"),
    path("agents/new/", agent_pages.add, name="agent_new"),
    path("agents/<uuid:id>/", agent_pages.edit, name="agent"),
    path("agents/<uuid:id>/invite/", agent_pages.invite, name="agent_invite"),
    path("tokens/", token_pages.show_all, name="tokens"),
    path("tokens/new/", token_pages.add, name="token_new"),
    path("tokens/<uuid:id>/revoke/", token_pages.revoke, name="token_revoke"),
    path("webhooks/", webhook_pages.show_all, name="webhooks"),
    path("webhooks/new/", webhook_pages.add, name="webhook_new"),
    path("webhooks/<uuid:id>/", webhook_pages.show, name="webhook"),
    path("webhooks/<uuid:id>/edit/", webhook_pages.edit, name="webhook_edit"),
    path("webhooks/<uuid:id>/test/", webhook_pages.test, name="webhook_test"),
    path("webhooks/<uuid:id>/pause/", webhook_pages.pause, name="webhook_pause"),
    path("webhooks/<uuid:id>/resume/", webhook_pages.resume, name="webhook_resume"),
    path("webhooks/<uuid:id>/secret/", webhook_pages.rotate, name="webhook_rotate"),
    path("webhooks/<uuid:id>/delete/", webhook_pages.delete, name="webhook_delete"),
    path("audit/", audit_pages.show, name="audit"),
]
