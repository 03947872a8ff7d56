"""Words before a number that make it a phone number, or an order number and the like.

Parts of patterns. In scripts without spaces, the words match anywhere.
"""

from __future__ import annotations

_NUMMER = (
    r"(?:kunden?|klant|kund|kd|vertrags?|contract|avtals|z[äa]hler|serien|serie|artikel|buchungs"
    r"|boekings|boknings|auftrags|order|ordre|bestell(?:ings|nings|ungs)?|rechnungs|factuur"
    r"|faktura|mitglieds|medlems|lid|vorgangs|ticket|referen[zs]|referentie|sendungs|zendings"
    r"|tracking|transa[kc]tions|transactie|gutschein|versicherungs|polis)[- ]?(?:nummer|nr|code|id)"
)
REFERENCE = (
    r"order|invoice|tracking|parcel|shipment|ref|reference|ticket|case|offer|proposal|licen[cs]e"
    r"|account|customer|serial|article|item|model|part|lot|batch|firmware|zone|sku|imei|code"
    r"|upc|ean|gtin|isbn|issn|voucher|gift card|total|sum|dhl|ups|usps|fedex|gls|dpd|hermes"
    r"|transaction|txn|booking|reservation|membership|policy|contract|pnr|meter reading"
    r"|(?:payment|session|request|claim|job|quote|member|user|meter|device) (?:id|no|number)"
    rf"|{_NUMMER}|bestell\w*|rechnung\w*|sendung\w*|vertrag|buchung|vorgang|referenz|transaktion"
    r"|commande|colis|suivi|r[ée]f[ée]rence|facture|dossier|r[ée]servation|contrat"
    r"|(?:n[°o]|num[ée]ro|code) (?:de )?client"
    r"|pedido|seguimiento|referencia|factura|reserva|contrato|transacci[óo]n"
    r"|n(?:[º°o]|[úu]mero|umero) (?:de )?cliente|codice cliente"
    r"|ordine|fattura|prenotazione|contratto|tracciamento|spedizione"
    r"|bestelling|zending|reservering|boeking|encomenda|fatura|rastreio"
    r"|zam[óo]wieni\w*|faktur\w*|umow\w*|rezerwacj\w*|przesy[łl]k\w*|numer klienta"
    r"|beställning|bestilling|asiakasnumero|tilaus\w*|lasku\w*|varaus\w*|seurantakoodi"
    r"|objednávk\w*|zákaznické číslo|rezervac\w*|zásilk\w*|rendelés\w*|számla|comand\w*"
    r"|заказ\w*|замовлен\w*|номер кл(?:ие|іє)нта|договор\w*|договір|сч[её]т\w*|рахун\w*|трек\w*"
    r"|sipariş\w*|müşteri|rezervasyon|kargo|takip|παραγγελί\w*|τιμολόγι\w*|đơn hàng|hoá đơn|pesanan"
    r"|الطلب|طلب|طلبي|الفاتورة|(?:ה)?הזמנה|חשבונית|ऑर्डर"
)
REFERENCE_ABROAD = (
    r"(?:订单|訂單|客户|客戶|快递|运单)(?:号码?|編?號|编号)是?|单号是?|單號是?"
    r"|(?:注文|お客様|伝票|予約|追跡)番号は?|(?:주문|송장|예약|고객) ?번호[는은]?"
)
# Words that may stand between one of these and its number.
LINKING = (
    r"num(?:ber)?s?|no|nr|id|code|ref|reference|nummer|num[ée]ro|n[úu]mero|numer|číslo|номер|is"
    r"|was|are|n|ist|war|lautet|est|es|è|é|era|het|to|är|er|on|jest|je|this|of|for|de|the|my"
)
PHONE = (
    r"(?:tele)?phone|tel|telefon\w*|t[eé]l[eé]fono?|call|ring|mobile|cell|handy\w*|tlf|t[ée]l"
    r"|mob(?:il)?|gsm|puh|telem[óo]vel|celular|whatsapp|sms|text|fax|reach|contact|dial|my number"
    r"|meine nummer|erreichbar|anrufen|portable|mon num[ée]ro|joignable|m[óo]vil|mi n[úu]mero"
    r"|ll[aá]m[ae]\w*|cellulare|il mio numero|chiama(?:te)?(?:mi)?|raggiungibile|mijn nummer|mobiel"
    r"|bel me|meu n[úu]mero|ligue|zap|m[óo]j numer|(?:za)?dzwoni[ćc]|mitt nummer|mit nummer"
    r"|numeroni|soita|moje číslo|zavolejte|numaram|arayın|numărul meu|sunați|hívjon"
    r"|số của tôi|nomor saya"
)
PHONE_ABROAD = (
    r"\bтел(?:\.|ефон\w*)|\bмоб(?:ильн\w*|ільн\w*)|\bм(?:ой|ій) номер|\bпозвоните|\bзвоните"
    r"|\bзателефонуйте|τηλ(?:έφωνο|\.)|κινητό|هاتف|جوال|موبايل|رقمي|اتصل|טלפון|נייד|המספר שלי"
    r"|फ़ोन|फोन|मेरा नंबर|โทร|เบอร์|điện thoại|电话|電話|手机|手機|携帯|私の番号|전화|휴대폰|제 번호"
)
# Behind a number, these words make it a phone number.
SAID_AFTER = (
    r",? (?:is|ist|es|est|è|é|är|er|to) (?:my|meine?|mon|ma|il mio|mijn|o meu|mitt|mit|m[óo]j|mi)"
    r" (?:new |own |home |work |private |contact )?(?:(?:tele)?phone|mobile|cell(?:ular)?|number"
    r"|whatsapp|tel|handy\w*|nummer|telefon\w*|num[ée]ro|n[úu]mero|t[eé]l[eé]fono?|m[óo]vil"
    r"|cellulare|celular|telem[óo]vel|numer)\b"
)
