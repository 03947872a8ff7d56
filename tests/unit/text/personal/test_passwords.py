from __future__ import annotations

import pytest
from hypothesis import given

from tests.unit.text.strategies import HOSTILE, any_text
from workers.text.personal.passwords import find_passwords


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_passwords(text)]


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("my PIN is 4821", "4821"),
        ("PIN: 4821", "4821"),
        ("my pin 4821 is blocked", "4821"),
        ("Meine PIN lautet 4821", "4821"),
        ("mein PIN ist 4821", "4821"),
        ("mon code PIN est 4821", "4821"),
        ("mi código PIN es 4821", "4821"),
        ("il mio codice PIN è 4821", "4821"),
        ("mijn pincode is 4821", "4821"),
        ("o meu PIN é 4821", "4821"),
        ("mój PIN to 4821", "4821"),
        ("pin code: 48 21 33", "48 21 33"),
        ("password: hunter2", "hunter2"),
        ("my password is hunter2", "hunter2"),
        ("Password: sunshine", "sunshine"),
        ("mein Passwort lautet Sommer2024!", "Sommer2024!"),
        ("Passwort: Sommer!", "Sommer!"),
        ("mot de passe : Chat2008", "Chat2008"),
        ("mon mot de passe est chat2008.", "chat2008"),
        ("mdp: azerty12", "azerty12"),
        ("contraseña: perro99", "perro99"),
        ("mi contraseña es Perro99", "Perro99"),
        ("la mia password è gatto77", "gatto77"),
        ("wachtwoord is kaas123", "kaas123"),
        ("minha senha é gato77", "gato77"),
        ("hasło: kot123", "kot123"),
        ("lösenord: katt12", "katt12"),
        ("salasana: kissa1", "kissa1"),
        ("heslo je kocka12", "kocka12"),
        ("parola: pisica7", "pisica7"),
        ("şifrem: kedi12", "kedi12"),
        ("пароль: kot2020", "kot2020"),
        ("密码是abc12345", "abc12345"),
        ("パスワードはabc123", "abc123"),
        ("비밀번호는 abc123", "abc123"),
        ("my password for the shop is hunter2", "hunter2"),
        ("login: jo password: hunter2", "hunter2"),
        ('my password is "sunshine"', "sunshine"),
        ("the verification code is 482913", "482913"),
        ("OTP: 482913", "482913"),
        ("my one-time code is 482 913", "482 913"),
        ("my password was Tr0ub4dor&3, reset it", "Tr0ub4dor&3"),
        ("pw: hunter2", "hunter2"),
        ("password=hunter2", "hunter2"),
        ("my new password is sunShine", "sunShine"),
        ("passcode is 123456", "123456"),
        ("my password (old) is hunter2", "hunter2"),
        ("my password hunter2 does not work", "hunter2"),
        ("Username: jo\nPassword: hunter2\nplease help", "hunter2"),
    ],
)
def test_what_is_called_a_password_or_a_code_is_found(text: str, secret: str) -> None:
    assert found(text) == [secret]


@pytest.mark.parametrize(
    "text",
    [
        "my password is wrong",
        "my password is not working",
        "my password is incorrect!",
        "Password: forgotten",
        "I forgot my password",
        "my password must contain @ and #",
        "password is 8 characters long",
        "password needs 8-12 characters",
        "the password is case-sensitive",
        "my password isn't accepted",
        "mein Passwort ist falsch",
        "Passwort vergessen",
        "mon mot de passe est incorrect",
        "pin 1234",
        "PIN is blocked",
        "my pin was entered 3 times",
        "the hinge pin is 1200 mm long",
        "code: SAVE2024",
        "discount code SUMMER20",
        "my code is SAVE10",
        "password reset link: https://shop.example/r/12",
        "The password reset email doesn't arrive: 2 days now",
        "tan boots: 1234",
        "I bought a pin: 12.50 EUR",
        "pass: I want a refund",
        "password: reset please",
        "My password is too short",
        "password is required",
        "what is the pin code",
        "pass is 20 EUR",
        "clave: no la tengo",
        "password was changed 2 days ago",
        "my password is expired since 2024-01-05",
        "shipping: 10:30",
        "the password is the same as before",
        "my password is <SECRET>",
        "mein Passwort ist falsch!",
        "la contraseña es incorrecta",
    ],
)
def test_what_is_said_of_a_password_is_none(text: str) -> None:
    assert found(text) == []


@given(text=any_text)
def test_spans_are_in_order_and_not_empty(text: str) -> None:
    spans = list(find_passwords(text))
    assert all(start < end for start, end in spans)
    assert spans == sorted(spans)


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_texts_are_read(text: str) -> None:
    list(find_passwords(text))
