"""Days, times of day and durations, in seven languages and where the contact is."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.inference.entities.find import find_entities
from workers.inference.entities.when import When

NOON = datetime(2024, 11, 20, 12, tzinfo=UTC)  # a Wednesday


def found(text: str, language: str, zone: str | None = "Europe/Berlin") -> list[tuple[str, str]]:
    entities = find_entities(text, When.written(NOON, zone, language))
    return [(each.label, each.value or "?") for each in entities]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("de", "gestern", "2024-11-19"),
        ("de", "vorgestern", "2024-11-18"),
        ("de", "morgen", "2024-11-21"),
        ("de", "vor drei Tagen", "2024-11-17"),
        ("de", "in zwei Wochen", "2024-12-04"),
        ("de", "vor einem Monat", "2024-10-20"),
        ("de", "nächsten Montag", "2024-11-25"),
        ("de", "5. März 2024", "2024-03-05"),
        ("de", "3. Dez.", "2024-12-03"),
        ("fr", "avant-hier", "2024-11-18"),
        ("fr", "il y a trois jours", "2024-11-17"),
        ("fr", "dans une semaine", "2024-11-27"),
        ("fr", "lundi prochain", "2024-11-25"),
        ("fr", "1er mars 2024", "2024-03-01"),
        ("fr", "la semaine dernière", "2024-W46"),
        ("es", "anteayer", "2024-11-18"),
        ("es", "hace 2 días", "2024-11-18"),
        ("es", "dentro de un mes", "2024-12-20"),
        ("es", "el próximo lunes", "2024-11-25"),
        ("es", "5 de marzo de 2024", "2024-03-05"),
        ("it", "due giorni fa", "2024-11-18"),
        ("it", "tra una settimana", "2024-11-27"),
        ("it", "lunedì prossimo", "2024-11-25"),
        ("it", "5 marzo 2024", "2024-03-05"),
        ("nl", "eergisteren", "2024-11-18"),
        ("nl", "twee dagen geleden", "2024-11-18"),
        ("nl", "over een week", "2024-11-27"),
        ("nl", "volgende maandag", "2024-11-25"),
        ("nl", "5 maart 2024", "2024-03-05"),
        ("pt", "anteontem", "2024-11-18"),
        ("pt", "há 2 dias", "2024-11-18"),
        ("pt", "daqui a uma semana", "2024-11-27"),
        ("pt", "segunda-feira passada", "2024-11-18"),
        ("pt", "5 de março de 2024", "2024-03-05"),
        ("en", "last month", "2024-10"),
        ("en", "next year", "2025"),
        ("en", "this weekend", "2024-11-23/2024-11-24"),
        ("en", "a year ago", "2023-11-20"),
        ("en", "March 2024", "2024-03"),
        ("en", "Tuesday the 3rd of December", "2024-12-03"),
        ("en", "March the 5th, 2024", "2024-03-05"),
        ("de", "Dienstag, den 3. Dezember", "2024-12-03"),
        ("ja", "2024年3月4日", "2024-03-04"),
        ("zh", "12月3号", "2024-12-03"),
    ],
)
def test_a_day_is_read_in_the_language_of_the_message(language: str, text: str, value: str) -> None:
    assert found(text, language) == [("date", value)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "tomorrow at 3pm", "2024-11-21T15:00+01:00"),
        ("en", "at 14:30 on 5 January 2025", "2025-01-05T14:30+01:00"),
        ("en", "2 hours ago", "2024-11-20T11:00+01:00"),
        ("en", "Thursday 21 November at 2.30pm", "2024-11-21T14:30+01:00"),
        ("en", "Dec 24th 2024, 18:00 EST", "2024-12-24T18:00-05:00"),
        ("en", "2024-01-05T14:30Z", "2024-01-05T14:30+00:00"),
        ("en", "2024-07-05 14:30", "2024-07-05T14:30+02:00"),
        ("de", "gestern um 15 Uhr", "2024-11-19T15:00+01:00"),
        ("fr", "demain à 14h30", "2024-11-21T14:30+01:00"),
        ("es", "ayer a las 15:30", "2024-11-19T15:30+01:00"),
        ("it", "domani alle 9:15", "2024-11-21T09:15+01:00"),
        ("nl", "morgen om 10 uur", "2024-11-21T10:00+01:00"),
        ("pt", "ontem às 15h30", "2024-11-19T15:30+01:00"),
    ],
)
def test_a_day_and_a_time_are_one_moment_in_the_contacts_zone(
    language: str, text: str, value: str
) -> None:
    assert [each for each in found(text, language) if each[0] == "datetime"] == [
        ("datetime", value)
    ]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("3 days", "P3D"),
        ("two weeks", "P2W"),
        ("six months", "P6M"),
        ("24h", "PT24H"),
        ("an hour", "PT1H"),
        ("45 min", "PT45M"),
        ("forty-five minutes", "PT45M"),
        ("thirty days", "P30D"),
        ("half an hour", "PT30M"),
        ("an hour and a half", "PT1H30M"),
    ],
)
def test_a_span_of_time_is_a_duration(text: str, value: str) -> None:
    assert found(f"it took {text}.", "en") == [("duration", value)]


@pytest.mark.parametrize(
    ("text", "value"), [("3pm", "15:00"), ("12 am", "00:00"), ("9:05", "09:05")]
)
def test_a_time_of_day_alone_is_a_time(text: str, value: str) -> None:
    assert found(f"at {text}", "en") == [("time", value)]


@pytest.mark.parametrize(
    ("language", "text", "value"),
    [
        ("en", "half past two", "02:30"),
        ("en", "half past two in the afternoon", "14:30"),
        ("en", "a quarter to nine", "08:45"),
        ("en", "quarter to one", "12:45"),
        ("en", "noon", "12:00"),
        ("en", "three o'clock", "03:00"),
        ("fr", "minuit", "00:00"),
        ("en", "ten past 5pm", "17:10"),
        ("en", "2 o'clock in the afternoon", "14:00"),
        ("de", "halb drei", "02:30"),
        ("de", "Viertel vor neun abends", "20:45"),
        ("fr", "à deux heures et demie", "02:30"),
        ("es", "las nueve menos cuarto", "08:45"),
        ("it", "alle due e mezza", "02:30"),
        ("nl", "half drie", "02:30"),
        ("pt", "às duas e meia", "02:30"),
    ],
)
def test_a_time_is_told_by_halves_and_quarters(language: str, text: str, value: str) -> None:
    assert found(text, language) == [("time", value)]


def test_a_time_in_words_beside_a_day_is_one_moment_with_it() -> None:
    assert found("tomorrow at half past two", "en") == [("datetime", "2024-11-21T02:30+01:00")]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("it was due on the 5th", "?"),
        ("not before the 15th, please", "?"),
        ("on the 5th of last month", "2024-10-05"),
        ("on the 31st of next month", "2024-12-31"),
    ],
)
def test_a_day_without_its_month_is_a_date(text: str, value: str) -> None:
    assert found(text, "en") == [("date", value)]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "on the 5th floor, at the 2nd attempt, by the 3rd parcel"),
        ("en", "on the 32nd."),
        ("en", "half past 25, five to ten people, the past"),
        ("en", "a couple of days"),
        ("und", "half two"),
        ("de", "hier ist mein Paket"),
        ("de", "guten morgen"),
        ("nl", "hier is mijn pakket"),
        ("en", "may I sat on it in the sun"),
        ("en", "25:61 or 13pm"),
        ("und", "5 out of 10, a set, mar and hier"),
    ],
)
def test_what_only_looks_like_a_day_is_none(language: str, text: str) -> None:
    assert found(text, language) == []


def test_a_weekday_alone_may_lie_behind_or_ahead() -> None:
    assert found("on Monday", "en") == [("date", "?")]


@pytest.mark.parametrize(
    ("language", "zone", "value"),
    [
        ("en", "America/Chicago", "2024-03-04"),
        ("en", "Europe/London", "2024-04-03"),
        ("en", None, "?"),
        ("de", None, "2024-04-03"),
    ],
)
def test_which_number_is_the_month_depends_on_where_and_how_people_write(
    language: str, zone: str | None, value: str
) -> None:
    assert found("03/04/2024", language, zone) == [("date", value)]


def test_what_yesterday_was_depends_on_the_zone() -> None:
    assert found("yesterday", "en", "Pacific/Kiritimati") == [("date", "2024-11-20")]
    assert found("yesterday", "en", "Pacific/Honolulu") == [("date", "2024-11-19")]


def test_a_zone_that_nobody_knows_is_utc() -> None:
    assert found("yesterday", "en", "Mars/Olympus") == [("date", "2024-11-19")]


def test_an_hour_is_an_hour_on_the_day_that_clocks_change() -> None:
    when = When.written(datetime(2024, 10, 27, 0, 30, tzinfo=UTC), "Europe/Berlin", "en")
    (entity,) = find_entities("in 2 hours", when)
    assert entity.value == "2024-10-27T03:30+01:00"


@given(st.integers(1, 999), st.sampled_from(["day", "week", "month", "year"]))
def test_what_lies_behind_and_ahead_never_fails(count: int, unit: str) -> None:
    for text in (f"{count} {unit}s ago", f"in {count} {unit}s"):
        ((label, value),) = found(text, "en")
        assert label == "date"
        assert value == "?" or date.fromisoformat(value)


@given(st.integers(1, 12), st.sampled_from([15, 30, 45]))
def test_what_a_clock_shows_is_read_back(hour: int, minute: int) -> None:
    part = {15: "quarter past", 30: "half past", 45: "quarter to"}[minute]
    told = hour % 12 + 1 if minute == 45 else hour
    assert found(f"{part} {told}", "en") == [("time", f"{hour:02}:{minute}")]


@given(st.integers(0, 999))
def test_days_are_counted_from_the_message(count: int) -> None:
    day = NOON.date() - timedelta(days=count)
    assert found(f"{count} days ago", "en") == [("date", day.isoformat())]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "Where is the order of 3 May?"),
        ("en", "my order FL-10432 from 3 May never came"),
        ("en", "I ordered on May 3rd and nothing came"),
        ("en", "On 3 May I bought a kettle"),
        ("en", "the invoice dated 3 May"),
        ("de", "Ich habe am 3. Mai bestellt"),
        ("de", "die Rechnung vom 3.5. ist falsch"),
        ("de", "seit dem 3. Mai warte ich"),
        ("fr", "ma commande du 3 mai"),
        ("es", "lo compré el 3 de mayo"),
        ("it", "l'ordine del 3 maggio"),
        ("nl", "mijn bestelling van 3 mei"),
        ("pt", "a minha encomenda de 3 de maio"),
        ("und", "Bestellung vom 3. Mai"),
    ],
)
def test_the_day_of_an_order_that_was_is_in_the_past(language: str, text: str) -> None:
    assert ("date", "2024-05-03") in found(text, language)


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "3 May"),
        ("en", "it arrives on 3 May"),
        ("en", "will be delivered on 3 May"),
        ("en", "I ordered it and it should arrive on 3 May"),
        ("en", "It was delivered. I move on 3 May"),
        ("de", "wird am 3. Mai geliefert"),
        ("fr", "sera livré le 3 mai"),
        ("es", "será entregado el 3 de mayo"),
        ("it", "sarà consegnato il 3 maggio"),
        ("nl", "wordt op 3 mei bezorgd"),
        ("pt", "vai ser entregue em 3 de maio"),
    ],
)
def test_any_other_day_without_a_year_is_the_nearest(language: str, text: str) -> None:
    assert ("date", "2025-05-03") in found(text, language)


def test_a_day_that_was_may_be_tomorrow_somewhere_but_not_next_week() -> None:
    assert found("I ordered it on 21 November", "en") == [("date", "2024-11-21")]
    assert found("I ordered it on 27 November", "en") == [("date", "2023-11-27")]
