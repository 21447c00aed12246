"""all-MiniLM-L6-v2 with a low-rank update of all its linear layers: for vectors of texts, and for a question read with a passage."""

from pathlib import Path

import torch
from precision import PRODUCTS
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import gelu, layer_norm, normalize

LAYERS, WIDTH, HEADS = 6, 384, 12
# Of a pair; of a text alone that a vector is made of, beside its frame.
MOST_TOKENS, MOST_VECTOR_TOKENS = 128, 254
PARTS = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense"]
# What the published 8-bit graph calls these matrices, layer after layer.
GRAPH_NAMES = [49, 57, 65, 105, 109, 118, 122, 130, 138, 176, 180, 189, 193, 201, 209, 247, 251, 260, 264, 272, 280, 318, 322, 331, 335, 343, 351, 389, 393, 402, 406, 414, 422, 460, 464, 473]


def key_of(layer: int, part: str) -> str:
    """Name of a matrix's update; a parameter's name has no dots."""
    return f"{layer}.{part}".replace(".", "_")


class MiniLM(nn.Module):
    """Products in PRODUCTS, all else in float32."""

    def __init__(self, folder: Path, rank: int, outputs: int):
        super().__init__()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.begin, self.end = (self.tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        self.frozen = load_file(folder / "model.safetensors")
        self.biases = {name.removesuffix(".bias"): value.to(PRODUCTS) for name, value in self.frozen.items() if name.startswith("encoder") and name.endswith(".bias")}
        self.a, self.b = nn.ParameterDict(), nn.ParameterDict()
        # With their updates, as the products of one run take them: one product a matrix instead of three.
        self.weights: dict[str, torch.Tensor] = {}
        for layer in range(LAYERS):
            for part in PARTS:
                rows, columns = self.frozen[f"encoder.layer.{layer}.{part}.weight"].shape
                key = key_of(layer, part)
                self.a[key] = nn.Parameter(torch.randn(rank, columns) * 0.02)
                self.b[key] = nn.Parameter(torch.zeros(rows, rank))
        self.head = nn.Linear(WIDTH, outputs)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        # How much the likeness of question and passage counts beside what the first token says: as a whole, and token by token.
        self.similarity = nn.Parameter(torch.tensor([10.0, 10.0]))
        self.head.bias.data[0] = -10.0

    def keys(self) -> list[tuple[str, str]]:
        """Names of the updates, and what the graph calls their matrices."""
        names = [key_of(layer, part) for layer in range(LAYERS) for part in PARTS]
        return list(zip(names, (f"val_{number}" for number in GRAPH_NAMES), strict=True))

    def begin_with(self, adapter: Path) -> None:
        """An earlier one of the reranker, or in the first ranks the embedding model's."""
        kept = load_file(adapter)
        with torch.no_grad():
            if "head.weight" in kept:
                self.head.weight.copy_(kept["head.weight"])
                self.head.bias.copy_(kept["head.bias"])
                self.similarity.copy_(kept["similarity"])
            for key, name in self.keys():
                a, b = kept[f"{name}.a"].float(), kept[f"{name}.b"].float()
                self.a[key][: a.shape[0]] = a
                self.b[key][:, : a.shape[0]] = b

    def save(self, path: Path, metadata: dict[str, str], head: bool = True) -> None:
        tensors = {f"{name}.{part}": getattr(self, part)[key].detach().half() for key, name in self.keys() for part in "ab"}
        if head:
            tensors |= {"head.weight": self.head.weight.detach().half(), "head.bias": self.head.bias.detach().half(), "similarity": self.similarity.detach().half()}
        save_file({name: tensor.contiguous() for name, tensor in tensors.items()}, path, metadata=metadata)

    def encode(self, question: str, passage: str | None, most: int = MOST_TOKENS // 2) -> tuple[list[int], int]:
        """Ids, and how many of them are the question's; a question alone is a message whose kind is asked for."""
        first = [self.begin, *self.tokenizer.encode(question, add_special_tokens=False).ids[:most], self.end]
        if passage is None:
            return first, len(first)
        rest = self.tokenizer.encode(passage, add_special_tokens=False).ids[: MOST_TOKENS - len(first) - 1]
        return [*first, *rest, self.end], len(first)

    def forward(self, rows: list[tuple[list[int], int]]) -> torch.Tensor:
        """[rows, outputs]: of a pair how well the passage answers (0), of a message what kind it is (the others)."""
        return self.each(rows, self.outputs)

    def outputs(self, rows: list[tuple[list[int], int]]) -> torch.Tensor:
        states, seen = self.states(rows)
        outputs = self.head(states[:, 0])
        if all(len(ids) == first for ids, first in rows):
            return outputs
        at = torch.arange(seen.shape[1])
        firsts = torch.tensor([first for _, first in rows])[:, None]
        asked = ((at < firsts - 1) & (at > 0)).float()
        found = ((at >= firsts) & (seen > 0)).float()
        unit = normalize(states, dim=-1)
        whole = (mean(states, asked) * mean(states, found)).sum(-1)
        # Of each token of the question: how near the nearest of the passage is.
        nearest = (unit @ unit.transpose(1, 2)).masked_fill(found[:, None] == 0, -1).max(-1).values
        late = (nearest * asked).sum(1) / asked.sum(1).clamp(min=1)
        beside = (torch.stack([whole, late], -1) * self.similarity).sum(-1)
        return torch.cat([outputs[:, :1] + beside[:, None], outputs[:, 1:]], 1)

    def each(self, rows: list[tuple[list[int], int]], run, run_rows: int = 24) -> torch.Tensor:
        """Rows of like length go through together, so that little is padding."""
        self.weights = {}
        for layer in range(LAYERS):
            for part in PARTS:
                key = key_of(layer, part)
                self.weights[key] = torch.addmm(self.frozen[f"encoder.layer.{layer}.{part}.weight"], self.b[key], self.a[key]).to(PRODUCTS)
        order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]))
        parts = [run([rows[at] for at in order[begin : begin + run_rows]]) for begin in range(0, len(order), run_rows)]
        back = torch.empty(len(rows), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(rows))
        return torch.cat(parts)[back]

    def vectors(self, texts: list[str]) -> torch.Tensor:
        """The mean of all states, at length 1: what retrieval compares."""
        return self.each([self.encode(text, None, MOST_VECTOR_TOKENS) for text in texts], lambda rows: mean(*self.states(rows)))

    def states(self, rows: list[tuple[list[int], int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """[rows, tokens, width], and 1 where there is a token."""
        width = max(len(ids) for ids, _ in rows)
        ids, seen = (torch.zeros(len(rows), width, dtype=torch.long) for _ in range(2))
        for at, (sequence, _) in enumerate(rows):
            ids[at, : len(sequence)] = torch.tensor(sequence)
            seen[at, : len(sequence)] = 1
        frozen = self.frozen
        x = frozen["embeddings.word_embeddings.weight"][ids] + frozen["embeddings.position_embeddings.weight"][:width] + frozen["embeddings.token_type_embeddings.weight"][0]
        x = self.norm(x, "embeddings.LayerNorm")
        mask = (seen[:, None, None, :] - 1) * 1e4
        for layer in range(LAYERS):
            query, key, value = (self.linear(x, layer, part).view(len(rows), width, HEADS, -1).transpose(1, 2) for part in PARTS[:3])
            # Written out: PyTorch's own is three times slower backwards at this size.
            weights = torch.softmax((query @ key.transpose(2, 3)).float() * (WIDTH // HEADS) ** -0.5 + mask, -1)
            mixed = (weights.to(PRODUCTS) @ value).transpose(1, 2).reshape(len(rows), width, WIDTH)
            x = self.norm(x + self.linear(mixed, layer, PARTS[3]), f"encoder.layer.{layer}.attention.output.LayerNorm")
            inner = gelu(self.linear(x, layer, PARTS[4]))
            x = self.norm(x + self.linear(inner, layer, PARTS[5]), f"encoder.layer.{layer}.output.LayerNorm")
        return x, seen

    def linear(self, x: torch.Tensor, layer: int, part: str) -> torch.Tensor:
        name, key = f"encoder.layer.{layer}.{part}", key_of(layer, part)
        flat = x.to(PRODUCTS).flatten(0, -2)
        return torch.addmm(self.biases[name], flat, self.weights[key].T).view(*x.shape[:-1], -1)

    def norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return layer_norm(x.float(), (WIDTH,), self.frozen[f"{name}.weight"], self.frozen[f"{name}.bias"], 1e-12)


def mean(states: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Of the states that count, at length 1."""
    return normalize((states * weights[..., None]).sum(1), dim=-1)
