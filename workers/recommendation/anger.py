"""Finds words of anger, which may stand beside a calm question. English only."""

from __future__ import annotations

import re

from workers.contracts.payloads import MessageAnalyzed

_NAMES = (
    r"(?:idiots?|morons?|fools?|clowns?|thie(?:f|ves)|crooks?|scammers?|liars?|cheats?|cheaters"
    r"|fraudsters?|bastards?|assholes?|losers?|amateurs?)"
)
_ANGER = re.compile(
    # Feelings, and opinions of the company.
    r"\b(?:furious|livid|outraged|enraged|disgusted|appalled|pissed(?: off)?"
    r"|(?:i'?m|i am|we are|getting|makes me) (?:so |very |really |extremely |absolutely |beyond )?"
    r"(?:angry|mad at|disappointed|fed up|sick of|annoyed)"
    r"|appalling|pathetic|shameful|disgrace(?:ful)?|outrageous|ridiculous|unacceptable"
    r"|inexcusable|shame on you|rip[- ]?off|incompetent|incompetence|bullshit|sucks"
    r"|(?:worst|terrible|horrible|awful|lousy|crappy) (?:\w{1,12} ){0,2}"
    r"(?:service|shop|company|support|experience|store)"
    r"|(?:is|are|what) a (?:bad |sick |total |complete |real )?(?:joke|scam|fraud|farce)"
    r"|hate (?:you|your|this (?:shop|company|service|store))|never (?:again|buying|ordering))\b"
    # Insults and curses.
    rf"|\b(?:you(?: \w{{3,12}})?|bunch of(?: \w{{3,12}})?) {_NAMES}\b|, {_NAMES}\W{{0,5}}$"
    r"|\b(?:fuck\w{0,6}|f\*+k?\w{0,3}|shit\w{0,4}|wtf|(?:what|why|where|when|how) the (?:hell|heck)"
    r"|bloody hell|god ?damn|dammit|screw you|go to hell)\b"
    # Threats, and lost patience.
    r"|\b(?:(?:i'?ll|i will|going to|gonna) (?:sue|report you)|my (?:lawyer|solicitor|attorney)"
    r"|legal action|small claims|trading standards|leave a bad review)\b"
    r"|\b(?:(?:second|third|fourth|fifth|sixth|tenth|\d{1,2}(?:nd|rd|th)|hundredth) time"
    r" (?:that )?(?:i|i'm|i've|we)|how many (?:more )?times (?:do|must|have|shall) i)\b",
    re.MULTILINE,
)
# From this share of capitals, or this many exclamation marks on, a message is shouted.
SHOUTED, EXCLAIMED = 0.6, 2


def is_angry(message: MessageAnalyzed) -> bool:
    """True for insults, curses, threats, words of rage and shouting; false for `PERFECT!!!` and
    whatever else has positive sentiment."""
    if message.sentiment.label == "positive":
        return False
    features = message.features
    shouts = features.shouting >= SHOUTED and features.exclamations >= EXCLAIMED
    return shouts or says_anger(message.turn_text)


def says_anger(text: str) -> bool:
    """Whether a text has words of anger."""
    return _ANGER.search(text.lower().replace("\u2019", "'")) is not None
