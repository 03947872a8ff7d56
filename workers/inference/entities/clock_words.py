"""The words of seven languages for halves and quarters of hours, and for times of day.

Every entry is part of a regular expression, without groups; case does not matter.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from workers.inference.entities.number_words import NUMBERS

HOURS = {word: number for word, number in NUMBERS.items() if number <= 12} | dict.fromkeys(
    ("una", "une", "uma", "een", "één"), 1
)


@dataclass(frozen=True)
class ClockWords:
    """`parts`: minutes from the hour, which is `{}`; `moments`: times of day; `spans`: ISO 8601
    durations; `later`: p.m.

    One of `triggers` is in each of the parts, moments and spans.
    """

    triggers: tuple[str, ...] = ()
    parts: dict[str, int] = field(default_factory=dict)
    moments: dict[str, str] = field(default_factory=dict)
    spans: dict[str, str] = field(default_factory=dict)
    later: str = r"p\.?m"


CLOCKS = {
    "en": ClockWords(
        triggers=("half", "quarter", "past", "o'?clock", "noon", "mid(?:day|night)"),
        parts={
            "half past {}": 30,
            "{} o'?clock": 0,
            "(?:a )?quarter (?:past|after) {}": 15,
            "(?:a )?quarter to {}": -15,
            "five past {}": 5,
            "ten past {}": 10,
            "twenty past {}": 20,
        },
        moments={"noon|midday": "12:00", "midnight": "00:00"},
        spans={
            "half an hour": "PT30M",
            "an hour and a half|one and a half hours": "PT1H30M",
            "a quarter of an hour": "PT15M",
            "half a day": "PT12H",
            "half a year": "P6M",
        },
        later=r"p\.?m\b|in the (?:afternoon|evening)",
    ),
    "de": ClockWords(
        triggers=(
            "halb(?:e[ns]?)?",
            "viertel(?:stunde)?",
            "dreiviertel",
            "anderthalb",
            "mitternacht",
        ),
        parts={"halb {}": -30, "viertel nach {}": 15, "viertel vor {}": -15, "dreiviertel {}": -15},
        moments={"mitternacht": "00:00"},
        spans={
            "(?:einer? )?halben? stunde": "PT30M",
            "anderthalb stunden": "PT1H30M",
            "(?:einer? )?viertelstunde": "PT15M",
            "(?:ein(?:em)? )?halbe[ns]? jahr": "P6M",
        },
        later="nachmittags|abends|am (?:nachmittag|abend)",
    ),
    "fr": ClockWords(
        triggers=("demie", "demi-heure", "quart", "midi", "minuit"),
        # Without a preposition, `deux heures et demie` is a duration.
        parts={
            "(?:(?<=à )|(?<=vers )){} heures? et demie": 30,
            "(?:(?<=à )|(?<=vers )){} heures? et quart": 15,
            "{} heures? moins (?:le )?quart": -15,
        },
        moments={"midi": "12:00", "minuit": "00:00"},
        spans={"(?:une )?demi-heure": "PT30M", "(?:un )?quart d'heure": "PT15M"},
        later="de l'après-midi|du soir",
    ),
    "es": ClockWords(
        triggers=("media", "cuarto", "medio", "mediod[íi]a", "medianoche"),
        parts={"las? {} y media": 30, "las? {} y cuarto": 15, "las? {} menos cuarto": -15},
        moments={"mediod[íi]a": "12:00", "medianoche": "00:00"},
        spans={
            "media hora": "PT30M",
            "(?:una )?hora y media": "PT1H30M",
            "(?:un )?cuarto de hora": "PT15M",
            "medio año": "P6M",
        },
        later="de la (?:tarde|noche)",
    ),
    "it": ClockWords(
        triggers=("mezz[ao]", "mezz'ora", "mezzora", "quarto", "mezzogiorno", "mezzanotte"),
        parts={
            "(?:(?:al|dal)?le|all'|l') ?{} e mezz[ao]": 30,
            "(?:(?:al|dal)?le|all'|l') ?{} e un quarto": 15,
            "(?:(?:al|dal)?le|all'|l') ?{} meno un quarto": -15,
        },
        moments={"mezzogiorno": "12:00", "mezzanotte": "00:00"},
        spans={
            "mezz'ora|mezzora": "PT30M",
            "un'ora e mezz[ao]": "PT1H30M",
            "(?:un )?quarto d'ora": "PT15M",
        },
        later="del pomeriggio|di sera",
    ),
    "nl": ClockWords(
        triggers=("half", "halfuur", "kwart", "kwartier", "anderhalf", "middernacht"),
        parts={"half {}": -30, "kwart over {}": 15, "kwart voor {}": -15},
        moments={"middernacht": "00:00"},
        spans={
            "(?:een )?half ?uur": "PT30M",
            "anderhalf uur": "PT1H30M",
            "(?:een )?kwartier": "PT15M",
            "(?:een )?half jaar": "P6M",
        },
        later="'s (?:middags|avonds)",
    ),
    "pt": ClockWords(
        triggers=("meia", "quarto", "meio-dia", "meia-noite"),
        parts={"[àa]s? {} e meia": 30, "(?:um )?quarto para as? {}": -15},
        moments={"meio-dia": "12:00", "meia-noite": "00:00"},
        spans={"meia hora": "PT30M", "(?:uma )?hora e meia": "PT1H30M"},
        later="da (?:tarde|noite)",
    ),
}
