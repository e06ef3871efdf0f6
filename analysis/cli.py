"""The command `evenhand`: options in, no logic.

Exit codes: 0 done; 1 some articles or reports failed, all listed; 2 the request itself is wrong.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from analysis.errors import RequestError

app = typer.Typer(
    help="Who gets to speak in the news, how much, and in what light.\n\n"
    "Begin with `evenhand new NAME`; then ingest, read and run.",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip
codebook_app = typer.Typer(help="Check a codebook, or draft one from a corpus.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")

Workers = Annotated[int, typer.Option(min=1, help="processes, each on one thread")]
Reader = Annotated[str, typer.Option(help="model (trained, the more accurate) or rules (explains itself)")]
Out = Annotated[Path | None, typer.Option(help="folder of the reports; without it reports/STUDY here")]


@app.command()
def new(name: Annotated[Path, typer.Argument(help="folder to make")]) -> None:
    """Make a study to fill in: a folder for articles, a codebook and a study file, with comments that teach.

    Example:  evenhand new strait
    """
    from analysis.new import new_study

    folder = new_study(name)
    typer.echo(f"Made {folder}. Put your articles into {folder / 'articles'} and follow {folder / 'README.md'}.")


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="files and folders, any mix of formats")],
    corpus: Annotated[Path, typer.Option(help="folder of the corpus; made if there is none")],
    outlet: Annotated[str, typer.Option(help="outlet of all these articles, whatever they say")] = "",
) -> None:
    """Add articles to a corpus: read, clean, date, mark duplicates, list what was not read.

    Example:  evenhand ingest articles exports/may.csv --corpus corpus
    """
    from analysis.corpus.ingest import ingest as ingest_paths

    counts = ingest_paths(paths, corpus, outlet=outlet)
    typer.echo(
        f"{counts.files} files: {counts.articles} new articles, {counts.known} known before, "
        f"{counts.duplicates} duplicates, {counts.rejected} rejected."
    )
    if counts.rejected:
        typer.echo(f"What was rejected, and why, is in {corpus / 'rejected.parquet'}; notebook 00 lists it.", err=True)
        raise typer.Exit(1)


@app.command()
def read(
    corpus: Annotated[Path, typer.Argument(help="folder that `evenhand ingest` made")],
    codebook: Annotated[
        Path | None, typer.Option(help="codebook to code sources by; without it no side is known")
    ] = None,
    reader: Reader = "model",
    workers: Workers = 1,
) -> None:
    """Find who says what in a corpus, who that is, and on which side; interrupted, it goes on where it stopped.

    Example:  evenhand read corpus --codebook codebook.yml --workers 4
    """
    from analysis.reading.read import read_corpus

    counts = read_corpus(corpus, codebook, reader, workers)
    typer.echo(
        f"{counts.articles} articles ({counts.read_before} read before): {counts.attributions} attributions, "
        f"{counts.sources} sources."
    )
    if counts.failed:
        typer.echo(
            f"{counts.failed} articles could not be read; they are in {corpus / 'rejected.parquet'}.",
            err=True,
        )
        raise typer.Exit(1)


@app.command()
def extract(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="lines of {article_id, text}")],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="the same lines with `attributions`")],
    reader: Reader = "model",
    workers: Workers = 1,
) -> None:
    """Give attributions with spans into each text exactly as given, for other programs and for scoring.

    Example:  evenhand extract articles.jsonl attributions.jsonl
    """
    from analysis.reading.extract import extract as extract_lines

    failures = extract_lines(source, target, reader, workers)
    for failure in failures:
        typer.echo(f"{source}, line {failure.line}: {failure.reason}", err=True)
    raise typer.Exit(1 if failures else 0)


@app.command()
def tone(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="lines of {id, text, target: [start, end]}")],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="the same lines with `tone`")],
) -> None:
    """Give the tone of each sentence toward its target: three calibrated probabilities.

    Example:  evenhand tone sentences.jsonl tones.jsonl
    """
    from analysis.reading.tone_lines import tone_lines

    failures = tone_lines(source, target)
    for failure in failures:
        typer.echo(f"{source}, line {failure.line}: {failure.reason}", err=True)
    raise typer.Exit(1 if failures else 0)


@app.command()
def run(
    study: Annotated[Path, typer.Argument(metavar="STUDY.yml")],
    jobs: Annotated[int | None, typer.Option(min=1, help="reports made at the same time")] = None,
    only: Annotated[
        list[str] | None, typer.Option(help="make only the reports of this name; may be given again")
    ] = None,
    out: Out = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be made, and why; make nothing")] = False,
    force: Annotated[bool, typer.Option("--force", help="make reports anew that are unchanged")] = False,
) -> None:
    """Run a study's notebooks and make its HTML reports; those whose inputs did not change are kept.

    Example:  evenhand run study.yml --jobs 2
    """
    from analysis.reports.batch import run as run_study

    options = {"jobs": jobs} if jobs else {}
    summary = run_study(study, out, only=only or (), dry_run=dry_run, force=force, **options)
    if dry_run:
        for name, state in summary.states.items():
            typer.echo(f"{state:<10} {name}: {'; '.join(summary.reasons.get(name, ())) or 'nothing changed'}")
    raise typer.Exit(summary.exit_code)


@app.command()
def check(
    study: Annotated[Path, typer.Argument(metavar="STUDY.yml")],
    out: Out = None,
    rerun: Annotated[bool, typer.Option("--rerun", help="make every report again and compare the bytes")] = False,
) -> None:
    """Tell whether the reports are what these inputs give, and name each that is not.

    Example:  evenhand check study.yml --rerun
    """
    from analysis.reports.batch import check as check_study

    differing = check_study(study, out, rerun=rerun)
    for name, reasons in differing.items():
        typer.echo(f"{name}: {'; '.join(reasons)}")
    if not differing:
        typer.echo("Every report is what its inputs give.")
    raise typer.Exit(1 if differing else 0)


@codebook_app.command("check")
def codebook_check(
    codebook: Annotated[Path, typer.Argument(metavar="CODEBOOK.yml")],
    corpus: Annotated[Path | None, typer.Option(help="also list actors of this corpus that the codebook lacks")] = None,
) -> None:
    """Tell what is doubtful in a codebook: aliases that clash, sides never used, actors it lacks."""
    from analysis.codebook import check_codebook, load_codebook
    from analysis.corpus.store import read_table

    remarks = check_codebook(load_codebook(codebook), read_table(corpus, "sources") if corpus else None)
    typer.echo("\n".join(remarks) or "Nothing to remark.")


@codebook_app.command("suggest")
def codebook_suggest(
    corpus: Annotated[Path, typer.Argument(help="folder that `evenhand read` filled")],
) -> None:
    """Print a draft of a codebook: the corpus's actors and organisations, most frequent first, to be edited."""
    from analysis.codebook import suggest_codebook
    from analysis.corpus.store import read_table

    typer.echo(suggest_codebook(read_table(corpus, "sources")))


@app.command()
def doctor() -> None:
    """Tell what is installed, which kernel and models there are, what is missing and how to get it."""
    from analysis import __version__
    from analysis.doctor import examine

    typer.echo(f"Evenhand {__version__}")
    rows = examine()
    for well, what, told in rows:
        typer.echo(f"{'ok     ' if well else 'MISSING'} {what}: {told}")
    raise typer.Exit(0 if all(well for well, _, _ in rows) else 1)


def main() -> None:
    """Run the command; what is wrong with a request is one sentence and exit code 2."""
    try:
        app()
    except RequestError as error:
        typer.echo(f"evenhand: {error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        typer.echo("\nInterrupted; what is done is kept. Run the same command again to go on.", err=True)
        sys.exit(130)


if __name__ == "__main__":
    main()
