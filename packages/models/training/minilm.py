"""all-MiniLM-L6-v2: the embedding model, and the reranker."""

from pathlib import Path

import torch
from pair_reader import PairReader, padded
from precision import PRODUCTS
from safetensors.torch import load_file
from torch.nn.functional import gelu, layer_norm

LAYERS, WIDTH, HEADS = 6, 384, 12
PARTS = ["attention.self.query", "attention.self.key", "attention.self.value", "attention.output.dense", "intermediate.dense", "output.dense"]
# What the published 8-bit graph calls these matrices, layer after layer.
GRAPH_NAMES = [49, 57, 65, 105, 109, 118, 122, 130, 138, 176, 180, 189, 193, 201, 209, 247, 251, 260, 264, 272, 280, 318, 322, 331, 335, 343, 351, 389, 393, 402, 406, 414, 422, 460, 464, 473]


def key_of(layer: int, part: str) -> str:
    """Name of a matrix's update; a parameter's name has no dots."""
    return f"{layer}.{part}".replace(".", "_")


class MiniLM(PairReader):
    """Products in PRODUCTS, all else in float32."""

    def __init__(self, folder: Path, rank: int, outputs: int):
        super().__init__(folder, WIDTH, outputs, likeness=10, bias=-10)
        self.begin, self.end = (self.tokenizer.token_to_id(token) for token in ("[CLS]", "[SEP]"))
        self.frozen = load_file(folder / "model.safetensors")
        self.biases = {name.removesuffix(".bias"): value.to(PRODUCTS) for name, value in self.frozen.items() if name.startswith("encoder") and name.endswith(".bias")}
        # With their updates, as the products of one run take them: one product a matrix instead of three.
        self.weights: dict[str, torch.Tensor] = {}
        for layer in range(LAYERS):
            for part in PARTS:
                self.add_update(key_of(layer, part), *self.frozen[f"encoder.layer.{layer}.{part}.weight"].shape, rank)

    def keys(self) -> list[tuple[str, str]]:
        names = [key_of(layer, part) for layer in range(LAYERS) for part in PARTS]
        return list(zip(names, (f"val_{number}" for number in GRAPH_NAMES), strict=True))

    def begin_run(self) -> None:
        for layer in range(LAYERS):
            for part in PARTS:
                key = key_of(layer, part)
                self.weights[key] = torch.addmm(self.frozen[f"encoder.layer.{layer}.{part}.weight"], self.b[key], self.a[key]).to(PRODUCTS)

    def states(self, rows: list[tuple[list[int], int]]) -> tuple[torch.Tensor, torch.Tensor]:
        ids, seen = padded(rows, 0)
        width = ids.shape[1]
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
