"""The command `evenhand`: options in, no logic.

Exit codes: 0 done; 1 some articles or reports failed, all listed; 2 the request itself is wrong; 130 interrupted.
"""

import sys
from pathlib import Path
from typing import Annotated, Literal

import typer
import typer.core

from analysis.errors import RequestError
from analysis.shown import for_terminal

INTERRUPTED = 130
"""Exit code of a command ended by Ctrl-C: 128 and the number of the signal, as in a shell."""

GO_ON = ("read", "run")
"""Commands that, interrupted, keep what they have done."""


class Group(typer.core.TyperGroup):
    """Lists each command with its whole first sentence, which Click would cut."""

    def get_command(self, context, name):
        command = super().get_command(context, name)
        if command and command.help:
            command.short_help = command.help.split("\n\n")[0]
        return command


app = typer.Typer(
    cls=Group,
    help="Who gets to speak in the news, how much, and in what light.\n\n"
    "Begin with `evenhand new NAME`; then ingest, read and run.",
    no_args_is_help=True, add_completion=False, rich_markup_mode=None, pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)  # fmt: skip
codebook_app = typer.Typer(cls=Group, help="Check a codebook, or draft one from a corpus.", no_args_is_help=True)
app.add_typer(codebook_app, name="codebook")
annotations_app = typer.Typer(cls=Group, help="Attributions out to other programs and back.", no_args_is_help=True)
app.add_typer(annotations_app, name="annotations")
code_app = typer.Typer(
    cls=Group, no_args_is_help=True, rich_markup_mode=None,
    help="Code by hand: what people code is the yardstick for everything the machine says.\n\n"
    "1. `evenhand code practice`: twelve passages to practise on.\n\n"
    "2. `evenhand code sample corpus --coders Ada,Ben --page`: a page for each coder, to code in a browser.\n\n"
    "3. Each saves a file from the page, now and then; put the files into `coding`.\n\n"
    "4. `evenhand code score corpus coding`: agreement, precision, recall; half done will do.\n\n"
    "5. `evenhand code adjudicate corpus coding`: decide where they differ; score again.\n\n"
    "6. `evenhand code learn corpus`: what the codes teach the machine, judged on held-out articles.\n\n"
    "7. `evenhand run study.yml`: reports with corrected estimates; notebook 07 says what to code next.",
)  # fmt: skip
app.add_typer(code_app, name="code")

Workers = Annotated[int, typer.Option(min=1, help="processes, each on one thread")]
Reader = Annotated[str, typer.Option(help="model (trained, the more accurate) or rules (explains itself)")]
Out = Annotated[Path | None, typer.Option(help="folder of the reports; without it reports/STUDY here")]
Where = Annotated[
    str,
    typer.Option(metavar="CONDITION", help="articles, in SQL: outlet = 'BBC' AND published >= '2024-03-01'"),
]


def _version(asked: bool) -> None:
    if asked:
        from analysis import __version__

        say(f"Evenhand {__version__}")
        raise typer.Exit


@app.callback()
def options(
    version: Annotated[
        bool, typer.Option("--version", callback=_version, is_eager=True, help="say which version this is")
    ] = False,
) -> None:
    pass


