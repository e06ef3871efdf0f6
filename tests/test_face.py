"""The names that notebooks import from `analysis`: all there, and loaded only when asked for."""

import subprocess
import sys

import pytest

import analysis
from analysis.errors import RequestError


@pytest.mark.parametrize("name", analysis.__all__)
def test_every_name_of_the_face_is_there(name):
    assert getattr(analysis, name) is not None


def test_an_unknown_name_is_no_attribute():
    with pytest.raises(ImportError):
        exec("from analysis import balanse", {})


def test_nothing_is_loaded_before_it_is_asked_for():
    heavy = "import sys, analysis; print({'pandas', 'matplotlib', 'duckdb', 'IPython'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", heavy], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_in_ipython_a_mistake_is_one_sentence():
    """IPython shows what `_render_traceback_` gives instead of a traceback; a kernel does (tests/notebooks)."""
    assert RequestError("There is no corpus here.")._render_traceback_() == ["There is no corpus here."]
