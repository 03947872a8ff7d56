import pytest

from workers.models.emoji_names import name_emoji


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("late 😡", "late angry face"),
        ("👍🏽", "thumbs up"),
        ("📦?", "package ?"),
        ("😢😢", "crying face crying face"),
        ("№ 5 → 🇩🇪", "№ 5 → 🇩🇪"),
        ("no emoji", "no emoji"),
    ],
)
def test_an_emoji_is_named_by_what_it_means(text: str, named: str) -> None:
    assert " ".join(name_emoji(text).split()) == named
