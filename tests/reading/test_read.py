import errno
import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.parquet as pq
import pytest

from analysis.corpus.ingest import ingest
from analysis.corpus.part import select
from analysis.corpus.store import coded_attributions, read_table, table_path, write_table
from analysis.errors import RequestError
from analysis.files import held, json_lines
from analysis.reading import parts, read
from analysis.reading.exchange.annotation_files import export_annotations, import_annotations
from analysis.reading.exchange.interchange import read_lines
from analysis.reading.read import PART, code_corpus, read_corpus
from analysis.reading.tone import targets
from analysis.reading.workers import Lost

CODEBOOKS = Path(__file__).parents[2] / "data" / "codebooks"

real = targets.tone_of

STORY = """Talks on the bridge go on

Kyiv said its troops had reached the river on Monday. “We will hold it,” said General Petro Hrytsenko, who commands
the northern front. The ministry in Moscow did not comment. Engineer Anna Holt said the bridge was safe.
{number}
"""

CODEBOOK = """
title: A test
sides:
  - {id: north, label: North, words: [Kyiv, Hrytsenko]}
  - {id: south, label: South, words: [Moscow]}
compare: [north, south]
"""


@pytest.fixture
def corpus(tmp_path):
    lines = [json.dumps({"outlet": "Gazette", "text": STORY.format(number=f"The {n}th day.")}) for n in range(PART + 3)]
    (tmp_path / "articles.jsonl").write_text("\n".join(lines))
    ingest([tmp_path / "articles.jsonl"], tmp_path / "corpus")
    return tmp_path / "corpus"


def codebook(folder, text=CODEBOOK):
    (folder / "codebook.yml").write_text(text)
    return folder / "codebook.yml"


def test_every_article_is_read_and_coded(corpus, tmp_path):
    counts = read_corpus(corpus, codebook(tmp_path), reader="rules")
    assert (counts.articles, counts.read_before, counts.failed) == (PART + 3, 0, 0)
    coded = coded_attributions(corpus)
    assert len(coded) == counts.attributions
    kyiv = coded[coded.source == "Kyiv"]
    assert len(kyiv) == PART + 3 and set(kyiv.side) == {"north"} and set(kyiv.form) == {"indirect"}
    direct = coded[coded.form == "direct"]
    assert set(direct.content) == {"“We will hold it,”"}
    texts = read_table(corpus, "articles").set_index("article_id").text
    assert all(
        texts[row.article_id][start:end] == row.content
        for row in direct.itertuples()
        for start, end in row.content_spans
    )
    assert set(read_table(corpus, "sentences").voice) == {"journalist", "source"}


def test_a_second_run_reads_only_what_is_new(corpus, tmp_path):
    first = read_corpus(corpus, reader="rules")
    more = {"outlet": "Herald", "text": STORY.format(number="Another paper.")}
    (tmp_path / "more.jsonl").write_text(json.dumps(more))
    ingest([tmp_path / "more.jsonl"], corpus)
    second = read_corpus(corpus, reader="rules")
    assert (second.read_before, second.articles) == (first.articles, first.articles + 1)
    assert second.attributions > first.attributions


def test_parts_of_an_interrupted_run_are_kept_and_the_tables_are_the_same(corpus, tmp_path):
    read_corpus(corpus, reader="rules")
    whole = read_table(corpus, "attributions")
    next((corpus / "parts").glob("*/*.part.parquet")).unlink()  # as if killed before the part was whole
    again = read_corpus(corpus, reader="rules")
    assert 0 < again.read_before < again.articles
    assert read_table(corpus, "attributions").astype(str).equals(whole.astype(str))


def test_a_small_corpus_has_parts_for_many_workers(corpus):
    read_corpus(corpus, reader="rules")
    assert len(list((corpus / "parts").glob("*/*.part.parquet"))) == PART + 3


def test_two_workers_find_what_one_finds(corpus):
    read_corpus(corpus, reader="rules")
    one = read_table(corpus, "sources").astype(str)
    for part in (corpus / "parts").glob("*/*.part.parquet"):
        part.unlink()
    assert read_corpus(corpus, reader="rules", workers=2).read_before == 0
    assert read_table(corpus, "sources").astype(str).equals(one)


