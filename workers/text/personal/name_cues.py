"""What people say before a name: greetings, introductions, closings and titles, as patterns."""

from __future__ import annotations


def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


TITLE = (
    r"(?:mrs?|ms|miss|mx|dr|prof(?:essor)?|sir|frau|herrn?|monsieur|madame|mme|mlle|señora?"
    r"|señorita|sra?"
    r"|srta|don|doña|sig(?:nora?|\.?ra)?|dott(?:\.?ssa|or|oressa)?|ing|avv|dhr|mevrouw|mevr|mw"
    r"|meneer|heer"
    r"|de heer|senhora?|pani?|panie|fru|herr|tante|onkel|familie|family|famille)\b\.?"
)
# Titles that mean a person in the middle of a sentence too.
TITLE_OF_PERSON = (
    r"(?:mrs?|ms|miss|mx|dr|prof(?:essor)?|frau|herrn?|monsieur|madame|mme|mlle|señora?|señorita"
    r"|sra?|srta"
    r"|sig(?:nora?|\.?ra)?|dott(?:\.?ssa|or|oressa)?|dhr|mevrouw|mevr|mw|meneer|heer|senhora?"
    r"|pani|fru)\b\.?"
)
# Greetings with hardly any other use: a name follows, capitalised or not.
STRONG_GREETING = (
    r"(?:dear(?:est)?|sehr geehrter?|geehrter?|lieber?|werter?|ch[eè]re?|estimad[oa]s?|apreciad[oa]"
    r"|querid[oa]|gentil(?:e|issim[oa])|egregi[oa]|уважаем(?:ый|ая)|шановн(?:ий|а)|αγαπητ(?:έ|ή)|spett\.?(?:le)?|car[oa]|geachte|beste|prezad[oa]"
    r"|car[ií]ssim[oa]|exm[oa]\.?|szanown[yaei]|drog[ia]|k[äæ]re?|bäste)"
)
WEAK_GREETING = (
    r"(?:(?:hi|hello|hey)(?: there| again)?|hiya|good (?:morning|afternoon|evening|day)|greetings"
    r"|hallo|guten (?:tag|morgen|abend)"
    r"|moin|servus|grüß gott|gr[üu]ezi|bonjour|bonsoir|salut|coucou|hola|buen[oa]s (?:d[íi]as"
    r"|tardes|noches)"
    r"|buen d[íi]a|ciao|salve|buon ?giorno|buona ?sera|goe(?:de|ie)?n? ?(?:morgen|middag|avond"
    r"|dag)|hoi|dag"
    r"|ol[áa]|oi|bom dia|boa (?:tarde|noite)|dzie[ńn] dobry|cze[śs][ćc]|witam|hej|hei|god (?:dag"
    r"|morgon)"
    r"|здравствуйте|привет|добрый (?:день|вечер)|доброе утро|добрий день|вітаю|γεια σ(?:ας|ου)"
    r"|ahoj|dobr[ýy] den|moi|terve|bun[ăa] ziua|merhaba|szia)"
)
# Only a name can follow, capitalised or not.
STRONG_INTRODUCTION = (
    r"(?:(?:my|mein|mon|mi|il mio|mijn|(?:o )?meu) (?:name|nom|nombre|nome|naam):|my (?:(?:full"
    r"|first|last|real|complete) )?name(?:'s| is|s)?|(?:full|first|last) name is"
    r"|mein (?:(?:voller )?name|vorname|nachname) (?:ist|lautet)|ich hei(?:ß|ss)e"
    r"|je m'appelle|je me nomme|mon (?:nom|prénom) (?:complet )?est|m[ei] llamo"
    r"|mi nombre (?:completo )?es|mi chiamo|il mio nome (?:completo )?è|mijn (?:volledige )?naam is"
    r"|ik heet|(?:o )?meu nome (?:completo )?é|chamo[- ]me|me chamo|nazywam się|mam na imię"
    r"|(?:moje )?imię i nazwisko(?: to)?|(?:jag|jeg) he(?:ter|dder)|(?:mitt namn är|mit navn er"
    r"|mitt navn er)"
    r"|numele meu este|mă numesc|jmenuji se|benim adım|(?:ben(?:im)? )?adım|nimeni on|a nevem"
    r"|меня зовут|мо[её] имя|мене зв(?:ати|уть)|моє ім'я|με λένε|ονομάζομαι|το όνομά μου είναι"
    r"|nama saya|tên (?:tôi|em) là|(?:tôi|em) tên là)"
)
# Only a capitalised name counts: not `in the name of science`.
HOLDER = (
    r"(?:(?:recipient|card ?holder|account holder|buyer) is|(?:attn|fao|c/o)\.?"
    r"|(?:in|under|on) the name(?: of)?"
    r"|auf den namen|au nom de|a nombre de|a nome di|intestat[oa] a|op naam van|em nome de"
    r"|(?:account|order|booking|reservation) (?:is|was) under"
    r"|na nazwisko|booked (?:under|by)|made out to|name on the (?:order|card|account) (?:to|is))"
)
RELATIVE = (
    r"(?:my (?:husband|wife|partner|fianc[ée]e?|boyfriend|girlfriend|son|daughter|mother|father|mum"
    r"|mom|dad|brother|sister|neighbou?r|flatmate|roommate|colleague)(?:'s name is|,)?"
    r"|ma (?:femme|fille|mère|sœur|voisine)|mon (?:mari|fils|père|frère|voisin)|mi (?:marido|mujer"
    r"|esposo|esposa|hijo|hija|madre|padre|hermano|hermana)|mio (?:marito|figlio|padre|fratello)"
    r"|mia (?:moglie|figlia|madre|sorella)|mijn (?:man|vrouw|zoon|dochter)|meu (?:marido|filho|pai)"
    r"|minha (?:mulher|esposa|filha|mãe))"
)
# Anything can follow, so only what looks like a name counts.
WEAK_INTRODUCTION = (
    r"(?:i'm|i am|this is|it'?s(?: me,?)?|it is(?: me,?)?|ich bin(?: die| der)?"
    r"|hier (?:ist|spricht|schreibt)(?: die| der)?"
    r"|je suis|ici|c'est|soy|habla|sono|qui è|ik ben|(?:u spreekt )?met|sou [oa]|aqui é [oa]|jag är"
    r"|jeg er|det är|det er|tu|z tej strony|mówi|call me|olen|minä olen|jsem|tady|sunt|ben|tôi là"
    r"|я|это|це|είμαι [οη])"
)
STRONG_CLOSING = (
    r"(?:(?:(?:best|kind(?:est)?|warm(?:est)?) ?|(?:with|many|all the) )?(?:regards|best wishes)"
    r"|all the best"
    r"|(?:yours )?(?:sincerely|faithfully|truly)(?: yours)?|yours"
    r"|respectfully|rgds"
    r"|mit (?:freundliche[nm]|besten|lieben|herzlichen) gr(?:ü|ue)(?:ß|ss)en?|mfg|vg|lg|hg"
    r"|(?:(?:viele|liebe|beste|freundliche|herzliche|schöne) )?gr(?:ü|ue)(?:ß|ss)e"
    r"|(?:und )?gru(?:ß|ss)"
    r"|hochachtungsvoll|(?:bien )?cordialement|bien à (?:vous|toi)|sincères salutations"
    r"|(?:meilleures )?salutations|(?:un )?(?:cordial )?saludos?(?: cordial(?:es)?)?|atentamente"
    r"|atte\.?"
    r"|(?:(?:cordiali|distinti|un caro) )?salut[io]|cordialmente|met vriendelijke groet(?:en)?|mvg"
    r"|(?:vriendelijke |hartelijke )?groet(?:en|jes)?"
    r"|(?:com os )?(?:melhores )?cumprimentos|atenciosamente|atentamente|abraços?"
    r"|pozdrawiam|pozdrowienia|z (?:poważaniem|wyrazami szacunku)"
    r"|med vänliga? hälsning(?:ar)?|(?:hälsningar|vänligen)|(?:med )?(?:venn?lig"
    r"|med venn?lig) hilsen"
    r"|hilsen|mvh|ystävällisin terveisin|terveisin|s pozdravem|cu (?:stimă|respect)|saygılarımla"
    r"|üdv(?:özlettel)?|trân trọng|salam hormat"
    r"|с уважением|з повагою|με εκτίμηση)"
)
WEAK_CLOSING = (
    r"(?:(?:many |so many )?thanks(?: again| in advance| a lot| so much| very much)?"
    r"|thank you(?: so much| very much| again| in advance)?|thx|ty|tia|ta|cheers|best|love|bises"
    r"|bisous|besos|beijos|baci|have a (?:nice|great|good) \w{3,9}|take care|xx?"
    r"|sent from my (?:i?phone|ipad|mobile)|danke(?: schön)?|vielen dank|besten dank"
    r"|schönen tag(?: noch)?|merci(?: beaucoup)?|bonne (?:journée|soirée)"
    r"|(?:muchas |mil )?gracias|buena? (?:día|tarde)|grazie(?: mille)?|buona giornata"
    r"|(?:alvast )?bedankt|dank u(?: wel)?"
    r"|(?:speak|talk) soon|bis (?:bald|dann)|à bientôt|a presto|hasta (?:luego|pronto)|tot ziens"
    r"|até (?:logo|breve)|(?:muito )?obrigad[oa]|dziękuję|tack|takk|tak|kiitos"
    r"|děkuji|köszönöm|mulțumesc|teşekkürler|спасибо|дякую|ευχαριστώ|cảm ơn|terima kasih)"
)
# With an object, or with `in advance`: `Thanks for your help,`.
THANKS = (
    r"(?:look(?:ing)? forward|thanks|thank you|danke|dank|merci|gracias|grazie|bedankt"
    r"|obrigad[oa]|dziękuję|tack|takk|tak|kiitos|děkuji|köszönöm|mulțumesc|teşekkürler"
    r"|спасибо|дякую|ευχαριστώ|cảm ơn|terima kasih)"
)
# Header lines of an e-mail that is quoted or was pasted as a whole.
HEADER = r"(?:from|to|cc|attn|von|an|de|à|para|da|van|aan|od|do|från|till|fra|til|от|кому|від)"
WROTE = r"(?:wrote|a écrit|escribió|ha scritto|escreveu|napisał(?:a|\(a\))?|пиш(?:ет|е)|написала?)"
WROTE_BEFORE = r"(?:schrieb|schreef|skrev|kirjoitti)"
COMPANY = (
    r"(?:ltd|limited|llc|inc|corp|plc|gmbh|ag|kg|sarl|sas|s\.?a|s\.?l|s\.?p\.?a|s\.?r\.?l|b\.?v"
    r"|n\.?v|ab|aps|oy|lda|company)\.?"
)
LABEL = (
    r"(?:(?:full |first |last |customer(?:'s)? |contact |card ?holder |recipient )?name|surname"
    r"|customer"
    r"|recipient|card ?holder|account ?holder|(?:voller |vor|nach)?name|empfänger(?:in)?"
    r"|kontoinhaber(?:in)?"
    r"|kund(?:e|in)|(?:pr[ée])?nom|titulaire|destinataire|nombre(?: completo)?|apellidos?"
    r"|destinatari[oa]"
    r"|titular|nome(?: completo)?|cognome|intestatario|naam|ontvanger|rekeninghouder"
    r"|imię(?: i nazwisko)?"
    r"|nazwisko|odbiorca|namn|navn|mottagare)"
)
# Names of brands: `Dr. Martens`, `Mr Coffee`.
BRANDS = _words(
    """
    martens pepper oetker coffee clean meyer's meyers kipling bean hauschka who muscle scholl
    bronner holle potato siri alexa cortana
    """
)
# Words that go on after a name without a comma: `Hi Anna where is …`.
FOLLOWERS = _words(
    """
    i i'm i've im my we our where where's what what's when how why who is are was can could do
    does did have has had the this that there it it's just please thanks thank and still any you
    your sorry und ich wir wo wann wie können könnten haben et je où est y e en waar hoe ik jag
    hur
    """
)
# Words that do so also after a name in lower case: `hey lisa where is …`.
ASKING = _words("where where's when why how who can could")
# A greeting with one of these is to nobody in particular.
GROUPS = _words(
    """
    team support service crew staff desk kundenservice kundendienst equipe équipe equipo
    assistenza klantenservice equipa zespół zespole customer shop store sales
    """
)
