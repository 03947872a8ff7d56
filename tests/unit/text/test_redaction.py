from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.unit.text.strategies import HOSTILE, any_text
from workers.contracts.labels import PERSONAL_LABELS
from workers.contracts.payloads import Entity
from workers.text.alignment import AlignedText
from workers.text.normalization import normalize
from workers.text.redaction import redact

WORDS = st.text("abcdefgh ,!?\n", max_size=20)
LOCAL_PARTS = st.from_regex(r"[a-z0-9][a-z0-9._+-]{0,20}", fullmatch=True)
DOMAINS = st.from_regex(r"([a-zäé0-9]{1,8}\.){1,3}(com|org|de|рф|museum)", fullmatch=True)


def clean(stored: str) -> tuple[AlignedText, tuple[Entity, ...]]:
    return redact(normalize(stored))


def found(stored: str) -> list[tuple[str, str]]:
    return [(entity.label, stored[entity.start : entity.end]) for entity in clean(stored)[1]]


@pytest.mark.parametrize(
    "address",
    [
        "bob@example.com",
        "bob.smith+orders@mail.shop.example.co.uk",
        "o'neil@example.org",
        "用户@例子.广告",
        "jürgen@müller.de",
        "bob@xn--mller-kva.de",
        "bob%40example.com",
        "ｂｏｂ＠ｅｘａｍｐｌｅ．ｃｏｍ",
        "bo\u200bb@example.com",
        "bob (at) example (dot) com",
        "bob.b[at]mail.example.com",
        "bob [@] example.com",
        "bob at example dot com",
        "bob @ mail.example",
        "bob@ mail.example",
        "bob @mail.example",
        "bob@example,com",
        "bob@gmail",
        "bob at gmail.com",
        "bob(a)mail.example",
        "bob underscore b at example dot com",
        "bob punto b arroba mail punto com",
        "bob arobase mail point fr",
        "bob chiocciola mail punto it",
        "bob punkt b at mail punkt de",
    ],
)
def test_an_address_becomes_a_placeholder(address: str) -> None:
    stored = f"Write to   {address}. Thanks"

    assert clean(stored)[0].text == "Write to <EMAIL>. Thanks"
    assert found(stored) == [("email", address)]


@pytest.mark.parametrize(
    "text",
    [
        *("@bob", "3@1.50", "me @ home", "bob@", "@example.com", "a@b", "I looked at the dot"),
        *("Look at this dot com", "an account at gmail.com", "is it @ example.com?", "2 @ 5.50"),
        *("choose (a) shop.example or (b)", "see pages [a] shop.example"),
        *("foo@1,2", "see you @ noon. bye", "thanks @amazon.com"),
        *("it is pending at this point and late", "3 times at that point to pay"),
    ],
)
def test_an_at_sign_alone_is_no_address(text: str) -> None:
    assert clean(text) == (AlignedText.of(text), ())


def test_addresses_without_a_space_between_them_are_all_found() -> None:
    assert clean("bob@example.com'eve@example.com,al@example.com")[0].text == (
        "<EMAIL>'<EMAIL>,<EMAIL>"
    )
    assert clean("al (at) mail.bob@example.com at mail dot com")[0].text == (
        "al (at) <EMAIL> at mail dot com"
    )


def test_a_url_stays_but_the_address_in_it_goes() -> None:
    text = clean("https://shop.example/track/123?email=bob@example.com&lang=en")[0].text

    assert text == "https://shop.example/track/123?email=<EMAIL>&lang=en"


def test_every_kind_is_found_in_order_with_offsets_and_no_value() -> None:
    stored = (
        "I’m bob@example.com,  +44 7700 900123: refund 12.50 EUR of FL-10432 to "
        "DE89 3704 0044 0532 0130 00, not •••• 4242 or 5555 5555 5555 4444"
    )

    assert clean(stored)[0].text == (
        "I'm <EMAIL>, <PHONE>: refund 12.50 EUR of FL-10432 to <IBAN>, not <CARD> or <CARD>"
    )
    assert found(stored) == [
        ("email", "bob@example.com"),
        ("phone", "+44 7700 900123"),
        ("iban", "DE89 3704 0044 0532 0130 00"),
        ("card", "•••• 4242"),
        ("card", "5555 5555 5555 4444"),
    ]
    assert all(entity.value is None for entity in clean(stored)[1])


@pytest.mark.parametrize(
    "number",
    [
        "oh seven seven zero zero nine double oh four six one",
        "Zero, seven, seven, zero, zero, nine, one",
        "null eins fünf eins zwei drei vier fünf sechs",
        "zéro six un deux trois quatre cinq",
        "seis uno dos tres cuatro cinco seis siete ocho",
    ],
)
def test_a_telephone_number_may_be_in_words(number: str) -> None:
    assert found(f"Please ring {number}, thanks") == [("phone", number)]