@app.command()
def new(name: Annotated[Path, typer.Argument(help="folder to make")]) -> None:
    """Make a study to fill in: a folder for articles, a codebook and a study file, with comments that teach.

    Example:  evenhand new strait
    """
    from analysis.new import new_study

    folder = new_study(name)
    say(f"Made {folder}. Put your articles into {folder / 'articles'} and follow {folder / 'README.md'}.")


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(help="files, archives and folders, any mix of formats")],
    corpus: Annotated[Path, typer.Option(help="folder of the corpus; made if there is none")],
    outlet: Annotated[str, typer.Option(help="outlet of all these articles, whatever they say")] = "",
    columns: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="column that holds a field"),
    ] = None,
    keep: Annotated[
        list[str] | None,
        typer.Option(metavar="LANGUAGE", help="keep this language too, such as fr; or all"),
    ] = None,
    encoding: Annotated[str, typer.Option(help="of text files without a mark, such as cp1250; found without")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="say what would be read as what; write nothing")] = False,
) -> None:
    """Add articles to a corpus: read, clean, date, mark duplicates, list what was not read.

    Example:  evenhand ingest articles exports/may.csv --corpus corpus --map text=story --dry-run
    """
    from analysis.corpus.account import tell_delivery, tell_ingest, tell_previews
    from analysis.corpus.ingest import find_files, preview
    from analysis.corpus.ingest import ingest as ingest_paths
    from analysis.corpus.records import parse_mapping

    choices = {"outlet": outlet, "mapping": parse_mapping(columns or ()), "languages": {"en", *(keep or ())}}
    choices["encoding"] = encoding
    if dry_run:
        for line in tell_previews(preview(paths, corpus, **choices), corpus):
            say(line)
        return
    counts = ingest_paths(paths, corpus, **choices)
    say(tell_ingest(counts))
    for line in tell_delivery(corpus, (source.name for source in find_files(paths, corpus))):
        say(line, err=True)
    raise typer.Exit(1 if counts.rejected else 0)


@app.command()
def select(
    corpus: Annotated[Path, typer.Argument(help="folder of the corpus")],
    target: Annotated[Path, typer.Argument(help="folder of the part, which every command takes as a corpus")],
    where: Where = "",
    weeks: Annotated[int, typer.Option(min=0, help="keep so many constructed weeks: days drawn by weekday")] = 0,
    seed: Annotated[int, typer.Option(help="of the draw of days")] = 0,
    force: Annotated[
        bool, typer.Option("--force", help="replace the part that stands there, unless people coded in it")
    ] = False,
) -> None:
    """Make a part of a corpus a corpus of its own: by outlet, date, words or text, with what was read of it.

    Example:  evenhand select corpus march --where "published >= '2024-03-01' AND text ILIKE '%bridge%'"
    """
    from analysis.corpus.account import count_of
    from analysis.corpus.part import select as select_articles

    say(f"{count_of(select_articles(corpus, target, where, force, weeks, seed), 'article')}: {target}")


@app.command()
def plan(
    corpus: Annotated[Path, typer.Argument(help="folder of a corpus that was read")],
    target: Annotated[str, typer.Option(help='wanted half-width of the interval, as in "balance ±0.1"')],
    codebook: Annotated[Path | None, typer.Option(help="codebook; without it the one the corpus is coded by")] = None,
    difference: Annotated[float, typer.Option(min=0, max=2, help="difference of two balances to be found")] = 0.0,
    wrong: Annotated[float, typer.Option(min=0, max=1, help="share of attributions on a wrong side, assumed")] = 0.2,
) -> None:
    """Say how many articles, and how many hand-coded ones, an interval of a wanted width takes, outlet by outlet.

    Example:  evenhand plan corpus --target "balance ±0.1"
    """
    from analysis.findings import plan as plan_articles
    from analysis.findings import tell_plan

    for line in tell_plan(plan_articles(corpus, target, codebook, difference, wrong), target, wrong):
        say(line)


@app.command()
def concordance(
    corpus: Annotated[Path, typer.Argument(help="folder of the corpus")],
    phrase: Annotated[str, typer.Argument(help="words to look for; * stands for any letters, wherever it is")],
    window: Annotated[int, typer.Option(min=0, max=200, help="words of context to either side")] = 10,
    where: Where = "",
    side: Annotated[str, typer.Option(help="only where a source of this side speaks")] = "",
    out: Annotated[Path | None, typer.Option(help="file to write: .xlsx, .csv or .jsonl")] = None,
) -> None:
    """Show a phrase wherever it stands, with the words around it, and who says it.

    Example:  evenhand concordance corpus "peace deal*" --where "outlet = 'Harbour Post'" --out peace.xlsx
    """
    from analysis.corpus.account import count_of
    from analysis.corpus.concordance import concordance as find_phrase
    from analysis.corpus.concordance import tell_hit
    from analysis.reports.rows_file import write_rows

    hits = find_phrase(corpus, phrase, window, where, side)
    if out:
        write_rows(hits, out, f"Concordance of {phrase}")
    else:
        for hit in hits.to_dict("records"):
            say(tell_hit(hit))
    say(f"{count_of(len(hits), 'hit')} in {count_of(hits.article_id.nunique(), 'article')}.", err=True)


