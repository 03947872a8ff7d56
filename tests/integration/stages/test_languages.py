"""Messages in languages that the models do not know, through the three live stages."""

from __future__ import annotations

import pytest

from apps.assist.models import Prediction
from apps.assist.queries import MessageFacts
from apps.conversations.actions import receive_message
from apps.conversations.models import Inbox
from apps.knowledge.actions import delete_article, save_article
from apps.knowledge.models import Article
from tests.integration.stages.chains import ask, embed_all, facts_of, run_lane, said_after, write
from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.pipelines import Lane

# Each asks what the bot answers alone when it is asked in English.
DELIVERY = {
    "ar": "كم يستغرق التوصيل إلى ألمانيا؟",
    "bg": "Колко време отнема доставката до Германия?",
    "cs": "Jak dlouho trvá doručení do Německa?",
    "da": "Hvor lang tid tager leveringen til Tyskland, og hvad koster den?",
    "de": "wie lange dauert die lieferung nach deutschland",
    "el": "Πόσο διαρκεί η παράδοση στη Γερμανία;",
    "es": "cuanto tarda el envio a alemania",
    "fi": "Kuinka kauan toimitus Saksaan kestää?",
    "fr": "combien de temps prend le delivery en allemagne",
    "he": "כמה זמן לוקח המשלוח לגרמניה?",
    "hi": "जर्मनी में डिलीवरी में कितना समय लगता है?",
    "hu": "Mennyi ideig tart a szállítás Németországba?",
    "it": "quanto ci mette la consegna in germania",
    "ja": "ドイツへの配送にはどのくらいかかりますか?",
    "ko": "독일까지 배송은 얼마나 걸리나요?",
    "nl": "hoe lang duurt de levering naar duitsland",
    "pl": "ile trwa dostawa do niemiec",
    "pt": "quanto tempo demora a entrega na alemanha",
    "ro": "cât durează livrarea în germania",
    "ru": "сколько идёт доставка в германию",
    "sv": "hur lång tid tar leveransen till tyskland",
    "th": "จัดส่งไปเยอรมนีใช้เวลานานเท่าไร",
    "tr": "almanyaya teslimat ne kadar sürer",
    "uk": "скільки триває доставка до німеччини",
    "vi": "giao hàng đến Đức mất bao lâu",
    "zh": "寄到德国需要多长时间？",
}
CONTACT = "bob@example.com"
ORDER = "FL-10432"


def prediction_of(facts: MessageFacts) -> Prediction:
    assert facts.prediction is not None
    return facts.prediction


def test_no_language_that_the_models_do_not_know_is_answered_by_the_bot(company: Inbox) -> None:
    messages = {language: write(company, text) for language, text in DELIVERY.items()}
    run_lane(Lane.LIVE)

    for language, message in messages.items():
        prediction = prediction_of(facts_of(message))
        assert prediction.language == language
        assert prediction.decision == "hand_off"
        assert prediction.reason.endswith(", which the models do not know.")
        assert "bot" not in dict(said_after(message))


def test_an_article_of_its_language_is_found_by_its_words(company: Inbox) -> None:
    article = Article(
        slug="versandkosten",
        title="Versandkosten und Lieferzeiten",
        body="Pakete nach Österreich und in die Schweiz kosten neun Euro und brauchen vier Tage.",
        language="de",
    )
    save_article(article)
    embed_all()
    facts = ask(company, "Was kostet ein Paket in die Schweiz, und wie lange braucht es?")
    assert prediction_of(facts).decision == "hand_off"
    assert "German" in prediction_of(facts).reason
    found = [each.article_id for each in facts.suggestions if each.kind == "article"]
    assert found[0] == article.id
    delete_article(article)


@pytest.mark.parametrize("text", ["hvar er pakkinn minn", "kur ir mana paka"])
def test_a_language_that_is_not_clear_is_never_answered_by_the_bot(
    company: Inbox, text: str
) -> None:
    facts = ask(company, text)

    assert prediction_of(facts).language == UNKNOWN_LANGUAGE
    assert prediction_of(facts).decision == "suggest"
    assert facts.reply is None


def test_a_turn_is_in_the_language_of_all_its_messages(company: Inbox) -> None:
    first = write(company, DELIVERY["de"])
    last = receive_message(first.conversation_id, f"{ORDER}, thanks")
    run_lane(Lane.LIVE)

    prediction = prediction_of(facts_of(last))
    assert (prediction.language, prediction.decision) == ("de", "hand_off")


@pytest.mark.parametrize("language", ["ar", "he", "hi", "ja", "ko", "th", "zh"])
def test_entities_slice_the_stored_text_in_every_script(company: Inbox, language: str) -> None:
    text = f"\u200f{DELIVERY[language]} ( {ORDER} ) \u2067{CONTACT}\u2069 ｶﾞ {DELIVERY[language]}"
    facts = ask(company, text)

    found = {
        entity["label"]: facts.message.text[entity["start"] : entity["end"]]
        for entity in prediction_of(facts).entities
    }
    assert (found["order_number"], found["email"]) == (ORDER, CONTACT)
    assert prediction_of(facts).language == language
