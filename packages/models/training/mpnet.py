"""all-mpnet-base-v2: the judge."""

import math
from pathlib import Path

import torch
from pair_reader import PairReader, padded
from precision import PRODUCTS
from safetensors.torch import load_file
from torch.nn.functional import gelu, layer_norm

LAYERS, WIDTH, HEADS = 12, 768, 12
PARTS = ["attention.attn.q", "attention.attn.k", "attention.attn.v", "attention.attn.o", "intermediate.dense", "output.dense"]
PADDING, FIRST_PLACE = 1, 2
MOST_PLACES = 300


def name_of(layer: int, part: str) -> str:
    return f"encoder.layer.{layer}.{part}"


class Mpnet(PairReader):
    """Products in PRODUCTS, all else in float32. An update is a product of its own: at this width that is less than adding it to the weights."""

    begin, end = 0, 2
    run_rows = 16

    def __init__(self, folder: Path, rank: int, outputs: int):
        super().__init__(folder, WIDTH, outputs, likeness=12, bias=-21)
        self.frozen = load_file(folder / "model.safetensors")
        self.weights, self.biases = {}, {}
        for key, name in self.keys():
            weight = self.frozen.pop(f"{name}.weight")
            self.weights[key] = weight.to(PRODUCTS).T.contiguous()
            self.biases[key] = self.frozen[f"{name}.bias"].to(PRODUCTS)
            self.add_update(key, *weight.shape, rank)
        at = torch.arange(MOST_PLACES)
        self.distances = distance_classes(at[None] - at[:, None])

    def keys(self) -> list[tuple[str, str]]:
        names = [name_of(layer, part) for layer in range(LAYERS) for part in PARTS]
        return [(name.replace(".", "_"), name) for name in names]

    def states(self, rows: list[tuple[list[int], int]]) -> tuple[torch.Tensor, torch.Tensor]:
        ids, seen = padded(rows, PADDING)
        width, frozen = ids.shape[1], self.frozen
        x = frozen["embeddings.word_embeddings.weight"][ids] + frozen["embeddings.position_embeddings.weight"][FIRST_PLACE : width + FIRST_PLACE]
        x = self.norm(x, "embeddings.LayerNorm")
        apart = frozen["encoder.relative_attention_bias.weight"][self.distances[:width, :width]].permute(2, 0, 1)[None]
        mask = (seen[:, None, None, :] - 1) * 1e4 + apart
        for layer in range(LAYERS):
            query, key, value = (self.linear(x, layer, part).view(len(rows), width, HEADS, -1).transpose(1, 2) for part in PARTS[:3])
            weights = torch.softmax((query @ key.transpose(2, 3)).float() * (WIDTH // HEADS) ** -0.5 + mask, -1)
            mixed = (weights.to(PRODUCTS) @ value).transpose(1, 2).reshape(len(rows), width, WIDTH)
            x = self.norm(x + self.linear(mixed, layer, PARTS[3]), name_of(layer, "attention.LayerNorm"))
            inner = gelu(self.linear(x, layer, PARTS[4]))
            x = self.norm(x + self.linear(inner, layer, PARTS[5]), name_of(layer, "output.LayerNorm"))
        return x, seen

    def linear(self, x: torch.Tensor, layer: int, part: str) -> torch.Tensor:
        key = name_of(layer, part).replace(".", "_")
        flat = x.to(PRODUCTS).flatten(0, -2)
        own = torch.addmm(self.biases[key], flat, self.weights[key])
        return torch.addmm(own, flat @ self.a[key].to(PRODUCTS).T, self.b[key].to(PRODUCTS).T).view(*x.shape[:-1], -1)

    def norm(self, x: torch.Tensor, name: str) -> torch.Tensor:
        return layer_norm(x.float(), (WIDTH,), self.frozen[f"{name}.weight"], self.frozen[f"{name}.bias"], 1e-5)


def distance_classes(distance: torch.Tensor, classes: int = 32, farthest: int = 128) -> torch.Tensor:
    """As T5 and MPNet have them: half of the classes for either direction; of these one half for each distance of its own."""
    half, single = classes // 2, classes // 4
    length = distance.abs()
    ranges = single + (torch.log(length.float().clamp(min=1) / single) / math.log(farthest / single) * (half - single)).long()
    return (distance > 0).long() * half + torch.where(length < single, length, ranges.clamp(max=half - 1))