@app.command()
def read(
    corpus: Annotated[Path, typer.Argument(help="folder that `evenhand ingest` made")],
    codebook: Annotated[
        Path | None, typer.Option(help="codebook to code sources by; without it no side is known")
    ] = None,
    reader: Reader = "model",
    workers: Workers = 1,
    scheduler: Annotated[str, typer.Option(help="tcp://HOST:PORT of a Dask scheduler that works in their place")] = "",
    shard: Annotated[str, typer.Option(metavar="I/N", help="read only the Ith of N shares, one job of an array")] = "",
) -> None:
    """Find who says what in a corpus, who that is, and on which side; interrupted, it goes on where it stopped.

    Example:  evenhand read corpus --codebook codebook.yml --workers 4
    """
    from analysis.corpus.account import count_of
    from analysis.reading.read import read_corpus, tell_read

    counts = read_corpus(corpus, codebook, reader, workers, scheduler, shard)
    say(tell_read(counts, corpus, shard))
    if counts.failed:
        failed = count_of(counts.failed, "article")
        say(f"{failed} could not be read; why is in {corpus / 'rejected.parquet'}.", err=True)
        raise typer.Exit(1)


@annotations_app.command("export")
def annotations_export(
    corpus: Annotated[Path, typer.Argument(help="folder of a corpus that was read")],
    target: Annotated[
        Path, typer.Argument(help="file .jsonl, file .json for Label Studio, or folder of XMI files for INCEpTION")
    ],
    where: Where = "",
    coder: Annotated[str, typer.Option(help="as this coder has them: without what was denied")] = "",
) -> None:
    """Give attributions as spans beside their texts, each with its exact words: JSON Lines, Label Studio, UIMA XMI.

    Example:  evenhand annotations export corpus attributions.jsonl --where "outlet = 'Harbour Post'"
    """
    from analysis.corpus.account import count_of
    from analysis.reading.exchange.annotation_files import export_annotations

    say(f"{count_of(export_annotations(corpus, target, where, coder), 'article')}: {target}")


@annotations_app.command("import")
def annotations_import(
    corpus: Annotated[Path, typer.Argument(help="folder of the corpus that they were exported from")],
    source: Annotated[Path, typer.Argument(help="file .jsonl, file .json of Label Studio, or folder of XMI files")],
) -> None:
    """Put attributions that came back in place of those of the same articles; every span is checked first.

    Example:  evenhand annotations import corpus attributions.jsonl
    """
    from analysis.corpus.account import count_of
    from analysis.reading.exchange.annotation_files import import_annotations

    taken, articles, problems = import_annotations(corpus, source)
    say(f"{count_of(taken, 'attribution')} of {count_of(articles, 'article')} taken over.")
    for problem in problems:
        say(f"{problem.article_id}: {problem.reason}", err=True)
    raise typer.Exit(1 if problems else 0)


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
    from analysis.reading.exchange.extract import extract as extract_lines

    failures = extract_lines(source, target, reader, workers)
    for failure in failures:
        say(f"{source}, line {failure.line}: {failure.reason}", err=True)
    raise typer.Exit(1 if failures else 0)


@app.command()
def tone(
    source: Annotated[Path, typer.Argument(metavar="IN.jsonl", help="lines of {id, text, target: [start, end]}")],
    target: Annotated[Path, typer.Argument(metavar="OUT.jsonl", help="the same lines with `tone`")],
) -> None:
    """Give the tone of each sentence toward its target: three calibrated probabilities.

    Example:  evenhand tone sentences.jsonl tones.jsonl
    """
    from analysis.reading.exchange.tone_lines import tone_lines

    failures = tone_lines(source, target)
    for failure in failures:
        say(f"{source}, line {failure.line}: {failure.reason}", err=True)
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
            say(f"{state:<10} {name}: {'; '.join(summary.reasons.get(name, ())) or 'nothing changed'}")
    raise typer.Exit(summary.exit_code)


