"""What vectors alone make of each question's nearest facts, in place of what rank_facts.py tells: seconds instead of minutes.
`python rank_by_vectors.py --vectors FILE --out FILE`."""

import argparse
import json
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
import numpy as np  # noqa: E402
from companies import Company, read_trained  # noqa: E402
from rank_facts import places_to_rank  # noqa: E402

NEAREST, NEAREST_OF_LARGE = 4, 6
# Log-odds of a cosine, as packages/knowledge/src/retrieval/rank-passages.ts has them where nobody judges.
SLOPE, OFFSET = 13, -7


def ranked(company: Company, vectors: dict) -> list[list[tuple[int, float]]]:
    """Of each question, best first: places of its nearest facts, of those that answer and of those that tempt, with their log-odds."""
    facts = np.stack([vectors[text] for text in company.facts])
    nearest = NEAREST_OF_LARGE if company.is_large else NEAREST
    ordered = []
    for question in company.questions:
        cosines = facts @ vectors[question.in_context]
        scored = [(place, round(SLOPE * float(cosines[place]) + OFFSET, 2)) for place in places_to_rank(question, cosines, nearest)]
        ordered.append(sorted(scored, key=lambda one: -one[1]))
    return ordered


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vectors", type=Path, required=True, help="made by vectors.py")
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    vectors = np.load(args.vectors, allow_pickle=True).item()
    args.out.write_text(json.dumps({company.name: ranked(company, vectors) for company in read_trained()}))


if __name__ == "__main__":
    main()
