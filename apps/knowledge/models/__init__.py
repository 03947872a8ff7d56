"""The tables of knowledge, also those of gaps and imports: Django looks for all of them here."""

from __future__ import annotations

from apps.knowledge.gaps import models as _gaps  # noqa: F401
from apps.knowledge.importing import models as _imports  # noqa: F401
from apps.knowledge.models.actions import Action
from apps.knowledge.models.articles import (
    LONGEST_BODY,
    Article,
    ArticleContent,
    ArticleVersion,
)
from apps.knowledge.models.macros import LONGEST_MACRO, Macro, MacroContent, MacroVersion
from apps.knowledge.models.passages import Encoder, Passage, PassageVector
from apps.knowledge.models.solved_questions import SolvedQuestion
from apps.knowledge.models.versioned import Versioned

__all__ = [
    "LONGEST_BODY",
    "LONGEST_MACRO",
    "Action",
    "Article",
    "ArticleContent",
    "ArticleVersion",
    "Encoder",
    "Macro",
    "MacroContent",
    "MacroVersion",
    "Passage",
    "PassageVector",
    "SolvedQuestion",
    "Versioned",
]
