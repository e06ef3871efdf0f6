"""Small corpora made up in the tests: texts, spans and codes agree, so that every stage can read them."""

from datetime import date, timedelta
from pathlib import Path
from typing import NamedTuple

import pyarrow.parquet as pq
import pytest

from analysis.schema import TABLES, UNKNOWN, to_arrow


class Voice(NamedTuple):
    """Who speaks in a made-up article, and how it is coded."""

    name: str
    side: str = UNKNOWN
    source_type: str = UNKNOWN
    role: str = ""
    affiliation: str = ""
    anonymity: str = "named"
    nature: str = "person"
    expert_basis: str = ""
    gender: str = UNKNOWN


NORTH = Voice("Marta Lindqvist", "north", "government", "the northern foreign minister", gender="female")
NORTH_ARMY = Voice("Colonel Ivo Brandt", "north", "armed-forces", "a northern army spokesman", gender="male")
SOUTH = Voice("Osei Karanja", "south", "government", "the southern defence minister", gender="male")
OFFICIALS = Voice("Southern officials", "south", "government", anonymity="anonymous", nature="group")
EXPERT = Voice(
    "Dr Hanna Weiss", UNKNOWN, "academic", "a political scientist", "University of Kessel", "named", "person",
    "academic", "female",
)  # fmt: skip
FORMER = Voice(
    "Anders Holm", "north", "former-official", "a former northern general", "Institute for Defence", "named",
    "person", "former official", "male",
)  # fmt: skip
WITNESS = Voice("Lena Okafor", UNKNOWN, "citizen", "a baker", gender="female")


class Said(NamedTuple):
    """One paragraph that attributes its content to a voice."""

    voice: Voice
    content: str
    form: str = "direct"
    cue: str = "said"
    kind: str = "speech"
    confidence: float = 0.9


class Story(NamedTuple):
    outlet: str
    title: str
    published: date | None
    paragraphs: tuple[Said | str, ...]


def build_corpus(folder: Path, stories: list[Story]) -> Path:
    """Write the five tables of a corpus; the numbers of a test follow from the stories alone."""
    tables = {name: [] for name in TABLES}
    for number, story in enumerate(stories):
        _add_story(tables, f"a{number:03d}", story)
    tables["rejected"].append({"source_file": "broken.html", "record": "", "reason": "No text in it."})
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in tables.items():
        pq.write_table(to_arrow(name, rows), folder / f"{name}.parquet")
    return folder


def _add_story(tables: dict[str, list[dict]], article_id: str, story: Story) -> None:
    text, pieces = "", []
    for paragraph in story.paragraphs:
        text += "\n\n" if text else ""
        start = len(text)
        text += paragraph if isinstance(paragraph, str) else _sentence(paragraph)
        pieces.append((start, paragraph))
    tables["articles"].append(
        {
            "article_id": article_id, "outlet": story.outlet, "title": story.title, "author": "",
            "published": story.published, "published_in": str(story.published or ""),
            "url": "", "language": "en", "text": text, "words": len(text.split()),
            "source_file": f"{article_id}.txt", "duplicate_of": "", "agency": "",
            "date_written": "", "extra": "{}", "remarks": "",
        }
    )  # fmt: skip
    sources: dict[str, str] = {}
    for index, (start, paragraph) in enumerate(pieces):
        end = start + len(paragraph if isinstance(paragraph, str) else _sentence(paragraph))
        if isinstance(paragraph, str):
            _add_sentence(tables, article_id, text, (start, end), "journalist", "")
            continue
        voice = paragraph.voice
        if voice.name not in sources:
            sources[voice.name] = f"{article_id}-s{len(sources)}"
            tables["sources"].append(_source(sources[voice.name], article_id, voice))
        spans = {
            part: _find(text, getattr(paragraph, part) if part != "source" else voice.name, start)
            for part in ("content", "cue", "source")
        }
        attribution_id = f"{article_id}-{index}"
        tables["attributions"].append(
            {
                "attribution_id": attribution_id, "article_id": article_id, "form": paragraph.form,
                "kind": paragraph.kind, "confidence": paragraph.confidence, "paragraph": index,
                "position": spans["content"][0] / len(text), "words": len(paragraph.content.split()),
                "source_id": sources[voice.name], "via": "",
                **{part: text[slice(*span)] for part, span in spans.items()},
                **{f"{part}_spans": [list(span)] for part, span in spans.items()},
            }
        )  # fmt: skip
        tables["speakers"].append(
            {
                "attribution_id": attribution_id, "article_id": article_id, "source_id": sources[voice.name],
                "part": 1.0,
            }
        )  # fmt: skip
        _add_sentence(tables, article_id, text, spans["content"], "source", attribution_id)


