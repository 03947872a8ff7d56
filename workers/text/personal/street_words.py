"""Words for streets, flats and boxes in many countries, as parts of patterns."""

from __future__ import annotations

# After the name: `12 Baker Street`.
ENGLISH = (
    r"(?:street|str|st|road|rd|avenue|ave?|lane|ln|drive|dr|close|court|ct|crescent|cres|cr|place"
    r"|pl"
    r"|square|sq|terrace|ter|tce|way|boulevard|blvd|parkway|pkwy|highway|hwy|circle|cir|trail|trl"
    r"|gardens|gdns|grove|gr|mews|hill|row|walk|quay|view|rise|parade|pde|esplanade|loop|alley"
    r"|plaza"
    r"|green|wharf|yard|drove|marg|cross|chowk|nagar|heights|broadway)"
)
# Before the name and after the number: `12 rue de la Paix`.
FRENCH = (
    r"(?:rue|avenue|av|boulevard|boul|bd|blvd|place|pl|chemin|ch|impasse|imp|all[ée]e|quai|route"
    r"|rte"
    r"|cours|square|passage|faubourg|fg|villa|cit[ée]|lotissement|r[ée]sidence|sentier|ruelle)"
)
# Before the name, with the number behind it: `Via Roma 12`.
LEADING = (
    r"(?:calle|c/|c\.|avenida|avda|av|paseo|plaza|pza|plza|carrer|ronda|camino|traves[íi]a"
    r"|carretera"
    r"|via|viale|piazza|p\.zza|piazzale|corso|vicolo|largo|strada|contrada|localit[àa]|lungomare"
    r"|rua|r\.|travessa|urbanizaci[óo]n|urb|cuesta|vial|ca[ñn]ada|pasaje|pasadizo|acceso|glorieta"
    r"|rambla|bulevar"
    r"|callej[óo]n|pol[íi]gono|borgo|salita|lungarno|lungotevere|traversa|frazione|pra[çc]a"
    r"|estrada|alameda|beco|cal[çc]ada|rotunda|quinta"
    r"|ulica|ulicy|ul|aleja|aleje|alei|al|plac|placu|pl|osiedle|osiedlu|os"
    r"|jl|jalan|rue|avenue|boulevard|chemin|place|route|quai|strada|str|bulevardul|bd|ulice|stra(?:ß|ss)e)"
)
# At the end of the name: `Lindenstraße 12`.
_ENDINGS = """
    straße strasse str weg platz allee gasse damm ufer chaussee promenade straat laan plein gracht
    kade dijk pad baan boulevard steeg singel gatan vägen vagen vej gade katu intie kuja polku aukio
    utca
"""
ENDED = "(?:" + "|".join(f"(?<={ending})" for ending in _ENDINGS.split()) + ")"
FLAT = (
    r"(?:apt|apartment|level|suite|ste|unit|flat|floor|fl|room|rm|shop|piso|piano|puerta|pta"
    r"|planta|esc"
    r"|escalera"
    r"|int|interno|scala|appt|appartement|b[âa]t(?:iment)?|[ée]tage|m|lok|top|stiege|t[üu]r|app"
    r"|bus|andar"
    r"|whg|wohnung|lgh|no?|bajo|bl|sc|ap)"
)
# Behind the name and before the number: `Bağdat Caddesi No: 45`.
TURKISH = r"(?:mah(?:allesi|\.)|cad(?:desi|\.)|sok(?:a[kğ]ı?|\.)|sk\.|bul(?:varı|v\.)|blv\.)"
BUILDING = (
    r"(?:cottage|house|rectory|farm|lodge|hall|barn|vicarage|apartments|buildings?|tower|mansions?"
    r"|villa|residency|residence)"
)
BUILDING_BEFORE = r"(?:r[ée]sidence|immeuble|b[âa]timent|urbanizaci[óo]n|urb\.|edificio|palazzo)"
BOX = (
    r"(?:p\.? ?o\.? ?box|gpo box|private bag|postfach|apartado(?: de correos)?|casella postale"
    r"|postbus|skr(?:ytka|\.) poczt(?:owa|\.))"
)
INDIAN = (
    r"(?:flat|house|plot|door|sector|nagar|road|street|colony|marg|cross|main|layout|puram|phase"
    r"|block|apartments?|residency|society|enclave|vihar|hills?|bagh|zila|path|ganj|h\.?no|chowk"
    r"|extension|park|garden)"
)
# Words before an address: `deliver to`, `ich wohne in`, `mi dirección es`.
CUE = (
    r"(?:address|adress|anschrift|direcci[óo]n|indirizzo|adres|morada|endere[çc]o|domicili"
    r"|(?:i|we|she|he) lives?|lives? (?:at|in|on)|living|resid|deliver|ship|send|sent|moved|moving"
    r"|courier|my (?:home|house|place)|go(?:es)? to|wohn|liefer|schick|umgezogen|habit|livr|envo"
    r"|vivo|env[íi]|mand|abito|sped|consegn|woon|bezorg|stuur|verhuisd|moro|entreg|mieszk|wys[łl]"
    r"|bor |skicka|kapt|destinat|empf[äa]nger|recipient|drop it)"
)
# With a postcode of digits. In lower case, codes that are English words are no states.
STATE = (
    r"(?:A[KZR]|C[AT]|DC|FL|GA|IA|K[SY]|M[DAINSOT]|N[EVHJMYCD]|OH|RI|S[CD]|IL"
    r"|T[NX]|UT|V[TA]|W[AVIY]|(?-i:A[LS]|CO|DE|HI|I[DN]|LA|ME|O[KR]|PA))"
)
AUSTRALIAN_STATE = r"(?:NSW|VIC|QLD|TAS|(?-i:SA|WA|ACT|NT))"