@app.command()
def figures(
    study: Annotated[Path, typer.Argument(metavar="STUDY.yml")],
    out: Out = None,
    preset: Annotated[str, typer.Option(help="journal whose sizes to use instead of the style's: nature, plos …")] = "",
    formats: Annotated[str, typer.Option(help="what to save figures as: pdf, svg, png, tiff, pgf")] = "pdf,svg,png",
) -> None:
    """Make what a paper takes from a study: figures at journal size, tables, numbers, and their manifest.

    Example:  evenhand figures study.yml --preset elsevier
    """
    from analysis.reports.paper import make_paper

    paper = make_paper(study, out, preset, [kind.strip() for kind in formats.split(",") if kind.strip()])
    for remark in paper.remarks:
        say(remark, err=True)
    say(f"{len(paper.files)} files: {paper.folder}")


@app.command()
def export(
    study: Annotated[Path, typer.Argument(metavar="STUDY.yml")],
    crate: Annotated[bool, typer.Option("--crate", help="as an RO-Crate 1.1, a folder to deposit")] = False,
    texts: Annotated[str, typer.Option(help="what of the articles goes in: none, spans or full")] = "none",
    out: Out = None,
) -> None:
    """Gather what may be shared of a study: codebook, figures, tables, numbers, manifest, attributions.

    Example:  evenhand export study.yml --crate --texts none
    """
    from analysis.reports.crate import TEXTS, export_crate

    if not crate:
        raise RequestError("Say how to export the study: with --crate, as a folder to deposit.")
    made = export_crate(study, out, texts)
    say(f"{made.files} files: {made.folder}\nOf the articles it holds {TEXTS[texts]}.")
    if made.left_out:
        say(
            f"Left out, since they name people whom the codebook does not list: {', '.join(made.left_out)}. "
            "List them in the codebook, or share the words of sources with --texts spans."
        )


@app.command()
def check(
    study: Annotated[Path, typer.Argument(metavar="STUDY.yml")],
    out: Out = None,
    rerun: Annotated[bool, typer.Option("--rerun", help="make every report again and compare the bytes")] = False,
) -> None:
    """Tell whether the reports and the paper's figures are what these inputs give, and name each that is not.

    The paper's figures, tables and numbers, if there are any, are always made again and compared byte for byte.

    Example:  evenhand check study.yml --rerun
    """
    from analysis.reports.batch import check as check_study
    from analysis.reports.paper import FOLDER as PAPER
    from analysis.reports.paper import check_paper

    differing = check_study(study, out, rerun=rerun) | check_paper(study, out)
    for name, reasons in differing.items():
        say(f"{name}: {'; '.join(reasons)}")
    if not differing:
        say("Everything is what its inputs give.")
        return
    commands = {"figures" if name.split("/")[0] == PAPER else "run": None for name in differing}
    say(f"To make them again: {'; '.join(f'evenhand {command} {study}' for command in commands)}")
    raise typer.Exit(1)


@codebook_app.command("check")
def codebook_check(
    codebook: Annotated[Path, typer.Argument(metavar="CODEBOOK.yml")],
    corpus: Annotated[Path | None, typer.Option(help="also list who speaks in this corpus without a line")] = None,
    names: Annotated[int, typer.Option(min=1, help="how many of them to show")] = 50,
) -> None:
    """Tell what is doubtful in a codebook: aliases that clash, sides never used, who speaks without a line.

    The corpus is coded anew by this codebook for the list; its own codes stay as they are. A line that has a name
    and nothing else settles a name: the words of the articles go on coding it.

    Example:  evenhand codebook check codebook.yml --corpus corpus
    """
    from analysis.codebook import check_codebook, load_codebook
    from analysis.people.questions import load_questions

    book = load_codebook(codebook)
    load_questions(book)
    remarks = check_codebook(book)
    if corpus:
        from analysis.reading.speakers.unlisted import code_anew, remarks_on_corpus, speakers, told, unlisted

        sources, attributions = code_anew(corpus, book)
        who = speakers(sources, attributions, book)
        missing = unlisted(who)
        remarks += [*remarks_on_corpus(sources, who, book), "", told(missing, len(attributions), names)]
        if len(missing):
            remarks += ["", f"Lines for them: evenhand codebook suggest {corpus} --codebook {codebook}"]
    say("\n".join(remarks).strip() or "Nothing to remark.")


