from __future__ import annotations

import pytest

from workers.text.personal.addresses import find_addresses


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_addresses(text)]


@pytest.mark.parametrize(
    "address",
    [
        "12 Baker Street, London NW1 6XE",
        "Flat 3, 90 King's Road, Reading RG1 3BJ",
        "7 Quayside, Newcastle NE1 3DX",
        "2208 Magnolia Court, Apt 7C, Austin, TX 78704",
        "PO Box 1187, Bozeman, MT 59771",
        "412 Elgin Street, Ottawa, ON K2P 1M4",
        "2/56 George St, Brisbane QLD 4000",
        "14 Main Street, Galway, H91 E2K3",
        "Plot 9, Banjara Hills, Hyderabad 500034",
        "Hauptstr. 5, 10115 Berlin",
        "Am Alten Markt 3\n14467 Potsdam",
        "Praterstraße 1/2/15, 1020 Wien",
        "Karl-Heinz-von-Müller-Straße 3, 10115 Berlin",
        "Anna-Maria-Weg 7, 50667 Köln",
        "Bahnhofstrasse 21, 8001 Zürich",
        "15 bis avenue Jean Jaurès, 31000 Toulouse",
        "C/ Balmes 201, 2-1, 08006 Barcelona",
        "Corso Vittorio Emanuele 18, 10123 Torino (TO)",
        "Prinsengracht 263, 1016 GV Amsterdam",
        "Rua Augusta 24, 3º Esq, 1100-053 Lisboa",
        "ul. Mickiewicza 18/4, 31-120 Kraków",
        "Götgatan 55, 116 21 Stockholm",
        "Cumhuriyet Mah. Gül Sok. No: 7 D: 4, 06420 Çankaya/Ankara",
        "Bağdat Caddesi No:45/3, 34710 Kadıköy",
        "Nørrebrogade 44, 2. tv, 2200 København",
        "Mannerheimintie 12 A 5, 00100 Helsinki",
        "Strada Victoriei 12, bl. 3, sc. A, ap. 14, București 010061",
        "Jl. Sudirman No. 12, Jakarta 10220",
        "北京市朝阳区建国路88号3号楼1201室",
        "台北市信義區信義路五段7號12樓",
        "서울특별시 강남구 테헤란로 152, 5층",
        "부산 해운대구 우동 1234-5",
        "ул. Ленина, д. 15, кв. 42, 620014 Екатеринбург",
        "вул. Шевченка 12, кв. 5, Львів 79000",
        "〒150-0001 東京都渋谷区神宮前1-2-3",
        "大阪府大阪市北区梅田三丁目1番3号",
        "ул. Садовая, д. 12, кв. 48",
        "г. Казань, улица Баумана, дом 7",
        "190000, Невский проспект, д. 28",
        "Λεωφόρος Κηφισίας 22, Μαρούσι",
        "Ερμού 15, Αθήνα 105 63",
        "12 Queen Street, Auckland 1010",
        "1 Raffles Place #20-61, Singapore 048616",
        "15 Main Road, Rondebosch, Cape Town 7700",
        "東京都千代田区丸の内1-9-1",
        "千代田区丸の内1丁目9番1号",
        "神奈川県横浜市西区みなとみらい2-2-1",
        "רחוב הרצל 5, דירה 3, תל אביב",
        "شارع الملك فهد، الرياض 12211",
        "شارع التحرير رقم 12",
        "99/1 ถนนสุขุมวิท แขวงคลองเตย กรุงเทพ 10110",
        "123 Nguyễn Huệ, Quận 1, TP. HCM",
        "số 5 ngõ 12 Hàng Bông, Hà Nội",
    ],
)
def test_an_address_is_found_whole_as_its_country_writes_it(address: str) -> None:
    assert found(f"the parcel is for {address}. Thanks") == [address]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("i live at 7 mill lane and nobody came", "7 mill lane"),
        ("deliver to Via Roma 15 please", "Via Roma 15"),
        ("请寄到世纪大道100号", "世纪大道100号"),
        ("Right is 21 Elm Street.", "21 Elm Street"),
        ("123 main st apt 4", "123 main st apt 4"),
        ("send it to 21 Elm Street, order 4711", "21 Elm Street"),
    ],
)
def test_without_a_postcode_a_cue_or_capitals_up_to_the_end_vouch(text: str, address: str) -> None:
    assert found(text) == [address]


@pytest.mark.parametrize(
    "text",
    [
        "Do you deliver to Berlin?",
        "order 10115 Berlin",
        "5 ways to make coffee",
        "2 large place mats",
        "it took 2 days by road",
        "shipped via DHL 5 days ago",
        "I visited 3 Oxford Street stores",
        "Via Veneto 250 g",
        "1 kg Espresso, 1000 g Filter",
        "Produkt 5, 12345 Stück",
        "2 Hario v60 mugs",
        "I ordered 2 Mugs on 2026-03-01",
        "ordering 3, paying 2",
        "1 st place",
        "東京まで2-3日で届きますか",
        "町に2-3回行く",
        "我12号下单,15号还没到",
        "在路上3天了",
        "친구 집으로 3개 보냈어요",
        "다시 택배로 2개 보내주세요",
        "서울로 3일 걸리나요",
        "新宿区の店で3-4回",
        "رأيته في شارع التحلية منذ 3 أيام",
        "ברחוב ראיתי 5 חנויות",
        "ถนนหน้าร้าน 5 นาที",
        "tôi có 5 đơn, quận nào giao",
        "Doğru cad filtre 12 adet",
        "На улице 5 градусов",
        "и пр. 5 товаров",
        "πλήρωσα 15, Ευχαριστώ 10",
    ],
)
def test_a_town_a_quantity_or_a_product_is_no_address(text: str) -> None:
    assert found(text) == []
