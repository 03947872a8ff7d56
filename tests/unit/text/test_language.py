from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given

from tests.benchmarks.understanding.languages import (
    DEVELOPMENT,
    HELD_OUT,
    answers,
    calibration_error,
    read_labelled,
)
from tests.unit.text.strategies import any_text
from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.text.language import SURE, LanguageIdentifier

IDENTIFIER = LanguageIdentifier()

REQUESTS = {
    "en": ["where is my parcel", "can I speak to a real person please", "it arrived broken"],
    "de": ["wo bleibt mein Paket", "ich möchte mit jemandem sprechen", "es kam kaputt an"],
    "fr": ["où est mon colis", "je voudrais parler à quelqu'un", "il est arrivé cassé"],
    "es": ["dónde está mi paquete", "quiero hablar con una persona", "me llegó roto el jarrón"],
    "it": ["dov'è il mio pacco", "vorrei parlare con qualcuno", "mi è arrivato rotto"],
    "pt": ["onde está a minha encomenda", "quero falar com uma pessoa", "chegou tudo partido"],
    "nl": ["waar is mijn pakket", "ik wil graag iemand spreken", "het kwam kapot aan"],
    "pl": ["gdzie jest moja paczka", "chcę porozmawiać z człowiekiem", "przyszło uszkodzone"],
    "cs": ["kde je můj balíček", "chci mluvit s člověkem", "přišlo to rozbité"],
    "ru": ["где моя посылка", "хочу поговорить с человеком", "пришло разбитым"],
    "uk": ["де моя посилка", "хочу поговорити з людиною", "прийшло розбитим"],
    "tr": ["kargom nerede kaldı", "bir insanla konuşmak istiyorum", "kırık geldi"],
    "ar": ["أين الطرد الخاص بي", "أريد التحدث مع شخص", "وصل مكسورا"],
    "zh": ["我的包裹在哪里", "我想和真人说话", "收到时已经坏了"],
    "ja": ["荷物はどこですか", "人と話したいです", "壊れて届きました"],
    "ko": ["제 택배가 어디에 있나요", "사람과 이야기하고 싶어요", "깨져서 왔어요"],
    "sv": ["var är mitt paket", "jag vill prata med en människa", "den kom fram trasig"],
    "da": ["hvor er min pakke henne", "jeg vil gerne tale med nogen", "den var gået i stykker"],
    "no": ["hvor er pakken min", "jeg vil snakke med noen", "den var ødelagt da den kom"],
    "fi": ["missä pakettini on", "haluan puhua ihmisen kanssa", "se saapui rikki"],
}


def labelled() -> list[tuple[str, str]]:
    return [(label, text) for label, texts in REQUESTS.items() for text in texts]


@pytest.mark.parametrize(("label", "text"), labelled())
def test_a_request_in_the_language_of_the_inbox_has_that_language(label: str, text: str) -> None:
    assert IDENTIFIER.identify(text, label).label == label


def test_foreign_requests_win_over_an_english_inbox() -> None:
    foreign = [(label, text) for label, text in labelled() if label != "en"]

    labels = [IDENTIFIER.identify(text, "en").label for _, text in foreign]

    right = sum(label == named for (label, _), named in zip(foreign, labels, strict=True))
    assert "en" not in labels
    assert right >= 0.9 * len(foreign)


@pytest.mark.parametrize("text", ["hi", "ok", "refund", "thanks", "asap", "order status", "no"])
def test_a_message_too_short_to_tell_has_the_language_of_the_inbox(text: str) -> None:
    assert IDENTIFIER.identify(text, "en").label == "en"
    assert IDENTIFIER.identify(text).label == "und"


def test_english_is_sure_of_a_plain_request_even_in_a_german_inbox() -> None:
    language = IDENTIFIER.identify("can I speak to a real person please", "de")

    assert language.label == "en"
    assert language.confidence > 0.8


