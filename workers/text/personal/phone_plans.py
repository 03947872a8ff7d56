"""What the numbering plans of countries allow, by the metadata of `phonenumbers`.

One pattern for each plan says in a microsecond what parsing a number says in twenty: a message may
hold hundreds of rows of digits, each of which may be a number in any of twenty countries.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata

_KINDS = re.findall(
    r"\w+",
    "fixed_line mobile toll_free premium_rate shared_cost personal_number voip pager uan voicemail",
)
_LONGEST_CODE = 3
# In front of the area code, a Brazilian may choose a carrier.
_TRUNKS = {55: r"0(?:[1-9]\d)?"}


def is_possible(digits: str) -> bool:
    """Whether digits behind a plus begin with a country's code and have a length of its numbers."""
    for code, national in _readings(digits):
        plan = _main_plan(code)
        without_trunk = national.removeprefix(plan.national_prefix or "")
        return not {len(national), len(without_trunk)}.isdisjoint(_lengths(plan))
    return False


def is_national(digits: str, countries: Iterable[int]) -> bool:
    """Whether it is a number of one of the countries, given by their calling codes.

    As it is dialled there, so that `00` or `011` and the code of another country may lead.
    """
    if digits.startswith("00"):
        return _is_international(digits[2:])
    if digits.startswith("011") and _is_international(digits[3:]):
        return True
    return bool(_form(*countries).fullmatch(digits))


def _is_international(digits: str) -> bool:
    return any(_form(code).fullmatch(national) for code, national in _readings(digits))


def _readings(digits: str) -> Iterator[tuple[int, str]]:
    """The country's code and the rest: no code begins with another, so there is one at most."""
    for length in range(1, _LONGEST_CODE + 1):
        code = digits[:length]
        if not code.startswith("0") and int(code or 0) in COUNTRY_CODE_TO_REGION_CODE:
            yield int(code), digits[length:]
            return


@cache
def _form(*countries: int) -> re.Pattern[str]:
    """All numbers of countries."""
    return re.compile("|".join(f"(?:{_numbers(code)})" for code in countries))


def _numbers(code: int) -> str:
    """All numbers of a country, with or without its code and the digit that is dialled within."""
    plans = [_plan(code, region) for region in COUNTRY_CODE_TO_REGION_CODE[code]]
    kinds = (getattr(plan, kind) for plan in plans for kind in _KINDS)
    forms = dict.fromkeys(kind.national_number_pattern for kind in kinds if kind)
    numbers = "|".join(form for form in forms if form and form != "NA")
    trunk = _TRUNKS.get(code, _main_plan(code).national_prefix or "")
    return rf"(?:{code})?(?:{trunk})?(?:{numbers})"


def _lengths(plan: PhoneMetadata) -> tuple[int, ...]:
    numbers = plan.general_desc
    if numbers is None:
        return ()
    # Where parsing rewrites numbers, it completes local ones.
    local = numbers.possible_length_local_only if plan.national_prefix_transform_rule else ()
    return (*numbers.possible_length, *local)


def _main_plan(code: int) -> PhoneMetadata:
    return _plan(code, COUNTRY_CODE_TO_REGION_CODE[code][0])


def _plan(code: int, region: str) -> PhoneMetadata:
    plan = PhoneMetadata.metadata_for_region_or_calling_code(code, region)
    if plan is None:
        raise LookupError(f"No numbering plan for {region}, +{code}.")
    return plan
