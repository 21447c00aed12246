"""Trains the reranker or the judge on CPU: `python train.py --model FOLDER --vectors FILE --out FOLDER --minutes N [--network mpnet]`.

FOLDER is all-MiniLM-L6-v2 or all-mpnet-base-v2 in fp32 as sentence-transformers publishes it (model.safetensors, tokenizer.json).
Both learn how well a passage answers a question (output 0); the reranker what kind of message a text is, too (the other outputs),
the judge vectors of texts alone (`../likeness.py`), with `--likeness`.
Figures on companies and messages that are held out are printed as it goes.
"""

import argparse
import json
import random
import sys
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))
from shared_gradients import Trained, add_arguments, train  # noqa: E402 (first: it sets the number of threads)

import numpy as np  # noqa: E402
import torch  # noqa: E402
from companies import Company, Question, asked_as, company_of_kinds, read_trained, read_messages, split  # noqa: E402
from figures import figures  # noqa: E402
from kinds import Kind, read_kinds  # noqa: E402
from likeness import HEADINGS, judge_loss  # noqa: E402
from minilm import MiniLM  # noqa: E402
from mpnet import Mpnet  # noqa: E402
from noise import noisy  # noqa: E402
from torch.nn.functional import binary_cross_entropy_with_logits, cross_entropy  # noqa: E402

# Of the passages that sound most like the question, one is drawn from further down.
FAR = 12
MESSAGES = 12
# Of the companies' follow-ups, which were written without answers, most are answered by the fact that was just said; of customers' few are.
REPEATED = 0.4
# Of other questions so many come with one before that has nothing to do with them: what answers that one does not answer these.
ASIDE = 0.12
# Of questions to companies with few facts so many are asked: the large ones have the hard near misses.
SMALL_SHARE = 0.12
# Log-odds of the reranker.
NOTHING, NOT_WORTH_JUDGING, FAR_AHEAD, SURE = -99, -4, 3, 2

# Places of facts with the reranker's log-odds, best first.
Ranked = list[tuple[int, float]]


