"""Trains the low-rank update of the embedding model: questions move nearer to the passages that answer them.

`python train.py --model FOLDER --out adapter.safetensors`

FOLDER is all-MiniLM-L6-v2 in fp32 as sentence-transformers publishes it (config.json, model.safetensors, tokenizer.json).
"""

import argparse
import random
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import cross_entropy, normalize
from transformers import BertModel

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from kinds import Kind, read_kinds, read_lists  # noqa: E402
from noise import noisy  # noqa: E402
from slots import ALIASES, Style, fill, put, usable  # noqa: E402

FRAMES = ["What about {t}?", "Can you tell me about {t}?", "Tell me about {t}", "I have a question about {t}", "{t}?", "info on {t} please", "could you explain {t}?"]
# What stands around a question.
AROUND = {section: lines["train"] for section, lines in read_lists("frames.txt").items()}
LINEARS = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense"]
# What the published graph calls these matrices, layer after layer.
GRAPH_NAMES = [49, 57, 65, 105, 109, 118, 122, 130, 138, 176, 180, 189, 193, 201, 209, 247, 251, 260, 264, 272, 280, 318, 322, 331, 335, 343, 351, 389, 393, 402, 406, 414, 422, 460, 464, 473]
# A passage that is so much nearer to a question than its own probably answers it too, and is no wrong one.
FALSE_NEGATIVE = 0.12
TEMPERATURE = 0.05
# Late interaction, each token of a question with the nearest of a passage: learned beside the vectors, not used yet.
LATE_WEIGHT, LATE_TEMPERATURE = 0.5, 1 / 30
# A company's values; facts and questions of a kind are filled with the same ones.
VALUES_A_KIND = 3


class LowRank(nn.Module):
    def __init__(self, linear: nn.Linear, rank: int):
        super().__init__()
        self.linear = linear
        self.a = nn.Parameter(torch.randn(rank, linear.in_features) * 0.02)
        self.b = nn.Parameter(torch.zeros(linear.out_features, rank))

    def forward(self, x: torch.Tensor) -> torch.Tensor:
        return self.linear(x) + (x @ self.a.T) @ self.b.T


def linears(layers: int) -> list[tuple[str, str]]:
    """Names of all linear layers, and what the graph calls them."""
    names = [f"encoder.layer.{layer}.{part}" for layer in range(layers) for part in LINEARS]
    return list(zip(names, (f"val_{number}" for number in GRAPH_NAMES), strict=True))


class Encoder:
    """MiniLM with a low-rank update of all its linear layers."""

    def __init__(self, folder: Path, rank: int):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)
        self.model = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
        self.model.requires_grad_(False)
        self.adapters: dict[str, LowRank] = {}
        for name, graph_name in linears(len(self.model.encoder.layer)):
            self.adapters[graph_name] = LowRank(self.model.get_submodule(name), rank)
            parent, part = name.rsplit(".", 1)
            setattr(self.model.get_submodule(parent), part, self.adapters[graph_name])

    def states(self, texts: list[str]) -> tuple[torch.Tensor, torch.Tensor]:
        """[texts, tokens, dimensions], and 1 where there is a token."""
        sequences = [self.tokenizer.encode(text).ids for text in texts]
        width = max(map(len, sequences))
        ids, mask = torch.zeros(len(texts), width, dtype=torch.long), torch.zeros(len(texts), width)
        for row, sequence in enumerate(sequences):
            ids[row, : len(sequence)], mask[row, : len(sequence)] = torch.tensor(sequence), 1
        return self.model(input_ids=ids, attention_mask=mask).last_hidden_state, mask

    @torch.no_grad()
    def vectors(self, texts: list[str]) -> torch.Tensor:
        return torch.cat([pooled(*self.states(texts[at : at + 64])) for at in range(0, len(texts), 64)])

    def save(self, path: Path) -> None:
        tensors = {}
        for name, adapter in self.adapters.items():
            tensors[f"{name}.a"], tensors[f"{name}.b"] = adapter.a.detach().half(), adapter.b.detach().half()
        save_file(tensors, path)


