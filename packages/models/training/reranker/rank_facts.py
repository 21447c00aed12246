"""What the reranker makes of each question's nearest facts: what it is wrong or in doubt about is what the judge is trained on.
`python rank_facts.py --model FOLDER --vectors FILE --adapter adapter.safetensors --out FILE [--processes 2]`."""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import shared_gradients  # noqa: E402, F401 (first: it sets the number of threads)

import numpy as np  # noqa: E402
import torch  # noqa: E402
import torch.multiprocessing as mp  # noqa: E402
from companies import Company, Question, read_trained  # noqa: E402
from minilm import MiniLM  # noqa: E402
from safetensors import safe_open  # noqa: E402

NEAREST = 4
# As packages/knowledge/src/retrieval/rank-passages.ts has it.
LIKENESS, COMMON_LIKENESS = 4, 0.5


def rank(process: int, args, found) -> None:
    torch.set_num_threads(1)
    with safe_open(args.adapter, "pt") as file:
        outputs, rank = file.get_tensor("head.weight").shape[0], min(file.get_tensor(name).shape[0] for name in file.keys() if name.endswith(".a"))
    model = MiniLM(args.model, rank, outputs)
    model.begin_with(args.adapter)
    vectors = np.load(args.vectors, allow_pickle=True).item()
    companies = read_trained()[process :: args.processes]
    for at, company in enumerate(companies):
        found[company.name] = ranked(model, company, vectors)
        if process == 0 and at % 50 == 49:
            print(f"{at + 1} of {len(companies)}", flush=True)


def places_to_rank(question: Question, cosines: np.ndarray, nearest: int) -> list[int]:
    """Of its nearest facts, of those that answer and of those that tempt."""
    return list(dict.fromkeys([*map(int, (-cosines).argsort()[:nearest]), *question.answers[:2], *question.tempting[:1]]))


@torch.no_grad()
def ranked(model: MiniLM, company: Company, vectors: dict) -> list[list[tuple[int, float]]]:
    """Of each question, best first: places of its nearest facts, of those that answer and of those that tempt, with their log-odds."""
    facts = np.stack([vectors[text] for text in company.facts])
    asked, rows = [], []
    for question in company.questions:
        cosines = facts @ vectors[question.in_context]
        places = places_to_rank(question, cosines, NEAREST)
        asked.append((places, cosines))
        rows += [model.encode(question.in_context, company.facts[place]) for place in places]
    scores = iter(model(rows)[:, 0].tolist())
    ordered = []
    for places, cosines in asked:
        scored = [(place, round(next(scores) + LIKENESS * (float(cosines[place]) - COMMON_LIKENESS), 2)) for place in places]
        ordered.append(sorted(scored, key=lambda one: -one[1]))
    return ordered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True, help="folder of all-MiniLM-L6-v2 in fp32")
    parser.add_argument("--vectors", type=Path, required=True, help="made by vectors.py")
    parser.add_argument("--adapter", type=Path, required=True, help="the reranker's")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--processes", type=int, default=2)
    args = parser.parse_args()
    with mp.Manager() as manager:
        found = manager.dict()
        mp.spawn(rank, (args, found), nprocs=args.processes)
        args.out.write_text(json.dumps(dict(found)))


if __name__ == "__main__":
    main()