class Sampler:
    """`near`: passages beside the right one; `dressed`: the share of questions whose passages are not bare facts; `made`: of those about
    companies of kinds; `easy`: of those that the reranker is sure and right about, where `ranked` tells; `told`: of those
    that tell of a need or a story; `follow`: of those that are asked behind an answer."""

    def __init__(self, rng: random.Random, companies: list[Company], order: dict[str, list[list[int]]], ranked: dict[str, list[Ranked]], args):
        self.rng, self.companies, self.order, self.ranked = rng, companies, order, ranked
        self.near, self.dressed, self.made, self.easy = args.near, args.dressed, args.made, args.easy
        self.further = {"told": args.told, "follow-ups": args.follow, "tables": args.tables, "policies": args.policies}
        self.kinds = [kind for kind in read_kinds() if not kind.held_out]
        self.queues: dict[str, list[tuple[Company, Question, list[int]]]] = {}

    def next(self) -> tuple[str, list[str], list[int]]:
        """A question, passages, and which of them answer it."""
        rng = self.rng
        if rng.random() < self.made:
            company = company_of_kinds(rng, self.kinds)
            question = rng.choice(company.questions)
            places = question.answers + question.tempting
            near = places + [at for at in rng.sample(range(len(company.facts)), len(company.facts)) if at not in places]
        else:
            sources = [*self.further, "companies"]
            shares = [*self.further.values(), 1 - sum(self.further.values())]
            company, question, near = self.drawn(rng.choices(sources, shares)[0])
        answers = [] if rng.random() < 0.15 else question.answers[:1] if rng.random() < 0.7 else question.answers
        text, said = asked_as(question, company.questions, rng, ASIDE)
        places = answers + self.wrong_ones(question, list(dict.fromkeys(said + near)))
        return text, self.shown(company, places, question), list(range(len(answers)))

    def drawn(self, source: str) -> tuple[Company, Question, list[int]]:
        """None again before all were."""
        if not self.queues.get(source):
            self.queues[source] = [asked for company in self.companies for asked in self.asked(company) if asked[1].source == source]
            self.rng.shuffle(self.queues[source])
        return self.queues[source].pop()

    def asked(self, company: Company) -> list[tuple[Company, Question, list[int]]]:
        """With what is near to each question: as the reranker has it, or as the embedding model has it."""
        if not self.ranked:
            return [(company, question, self.order[company.name][at]) for at, question in enumerate(company.questions)]
        both = zip(company.questions, self.ranked[company.name], strict=True)
        return [(company, question, [at for at, _ in ranked]) for question, ranked in both if self.rng.random() < self.share(company, question, ranked)]

    def share(self, company: Company, question: Question, ranked: Ranked) -> float:
        """Of questions like this so many are asked."""
        if question.source in ("told", "tables", "policies") or question.source == "follow-ups" and question.previous:
            return 1
        often = 1 if company.is_large else SMALL_SHARE
        easy = self.easy if is_easy(question, ranked) else 1
        return often * easy * (REPEATED if set(question.said) & set(question.answers) else 1)

    def wrong_ones(self, question: Question, near: list[int]) -> list[int]:
        rng = self.rng
        wrong = [at for at in near if at not in question.answers]
        if self.ranked:
            # What was just said stands before what is near; rows of a table resemble each other, and so do the facts of one policy.
            return wrong[: self.near + (not question.answers) + bool(question.said) + (question.source in ("tables", "policies"))]
        first = [at for at in question.tempting if at in wrong][:1] + wrong[:1]
        next_ones, later = wrong[1 : self.near + 2], wrong[self.near + 2 : FAR]
        chosen = list(dict.fromkeys(first + rng.sample(next_ones, min(self.near - 2, len(next_ones))) + rng.sample(later, min(1, len(later)))))
        return chosen[: self.near]

    def shown(self, company: Company, places: list[int], question: Question) -> list[str]:
        """The passages as documents have them: some under a heading, some with other facts before and behind."""
        rng = self.rng
        texts = [company.facts[at] for at in places]
        draw = rng.random()
        if draw < self.dressed / 2:
            heading = rng.choice([*HEADINGS, company.name, f"{company.name}: {rng.choice(HEADINGS)}"])
            texts = [f"{heading}: {text}" for text in texts]
        elif draw < self.dressed:
            others = [at for at in range(len(company.facts)) if at not in places and at not in question.answers]
            for at in range(len(texts)):
                for other in rng.sample(others, min(len(others), rng.choice([0, 1, 1, 2]))):
                    texts[at] = f"{texts[at]} {company.facts[other]}" if rng.random() < 0.5 else f"{company.facts[other]} {texts[at]}"
        return texts


def is_easy(question: Question, ranked: Ranked) -> bool:
    """What answers is far ahead, or nothing is near."""
    wrong = max((score for at, score in ranked if at not in question.answers), default=NOTHING)
    right = max((score for at, score in ranked if at in question.answers), default=NOTHING)
    return right > SURE and right > wrong + FAR_AHEAD if question.answers else wrong < NOT_WORTH_JUDGING


def pair_loss(scores: torch.Tensor, asked: list[tuple[int, int, list[int]]]) -> tuple[torch.Tensor, torch.Tensor]:
    """`asked`: where a question's passages begin and how many they are, and which of them answer. Compared with each other,
    where no passage at all is one more choice, whose score is 0; and each alone."""
    listed, single = [], []
    for begin, count, right in asked:
        own = scores[begin : begin + count]
        wanted = torch.zeros(count)
        wanted[right] = 1
        with_none = torch.log_softmax(torch.cat([torch.zeros(1), own]), 0)
        listed.append(-torch.logsumexp(with_none[1:][wanted > 0], 0) if right else -with_none[0])
        single.append(binary_cross_entropy_with_logits(own, wanted))
    return torch.stack(listed).mean(), torch.stack(single).mean()


