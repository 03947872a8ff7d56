"""The first question that somebody answered is kept, without anything that is one contact's."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from workers.contracts.payloads import Entity
from workers.feedback.solving import find_solved
from workers.records.conversations import ResolvedConversation, Solved, Utterance

QUESTION = "Where can I get my coffee grinder repaired?"
ANSWER = "Send it to our workshop, the label is in your account."


def conversation(*said: tuple[str, str], **last: object) -> ResolvedConversation:
    """Who said what, oldest first; `last` is known of the last message."""
    messages = [Utterance(uuid4(), sender, text) for sender, text in said]
    messages[-1] = Utterance(**{**vars(messages[-1]), **last})
    return ResolvedConversation(UUID(int=1), UUID(int=2), "en", "Anna Larsen", tuple(messages))


def find_order_number(text: str) -> tuple[Entity, ...]:
    start = text.find("FL-10432")
    found = Entity(label="order_number", start=start, end=start + 8, value="FL-10432")
    return (found,) if start >= 0 else ()


def test_a_question_and_its_answer_are_kept() -> None:
    solved = find_solved(conversation(("contact", QUESTION), ("agent", ANSWER)))
    assert solved is not None
    assert (solved.question, solved.answer, solved.language) == (QUESTION, ANSWER, "en")


def test_what_was_written_in_several_messages_is_one() -> None:
    solved = find_solved(
        conversation(
            ("contact", "Hi there!"),
            ("contact", QUESTION),
            ("agent", "Let me look."),
            ("agent", ANSWER),
            ("contact", "And how much will that cost me?"),
            ("agent", "Nothing within two years of buying it."),
        )
    )
    assert solved is not None
    assert solved.question == f"Hi there!\n{QUESTION}"
    assert solved.answer == f"Let me look.\n\n{ANSWER}"


@pytest.mark.parametrize(
    "said",
    [
        [("contact", QUESTION)],
        [("contact", QUESTION), ("system", "A colleague will be with you soon.")],
        [("contact", QUESTION), ("bot", ANSWER)],
        [("agent", ANSWER), ("contact", "Thanks!")],
        [("contact", "Thanks!"), ("agent", "You are very welcome, have a nice day.")],
        [("contact", QUESTION), ("agent", "Done!")],
        [("contact", "why " * 2000), ("agent", ANSWER)],
    ],
)
def test_what_teaches_nothing_is_not_kept(said: list[tuple[str, str]]) -> None:
    assert find_solved(conversation(*said)) is None


def test_a_bots_answer_is_kept_where_it_helped_and_is_about_one_message() -> None:
    solved = find_solved(
        conversation(("contact", "Good morning to you"), ("contact", QUESTION), ("bot", ANSWER))
    )
    assert solved is None
    helped = conversation(
        ("contact", "Good morning to you"), ("contact", QUESTION), ("bot", ANSWER), helped=True
    )
    solved = find_solved(helped)
    assert solved is not None
    assert solved.question == QUESTION


def test_nothing_personal_is_kept_and_the_answer_can_be_filled_in_for_the_next() -> None:
    solved = find_solved(
        conversation(
            ("contact", "Order FL-10432 is late, write to anna@mail.example please. Regards, Anna"),
            ("agent", "Hi Anna,\n\nFL-10432 left today. I wrote to anna@mail.example as well."),
        ),
        find_order_number,
    )
    assert solved is not None
    kept = f"{solved.question} {solved.answer}"
    assert not [word for word in ("Anna", "anna", "10432") if word in kept]
    assert "<ORDER_NUMBER>" in solved.question
    assert solved.answer.startswith("Hi {{ contact.first_name }},\n\n{{ order_number }} left")
    assert "<EMAIL>" in solved.answer


def test_the_contacts_own_name_is_found_wherever_it_stands() -> None:
    solved = find_solved(
        conversation(
            ("contact", "Larsen here again, where is the grinder that I sent in?"),
            ("agent", "Oh no, Anna, that is our mistake: it leaves today."),
        )
    )
    assert solved is not None
    assert solved.question.startswith("<NAME> here again")
    assert solved.answer == "Oh no, {{ contact.first_name }}, that is our mistake: it leaves today."


def between(name: str, asked: str, answered: str) -> Solved | None:
    """What a contact of this name taught, whom Alice answered."""
    said = (
        Utterance(uuid4(), "contact", asked),
        Utterance(uuid4(), "agent", answered, agent_name="Alice"),
    )
    return find_solved(ResolvedConversation(UUID(int=1), UUID(int=2), "en", name, said))


def test_people_are_hidden_wherever_they_are_called_by_their_names() -> None:
    solved = between(
        "Tomas Novak",
        "tomas here, is Alice in today? My grinder is jammed.",
        "That is done, Tomas: Mr Novak can use it. It was me, Alice.",
    )
    assert solved is not None
    assert solved.question == "<NAME> here, is <NAME> in today? My grinder is jammed."
    assert solved.answer == (
        "That is done, {{ contact.first_name }}: {{ contact.first_name }} can use it. "
        "It was me, {{ agent.name }}."
    )


def test_words_that_are_a_name_and_something_else_are_left() -> None:
    solved = between(
        "Jan van der Black", "Is the black mug from the Van der Valk still there?", ANSWER
    )
    assert solved is not None
    assert solved.question == "Is the black mug from the Van der Valk still there?"


def test_who_signs_a_question_is_hidden_in_its_answer() -> None:
    asked = f"{QUESTION}\n\nKind regards,\nDeclan Ward"
    solved = between("", asked, f"{ANSWER} Good luck, Declan!")
    assert solved is not None
    assert solved.answer == f"{ANSWER} Good luck, <NAME>!"


def test_an_address_that_holds_a_name_is_hidden_whole() -> None:
    solved = between("Tomas", QUESTION, f"I have just written to tomas@mail.example. {ANSWER}")
    assert solved is not None
    assert solved.answer == f"I have just written to <EMAIL>. {ANSWER}"


def test_a_name_does_not_make_a_greeting_worth_keeping() -> None:
    assert between("Ann", QUESTION, "Done, Ann!") is None


def test_the_same_words_have_the_same_digest() -> None:
    first = find_solved(conversation(("contact", QUESTION), ("agent", ANSWER)))
    second = find_solved(conversation(("contact", QUESTION.upper()), ("agent", f"{ANSWER} \n")))
    other = find_solved(conversation(("contact", QUESTION), ("agent", ANSWER + " Soon.")))
    assert first is not None
    assert second is not None
    assert other is not None
    assert first.digest == second.digest != other.digest
