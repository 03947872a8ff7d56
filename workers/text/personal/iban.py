"""International bank account numbers: a country's length (ISO 13616) and the check digits."""

from __future__ import annotations

import re
from collections.abc import Iterator

from workers.text.cards import has_iban_checksum

_LENGTHS = {
    country: int(length)
    for country, length in re.findall(
        r"([A-Z]{2})([0-9]{2})",
        "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 "
        "DK18 DO28 EE20 EG29 ES24 FI18 FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 "
        "IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 "
        "MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 "
        "SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30",
    )
}
_START = re.compile(
    r"(?:(?<![^\W_])|(?<=\bIBAN))[A-Z]{2}[ -]?[0-9]{2}(?=[ ./\n-]?[0-9A-Z])",
    re.IGNORECASE | re.ASCII,
)
_NEXT = re.compile(r"[ ./\n-]?([0-9A-Z])", re.IGNORECASE | re.ASCII)


def find_ibans(text: str) -> Iterator[tuple[int, int]]:
    """Spans of numbers with the right length and check digits, in order; case does not matter."""
    position = 0
    while match := _START.search(text, position):
        position = match.end()
        end = _end_of_iban(text, match)
        if end:
            yield match.start(), end
            position = end


def _end_of_iban(text: str, start: re.Match[str]) -> int | None:
    number, end = start[0][:2] + start[0][-2:], start.end()
    for _ in range(_LENGTHS.get(start[0][:2].upper(), 0) - len(number)):
        following = _NEXT.match(text, end)
        if not following:
            return None
        number, end = number + following[1], following.end()
    is_whole = len(number) > 4 and not text[end : end + 1].isalnum()
    return end if is_whole and has_iban_checksum(number) else None
