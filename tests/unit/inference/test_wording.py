from __future__ import annotations

from uuid import uuid4

import pytest

from workers.inference.wording import word_for_encoder
from workers.models.terms import Vocabulary
from workers.preprocessing.cleaning import clean
from workers.records.turns import Turn
from workers.text.language import LanguageIdentifier
from workers.text.patterns import Lexicon, Taught

LANGUAGES = LanguageIdentifier()
LEXICON = Lexicon(Taught(values=(("product", "Sonus lampe"),)))
WORDS = Vocabulary(("lattes", "topup"), (1.0, 1.0))


def worded(text: str, *earlier: str) -> str:
    turn = Turn(uuid4(), uuid4(), text, "en", earlier)
    return word_for_encoder(clean(1, turn, LANGUAGES, LEXICON), WORDS)


@pytest.mark.parametrize(
    ("written", "given"),
    [
        ("where is my pacakge 😡", "where is my package angry face"),
        ("my topup did not arive", "my topup did not arrive"),
        ("the sonus lampe does not wrok", "the sonus lampe does not work"),
        ("Wo bleibt denn meine Bestellung, die ich vor zwei Wochen bezahlt habe?", None),
    ],
)
def test_slips_are_mended_in_english_and_names_are_none(written: str, given: str | None) -> None:
    assert worded(written).split() == (given or written).split()


def test_the_whole_turn_is_mended() -> None:
    assert worded("I menat the kettle", "whree is it").split("\n") == [
        "where is it",
        "I meant the kettle",
    ]