def _sentence(said: Said) -> str:
    content = f"“{said.content}”" if said.form == "direct" else f"that {said.content}"
    return f"{said.voice.name} {said.cue}{',' if said.form == 'direct' else ''} {content}."


def _find(text: str, words: str, start: int) -> tuple[int, int]:
    found = text.index(words, start)
    return found, found + len(words)


def _source(source_id: str, article_id: str, voice: Voice) -> dict:
    codes = ("side", "source_type", "nature", "gender", "anonymity")
    return {
        "source_id": source_id, "article_id": article_id, "name": voice.name, "actor": voice.name,
        "mentions": [voice.name, voice.name.split()[-1]],
        "role": voice.role, "affiliation": voice.affiliation, "context": "",
        "attached_to": "", "setting": "", "surroundings": "", "scores": [], "told": [], "side_basis": "",
        "function": "expert" if voice.expert_basis else UNKNOWN,
        "expert": bool(voice.expert_basis), "expert_basis": voice.expert_basis,
        **{code: getattr(voice, code) for code in codes},
        **{f"{code}_evidence": voice.role for code in ("nature", "source_type", "side", "expert", "gender")},
    }  # fmt: skip


def _add_sentence(tables, article_id: str, text: str, span: tuple[int, int], voice: str, attribution_id: str) -> None:
    sentence = text[slice(*span)]
    long_enough = len(sentence.split()) >= 4
    # Made-up but fixed scores: what a test needs is that they differ between voices and tools.
    score = ((len(sentence) * 37) % 19 - 9) / 10
    tables["sentences"].append(
        {
            "sentence_id": f"{article_id}-t{len(tables['sentences'])}", "article_id": article_id,
            "start": span[0], "end": span[1], "sentence": sentence, "voice": voice,
            "attribution_id": attribution_id, "textblob": score / 2 if long_enough else None,
            "vader": -score if long_enough else None,
        }
    )  # fmt: skip
    _add_tone(tables["tones"], tables["sentences"][-1])


def _add_tone(tones: list[dict], sentence: dict) -> None:
    """Each sentence's first word stands for the north or the south in turn, now praised, now blamed, now neither."""
    number = len(tones)
    word = sentence["sentence"].split()[0]
    sure = (0.9, 0.05, 0.05), (0.1, 0.5, 0.4), (0.1, 0.1, 0.8)
    tones.append(
        {
            **{name: sentence[name] for name in ("sentence_id", "article_id", "voice", "attribution_id", "start")},
            "end": sentence["start"] + len(word), "target": word,
            "actor": "Marta Lindqvist" if number % 2 == 0 else "", "side": ("north", "south")[number % 2],
            **dict(zip(("p_negative", "p_neutral", "p_positive"), sure[number % 3], strict=True)),
        }
    )  # fmt: skip


DAYS = [date(2024, 3, 1) + timedelta(days=3 * day) for day in range(4)]


