"""What all-MiniLM-L6-v2 and all-mpnet-base-v2 have in common here: both read texts, alone or a question with a passage, and learn a
low-rank update of all their linear layers."""

from pathlib import Path

import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import nn
from torch.nn.functional import normalize

# Of a pair; of a text alone that a vector is made of, beside its frame.
MOST_TOKENS, MOST_VECTOR_TOKENS = 128, 254
# The optimizer moves all numbers about equally far: a step of these shall count for more.
STEP = 50


class PairReader(nn.Module):
    """`width` of its states; `likeness` and `bias`: how well a passage answers, before anything is learned, is
    `likeness` × both likenesses of question and passage + `bias`."""

    begin: int
    end: int
    # Rows that go through together.
    run_rows = 24

    def __init__(self, folder: Path, width: int, outputs: int, likeness: float, bias: float):
        super().__init__()
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.no_truncation()
        self.a, self.b = nn.ParameterDict(), nn.ParameterDict()
        self.head = nn.Linear(width, outputs)
        nn.init.normal_(self.head.weight, std=0.02)
        nn.init.zeros_(self.head.bias)
        self.head.bias.data[0] = bias
        self.likeness = likeness
        self.scalars = nn.Parameter(torch.zeros(3))

    def add_update(self, key: str, rows: int, columns: int, rank: int) -> None:
        self.a[key] = nn.Parameter(torch.randn(rank, columns) * 0.02)
        self.b[key] = nn.Parameter(torch.zeros(rows, rank))

    def keys(self) -> list[tuple[str, str]]:
        """Names of the updates, and what the converter calls their matrices."""
        raise NotImplementedError

    def states(self, rows: list[tuple[list[int], int]]) -> tuple[torch.Tensor, torch.Tensor]:
        """[rows, tokens, width], and 1 where there is a token."""
        raise NotImplementedError

    def begin_run(self) -> None:
        """Before rows go through."""

    @property
    def similarity(self) -> torch.Tensor:
        """How much the likeness of question and passage counts beside what the first token says: as a whole, and token by token."""
        return self.likeness + STEP * self.scalars[:2]

    def begin_with(self, adapter: Path) -> None:
        """An earlier one of its own, or in the first ranks the embedding model's."""
        kept = load_file(adapter)
        with torch.no_grad():
            if "head.weight" in kept:
                self.head.weight.copy_(kept["head.weight"])
                self.head.bias.copy_(kept["head.bias"])
                self.scalars[:2] = (kept["similarity"].float() - self.likeness) / STEP
            for key, name in self.keys():
                a, b = kept[f"{name}.a"].float(), kept[f"{name}.b"].float()
                self.a[key][: a.shape[0]] = a
                self.b[key][:, : a.shape[0]] = b

    def save(self, path: Path, metadata: dict[str, str], head: bool = True) -> None:
        tensors = {f"{name}.{part}": getattr(self, part)[key].detach() for key, name in self.keys() for part in "ab"}
        if head:
            bias = self.head.bias.detach().clone()
            bias[0] += STEP * self.scalars[2].item()
            tensors |= {"head.weight": self.head.weight.detach(), "head.bias": bias, "similarity": self.similarity.detach()}
        save_file({name: tensor.half().contiguous() for name, tensor in tensors.items()}, path, metadata=metadata)

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
        beside = (torch.stack([whole, late], -1) * self.similarity).sum(-1) + STEP * self.scalars[2]
        return torch.cat([outputs[:, :1] + beside[:, None], outputs[:, 1:]], 1)

    def each(self, rows: list[tuple[list[int], int]], run) -> torch.Tensor:
        """Rows of like length go through together, so that little is padding."""
        self.begin_run()
        order = sorted(range(len(rows)), key=lambda at: len(rows[at][0]))
        parts = [run([rows[at] for at in order[begin : begin + self.run_rows]]) for begin in range(0, len(order), self.run_rows)]
        back = torch.empty(len(rows), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(rows))
        return torch.cat(parts)[back]

    def vectors(self, texts: list[str]) -> torch.Tensor:
        """The mean of all states, at length 1: what retrieval compares."""
        return self.each([self.encode(text, None, MOST_VECTOR_TOKENS) for text in texts], lambda rows: mean(*self.states(rows)))


def mean(states: torch.Tensor, weights: torch.Tensor) -> torch.Tensor:
    """Of the states that count, at length 1."""
    return normalize((states * weights[..., None]).sum(1), dim=-1)


def padded(rows: list[tuple[list[int], int]], padding: int) -> tuple[torch.Tensor, torch.Tensor]:
    """[rows, tokens] ids, and 1 where there is one."""
    width = max(len(ids) for ids, _ in rows)
    ids, seen = torch.full((len(rows), width), padding), torch.zeros(len(rows), width, dtype=torch.long)
    for at, (sequence, _) in enumerate(rows):
        ids[at, : len(sequence)] = torch.tensor(sequence)
        seen[at, : len(sequence)] = 1
    return ids, seen
