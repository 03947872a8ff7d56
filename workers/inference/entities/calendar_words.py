"""The words of seven languages for months, days, units of time, past and future.

Every entry is part of a regular expression, without groups; case does not matter. In `ago`,
`ahead`, `last`, `this` and `next`, `{}` stands for what is counted or named.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class CalendarWords:
    """`months` and `weekdays` in order; `days` from the longest phrase; `hours`: o'clock.

    `ordinal`: what makes a bare number the day of some month, as `th` in `the 5th`.
    """

    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    days: dict[str, int]
    units: dict[str, str]
    numbers: dict[str, int]
    ago: tuple[str, ...]
    ahead: tuple[str, ...]
    last: tuple[str, ...]
    this: tuple[str, ...]
    next: tuple[str, ...]
    weekend: str
    of: str
    hours: str
    month_first: bool = False
    ordinal: str = ""


def _words(written: str) -> tuple[str, ...]:
    return tuple(written.split())


def _numbers(words: str) -> dict[str, int]:
    """The number of each word, from words for 1, 2, 3, …; a slash separates synonyms."""
    return {
        word: number
        for number, written in enumerate(words.split(), start=1)
        for word in written.split("/")
    }


def _units(words: str) -> dict[str, str]:
    return dict(zip(("minute", "hour", "day", "week", "month", "year"), words.split(), strict=True))


WORDS = {
    "en": CalendarWords(
        months=_words(
            "jan(?:uary)? feb(?:ruary)? mar(?:ch)? apr(?:il)? may june? july? aug(?:ust)? "
            "sep(?:t(?:ember)?)? oct(?:ober)? nov(?:ember)? dec(?:ember)?"
        ),
        weekdays=_words(
            "mon(?:day)? tue(?:s(?:day)?)? wed(?:nesday)? thu(?:rs(?:day)?)? fri(?:day)? "
            "sat(?:urday)? sun(?:day)?"
        ),
        days={
            "(?:the )?day before yesterday": -2,
            "(?:the )?day after tomorrow": 2,
            "yesterday": -1,
            "today|tonight|this (?:morning|afternoon|evening)": 0,
            "tomorrow|tmrw": 1,
        },
        units=_units("min(?:ute)?s? h(?:(?:ou)?rs?)? days? w(?:ee)?ks? months? y(?:ea)?rs?"),
        numbers=_numbers("an?/one two three four five six seven eight nine ten eleven twelve"),
        ago=("{} (?:ago|earlier)",),
        ahead=("in {}", "{} from now"),
        last=("last {}", "past {}"),
        this=("this {}",),
        next=("next {}", "coming {}"),
        weekend="weekend",
        of="of",
        hours="o'?clock",
        month_first=True,
        ordinal="(?:st|nd|rd|th)",
    ),
    "de": CalendarWords(
        months=_words(
            "jan(?:uar)?|jänner feb(?:ruar)?|feber märz|maerz|mrz apr(?:il)? mai juni?|juno juli? "
            "aug(?:ust)? sept?(?:ember)? okt(?:ober)? nov(?:ember)? dez(?:ember)?"
        ),
        weekdays=_words("montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag"),
        days={
            "vorgestern": -2,
            "übermorgen|uebermorgen": 2,
            "gestern(?: abend| morgen| früh)?": -1,
            "heute(?: abend| morgen| früh| nacht)?": 0,
            "(?<!guten )(?<!am )(?<!jeden )(?<!diesen )morgen(?: früh| abend)?": 1,
        },
        units=_units("min(?:uten?)? st(?:un)?d(?:en?)? tage?n? wochen? monat(?:en?)? jahre?n?"),
        numbers=_numbers(
            "eine[mnrs]?/ein zwei drei vier fünf/fuenf sechs sieben acht neun zehn elf zwölf/zwoelf"
        ),
        ago=("vor {}",),
        ahead=("in {}",),
        last=("(?:letzte|vorige|vergangene)[nrsm]? {}",),
        this=("diese[nrsm]? {}",),
        next=("(?:nächste|naechste|kommende)[nrsm]? {}",),
        weekend="wochenende",
        of="",
        hours="uhr",
    ),
    "fr": CalendarWords(
        months=_words(
            "janv(?:ier)? févr?(?:ier)?|fevr?(?:ier)? mars avr(?:il)? mai juin juil(?:let)? "
            "août|aout sept(?:embre)? oct(?:obre)? nov(?:embre)? déc(?:embre)?|dec(?:embre)?"
        ),
        weekdays=_words("lundi mardi mercredi jeudi vendredi samedi dimanche"),
        days={
            "avant-hier": -2,
            "après-demain|apres-demain": 2,
            "hier(?: soir| matin)?": -1,
            "aujourd'hui|ce (?:matin|soir)": 0,
            "demain(?: soir| matin)?": 1,
        },
        units=_units("min(?:ute)?s? h(?:eure)?s? jours? semaines? mois ans?|années?"),
        numbers=_numbers("une? deux trois quatre cinq six sept huit neuf dix onze douze"),
        ago=("il y a {}",),
        ahead=("dans {}", "d'ici {}"),
        last=("{} (?:dernière?|derniere|passée?)",),
        this=("cet?(?:te)? {}",),
        next=("{} prochaine?",),
        weekend="week-?end",
        of="",
        hours="h(?:eures?)?",
    ),
    "es": CalendarWords(
        months=_words(
            "ene(?:ro)? feb(?:rero)? mar(?:zo)? abr(?:il)? may(?:o)? jun(?:io)? jul(?:io)? "
            "ago(?:sto)? sept?(?:iembre)?|setiembre oct(?:ubre)? nov(?:iembre)? "
            "dic(?:iembre)?"
        ),
        weekdays=_words("lunes martes miércoles|miercoles jueves viernes sábado|sabado domingo"),
        days={
            "anteayer|antes de ayer": -2,
            "pasado mañana|pasado manana": 2,
            "ayer|anoche": -1,
            "hoy|esta (?:mañana|tarde|noche)": 0,
            "(?<!la )(?<!esta )(?<!por la )mañana": 1,
        },
        units=_units("min(?:uto)?s? h(?:ora)?s? d[ií]as? semanas? mes(?:es)? años?"),
        numbers=_numbers("una?/uno dos tres cuatro cinco seis siete ocho nueve diez once doce"),
        ago=("hace {}", "{} atrás"),
        ahead=("dentro de {}", "en {}"),
        last=("{} pasad[oa]", "(?:el |la )?últim[oa] {}"),
        this=("est[ae] {}",),
        next=("(?:el |la )?próxim[oa] {}", "{} que viene", "{} próxim[oa]"),
        weekend="fin de semana",
        of="de|del",
        hours="h(?:oras?)?",
    ),
    "it": CalendarWords(
        months=_words(
            "gen(?:naio)? feb(?:braio)? mar(?:zo)? apr(?:ile)? mag(?:gio)? giu(?:gno)? "
            "lug(?:lio)? ago(?:sto)? set(?:t(?:embre)?)? ott(?:obre)? nov(?:embre)? "
            "dic(?:embre)?"
        ),
        weekdays=_words(
            "lunedì|lunedi martedì|martedi mercoledì|mercoledi giovedì|giovedi venerdì|venerdi "
            "sabato domenica"
        ),
        days={
            "l'altro ieri|altroieri|avantieri": -2,
            "dopodomani": 2,
            "ieri(?: sera| mattina)?": -1,
            "oggi|stamattina|stasera|questa (?:mattina|sera)": 0,
            "domani(?: sera| mattina)?": 1,
        },
        units=_units("min(?:ut[oi])? or[ae] giorn[oi] settiman[ae] mes[ei] ann[oi]"),
        numbers=_numbers("una?/uno due tre quattro cinque sei sette otto nove dieci undici dodici"),
        ago=("{} fa",),
        ahead=("(?:tra|fra) {}",),
        last=("{} scors[oa]", "scors[oa] {}"),
        this=("quest[oa] {}",),
        next=("{} prossim[oa]", "prossim[oa] {}"),
        weekend="fine settimana|weekend",
        of="",
        hours="in punto",
    ),
    "nl": CalendarWords(
        months=_words(
            "jan(?:uari)? feb(?:ruari)? maart|mrt apr(?:il)? mei juni? juli? aug(?:ustus)? "
            "sept?(?:ember)? okt(?:ober)? nov(?:ember)? dec(?:ember)?"
        ),
        weekdays=_words("maandag dinsdag woensdag donderdag vrijdag zaterdag zondag"),
        days={
            "eergisteren": -2,
            "overmorgen": 2,
            "gisteren|gisteravond": -1,
            "vandaag|vanavond|vanmorgen|vanochtend|vanmiddag": 0,
            "(?<!goede )(?<!goeie )morgen(?:ochtend|avond)?": 1,
        },
        units=_units(
            "min(?:uu?t(?:en)?)? uren|uur dag(?:en)? wek?en?|week maand(?:en)? ja(?:ar|ren)"
        ),
        numbers=_numbers("een/één twee drie vier vijf zes zeven acht negen tien elf twaalf"),
        ago=("{} geleden",),
        ahead=("over {}",),
        last=("(?:vorige?|afgelopen) {}",),
        this=("deze {}", "dit {}"),
        next=("(?:volgende?|komende?) {}",),
        weekend="weekend",
        of="",
        hours="uur",
    ),
    "pt": CalendarWords(
        months=_words(
            "jan(?:eiro)? fev(?:ereiro)? mar(?:ço)?|marco abr(?:il)? maio? jun(?:ho)? jul(?:ho)? "
            "ago(?:sto)? set(?:embro)? out(?:ubro)? nov(?:embro)? dez(?:embro)?"
        ),
        weekdays=(
            "segunda(?:-feira)?",
            "terça(?:-feira)?",
            "quarta(?:-feira)?",
            "quinta(?:-feira)?",
            "sexta(?:-feira)?",
            "sábado|sabado",
            "domingo",
        ),
        days={
            "anteontem|antes de ontem": -2,
            "depois de amanhã": 2,
            "ontem": -1,
            "hoje|esta (?:manhã|tarde|noite)": 0,
            "amanhã|amanha": 1,
        },
        units=_units("min(?:uto)?s? h(?:ora)?s? dias? semanas? m[eê]s(?:es)? anos?"),
        numbers=_numbers(
            "uma?/um dois/duas três/tres quatro cinco seis sete oito nove dez onze doze"
        ),
        ago=("há {}", "ha {}", "{} atrás"),
        ahead=("daqui a {}", "dentro de {}", "em {}"),
        last=("{} passad[oa]", "últim[oa] {}"),
        this=("est[ae] {}", "nest[ae] {}"),
        next=("(?:n?[oa] )?próxim[oa] {}", "{} que vem"),
        weekend="fim de semana",
        of="de|do",
        hours="h(?:oras?)?",
    ),
}
