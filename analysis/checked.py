"""Checks what a YAML file or a table says against a model, and tells what is wrong in one sentence."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any, get_args

import yaml
from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from analysis.errors import RequestError, nearest

NONE: Mapping[str, str] = MappingProxyType({})


def checked(model: type[BaseModel], data: Any, path: Path, line: str = "", remedies: Mapping[str, str] = NONE) -> Any:
    """Make a model from what a file says, or tell what is wrong there and what to write in its place.

    Parameters
    ----------
    model
        What the file should say.
    data
        What it says.
    path
        The file, YAML unless a line is given.
    line
        Where in a table the data stand.
    remedies
        What to write under a key, whatever is wrong there.

    Raises
    ------
    RequestError
        Naming the file, the place and the remedy of the first mistake.
    """
    if not isinstance(data, dict):
        raise RequestError(f"{path}: should begin with keys such as {', '.join(model.model_fields)}.")
    try:
        return model.model_validate(data)
    except ValidationError as error:
        by_place = {_where_to_mend(problem["loc"], remedies): problem for problem in _in_order(error.errors())}
        loc, problem = next(iter(by_place.items()))
        more = f" ({len(by_place) - 1} more after this one.)" if len(by_place) > 1 else ""
        place = f"{line}{loc[-1]}" if line else place_in(path, loc)
        told = next((f": {remedies[part]}." for part in loc if part in remedies), None) or _told(model, problem)
        raise RequestError(f"{path}: {place}{told}{more}") from None


def _where_to_mend(loc: tuple, remedies: Mapping[str, str]) -> tuple:
    """Cut what the model knows of a value off its place: which of the kinds it might be was tried."""
    key = next((i for i, part in enumerate(loc) if part in remedies), len(loc))
    return loc[: key + 2]


def _in_order(problems: list[ErrorDetails]) -> list[ErrorDetails]:
    """Put unknown keys first, without what is missing beside them: it is most often what was misspelt."""
    unknown = [problem for problem in problems if problem["type"] == "extra_forbidden"]
    entries = [problem["loc"][:-1] for problem in unknown]
    others = [problem for problem in problems if problem not in unknown]
    return unknown + [each for each in others if each["type"] != "missing" or each["loc"][:-1] not in entries]


def place_in(path: Path, loc: tuple) -> str:
    """Say in words where in a YAML file something stands: its line, keys, and entries by number and name."""
    node, line, words = yaml.compose(path.read_text(encoding="utf-8")), 1, []
    for part in loc:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == part]
            words.append(str(part))
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
            words.append(f"entry {part + 1}{_name_of(node)}")
    return f"line {line}, {', '.join(words)}"


def _name_of(entry: yaml.Node) -> str:
    """Give the name, id or notebook of an entry, in brackets."""
    keys = {key.value: value.value for key, value in entry.value} if isinstance(entry, yaml.MappingNode) else {}
    name = keys.get("name") or keys.get("id") or keys.get("notebook")
    return f" ({name})" if isinstance(name, str) else ""


def _told(model: type[BaseModel], problem: ErrorDetails) -> str:
    """Say what is wrong with a value and what to write in its place."""
    given, loc = problem["input"], problem["loc"]
    match problem["type"]:
        case "extra_forbidden":
            known = _keys_at(model, loc[:-1])
            hint = nearest(str(loc[-1]), known) or f" Known keys: {', '.join(known)}."
            return f" is not a known key.{hint}"
        case "missing":
            return " is missing; add it."
        case "literal_error":
            known = [name for name in _literals_at(model, loc) if name]
            return f': "{given}" is not one of {", ".join(known)}.{nearest(str(given), known)}'
        case "string_too_short":
            return " is empty; write its text, or leave it out."
        case "string_type" if given is None:
            return " is empty; write its text, or leave the key out."
        case "string_type":
            return f": {given!r} is not text; put it in quotation marks."
        case "tuple_type" | "list_type":
            written = "" if given is None else f'"{given}"' if "," in str(given) else given
            return f": this is a list; write it in square brackets, as in [{written}]."
        case "dict_type":
            return ": this has keys with values; write them as in {key: value}."
        case "too_short":
            return ": there must be one at least; add it."
        case "bool_type" | "bool_parsing":
            return f': "{given}" is neither true nor false.'
        case "model_type":
            return f": {given!r} has no keys; write it as {{{next(iter(_keys_at(model, loc)))}: {given}}}."
        case _:
            return f": {problem['msg'][0].lower()}{problem['msg'][1:]}."


def _entry_at(model: type[BaseModel], loc: tuple) -> type[BaseModel]:
    for part in loc:
        if isinstance(part, str):
            inner = get_args(model.model_fields[part].annotation)
            if inner and isinstance(inner[0], type) and issubclass(inner[0], BaseModel):
                model = inner[0]
    return model


def _keys_at(model: type[BaseModel], loc: tuple) -> list[str]:
    return list(_entry_at(model, loc).model_fields)


def _literals_at(model: type[BaseModel], loc: tuple) -> list[str]:
    values = get_args(_entry_at(model, loc[:-1]).model_fields[loc[-1]].annotation)
    return [word for value in values for word in (get_args(value) or (value,)) if isinstance(word, str)]
