"""Words that are no names where a name could stand, such as after greetings and thanks.

Kept by hand; `ORDINARY` is case-folded, so that `Grüße` is among them as `grüsse`. A word that
many people are called (`will`, `mark`, `may`) is here only where it is far more often something
else.
"""

from __future__ import annotations

_ENGLISH = """
a about account address after again all already also always am an and angry annoyed another any
anybody anyone app are as at awaiting away back bad be because been before best better between bill
black blue both box bot broken bye can cancel cannot card chat check code could correct coffee
customer day dear delivery did different disappointed do does doing done email evening ever every
everybody everyone everything fan fantastic few fine first folks following for forever friend
friends from furious gentlemen get getting glad go going good got great greetings grinder guys had
happy has have having hello help here hey hi him his hope how however i id if ill in incorrect
interested into invalid invoice is isn't it it's its just kettle kind kindly know ladies last late
later less let like listed look looking lot lots love madam mail many mate me message misspelled
misspelt question questions missing mistake more morning most mug my name need needed never new
next night no nobody none nope nor not nothing now number of off ok okay old on once one only or
order ordered other our out over page parcel per perfect phone pick please pls plz possible premium
price problem product quick quite re ready really red refund regarding regards resolved ridiculous
right sad same service shipping shop should showing since sir sirs site sister so solved some
somebody someone something sorry spelled spelt standard still stop store stuff such super support
sure team terrible than thank thanks that that's the their them then there these they thing this
those thru till tired to today together tomorrow tonight too two unacceptable under unhappy until
up upset urgent us used user very via visible wait waiting want was way we website welcome well
went were what what's whatever when where where's which who whole why will wish with within without
won't wonderful work working works world worried worst would written wrong yeah yes yesterday yet
you your yours problems agent agents representative colleagues crew staff sales office management
manager department desk human person people support's advance attention reply fast asap thx cheers
robot assistant nice pleased delighted much truly sincerely faithfully respectfully god lord placed
received sent delivered arrived shipped paid returned using unknown above below goodbye
outrageous year review warranty investigation
"""
_GERMAN = """
frage fragen anfrage ab aber alle allen allerseits alles als am an auch auf aus bald bei beim beste
besten bestellung bis bitte bitten da damen dank danke dann das dass daß dein dem den denn der des
die dies diese doch dort du ein eine einem einen einer einfach er erst es euch euer falsch für ganz
gar gerne gibt gruß grüße gut gute guten habe haben hallo hat hätte heißt herren herzlich herzliche
herzlichen hi hier ich ihnen ihr ihre ihrem ihren im immer in ins ist ja jetzt kann kein keine klar
kunde kunden kundendienst kundenservice kundin könnte können leider leute liebe lieber liebes mal
man mehr mein meine meinem meinen mfg mich mir mit muss möchte nach nein neu nicht nichts noch
nochmal nun nur ob oder ohne paket problem rechnung schon schöne sehr sein seit sich sie sind so
sofort stammkunde steht student studentin super support team tag und uns unter verärgert viel viele
vielen vom von vor wann warte warum was wegen weil weiter wenn wer werden wie wieder wir wird wo
wurde wünsche zu zum zur zusammen zufrieden enttäuscht sauer schön norden süden
"""
_FRENCH = """
abonné alors au aucun aussi autre aux avance avant avec avez avoir beaucoup bien bon bonjour bonne
bonsoir c'est ce cela celle ces cette chez chers client cliente clients comme comment commande
cordialement dans de depuis des deux du déçu déçue elle en encore equipe équipe est et été être
fait faux hier ici il j'ai je jour l'équipe la le les leur lors là ma mais mal mauvais me merci mes
messieurs mesdames moi mon ne non nos notre nous on ou où par pas plus pour pourquoi pouvez
possible pris problème qu'il quand que quel quelle qui quoi sa sans service si son sont suis
support sur tard te toi tous tout toute toutes toujours très tu un une vite voici vos votre vous y
à
"""
_SPANISH = """
pregunta duda a adelante al algo alguien algún amigos antes aquí así atención aunque ayuda bien
buen buena buenas bueno buenos cada casi cliente clienta como con cordial cordiales cosa cuando
cuanto cuánto cuál de del desde donde dónde días el ella ellos en entre equipo era es esa ese eso
esta estado estaba estar este esto estoy está están gracias ha hace hacen hacer han hasta hay he
hola hoy la las le les lo los mal mañana me mi mis mucha muchas mucho muy más nada nadie ni ninguna
no nos nuevo nueva o os otra otro para pedido pero por porque pronto puede pueden puedo pues que
quiero quién qué se señor señora señores señoras ser si siempre sin sobre soporte soy su sus sí
también tanto tardes tarde te tengo tiene tienen todas todo todos tu tus un una unos usted ustedes
va vez ya yo saludo saludos
"""
_ITALIAN = """
domanda a abbastanza ai al alla alle anche ancora anni arrabbiata arrabbiato assistenza attesa
avete bene buon buona buonasera buongiorno che chi ci cliente clienti come con cordiali così cosa
cui da dal dalla dei del della delle delusa deluso di dopo dove due e ed era essere fa grazie già
gli ha hanno ho i il in io italiano italiana la le lei lo loro ma mai me mi mio molto nel nella
niente no noi non nostro nuovo o ogni oggi ordine per perché più poi posso possibile prima qualcuno
quando quanto quello questa questo qui sbagliato scritto se sempre senza si sia signori sono sta
stata stato staff su sul tanto team te ti tra tutta tutte tutti tutto un una uno vi voi vorrei è
aiuto saluti mille
"""
_DUTCH = """
vraag aan al alle allemaal alles als alstublieft alvast bedankt ben beste bestelling bij dag dank
dat de deze die dit dus een en er fout geen goed goede goedemiddag graag groet groeten groetjes had
heb hebben heeft heel helaas het hij hoe hoi iedereen iemand ik in is ja jij je jullie kan klant
klanten klantenservice kunnen kunt maar me meer met mij mijn naar nee niet niets nog nu of om ons
onze ook op over pakket pas service team te tevreden toch u uit uw van veel voor waar wanneer want
was wat we weer wel wie wij wil worden zal ze zeer zij zo zonder zou vriendelijke
"""
_OTHERS = """
pergunta dúvida ainda aqui até bem boa bom cliente com como da das de depois do dos e ela ele em
encomenda equipa equipe errado errada esta está estou eu foi há isso isto já lhe mais mas me meu
mil minha muita muito na nada não no nos nosso novo o obrigada obrigado os ou para pela pelo
pessoal por porque porquê pois pra quando quanto que quem sem senhores ser seu seus si sim sou sua
suas também tarde tem tenho toda todos tudo um uma você à às é dia dias pytanie ale bardzo bez bo
by być co czy dla dzień i ich ja jak jest jestem już klient klientem klientka która który ma mam mi
mnie moja moje mój nadal nie od pan pani panie panowie państwo państwa po pod pomoc proszę przez
przy się serdecznie serdeczne są ta tak tam ten to tu w we wszyscy wszystkich z za zadowolona
zadowolony ze zespół zespole że drodzy jakie dobry góry fråga alla alle allihop allihopa att av
blir den det dig dom du där efter en er ert ett för från ha har hej här hos inte jag kan kund kunde
kunden man med men mig min mitt mot mycket när ni nu någon och ofta också om oss på sen ska skulle
som så till tack takk team under upp ut utan vad var vi vill är igjen ikke jeg og til fra mvh
hilsen venlig vennlig vänlig kundtjänst kundservice kundsupport kundeservice kundeservicen
kundesenter kundesupport asiakaspalvelu asiakas zákaznický zákaznická zákazník zákaznice
ügyfélszolgálat ügyfél müşteri clienți clienților obsługo obsługa suporte atendimento
"""
_CYRILLIC = """
а без будет был была в вам вас вот все всё всем вы где да для добрый доброе день до его ещё заказ
здравствуйте и из извините или как какой когда кто ли меня мне мой моя моё мои можно мы на не нет
но о он она они по подскажите пожалуйста помогите почему привет прошу с сегодня скажите сколько
спасибо так там то ты у уважением уже чем что чтобы это я будь ласка дякую де коли команда мене
мені мого моє підкажіть поддержка підтримка скажіть та чи чому щоб це як
срочно ужасно καλημέρα καλησπέρα
"""
# Nationalities, days, months and companies: capitalised words behind `I am` or `thanks`.
_CAPITALISED = """
american arab argentinian australian austrian belgian brazilian british bulgarian canadian catholic
chinese colombian croatian czech danish dutch english european finnish french german greek
hungarian indian irish italian japanese jewish korean latvian lithuanian mexican muslim norwegian
pakistani polish portuguese romanian russian scottish serbian slovak slovenian spanish swedish
swiss turkish ukrainian vegan vegetarian welsh deutsche deutscher österreicher österreicherin
schweizer schweizerin monday tuesday wednesday thursday friday saturday sunday january february
march july september october november december montag dienstag mittwoch donnerstag freitag samstag
sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes
sábado domingo christmas easter amazon apple dhl ebay fedex firstline google hermes klarna
mastercard microsoft paypal ups usps visa africa america asia canada europe germany france spain
italy london paris berlin belge suisse français française allemand allemande espagnol
espagnole italien italienne anglais anglaise canadien canadienne marocain marocaine español
española mexicano mexicana argentino argentina colombiano colombiana chileno chilena peruano
peruana francés francesa alemán alemana inglés inglesa tedesco tedesca francese inglese spagnolo
spagnola svizzero svizzera nederlander nederlandse duitser svensk norsk dansk finsk polak polka
brasileiro brasileira português portuguesa
"""

ORDINARY = frozenset(
    " ".join(
        (_ENGLISH, _GERMAN, _FRENCH, _SPANISH, _ITALIAN, _DUTCH, _OTHERS, _CYRILLIC, _CAPITALISED)
    )
    .casefold()
    .split()
)