@codebook_app.command("suggest")
def codebook_suggest(
    corpus: Annotated[Path, typer.Argument(help="folder that `evenhand read` filled")],
    codebook: Annotated[
        Path | None, typer.Option(metavar="CODEBOOK.yml", help="only lines that this codebook lacks, coded by it")
    ] = None,
) -> None:
    """Print a draft of a codebook: who speaks in the corpus, those in most articles first, to be edited.

    Example:  evenhand codebook suggest corpus --codebook codebook.yml > lines.yml
    """
    from analysis.codebook import load_codebook, no_codebook
    from analysis.reading.speakers.unlisted import code_anew, draft, speakers, unlisted

    book = load_codebook(codebook) if codebook else None
    coder = book or no_codebook()
    who = speakers(*code_anew(corpus, coder), coder)
    say(draft(unlisted(who) if book else who, book), nl=False)


@code_app.command("sample")
def code_sample(
    corpus: Annotated[Path, typer.Argument(help="folder that `evenhand read` filled")],
    n: Annotated[int, typer.Option("--n", min=1, help="attributions to code, spread over outlets and forms")] = 200,
    mentions: Annotated[int, typer.Option(min=0, help="mentions whose tone to code")] = 100,
    articles: Annotated[int, typer.Option(min=0, help="articles to read whole for what was missed")] = 12,
    coders: Annotated[str, typer.Option(help="names of the coders, with commas: a workbook each")] = "coder",
    codebook: Annotated[Path | None, typer.Option(help="the corpus's own if not given")] = None,
    out: Annotated[Path, typer.Option(help="folder of the sheets")] = Path("coding"),
    seed: Annotated[int, typer.Option(help="another seed draws another sample")] = 1,
    show_codes: Annotated[bool, typer.Option("--show-codes", help="show the machine's codes, which sway")] = False,
    page: Annotated[bool, typer.Option("--page", help="write a page for each coder too, to code in a browser")] = False,
    where: Annotated[
        Literal["anywhere", "unsure"], typer.Option(help="unsure: half from where the machine is least sure")
    ] = "anywhere",
) -> None:
    """Draw a sample by chance into workbooks (and CSV) that people fill in: what is said, by whom, what was missed.

    With --page each coder also gets one HTML file, which needs no server and no network: open it, code with the keys,
    save as a file and score that.

    Example:  evenhand code sample corpus --n 200 --coders Ada,Ben --page
    """
    from analysis.people.score import codebook_of
    from analysis.people.write import write_sample

    names = tuple(name.strip() for name in coders.split(",") if name.strip())
    book = codebook or codebook_of(corpus)
    made = write_sample(corpus, book, out, n, mentions, articles, names, seed, show_codes, page, where == "unsure")
    say(
        f"{made.attributions} attributions and {made.mentions} mentions to code, {made.articles} articles to read "
        f"whole: {', '.join(map(str, made.files))}. When they are filled: evenhand code score {corpus} {out}"
    )


@code_app.command("score")
def code_score(
    corpus: Annotated[Path, typer.Argument(help="folder that `evenhand read` filled")],
    files: Annotated[
        list[Path], typer.Argument(help="filled sheets, files saved from pages, folders; JSONL marked whole")
    ],
    codebook: Annotated[Path | None, typer.Option(help="the one of the sheets; the corpus's own if not given")] = None,
    shared: Annotated[bool, typer.Option("--shared", help="keep only articles that every coder coded")] = False,
) -> None:
    """Read filled sheets into the corpus: agreement, precision, recall; the notebooks then correct by them.

    Example:  evenhand code score corpus coding
    """
    from analysis.people.score import score
    from analysis.people.summary import summarise

    scored = score(corpus, files, codebook, shared)
    say(summarise(scored))
    for remark in scored.remarks:
        say(remark, err=True)


