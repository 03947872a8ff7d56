"""The arguments of `python -m workers`."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

from workers.contracts.labels import UNKNOWN_LANGUAGE
from workers.contracts.pipelines import Queue


def read_arguments(arguments: list[str]) -> argparse.Namespace:
    """`command`, its options and the `log_level` that suits it. Exits with 2 for a mistake."""
    parser = argparse.ArgumentParser(
        prog="python -m workers", description="The workers from a shell."
    )
    # A person reads what a command says; a service is read by its log.
    parser.set_defaults(log_level="warning")
    commands = parser.add_subparsers(dest="command", required=True)
    pool = commands.add_parser("pool", help="consume one queue until told to stop")
    pool.add_argument("queue", type=Queue, choices=list(Queue))
    pool.set_defaults(log_level="info")
    commands.add_parser("declare-topology", help="declare exchanges and queues")
    commands.add_parser("export-encoder", help="fetch, check and export the encoder")
    _add_train(commands)
    _add_evaluate(commands)
    _add_predict(commands)
    _add_recommend(commands)
    import_nlu = commands.add_parser("import-nlu", help="add a file's training data")
    import_nlu.add_argument("file", type=Path, help="CSV, JSON Lines or nlu.yml, or a folder of it")
    export_nlu = commands.add_parser("export-nlu", help="write the training data as nlu.yml")
    export_nlu.add_argument("--out", type=Path, help="a file; else standard output")
    serve = commands.add_parser("serve", help="answer other services in real time")
    serve.add_argument("--model", type=Path, help="a model's folder; else the champion")
    serve.set_defaults(log_level="info")
    options = parser.parse_args(arguments)
    if options.command == "train":
        _check_train(options)
    return options


def _add_train(commands: Any) -> None:
    train = commands.add_parser("train", help="train on a file, or on the workspace and promote")
    train.add_argument("--intents", type=Path, help="CSV, JSON Lines or nlu.yml; else Postgres")
    train.add_argument("--out", type=Path, help="the folder that the model is written to")
    train.add_argument(
        "--sentiment", type=Path, help="texts and their sentiment; else the sample's"
    )
    train.add_argument("--seed", type=_seed, default=0, help="the same gives the same model")
    train.add_argument("--if-missing", action="store_true", help="unless a model answers already")
    train.set_defaults(refuse=train.error)


def _check_train(options: argparse.Namespace) -> None:
    if bool(options.intents) != bool(options.out):
        options.refuse("give --intents and --out together: a file, and a folder for its model")
    if options.sentiment and not options.intents:
        options.refuse("--sentiment goes with --intents: the workspace has sentiments of its own")


def _seed(written: str) -> int:
    """A whole number that every random generator accepts as its seed."""
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


def _add_predict(commands: Any) -> None:
    predict = commands.add_parser("predict", help="say what texts mean")
    predict.add_argument("--model", type=Path, required=True, help="a model's folder")
    predict.add_argument("--json", action="store_true", help="an object a line")
    predict.add_argument("--language", default=UNKNOWN_LANGUAGE, help="what most texts are in")
    predict.add_argument("texts", nargs="*", metavar="TEXT", help="else a text a line of input")


def _add_recommend(commands: Any) -> None:
    recommend = commands.add_parser("recommend", help="say what the workspace would do, and why")
    recommend.add_argument("--json", action="store_true", help="an object a line, with everything")
    recommend.add_argument("--language", default=UNKNOWN_LANGUAGE, help="what most texts are in")
    recommend.add_argument("--inbox", default="", metavar="NAME", help="where the texts come to")
    recommend.add_argument("texts", nargs="+", metavar="TEXT")