def three_outlets() -> list[Story]:
    """Four articles each: the Courier hears the north, the Herald the south; one has a hostile name."""
    lead = "Fighting went on along the river for a third day on Tuesday."
    stories = []
    for day, published in enumerate(DAYS):
        stories += [
            Story("Harbour Courier", f"Lindqvist warns of a long war, day {day}", published, (
                Said(NORTH, "the attack cannot go unanswered"), lead,
                Said(NORTH_ARMY, "our forces hold the bridge and the town beyond it", cue="told us"),
                Said(FORMER, "the northern plan is working", "indirect", "argued") if day % 2 else
                Said(NORTH, "the talks are over", "indirect", "added"),
                Said(OFFICIALS, "the bridge had been given up", "indirect", "claimed", confidence=0.4),
            )),
            Story("Southern Herald", f"Ministry counts the cost, day {day}", published, (
                lead, Said(SOUTH, "we did not begin this war and we will end it with honour"),
                Said(OFFICIALS, "two towns were shelled overnight", "indirect", "denied" if day else "said"),
                Said(WITNESS, "there was no bread and no light for a week"),
                *([Said(NORTH, "a truce is possible", "indirect", "hinted")] if day > 1 else []),
            )),
            Story("Über <b>Neutral</b> & Sons Daily Gazette of the Upper River Valley", "", published, (
                lead, Said(EXPERT, "neither army can win before the spring floods"),
                Said(SOUTH, "the north fears the floods", "indirect", "believes", "attitude"),
                *([Said(NORTH, "we are ready for the floods")] if day % 2 else []),
            )),
        ]  # fmt: skip
    return stories


@pytest.fixture(scope="session")
def corpus(tmp_path_factory) -> Path:
    """Three outlets, four articles each."""
    return build_corpus(tmp_path_factory.mktemp("corpora") / "three", three_outlets())


@pytest.fixture(scope="session")
def corpus_of_one(tmp_path_factory) -> Path:
    """One outlet, one article without a date, one indirect attribution, no expert."""
    story = Story("Harbour Courier", "", None, (
        "Nobody fought on Sunday.", Said(NORTH, "the river is calm and the roads are open", "indirect"),
    ))  # fmt: skip
    return build_corpus(tmp_path_factory.mktemp("corpora") / "one", [story])


@pytest.fixture(scope="session")
def corpus_without_voices(tmp_path_factory) -> Path:
    """Two outlets in which nobody is quoted."""
    stories = [Story(name, "Calm", DAYS[0], ("Nobody fought on Sunday.",)) for name in ("A Post", "B Post")]
    return build_corpus(tmp_path_factory.mktemp("corpora") / "silent", stories)


@pytest.fixture(scope="session")
def joint(tmp_path_factory) -> Path:
    """South and north say one thing together, then each another: three attributions, half of one is either side's."""
    stories = [
        Story("Post", "Pact", DAYS[0], (Said(SOUTH, "we did it by ourselves"), Said(NORTH, "nobody else did it"))),
        Story("Post", "Alone", DAYS[1], (Said(SOUTH, "we are alone"),)),
    ]
    corpus = build_corpus(tmp_path_factory.mktemp("corpora") / "joint", stories)
    speakers = pq.read_table(corpus / "speakers.parquet").to_pylist()
    speakers[0]["part"] = 0.5
    speakers.append(speakers[0] | {"source_id": speakers[1]["source_id"]})
    pq.write_table(to_arrow("speakers", speakers), corpus / "speakers.parquet")
    return corpus


CODEBOOK = """\
title: The river war
sides:
  - id: north
    label: North
    description: The northern government, army and those who speak for them
  - id: south
    label: South
    description: The southern government, army and those who speak for them
compare: [north, south]
actors:
  - name: Marta Lindqvist
    aliases: [Lindqvist]
    side: north
    source_type: government
"""


@pytest.fixture(scope="session")
def codebook(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("codebooks") / "river.yml"
    path.write_text(CODEBOOK, encoding="utf-8")
    return path
