from __future__ import annotations

import argparse
import json

from config.console import say
from workers.direct.recommended import describe_recommended, recommended_as_json
from workers.direct.recommending import recommend_for, workspace_reader
from workers.direct.workspace import workspace_at_hand


def run(options: argparse.Namespace) -> None:
    """`recommend TEXT…`: what the workspace would do, and why; nothing is written."""
    with workspace_at_hand():
        made = recommend_for(options.texts, workspace_reader(), options.language, options.inbox)
    for each in made:
        as_json = json.dumps(recommended_as_json(each), ensure_ascii=False)
        say(as_json if options.json else describe_recommended(each))
