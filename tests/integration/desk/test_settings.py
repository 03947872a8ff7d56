"""Inboxes, teams, agents and tokens are for administrators; a profile is everybody's own."""

from __future__ import annotations

import re
from collections.abc import Mapping

import pytest
from django.contrib.auth.forms import SetPasswordForm
from django.forms import BaseForm
from django.test import Client
from django.urls import reverse

from apps.accounts.actions import make_invitation
from apps.accounts.models import Agent, ApiToken, Role, Team
from apps.accounts.tokens import create_api_token, find_api_token
from apps.conversations.models import Conversation, ConversationStatus, Inbox
from apps.desk.settings.profile_pages import ProfileForm
from apps.dispatch.models import Event
from apps.knowledge.models import Action
from tests.factories import PASSWORD, make_inbox, make_message
from tests.integration.staff import browser_of, hire

pytestmark = pytest.mark.django_db

PAGES = ["inboxes/", "inboxes/new/", "teams/", "teams/new/", "agents/", "agents/new/", "tokens/"]
INBOX = {"name": "Shop", "language": "en", "position": "right"}
NEW_AGENT = {"display_name": "Dana", "email": "Dana@example.com", "role": "agent"}


def shown(client: Client, path: str, data: Mapping[str, object] | None = None) -> str:
    path = f"/desk/settings/{path}"
    response = client.get(path) if data is None else client.post(path, data, follow=True)
    return response.content.decode()


@pytest.mark.parametrize("role", [Role.AGENT, Role.SUPERVISOR])
def test_settings_are_for_administrators_and_the_profile_for_all(role: Role) -> None:
    client = browser_of(hire(role))
    inbox, token = make_inbox(), ApiToken.objects.create(name="t", digest="x")
    for path in [*PAGES, f"inboxes/{inbox.id}/", f"tokens/{token.id}/revoke/"]:
        assert client.get(f"/desk/settings/{path}").status_code == 403
        assert client.post(f"/desk/settings/{path}").status_code == 403
    assert client.post(f"/desk/settings/inboxes/{inbox.id}/secret/").status_code == 403
    assert client.get("/desk/settings/", follow=True).status_code == 200
    assert inbox.secret not in shown(client, "profile/")


@pytest.mark.parametrize("path", PAGES)
def test_administrators_see_every_page(administrator: Client, path: str) -> None:
    assert administrator.get(f"/desk/settings/{path}").status_code == 200


def test_a_new_inbox_shows_the_script_to_paste(administrator: Client) -> None:
    origins = "https://Shop.example/\nhttps://shop.example:443\nhttp://localhost:8000"
    page = shown(administrator, "inboxes/new/", INBOX | {"allowed_origins": origins})
    inbox = Inbox.objects.get()
    assert inbox.allowed_origins == ["https://shop.example", "http://localhost:8000"]
    script = f'src="http://testserver/widget.js" data-inbox="{inbox.site_key}" async'
    assert script.replace('"', "&quot;") in page
    assert inbox.secret not in page


@pytest.mark.parametrize(
    "origin",
    [
        "shop.example",
        "*",
        "https://*.shop.example",
        "https://shop.example/path",
        "https://a:b@c.d",
        "ftp://shop.example",
        "javascript:alert(1)",
        "https://",
        "https://a.b:99999",
        "https://a.b?c",
    ],
)
def test_what_is_no_origin_is_refused_and_stays_in_the_form(
    administrator: Client, origin: str
) -> None:
    page = shown(administrator, "inboxes/new/", INBOX | {"allowed_origins": origin})
    assert "is not an origin" in page
    assert not Inbox.objects.exists()


def test_what_customers_read_as_it_is_leaves_nothing_open(administrator: Client) -> None:
    page = shown(administrator, "inboxes/new/", INBOX | {"greeting": "Hi {{ contact.first_name }}"})
    assert "Nobody fills in {{ contact.first_name }} here" in page
    assert not Inbox.objects.exists()


def test_an_inbox_has_room_for_four_questions(administrator: Client) -> None:
    page = shown(administrator, "inboxes/new/", INBOX | {"questions": "a\nb\nc\nd\ne"})
    assert "room for 4 questions; take 1 away" in page
    shown(administrator, "inboxes/new/", INBOX | {"questions": "a\nb\n\na"})
    assert Inbox.objects.get().questions == ["a", "b"]


