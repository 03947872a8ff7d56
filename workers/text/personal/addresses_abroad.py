"""Postal addresses in scripts other than the Latin one, and in Vietnamese.

Words for streets and blocks (`ул.`, `丁目`, `λεωφόρος`) stand before, behind or within an address,
so each form needs such a word, and a number. Every repetition is bounded.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def _either(words: str) -> str:
    return "(?:" + "|".join(words.split()) + ")"


_PREFECTURES = _either(
    """
    青森 岩手 宮城 秋田 山形 福島 茨城 栃木 群馬 埼玉 千葉 神奈川 新潟 富山 石川 福井 山梨 長野
    岐阜 静岡 愛知 三重 滋賀 兵庫 奈良 和歌山 鳥取 島根 岡山 広島 山口 徳島 香川 愛媛 高知
    福岡 佐賀 長崎 熊本 大分 宮崎 鹿児島 沖縄
    """
)
_PREFECTURE = f"(?:北海道|東京都|京都府|大阪府|{_PREFECTURES}県)"
_KANJI = r"[\u30a0-\u30ff\u3005\u4e00-\u9fff]"
_TOWN = rf"(?>{_KANJI}{{1,7}}?[市区町村郡])"
_TOWN_OF_PREFECTURE = r"(?>[\u3041-\u30ff\u3005\u4e00-\u9fff]{1,7}?[市区町村郡])"
# A particle may be part of a quarter's name, as in 丸の内; whole names in kana need a prefecture.
_QUARTER = (
    rf"(?:{_KANJI}{{1,6}}[のが]{_KANJI}{{1,4}}|{_KANJI}{{0,10}}?)(?:[東西南北]?\d{{1,2}}条[東西]?)?"
)
_QUARTER_OF_PREFECTURE = rf"(?:[\u3041-\u30ff\u3005\u4e00-\u9fff]{{2,10}}?|{_QUARTER})"
_FIGURE = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_BLOCK = (
    rf"{_FIGURE}(?:(?:丁目|番地?の?|号|-|の){_FIGURE}?){{1,4}}"
    # `2日` is two days, no block.
    r"(?![\d日回個本冊時分円人枚点つ週月年])"
)
_HOUSE = r"(?:[ \n]?[\u30a0-\u30ffA-Za-z・ ]{2,20}\d{1,4}(?:号室|号|室|階|F)?)?"
_JAPANESE = (
    r"(?:〒 ?\d{3}-?\d{4}[ \n]{0,2})?"
    rf"(?:{_PREFECTURE} ?(?:{_TOWN_OF_PREFECTURE}){{0,3}}{_QUARTER_OF_PREFECTURE}"
    rf"|(?:{_TOWN}){{1,3}}{_QUARTER}) ?{_BLOCK}{_HOUSE}"
)

# Without words that introduce an address: 我住在, 请寄到, 地址是.
_CHINESE_NAME = r"(?![请請寄到送在住是址的我给給和往至改])[\u4e00-\u9fff]"
_CHINESE_PLACE = rf"(?>(?:{_CHINESE_NAME}){{1,7}}?(?:[省市区區县縣镇鎮乡鄉]|街道))"
_CHINESE = (
    rf"(?:{_CHINESE_PLACE}){{0,4}}?(?:{_CHINESE_NAME}){{1,6}}?(?:路|街|大道|巷|胡同)"
    r"(?:[东東西南北中]|[一二三四五六七八九十\d]{1,2}段)?\d{1,5}(?:[弄巷]\d{1,4})?(?:之\d{1,3})?[号號]"
    r"(?:[\u4e00-\u9fff]{0,8}?[A-Za-z\d]{1,5}(?:[号號]?[楼樓]|[栋棟]|幢|座|[单單]元|[层層]|室|[号號])){0,4}"
)

_HANGUL = r"[\uac00-\ud7a3]"
_KOREAN_REGION = _either(
    "서울 부산 대구 인천 광주 대전 울산 세종 경기 강원 충북 충남 전북 전남 경북 경남 제주 "
    "충청북 충청남 전라북 전라남 경상북 경상남"
)
# Words for friend, exit, request and the like, which end as districts do.
_NO_DISTRICT = _either("친구 입구 출구 누구 요구 연구 가구 도구 문구 다시 혹시 잠시 역시 즉시")
_KOREAN_DISTRICT = rf"(?!{_NO_DISTRICT}){_HANGUL}{{2,5}}[시군구] "
_KOREAN = (
    rf"(?<!{_HANGUL})(?:{_KOREAN_REGION}(?:특별자치|특별|광역)?[시도]? "
    rf"(?:{_KOREAN_DISTRICT}){{0,2}}|(?:{_KOREAN_DISTRICT}){{1,2}})"
    rf"(?:{_HANGUL}{{1,6}}[읍면동] )?(?:{_HANGUL}|\d){{1,10}}?[로길동리가] ?"
    r"\d{1,5}(?:-\d{1,4})?"
    r"(?:번[길지](?: \d{1,4}(?:-\d{1,4})?)?)?(?![\d개번일시분원명월년회])"
    rf"(?:,? ?(?:{_HANGUL}{{1,10}} ?)?\d{{1,4}}[동층호]){{0,3}}"
)

_CYRILLIC_WORD = r"(?-i:[А-ЯЁІЇЄҐ])[\w-]{1,24}"
# Not `На улице 5 градусов`: no street has such a name.
_NO_NAME = r"(?!(?:на|в|во|по|у|из|с|со|к|ко|от|до|за|эта|моя|наша)\b)"
_NUMBERED = r"(?:\d{1,3}(?:-?[а-яё]{1,2})? )?"
_STREET_NAME = rf"{_NO_NAME}{_NUMBERED}{_CYRILLIC_WORD}(?: [а-яёії][\w-]{{1,24}}){{0,2}}"
_SHORT_STREET = _either("ул вул просп пр-т пр-д пр пер пров наб бульв бул б-р ш пл")
_STREET = _either(
    "улиц[аеуы] вулиц[яію] проспекта? проспекте переулк[ае] переулок провулок набережн(?:ая|ой) "
    "бульвара? бульваре шоссе площад[ьи] проезд"
)
_HOUSE_NUMBER = (
    r"(?:(?:дом|д|будинок|буд)\b\.? ?)?(?:№ ?)?\d{1,4}(?:[а-г](?!\w))?(?:/\d{1,3})?"
    r"(?![\w-]|\.\d| ?(?:минут|час|дн|градус|раз|шт|руб|грн))"
)
_ROOM_WORD = _either("корпус корп к строение стр квартира кв офис оф под[ъ']?езд этаж эт")
_ROOMS = rf"(?:,? ?{_ROOM_WORD}\b\.? ?\d{{1,4}}[а-г]?){{0,4}}"
_CITY = rf"(?:город|г|м)\b\.? ?{_CYRILLIC_WORD}"
_CYRILLIC = (
    rf"(?<!\w)(?:\d{{5,6}},? )?(?:{_CITY},? )?"
    rf"(?:{_SHORT_STREET}\. ?(?:{_STREET_NAME}|[а-яёії][\w-]{{2,24}})"
    rf"|{_STREET} {_STREET_NAME}|{_STREET_NAME} {_STREET})"
    rf",? ?{_HOUSE_NUMBER}{_ROOMS}"
    rf"(?:, ?(?:\d{{5,6}}(?!\d)(?: {_CYRILLIC_WORD})?|{_CITY}|{_CYRILLIC_WORD},? \d{{5,6}}(?!\d)))"
    r"{0,2}"
)

_GREEK_CAPITAL = r"(?-i:[Α-ΩΆΈΉΊΌΎΏ])"
_GREEK_NAME = rf"{_GREEK_CAPITAL}[\w-]{{1,24}}(?: {_GREEK_CAPITAL}[\w-]{{1,24}}){{0,2}}"
_GREEK_STREET = _either(r"οδός οδό οδού λεωφόρος λεωφόρο λεωφόρου λεωφ\. πλατεία πλατείας πλ\.")
_GREEK_CODE = r"(?:τ\.? ?κ\.? ?)?\d{3} ?\d\d(?!\d)"
_GREEK = (
    rf"(?<!\w)(?:{_GREEK_STREET} ?{_GREEK_NAME} \d{{1,4}}(?!\w)"
    rf"(?:, ?{_GREEK_NAME})?(?:,? {_GREEK_CODE})?(?:,? {_GREEK_NAME})?"
    rf"|{_GREEK_NAME} \d{{1,4}}, ?{_GREEK_NAME},? {_GREEK_CODE})"
)

_HEBREW_WORD = r"[\u05d0-\u05ea'-]{2,15}"
_HEBREW = (
    rf"(?<!\w)(?:רחוב|רח'|שדרות|שד') (?:{_HEBREW_WORD} ){{1,3}}\d{{1,4}}(?:/\d{{1,3}})?(?!\w|\.\d)"
    rf"(?:,? (?:דירה|קומה|כניסה) \w{{1,3}}){{0,3}}(?:, {_HEBREW_WORD}(?: {_HEBREW_WORD})?)?"
    r"(?:,? \d{7}(?!\d))?"
)

_ARABIC_WORD = r"[\u0621-\u064a]{2,15}"
_ARABIC = (
    rf"(?<!\w)شارع(?: {_ARABIC_WORD}){{1,4}}(?:، ?{_ARABIC_WORD}(?: {_ARABIC_WORD}){{0,2}})?"
    r"،? (?:(?:رقم|مبنى|عمارة|بناية|منزل|شقة) )?\d{1,5}"
    r"(?!\w|\.\d| ?(?:أيام|يوم|ساع|دقيق|مر|كيلو|متر))"
    rf"(?:، ?(?:شقة|الطابق|{_ARABIC_WORD}) ?\d{{1,5}}(?!\w)){{0,2}}"
)

_THAI_WORD = r"[\u0e00-\u0e7f.]{2,25}"
_THAI = (
    r"(?<![\w/])\d{1,4}(?:/\d{1,4})?(?:,? หมู่(?:ที่)? ?\d{1,2})?,? ?(?:ถนน|ถ\.|ซอย|ซ\.) ?"
    rf"{_THAI_WORD}(?:(?:[ ,]{{1,2}}(?:{_THAI_WORD}|\d{{1,3}})){{0,6}}[ ,]{{1,2}}\d{{5}}(?!\d))?"
)

_VIETNAMESE_CAPITAL = "".join(
    filter(str.isupper, map(chr, (*range(0x1B1), *range(0x1EA0, 0x1EFA))))
)
_VIETNAMESE_WORD = rf"(?-i:[{_VIETNAMESE_CAPITAL}])\w{{0,7}}"
_VIETNAMESE_PLACE = (
    r"(?:(?:(?:phường|quận|huyện|thành phố|tp|xã|thị trấn|tỉnh)\b\.?|[pq]\.) ?"
    rf"(?:\d{{1,2}}|{_VIETNAMESE_WORD}(?: {_VIETNAMESE_WORD}){{0,2}})"
    r"|hà nội|đà nẵng|sài gòn|hồ chí minh)(?!\w)"
)
_VIETNAMESE = (
    r"(?<![\w/])(?:số )?\d{1,4}(?:/\d{1,4}){0,3}[a-d]?,? (?:(?:ngõ|hẻm|ngách) \d{1,4} )?"
    rf"(?:(?:đường|phố) )?{_VIETNAMESE_WORD}(?: {_VIETNAMESE_WORD}){{0,4}}"
    rf"(?:, ?{_VIETNAMESE_PLACE}){{1,4}}"
)

_FORMS = tuple(
    re.compile(form, re.IGNORECASE)
    for form in (
        *(_JAPANESE, _CHINESE, _KOREAN, _CYRILLIC, _GREEK),
        *(_HEBREW, _ARABIC, _THAI, _VIETNAMESE),
    )
)


def find_addresses_abroad(text: str) -> Iterator[tuple[int, int]]:
    """Spans, in no order; a text of ASCII alone has none."""
    if not text.isascii():
        for form in _FORMS:
            yield from (match.span() for match in form.finditer(text))
