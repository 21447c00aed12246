"""Trains the low-rank update of the embedding model: questions move nearer to the passages that answer them.

`python train.py --model FOLDER --out adapter.safetensors [--init adapter.safetensors] [--first 3] [--steps 450] [--all]`

FOLDER is all-MiniLM-L6-v2 in fp32 as sentence-transformers publishes it (config.json, model.safetensors, tokenizer.json).
What is before layer `first` stays as it is, and is computed once for each text: that is most of the time.
"""

import argparse
import random
import sys
from pathlib import Path

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import cross_entropy, normalize
from transformers import BertModel

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent))
from kinds import Kind, read_kinds  # noqa: E402
from noise import noisy  # noqa: E402
from slots import ALIASES, Style, fill, put, usable  # noqa: E402

FRAMES = ["What about {t}?", "Can you tell me about {t}?", "Tell me about {t}", "I have a question about {t}", "{t}?", "info on {t} please", "could you explain {t}?"]
HELD_HEADINGS = {"Hospital stay", "Home insurance", "Letting flats", "Hotline of a phone maker", "Groceries to your door", "Kindergarten", "On the train"}
LINEARS = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense"]
# What the published graph calls these matrices, layer after layer.
GRAPH_NAMES = [49, 57, 65, 105, 109, 118, 122, 130, 138, 176, 180, 189, 193, 201, 209, 247, 251, 260, 264, 272, 280, 318, 322, 331, 335, 343, 351, 389, 393, 402, 406, 414, 422, 460, 464, 473]
# A passage that is so much nearer to a question than its own probably answers it too, and is no wrong one.
FALSE_NEGATIVE = 0.12
TEMPERATURE = 0.05
OWN_WORDINGS = 3


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
    """MiniLM, split before the first layer that is trained."""

    def __init__(self, folder: Path, init: Path | None, first: int, rank: int):
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(128)
        self.model = BertModel.from_pretrained(folder, add_pooling_layer=False).eval()
        self.model.requires_grad_(False)
        self.before = load_file(init) if init else {}
        self.adapters: dict[str, LowRank] = {}
        for name, graph_name in linears(len(self.model.encoder.layer)):
            linear = self.model.get_submodule(name)
            if self.before:
                linear.weight.data += self.before[f"{graph_name}.b"].float() @ self.before[f"{graph_name}.a"].float()
            if int(name.split(".")[2]) >= first:
                self.adapters[graph_name] = LowRank(linear, rank)
                parent, part = name.rsplit(".", 1)
                setattr(self.model.get_submodule(parent), part, self.adapters[graph_name])
        layers = self.model.encoder.layer
        self.low, self.top = layers[:first], layers[first:]

    @torch.no_grad()
    def prepare(self, texts: list[str]) -> list[torch.Tensor]:
        """What the layers that stay make of each text."""
        return [self.through(self.low, self.model.embeddings(input_ids=torch.tensor([self.tokenizer.encode(text).ids])), None)[0].half() for text in texts]

    def vectors(self, prepared: list[torch.Tensor]) -> torch.Tensor:
        width = max(len(states) for states in prepared)
        hidden, mask = torch.zeros(len(prepared), width, prepared[0].shape[1]), torch.zeros(len(prepared), width)
        for row, states in enumerate(prepared):
            hidden[row, : len(states)], mask[row, : len(states)] = states.float(), 1
        hidden = self.through(self.top, hidden, (1 - mask[:, None, None, :]) * -1e4)
        return normalize((hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True), dim=-1)

    @staticmethod
    def through(layers: nn.ModuleList, hidden: torch.Tensor, mask: torch.Tensor | None) -> torch.Tensor:
        for layer in layers:
            out = layer(hidden, mask)
            hidden = out[0] if isinstance(out, tuple) else out
        return hidden

    def save(self, path: Path) -> None:
        """What was there before and what was learned, as one update of higher rank."""
        tensors = {name: value.half() for name, value in self.before.items()}
        for name, adapter in self.adapters.items():
            a, b = adapter.a.detach().half(), adapter.b.detach().half()
            tensors[f"{name}.a"] = torch.cat([tensors[f"{name}.a"], a]) if self.before else a
            tensors[f"{name}.b"] = torch.cat([tensors[f"{name}.b"], b], dim=1).contiguous() if self.before else b
        save_file(tensors, path)


