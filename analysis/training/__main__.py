"""`python -m analysis.training`: make the models that Evenhand ships from annotated text, and score them."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False, rich_markup_mode=None)

Corpus = Annotated[Path, typer.Option(help="JSON Lines of articles with `text` and `attributions`")]


@app.command()
def attributions(
    corpus: Corpus,
    out: Annotated[Path, typer.Option(help="folder for checkpoints and the log; started again, training goes on")],
    epochs: int = 7,
    seed: int = 1,
    layers: Annotated[int | None, typer.Option(help="keep only so many of the encoder's layers")] = None,
    dev: Annotated[Path | None, typer.Option(help="further articles to report on each epoch")] = None,
) -> None:
    """Train the attribution reader (needs the extra `train`); about six minutes an epoch on one core."""
    from analysis.training.attributions import train

    train(corpus, out, epochs, seed, layers, dev)


@app.command()
def export(
    weights: Annotated[Path, typer.Argument(help="network.pt that training wrote")],
    corpus: Annotated[Path, typer.Option(help="the corpus it was trained on: its held-out articles calibrate it")],
    out: Annotated[Path, typer.Option(help="folder for the model; analysis/models to ship it")],
) -> None:
    """Make a trained network ready: ONNX, eight-bit weights, calibrated confidence (needs the extra `train`)."""
    from analysis.training.export import export as export_network

    export_network(weights, corpus, out)


@app.command()
def score(corpus: Corpus, reader: Annotated[str, typer.Option(help="model or rules")] = "model") -> None:
    """Score a reader on annotated articles: F1 in per cent with intervals by article, and how far to trust it."""
    from analysis.training.evaluation import evaluate

    for table in evaluate(corpus, reader):
        typer.echo(table.to_string(index=False) + "\n")


if __name__ == "__main__":
    app()
