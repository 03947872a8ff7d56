"""Currencies of ISO 4217: their codes, symbols, and names where they are used."""

from __future__ import annotations

import re
from decimal import Decimal


def _words(written: str) -> list[str]:
    return written.split()


def _by_name(written: str) -> dict[str, str]:
    """The code of each name, from lines such as `EUR euro/euros, …`."""
    return {
        name: code
        for line in written.split(", ")
        for code, _, names in [line.partition(" ")]
        for name in names.split("/")
    }


CODES = frozenset(
    _words(
        "AED AFN ALL AMD ANG AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD "
        "BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB "
        "EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK "
        "JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA "
        "MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK "
        "PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN "
        "SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV WST "
        "XAF XCD XOF XPF YER ZAR ZMW"
    )
)
# Codes that are also words: in capitals they count as a currency only beside cents.
WORDS_TOO = frozenset(_words("ALL BAM BOB COP CUP GEL LAK MAD MOP PEN PHP SOS TOP"))
WITHOUT_CENTS = frozenset(_words("BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX VND VUV XAF XOF XPF"))
WITH_MILLS = frozenset(_words("BHD IQD JOD KWD LYD OMR TND"))
SYMBOLS = _by_name(
    "EUR €, GBP £, USD $/US$, JPY ¥, INR ₹, RUB ₽, KRW ₩, TRY ₺, UAH ₴, ILS ₪, VND ₫, THB ฿, "
    "NGN ₦, PHP ₱, CAD CA$/C$, AUD A$/AU$, NZD NZ$, HKD HK$, SGD S$, BRL R$, MXN MX$, PLN zł, "
    "CZK Kč, CHF Fr./SFr., BGN лв, JPY 円, CNY 元, KRW 원, INR Rs/Rs."
)
# A plural that adds `s` need not be listed.
NAMES = _by_name(
    "EUR euro, USD dollar/us dollar/buck/dólar/dolar/dólare/dollaro/dollari, JPY yen, INR rupee, "
    "GBP pound/pound sterling/quid/sterling/pfund/libra/libra esterlina/livre sterling/sterlina"
    "/sterline/pond, CHF franc/swiss franc/franken/franco/franchi/franc suisse, PLN zloty/złoty, "
    "CAD canadian dollar, AUD australian dollar, BRL real/reai, MXN peso, SEK krona/kronor, "
    "RUB руб/рубль/рубля/рублей/rouble/ruble, UAH грн/гривня/гривні/гривень, HUF forint, "
    "RON lei, TRY tl/lira"
)
# Names that are also English words: one real person is no money.
ENGLISH_TOO = frozenset(_words("real reals pond ponds"))
# The currency of each name of a hundredth. `cent` has one only in languages of euro countries.
CENTS = {
    **dict.fromkeys(_words("p penny pence"), "GBP"),
    **dict.fromkeys(_words("céntimo céntimos centesimi cêntimos"), "EUR"),
    "rappen": "CHF",
    "groszy": "PLN",
}
CENTS_OF_EUROS = frozenset(_words("de fr it nl fi el"))
# `Three pounds of coffee` is a weight, `three pounds of my money` is none.
_WEIGHED = re.compile(r" of (?!my\b|the\b|it\b|this\b|that\b|your\b)")
CROWNS = {"sv": "SEK", "da": "DKK", "no": "NOK"}


def currency_of(name: str) -> str:
    """The code of a symbol or a name, also in the plural."""
    word = name.lower()
    return SYMBOLS.get(name) or NAMES.get(word) or NAMES.get(word.removesuffix("s")) or word.upper()


def value_of(amount: Decimal, currency: str) -> str:
    """As in `12.50 EUR`, with as many decimals as the currency has."""
    decimals = 0 if currency in WITHOUT_CENTS else 3 if currency in WITH_MILLS else 2
    return f"{amount:.{decimals}f} {currency}"


def means_another(name: str, language: str, after: str) -> bool:
    """Whether a name is no currency here: one real person, three pounds of coffee.

    `after`: the text behind it.
    """
    word = name.lower()
    if word in ENGLISH_TOO:
        return language not in ("pt", "nl")
    return word in ("pound", "pounds") and bool(_WEIGHED.match(after))