def bytes_of(corpus):
    return {t: table_path(corpus, t).read_bytes() for t in ("attributions", "sources", "sentences", "tones")}


def test_shards_in_any_order_make_the_same_files(corpus, tmp_path):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    whole = bytes_of(corpus)
    for part in (corpus / "parts").glob("*/*.parquet"):
        part.unlink()
    shards = [read_corpus(corpus, tmp_path / "codebook.yml", "rules", shard=f"{i}/3") for i in (3, 1, 2)]
    assert sum(shard.articles for shard in shards) == PART + 3 and all(shard.read_before == 0 for shard in shards)
    coded, read = (len(list((corpus / "parts").glob(f"*/*.{kind}*.parquet"))) for kind in ("coded-", "part"))
    assert coded == read > 2
    last = read_corpus(corpus, tmp_path / "codebook.yml", reader="rules")
    assert last.read_before == last.articles == PART + 3
    assert bytes_of(corpus) == whole


@pytest.mark.parametrize("shard", ["0/3", "4/3", "2", "a/b"])
def test_a_shard_that_is_none_is_told(corpus, shard):
    with pytest.raises(RequestError, match="as in 2/8"):
        read_corpus(corpus, reader="rules", shard=shard)


def test_a_cluster_makes_the_same_files(corpus, tmp_path):
    distributed = pytest.importorskip("distributed", reason="pip install 'evenhand[cluster]'")
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    whole = bytes_of(corpus)
    for part in (corpus / "parts").glob("*/*.parquet"):
        part.unlink()
    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None, protocol="tcp"
    ) as cluster:
        again = read_corpus(corpus, tmp_path / "codebook.yml", "rules", scheduler=cluster.scheduler_address)
    assert again.read_before == 0 and bytes_of(corpus) == whole


def test_an_article_whose_text_changed_is_read_anew(corpus):
    read_corpus(corpus, reader="rules")
    articles = read_table(corpus, "articles")
    changed = articles.article_id[5]
    articles.loc[5, "text"] = articles.text[5].replace("Anna Holt", "Greta Lund")
    write_table(corpus, "articles", articles)
    assert read_corpus(corpus, reader="rules").read_before == len(articles) - 1
    of_it = read_table(corpus, "sources", f"article_id = '{changed}'")
    assert "Greta Lund" in set(of_it.name) and "Anna Holt" not in set(of_it.name)


def test_attributions_that_were_imported_outlast_another_reading(corpus, tmp_path):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    export_annotations(corpus, tmp_path / "out.jsonl")
    first, *others = read_lines((tmp_path / "out.jsonl").read_bytes())
    first["attributions"] = first["attributions"][:1]
    (tmp_path / "back.jsonl").write_bytes(json_lines([first]))
    import_annotations(corpus, tmp_path / "back.jsonl")
    corrected = table_path(corpus, "attributions").read_bytes()
    counts = read_corpus(corpus, codebook(tmp_path, CODEBOOK.replace("Moscow", "Moscow, ministry")), reader="rules")
    assert table_path(corpus, "attributions").read_bytes() == corrected
    assert counts.attributions == 1 + sum(len(record["attributions"]) for record in others)


def test_an_attribution_that_was_added_by_hand_has_its_source_after_another_reading_too(corpus, tmp_path):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    export_annotations(corpus, tmp_path / "out.jsonl")
    first, *_ = read_lines((tmp_path / "out.jsonl").read_bytes())
    spans = {"content": "The ministry in Moscow did not comment", "source": "Kyiv"}
    first["attributions"] = [
        {
            part: [{"start": (start := first["text"].index(words)), "end": start + len(words), "exact": words}]
            for part, words in spans.items()
        }
    ]
    (tmp_path / "back.jsonl").write_bytes(json_lines([first]))
    assert import_annotations(corpus, tmp_path / "back.jsonl") == (1, 1, [])
    for _ in range(2):
        coded = coded_attributions(corpus, where=f"article_id = '{first['article_id']}'")
        assert list(zip(coded.name, coded.side, strict=True)) == [("Kyiv", "north")]
        for part in (corpus / "parts").glob("*/*"):
            part.unlink()
        read_corpus(corpus, codebook(tmp_path), reader="rules")


