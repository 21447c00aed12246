"""Trains the low-rank update of the embedding model: questions move nearer to the passages that answer them.

`python train.py --model FOLDER --out FOLDER --minutes N [--begin adapter.safetensors]`

FOLDER is all-MiniLM-L6-v2 in fp32 as sentence-transformers publishes it (model.safetensors, tokenizer.json).
"""

import argparse
import random
import sys
from functools import partial
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from shared_gradients import Trained, add_arguments, train  # noqa: E402 (first: it sets the number of threads)

import torch  # noqa: E402
from companies import Company, asked_as, company_of_kinds, read_companies, split  # noqa: E402
from kinds import read_kinds  # noqa: E402
from likeness import question_losses  # noqa: E402
from minilm import MiniLM  # noqa: E402

# Companies of a process's share of a step, and questions asked of each. A question is compared with all facts of its company.
COMPANIES, QUESTIONS = 3, 10
KINDS_SHARE = 0.25


def read_pairs() -> tuple[list[str], list[tuple[str, int]]]:
    """Passages of pairs.txt under their headings, and questions with the place of their passage."""
    passages, asked = [], []
    for line in (HERE / "pairs.txt").read_text().splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.strip() and not line.startswith("//"):
            passage, questions = line.split(" | ")
            asked += [(text.strip(), len(passages)) for text in questions.split(" / ")]
            passages.append(f"{heading}: {passage}")
    return passages, asked


def build(args, process: int) -> Trained:
    rng = random.Random(args.seed * 100 + process)
    companies = read_companies()
    trained, held = split(companies, args.held_every)
    kinds = [kind for kind in read_kinds() if not kind.held_out]
    model = MiniLM(args.model, args.rank, 1)
    if args.begin:
        model.begin_with(args.begin)
    parameters = [*model.a.parameters(), *model.b.parameters()]
    pairs = read_pairs()

    def loss() -> tuple[torch.Tensor, dict[str, float], int]:
        chosen = [company_of_kinds(rng, kinds) if rng.random() < KINDS_SHARE else rng.choice(trained) for _ in range(COMPANIES)]
        asked = [[question for question in rng.sample(company.questions, len(company.questions)) if question.answers][:QUESTIONS] for company in chosen]
        texts = [text for company, questions in zip(chosen, asked, strict=True) for text in [*company.facts, *(asked_as(question, company.questions, rng)[0] for question in questions)]]
        vectors, at, losses = model.vectors(texts), 0, []
        for company, questions in zip(chosen, asked, strict=True):
            facts = vectors[at : at + len(company.facts)]
            at += len(company.facts)
            losses += question_losses(vectors[at : at + len(questions)], facts, [question.answers for question in questions])
            at += len(questions)
        mean = torch.stack(losses).mean()
        return mean, {"loss": mean.item()}, sum(len(model.encode(text, None)[0]) for text in texts)

    @torch.no_grad()
    def grade() -> str:
        lines = [f"companies held out: {recall(of_companies(model, held))}"] if held else []
        passages, questions = pairs
        scores = model.vectors([text for text, _ in questions]) @ model.vectors(passages).T
        found = [int((row > row[place]).sum()) for row, (_, place) in zip(scores, questions, strict=True)]
        return "\n".join(f"  {line}" for line in [*lines, f"pairs.txt, all in one: {recall(found)}"])

    def save(metadata: dict[str, str]) -> None:
        model.save(args.out / "adapter.safetensors", metadata, head=False)

    return Trained(parameters, loss, grade, save)


def of_companies(model: MiniLM, companies: list[Company]) -> list[int]:
    """Of each question how many facts of its company are nearer than one that answers it."""
    found = []
    for company in companies:
        questions = [question for question in company.questions if question.answers]
        texts = [question.in_context for question in questions]
        scores = model.vectors(texts) @ model.vectors(company.facts).T
        found += [int((row > row[question.answers].max()).sum()) for row, question in zip(scores, questions, strict=True)]
    return found


def recall(better: list[int]) -> str:
    return " ".join(f"among {count}: {100 * sum(ahead < count for ahead in better) / len(better):.1f} %" for count in (1, 3, 6, 10)) + f" of {len(better)}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rank", type=int, default=16)
    add_arguments(parser)
    args = parser.parse_args()
    train(args, partial(build, args))


if __name__ == "__main__":
    main()
