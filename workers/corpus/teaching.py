"""The entities that a file of training data teaches, besides its intents."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from workers.contracts.labels import PERSONAL_LABELS
from workers.corpus.records import Corpus, CorpusExample, LookupValue, Synonym
from workers.text.patterns import Taught

_PERSONAL = re.compile(
    rf"^(?:{'|'.join(PERSONAL_LABELS)})$|person|mail|phone|address|birth"
    r"|(?:first|last|full|given|family|user|customer|contact|sur)[ _-]?name",
    re.IGNORECASE,
)
# Dates, amounts and the like have readers of their own that compute a value: `tomorrow` is another
# day each day. Whole words only, so that `candidate` is no date.
_READ_ELSEWHERE = re.compile(
    r"^(?:when|day)$"
    r"|(?<![a-z])(?:date|time|datetime|duration|quantity|number|amount|money|url)s?(?![a-z])",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]{2,}")


def teach_entities(corpus: Corpus) -> Taught:
    """Lookup tables, patterns and synonyms, and the names that examples mark.

    Personal entities are found by rules of their own, and are never kept as names.
    """
    value_of = {row.text.casefold(): row.value for row in corpus.synonyms}
    marked = [name for example in corpus.examples for name in _marked_names(example, value_of)]
    lookups = [row for row in corpus.lookups if row.label not in PERSONAL_LABELS]
    lookups += (LookupValue(label, value) for label, value, _ in marked)
    others = (Synonym(value, text) for _, value, text in marked if value != text)
    return Taught(
        tuple(row for row in corpus.patterns if row.label not in PERSONAL_LABELS),
        tuple(dict.fromkeys(lookups)),
        tuple(dict.fromkeys([*others, *corpus.synonyms])),
    )


def _marked_names(
    example: CorpusExample, value_of: Mapping[str, str]
) -> Iterator[tuple[str, str, str]]:
    """(label, value, text) of marked entities that are names, and so mean the same in other texts.

    `value_of`: the values of synonyms, by their text in lower case.
    """
    for entity in example.entities:
        text = example.text[entity.start : entity.end]
        value = entity.value or value_of.get(text.casefold(), text)
        if _names_something(entity.label) and _WORD.search(text) and _WORD.search(value):
            yield entity.label, value, text


def _names_something(label: str) -> bool:
    return not (_PERSONAL.search(label) or _READ_ELSEWHERE.search(label))
