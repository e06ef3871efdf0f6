"""Who said what: cue, content and source of each attribution, by rules and by a trained network."""

__all__ = ["attribution", "cues", "encoding", "finders", "matching", "quotations"]
