"""Whether somebody asks for a human: rules, because a request for a person must never be missed.

Each rule wants a verb of contact, a sign of realness or a bare demand beside the word for the
person; a person who is merely mentioned (`the delivery person`, `my travel agent`) has none.
Every gap is bounded, so the time is linear.
"""

from __future__ import annotations

import re

_REAL = r"(?:real|live|actual|human|living|proper)"
_SERVICE = r"(?:(?:customer|client|support|service|services|help ?desk|call cent(?:er|re)|care) )"
_ROLE = (
    r"(?:humans?|persons?|people|agents?|rep(?:resentative)?s?|operators?|advis[eo]rs?|assistants?"
    r"|managers?|supervisors?|specialists?|staff|employees?|colleagues?|team(?: members?)?|someone"
    r"|somebody|anyone|anybody|customer (?:service|services|support|care))"
)
_ARTICLE = r"(?:an?|the|your|any|some|one of your|another|with|to|of)"
_PERSON = rf"(?:{_ARTICLE} ){{0,3}}(?:{_REAL} ){{0,2}}{_SERVICE}{{0,2}}{_ROLE}\b"
_WORKING = (
    rf"(?:{_REAL} )?{_SERVICE}{{0,2}}(?:agent|rep|representative|operator|supervisor|manager)\b"
    r"(?! (?:fees?|accounts?|app|discounts?|number|code))"
)
_UNWANTED = (
    r"(?P<unwanted>\b(?:(?:don'?t|do not) (?:want|need|have) to|(?:do|must|should) i(?: have to"
    r"| need to)?|no need to) )?"
)
_CONTACT = re.compile(
    rf"{_UNWANTED}\b(?:(?:speak|speaking|talk|talking|chat|chatting)(?: directly)?(?: to| with)?"
    r"|(?:connect|transfer|hand|pass|switch|forward|put)(?: (?:me|us|this|it))"
    r"(?: through| over| on)?(?: to| with)?|reach|contact|get(?: me)?(?: a)? (?:hold of|through to)"
    rf"|get (?:me|in touch with)|escalate(?: this| it)? to) {_PERSON}"
)
_END = r"(?=\W{0,5}(?:$|please\b|pls\b|and\b|but\b|i\b|let\b|now\b))"
_WANTED = re.compile(
    r"\b(?:want|need|like|prefer|give me|get me|send me|is there|are there|(?:can|could|may) i"
    r" (?:have|get)|have) (?:(?:to|me|an?|the|any|some) ){0,2}"
    rf"(?:{_REAL} (?:{_SERVICE}{{0,2}}{_ROLE}|help|support)\b|humans?\b|persons?{_END}|{_WORKING})",
    re.MULTILINE,
)
_BARE = re.compile(
    r"(?:^|[.,;:!?]\s?|\b(?:hi|hello|hey|ok|okay|no|just|an?) )"
    rf"(?:{_REAL} ){{0,2}}{_SERVICE}{{0,2}}"
    r"(?:humans?|person|agent|rep|representative|operator|manager|supervisor|live (?:chat|support))"
    r"(?:\W{1,3}(?:please|pls|plz|now|asap)\b|(?=\W{0,5}$))",
    re.MULTILINE,
)
_NO_BOT = re.compile(
    r"\b(?:stop|no(?: more)?|not|hate|enough (?:of|with)|(?:tired|sick) of|without|turn off"
    r"|useless|stupid|dumb|(?:don'?t|do not) want)"
    r"(?: (?:the|this|these|your|an?|with|to|talk|talking|chat|chatting)){0,4}"
    rf" (?:chat ?)?(?:bots?|robots?|machines?|ai){_END}"
    r"|\bbot is (?:useless|not helping|no help)|\bare you (?:an? )?(?:human|robot|bot|real)\b",
    re.MULTILINE,
)
_COME = re.compile(
    r"\b(?:(?:someone|somebody|anyone|a person)(?: \w+)? (?:call|phone|ring) me|call me back"
    r"|put me through|escalate (?:this|it|my)|see (?:the|a|your) (?:manager|supervisor)"
    r"|is (?:anyone|anybody|someone) (?:there|here|real)"
    r"|can (?:an?|some|any) (?:real )?(?:human|person|agent|representative) (?:please )?"
    r"(?:look|check|help|review|answer|read|reply|call|contact|take)"
    r"|(?:transfer|hand) me(?: over)?(?= to\b|\W{0,5}(?:$|please)))\b",
    re.MULTILINE,
)
_ABROAD = re.compile(
    r"\b(?:mit (?:einem|einer|jemande?m?)(?: echten| richtigen)?(?: \w{4,20})?"
    r" (?:sprechen|reden|chatten|verbinden)"
    r"|parler (?:à|a|avec) (?:quelqu'un|(?:une? |votre )(?:vraie? )?"
    r"(?:humain|personne|être humain|conseill\w+|agent|opérat\w+))"
    r"|hablar con (?:alguien|(?:una?|el|la) (?:persona|human[oa]|agente|operador|asesor))"
    r"|parlare con (?:qualcuno|un(?:a |'| )(?:persona|umano|operat\w+|agente))"
    r"|falar com (?:alguém|uma? (?:pessoa|human[oa]|atendente|agente))"
    r"|met een (?:echt )?(?:mens|medewerker|persoon) (?:praten|spreken|chatten))"
)
_DEMANDS = (_WANTED, _BARE, _NO_BOT, _COME, _ABROAD)
_REAL_PERSON = re.compile(
    rf"\b(?:(?:real|live|actual|living) {_SERVICE}{{0,2}}{_ROLE}|human (?:agent|being|operator|rep"
    rf"|representative|support|help|assistance)|{_SERVICE}{{1,2}}(?:rep|representative))\b"
)
_REPORTED = re.compile(
    r"\b(?:spoke|spoken|talked|chatted|told|said|promised|yesterday|last (?:week|time)|was|were)\b"
)


def asks_for_person(text: str) -> bool:
    """True for `agent please`, `can I speak to someone`, `stop the bot` and their like."""
    lowered = text.lower()
    return (
        any(match["unwanted"] is None for match in _CONTACT.finditer(lowered))
        or any(demand.search(lowered) for demand in _DEMANDS)
        or any(map(_names_real_person, re.split(r"[.!?\n]", lowered)))
    )


def _names_real_person(sentence: str) -> bool:
    """Somebody real is named, and not in a report of what happened before."""
    return bool(_REAL_PERSON.search(sentence)) and not _REPORTED.search(sentence)
