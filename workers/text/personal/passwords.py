"""Finds passwords, PINs and one-time codes: what stands behind a word for them.

`My password is wrong` tells none: behind `is`, only what looks like a password counts, with a
figure, a sign or a capital within; behind a colon, a single word at the end of its line does too.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.text.personal.ordinary_words import ORDINARY
from workers.text.spans import in_order

# Every word for a password or a code holds one of these; most texts hold none and end here.
_TRIGGER = re.compile(
    "pass|pw|kennwort|zugangs|mdp|contrase|clave|wachtwoord|senha|adgang|kod|salasana|heslo|parol"
    "|sandi|hasło|lösen|jelsz|şifre|парол|κωδικ|khẩu|密|パスワード|비밀번호|المرور|السر|סיסמ|पासवर्ड"
    "|pin|puk|otp|c[oó]d[ei]|geheimzahl|пин| tan"
)
_WORDS = (
    r"(?:pass(?:word|code|phrase|wor[td]e?|ord|wd|wort)|pwd?|kennwort|zugangs(?:code|daten)"
    r"|mot de passe|mdp|contrase(?:ñ|n)a|clave|wachtwoord|senha|palavra[ -]passe|hasło|lösenord"
    r"|adgangskode|kodeord|salasana|heslo|parol[aă]|jelsz\w{1,4}|şifre\w{0,3}|парол[ья]"
    r"|κωδικός(?: πρόσβασης)?|mật khẩu|kata sandi)"
)
_WORDS_ABROAD = (
    r"(?:密码|密碼|パスワード|비밀번호|كلمة (?:المرور|السر)|ה?סיסמה(?: שלי)?|पासवर्ड)"
    r" ?(?:[:=是为為は는은]|है)"
)
_CODE = (
    r"(?:pin(?:[ -]?(?:code|number|nummer|kod|koodi))?|(?-i:PUK|OTP|TAN)|geheimzahl"
    r"|(?:one[ -]time|verification|security|login|access|2fa|authentication|sms)"
    r" (?:code|password|pin)|(?:bestätigungs|sicherheits|verificatie|beveiligings)code"
    r"|code (?:pin|secret|de (?:vérification|sécurité))"
    r"|código (?:pin|de (?:verificación|seguridad|verificação|segurança))"
    r"|codice (?:pin|di (?:verifica|sicurezza))|kod (?:pin|weryfikacyjny)|пин(?:-?код)?)"
)
_MY = r"(?:my|meine?|mon|mi|(?:il )?mio|mijn|(?:o )?meu|m[óo]j|min|мой|мій)"
_SOME_WORDS = r"(?: \(?[^\W\d_][\w'-]{0,14}\)?){0,4}?"
_IS = (
    r"(?:is|was|ist|war|lautet|est|es|era|è|é|to|är|er|on|je|jest|это|είναι|là|adalah)"
    r"(?!\w)(?: ?:)?"
)
_WRITTEN = r"(?P<secret>[\"'][^\"'\n<]{4,64}[\"']|[^\s<\"'][^\s<]{3,63})"
_FIGURES = (
    r"(?P<secret>\d(?:[ -]?\d){3,7})(?!\w|[.,/:-]\d| ?(?:mm|cm|m|k?g|eur|usd|gbp)\b| ?[€$£%])"
)
_AFTER_SIGN = re.compile(rf"(?<!\w){_WORDS}{_SOME_WORDS} ?[:=] ?{_WRITTEN}", re.IGNORECASE)
_AFTER_VERB = re.compile(rf"(?<!\w){_WORDS}{_SOME_WORDS} {_IS} {_WRITTEN}", re.IGNORECASE)
_AFTER_WORD_ABROAD = re.compile(rf"{_WORDS_ABROAD} ?{_WRITTEN}")
# Right behind `my password`, letters and figures in one.
_AFTER_MINE = re.compile(
    rf"(?<!\w){_MY} {_WORDS} (?P<secret>(?=[^\W\d_]*\d)(?=\d*[^\W\d_])[^\W_]{{6,64}}!?)(?!\S)",
    re.IGNORECASE,
)
_CODES = re.compile(
    rf"(?<!\w)(?:{_CODE}{_SOME_WORDS}(?: ?[:=] ?| {_IS} )|{_MY} {_CODE} ){_FIGURES}", re.IGNORECASE
)
# Behind the colon, what has become of a password.
_STATES = frozenset(
    re.findall(
        r"\w+",
        """
    forgotten forgot lost unknown none reset changed change expired invalid incorrect hidden
    vergessen verloren unbekannt geändert abgelaufen oublié perdu inconnu expiré olvidada olvidado
    perdida dimenticata persa scaduta vergeten kwijt onbekend esquecida
    """,
    )
)
_ENDS_SENTENCE = ".,;:!?)\"'"
_LINE_END = re.compile(r" ?(?:$|\n)")
_TELLTALE = re.compile(r"\d|(?<=.)[!@#$%^&*_+=~?]|(?<=[^\W\d_])(?<![A-Z])[A-Z]")
# `8-digit`, `24h`, an address, a date: what else has figures.
_NO_SECRET = re.compile(r"\d{1,3}-?[^\W\d_]{0,12}|\S*://\S*|\d{1,4}[./:-]\d{1,2}(?:[./:-]\d{1,4})?")


def find_passwords(text: str) -> Iterator[tuple[int, int]]:
    """Spans of passwords and codes, without the words before them, in order without overlap."""
    if not _TRIGGER.search(f" {text.casefold()}"):
        return
    found = (
        _secret(text, *match.span("secret"), form is _AFTER_SIGN)
        for form in (_AFTER_SIGN, _AFTER_VERB, _AFTER_WORD_ABROAD, _AFTER_MINE)
        for match in form.finditer(text)
    )
    codes = (match.span("secret") for match in _CODES.finditer(text))
    yield from in_order([*filter(None, found), *codes])


def _secret(text: str, start: int, end: int, after_sign: bool) -> tuple[int, int] | None:
    """The span of a password, without the punctuation behind it, or None for other words."""
    written = text[start:end]
    if written[0] in "\"'" and written[-1] == written[0]:
        return start + 1, end - 1
    word = written.rstrip(_ENDS_SENTENCE)
    if len(word) < 4 or _NO_SECRET.fullmatch(word):
        return None
    if _TELLTALE.search(word):
        return start, start + len(written.rstrip(".,;:)\"'"))
    is_state = word.casefold() in ORDINARY or word.casefold() in _STATES
    return (start, end) if after_sign and not is_state and _LINE_END.match(text, end) else None
