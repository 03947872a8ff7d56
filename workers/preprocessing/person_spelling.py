"""Corrects common typos in requests for a human, before the rules read them.

Only typos that are no words themselves: `form` may be meant.
"""

from __future__ import annotations

import re

_SLIPS = {
    "human": ("hunam", "humn", "humen", "hooman", "huamn", "humam", "hman", "humman", "uman"),
    "person": ("persn", "preson", "perosn", "pesron", "peson", "perso", "persson", "parson"),
    "agent": ("agnet", "agant", "agebt", "agennt", "ajent"),
    "representative": ("representitive", "represenative", "representive", "reprasentative"),
    "operator": ("operater", "opperator", "oprator", "opertor"),
    "customer": ("custmer", "costumer", "cusomer", "customr", "custumer"),
    "service": ("servise", "sevice", "serivce", "servce"),
    "support": ("suport", "suppport", "supprt"),
    "manager": ("manger", "managr", "maneger", "mangaer"),
    "supervisor": ("superviser", "supervisior"),
    "speak": ("spaek", "speek", "sepak", "speka", "spk"),
    "talk": ("tlak", "takl", "tolk", "talkk", "tak"),
    "someone": ("sm1", "some1", "somone", "sum1", "someon", "smone"),
    "somebody": ("sombody", "somebdy", "smbdy"),
    "anyone": ("any1",),
    "connect": ("conect", "connct"),
    "your": ("ur", "yor"),
    "real": ("reel", "rael"),
    "can": ("cn",),
    "you": ("u",),
    "to": ("2",),
    "through": ("thru", "tru"),
    "want to": ("wanna", "wnat to", "wnt to"),
    "want": ("wnat", "wnt"),
    "let me": ("lemme",),
    "give me": ("gimme", "giv me"),
    "get me": ("gemme",),
    "please": ("plz", "pls", "plss", "pleas", "plese"),
    "with": ("w/", "wiht", "wth"),
}
RIGHT = {slip: word for word, slips in _SLIPS.items() for slip in slips}
_SLIP = re.compile(
    rf"(?<![\w'])(?:{'|'.join(sorted(map(re.escape, RIGHT), key=len, reverse=True))})(?![\w'])"
)


def put_right(lowered: str) -> str:
    """Correct the typos. `lowered`: a text in lower case."""
    return _SLIP.sub(lambda found: RIGHT[found[0]], lowered)
