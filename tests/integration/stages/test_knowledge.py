"""Knowledge from an edit to what a question finds."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.db import connection as django_connection
from sqlalchemy import text

from apps.conversations.models import Inbox
from apps.dispatch.models import Heartbeat, Work
from apps.knowledge.actions import save_article, save_macro
from apps.knowledge.models import Article, Macro, Passage, PassageVector
from apps.knowledge.passages.reembedding import follow_encoder
from apps.knowledge.queries import SearchState, list_articles
from tests.integration.stages.chains import TASKS, claim_all, payload_of, run, run_lane
from workers.contracts.pipelines import Lane, Queue
from workers.db import search
from workers.db.engine import engine
from workers.db.vectors import Vectors
from workers.loaded.encoder import encoder
from workers.recommendation.words import choose_words
from workers.records.knowledge import Hit

PLAIN_QUESTIONS = {
    "how do I return an item": "return-an-item",
    "delivery costs": "delivery-costs",
    "how do I descale the Otter": "descale-espresso-machine",
    "forgot my password": "account-and-password",
    "where is your showroom": "showroom-and-opening-hours",
    "pay with a gift card": "gift-cards",
    "my parcel is lost": "lost-parcel",
}


def slugs_of(passage_ids: list[int]) -> list[str]:
    """The articles of these passages, best first."""
    passages = Passage.objects.select_related("article").in_bulk(passage_ids)
    found = [passages[id_].article for id_ in passage_ids]
    return list(dict.fromkeys(article.slug for article in found if article))


def find_nearest(text: str, limit: int = 20) -> list[int]:
    with engine().connect() as connection:
        vectors = Vectors(encoder().embed([text]))
        (hits,) = search.find_nearest(connection, encoder().identity, vectors, limit)
    return [hit.passage_id for hit in hits]


def find_matching(text: str, limit: int = 20, language: str = "en") -> list[int]:
    (hits,) = match([text], limit, language)
    return [hit.passage_id for hit in hits]


def match(texts: list[str], limit: int, language: str = "en") -> list[list[Hit]]:
    with engine().connect() as connection:
        lexemes = search.read_lexemes(connection, texts, [language] * len(texts))
        frequencies = search.read_frequencies(connection)
        queries = [choose_words(words, frequencies) for words in lexemes]
        vectors = Vectors(encoder().embed(texts))
        identity = encoder().identity
        return search.find_matching(connection, queries, identity, vectors, limit)


def without_vector() -> int:
    with django_connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM knowledge_passage AS passage WHERE NOT EXISTS "
            "(SELECT FROM knowledge_passagevector WHERE passage_id = passage.id AND encoder = %s)",
            [encoder().identity],
        )
        return int(cursor.fetchone()[0])


def work_on(subject_id: UUID) -> Work:
    return Work.objects.get(kind="knowledge", subject_id=subject_id)


def make_article(slug: str, body: str) -> Article:
    article = Article(slug=slug, title="Umbrella rental", body=body)
    save_article(article)
    return article


def test_every_passage_of_the_sample_has_its_vector(company: Inbox) -> None:
    assert Passage.objects.count() > 100
    assert without_vector() == 0


@pytest.mark.parametrize(("question", "slug"), PLAIN_QUESTIONS.items())
def test_a_plain_question_finds_its_article_by_meaning(
    company: Inbox, question: str, slug: str
) -> None:
    assert slug in slugs_of(find_nearest(question))[:5]


@pytest.mark.parametrize(("question", "slug"), PLAIN_QUESTIONS.items())
def test_a_plain_question_finds_its_article_by_words(
    company: Inbox, question: str, slug: str
) -> None:
    assert slug in slugs_of(find_matching(question))[:5]


def test_hits_come_best_first_and_no_more_than_asked_for(company: Inbox) -> None:
    with engine().connect() as connection:
        vectors = Vectors(encoder().embed(["delivery costs", "gift cards"]))
        nearest = search.find_nearest(connection, encoder().identity, vectors, 7)
    matching = match(["delivery costs", "zxqv", ""], 7)
    assert [len(hits) for hits in nearest] == [7, 7]
    assert [len(hits) for hits in matching] == [7, 0, 0]
    for hits in (*nearest, *matching):
        scores = [hit.score for hit in hits]
        assert scores == sorted(scores, reverse=True)


def test_vectors_of_another_encoder_are_not_compared(company: Inbox) -> None:
    with engine().connect() as connection:
        vectors = Vectors(encoder().embed(["delivery costs"]))
        assert search.find_nearest(connection, "another encoder", vectors, 7) == [[]]


def test_vectors_of_other_encoders_hide_none_of_this_one(company: Inbox) -> None:
    with django_connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO knowledge_passagevector (passage_id, encoder, embedding) "
            "SELECT passage_id, 'other ' || n, "
            "embedding + CAST(array_fill(CAST(n AS real) / 10000, ARRAY[384]) AS vector) "
            "FROM knowledge_passagevector, generate_series(1, 5) AS n"
        )
    with engine().connect() as connection:
        # As with many vectors, where only the index is quick enough.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        connection.execute(text("SET LOCAL enable_sort = off"))
        vectors = Vectors(encoder().embed(["delivery costs"]))
        (hits,) = search.find_nearest(connection, encoder().identity, vectors, 20)
    PassageVector.objects.exclude(encoder=encoder().identity).delete()
    assert len(hits) == 20


def test_an_edited_article_is_found_by_its_new_words_at_once_and_by_meaning_soon(
    company: Inbox,
) -> None:
    article = make_article("umbrellas", "We rent umbrellas.\n\n## Costs\n\nFive euros a day.")
    run_lane(Lane.BULK)
    old = set(Passage.objects.filter(article=article).values_list("id", flat=True))
    assert len(old) == 2
    article.body = "We rent parasols against the midday sun."
    save_article(article)
    (new,) = Passage.objects.filter(article=article).values_list("id", flat=True)
    assert new not in old
    assert find_matching("parasols") == [new]
    assert new not in find_nearest("shade against the sun")
    assert work_on(article.id).state == Work.State.PENDING
    run_lane(Lane.BULK)
    assert find_nearest("shade against the sun")[0] == new
    assert not old & set(find_nearest("renting umbrellas"))
    assert work_on(article.id).state == Work.State.DONE
    article.delete()


def test_a_new_encoder_takes_over_from_an_old_one_when_it_has_seen_everything(
    company: Inbox,
) -> None:
    article = make_article("scarves", "We knit scarves.")
    run_lane(Lane.BULK)
    (passage,) = Passage.objects.filter(article=article)
    passage.vectors.update(encoder="an encoder of before")
    pool = Heartbeat.objects.create(
        process="bulk", queue=Queue.INFERENCE_BULK, details={"encoder": encoder().identity}
    )
    follow_encoder()
    assert list_articles().get(id=article.id).search_state == SearchState.EMBEDDING
    assert passage.id not in find_nearest("knitted scarf")
    assert find_matching("scarves") == [passage.id]
    run_lane(Lane.BULK)
    assert passage.vectors.count() == 2
    assert find_nearest("knitted scarf")[0] == passage.id
    follow_encoder()
    assert [vector.encoder for vector in passage.vectors.all()] == [encoder().identity]
    assert list_articles().get(id=article.id).search_state == SearchState.SEARCHABLE
    pool.delete()
    article.delete()


def test_a_draft_is_not_found(company: Inbox) -> None:
    article = make_article("drafted", "We rent zeppelins.")
    run_lane(Lane.BULK)
    article.status = Article.Status.DRAFT
    save_article(article)
    assert find_matching("zeppelins") == []
    assert "drafted" not in slugs_of(find_nearest("renting zeppelins"))
    article.delete()


def test_a_macro_is_one_passage_however_often_it_is_saved(company: Inbox) -> None:
    macro = Macro(slug="kites", title="Kites", text="We do not sell kites.")
    save_macro(macro)
    macro.text = "We sell kites now."
    save_macro(macro)
    run_lane(Lane.BULK)
    (passage,) = Passage.objects.filter(macro=macro)
    assert find_nearest("do you sell kites?")[0] == passage.id
    assert find_matching("kites") == [passage.id]
    macro.delete()


def test_an_edit_during_the_embedding_is_embedded_again(company: Inbox) -> None:
    article = make_article("boats", "We rent boats.")
    claimed = claim_all(Lane.BULK)
    article.body = "We rent canoes."
    save_article(article)
    run(TASKS[Lane.BULK], payload_of(claimed))
    assert without_vector() == 1
    assert work_on(article.id).state == Work.State.PENDING
    run_lane(Lane.BULK)
    assert without_vector() == 0
    article.delete()


def test_an_article_that_is_gone_leaves_no_work_behind(company: Inbox) -> None:
    article = make_article("gone", "We rent tents.")
    article_id = article.id
    article.delete()
    run_lane(Lane.BULK)
    assert work_on(article_id).state == Work.State.DONE


def test_an_article_is_found_by_the_words_of_its_own_language(company: Inbox) -> None:
    article = Article(
        slug="mahlgrade", title="Mahlgrade", body="Feiner gemahlen wird es.", language="de"
    )
    save_article(article)
    (passage,) = Passage.objects.filter(article=article).values_list("id", flat=True)
    assert find_matching("die Mahlgrade", language="de")[0] == passage
    assert find_matching("mein Mahlgrad ist feiner", language="de")[0] == passage
    assert find_matching("gemahlener", language="de")[0] == passage
    assert passage not in find_matching("gemahlener", language="en")
    article.delete()
