"""`python -m analysis.training`: make the models that Evenhand ships, from annotated text."""

from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(help=__doc__, no_args_is_help=True, add_completion=False)


@app.command()
def attributions(
    corpus: Annotated[Path, typer.Option(help="JSON Lines of articles with `text` and `attributions`")],
    out: Annotated[Path, typer.Option(help="folder for checkpoints and the log; started again, training goes on")],
    epochs: int = 8,
    seed: int = 0,
    layers: Annotated[int | None, typer.Option(help="keep only the lowest layers of the encoder")] = None,
    dev: Annotated[Path | None, typer.Option(help="further articles to report on each epoch")] = None,
    teacher: Annotated[list[Path] | None, typer.Option(help="network.pt of a teacher; may be given again")] = None,
    start: Annotated[Path | None, typer.Option(help="network.pt to start from")] = None,
    limit: Annotated[int | None, typer.Option(help="only so many articles, to try things")] = None,
) -> None:
    """Train the attribution reader."""
    from analysis.training.attributions import train

    train(corpus, out, epochs, seed, layers, dev, tuple(teacher or ()), start, limit)


@app.callback()
def main() -> None:
    """Make the models that Evenhand ships, from annotated text (needs the extra `train`)."""


if __name__ == "__main__":
    app()
