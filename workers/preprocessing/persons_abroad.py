"""Requests for a human in languages other than English: fixed phrases, and job titles.

`JOBS`: what people call those who answer. One alone, or with a `please`, is a request.
"""

from __future__ import annotations

import re

_JOBS = (
    # German, Dutch
    r"mitarbeiter(?:in|s)?|kundenberater(?:in)?|berater(?:in)?|medewerker|klantenservice"
    # French
    r"|conseill[eè]re?|un humain|une vraie personne|service client"
    # Spanish, Portuguese, Italian
    r"|asesora?|operador(?:a|e)?|operatore|operatrice|atendente|human[oa]|agente|umano"
    # Scandinavian, Finnish
    r"|medarbet?jder(?:e)?|medarbetare|kundtjänst|asiakaspalvelija"
    # Polish, Czech, Turkish, Russian, Ukrainian
    r"|konsultanta?|człowiek(?:a)?|operátora?|müşteri temsilcisi|temsilci|оператора?|человека?"
)
_PLEASE = (
    r"(?:bitte|danke|graag|aub|alsjeblieft|alstublieft|svp|stp|s'il (?:vous|te) pla[iî]t"
    r"|por favor|porfa|per favore|per piacere|tack|takk|tak|proszę|prosím|lütfen|пожалуйста|kiitos)"
)
_ONE = r"(?:(?:einen?|ein|eine[nm]|den|un[ae]?|uno?|uma?|een|en|ett|echte[nrsm]?|echt|el|la) )"
_BARE = re.compile(
    rf"(?:^|[.,;:!?¡¿]\s?){_ONE}{{0,2}}(?:{_JOBS}|menschen?|mens|persoon|persona|personne|pessoa"
    rf"|människa|menneske|mensch)"
    rf"(?: (?:real|reale|vera|de verdad|umana|humana))?(?:\W{{1,3}}{_PLEASE}\b|(?=\W{{0,5}}$))",
    re.MULTILINE,
)
_PHRASES = re.compile(
    # German
    r"\b(?:mit (?:einem|einer|jemande?m?)(?: echten| richtigen)?(?: \w{4,20})?"
    r" (?:sprechen|reden|chatten|verbinden|telefonieren)"
    r"|verbinden sie mich|(?:rufen sie|ruft|ruf) mich (?:bitte )?(?:an|zurück)|rückruf"
    r"|kann mich (?:bitte )?jemand anrufen"
    r"|(?:echte[nr]?|richtige[nr]?|lebende[nr]?) (?:menschen?|person|mitarbeiter)"
    r"|(?:brauche|will|möchte|hätte gern) (?:bitte )?(?:einen|eine|nen) (?:\w{5,9} )?"
    r"(?:menschen|mitarbeiter\w{0,2}|berater\w{0,2}|person)|kein(?:en)? (?:ro)?bot"
    # French
    r"|parler (?:à|a|avec) (?:quelqu'un|(?:une? |votre )(?:vraie? )?"
    r"(?:humain|personne|être humain|conseill\w+|agent|opérat\w+|responsable))"
    r"|passez[- ]moi|(?:mis|mettre|mettez)(?:[- ]moi)? en (?:relation|contact) avec"
    r"|rappelez[- ]moi|y a-t-il (?:un humain|quelqu'un)|(?:un|vrai) (?:être )?humain\b"
    r"|vraie personne"
    # Spanish
    r"|hablar con (?:alguien|(?:una?|el|la|su) (?:persona|human[oa]|agente|operador|asesor"
    r"|representante|encargad[oa]|responsable))"
    r"|(?:pás[ea]me|paseme|comuníqueme|comuniqueme|póngame) con|me atienda (?:una?|alguien)"
    r"|hay alguien ahí|(?:quiero|necesito) (?:a )?una? (?:persona|human[oa]|agente|asesora?)"
    # Italian
    r"|parlare con (?:qualcuno|un(?:a |'| )(?:persona|umano|operat\w+|agente|responsabile))"
    r"|mi (?:passi|passa|metta in contatto con)|persona (?:reale|vera|in carne)"
    r"|(?:voglio|vorrei) un(?:a |'| )(?:operat\w+|persona|umano|agente)"
    # Portuguese
    r"|falar com (?:alguém|uma? (?:pessoa|human[oa]|atendente|agente))"
    r"|(?:me passa|passe-me|me transfere|transfira-me)"
    r"|(?:quero|preciso de) uma? (?:pessoa|human[oa]|atendente|agente)"
    # Dutch
    r"|(?:een (?:echt |echte )?(?:mens|medewerker|persoon)|iemand) (?:\w{2,8} )?"
    r"(?:praten|spreken|chatten)|verbind me (?:door)?|(?:met iemand|met een medewerker)"
    r" (?:praten|spreken)|echte? (?:persoon|mens)|bel me terug"
    # Swedish, Danish, Norwegian
    r"|(?:prata|tala|tale|snakke) med (?:en|et|ett|någon|nogen|noen)(?: riktig| rigtig| ekte)?"
    r"(?: (?:människa|person|medarbetare|menneske|medarbejder))?\b"
    # Finnish, Polish, Czech, Turkish, Romanian
    r"|puhua (?:ihmisen|jonkun|asiakaspalvelijan) kanssa"
    r"|(?:rozmawiać|porozmawiać|połączyć) z (?:człowiekiem|konsultant\w+|kimś|osobą)"
    r"|poproszę (?:o )?(?:konsultant\w|kontakt z|rozmowę)"
    r"|mluvit s (?:člověkem|někým|operátorem)"
    r"|(?:insanla|biriyle|temsilci(?:yle| ile)|yetkiliyle) (?:konuşmak|görüşmek)"
    r"|vorbesc cu (?:o persoană|cineva|un om|un operator)"
    # Russian, Ukrainian
    r"|(?:поговорить|говорить|связаться) с (?:человеком|оператором|кем-нибудь|менеджером)"
    r"|(?:соедините|переключите)(?: меня)?|(?:позовите|дайте) (?:человека|оператора))"
)


def asks_abroad(lowered: str) -> bool:
    """Whether any phrase matches. `lowered`: a text in lower case, in any language."""
    return bool(_BARE.search(lowered) or _PHRASES.search(lowered))