def test_the_secret_is_shown_on_demand_and_replaced_after_a_question(administrator: Client) -> None:
    inbox = make_inbox()
    response = administrator.post(f"/desk/settings/inboxes/{inbox.id}/secret/")
    assert inbox.secret in response.content.decode()
    assert "no-store" in response["Cache-Control"]
    assert "stops working at once" in shown(administrator, f"inboxes/{inbox.id}/secret/rotate/")
    shown(administrator, f"inboxes/{inbox.id}/secret/rotate/", {})
    assert Inbox.objects.get().secret != inbox.secret
    assert Event.objects.filter(kind="inbox.secret_rotated", inbox_id=inbox.id).exists()


def test_an_invited_agent_chooses_a_password_once_and_signs_in(administrator: Client) -> None:
    page = shown(administrator, "agents/new/", NEW_AGENT)
    link = re.search(r"http://testserver(/desk/invitation/[^<]+)", page)
    assert link
    dana = Client()
    form = dana.get(link[1], follow=True)
    assert b"dana@example.com" in form.content
    chosen = {"new_password1": PASSWORD, "new_password2": PASSWORD}
    assert dana.post(form.request["PATH_INFO"], chosen)["Location"] == "/desk/"
    assert dana.get("/desk/settings/profile/").status_code == 200
    used = dana.get(link[1], follow=True).content
    assert b"used up" in used
    assert b"<nav" not in used


def test_two_agents_cannot_sign_in_with_one_address(administrator: Client) -> None:
    shown(administrator, "agents/new/", NEW_AGENT)
    page = shown(administrator, "agents/new/", NEW_AGENT | {"email": "DANA@EXAMPLE.COM"})
    assert "signs in with this address already" in page


def test_a_deactivated_agent_is_signed_out_at_once(administrator: Client, alice: Agent) -> None:
    browser = browser_of(alice)
    assert browser.get("/desk/settings/profile/").status_code == 200
    shown(administrator, f"agents/{alice.id}/", {"display_name": "Alice", "role": "agent"})
    assert browser.get("/desk/settings/profile/").status_code == 302
    assert administrator.post(f"/desk/settings/agents/{alice.id}/invite/").status_code == 404


def test_what_a_deactivated_agent_had_is_there_for_everybody(
    administrator: Client, alice: Agent
) -> None:
    open_one, settled = make_message().conversation, make_message().conversation
    Conversation.objects.update(assigned_agent=alice)
    Conversation.objects.filter(id=settled.id).update(status=ConversationStatus.RESOLVED)
    shown(administrator, f"agents/{alice.id}/", {"display_name": "Alice", "role": "agent"})
    assert Conversation.objects.get(id=open_one.id).assigned_agent is None
    assert Conversation.objects.get(id=settled.id).assigned_agent == alice
    assert Event.objects.filter(kind="conversation.assigned", conversation_id=open_one.id).exists()


def test_administrators_cannot_lock_themselves_out(administrator: Client, charlie: Agent) -> None:
    given = {"display_name": "Charlie", "role": "agent", "is_active": "on"}
    page = shown(administrator, f"agents/{charlie.id}/", given)
    assert "You cannot take your own rights away" in page
    charlie.refresh_from_db()
    assert charlie.role == Role.ADMINISTRATOR


def test_a_renamed_team_is_still_the_one_that_actions_assign_to(administrator: Client) -> None:
    team = Team.objects.create(name="Repairs")
    Action.objects.create(slug="a", title="A", effect="assign", parameters={"team": "Repairs"})
    shown(administrator, f"teams/{team.id}/", {"name": "Workshop"})
    assert Action.objects.get().parameters == {"team": "Workshop"}
    page = shown(administrator, f"teams/{team.id}/delete/", {})
    assert "Actions: A." in page
    assert Team.objects.exists()


