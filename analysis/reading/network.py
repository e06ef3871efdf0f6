"""What the shipped networks share: how one is run on one thread, and how its scores become probabilities."""

from pathlib import Path

import numpy as np
import onnxruntime


def session_of(weights: Path) -> onnxruntime.InferenceSession:
    """Load a network to run on one thread."""
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    # The fused layer normalisation is many times slower than an addition and a plain one.
    return onnxruntime.InferenceSession(
        weights, options, providers=["CPUExecutionProvider"], disabled_optimizers=["SkipLayerNormFusion"]
    )


def softmax(scores: np.ndarray) -> np.ndarray:
    """Turn scores into probabilities, row by row."""
    powers = np.exp(scores - scores.max(-1, keepdims=True))
    return powers / powers.sum(-1, keepdims=True)