def test_a_source_marked_by_hand_that_was_never_read_has_its_side_after_another_reading_too(corpus, tmp_path):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    export_annotations(corpus, tmp_path / "out.jsonl")
    first, *_ = read_lines((tmp_path / "out.jsonl").read_bytes())
    start = first["text"].index("Moscow")
    content = first["text"].index("did not comment")
    first["attributions"] = [
        {
            "content": [{"start": content, "end": content + 15, "exact": "did not comment"}],
            "source": [{"start": start, "end": start + 6, "exact": "Moscow"}],
        }
    ]
    (tmp_path / "back.jsonl").write_bytes(json_lines([first]))
    assert import_annotations(corpus, tmp_path / "back.jsonl") == (1, 1, [])
    for changed in (CODEBOOK, CODEBOOK.replace("Moscow", "Moscow, ministry"), CODEBOOK):
        coded = coded_attributions(corpus, where=f"article_id = '{first['article_id']}'")
        assert list(zip(coded.name, coded.side, strict=True)) == [("Moscow", "south")]
        read_corpus(corpus, codebook(tmp_path, changed), reader="rules")


def test_a_selected_part_of_a_corpus_has_what_was_read_and_is_coded_anew(corpus, tmp_path):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    export_annotations(corpus, tmp_path / "out.jsonl")
    first, second, *_ = read_lines((tmp_path / "out.jsonl").read_bytes())
    for record in (first, second):
        record["attributions"] = record["attributions"][:1]
    (tmp_path / "back.jsonl").write_bytes(json_lines([first, second]))
    import_annotations(corpus, tmp_path / "back.jsonl")
    part = tmp_path / "part"
    articles = read_table(corpus, "articles").article_id
    chosen = ", ".join(f"'{article}'" for article in (first["article_id"], *articles[5:8]))
    select(corpus, part, f"article_id IN ({chosen})")
    before = {table: read_table(part, table).astype(str) for table in ("attributions", "sources", "tones")}
    counts = read_corpus(part, codebook(tmp_path), reader="rules")
    assert (counts.articles, counts.read_before) == (4, 4)
    for table, rows in before.items():
        assert read_table(part, table).astype(str).equals(rows)
    assert [record["article_id"] for record in read_lines((part / "imported.jsonl").read_bytes())] == [
        first["article_id"]
    ]
    swapped = CODEBOOK.replace("[Kyiv, Hrytsenko]", "[Riga]").replace("[Moscow]", "[Kyiv]")
    assert code_corpus(part, codebook(tmp_path, swapped))
    assert "south" in set(read_table(part, "sources", "name = 'Kyiv'").side)


def test_a_part_that_was_cut_short_is_read_anew(corpus):
    read_corpus(corpus, reader="rules")
    part = min((corpus / "parts").glob("*/*.part.parquet"), key=lambda path: path.stat().st_size)
    part.write_bytes(part.read_bytes()[:-100])
    again = read_corpus(corpus, reader="rules")
    assert again.articles - again.read_before == 1 and again.failed == 0


def test_poisonous_articles_are_read_or_listed_and_the_rest_goes_on(corpus):
    articles = read_table(corpus, "articles").head(5).copy()
    articles.loc[0, "text"] = "The mayor said no. " * 550_000  # ten megabytes
    articles.loc[1, "text"] = "“" * 50_000 + "\n\n" + "”" * 50_000
    articles.loc[2, "text"] = "The mayor\0 said\0 that the bridge was closed."
    articles.loc[3, "text"] = "\n\n\n"
    write_table(corpus, "articles", articles)
    begun = time.process_time()
    counts = read_corpus(corpus, reader="rules")
    assert time.process_time() - begun < 120
    rejected = read_table(corpus, "rejected").set_index("record").reason
    assert counts.failed == len(rejected) and articles.article_id[0] in rejected.index
    assert "part it into articles" in rejected[articles.article_id[0]]
    assert "without a space" in rejected[articles.article_id[1]]
    assert articles.article_id[2] not in rejected.index
    assert articles.article_id[4] in set(read_table(corpus, "attributions").article_id)


