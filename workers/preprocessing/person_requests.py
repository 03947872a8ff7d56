"""Whether somebody asks for a human. By rules, because such a request must never be missed.

Each rule needs, beside the word for the person, a verb of contact, a word such as `real`, or a bare
demand; a person who is merely mentioned (`the delivery person`, `my travel agent`) has none.
Every gap is bounded, so the time is linear.
"""

from __future__ import annotations

import re

from workers.preprocessing.person_spelling import RIGHT, put_right
from workers.preprocessing.person_wishes import WISHES
from workers.preprocessing.persons_abroad import asks_abroad
from workers.preprocessing.phrases import anywhere
from workers.text.cue_words import cue_words, words_of

# One of these is in each request in English, once its typos are corrected.
CUES = cue_words(
    """
    human humans person persons people agent agents rep reps representative representatives
    operator operators adviser advisers advisor advisors assistant assistants manager managers
    management supervisor supervisors specialist specialists expert experts executive executives
    staff employee employees colleague colleagues worker workers coworker coworkers boss owner csr
    desk helpdesk servicedesk supportdesk member members team department someone somebody anyone
    anybody nobody one whoever who whos whom responsible customer client real live living actual
    proper bot bots robot robots chatbot chatbots chatrobot chatrobots ai computer computers
    machine automatic automated canned call callback phone ring through transfer transferred hand
    handover connect escalate escalated complain support speak speaking talk talking chat chating
    chatting done fed instead
    """
)
_CUES_AS_WRITTEN = CUES | {slip for slip, right in RIGHT.items() if right in CUES}
_REAL = r"(?:real|live|actual|human|living|proper)"
_SERVICE = r"(?:(?:customer|client|support|service|services|help ?desk|call cent(?:er|re)|care) )"
_ROLE = (
    r"(?:humans?|persons?|people|agents?|rep(?:resentative)?s?|operators?|advis[eo]rs?|assistants?"
    r"|managers?|management|supervisors?|specialists?|staff|employees?|colleagues?|boss|owner"
    r"|members? of (?:your |the )?(?:staff|team)|team(?: members?)?|someone|somebody|some one"
    r"|anyone|anybody|whoever is in charge|\w{3,12} (?:department|team)|(?:person|one) responsible"
    r"|customer (?:service|services|support|care))"
)
_ARTICLE = r"(?:an?|the|your|any|some|one of your|ur|one of the|another|with|to|of|in touch)"
_PERSON = rf"(?:{_ARTICLE} ){{0,3}}(?:{_REAL} ){{0,2}}{_SERVICE}{{0,2}}{_ROLE}\b"
_WORKING = (
    rf"(?:{_REAL} )?{_SERVICE}{{0,2}}(?:agent|rep|representative|operator|supervisor|manager)\b"
    r"(?! (?:fees?|accounts?|app|discounts?|number|code|in )|\W{1,3}only)"
)
_UNWANTED = (
    r"(?P<unwanted>\b(?:(?:don'?t|do not) (?:want|need|have) to|(?:do|must|should) i(?: have to"
    r"| need to)?|no need to) )?"
)
CONTACT = re.compile(
    rf"{_UNWANTED}\b(?:(?:speak|speaking|talk|talking|chat|chatting|discuss (?:this|it|that))"
    r"(?: directly)?(?: to| with)?"
    r"|(?:connect|connected|transfer|transferred|hand|pass|switch|forward|put)"
    r"(?: (?:me|us|this|it))?(?: through| over| on)?(?: to| with)"
    r"|(?:connect|transfer|hand|pass|switch|forward|put)(?: (?:me|us|this|it))"
    r"(?: through| over| on)?(?: to| with)?|reach|contact|get(?: me)?(?: a)? (?:hold of|through to)"
    rf"|get (?:me|in touch with)|escalate(?: this| it)? to|a word with) {_PERSON}"
)
_END = r"(?=\W{0,5}$|\W{1,5}(?:please|and|but|i|let|now|who|not)\b)"
_WANTED = re.compile(
    r"\b(?:want|need|needs|like|prefer|give me|get me|get your|send me|is there|are there"
    r"|(?:can|could|may) (?:i|you) (?:have|get)|have|get) (?:(?:to|me|an?|the|any|some|your) ){0,2}"
    rf"(?:{_REAL} (?:{_SERVICE}{{0,2}}{_ROLE}|help|support)\b"
    r"|humans?\b(?! (?:readable|touch|voice|hair))"
    rf"|persons?{_END}|{_WORKING})",
    re.MULTILINE,
)
_BARE = re.compile(
    r"(?:^|[.,;:!?]\s?|\b(?:hi|hello|hey|ok|okay|no|just|(?<!is this )(?<!as )an?) )"
    rf"(?:{_REAL} ){{0,2}}{_SERVICE}{{0,2}}"
    r"(?:humans?|person|agent|rep|representative|operator|manager|supervisor|live (?:chat|support)"
    r"|customer (?:service|care)(?= please)|(?:someone|somebody) (?:real|human)"
    r"|real (?:support|help))"
    r"(?:\W{1,3}(?:please|now|asap)\b|(?=\W{0,5}$))",
    re.MULTILINE,
)
_BOT = r"(?:(?:chat ?)?(?:ro)?bots?|ai|computers?|(?:automatic|automated) (?:answers?|repl\w+))"
_NO_BOT = anywhere(
    r"(?:stop|no(?: more)?|not(?= talking| chatting| speaking)|(?<!i am )(?<!i'm )not|hate"
    r"|enough (?:of|with)|(?:tired|sick) of|without|turn off"
    r"|useless|stupid|dumb|(?:don'?t|do not|won'?t|refuse to)"
    r" (?:want|deal|discuss|talk|speak|chat|write))"
    r"(?: (?:the|this|these|your|an?|with|to|it|talk|talking|chat|chatting|sending|me)){0,4}"
    rf" {_BOT}{_END}",
    r"(?:don'?t|do not) want(?: to (?:talk|chat|speak)(?: to| with))?(?: an?| the| this)?"
    rf" machine{_END}",
    r"bot is (?:useless|not helping|no help)",
    r"are you (?:an? )?(?:human|robot|bot|real)\b",
    r"am i (?:talking|chatting|speaking|writing) (?:to|with) (?:an? )?(?:\w+ )?"
    r"(?:human|person|robot|bot|machine|computer|ai)\b",
)
_SOMEONE = (
    r"(?:someone|somebody|anyone|a person|a human|an? (?:colleague|advis[eo]r|agent|supervisor"
    r"|manager|representative|member of staff))(?: from (?:your|the) \w+)?"
)
_ANSWERED = (
    r"(?:(?:call|phone|ring|contact) me|(?:get in touch|speak|talk|chat) with me|take over"
    r"|answer (?:this|me|instead)|reply instead"
    r"|look (?:at|into) (?:this|it|my)|check this|have a look|on this\b)"
)
_COME = anywhere(
    rf"{_SOMEONE}(?: \w+)? {_ANSWERED}\b",
    rf"(?:call me back|call back from {_SOMEONE})\b",
    rf"(?:have|get|let) {_SOMEONE} (?:to )?(?:call|ring|phone|look|check|answer|contact|on)\b",
    r"(?:put me through|escalate (?:this|it|my)|(?:this|it) escalated)\b",
    r"(?:see (?:the|a|your) (?:manager|supervisor)|put an? (?:person|human|agent) on)\b",
    r"is (?:(?:anyone|anybody|someone) (?:there|here|real)|an? (?:human|person|agent) available)\b",
    r"can (?:an?|some|any) (?:real )?(?:human|person|agent|representative) (?:please )?"
    r"(?:look|check|help|review|answer|read|reply|call|contact|take)\b",
    r"(?:transfer|hand|connect) me(?: over)?(?= to\b|\W{0,5}(?:$|please))\b",
)
_WHERE = anywhere(
    r"where are (?:the|all the) (?:humans|people)\b",
    r"(?:i|we) (?:said|asked for|want|am waiting for)(?: an?)? (?:human|person|agent)\b",
    r"waiting for an? (?:human|person|agent)\b",
    r"(?:do|does) (?:real people|anyone|anybody|a human) (?:actually |really )?(?:work|read)\b",
    r"whom? (?:can|could|may|do|should) i (?:talk|speak|chat|turn)\b",
    r"(?:someone|somebody|anyone|anybody|nobody|no one|person)(?: else)? (?:that |who )?"
    r"(?:i|we) (?:can|could|may|might) (?:talk|speak|chat)\b",
    r"need (?:someone|somebody|a person) who (?:can|understands)\b",
    r"some(?:one|body) human\b",
    r"give me (?:someone|somebody)\b",
    r"complain to (?:your|the) (?:boss|\w{0,5}manager)\b",
    r"can i (?:ring|phone|call) (?:someone|somebody|you|anyone)\b",
    r"would an? \w{4,10} of (?:the|your) (?:team|staff) be able\b",
    r"ask (?:a|your) colleague to\b",
    r"(?:a |this is )?(?:needs|one for) an? (?:human|person)\b",
)
DEMANDS = (_WANTED, _BARE, _NO_BOT, _COME, _WHERE, *WISHES)
REAL_PERSON = re.compile(
    rf"\b(?:(?:real|live|actual|living) {_SERVICE}{{0,2}}{_ROLE}|human (?:agent|being|operator|rep"
    rf"|representative|support|help|assistance)|{_SERVICE}{{1,2}}(?:rep|representative))\b"
)
_SENTENCE_END = re.compile(r"[.!?\n]")
_REPORTED = re.compile(
    r"\b(?:spoke|spoken|talked|chatted|told|said|promised|yesterday|last (?:week|time)|was|were"
    r"|job|hiring|apply|captcha|readable)\b"
)


def asks_for_person(text: str) -> bool:
    """True for `agent please`, `can I speak to someone`, `stop the bot` and their like."""
    lowered = text.lower()
    has_cue = not _CUES_AS_WRITTEN.isdisjoint(words_of(text))
    return (has_cue and _asks_in_english(put_right(lowered))) or asks_abroad(lowered)


def _asks_in_english(lowered: str) -> bool:
    """`lowered`: a text in lower case, with typos corrected."""
    return (
        any(match["unwanted"] is None for match in CONTACT.finditer(lowered))
        or any(demand.search(lowered) for demand in DEMANDS)
        or _names_real_person(lowered)
    )


def _names_real_person(lowered: str) -> bool:
    """Whether a real person is asked for, outside of sentences that report the past."""
    return bool(REAL_PERSON.search(lowered)) and any(
        REAL_PERSON.search(sentence) and not _REPORTED.search(sentence)
        for sentence in _SENTENCE_END.split(lowered)
    )
