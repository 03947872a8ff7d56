"""What an agent sees of a message's entities: cut from the message, and made readable."""

from __future__ import annotations

import pytest

from apps.assist.mentions import gather_mentions, list_mentions
from apps.assist.models import Prediction
from apps.conversations.actions import receive_message, start_conversation
from tests.factories import make_inbox, make_prediction

pytestmark = pytest.mark.django_db


def mentioned(label: str, written: str, zone: str = "", **stored: str) -> str | None:
    text = f"about {written}, please"
    message = receive_message(start_conversation(make_inbox(), zone=zone).id, text)
    start = len("about ")
    entity = {"label": label, "start": start, "end": start + len(written), **stored}
    prediction = make_prediction(message)
    Prediction.objects.filter(id=prediction.id).update(entities=[entity])
    prediction.refresh_from_db()
    (mention,) = list_mentions(message, prediction)
    assert mention.text == written
    assert text[mention.start : mention.end] == written
    return mention.value


@pytest.mark.parametrize(
    ("label", "written", "value"),
    [
        ("email", "Bob.Jones@EXAMPLE.com", "Bob.Jones@example.com"),
        ("email", "bob%40example.com", "bob@example.com"),
        ("email", "bob (at) example (dot) com", "bob@example.com"),
        ("email", "bob.jones at mail dot Example dot com", "bob.jones@mail.example.com"),
        ("email", "ana_b arroba correo punto Example", "ana_b@correo.example"),
        ("email", "jo underscore b(at)mail.example", "jo_b@mail.example"),
        ("email", "bob @ example,com", "bob@example.com"),
        ("phone", "+49 (151) 2345-6789", "+4915123456789"),
        ("phone", "0044 20 7946 0018", "+442079460018"),
        ("phone", "+49\u00a0151\u200b 23456789", "+4915123456789"),
        ("iban", "de89 3704-0044 0532 0130 00", "DE89370400440532013000"),
        ("national_id", "123-45 6789", "123456789"),
        ("name", "Ada  Lovelace", "Ada Lovelace"),
        ("address", "1 Main St\nDublin 2", "1 Main St Dublin 2"),
        ("card", "•••• 4242", "•••• 4242"),
        ("licence_plate", "b-ab 1234", "BAB1234"),
        ("ip_address", "84.12.33.7", "84.12.33.7"),
    ],
)
def test_what_is_personal_is_normalised_when_it_is_read(
    label: str, written: str, value: str
) -> None:
    assert mentioned(label, written) == value


def test_a_national_number_is_of_the_country_whose_time_the_contact_has() -> None:
    assert mentioned("phone", "020 7946 0018", "Europe/London") == "+442079460018"


@pytest.mark.parametrize("zone", ["", "Etc/UTC"])
def test_of_a_national_number_from_nowhere_nobody_guesses_the_country(zone: str) -> None:
    assert mentioned("phone", "020 7946 0018", zone) is None


def test_a_password_has_no_form_but_its_own() -> None:
    assert mentioned("secret", "Ｓommer ２") is None


def test_another_value_is_as_it_was_stored() -> None:
    assert mentioned("money", "12,50 €", value="12.50 EUR") == "12.50 EUR"


def test_a_value_that_was_not_certain_is_none() -> None:
    assert mentioned("date", "Monday") is None


def test_what_a_conversation_mentions_is_told_once_and_the_newest_first() -> None:
    conversation = start_conversation(make_inbox())
    understood = []
    for text in ("FL-1 and 5 pairs", "FL-2", "fl-1 again"):
        message = receive_message(conversation.id, text)
        prediction = make_prediction(message)
        number = {"label": "order_number", "start": 0, "end": 4, "value": text[:4].upper()}
        prediction.entities = [number]
        if "pairs" in text:
            prediction.entities += [{"label": "quantity", "start": 9, "end": 16}]
        understood.append((message, prediction))
    for most, pairs in ((9, {"quantity": ["5 pairs"]}), (2, {})):
        gathered = gather_mentions(understood, most)
        told = {label: [each.text for each in mentions] for label, mentions in gathered.items()}
        assert told == {"order_number": ["fl-1", "FL-2"], **pairs}
