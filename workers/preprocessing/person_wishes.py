"""Requests for a human without a verb of contact, in English.

`Get me a manager`, `transfer me`, `call me back`, `stop the bot`. Every gap is bounded, so the
time is linear.
"""

from __future__ import annotations

from workers.preprocessing.phrases import anywhere, beginning

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
# Somebody who works here, as opposed to whoever fetches a parcel.
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
# `..., your manager` refers to one who was mentioned before.
_NO_COMMA = r"(?<!,)(?<!, )"
_DEPARTMENT = (
    r"(?:sales|billing|support|accounts|accounting|finance|returns|complaints|management|staff"
    r"|customer \w{4,8}|technical support|(?:the|your) team)"
)
WISHES = (
    # That somebody be fetched.
    anywhere(
        r"(?:fetch|summon|loop in|bring in|call in|ask for|arrange for|put|wait for|deal with"
        rf"|take me to|get) (?:{_ONE}|{_OURS})",
        rf"(?:complain|complaint|raise this|discuss [\w ]{{2,30}}|in touch|speaking|chat live"
        rf"|only (?:want|wish) to deal) (?:to|with) (?:{_ONE}|{_BODY}\b|staff\b)",
        r"chat live\b",
        rf"get me {_BODY}\W{{0,5}}$",
    ),
    # To be transferred.
    anywhere(
        r"(?:pass|forward|transfer|assign|hand|escalate|send|connect|open|(?:re)?direct|route)"
        r"(?: (?:this|me|it|us|my|the|a|chat|message|case|ticket|conversation|on|over)){1,4}"
        rf" (?:to|for|with) (?:{_ONE}|{_OURS}|humans?\b|agents?\b|{_CARE})",
        rf"(?:connect|transfer)(?: me)? to (?:{_WORKER}|support|human)\b",
        r"(?:like|want|need|wish) to escalate\b",
        r"(?:ask|like|want|need) to be transferred\b",
        r"(?:arrange|request|want|like|need|expect) an? (?:phone )?(?:call ?back|call from)\b",
        rf"(?:phone )?call from (?:{_ONE}|{_BODY})\b",
    ),
    beginning(
        r"(?:please |pls |just |kindly |bot,? )*"
        r"(?:transfer|connect me|escalate|hand ?over|call ?back|phone call)"
        r"(?: me| this| it)?(?: over)?(?: please| pls| plz| now| asap)*\W{0,3}$",
    ),
    # That a human does something.
    anywhere(
        rf"(?:an?|any|some|your|let (?:an?|the)) (?:real |live )?{_HELPER}(?: kindly| please)?"
        rf"(?: to| should| can| could)? {_DOES}",
        r"one of (?:you|your (?:people|guys|team|staff|colleagues))(?: \w{2,8})? " + _DOES,
        rf"{_OURS}(?: please| kindly)?(?: to| should| can| could)?"
        r" (?:call|contact|write|get back|talk|speak|reply|answer|ring|phone)\b",
        rf"let an? {_HELPER}\b",
        rf"(?:called|phoned) by {_ONE}",
        rf"have (?:your|one of (?:your|the)) (?:{_HELPER}|staff|team)\b",
        rf"(?:only|question for|something for|prefer) an? {_HELPER}\b",
        rf"{_BODY} (?:to )?(?:ring|phone|call|write to|get back to) me\b",
        r"(?:kindly |please )?assist me who\b",
        rf"{_BODY} (?:competent|qualified)\b",
        rf"{_BODY} to actually (?:read|answer|look)\b",
        rf"take me to an? {_HELPER}\b",
        r"(?:someone|somebody|anyone|anybody|person|human|colleague)(?: that| who| whom)?"
        r" (?:i|we) (?:can|could|may|might) (?:e-?mail|write|call|ask|contact|reach)\b",
    ),
    # To get past the bot.
    anywhere(
        r"(?:done with|fed up with|instead of|won'?t talk to|talking to)"
        rf"(?: (?:an?|the|this|your))? {_BOT}(?=\W{{0,5}}$|\W{{1,5}}(?:please|and|gets?|i)\b)",
        r"(?:past|bypass|skip|around|out of)(?: (?:the|this|your))? (?:chat ?|ro)?bots?\b",
        r"canned (?:answers?|replies|responses?)\b",
        r"is this (?:automated|an? (?:ro)?bot)\b",
        r"not you\W{1,3}(?:an? )?(?:person|human)\b",
    ),
    # To know who is there.
    anywhere(
        r"(?:who'?s|who is) in charge\b",
        r"who is your (?:supervisor|manager|boss)\b",
        r"(?:any|are there) (?:real )?(?:humans?|people|persons?|agents?)"
        r" (?:around|here|there|available|behind)\b",
        r"(?:person|human|anybody|anyone) (?:out )?there\W{0,5}$",
        r"(?:hotline|phone line|help ?line)\b[\w ,]{0,30}\b(?:people|humans?|person|someone)\b",
        rf"(?:speak|talk|chat)(?:ing)? (?:to|with) {_DEPARTMENT}\b",
        rf"(?:speak|talk)(?:ing)? (?:\w{{2,8}} ){{1,3}}(?:to|with) (?:{_ONE}|{_BODY}\b)",
        rf"(?:person|human|{_BODY}) to (?:talk|speak|chat) (?:to|with)\b",
        r"(?:first|second|third|2nd|3rd)[ -](?:line|level) support\b",
        r"level (?:two|2|three|3) support\b",
        r"who (?:can|do|may|should) i (?:call|ring|phone|e-?mail|contact)\W{0,5}$",
    ),
    beginning(
        rf"{_NO_COMMA}(?:please,? )?(?:your|the|an?) {_WORKER}"
        r"(?:\W{1,3}(?:please|pls|now)|\W{0,3}$)",
        rf"(?:sir |hi |please )*{_KIND}{_SERVICE}(?:executive|csr|employee|colleague)"
        r"(?: please| pls| now)?\W{0,3}$",
    ),
)
