"""Vectors of all facts and questions of data/companies: `python vectors.py --model FOLDER [--adapter embedding/adapter.safetensors] --out FILE`."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import shared_gradients  # noqa: E402, F401 (first: it sets the number of threads)

import numpy as np  # noqa: E402
import torch  # noqa: E402
from companies import read_trained  # noqa: E402
from minilm import MiniLM  # noqa: E402


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    model = MiniLM(args.model, 32, 1)
    if args.adapter:
        model.begin_with(args.adapter)
    texts = []
    for company in read_trained():
        texts += company.facts + [q.in_context for q in company.questions]
    texts = list(dict.fromkeys(texts))
    with torch.no_grad():
        vectors = model.vectors(texts).numpy()
    np.save(args.out, dict(zip(texts, vectors, strict=True)), allow_pickle=True)


if __name__ == "__main__":
    main()
