"""Whether the words around a day say that it has been: `ordered on 3 May`, `die Rechnung vom 3.5.`

A day without a year is otherwise the nearest one, which is wrong for an order of six months ago.
"""

from __future__ import annotations

import re

_REACH = 40
_SENTENCE_END = re.compile(r"[.!?;\n]\s")
_NOUN = r"(?: [\w#-]{1,20}){0,2} "

# For each language, words for what was, and words for what will be or may be, in small letters.
_WORDS = {
    "en": (
        (
            r"ordered|bought|purchased|placed|paid|received|got|came|arrived|sent|shipped|returned"
            r"|charged|called|wrote|spoke|happened|was|were|since|(?<!be )delivered"
            r"|(?:order|invoice|receipt|purchase|delivery|e-?mail|letter|message|call|payment|refund"
            rf"|parcel|package)s?{_NOUN}(?:of|from|dated)"
        ),
        (
            r"will|won't|shall|should|would|can|could|going|want|need|plan\w*|expect\w*"
            r"|arriv(?:es?|ing)|com(?:es?|ing)|deliver\w*|be|until|till|by|before|due|book\w*"
            r"|appointment|scheduled|valid|expires?|ends?|starts?"
        ),
    ),
    "de": (
        (
            r"bestellt\w*|gekauft\w*|kauften?|bezahlt\w*|erhalten|erhielt\w*|bekommen|bekam|geliefert"
            r"|angekommen|verschickt|versendet|zurückgeschickt|abgebucht|war(?:en)?|wurden?|seit"
            r"|(?:bestellung|rechnung|auftrag|kauf|lieferung|sendung|(?:e-?)?mail|schreiben|nachricht"
            rf"|paket|zahlung|buchung){_NOUN}vom"
        ),
        (
            r"wird|werden?|soll\w*|kann|können|könnte\w*|möchte\w*|will|wollen|kommt|kommen|ankommen"
            r"|lieferung|liefern|liefert|bis|ab|spätestens|termin|gültig|erwart\w*|brauche\w*"
        ),
    ),
    "fr": (
        (
            r"commandé\w*|acheté\w*|payé\w*|reçue?s?|envoyé\w*|retourné\w*|étai(?:t|ent)|depuis"
            r"|passée?|(?<!sera )(?<!seront )(?<!être )(?:livré|arrivé)e?s?"
            rf"|(?:commande|facture|achat|livraison|e-?mail|courrier|message|paiement|colis){_NOUN}du"
        ),
        (
            r"sera|seront|va|vont|doit|devrait|peut|pouvez|voudrais|arrive|arrivera|livrer|livraison"
            r"|avant|jusqu'au|d'ici|prévue?|rendez-vous|valable"
        ),
    ),
    "es": (
        (
            r"pedí|compr[ée]|pagu[ée]|recib[íi]|llegó|envi[óé]|entregaron|comprad[oa]|pagad[oa]|era|fue"
            r"|estaba|desde|hice|realic[ée]|(?<!ser )(?<!será )entregad[oa]"
            rf"|(?:pedido|factura|compra|entrega|correo|mensaje|pago|paquete){_NOUN}del?"
        ),
        (
            r"será|van?|lleg(?:a|ará|ue|ar)|entreg(?:a|ar|ará|uen)|puede\w*|puedo|quiero|necesito|antes"
            r"|hasta|para|debe\w*|cita|prevista"
        ),
    ),
    "it": (
        (
            r"ordinat[oae]|comprat[oa]|acquistat[oa]|pagat[oa]|ricevut[oa]|spedit[oa]|era|fatto"
            r"|(?<!sarà )(?<!essere )(?:consegnat[oa]|arrivat[oa])"
            rf"|(?:ordine|fattura|acquisto|consegna|e-?mail|messaggio|pagamento|pacco){_NOUN}del"
        ),
        (
            r"sarà|arriv(?:a|erà)|consegn(?:a|are|ate|erete)|può|posso|potete|vorrei|entro|prima|fino"
            r"|deve|dovrebbe|previst[oa]|appuntamento"
        ),
    ),
    "nl": (
        (
            r"besteld\w*|gekocht|betaald|ontvangen|gekregen|geleverd|verzonden|bezorgd|was|waren|werd"
            rf"|sinds|(?:bestelling|factuur|aankoop|levering|e-?mail|bericht|betaling|pakket){_NOUN}van"
        ),
        (
            r"wordt|worden|zal|zou\w*|komt|komen|levering|leveren|kan|kunnen|wil|tot|voor|uiterlijk"
            r"|afspraak|verwacht\w*"
        ),
    ),
    "pt": (
        (
            r"comprei|encomendei|paguei|recebi|chegou|enviei|enviou|fiz|era|foi|estava|desde"
            r"|(?<!ser )(?<!será )entregue"
            rf"|(?:encomenda|pedido|fatura|compra|entrega|e-?mail|mensagem|pagamento){_NOUN}de"
        ),
        (
            r"será|vai|vão|cheg(?:a|ará|ue)|entreg(?:a|ar|ará|uem)|pode\w*|posso|quero|preciso|antes|até"
            r"|para|deve\w*|prevista"
        ),
    ),
}
_TENSES = {
    language: re.compile(rf"(?<!\w)(?:(?P<past>{past})|{future})(?!\w)")
    for language, (past, future) in _WORDS.items()
}


def has_been(day: re.Match[str], language: str) -> bool:
    """Whether the sentence of a day says so: by the last such word before it.

    Where none is before it, by the first one behind it. `language` is ISO 639-1.
    """
    tenses, text = _TENSES.get(language), day.string
    if tenses is None:
        return False
    # In small letters, which is quicker than to match without regard to case.
    before = _SENTENCE_END.split(text[max(0, day.start() - _REACH) : day.start()].lower())[-1]
    heard = [*tenses.finditer(before)]
    if heard:
        return bool(heard[-1]["past"])
    after = _SENTENCE_END.split(text[day.end() : day.end() + _REACH].lower())[0]
    first = tenses.search(after)
    return bool(first and first["past"])