def test_an_article_that_ends_its_process_is_listed_and_tried_again_next_time(corpus, monkeypatch):
    def two_are_lost(work, batches, workers, scheduler):
        for number, batch in enumerate(batches):
            yield Lost(batch[0]) if number < 2 else work(batch)

    monkeypatch.setattr("analysis.reading.read.each", two_are_lost)
    counts = read_corpus(corpus, reader="rules")
    assert counts.failed == 2
    assert all("want of memory" in reason for reason in read_table(corpus, "rejected").reason)
    monkeypatch.undo()
    again = read_corpus(corpus, reader="rules")
    assert again.articles - again.read_before == 2 and again.failed == 0
    assert read_table(corpus, "rejected").empty


def test_a_full_disk_is_listed_and_a_rerun_finishes(corpus, monkeypatch):
    written, real_write = [], pq.write_table

    def full_at_first(table, path, **options):
        if not written:
            written.append(path)
            path.write_bytes(b"PAR1")
            raise OSError(errno.ENOSPC, "No space left on device")
        real_write(table, path, **options)

    monkeypatch.setattr(parts.pq, "write_table", full_at_first)
    counts = read_corpus(corpus, reader="rules")
    assert counts.failed == 1 and not list((corpus / "parts").glob("*/*.tmp"))
    assert "No space left on device" in read_table(corpus, "rejected").reason[0]
    again = read_corpus(corpus, reader="rules")
    assert (again.read_before, again.failed) == (PART + 2, 0) and read_table(corpus, "rejected").empty


def test_a_disk_that_stays_full_is_one_sentence(corpus, monkeypatch):
    def full(corpus, table, rows):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("analysis.reading.read.write_table", full)
    with pytest.raises(RequestError, match="No space left on device.*run the same command again"):
        read_corpus(corpus, reader="rules")


def test_an_interrupted_run_ends_at_once_and_goes_on_later(corpus):
    command = [sys.executable, "-m", "analysis", "read", str(corpus), "--reader", "rules", "--workers", "2"]
    run = subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True)
    parts_folder = corpus / "parts"
    while run.poll() is None and not list(parts_folder.glob("*/*.part.parquet")):
        time.sleep(0.05)
    run.send_signal(signal.SIGINT)
    _, told = run.communicate(timeout=60)
    assert run.returncode in (0, 130) and "Traceback" not in told
    assert read_corpus(corpus, reader="rules").read_before > 0


def test_a_changed_codebook_codes_anew_without_reading(corpus, tmp_path):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    assert not code_corpus(corpus, tmp_path / "codebook.yml")
    swapped = CODEBOOK.replace("[Kyiv, Hrytsenko]", "[Moscow]").replace(
        "words: [Moscow]}\ncompare", "words: [Kyiv]}\ncompare"
    )
    assert code_corpus(corpus, codebook(tmp_path, swapped))
    coded = coded_attributions(corpus)
    assert set(coded[coded.source == "Kyiv"].side) == {"south"}


