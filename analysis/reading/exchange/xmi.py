"""Attributions as UIMA XMI, the format of INCEpTION, WebAnno and the DKPro tools; through dkpro-cassis.

One span layer, `evenhand.Span`: its part (content, cue or source) and the id of its attribution, which ties the parts
together. The hash of the text is not carried: a CAS cannot change its own text.
"""

from collections import defaultdict
from typing import TYPE_CHECKING

from analysis.errors import RequestError

if TYPE_CHECKING:
    from cassis import TypeSystem

SPAN = "evenhand.Span"
PARTS = ("content", "cue", "source")
FEATURES = ("part", "attribution", "kind", "confidence", "source")


def _cassis():
    try:
        import cassis
    except ImportError as error:
        raise RequestError("XMI needs dkpro-cassis; install it with: pip install 'evenhand[uima]'") from error
    return cassis


def type_system() -> "TypeSystem":
    """Give the type system: the layer of spans with its features, all of them strings."""
    types = _cassis().TypeSystem()
    span = types.create_type(name=SPAN, supertypeName="uima.tcas.Annotation")
    for feature in FEATURES:
        types.create_feature(domainType=span, name=feature, rangeType="uima.cas.String")
    return types


def to_xmi(record: dict, types: "TypeSystem") -> str:
    """Write an article and its attributions, as `interchange.standoff` gives them, as XMI."""
    cas = _cassis().Cas(typesystem=types)
    cas.sofa_string, cas.sofa_mime = record["text"], "text/plain"
    layer = types.get_type(SPAN)
    for attribution in record["attributions"]:
        told = {
            "attribution": attribution["attribution_id"],
            "kind": attribution["kind"],
            "confidence": repr(attribution["confidence"]),
            "source": attribution["source_id"],
        }
        for part in PARTS:
            for span in attribution[part]:
                cas.add(layer(begin=span["start"], end=span["end"], part=part, **told))
    return cas.to_xmi(pretty_print=True)


def from_xmi(article_id: str, content: bytes, types: "TypeSystem") -> dict:
    """Read an article's spans back into the form that `interchange.take_over` checks.

    Raises
    ------
    RequestError
        When it is not XMI with this layer.
    """
    try:
        cas = _cassis().load_cas_from_xmi(content.decode("utf-8"), typesystem=types, lenient=True)
        text = cas.sofa_string or ""
        found: dict[str, dict] = defaultdict(lambda: {part: [] for part in PARTS})
        for number, span in enumerate(cas.select(SPAN)):
            if span.part not in PARTS:
                raise ValueError(f'a span has the part "{span.part}"; parts are {", ".join(PARTS)}')
            attribution = found[span.attribution or f"{article_id}-x{number}"]
            exact = text[span.begin : span.end]
            attribution[span.part].append({"start": span.begin, "end": span.end, "exact": exact})
            attribution |= {"kind": span.kind or "speech", "source_id": span.source or ""}
            attribution["confidence"] = float(span.confidence or 1.0)
    except RequestError:
        raise
    except Exception as error:  # cassis and lxml raise whatever a broken file leads to
        raise RequestError(f"{article_id}.xmi is not XMI with the layer {SPAN}: {str(error)[:200]}") from error
    attributions = [{"attribution_id": name, **parts} for name, parts in found.items()]
    return {"article_id": article_id, "attributions": attributions}
