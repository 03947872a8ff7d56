from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workers.text.names import find_names

GIVEN = st.sampled_from(["Ngozi", "Mei-Ling", "Søren", "Joaquín", "Zsófia", "D'Arcy", "Łukasz"])
FAMILY = st.sampled_from(["Okafor", "van der Meulen", "O'Neil", "Grünewald", "El Idrissi", "Żuk"])
BEFORE = st.sampled_from(
    ["my name is ", "Dear ", "ich heiße ", "je m'appelle ", "Where is it?\nBest regards,\n"]
)


def found(text: str) -> list[str]:
    return [text[start:end] for start, end in find_names(text)]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hi Anna, where is it?", "Anna"),
        ("Hi Anna where is it?", "Anna"),
        ("hi olu, still waiting", "olu"),
        ("Dear Ms Okonkwo,\nthank you", "Ms Okonkwo"),
        ("dear mrs abernathy the teapot leaks", "mrs abernathy"),
        ("Sehr geehrte Frau Hohenstein,", "Frau Hohenstein"),
        ("Geachte heer De Wit, hierbij", "heer De Wit"),
        ("my name is john smith and i ordered", "john smith"),
        ("I'm Callum Reid and I never got it", "Callum Reid"),
        ("this is Hannah, again", "Hannah"),
        ("Hi, I'm Anna Berg, my lamp broke", "Anna Berg"),
        ("hi i'm anna, my lamp broke", "anna"),
        ("Name: Bartholomew Quill\nOrder: 1", "Bartholomew Quill"),
        ("in the name of Harold Finch", "Harold Finch"),
        ("It broke.\n\nThanks\nmaria k", "maria k"),
        ("It broke. Thanks, Maria", "Maria"),
        ("Viele Grüße\nAnnika Thoms\nKundin", "Annika Thoms"),
        ("I spoke with Mr. Whitcombe", "Mr. Whitcombe"),
        ("ship to Anna Berg, <ADDRESS>", "Anna Berg"),
        ("Beth here, following up", "Beth"),
        ("My name is Will Smith and I wait", "Will Smith"),
        ("hey lisa where is it", "lisa"),
        ("It broke. Thanks! - Tom", "Tom"),
        ("Liebe Grüße, Sabine", "Sabine"),
        ("Yours truly, A. Lopez", "A. Lopez"),
        ("Regards, I. Novak", "I. Novak"),
        ("Thanks for all your help,\nDave Miller", "Dave Miller"),
        ("Tack på förhand!\nLars Holm", "Lars Holm"),
        ("Kiitos, Aino", "Aino"),
        ("Спасибо, Олег", "Олег"),
        ("Teşekkürler, Ayşe", "Ayşe"),
        ("You can call me Ana.", "Ana"),
        ("Hei, olen Matti Virtanen ja tilaus puuttuu", "Matti Virtanen"),
        ("Я Олег Петров, заказ 3321", "Олег Петров"),
        ("> Hi Ana,\n> it was sent", "Ana"),
        ("> It was sent.\n> Kind regards,\n> Bob", "Bob"),
        ("On Mon, 2 Mar 2026, Bob Jones wrote:\n> it was sent", "Bob Jones"),
        ("Am 3.3. schrieb Max Muster:", "Max Muster"),
        ("From: Bob Jones\nTo: Support\nSubject: Refund", "Bob Jones"),
        ("Attn: Ana Lopez", "Ana Lopez"),
        ("It broke.\n--\nRavi Shankar\nCTO", "Ravi Shankar"),
        ("It broke.\nCheers\nTom 😀", "Tom"),
        ("It broke. Erik <PHONE>", "Erik"),
        ("Lucie Malá, <PHONE>", "Lucie Malá"),
        ("Где заказ? <PHONE>, Марина", "Марина"),
        ("Write to <EMAIL>. Peter Hughes", "Peter Hughes"),
        ("Call <PHONE>\nErik", "Erik"),
        ("It broke.\nErik\n<PHONE>", "Erik"),
        ("Thanks Emily, that worked", "Emily"),
        ("Danke Sabine, hat geklappt", "Sabine"),
        ("I spoke to Brenda yesterday", "Brenda"),
        ("My husband Anthony Bianchi ordered it", "Anthony Bianchi"),
        ("it is for my daughter Ellie", "Ellie"),
        ("Mi hija Lucía lo pidió", "Lucía"),
        ("It broke. Thanks 🙏 Dave", "Dave"),
        ("It broke. Thanks, Dave x", "Dave"),
        ("Viele Grüße Max :)", "Max"),
        ("👋 hey jamie, any news?", "jamie"),
        ("Hi Anna 😊 where is it", "Anna"),
        ("תודה, דוד 🙏", "דוד"),
        ('From: "Bob Jones" <<EMAIL>>', "Bob Jones"),
        ("Меня зовут Иван Петров и я жду", "Иван Петров"),
        ("С уважением,\nОльга", "Ольга"),
        ("שמי דוד כהן, ואני מחכה", "דוד כהן"),
        ("שלום דוד, איפה ההזמנה?", "דוד"),
        ("איפה ההזמנה?\nתודה רבה,\nרונית לוי", "רונית לוי"),
        ("我是王小明,还在等", "王小明"),
        ("王小明敬上", "王小明"),
        ("저는 김민수입니다", "김민수"),
        ("감사합니다\n이지은 드림", "이지은"),
        ("私の名前は田中太郎です", "田中太郎"),
        ("田中と申します", "田中"),
        ("我叫王小明,在等", "王小明"),
        ("제 이름은 김철수입니다", "김철수"),
        ("اسمي أحمد الخطيب ولم يصل طلبي", "أحمد الخطيب"),
        ("مرحبا يا ليلى، أين الشحنة؟", "ليلى"),
        ("أين طلبي؟\nمع التحية،\nسارة محمود", "سارة محمود"),
        ("मेरा नाम राहुल शर्मा है", "राहुल शर्मा"),
        ("नमस्ते अमित जी, ऑर्डर कहाँ है?", "अमित"),
        ("ऑर्डर कहाँ है?\nधन्यवाद,\nप्रिया वर्मा", "प्रिया वर्मा"),
        ("मैं सुनीता बोल रही हूँ", "सुनीता"),
    ],
)
def test_a_name_is_found_where_people_give_it(text: str, name: str) -> None:
    assert found(text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "عزيزي فريق الدعم، أين طلبي؟",
        "شكرا\nالطلب لم يصل",
        "معك حق",
        "नमस्ते टीम",
        "मैं परेशान हूँ",
        "मेरा नाम सूची में नहीं है",
        "שלום רב, איפה ההזמנה?",
        "תודה, הכל בסדר",
        "我是老客户,很失望",
        "저는 한국인입니다",
        "안내 드림",
        "Thanks for the info\nStill waiting",
        "Thanks, Order Placed",
        "Thanks Much",
        "Спасибо, Заказ получен",
        "Plan A. Then what?",
        "Hello 👋 I need help",
        "Thanks Guys, great",
        "Mobile Phone <PHONE>",
        "It broke. Contacto <PHONE>",
        "Call <PHONE>, Thanks",
        "Call <PHONE>\nThanks",
        "My number:\n<PHONE>",
        "Danke Schön, alles gut",
        "I spoke to Customer Services yesterday",
        "MY MUM CRIED WITH JOY",
        "my daughter's birthday is Monday",
        "Thanks 😍 Great",
        "Please call me Monday",
        "From: Berlin\nTo: Hamburg",
        "Acme Ltd\nT: <PHONE>",
        "Hi there",
        "Dear Sir or Madam,",
        "Dear Firstline team, hello",
        "Hello Where is it?",
        "Hello Kitty mug broken",
        "hello, question",
        "Thanks team",
        "Thanks, will do",
        "Thanks, Bye",
        "Kind regards,\nThe whole team",
        "Liebe Grüße an das Team",
        "my name is on the invoice",
        "Mein Name ist falsch geschrieben",
        "what is the name of the blue grinder?",
        "I am Very disappointed",
        "I'm German and you are not",
        "ich bin Kunde seit 2015",
        "this is urgent",
        "hello parcel where is it",
        "To: Support Team <<EMAIL>>",
        "Добрый день, Подскажите, где заказ?",
        "Mark it as paid",
        "May I pay later?",
        "My Dr. Martens arrived",
        "Der Herr der Ringe Becher",
        "<NAME>",
    ],
)
def test_a_greeting_or_a_word_alone_is_no_name(text: str) -> None:
    assert found(text) == []


@given(BEFORE, GIVEN, FAMILY)
def test_a_planted_name_never_survives(before: str, given_name: str, family: str) -> None:
    assert found(f"{before}{given_name} {family}\n") == [f"{given_name} {family}"]
