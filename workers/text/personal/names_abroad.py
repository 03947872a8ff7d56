"""Finds names of persons in scripts without capitals, by the words beside them.

Every repetition is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from workers.text.letters import EAST_ASIAN
from workers.text.personal.name_cues_abroad import ARABIC, HEBREW, HINDI, Cues
from workers.text.personal.name_forms import SIGN

_KANJI = r"\u4e00-\u9fff"
# The most common family names: without one, whatever follows a cue may be anything.
_CHINESE = (
    "王李张張刘劉陈陳杨楊黄黃赵趙吴吳周徐孙孫马馬朱胡郭何林罗羅郑鄭梁谢謝宋唐许許韩韓冯馮邓鄧"
    "曹彭曾肖蕭田董潘袁蔡蒋蔣余杜叶葉程魏苏蘇吕呂丁任卢盧姚沈钟鍾姜崔谭譚陆陸范汪廖石韦韋贾賈"
    "夏邹鄒熊孟秦邱侯江尹薛阎段雷黎史陶贺賀毛郝顾顧龚邵钱錢戴严嚴莫孔汤湯"
)
_KOREAN = "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민진지엄"
_KOREAN_NAME = (
    rf"(?!한국|구매|주문|고객|이용|신규|신입|전문|소비|임산|장애|유학|안내|전달|배송)[{_KOREAN}]"
    r"[\uac00-\ud7a3]{2}"
)
# Chinese, Japanese and Korean names have no spaces around them.
_EAST_ASIAN_FORMS = tuple(
    re.compile(form)
    for form in (
        rf"(?:我叫|我的名字(?:是|叫)|我姓|本人)(?P<name>[{_KANJI}]{{1,4}}?)(?=[^{_KANJI}]|$)",
        rf"名前は(?P<name>[\u3040-\u30ff{_KANJI}]{{2,8}}?)(?=です|と|\W|$)",
        rf"(?P<name>[\u30a0-\u30ff{_KANJI}]{{2,6}})(?=と(?:申|もう|いい))",
        rf"我(?:是|係)(?P<name>[{_CHINESE}][{_KANJI}]{{1,2}})(?=[^{_KANJI}]|$)",
        rf"(?P<name>[{_CHINESE}][{_KANJI}]{{1,2}})(?=(?:敬上|谨上|謹上|敬启|敬啟))",
        rf"(?:저는|전) (?P<name>{_KOREAN_NAME})(?=입니다|이에요|이라고|예요|라고)",
        rf"안녕하(?:세요|십니까)[,.!]? ?(?P<name>{_KOREAN_NAME})(?=입니다|이에요|예요|이라고)",
        rf"(?<![\uac00-\ud7a3])(?P<name>{_KOREAN_NAME})(?= ?(?:드림|올림)\W{{0,2}}(?:$|\n))",
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
    """`begun`: rules that fix the beginning of a name alone; `whole`: the beginning and the end."""

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
    """The end of the name before the first ordinary word; 0 where it begins with one."""
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
    signature = rf"(?P<name>{word}(?: {word}){{0,3}})(?=[ .]{{0,2}}(?: ?{SIGN}){{0,4}}(?:\Z|\n ?<))"
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


_SCRIPTS = tuple(map(_script, (ARABIC, HEBREW, HINDI)))