def build(args, process: int) -> Trained:
    rng = random.Random(args.seed * 100 + process)
    companies, messages = read_trained(), read_messages()
    labels = sorted(messages)
    order, cosines = orders(args.vectors, companies)
    trained, held = split(companies, args.held_every)
    held_messages = {label: texts[::12] for label, texts in messages.items()} if args.held_every else {}
    trained_messages = {label: [text for at, text in enumerate(texts) if at % 12 or not args.held_every] for label, texts in messages.items()}
    trained_messages["ask"] += [question.text for company in trained for question in company.questions]
    # Most messages are questions.
    drawn = labels + ["ask"] * 6
    is_judge = args.network == "mpnet"
    model = Mpnet(args.model, args.rank, 1) if is_judge else MiniLM(args.model, args.rank, 1 + len(labels))
    if args.begin:
        model.begin_with(args.begin)
    ranked = json.loads(args.ranked.read_text()) if args.ranked else {}
    sampler = Sampler(rng, trained, order, ranked, args)

    def loss() -> tuple[torch.Tensor, dict[str, float], int]:
        rows, asked = [], []
        for _ in range(args.batch // args.processes):
            text, passages, right = sampler.next()
            asked.append((len(rows), len(passages), right))
            rows += [model.encode(text, passage) for passage in passages]
        pairs, kinds = len(rows), [] if is_judge else [rng.choice(drawn) for _ in range(MESSAGES)]
        rows += [model.encode(noisy(rng.choice(trained_messages[kind]), rng, set(), {"plain": ["{q}"], "mixed": ["{q}"]}), None) for kind in kinds]
        outputs = model(rows).float()
        listed, single = pair_loss(outputs[:pairs, 0], asked)
        parts = {"list": listed.item(), "single": single.item()}
        tokens = sum(len(ids) for ids, _ in rows)
        if is_judge:
            if not args.likeness:
                return listed + single, parts, tokens
            likeness, more = judge_loss(model, rng, trained, args.dressed)
            return listed + single + args.likeness * likeness, {**parts, "likeness": likeness.item()}, tokens + more
        kind = cross_entropy(outputs[pairs:, 1:], torch.tensor([labels.index(name) for name in kinds]))
        return listed + single + 0.5 * kind, {**parts, "kind": kind.item()}, tokens

    def save(metadata: dict[str, str]) -> None:
        model.save(args.out / "adapter.safetensors", {"labels": json.dumps([] if is_judge else labels), **metadata})

    return Trained(list(model.parameters()), loss, lambda: figures(model, held, order, cosines, {} if is_judge else held_messages, labels) if held else "", save)


def orders(vectors: Path, companies: list[Company]) -> tuple[dict[str, list[list[int]]], dict[str, list[list[float]]]]:
    """Of each question: the company's facts, those first that the embedding model finds nearest, and their cosines."""
    kept = np.load(vectors, allow_pickle=True).item()
    order, cosines = {}, {}
    for company in companies:
        facts = np.stack([kept[text] for text in company.facts])
        found = [facts @ kept[question.in_context] for question in company.questions]
        order[company.name] = [list(map(int, (-scores).argsort())) for scores in found]
        cosines[company.name] = [sorted(map(float, scores), reverse=True) for scores in found]
    return order, cosines


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--vectors", type=Path, required=True, help="of facts and questions, made by vectors.py")
    parser.add_argument("--network", choices=["minilm", "mpnet"], default="minilm")
    parser.add_argument("--rank", type=int, default=48)
    parser.add_argument("--near", type=int, default=4, help="wrong passages of a question")
    parser.add_argument("--dressed", type=float, default=0.4, help="share of questions whose passages stand under a heading or among others")
    parser.add_argument("--ranked", type=Path, help="what the reranker puts first, made by rank_facts.py: wrong passages are taken from there, easy questions left out")
    parser.add_argument("--easy", type=float, default=0.2, help="share of the easy questions that is asked all the same")
    parser.add_argument("--told", type=float, default=0, help="share of questions that tell of a need, a problem or a story")
    parser.add_argument("--follow", type=float, default=0, help="share of questions that are asked behind an answer, most of them answered by another fact")
    parser.add_argument("--tables", type=float, default=0, help="share of questions that rows of tables answer")
    parser.add_argument("--policies", type=float, default=0, help="share of questions that a limit decides, or that ask for a subject in general")
    parser.add_argument("--made", type=float, default=0.25, help="share of questions about companies of kinds, which differ every time")
    parser.add_argument("--batch", type=int, default=32, help="questions a step")
    parser.add_argument("--likeness", type=float, default=0, help="of the judge: how much the vectors that it makes of texts alone count in the loss")
    add_arguments(parser)
    args = parser.parse_args()
    train(args, partial(build, args))


if __name__ == "__main__":
    main()
