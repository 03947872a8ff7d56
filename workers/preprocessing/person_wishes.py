"""Wishes for a human without a verb of contact: to be fetched, handed on, called back, or let past
the bot. Every gap is bounded, so the time is linear.
"""

from __future__ import annotations

import re

_WORKER = (
    r"(?:humans?|agents?|rep(?:resentative)?s?|operators?|advis[eo]rs?|executives?|managers?"
    r"|supervisors?|specialists?|experts?|employees?|colleagues?|co-?workers?|boss|csr"
    r"|staff(?: members?)?|team(?: members?)?|members? of (?:your |the )?(?:staff|team)"
    r"|(?:service|help|support) ?desk|\w{3,12} (?:department|team))"
)
_KIND = r"(?:(?:real|live|actual|human|living|proper|competent|concerned) )?"
_SERVICE = r"(?:(?:customer|client|support|service|care|sales) ){0,2}"
_WHOSE = r"(?:an?|the|your|any|some|one of your|one of the)"
_ONE = rf"(?:{_WHOSE} {_KIND}{_SERVICE}{_WORKER}|one of (?:you|your people|your guys)|an? person)\b"
_CARE = r"(?:customer|client) (?:service|care|support)\b"
_BODY = r"(?:someone|somebody|anyone|anybody|some one)"
# Somebody who works here, and not whoever else may fetch a parcel.
_OURS = (
    rf"{_BODY} (?:(?:from|in|on|at) (?:your |the )?\w{{3,12}}|there|here|real|human|competent"
    r"|qualified|in person|who (?:knows|works|can|is|isn'?t))\b"
)
_BOT = r"(?:(?:chat ?)?(?:ro)?bot|ai|machine|computer|program|software|automat\w+)"
_DOES = (
    r"(?:take (?:this )?over|takes over|handles? (?:this|it|my)|handled (?:this|it|my)|respond"
    r"|reply|answer|read|deal with|get back|write|look (?:at|into)|call|ring|phone|contact|help"
    r"|assist|review)\b"
)
_HELPER = (
    r"(?:human|person|colleague|agent|advis[eo]r|employee|representative|supervisor|manager|boss"
    r"|member of (?:your )?(?:staff|team)|executive)"
)
_DEPARTMENT = (
    r"(?:sales|billing|support|accounts|accounting|finance|returns|complaints|management|staff"
    r"|customer \w{4,8}|technical support|(?:the|your) team)"
)
_FETCHED = re.compile(
    rf"\b(?:fetch|summon|loop in|bring in|call in|ask for|arrange for|put|wait for|deal with"
    rf"|take me to|get) (?:{_ONE}|{_OURS})"
    rf"|\b(?:complain|complaint|raise this|discuss [\w ]{{2,30}}|in touch|speaking|chat live"
    rf"|only (?:want|wish) to deal) (?:to|with) (?:{_ONE}|{_BODY}\b|staff\b)"
    rf"|\bchat live\b|\bget me {_BODY}\W{{0,5}}$",
    re.MULTILINE,
)
_HANDED_ON = re.compile(
    r"\b(?:pass|forward|transfer|assign|hand|escalate|send|connect|open|(?:re)?direct|route)"
    r"(?: (?:this|me|it|us|my|the|a|chat|message|case|ticket|conversation|on|over)){1,4}"
    rf" (?:to|for|with) (?:{_ONE}|{_OURS}|humans?\b|agents?\b|{_CARE})"
    rf"|\b(?:connect|transfer)(?: me)? to (?:{_WORKER}|support|human)\b"
    r"|(?:^|[.!?,] ?)(?:please |pls |just |kindly |bot,? )*"
    r"(?:transfer|connect me|escalate|hand ?over|call ?back|phone call)"
    r"(?: me| this| it)?(?: over)?(?: please| pls| plz| now| asap)*\W{0,3}$"
    r"|\b(?:like|want|need|wish) to escalate\b|\b(?:ask|like|want|need) to be transferred\b"
    r"|\b(?:arrange|request|want|like|need|expect) an? (?:phone )?(?:call ?back|call from)\b"
    rf"|\b(?:phone )?call from (?:{_ONE}|{_BODY})\b",
    re.MULTILINE,
)
_DONE_BY_HUMAN = re.compile(
    rf"\b(?:an?|any|some|your|let (?:an?|the)) (?:real |live )?{_HELPER}(?: kindly| please)?"
    rf"(?: to| should| can| could)? {_DOES}"
    rf"|\bone of (?:you|your (?:people|guys|team|staff|colleagues))(?: \w{{2,8}})? {_DOES}"
    rf"|\b{_OURS}(?: please| kindly)?(?: to| should| can| could)?"
    r" (?:call|contact|write|get back|talk|speak|reply|answer|ring|phone)\b"
    rf"|\blet an? {_HELPER}\b|\b(?:called|phoned) by {_ONE}"
    rf"|\bhave (?:your|one of (?:your|the)) (?:{_HELPER}|staff|team)\b"
    rf"|\b(?:only|question for|something for|prefer) an? {_HELPER}\b"
    rf"|\b{_BODY} (?:to )?(?:ring|phone|call|write to|get back to) me\b"
    rf"|\b(?:kindly |please )?assist me who\b|\b{_BODY} (?:competent|qualified)\b"
    rf"|\b{_BODY} to actually (?:read|answer|look)\b|\btake me to an? {_HELPER}\b"
    r"|\b(?:someone|somebody|anyone|anybody|person|human|colleague)(?: that| who| whom)?"
    r" (?:i|we) (?:can|could|may|might) (?:e-?mail|write|call|ask|contact|reach)\b",
    re.MULTILINE,
)
_PAST_THE_BOT = re.compile(
    rf"\b(?:done with|fed up with|instead of|won'?t talk to|talking to)"
    rf"(?: (?:an?|the|this|your))? {_BOT}(?=\W{{0,5}}(?:$|please\b|and\b|gets?\b|i\b))"
    r"|\b(?:past|bypass|skip|around|out of)(?: (?:the|this|your))? (?:chat ?|ro)?bots?\b"
    r"|\bcanned (?:answers?|replies|responses?)\b|\bis this (?:automated|an? (?:ro)?bot)\b"
    r"|\bnot you\W{1,3}(?:an? )?(?:person|human)\b",
    re.MULTILINE,
)
_WHO_IS_THERE = re.compile(
    r"\b(?:who'?s|who is) in charge\b|\bwho is your (?:supervisor|manager|boss)\b"
    r"|\b(?:any|are there) (?:real )?(?:humans?|people|persons?|agents?)"
    r" (?:around|here|there|available|behind)\b"
    r"|\b(?:person|human|anybody|anyone) (?:out )?there\W{0,5}$"
    r"|\b(?:hotline|phone line|help ?line)\b[\w ,]{0,30}\b(?:people|humans?|person|someone)\b"
    rf"|\b(?:speak|talk|chat)(?:ing)? (?:to|with) {_DEPARTMENT}\b"
    rf"|\b(?:speak|talk)(?:ing)? (?:\w{{2,8}} ){{1,3}}(?:to|with) (?:{_ONE}|{_BODY}\b)"
    rf"|\b(?:person|human|{_BODY}) to (?:talk|speak|chat) (?:to|with)\b"
    r"|\b(?:first|second|third|2nd|3rd)[ -](?:line|level) support\b"
    r"|\blevel (?:two|2|three|3) support\b"
    r"|\bwho (?:can|do|may|should) i (?:call|ring|phone|e-?mail|contact)\W{0,5}$"
    rf"|(?:^|[.!?] ?)(?:please,? )?(?:your|the|an?) {_WORKER}\W{{0,3}}(?:please|pls|now|$)"
    rf"|(?:^|[.!?,] ?)(?:sir |hi |please )*{_KIND}{_SERVICE}(?:executive|csr|employee|colleague)"
    r"(?: please| pls| now)?\W{0,3}$",
    re.MULTILINE,
)
_WISHES = (_FETCHED, _HANDED_ON, _DONE_BY_HUMAN, _PAST_THE_BOT, _WHO_IS_THERE)


def wishes_for_person(lowered: str) -> bool:
    """`lowered`: a text in small letters, its slips put right."""
    return any(wish.search(lowered) for wish in _WISHES)
