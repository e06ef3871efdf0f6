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
    teacher: Annotated[list[Path] | None, typer.Option(help="network-EPOCH.pt to learn from; of two the mean")] = None,
    rate: Annotated[float, typer.Option(help="learning rate of the highest layer")] = 4e-4,
    dev: Annotated[Path | None, typer.Option(help="further articles to report on each epoch")] = None,
) -> None:
    """Train the attribution reader (needs the extra `train`); about six minutes an epoch on one core."""
    from analysis.training.attributions import train

    train(corpus, out, epochs, seed, layers, teacher or [], rate, dev)


@app.command()
def export(
    weights: Annotated[list[Path], typer.Argument(help="network-EPOCH.pt that training wrote; of several the mean")],
    out: Annotated[Path, typer.Option(help="folder for the model; analysis/models to ship it")],
) -> None:
    """Make a trained network ready: ONNX, eight-bit weights (needs the extra `train`)."""
    from analysis.training.export import export as export_network

    export_network(weights, out)


@app.command()
def rank(
    corpus: Annotated[Path, typer.Option(help="the corpus the network was trained on: its held-out articles are used")],
    judged: Annotated[Path, typer.Option(help="articles whose attributions, the machine's, people judged")],
    out: Annotated[Path, typer.Option(help="folder for attributions.json; analysis/models to ship it")],
) -> None:
    """Fit the confidence of what the shipped network finds, and say by cross-validation how far to trust it."""
    from analysis.training.ranking import rank as fit_ranking

    typer.echo(fit_ranking(corpus, judged, out).to_string(index=False))


@app.command()
def tone_contrast(
    corpus: Annotated[Path, typer.Option(help="the sentences that the tone network was trained on")],
    out: Annotated[Path, typer.Option(help="file for the network; analysis/models/tone.onnx to ship it")],
) -> None:
    """Train the shipped tone network's upper layers on pairs that blame and clear (needs the extra `train`)."""
    from analysis.training.tone_contrast import train_on

    train_on(corpus, out)


Sentences = Annotated[Path, typer.Option(help="JSON Lines of {id, text, target, label}, some perhaps with `tone`")]
Encoder = Annotated[Path, typer.Option(help="folder with all-mpnet-base-v2, which the network is made from")]


@app.command()
def tone(
    corpus: Sentences,
    encoder: Encoder,
    out: Annotated[Path, typer.Option(help="folder for the weights and the log")],
    epochs: int = 4,
    seed: int = 1,
    rate: Annotated[float, typer.Option(help="learning rate of the highest layer")] = 1e-4,
    freeze: Annotated[int, typer.Option(help="leave the embeddings and so many less one of the layers")] = 0,
    teacher: Annotated[Path | None, typer.Option(help="network.pt to begin with, of the same encoder")] = None,
    layers: Annotated[int | None, typer.Option(help="keep only so many of the teacher's layers")] = None,
    dev: Annotated[Path | None, typer.Option(help="further lines to report on each epoch")] = None,
) -> None:
    """Train the tone network (needs the extra `train`); six minutes an epoch on one core."""
    from analysis.training.tone import train

    train(corpus, encoder, out, epochs, seed, rate, freeze, teacher, layers, dev)


@app.command()
def tone_sentences(
    corpus: Annotated[Path, typer.Option(help="JSON Lines of articles with `text`")],
    out: Annotated[Path, typer.Option(help="JSON Lines of {id, text, target}, without label")],
    number: Annotated[int, typer.Option(help="how many sentences at most")] = 18_000,
    seed: int = 1,
) -> None:
    """Pick sentences without a label, each with a target, for `tone-label` to teach from."""
    from analysis.training.tone_sentences import pick_sentences

    typer.echo(f"{pick_sentences(corpus, out, number, seed):,} sentences in {out}")


@app.command()
def tone_label(
    weights: Annotated[Path, typer.Argument(help="network.pt of a teacher")],
    corpus: Sentences,
    encoder: Encoder,
    out: Annotated[Path, typer.Option(help="the same lines with the teacher's `tone`")],
) -> None:
    """Give sentences the tone that a larger network reads in them, to train a smaller one (needs the extra `train`)."""
    from analysis.training.tone import label

    label(weights, corpus, encoder, out)


@app.command()
def tone_export(
    weights: Annotated[list[Path], typer.Argument(help="network.pt that training wrote; of several the mean")],
    corpus: Sentences,
    encoder: Encoder,
    out: Annotated[Path, typer.Option(help="folder for the model; analysis/models to ship it")],
) -> None:
    """Make a trained tone network ready: ONNX, eight-bit weights, a temperature (needs the extra `train`)."""
    from analysis.training.tone import export

    export(weights, corpus, encoder, out)


@app.command()
def tone_score(corpus: Sentences) -> None:
    """Score the shipped tone model, TextBlob and VADER: F1 in per cent, and how far to trust the model."""
    from analysis.training.tone_evaluation import evaluate

    for table in evaluate(corpus):
        typer.echo(table.to_string(index=False) + "\n")


@app.command()
def score(corpus: Corpus, reader: Annotated[str, typer.Option(help="model or rules")] = "model") -> None:
    """Score a reader on annotated articles: F1 in per cent with intervals by article, and how far to trust it."""
    from analysis.training.evaluation import evaluate

    for table in evaluate(corpus, reader):
        typer.echo(table.to_string(index=False) + "\n")


@app.command()
def coder(
    corpus: Annotated[list[Path], typer.Option(help="coded articles, JSON Lines; several times for several corpora")],
    out: Annotated[Path, typer.Option(help="folder for the model; analysis/models to ship it")],
    epochs: int = 5,
    layers: Annotated[int, typer.Option(help="keep only so many of the encoder's layers")] = 3,
    seed: int = 1,
) -> None:
    """Train the source coder on coded articles, calibrate and export it (needs `train`); half an hour on one core."""
    from analysis.training.coder import train

    train(corpus, out, epochs, layers, seed)


@app.command()
def belonging(
    corpus: Annotated[list[Path], typer.Option(help="coded articles, JSON Lines; once for each codebook")],
    codebook: Annotated[list[Path], typer.Option(help="the codebook of each corpus, in the same order")],
    out: Annotated[Path, typer.Option(help="file for the trees; analysis/models/belonging.json to ship them")],
) -> None:
    """Train whose a source is, on coded sides (needs the extra `train`); a minute."""
    from analysis.training.belonging import train

    train(corpus, codebook, out)


@app.command()
def sources(
    gold: Annotated[Path, typer.Option(help="JSON Lines of articles with `text`, `attributions` and coded `sources`")],
    codebook: Annotated[Path, typer.Option(help="the codebook that the gold was coded by")],
    reader: Annotated[str, typer.Option(help="gold: the gold's attributions; or model, rules: read first")] = "gold",
) -> None:
    """Score who is speaking: resolution, type, side, expert and more, in per cent of attributions, as Markdown."""
    from analysis.training.sources import markdown, score_sources

    typer.echo(markdown(score_sources(gold, codebook, reader)))


if __name__ == "__main__":
    app()
