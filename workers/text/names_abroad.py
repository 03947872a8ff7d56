"""Names of persons in scripts without capitals: found by the words beside them.

Every repetition is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workers.text.letters import EAST_ASIAN
from workers.text.name_cues_abroad import ARABIC, HINDI, Cues

_KANJI = r"\u4e00-\u9fff"
# Chinese, Japanese and Korean names have no spaces around them.
_EAST_ASIAN_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:我叫|我的名字(?:是|叫)|我姓|本人)(?P<name>[{_KANJI}]{{1,4}}?)(?=[^{_KANJI}]|$)",
        rf"名前は(?P<name>[\u3040-\u30ff{_KANJI}]{{2,8}}?)(?=です|と|\W|$)",
        rf"(?P<name>[\u30a0-\u30ff{_KANJI}]{{2,6}})(?=と(?:申|もう|いい))",
        r"(?:제 )?이름은 ?(?P<name>[\uac00-\ud7a3]{2,4}?)(?=입니다|이에요|예요|이고|라고|\W|$)",
    )
)
_EAST_ASIAN_SCRIPT = re.compile(f"[{EAST_ASIAN}]")


def find_names_abroad(text: str) -> Iterator[tuple[int, int]]:
    """Spans, in no order; a text of ASCII alone has none."""
    if text.isascii():
        return
    if _EAST_ASIAN_SCRIPT.search(text):
        for form in _EAST_ASIAN_FORMS:
            yield from (match.span("name") for match in form.finditer(text))
    for script in _SCRIPTS:
        if script.letter.search(text):
            yield from _find(text, script)


@dataclass(frozen=True)
class _Script:
    """`begun`: names of which only the beginning is sure; `whole`: all words or none are of one."""

    letter: re.Pattern[str]
    begun: tuple[re.Pattern[str], ...]
    whole: tuple[re.Pattern[str], ...]
    ordinary: frozenset[str]


def _find(text: str, script: _Script) -> Iterator[tuple[int, int]]:
    for form in script.begun:
        for match in form.finditer(text):
            if end := _end_of_name(match, script.ordinary):
                yield match.start("name"), end
    for form in script.whole:
        for match in form.finditer(text):
            if script.ordinary.isdisjoint(match["name"].split()):
                yield match.span("name")


def _end_of_name(match: re.Match[str], ordinary: frozenset[str]) -> int:
    """Where the first ordinary word ends it; 0 where it begins with one."""
    end = 0
    for word in re.finditer(r"\S+", match["name"]):
        if word[0] in ordinary:
            break
        end = match.start("name") + word.end()
    return end


def _script(cues: Cues) -> _Script:
    word = rf"[{cues.letters}][{cues.letters}.-]{{0,24}}"
    title, begin = f"(?:{cues.titles} )", rf"(?<![{cues.letters}\w])"
    words = rf"{word}(?: {word}){{0,2}}"
    signature = rf"(?P<name>{word}(?: {word}){{0,3}})(?=[ .]{{0,2}}(?:\Z|\n ?<))"
    begun = (
        rf"{begin}(?:{cues.introductions} ?:? |{title}){title}?(?P<name>{words})",
        begin + cues.afterwards.replace("{words}", words),
    )
    whole = (
        rf"{begin}{cues.greetings} {title}?(?P<name>{words}?){cues.respect}",
        rf"{begin}{cues.greetings} {title}?(?P<name>{word}(?: {word})?)(?= ?[،,!।\n]|$)",
        rf"{begin}{cues.closings}[،,.।!]{{0,2}}(?:\n|(?<=[،,।]) ){title}?{signature}",
    )
    return _Script(
        re.compile(f"[{cues.letters}]"),
        tuple(map(re.compile, begun)),
        tuple(map(re.compile, whole)),
        cues.ordinary,
    )


_SCRIPTS = tuple(map(_script, (ARABIC, HINDI)))
