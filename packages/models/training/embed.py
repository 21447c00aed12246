"""Embeddings of short texts with MiniLM: the order in which training passages stand is the one that retrieval gives."""

import os

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


class Embedder:
    """`EMBEDDING_MODEL` is the model.onnx, `EMBEDDING_TOKENIZER` the tokenizer.json beside which it was published."""

    def __init__(self):
        self.tokenizer = Tokenizer.from_file(os.environ["EMBEDDING_TOKENIZER"])
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(os.environ["EMBEDDING_MODEL"], options, providers=["CPUExecutionProvider"])
        self.known: dict[str, np.ndarray] = {}

    def of(self, texts: list[str]) -> np.ndarray:
        """One unit vector a text."""
        return np.stack([self.one(text) for text in texts])

    def one(self, text: str) -> np.ndarray:
        if text not in self.known:
            ids = np.array([self.tokenizer.encode(text).ids], dtype=np.int64)
            feeds = {"input_ids": ids, "attention_mask": np.ones_like(ids), "token_type_ids": np.zeros_like(ids)}
            wanted = {given.name for given in self.session.get_inputs()}
            states = self.session.run(None, {name: value for name, value in feeds.items() if name in wanted})[0]
            vector = states[0].mean(axis=0) if states.ndim == 3 else states[0]
            self.known[text] = vector / np.linalg.norm(vector)
        return self.known[text]