@code_app.command("learn")
def code_learn(
    corpus: Annotated[Path, typer.Argument(help="folder whose sheets `evenhand code score` read")],
    codebook: Annotated[Path | None, typer.Option(help="the corpus's own if not given")] = None,
) -> None:
    """Let the program learn from codes: type, nature, anonymity, function, expert and confidence, each if it helps.

    It says by how much it agrees more with people in articles left out, keeps that beside the corpus and codes anew.

    Example:  evenhand code learn corpus
    """
    from analysis.people.learn import learn, told_of

    say(told_of(learn(corpus, codebook)))


@code_app.command("practice")
def code_practice(
    out: Annotated[Path, typer.Argument(help="the page to write")] = Path("coding/practice.html"),
) -> None:
    """Write a page on which coders practise: twelve passages, and after each answer what is right and why.

    Example:  evenhand code practice
    """
    from analysis.people.practice import write_practice

    say(f"{write_practice(out)} passages to practise on: {out}")


@code_app.command("adjudicate")
def code_adjudicate(
    corpus: Annotated[Path, typer.Argument(help="folder that `evenhand read` filled")],
    files: Annotated[list[Path], typer.Argument(help="what the coders filled in, as for `evenhand code score`")],
    codebook: Annotated[Path | None, typer.Option(help="the one of the sheets; the corpus's own if not given")] = None,
    out: Annotated[Path, typer.Option(help="the page to write")] = Path("coding/adjudicate.html"),
) -> None:
    """Write a page with the items on which coders differ, their answers and notes side by side, to decide on.

    Save the decisions from the page beside the others and score all together: a decision becomes the code, the first
    codes stay for agreement.

    Example:  evenhand code adjudicate corpus coding
    """
    from analysis.people.adjudication import write_adjudication

    items, remarks = write_adjudication(corpus, files, out, codebook)
    for remark in remarks:
        say(remark, err=True)
    say(f"{items} items to decide: {out}. Then: evenhand code score {corpus} {' '.join(map(str, files))}")


@app.command()
def doctor(
    everything: Annotated[bool, typer.Option("--all", help="also list what is well")] = False,
) -> None:
    """Tell what is missing of packages, kernel and models, and how to get it."""
    from analysis import __version__
    from analysis.doctor import examine

    say(f"Evenhand {__version__}")
    rows = examine()
    for well, what, told in rows:
        if everything or not well:
            say(f"{what}: {told}", head="ok      " if well else "MISSING ", colour="green" if well else "red")
    missing = sum(not well for well, _, _ in rows)
    more = "" if everything else "; evenhand doctor --all lists them"
    say(f"{len(rows) - missing} of {len(rows)} packages, kernels and models are well{more}.")
    raise typer.Exit(1 if missing else 0)


def say(words: object, err: bool = False, nl: bool = True, head: str = "", colour: str = "") -> None:
    """Print words, of files and articles too: no character in them steers the terminal; on one the head has colour."""
    typer.echo(f"{typer.style(head, colour, bold=True) if head else ''}{for_terminal(str(words))}", err=err, nl=nl)


def main() -> None:
    """Run the command; what is wrong with a request, or with a disk, is one sentence and exit code 2."""
    try:
        app()
    except RequestError as error:
        say(error, err=True, head="evenhand: ", colour="red")
        sys.exit(2)
    except Exception as error:
        store = sys.modules.get("analysis.corpus.store")
        told = store.torn() if store else ""
        if not told and not isinstance(error, OSError):
            raise
        place = f'"{error.filename}": ' if getattr(error, "filename", None) else ""
        told = told or f"{place}{error.strerror or error}. Mend that, or name another place."
        say(told, err=True, head="evenhand: ", colour="red")
        sys.exit(2)
    except SystemExit as ended:
        if ended.code == INTERRUPTED:  # Typer makes this of a KeyboardInterrupt, without a word
            kept = "; what is done is kept. Run the same command again to go on."
            anew = " before the end. Run the same command again: it begins anew."
            say(f"\nInterrupted{kept if sys.argv[1:2] and sys.argv[1] in GO_ON else anew}", err=True)
        raise


if __name__ == "__main__":
    main()
