r"""Tables and numbers for LaTeX: hostile text prints and runs nothing, and a small paper compiles."""

import re
import shutil
import subprocess

import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

from analysis.figures.latex import (
    Number,
    latex_figure,
    latex_numbers,
    latex_table,
    latex_text,
    name_macros,
    number_table,
    number_texts,
)
from analysis.figures.output import figure_bytes

HOSTILE = r"\input{/etc/passwd} & 50 % of $x_1$ #1 {~^} \end{document} “Ünï” Łódź Київ 新聞 🙂 a" + "\u202e\x07\n b"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("R&D_50 % #1 $5 {a}", r"R\&D\_50 \% \#1 \$5 \{a\}"),
        (r"\input{x}", r"\textbackslash{}input\{x\}"),
        ("“Łódź” – déjà", r"``\L{}\'{o}d\'{z}'' -- d\'{e}j\`{a}"),
        ("−0.5 … ~^", r"\ensuremath{-}0.5 \ldots{} \textasciitilde{}\textasciicircum{}"),
        ("a\u202eb\x07c\nd", "abc d"),
        ("Ж", r"{\ifdefined\Umathcode Ж\else ?\fi}"),
    ],
)
def test_text_is_printed_and_never_run(text, written):
    assert latex_text(text) == written


def test_a_table_has_booktabs_rules_its_notes_and_escaped_heads():
    table = pd.DataFrame({"outlet_name": ["A & B", "C"], "share": [0.123, np.nan], "n_articles": [1200, 3]})
    written = latex_table(table, "Shares of A & B.", "tab:shares", "Notes: 5 %.", ["share"])
    assert r"\toprule" in written and r"\midrule" in written and r"\bottomrule" in written
    assert r"outlet name & share & articles \\" in written
    assert r"A \& B & 12 \% & 1,200 \\" in written
    assert r"C & -- & 3 \\" in written
    assert r"\caption{Shares of A \& B.}\label{tab:shares}" in written
    assert r"Notes: 5 \%." in written


def test_a_long_table_runs_over_pages_and_an_empty_one_says_so():
    assert r"\begin{longtable}" in latex_table(pd.DataFrame({"a": range(60)}), "Long.", "tab:long")
    assert r"\multicolumn{1}{l}{None.}" in latex_table(pd.DataFrame({"a": []}), "None.", "tab:none")


def test_each_number_has_one_macro_with_its_interval():
    numbers = [
        Number("balance", "Channel 4", -0.5, -0.7, -0.25),
        Number("share", "North, Ünï Post", 0.123, 0.1, 0.2, percent=True),
        Number("balance", "One", 1.0, note="not estimable: all or none"),
        Number("number of", "articles", 48, decimals=0),
    ]
    named = name_macros(numbers)
    assert list(named) == ["evBalanceChannelFour", "evShareNorthUniPost", "evBalanceOne", "evNumberOfArticles"]
    written = latex_numbers(named)
    minus = r"\ensuremath{-}"
    assert rf"\newcommand{{\evBalanceChannelFour}}{{{minus}0.50 (95 \% CI {minus}0.70 to {minus}0.25)}}" in written
    assert r"\newcommand{\evShareNorthUniPost}{12 \% (95 \% CI 10 to 20 \%)}" in written
    assert r"\newcommand{\evShareNorthUniPostValue}{12 \%}" in written
    assert r"\newcommand{\evBalanceOne}{1.00 (not estimable: all or none)}" in written
    assert r"\newcommand{\evNumberOfArticles}{48}" in written
    assert number_texts(Number("tone", "x", np.nan, note="nothing")) == ("–", "nothing")
    assert number_table(named)["macro"].tolist()[0] == r"\evBalanceChannelFour"


def test_names_that_come_out_alike_get_macros_of_their_own():
    named = name_macros([Number("balance", outlet, 0.1) for outlet in ("The Post", "The-Post", "Правда", "Известия")])
    assert len(named) == 4
    assert all(re.fullmatch("[A-Za-z]+", name) for name in named)


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="LaTeX is not installed")
def test_a_paper_with_hostile_names_compiles(tmp_path):
    table = pd.DataFrame({"outlet": [HOSTILE, "B"], "share": [0.5, np.nan]})
    long = pd.DataFrame({"outlet": [f"{HOSTILE} {n}" for n in range(50)], "n": range(50)})
    named = name_macros(
        [Number("balance", HOSTILE, -0.5, -0.7, 0.1), Number("share", "B", 0.5, 0.4, 0.6, percent=True)]
    )
    (tmp_path / "numbers.tex").write_text(latex_numbers(named), encoding="utf-8")
    (tmp_path / "short.tex").write_text(latex_table(table, HOSTILE, "tab:short", HOSTILE), encoding="utf-8")
    (tmp_path / "long.tex").write_text(latex_table(long, HOSTILE, "tab:long", HOSTILE), encoding="utf-8")
    (tmp_path / "figure.tex").write_text(latex_figure("balance", HOSTILE, 3.5), encoding="utf-8")
    paper = [
        r"\documentclass{article}", r"\usepackage{booktabs,longtable}", r"\usepackage{graphicx}",
        r"\input{numbers}", r"\begin{document}", rf"The balance is \{next(iter(named))}{{}} and \evShareB.",
        r"\input{short}", r"\input{long}", r"\input{figure}", r"\listoftables", "REACHED", r"\end{document}",
    ]  # fmt: skip
    (tmp_path / "paper.tex").write_text("\n".join(paper), encoding="utf-8")
    figure = Figure(figsize=(3.5, 1))
    figure.text(0.1, 0.5, "Łódź & B")
    (tmp_path / "balance.pdf").write_bytes(figure_bytes(figure, HOSTILE, "pdf"))
    command = ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "-no-shell-escape", "paper.tex"]
    for _ in range(2):  # the second run reads what the first wrote of captions
        done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=120)
        assert done.returncode == 0, done.stdout[-2000:]
    assert (tmp_path / "paper.pdf").stat().st_size > 5000
    assert "root:" not in (tmp_path / "paper.log").read_text(encoding="utf-8", errors="replace")
