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
from companies import DATA, Company, asked_as, company_of_kinds, read_companies, read_trained, split  # noqa: E402
from kinds import read_kinds  # noqa: E402
from likeness import draw, passages_of, question_losses  # noqa: E402
from minilm import MiniLM  # noqa: E402

# Companies of a process's share of a step, and questions asked of each. A question is compared with all passages of all of them,
# but for those of others that are too like the one that answers it.
COMPANIES, QUESTIONS = 3, 16
KINDS_SHARE = 0.15
# Of large organisations, and how many of their facts are read at a time.
LARGE_SHARE, WINDOW = 0.4, 90
TOO_LIKE = 0.5
HEADED = 0.25


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
    companies = read_trained()
    trained, held = split(companies, args.held_every)
    held_large = read_companies(DATA / "held")
    kinds = [kind for kind in read_kinds() if not kind.held_out]
    model = MiniLM(args.model, args.rank, 1)
    if args.begin:
        model.begin_with(args.begin)
    parameters = [*model.a.parameters(), *model.b.parameters()]
    pairs = read_pairs()

    def loss() -> tuple[torch.Tensor, dict[str, float], int]:
        passages, asked, right, owner, owners = [], [], [], [], []
        for at in range(COMPANIES):
            company = company_of_kinds(rng, kinds) if rng.random() < KINDS_SHARE else draw(rng, trained, LARGE_SHARE, WINDOW)
            own, place_of = passages_of(rng, company, HEADED)
            answerable = [question for question in company.questions if question.answers]
            for question in rng.sample(answerable, min(QUESTIONS, len(answerable))):
                asked.append(asked_as(question, company.questions, rng)[0])
                right.append(sorted({len(passages) + place_of[fact] for fact in question.answers}))
                owners.append(at)
            passages += own
            owner += [at] * len(own)
        texts = passages + asked
        vectors = model.vectors(texts)
        found = vectors[: len(passages)]
        others = torch.tensor(owners)[:, None] != torch.tensor(owner)[None]
        like = found.detach() @ found.detach().T
        near = torch.stack([like[places].max(0).values for places in right]) > TOO_LIKE
        mean = torch.stack(question_losses(vectors[len(passages) :], found, right, others & near)).mean()
        return mean, {"loss": mean.item()}, sum(len(model.encode(text, None)[0]) for text in texts)

    @torch.no_grad()
    def grade() -> str:
        lines = [f"companies held out: {recall(of_companies(model, held))}"] if held else []
        lines.append(f"large ones: {recall(of_companies(model, held_large))}")
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
    parser.add_argument("--rank", type=int, default=32)
    add_arguments(parser)
    args = parser.parse_args()
    train(args, partial(build, args))


if __name__ == "__main__":
    main()