def pooled(states: torch.Tensor, mask: torch.Tensor) -> torch.Tensor:
    return normalize((states * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=-1)


def late_scores(asked: torch.Tensor, asked_mask: torch.Tensor, found: torch.Tensor, found_mask: torch.Tensor) -> torch.Tensor:
    """[questions, passages]: the mean over a question's tokens of the cosine with the passage's nearest token."""
    cosines = torch.einsum("qid,pjd->qpij", normalize(asked, dim=-1), normalize(found, dim=-1))
    nearest = cosines.masked_fill(found_mask[None, :, None, :] == 0, -1).max(-1).values
    return (nearest * asked_mask[:, None, :]).sum(-1) / asked_mask.sum(-1)[:, None]


def read_pairs() -> dict[str, dict[str, list[str]]]:
    """Heading to passages to their questions."""
    pairs: dict[str, dict[str, list[str]]] = {}
    for line in (HERE / "pairs.txt").read_text().splitlines():
        if line.startswith("## "):
            heading = line[3:]
        elif line.strip() and not line.startswith("//"):
            passage, questions = line.split(" | ")
            pairs.setdefault(heading, {})[passage] = [text.strip() for text in questions.split(" / ")]
    return pairs


def wordings(kind: Kind, rng: random.Random) -> list[tuple[list[str], list[tuple[str, str]]]]:
    """A kind's facts with values, each with questions about the same values: as worded, and as asked."""
    found = []
    for _ in range(VALUES_A_KIND):
        values = fill(kind.slots, Style(rng), "Bluefox", rng)
        facts = [put(text, values) for text in kind.facts if usable(text, values)]
        spoken = {key: rng.choice(ALIASES[value]) if value in ALIASES else value for key, value in values.items()}
        asked = kind.questions + kind.terse + [rng.choice(FRAMES).replace("{t}", topic) for topic in kind.topics]
        kept = {str(value) for value in values.values()}
        questions = [(text, noisy(put(text, spoken), rng, kept, AROUND)) for text in asked if usable(text, values)]
        if facts and questions:
            found.append(([text[0].upper() + text[1:] for text in facts], questions))
    return found


class Batches:
    """A batch holds kinds of fact that are near each other: hard to tell apart."""

    def __init__(self, encoder: Encoder, rng: random.Random):
        self.rng = rng
        kinds = [kind for kind in read_kinds() if not kind.held_out]
        filled = [(kind, wordings(kind, rng)) for kind in kinds]
        self.kinds = [(kind, found) for kind, found in filled if found]
        self.own = [set(kind.questions + kind.terse) for kind, _ in self.kinds]
        texts = list({text for _, found in self.kinds for facts, asked in found for text in [*facts, *(question for _, question in asked)]})
        self.base = dict(zip(texts, encoder.vectors(texts).numpy(), strict=True))
        first = np.stack([self.base[found[0][0][0]] for _, found in self.kinds])
        self.near = (-first @ first.T).argsort(1)

    def next(self, count: int) -> tuple[list[str], list[str], torch.Tensor]:
        """Questions, the passage of each, and which passages are not compared with which question."""
        chosen: list[int] = []
        while len(chosen) < count:
            middle = self.rng.randrange(len(self.kinds))
            chosen += [at for at in [middle, *self.rng.sample(list(map(int, self.near[middle][1:16])), 5)] if at not in chosen]
        chosen = chosen[:count]
        said, questions, passages = [], [], []
        for at in chosen:
            facts, asked = self.rng.choice(self.kinds[at][1])
            text, question = self.rng.choice(asked)
            said.append(text)
            questions.append(question)
            passages.append(self.rng.choice(facts))
        scores = np.stack([self.base[text] for text in questions]) @ np.stack([self.base[text] for text in passages]).T
        left_out = scores > scores.diagonal()[:, None] + FALSE_NEGATIVE
        for row, text in enumerate(said):
            for column, at in enumerate(chosen):
                left_out[row, column] |= row != column and text in self.own[at]
        return questions, passages, torch.tensor(left_out)


def held_out(rng: random.Random) -> dict[str, tuple[list[str], list[tuple[str, int]]]]:
    """Passages, and questions with the place of their passage: kinds of fact that are not trained on, and pairs.txt."""
    facts, about = [], []
    for kind in read_kinds():
        values = fill(kind.slots, Style(rng), "Bluefox", rng)
        fitting = [text for text in kind.facts if usable(text, values)]
        if fitting:
            about += [(noisy(put(text, values), rng, set(), AROUND), len(facts)) for text in kind.questions + kind.terse if kind.held_out and usable(text, values)]
            facts.append(put(rng.choice(fitting), values))
    passages, asked = [], []
    for heading, content in read_pairs().items():
        for passage, questions in content.items():
            asked += [(text, len(passages)) for text in questions]
            passages.append(f"{heading}: {passage}")
    return {"kinds": (facts, about), "pairs": (passages, asked)}


def recall(encoder: Encoder, passages: list[str], questions: list[tuple[str, int]]) -> str:
    scores = encoder.vectors([text for text, _ in questions]) @ encoder.vectors(passages).T
    right = scores[torch.arange(len(questions)), torch.tensor([place for _, place in questions])]
    better = (scores > right[:, None]).sum(1)
    return " ".join(f"among {count}: {100 * (better < count).float().mean():.1f} %" for count in (1, 3, 10))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, default=400)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--batch", type=int, default=48)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    encoder = Encoder(options.model, options.rank)
    batches, held = Batches(encoder, rng), held_out(random.Random(5))
    parameters = [value for adapter in encoder.adapters.values() for value in (adapter.a, adapter.b)]
    optimizer = torch.optim.AdamW(parameters, weight_decay=0.01)
    losses: list[float] = []
    for step in range(options.steps + 1):
        if step % 100 == 0 or step == options.steps:
            figures = "; ".join(f"{name}: {recall(encoder, *content)}" for name, content in held.items())
            print(f"step {step}, loss {np.mean(losses[-50:] or [0]):.3f}; {figures}", flush=True)
            encoder.save(options.out)
        if step == options.steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 30) * (1 - step / options.steps)
        questions, passages, left_out = batches.next(options.batch)
        asked, found = encoder.states(questions), encoder.states(passages)
        right = torch.arange(len(questions))
        scores = pooled(*asked) @ pooled(*found).T / TEMPERATURE
        late = late_scores(*asked, *found) / LATE_TEMPERATURE
        loss = cross_entropy(scores.masked_fill(left_out, -1e4), right) + LATE_WEIGHT * cross_entropy(late.masked_fill(left_out, -1e4), right)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        losses.append(loss.item())


if __name__ == "__main__":
    main()
