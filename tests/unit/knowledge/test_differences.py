"""What changed between two texts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apps.knowledge.differences import Block, Piece, compare

texts = st.lists(st.sampled_from(["", "a b c", "a b d", "x", "One. Two.", "# H"]), max_size=30)


def test_a_changed_word_is_shown_within_its_line() -> None:
    (block,) = compare("It takes three days.", "It takes four days.")
    assert block.pieces == (
        Piece("same", "It takes "),
        Piece("gone", "three"),
        Piece("new", "four"),
        Piece("same", " days."),
    )


def test_what_is_wholly_different_is_not_woven_together() -> None:
    (block,) = compare("Send it back to us.", "Unsere Öffnungszeiten")
    assert [piece.kind for piece in block.pieces] == ["gone", "new"]


def test_lines_far_from_a_change_are_counted_and_not_shown() -> None:
    lines = [f"line {n}" for n in range(20)]
    blocks = compare("\n".join(lines), "\n".join([*lines, "new"]))
    assert blocks == [
        Block(skipped=18),
        Block((Piece("same", "line 18\nline 19"),)),
        Block((Piece("new", "new"),)),
    ]


@given(before=texts, after=texts)
def test_the_pieces_of_either_side_are_the_words_of_its_text(
    before: list[str], after: list[str]
) -> None:
    old, new = "\n".join(before), "\n".join(after)
    blocks = compare(old, new)
    assert bool(blocks) == (old != new)
    for kind, text in (("gone", old), ("new", new)):
        sides = [_side(block, kind) for block in blocks]
        assert all(side in text for side in sides)
        if blocks and not any(block.skipped for block in blocks):
            assert " ".join(sides).split() == text.split()


def _side(block: Block, kind: str) -> str:
    return "".join(piece.text for piece in block.pieces if piece.kind in {"same", kind})
