"""What an action is filled in with: known, asked for, never guessed, and kept without copies."""

from __future__ import annotations

import json

import pytest

from apps.accounts.models import Agent
from apps.assist.executions.performing import Press, perform_action, preview_action
from apps.assist.models import Execution, Prediction
from apps.conversations.actions import receive_message
from apps.conversations.errors import ActionRefused
from apps.conversations.models import Conversation
from apps.dispatch.models import Event
from apps.knowledge.models import Action
from apps.webhooks.models import Delivery, Webhook
from tests.factories import make_prediction

ADDRESS = "thaddeus@quillfeather.example"


def write(conversation: Conversation, text: str, **found: str) -> None:
    """A message in which the models found these: label = the words."""
    prediction = make_prediction(receive_message(conversation.id, text))
    prediction.entities = [
        {
            "label": label.rstrip("_"),
            "start": text.index(words),
            "end": text.index(words) + len(words),
        }
        | ({} if label == "email" else {"value": words})
        for label, words in found.items()
    ]
    prediction.save()


@pytest.fixture(autouse=True)
def nothing_known(conversation: Conversation) -> None:
    Prediction.objects.all().delete()


@pytest.fixture
def label(db: None) -> Action:
    Webhook.objects.create(name="Warehouse", url="https://warehouse.example")
    return Action.objects.create(
        slug="label",
        title="Make a label",
        effect="webhook",
        parameters={"webhook": "Warehouse"},
        inputs={"order_number": True, "email": False},
    )


def test_what_was_mentioned_is_filled_in_shown_and_sent_but_not_copied(
    label: Action, conversation: Conversation, alice: Agent
) -> None:
    write(conversation, f"FL-10432, mail {ADDRESS}", order_number="FL-10432", email=ADDRESS)
    preview = preview_action(label, conversation, alice)
    assert preview.text == f"Calls Warehouse with order number FL-10432, email {ADDRESS}."
    assert (preview.possible, preview.final) == (True, True)
    assert perform_action(label, conversation.id, alice, Press(digest=preview.digest))
    told = json.loads(Delivery.objects.get().body)
    assert told["inputs"] == {"order_number": "FL-10432", "email": ADDRESS}
    assert told["conversation"]["id"] == str(conversation.id)
    execution = Execution.objects.get()
    assert execution.delivery == Delivery.objects.get()
    assert execution.inputs["order_number"] == {"value": "FL-10432"}
    assert execution.inputs["email"]["from"] == "message"
    assert ADDRESS not in str(Execution.objects.values().get())


def test_several_are_asked_for_and_the_agent_chooses(
    label: Action, conversation: Conversation, alice: Agent
) -> None:
    write(conversation, "FL-1 or FL-2", order_number="FL-1", order_number_="FL-2")
    preview = preview_action(label, conversation, alice)
    assert not preview.possible
    assert preview.text == "Choose the order number first: FL-1 or FL-2."
    assert (preview.inputs[0].value, preview.inputs[0].choices) == ("", ["FL-1", "FL-2"])
    with pytest.raises(ActionRefused, match="Choose the order number"):
        perform_action(label, conversation.id, alice)
    assert perform_action(label, conversation.id, alice, Press(typed={"order_number": "FL-2"}))
    assert Execution.objects.get().inputs["order_number"] == {"value": "FL-2"}


def test_what_the_agent_types_counts_and_is_not_repeated_in_the_log(
    label: Action, conversation: Conversation, alice: Agent
) -> None:
    write(conversation, "FL-10432", order_number="FL-10432")
    perform_action(label, conversation.id, alice, Press(typed={"order_number": ADDRESS}))
    assert json.loads(Delivery.objects.get().body)["inputs"]["order_number"] == ADDRESS
    assert Execution.objects.get().inputs == {"order_number": {"from": "typed"}}


def test_a_tag_is_filled_in_too(conversation: Conversation, alice: Agent) -> None:
    write(conversation, "FL-10432", order_number="FL-10432")
    action = Action.objects.create(
        slug="t", title="T", effect="tag", parameters={"tag": "order-{{ order_number }}"}
    )
    perform_action(action, conversation.id, alice)
    assert Conversation.objects.get(id=conversation.id).tags == ["order-fl-10432"]
    assert Execution.objects.get().result == "Adds the tag order-FL-10432."


def test_a_tag_that_an_agent_typed_a_part_of_is_not_repeated_in_the_log(
    conversation: Conversation, alice: Agent
) -> None:
    action = Action.objects.create(
        slug="t", title="T", effect="tag", parameters={"tag": "order-{{ order_number }}"}
    )
    press = Press(typed={"order_number": "of Nora"})
    assert "order-of Nora" in preview_action(action, conversation, alice, press.typed).text
    perform_action(action, conversation.id, alice, press)
    assert Conversation.objects.get(id=conversation.id).tags == ["order-of-nora"]
    execution = Execution.objects.get()
    assert execution.result == "Adds the tag order-[order number]."
    told = Event.objects.values_list("data", flat=True)
    assert "nora" not in f"{execution.result} {execution.inputs} {list(told)}".lower()


def test_where_its_conditions_do_not_hold_it_is_not_possible(
    label: Action, conversation: Conversation, alice: Agent
) -> None:
    label.conditions = {"priorities": ["high", "urgent"]}
    label.save()
    preview = preview_action(label, conversation, alice)
    assert (preview.possible, preview.text) == (
        False,
        "It is only for where the priority is high or urgent.",
    )
    with pytest.raises(ActionRefused, match="only for where"):
        perform_action(label, conversation.id, alice)
    assert not Delivery.objects.exists()


def test_what_would_do_something_else_than_was_shown_is_refused(
    label: Action, conversation: Conversation, alice: Agent
) -> None:
    write(conversation, "FL-1", order_number="FL-1")
    digest = preview_action(label, conversation, alice).digest
    write(conversation, "no, FL-2", order_number="FL-2")
    with pytest.raises(ActionRefused, match="something else now"):
        perform_action(label, conversation.id, alice, Press(digest=digest))
