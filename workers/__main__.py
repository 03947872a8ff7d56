"""The workers from a shell: `python -m workers COMMAND`."""

from __future__ import annotations

import argparse
import json
import os
import signal
import sys
from pathlib import Path
from typing import Any

from config.console import say
from config.environment import Environment, SettingError
from config.logs import configure_logs
from config.sentry import start_sentry
from workers.contracts import UNKNOWN_LANGUAGE, Queue
from workers.errors import SetupError
from workers.settings import ROOT


def main(arguments: list[str]) -> int:
    """Run one command. Returns the exit code."""
    options = _parser().parse_args(arguments)
    environment = Environment(os.environ)
    configure_logs(environment, options.log_level)
    start_sentry(environment.text("SENTRY_DSN", ""), f"worker {options.command}")
    return int(options.run(options) or 0)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m workers", description=__doc__)
    # A person reads what a command says; a service is read by its log.
    parser.set_defaults(log_level="warning")
    commands = parser.add_subparsers(dest="command", required=True)
    pool = commands.add_parser("pool", help="consume one queue until told to stop")
    pool.add_argument("queue", type=Queue, choices=list(Queue))
    pool.set_defaults(run=_run_pool, log_level="info")
    topology = commands.add_parser("declare-topology", help="declare exchanges and queues")
    topology.set_defaults(run=_declare_topology)
    encoder = commands.add_parser("export-encoder", help="fetch, check and export the encoder")
    encoder.set_defaults(run=_export_encoder)
    _add_train(commands)
    _add_evaluate(commands)
    _add_predict(commands)
    _add_recommend(commands)
    import_nlu = commands.add_parser("import-nlu", help="add a file's training data")
    import_nlu.add_argument("file", type=Path, help="CSV, JSON Lines or nlu.yml, or a folder of it")
    import_nlu.set_defaults(run=_import_nlu)
    export_nlu = commands.add_parser("export-nlu", help="write the training data as nlu.yml")
    export_nlu.add_argument("--out", type=Path, help="a file; else standard output")
    export_nlu.set_defaults(run=_export_nlu)
    serve = commands.add_parser("serve", help="answer other services in real time")
    serve.add_argument("--model", type=Path, help="a model's folder; else the champion")
    serve.set_defaults(run=_serve, log_level="info")
    return parser


def _add_train(commands: Any) -> None:
    train = commands.add_parser("train", help="train on a file, or on the workspace and promote")
    train.add_argument("--intents", type=Path, help="CSV, JSON Lines or nlu.yml; else Postgres")
    train.add_argument("--out", type=Path, help="the folder that the model is written to")
    train.add_argument(
        "--sentiment", type=Path, help="texts and their sentiment; else the sample's"
    )
    train.add_argument("--seed", type=_seed, default=0, help="the same gives the same model")
    train.add_argument("--if-missing", action="store_true", help="unless a model answers already")
    train.set_defaults(run=_train, refuse=train.error)


def _seed(written: str) -> int:
    """As much as all that draws by chance can take."""
    seed = int(written)
    if not 0 <= seed < 2**32:
        raise argparse.ArgumentTypeError("write a number from 0 to 4294967295")
    return seed


def _add_evaluate(commands: Any) -> None:
    evaluate = commands.add_parser("evaluate", help="judge a model on texts with known intents")
    evaluate.add_argument("--model", type=Path, required=True, help="a model's folder")
    evaluate.add_argument("--intents", type=Path, required=True, help="what to judge it on")
    evaluate.add_argument("--json", action="store_true", help="all figures, as JSON")
    evaluate.add_argument("--report", type=Path, help="a folder for a page with pictures")
    evaluate.set_defaults(run=_evaluate)


def _add_predict(commands: Any) -> None:
    predict = commands.add_parser("predict", help="say what texts mean")
    predict.add_argument("--model", type=Path, required=True, help="a model's folder")
    predict.add_argument("--json", action="store_true", help="an object a line")
    predict.add_argument("--language", default=UNKNOWN_LANGUAGE, help="what most texts are in")
    predict.add_argument("texts", nargs="*", metavar="TEXT", help="else a text a line of input")
    predict.set_defaults(run=_predict)


def _add_recommend(commands: Any) -> None:
    recommend = commands.add_parser("recommend", help="say what the workspace would do, and why")
    recommend.add_argument("--json", action="store_true", help="an object a line, with everything")
    recommend.add_argument("--language", default=UNKNOWN_LANGUAGE, help="what most texts are in")
    recommend.add_argument("--inbox", default="", metavar="NAME", help="where the texts come to")
    recommend.add_argument("texts", nargs="+", metavar="TEXT")
    recommend.set_defaults(run=_recommend)


def _run_pool(options: argparse.Namespace) -> int:
    from workers.pool import run_pool

    return run_pool(options.queue)


def _declare_topology(options: argparse.Namespace) -> None:
    from workers.topology import declare_topology

    say(f"Declared {', '.join(declare_topology())}.")


def _export_encoder(options: argparse.Namespace) -> None:
    from workers.models.export import ensure_encoder

    environment = Environment(os.environ)
    var_dir = environment.path("VAR_DIR", ROOT / "var")
    folder = ensure_encoder(environment.path("ENCODER_DIR", var_dir / "encoder"), say)
    say(f"The encoder is in {folder}.")


def _train(options: argparse.Namespace) -> None:
    if bool(options.intents) != bool(options.out):
        options.refuse("give --intents and --out together: a file, and a folder for its model")
    if options.sentiment and not options.intents:
        options.refuse("--sentiment goes with --intents: the workspace has sentiments of its own")
    if options.intents:
        from workers.commands import run_train

        return run_train(options)
    return _train_workspace(options)


def _train_workspace(options: argparse.Namespace) -> None:
    from workers.workspace import (
        has_champion,
        train_ranking,
        train_workspace,
        workspace_at_hand,
    )

    with workspace_at_hand():
        if options.if_missing and has_champion():
            return
        version = train_workspace(seed=options.seed, report=say)
        train_ranking(report=say)
    say(f"Model {version} answers from now on.")


def _evaluate(options: argparse.Namespace) -> None:
    from workers.commands import run_evaluate

    run_evaluate(options)


def _predict(options: argparse.Namespace) -> None:
    from workers.commands import run_predict

    run_predict(options)


def _recommend(options: argparse.Namespace) -> None:
    from workers.recommendations import (
        describe_recommended,
        recommend_for,
        say_recommended,
        workspace_reader,
    )
    from workers.workspace import workspace_at_hand

    with workspace_at_hand():
        made = recommend_for(options.texts, workspace_reader(), options.language, options.inbox)
    for each in made:
        said = json.dumps(say_recommended(each), ensure_ascii=False)
        say(said if options.json else describe_recommended(each))


def _serve(options: argparse.Namespace) -> None:
    from workers.serving.start import run_server

    run_server(Environment(os.environ), options.model, say)


def _import_nlu(options: argparse.Namespace) -> None:
    from workers.corpus.commands import run_import

    run_import(options)


def _export_nlu(options: argparse.Namespace) -> None:
    from workers.corpus.commands import run_export

    run_export(options)


def _end_quietly() -> int:
    """Nobody reads any more; Python would say so again when it closes standard output."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 128 + signal.SIGPIPE


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except (SettingError, SetupError) as error:
        sys.exit(str(error))
    except BrokenPipeError:
        sys.exit(_end_quietly())
    except KeyboardInterrupt:
        sys.exit(128 + signal.SIGINT)
