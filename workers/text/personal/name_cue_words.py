"""The words of the cues before and beside names: `workers.text.personal.name_cues` in plain words.

Each cue holds at least one of the words of its kind. A text without any of them needs no search.
"""

from __future__ import annotations

from workers.text.cue_words import cue_words

GREETING = cue_words(
    """
    dear dearest hi hello hey hiya good greetings
    geehrter geehrte lieber liebe werter werte hallo guten moin servus gott grüezi gruezi
    chère cher chere chèr bonjour bonsoir salut coucou
    estimado estimada estimados estimadas apreciado apreciada querido querida hola
    buenos buenas buen
    gentile gentilissimo gentilissima egregio egregia spett spettle caro cara carissimo carissima
    caríssimo caríssima ciao salve buon buongiorno buonasera buona
    geachte beste goede goeden goedemorgen goedemiddag goedenavond goedenmiddag goedenmorgen
    goededag goedendag goeie goeiemorgen goeiemiddag goeieavond goeiedag goeien goeienavond
    goeiendag goeienmiddag goeienmorgen goe goemorgen goemiddag goeavond goedag goen goenmorgen
    goenmiddag goenavond goendag goedeavond goedenavond goedn goei goein hoi dag
    prezado prezada exmo exma olá ola oi bom boa
    szanowny szanowna szanowne szanowni drogi droga dzień dzien cześć cześc czesć czesc witam
    kär kære käre kær hej hei god bäste ahoj dobrý dobry moi terve ziua merhaba szia
    уважаемый уважаемая шановний шановна αγαπητέ αγαπητή здравствуйте привет добрый доброе добрий
    вітаю γεια
    """
)
INTRODUCTION = cue_words(
    """
    name nom nombre nome naam names vorname nachname heiße heisse appelle nomme prénom llamo chiamo
    heet chamo nazywam imię heter hedder namn navn numele numesc jmenuji adım nimeni nevem
    зовут имя моё мое звати звуть ім λένε ονομάζομαι όνομά nama tên
    """
)
CLOSING = cue_words(
    """
    regards bestregards kindregards kindestregards warmregards warmestregards wishes best
    sincerely faithfully truly yours respectfully rgds
    mit mfg vg lg hg grüße grüsse gruesse grueße gruß gruss gruß hochachtungsvoll
    cordialement bien salutations saludo saludos atentamente atte saluti saluto cordialmente
    met mvg groet groeten groetjes cumprimentos atenciosamente abraço abraços
    pozdrawiam pozdrowienia z hälsning hälsningar vänligen hilsen mvh terveisin pozdravem cu
    saygılarımla üdv üdvözlettel trân salam уважением повагою με
    """
)
THANKS = cue_words(
    """
    look looking thanks thank danke dank merci gracias grazie bedankt obrigado obrigada dziękuję
    tack takk tak kiitos děkuji köszönöm mulțumesc teşekkürler спасибо дякую ευχαριστώ cảm terima
    """
)
WEAK_CLOSING = THANKS | cue_words(
    """
    thx ty tia ta cheers best love bises bisous besos beijos baci have care x xx sent tag bonne
    buen buena buona soon bis bientôt presto hasta tot até
    """
)
RELATIVE = cue_words(
    """
    husband wife partner fiancé fiance fiancée fiancee boyfriend girlfriend son daughter mother
    father mum mom dad brother sister neighbour neighbor flatmate roommate colleague
    femme fille mère sœur voisine mari fils père frère voisin
    marido mujer esposo esposa hijo hija madre padre hermano hermana
    marito figlio fratello moglie figlia sorella man vrouw zoon dochter
    filho pai mulher filha mãe
    """
)
HOLDER = cue_words(
    """
    recipient holder cardholder buyer attn fao c name under booked made namen nom nombre nome
    intestato intestata naam nazwisko
    """
)
TITLE = cue_words(
    """
    mr mrs ms miss mx dr prof professor frau herr herrn monsieur madame mme mlle
    señor señora señorita sr sra srta sig signor signora sigra
    dott dottor dottoressa dottssa dhr mevrouw mevr mw meneer heer senhor senhora pani fru
    """
)
SPOKE = cue_words("spoke spoken speaking talked chatted")
LABEL = cue_words(
    """
    name surname customer recipient holder cardholder accountholder vorname nachname
    empfänger empfängerin kontoinhaber kontoinhaberin kunde kundin nom prénom prenom titulaire
    destinataire nombre apellido apellidos destinatario destinataria titular nome cognome
    intestatario naam ontvanger rekeninghouder imię nazwisko odbiorca namn navn mottagare
    """
)
CONTACT = cue_words("phone email address")
BESIDE_CONTACT = CONTACT | cue_words(
    """
    wrote écrit escribió scritto escreveu napisał napisała пишет пише написал написала mein
    """
)
HERE = cue_words("here")
