"""Texts as bad as they come: any character, and runs of what parsers trip over."""

from __future__ import annotations

from hypothesis import strategies as st

_RUNS = (
    *("Dear Ms Okafor, ", "my name is ", "Ana Ruiz", "\nBest regards,\n", "Thanks ", "Name: "),
    *("12 Baker Street", ", London NW1 6XE", "Hauptstr. 5", ", 10115 Berlin", "deliver to "),
    *("123-45-6789", "my BSN is ", "111222333", "passport ", "X4729108", "12 rue de "),
    *("4242 4242 4242 4242", "+49 151 23456789", "415-555-2671", "4155552671", "DE89 3704"),
    *("0044 0532 0130 00", "bob@example.com", "<EMAIL>", "•••• 4242", "FL-10432", "12.50 EUR"),
    *(
        "call ",
        "order ",
        "2024-01-05",
        "\r\n",
        "\n\n\n",
        "  ",
        "\u200b",
        "\u202e",
        "\ufeff",
        "\x00",
    ),
    *("\ud83d", "\udc00", "😀", "👩‍👩‍👧", "ﬁ", "Ａ", "①", "½", "…", "e\u0301", "\u0301", "ｶﾞ"),
    *(
        "مع التحية\n",
        "اسمي ",
        "نورة السالم",
        "धन्यवाद,\n",
        "नमस्ते ",
        "अमित जी",
        "東京都渋谷区神宮前1-2-3",
    ),
    *("born on ", "DOB: ", "12/03/1985", "ana arroba mail punto com", " CVV 737", "Kontonummer "),
    *("my password is ", "hunter2", "PIN: ", "4821", "IP ", "84.12.33.7", "Kennzeichen ", "M AB 1"),
    *("one two three four five six seven", " is my number", "bob @ ", "רחוב הרצל 5", "Quận 1"),
    *("ул. Садовая, д. 5", "שלום", "مرحبا", "’", "—", "%40", "@", ".", "-", "4", "0", "("),
)

any_text = st.lists(
    st.one_of(st.sampled_from(_RUNS), st.text(st.characters(), max_size=8)), max_size=12
).map("".join)

_UNITS = (
    *("\n", "\ud800", "1 ", "12 ", "5", "a@", "a@b.", "1.", "DE89 ", "a\u0301", "…", "("),
    *("町", "東京都", "町1-", "ул. А", "شكرا ", "السيد ا ", "प्रिय क ", "धन्यवाद\n"),
    *("1 a ", "A-A-", "Mr Dr ", "Via a ", "1 rue de la ", "12 Elm St, a, b, ", "name: "),
    *("a' @ ", "a arroba b punto ", "born 1/1/", "one ", "5 Ấ Ấ, Quận 1, ", "شارع ا "),
    *("A'A-0-", "A-A-A ", "5-", "4111-1111\n", "> "),
)
HOSTILE = (
    *(unit * (8000 // len(unit)) for unit in _UNITS),
    *("e" + "\u0301\u0316" * 4000, "a@" + "1." * 3999, "+" + "1 " * 3999),
)
