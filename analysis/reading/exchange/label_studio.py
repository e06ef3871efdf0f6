"""Attributions as Label Studio tasks: regions labelled content, cue or source, tied to their content by relations.

Offsets are code points, as Label Studio writes them; those of older versions, which counted as JavaScript does, are
known by their words. It takes one annotation a task and does not merge those of several people.
"""

import json
from collections.abc import Iterable, Iterator

from analysis.errors import RequestError
from analysis.files import json_line

PARTS = ("content", "cue", "source")
REACHED = {"content": PARTS, "cue": ("source",), "source": ()}
"""What belongs to an attribution by its relations: a source or a cue may be tied to several contents."""

INTERFACE = """\
<View>
  <Style>.htx-text { white-space: pre-wrap; }</Style>
  <Header value="$title"/>
  <Labels name="part" toName="text">
    <Label value="content" background="#b59f00" hotkey="1"/>
    <Label value="cue" background="#b45f06" hotkey="2"/>
    <Label value="source" background="#0b5394" hotkey="3"/>
  </Labels>
  <Text name="text" value="$text"/>
  <Choices name="kind" toName="text" perRegion="true" whenTagName="part" whenLabelValue="content">
    <Choice value="speech"/><Choice value="attitude"/>
  </Choices>
</View>
"""
"""The labelling interface to set up in Label Studio; a relation ties a cue and a source to their content."""


def to_tasks(records: Iterable[dict]) -> str:
    """Write articles, as `interchange.standoff` gives them, as tasks whose attributions are predictions to correct."""
    return "[\n" + ",\n".join(json_line(_task(record)) for record in records) + "\n]\n"


def _task(record: dict) -> dict:
    told = {
        one["attribution_id"]: {name: one[name] for name in ("confidence", "via", "source_id")}
        for one in record["attributions"]
    }
    result = [entry for one in record["attributions"] for entry in _regions(one)]
    data = {name: value for name, value in record.items() if name != "attributions"} | {"attributions": told}
    return {"data": data, "predictions": [{"model_version": "Evenhand", "result": result}]}


def _regions(attribution: dict) -> Iterator[dict]:
    of_text, head = {"to_name": "text"}, f"{attribution['attribution_id']}:content0"
    for part in PARTS:
        for number, span in enumerate(attribution[part]):
            name = f"{attribution['attribution_id']}:{part}{number}"
            place = {"start": span["start"], "end": span["end"], "text": span["exact"]}
            label = {"id": name, "from_name": "part", "type": "labels", "value": place | {"labels": [part]}}
            yield label | of_text
            if name == head:
                kind = {"id": name, "from_name": "kind", "type": "choices"}
                yield kind | {"value": place | {"choices": [attribution["kind"]]}} | of_text
            else:
                yield {"type": "relation", "from_id": head, "to_id": name, "direction": "right", "labels": []}


def from_tasks(content: bytes) -> list[dict]:
    """Read tasks back into the form that `interchange.take_over` checks; those that were skipped are left out.

    Raises
    ------
    RequestError
        When it is no JSON that Label Studio exports, or a task is not of an article that was exported from here.
    """
    try:
        tasks = json.loads(content)
        if not isinstance(tasks, list):
            raise ValueError("it is no list of tasks")
    except (ValueError, RecursionError) as error:
        raise RequestError(f"this is no JSON of Label Studio ({error}); export the project as JSON again.") from error
    records = []
    for number, task in enumerate(tasks, start=1):
        try:
            if result := _judgement(task):
                records.append(_record(task["data"], result["result"]))
        except (KeyError, TypeError, ValueError, AttributeError, IndexError) as error:
            raise RequestError(
                f"task {number} is no article with regions ({type(error).__name__}: {error}); export it from here "
                "first, and from Label Studio as JSON, not JSON-MIN."
            ) from error
    return records


def _judgement(task: dict) -> dict | None:
    """Give the annotation that counts: the ground truth, else the last; where nobody annotated, the prediction."""
    annotations = [one for one in task.get("annotations") or [] if not one.get("was_cancelled")]
    if task.get("annotations"):
        order = sorted(annotations, key=lambda one: (bool(one.get("ground_truth")), str(one.get("updated_at") or "")))
        return order[-1] if order else None
    return next(iter(task.get("predictions") or []), None)


def _record(data: dict, result: list[dict]) -> dict:
    text, told = str(data["text"]), data.get("attributions") or {}
    regions = {entry["id"]: _region(text, entry["value"]) for entry in result if entry["type"] == "labels"}
    kinds = {entry["id"]: entry["value"]["choices"][0] for entry in result if entry["type"] == "choices"}
    tied: dict[str, list[str]] = {name: [] for name in regions}
    for entry in result:
        if entry["type"] == "relation" and {entry["from_id"], entry["to_id"]} <= set(tied):
            tied[entry["from_id"]].append(entry["to_id"])
            tied[entry["to_id"]].append(entry["from_id"])
    attributions, seen = [], set()
    for head, (part, _) in regions.items():
        if part == "content" and head not in seen:
            members = _members(head, regions, tied)
            seen |= {name for name in members if regions[name][0] == "content"}
            was = head.rsplit(":", 1)[0]
            known = {"attribution_id": was, **told[was]} if was in told else {}
            kind = next((kinds[name] for name in members if name in kinds), "speech")
            spans = {part: [regions[name][1] for name in members if regions[name][0] == part] for part in PARTS}
            attributions.append(known | {"kind": kind} | spans)
    about = {"article_id": str(data["article_id"]), "text_sha256": data.get("text_sha256")}
    return about | {"attributions": attributions}


def _members(head: str, regions: dict, tied: dict[str, list[str]]) -> list[str]:
    members = [head]
    for name in members:
        reached = REACHED[regions[name][0]]
        members += [other for other in tied[name] if other not in members and regions[other][0] in reached]
    return members


def _region(text: str, value: dict) -> tuple[str, dict]:
    """Give a region's part and span; where its words do not stand at its offsets, as counted in UTF-16."""
    start, end = int(value["start"]), int(value["end"])
    exact = value.get("text") or text[start:end]
    if text[start:end] != exact:
        units = text.encode("utf-16-le", "surrogatepass")
        before, inside = units[: 2 * start], units[2 * start : 2 * end]
        if inside.decode("utf-16-le", "replace") == exact:
            start = len(before.decode("utf-16-le", "replace"))
            end = start + len(exact)
    (part,) = value["labels"]
    if part not in PARTS:
        raise ValueError(f'the label "{part}" is none of {", ".join(PARTS)}')
    return part, {"start": start, "end": end, "exact": exact}