def test_a_few_figures_in_words_are_no_telephone_number() -> None:
    assert found("I ordered two, not one or three or four. One two three four, it says") == []


@pytest.mark.parametrize("said", ["CVV", "cvc:", "the CVV code is", "Prüfnummer:"])
def test_the_security_code_of_a_card_is_hidden_with_it(said: str) -> None:
    assert found(f"4242 4242 4242 4242, {said} 737, order 4711") == [
        ("card", "4242 4242 4242 4242"),
        ("card", "737"),
    ]


def test_a_security_code_without_its_card_is_nobodys() -> None:
    assert found("It says that the CVV 737 is wrong") == []


@pytest.mark.parametrize(
    ("stored", "redacted"),
    [
        ("Password: sunshine!", "Password: <SECRET>"),
        ("my PIN is 48\u200b21", "my PIN is <SECRET>"),
        ("my PIN: 07911123, order 4711", "my PIN: <SECRET>, order 4711"),
        ("my IP is 84.12.33.7", "my IP is <IP_ADDRESS>"),
        ("Kennzeichen B-AB 1234", "Kennzeichen <LICENCE_PLATE>"),
    ],
)
def test_passwords_and_what_else_only_a_word_gives_away_are_hidden(
    stored: str, redacted: str
) -> None:
    assert clean(stored)[0].text == redacted


def test_a_password_ends_where_something_else_was_found() -> None:
    stored = "password: (bob@example.com)x1"
    assert found(stored) == [("email", "bob@example.com")]


def test_a_date_of_birth_is_no_ordinary_date() -> None:
    stored = "Ordered on 12.03.2024. My DOB: 12.03.1985"
    assert clean(stored)[0].text == "Ordered on 12.03.2024. My DOB: <BIRTH_DATE>"
    assert found(stored) == [("birth_date", "12.03.1985")]
    assert all(entity.label in PERSONAL_LABELS for entity in clean(stored)[1])


def test_who_writes_and_where_they_live_are_found_before_any_model() -> None:
    stored = (
        "Dear Ms Okonkwo,\nplease send FL-10432 to Anna Berg, Hauptstr. 5, 10115 Berlin. My "
        "Steuer-ID is 36 574 261 809.\n\nKind regards,\nThaddeus Quillfeather\n+44 7700 900452"
    )

    assert clean(stored)[0].text == (
        "Dear <NAME>,\nplease send FL-10432 to <NAME>, <ADDRESS>. My Steuer-ID is <NATIONAL_ID>."
        "\nKind regards,\n<NAME>\n<PHONE>"
    )
    assert found(stored) == [
        ("name", "Ms Okonkwo"),
        ("name", "Anna Berg"),
        ("address", "Hauptstr. 5, 10115 Berlin"),
        ("national_id", "36 574 261 809"),
        ("name", "Thaddeus Quillfeather"),
        ("phone", "+44 7700 900452"),
    ]


def test_a_card_that_the_customer_starred_out_is_a_card() -> None:
    assert clean("it ends **** **** **** 4242")[0].text == "it ends <CARD>"


@given(WORDS, LOCAL_PARTS, DOMAINS, WORDS)
def test_a_planted_address_never_survives(before: str, local: str, domain: str, after: str) -> None:
    text = clean(f"{before} {local}@{domain} {after}")[0].text

    assert "@" not in text
    assert "<EMAIL>" in text


@given(
    WORDS,
    st.sampled_from(["+49 151 ", "+44 7700 ", "+33 6 12 ", "+1 415 555 "]),
    st.text("0123456789", min_size=6, max_size=6),
    WORDS,
)
def test_a_planted_phone_number_never_survives(
    before: str, prefix: str, digits: str, after: str
) -> None:
    number = prefix + (digits[:4] if prefix.startswith("+1") else digits)

    text = clean(f"{before} {number} {after}")[0].text

    assert not any(map(str.isdigit, text))
    assert "<PHONE>" in text


@given(any_text)
def test_entities_slice_the_stored_text_in_order_without_overlap(stored: str) -> None:
    _, entities = clean(stored)
    borders = [border for entity in entities for border in (entity.start, entity.end)]

    assert borders == sorted(borders)
    assert all(0 <= entity.start < entity.end <= len(stored) for entity in entities)


@given(any_text)
def test_redacting_twice_changes_nothing_more(stored: str) -> None:
    text = clean(stored)[0].text

    again, entities = redact(AlignedText.of(text))

    assert again.text == text
    assert entities == ()


@pytest.mark.parametrize("stored", HOSTILE, ids=lambda text: ascii(text[:4]))
def test_hostile_texts_are_redacted_without_growing(stored: str) -> None:
    aligned, entities = clean(stored)

    assert len(aligned.text) <= 4 * len(stored)
    assert len(entities) <= len(stored) // 3