@pytest.mark.parametrize(
    "text", ["", "12345", "😀😀", "?!", "<EMAIL> <PHONE>", "https://a.example/b"]
)
def test_a_text_without_words_tells_nothing(text: str) -> None:
    inbox, unknown = IDENTIFIER.identify(text, "de"), IDENTIFIER.identify(text)

    assert (inbox.label, inbox.confidence) == ("de", 0.0)
    assert (unknown.label, unknown.confidence) == ("und", 0.0)


@given(any_text)
def test_placeholders_do_not_sway_the_language(text: str) -> None:
    redacted = f"<EMAIL> {text}\n<NATIONAL_ID> https://a.example/b"

    assert IDENTIFIER.identify(redacted) == IDENTIFIER.identify(text)


@pytest.mark.parametrize("text", ["kode", "pin blocked", "promo code", "taxi hotel"])
def test_what_the_prior_decided_has_the_little_confidence_of_the_text(text: str) -> None:
    language = IDENTIFIER.identify(text, "en")

    assert language.label == "en"
    assert language.confidence < SURE


def test_a_text_that_speaks_against_the_inbox_but_for_nothing_is_not_sure() -> None:
    icelandic_or_faroese = "hvar er pakkinn minn"

    assert IDENTIFIER.identify(icelandic_or_faroese, "ar").label == "und"


def test_dialects_are_counted_to_their_language() -> None:
    assert IDENTIFIER.identify("eg har ikkje fått pakken min enno", "en").label == "no"
    assert IDENTIFIER.identify("我个包裹喺边度呀，仲未收到", "en").label == "zh"
    assert IDENTIFIER.identify("فين الطرد بتاعي لسه ماوصلش", "en").label == "ar"


def test_tags_with_a_region_and_both_norwegians_are_understood() -> None:
    assert IDENTIFIER.identify("ok", "pt_BR").label == "pt"
    assert IDENTIFIER.identify("ok", "nb-NO").label == "no"


def test_a_rare_language_is_named_when_it_is_unmistakable_or_the_prior() -> None:
    assert IDENTIFIER.identify("სად არის ჩემი ამანათი", "en").label == "ka"
    assert IDENTIFIER.identify("waar is my pakkie nou", "af").label == "af"


def test_the_development_list_is_named_right_unsure_or_truly_confident() -> None:
    requests = [row for row in read_labelled(DEVELOPMENT) if row[0] != UNKNOWN_LANGUAGE]

    named = answers(IDENTIFIER.identify, requests)

    assert named.right >= 0.97
    assert named.wrong <= 0.02
    assert calibration_error(named) <= 0.03


def test_what_is_in_no_language_is_mostly_called_so() -> None:
    nothing = [row for row in read_labelled(DEVELOPMENT) if row[0] == UNKNOWN_LANGUAGE]

    assert answers(IDENTIFIER.identify, nothing).right >= 0.85


def test_the_held_out_list_is_what_it_says() -> None:
    held_out, development = read_labelled(HELD_OUT), read_labelled(DEVELOPMENT)
    requests = [(label, text) for label, text in held_out if label != UNKNOWN_LANGUAGE]
    texts = [text for _, text in held_out + development]

    assert len(set(texts)) == len(texts)
    assert all(3 <= len(text.split()) <= 10 for _, text in requests)
    assert set(Counter(label for label, _ in requests).values()) == {22}
    assert len(requests) == 440


def test_threads_share_one_identifier() -> None:
    identifier = LanguageIdentifier()
    texts = ["where is my parcel", "wo bleibt mein Paket"] * 8

    with ThreadPoolExecutor(8) as pool:
        labels = [language.label for language in pool.map(identifier.identify, texts)]

    assert labels == ["en", "de"] * 8


@given(any_text)
def test_any_text_gets_a_label_and_a_probability(text: str) -> None:
    language = IDENTIFIER.identify(text, "en")

    assert len(language.label) in (2, 3)
    assert 0.0 <= language.confidence <= 1.0
