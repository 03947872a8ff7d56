"""The tables of predictions, suggestions, feedback and executions."""

from __future__ import annotations

from apps.assist.models.executions import Execution
from apps.assist.models.feedback import Acceptance, Feedback, Label
from apps.assist.models.predictions import Prediction, Suggestion

__all__ = ["Acceptance", "Execution", "Feedback", "Label", "Prediction", "Suggestion"]