def test_a_token_is_shown_once_works_and_is_revoked(administrator: Client) -> None:
    assert '<option value="agent" selected>' in shown(administrator, "tokens/new/")
    page = shown(administrator, "tokens/new/", {"name": "Importer", "role": "agent"})
    found = re.search(r"fl_[\w-]+", page)
    assert found
    token = find_api_token(found[0])
    assert token.role == Role.AGENT
    assert found[0] not in shown(administrator, "tokens/")
    shown(administrator, f"tokens/{token.id}/revoke/", {})
    assert ApiToken.objects.get().revoked_at is not None


def test_a_revoked_token_keeps_the_time_at_which_it_was_revoked(administrator: Client) -> None:
    token = find_api_token(create_api_token("x"))
    shown(administrator, f"tokens/{token.id}/revoke/", {})
    first = ApiToken.objects.get().revoked_at
    shown(administrator, f"tokens/{token.id}/revoke/", {})
    assert ApiToken.objects.get().revoked_at == first


def test_agents_change_their_own_name_and_nothing_else(administrator: Client, alice: Agent) -> None:
    shown(browser_of(alice), "profile/", {"display_name": "Alicia", "role": "administrator"})
    alice.refresh_from_db()
    assert (alice.display_name, alice.role) == ("Alicia", Role.AGENT)


@pytest.mark.parametrize("page", ["name", "password", "invitation"])
def test_what_an_administrator_takes_away_meanwhile_stays_taken(
    alice: Agent, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    def take_away(form: ProfileForm | SetPasswordForm[Agent]) -> bool:
        Agent.objects.filter(id=alice.id).update(role=Role.AGENT, is_active=False)
        return BaseForm.is_valid(form)

    Agent.objects.filter(id=alice.id).update(role=Role.SUPERVISOR)
    monkeypatch.setattr(ProfileForm, "is_valid", take_away)
    monkeypatch.setattr(SetPasswordForm, "is_valid", take_away)
    new = "a much better sentence"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    if page == "name":
        browser_of(alice).post("/desk/settings/profile/", {"display_name": "Alicia"})
    elif page == "password":
        browser_of(alice).post("/desk/settings/profile/password/", given)
    else:
        invited, path = Client(), reverse("desk:invitation", args=make_invitation(alice))
        invited.post(invited.get(path)["Location"], given)
    alice.refresh_from_db()
    assert (alice.role, alice.is_active) == (Role.AGENT, False)
    assert alice.display_name == "Alicia" if page == "name" else alice.check_password(new)


def test_a_changed_password_signs_other_browsers_out_and_keeps_this_one(alice: Agent) -> None:
    here, elsewhere = browser_of(alice), browser_of(alice)
    new = "a much better sentence"
    given = {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    page = shown(here, "profile/password/", given)
    assert "Your password is changed" in page
    assert elsewhere.get("/desk/settings/profile/").status_code == 302


def test_a_wrong_old_password_changes_nothing(alice: Agent) -> None:
    new = "a much better sentence"
    given = {"old_password": "wrong", "new_password1": new, "new_password2": new}
    assert "errorlist" in shown(browser_of(alice), "profile/password/", given)
    alice.refresh_from_db()
    assert alice.check_password(PASSWORD)


@pytest.mark.parametrize("page", ["password", "invitation"])
def test_a_password_that_is_too_easy_is_marked_where_it_was_chosen(alice: Agent, page: str) -> None:
    given = {"old_password": PASSWORD, "new_password1": "short", "new_password2": "short"}
    if page == "password":
        answer = shown(browser_of(alice), "profile/password/", given)
    else:
        invited, path = Client(), reverse("desk:invitation", args=make_invitation(alice))
        answer = invited.post(invited.get(path)["Location"], given).content.decode()
    marked = re.findall(r'<input[^>]+name="(\w+)"[^>]+aria-invalid="true"', answer)
    assert marked == ["new_password1"]
    different = given | {"new_password1": "a much better sentence"}
    again = shown(browser_of(alice), "profile/password/", different)
    assert re.findall(r'name="(\w+)"[^>]+aria-invalid="true"', again) == ["new_password2"]


def test_a_form_without_its_csrf_token_changes_nothing(charlie: Agent) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(charlie)
    assert client.post("/desk/settings/teams/new/", {"name": "X"}).status_code == 403
    assert not Team.objects.exists()