class Texts:
    """Each text once, and what the lower layers make of it."""

    def __init__(self):
        self.places: dict[str, int] = {}
        self.prepared: list[torch.Tensor] = []

    def place(self, text: str) -> int:
        return self.places.setdefault(text, len(self.places))


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


def wordings(kind: Kind, texts: Texts, rng: random.Random) -> list[tuple[list[int], list[tuple[str, int]]]]:
    """A kind's facts with values, each with questions about the same values."""
    found = []
    for _ in range(OWN_WORDINGS):
        values = fill(kind.slots, Style(rng), "Bluefox", rng)
        facts = [put(text, values) for text in kind.facts if usable(text, values)]
        spoken = {key: rng.choice(ALIASES[value]) if value in ALIASES else value for key, value in values.items()}
        asked = kind.questions + kind.terse + [rng.choice(FRAMES).replace("{t}", topic) for topic in kind.topics]
        kept = {str(value) for value in values.values()}
        questions = [(text, texts.place(noisy(put(text, spoken), rng, kept))) for text in asked if usable(text, values)]
        if facts and questions:
            found.append(([texts.place(text[0].upper() + text[1:]) for text in rng.sample(facts, min(2, len(facts)))], questions))
    return found


class Batches:
    """A batch holds kinds of fact that are near each other, and passages of the same organisations: hard to tell apart."""

    def __init__(self, encoder: Encoder, everything: bool, rng: random.Random):
        self.rng, self.texts = rng, Texts()
        self.kinds = [kind for kind in read_kinds() if not kind.held_out]
        self.facts = [wordings(kind, self.texts, rng) for kind in self.kinds]
        self.own = [set(kind.questions + kind.terse) for kind in self.kinds]
        self.organisations = []
        for heading, passages in read_pairs().items():
            if everything or heading not in HELD_HEADINGS:
                self.organisations.append([self.of_pair(heading, passage, questions) for passage, questions in passages.items()])
        self.texts.prepared = encoder.prepare(list(self.texts.places))
        with torch.no_grad():
            parts = [encoder.vectors(self.texts.prepared[at : at + 64]) for at in range(0, len(self.texts.prepared), 64)]
        self.base = torch.cat(parts).numpy()
        facts = np.stack([self.base[found[0][0][0]] if found else np.zeros(self.base.shape[1]) for found in self.facts])
        self.near = (-facts @ facts.T).argsort(1)

    def of_pair(self, heading: str, passage: str, questions: list[str]) -> tuple[list[int], list[int]]:
        asked = questions + [noisy(text, self.rng, set()) for text in questions]
        return [self.texts.place(passage), self.texts.place(f"{heading}: {passage}")], [self.texts.place(text) for text in asked]

    def next(self, kinds: int, pairs: int) -> tuple[list[int], list[int], torch.Tensor]:
        """Questions, the passage of each, and which passages are not compared with which question."""
        chosen: list[int] = []
        while len(chosen) < kinds:
            middle = self.rng.randrange(len(self.kinds))
            for at in [middle, *self.rng.sample(list(map(int, self.near[middle][1:16])), 5)]:
                if self.facts[at] and at not in chosen:
                    chosen.append(at)
        chosen = chosen[:kinds]
        questions, passages, said = [], [], []
        for at in chosen:
            facts, asked = self.rng.choice(self.facts[at])
            text, question = self.rng.choice(asked)
            said.append(text)
            questions.append(question)
            passages.append(self.rng.choice(facts))
        taken = []
        for organisation in self.rng.sample(self.organisations, len(self.organisations)):
            taken += self.rng.sample(organisation, min(8, len(organisation)))
        for texts, asked in taken[:pairs]:
            questions.append(self.rng.choice(asked))
            passages.append(self.rng.choice(texts))
        left_out = np.ones((kinds + pairs, kinds + pairs), dtype=bool)
        left_out[kinds:, kinds:] = False
        scores = self.base[questions[:kinds]] @ self.base[passages[:kinds]].T
        for row in range(kinds):
            for column, at in enumerate(chosen):
                left_out[row, column] = row != column and (scores[row, column] > scores[row, row] + FALSE_NEGATIVE or said[row] in self.own[at])
        return questions, passages, torch.tensor(left_out)


