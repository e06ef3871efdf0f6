"""The program as it is installed: a wheel in an environment that sees neither the repository nor a network."""

import os
import shutil
import site
import subprocess
import sys
import venv
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

UNPLUGGED = ["unshare", "-rn", "sh", "-c", 'ip link set lo up && exec "$@"', "sh"]
"""Runs a command in a machine of its own that has no network but itself; kernels speak to each other through that."""

if subprocess.run([*UNPLUGGED, "true"], capture_output=True).returncode if shutil.which("unshare") else True:
    UNPLUGGED = []  # the system does not let us

ROOT = Path(__file__).parents[1]
STORY = (
    "Talks on the bridge go on\n\n“We will hold the bridge,” said Anna Holt, an engineer of the town. The mayor of {1} "
    "said that the river had risen by {0} metres since Monday. Nobody was hurt, the police said."
)


@pytest.fixture(scope="module")
def evenhand(tmp_path_factory):
    """A wheel of this program, installed; give what runs its command in a folder."""
    folder = tmp_path_factory.mktemp("wheel")
    for name in ("analysis", "notebooks"):
        shutil.copytree(ROOT / name, folder / "source" / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "setup.py", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, folder / "source")
    pip = (sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check")
    build = ("wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", folder, folder / "source")
    subprocess.run([*pip, *build], check=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "venv", symlinks=True)
    python = folder / "venv" / "bin" / "python"
    subprocess.run([*pip, "--python", python, "install", "--no-deps", "--no-index", wheel], check=True)
    (packages,) = (folder / "venv").glob("lib/python*/site-packages")
    # Lines of a .pth are only looked into for packages: the link to this repository there has no effect.
    (packages / "others.pth").write_text("\n".join(site.getsitepackages()))
    shutil.rmtree(folder / "source")
    clean = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    clean["JUPYTER_PATH"] = str(Path(sys.prefix) / "share" / "jupyter")  # of the other packages

    def run(*arguments, cwd: Path) -> str:
        command = [*UNPLUGGED, folder / "venv" / "bin" / "evenhand", *arguments]
        done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, timeout=240)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def test_a_study_is_made_where_the_repository_is_not(evenhand, tmp_path):
    evenhand("new", "strait", cwd=tmp_path)
    study = tmp_path / "strait"
    for outlet in ("Gazette", "Herald"):
        (study / "articles" / outlet).mkdir()
        for number in range(3, 6):
            (study / "articles" / outlet / f"{number}.txt").write_text(STORY.format(number, outlet))
    assert "6 new articles" in evenhand("ingest", "articles", "--corpus", "corpus", cwd=study)
    assert "6 articles" in evenhand("read", "corpus", "--codebook", "codebook.yml", "--reader", "rules", cwd=study)
    told = evenhand("run", "study.yml", "--only", "00-*", "--only", "05-*--gazette", cwd=study)
    assert "2 new" in told and "failed" not in told
    pages = {path.name for path in (study / "reports" / "study").glob("*.html")}
    assert {"00-tour-the-corpus.html", "05-report-one-outlet--gazette.html"} <= pages