def test_who_stops_while_codes_are_written_is_coded_again(corpus, tmp_path, monkeypatch):
    def stop(_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched, pytest.raises(KeyboardInterrupt):
        patched.setattr(read, "tell_across_articles", stop)
        read_corpus(corpus, codebook(tmp_path), reader="rules")
    assert code_corpus(corpus, tmp_path / "codebook.yml")
    assert not code_corpus(corpus, tmp_path / "codebook.yml")


def test_an_article_that_cannot_be_read_is_listed_and_the_rest_goes_on(corpus, monkeypatch):
    import analysis.reading.article as article

    unbroken = article.resolve_sources
    broken = read_table(corpus, "articles").article_id[2]

    def fail(doc, attributions):
        if "The 7th day." in doc.text:
            raise ValueError("too strange")
        return unbroken(doc, attributions)

    monkeypatch.setattr(article, "resolve_sources", fail)
    counts = read_corpus(corpus, reader="rules")
    assert counts.failed == 1
    (row,) = read_table(corpus, "rejected").to_dict("records")
    assert "ValueError: too strange" in row["reason"] and row["source_file"].endswith("#line 8")
    assert broken in set(read_table(corpus, "attributions").article_id)


@pytest.mark.parametrize(
    ("options", "said"), [({"reader": "modle"}, 'Did you mean "model"?'), ({"reader": "rules"}, "evenhand ingest")]
)
def test_a_wrong_request_says_what_to_do(tmp_path, options, said):
    with pytest.raises(RequestError, match=said.replace("?", r"\?")):
        read_corpus(tmp_path, **options)


def test_the_shipped_codebooks_load():
    assert {path.stem for path in CODEBOOKS.glob("*.yml")} >= {"sample", "ukraine-war", "us-2016"}


def test_tones_are_toward_the_codebooks_sides_in_each_voice(corpus, tmp_path):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    tones = read_table(corpus, "tones")
    assert set(tones[["target", "side"]].itertuples(index=False, name=None)) == {
        ("Kyiv", "north"), ("Hrytsenko", "north"), ("Moscow", "south")
    }  # fmt: skip
    texts = read_table(corpus, "articles").set_index("article_id").text
    assert all(texts[row.article_id][row.start : row.end] == row.target for row in tones.itertuples())


def test_a_changed_codebook_reads_only_the_tones_it_adds(corpus, tmp_path, monkeypatch):
    read_corpus(corpus, codebook(tmp_path), reader="rules")
    before = read_table(corpus, "tones")
    read = []
    monkeypatch.setattr(targets, "tone_of", lambda marked: read.append(len(marked)) or real(marked))
    code_corpus(corpus, codebook(tmp_path, CODEBOOK.replace("words: [Moscow]", "words: [Moscow, Anna Holt]")))
    after = read_table(corpus, "tones")
    assert sum(read) == (after.target == "Anna Holt").sum() == PART + 3
    assert len(after) == len(before) + PART + 3
    read.clear()
    code_corpus(corpus, codebook(tmp_path, CODEBOOK.replace("[Kyiv, Hrytsenko]", "[Hrytsenko]")))
    assert not read and set(read_table(corpus, "tones").target) == {"Hrytsenko", "Moscow"}


def test_without_a_codebook_there_is_no_tone(corpus):
    read_corpus(corpus, reader="rules")
    assert read_table(corpus, "tones").empty


def test_a_torn_part_is_told_deleted_and_read_anew(corpus):
    before = read_corpus(corpus, reader="rules")
    part = next((corpus / "parts").glob("*/*.part.parquet"))
    content = bytearray(part.read_bytes())
    pages = slice(4, len(content) - 8 - pq.read_metadata(part).serialized_size)
    content[pages] = b"\xff" * len(content[pages])
    part.write_bytes(content)
    with pytest.raises(RequestError, match="1 were damaged and are deleted: run the same"):
        read_corpus(corpus, reader="rules")
    again = read_corpus(corpus, reader="rules")
    assert (again.attributions, again.sources) == (before.attributions, before.sources)
    assert again.read_before < again.articles


def test_a_corpus_in_use_is_neither_read_nor_added_to_and_says_by_whom(corpus, tmp_path):
    for use in (
        lambda: read_corpus(corpus, reader="rules"),
        lambda: ingest([tmp_path / "articles.jsonl"], corpus),
        lambda: select(corpus, tmp_path / "part", "words > 0"),
    ):
        with held(corpus), pytest.raises(RequestError, match="is in use by .*process .*: run this again when that has"):
            use()
    with held(corpus, shared=True), pytest.raises(RequestError, match="is in use by"):
        read_corpus(corpus, reader="rules")