def held_out(rng: random.Random) -> dict[str, tuple[list[str], list[tuple[str, int]]]]:
    """Passages, and questions with the place of their passage: kinds of fact and headings that are not trained on."""
    facts, about = [], []
    for kind in read_kinds():
        values = fill(kind.slots, Style(rng), "Bluefox", rng)
        fitting = [text for text in kind.facts if usable(text, values)]
        if fitting:
            about += [(noisy(put(text, values), rng, set()), len(facts)) for text in kind.questions + kind.terse if kind.held_out and usable(text, values)]
            facts.append(put(rng.choice(fitting), values))
    passages, asked = [], []
    for heading, content in read_pairs().items():
        for passage, questions in content.items():
            asked += [(text, len(passages)) for text in questions if heading in HELD_HEADINGS]
            passages.append(f"{heading}: {passage}")
    return {"kinds": (facts, about), "headings": (passages, asked)}


@torch.no_grad()
def recall(encoder: Encoder, passages: list[str], questions: list[tuple[str, int]]) -> str:
    def of(texts: list[str]) -> torch.Tensor:
        prepared = encoder.prepare(texts)
        return torch.cat([encoder.vectors(prepared[at : at + 64]) for at in range(0, len(texts), 64)])

    scores = of([text for text, _ in questions]) @ of(passages).T
    right = scores[torch.arange(len(questions)), torch.tensor([place for _, place in questions])]
    better = (scores > right[:, None]).sum(1)
    return " ".join(f"among {count}: {100 * (better < count).float().mean():.1f} %" for count in (1, 3, 10))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--init", type=Path)
    parser.add_argument("--first", type=int, default=3)
    parser.add_argument("--steps", type=int, default=450)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--rate", type=float, default=4e-4)
    parser.add_argument("--kinds", type=int, default=36)
    parser.add_argument("--pairs", type=int, default=32)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--all", action="store_true", help="train on the held-out headings too")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)
    encoder = Encoder(options.model, options.init, options.first, options.rank)
    batches = Batches(encoder, options.all, rng)
    held = held_out(random.Random(5))
    parameters = [value for adapter in encoder.adapters.values() for value in (adapter.a, adapter.b)]
    optimizer = torch.optim.AdamW(parameters, weight_decay=0.01)
    losses: list[float] = []
    for step in range(options.steps + 1):
        if step % 150 == 0 or step == options.steps:
            figures = "; ".join(f"{name}: {recall(encoder, *content)}" for name, content in held.items())
            print(f"step {step}, loss {np.mean(losses[-50:] or [0]):.3f}; {figures}", flush=True)
            encoder.save(options.out)
        if step == options.steps:
            break
        for group in optimizer.param_groups:
            group["lr"] = options.rate * min(1, (step + 1) / 30) * (1 - step / options.steps)
        questions, passages, left_out = batches.next(options.kinds, options.pairs)
        asked, found = (encoder.vectors([batches.texts.prepared[at] for at in places]) for places in (questions, passages))
        scores = (asked @ found.T / TEMPERATURE).masked_fill(left_out, -1e4)
        loss = cross_entropy(scores, torch.arange(len(questions)))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        losses.append(loss.item())


if __name__ == "__main__":
    main()
