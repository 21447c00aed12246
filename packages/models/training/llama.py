"""The model's forward pass written out, with low-rank adapters, for a prompt and all questions about it in one pass."""

import json
import math
from pathlib import Path

import torch
import torch.nn.functional as F
from safetensors.torch import load_file

from branches import Decision, Item
from precision import PRODUCTS

PROJECTIONS = {
    "qkv": ["self_attn.q_proj", "self_attn.k_proj", "self_attn.v_proj"],
    "o": ["self_attn.o_proj"],
    "gate_up": ["mlp.gate_proj", "mlp.up_proj"],
    "down": ["mlp.down_proj"],
}


class Llama:
    def __init__(self, folder: Path, rank: int = 0, alpha: float = 32, dtype: torch.dtype = PRODUCTS, seed: int = 0):
        """`rank` 0: without adapters."""
        config = json.loads((folder / "config.json").read_text())
        tensors = load_file(folder / "model.safetensors")
        self.hidden, self.heads, self.kv_heads = config["hidden_size"], config["num_attention_heads"], config["num_key_value_heads"]
        self.head_size, self.eps, self.dtype, self.rank = self.hidden // self.heads, config["rms_norm_eps"], dtype, rank
        self.theta = (config.get("rope_parameters") or config)["rope_theta"]
        self.scale = alpha / rank if rank else 0.0
        self.embedding = tensors["model.embed_tokens.weight"].to(dtype)
        self.last_norm = tensors["model.norm.weight"].to(dtype)
        self.layers, self.names, self.parameters = [], [], []
        generator = torch.Generator().manual_seed(seed)
        for index in range(config["num_hidden_layers"]):
            at = f"model.layers.{index}."
            layer = {"norm1": tensors[at + "input_layernorm.weight"].to(dtype), "norm2": tensors[at + "post_attention_layernorm.weight"].to(dtype)}
            for key, names in PROJECTIONS.items():
                weights = [tensors[f"{at}{name}.weight"] for name in names]
                layer[key] = torch.cat(weights).to(dtype).contiguous()
                if rank == 0:
                    continue
                for name, weight in zip(names, weights, strict=True):
                    a = torch.nn.Parameter((torch.rand(rank, weight.shape[1], generator=generator) * 2 - 1) / math.sqrt(weight.shape[1]))
                    b = torch.nn.Parameter(torch.zeros(weight.shape[0], rank))
                    layer.setdefault(key + "_ab", []).append((a, b))
                    self.parameters += [a, b]
                    self.names += [f"base_model.model.{at}{name}.lora_A.weight", f"base_model.model.{at}{name}.lora_B.weight"]
            self.layers.append(layer)

    def linear(self, layer: dict, key: str, x: torch.Tensor) -> torch.Tensor:
        y = F.linear(x, layer[key])
        if self.rank == 0:
            return y
        pairs = layer[key + "_ab"]
        low = F.linear(x, torch.cat([a for a, _ in pairs]).to(self.dtype)) * self.scale
        added = [F.linear(part, b.to(self.dtype)) for part, (_, b) in zip(low.split(self.rank, -1), pairs, strict=True)]
        return y + (added[0] if len(added) == 1 else torch.cat(added, -1))

    def norm(self, x: torch.Tensor, weight: torch.Tensor) -> torch.Tensor:
        wide = x.float()
        return (wide * torch.rsqrt(wide.pow(2).mean(-1, keepdim=True) + self.eps)).to(x.dtype) * weight

    def decide(self, prefix: list[int], items: list[Item]) -> tuple[torch.Tensor, list[Decision], int]:
        """Logits over the whole vocabulary's hidden states at every decision, [decisions, hidden]; each item sees the prefix and itself only."""
        ids, positions, owner, supervised, decisions = list(prefix), list(range(len(prefix))), [-1] * len(prefix), [], []
        for number, item in enumerate(items):
            supervised += [len(ids) + decision.at for decision in item.decisions]
            decisions += item.decisions
            positions += range(len(prefix), len(prefix) + len(item.ids))
            ids += item.ids
            owner += [number] * len(item.ids)
        length = len(ids)
        owners = torch.tensor(owner)
        seen = torch.ones(length, length, dtype=torch.bool).tril() & ((owners[None] == -1) | (owners[None] == owners[:, None]))
        mask = torch.zeros(length, length, dtype=self.dtype).masked_fill(~seen, -1e4)
        frequencies = 1.0 / (self.theta ** (torch.arange(0, self.head_size, 2).float() / self.head_size))
        angles = torch.tensor(positions).float()[:, None] * frequencies
        angles = torch.cat([angles, angles], -1)[:, None]
        cos, sin = angles.cos().to(self.dtype), angles.sin().to(self.dtype)

        def rotated(x: torch.Tensor) -> torch.Tensor:
            half = x.shape[-1] // 2
            return x * cos + torch.cat([-x[..., half:], x[..., :half]], -1) * sin

        x = F.embedding(torch.tensor(ids), self.embedding)
        kv, groups = self.kv_heads * self.head_size, self.heads // self.kv_heads
        wanted = torch.tensor(supervised)
        for index, layer in enumerate(self.layers):
            q, k, v = self.linear(layer, "qkv", self.norm(x, layer["norm1"])).split([self.hidden, kv, kv], -1)
            q, k = rotated(q.view(length, self.heads, -1)), rotated(k.view(length, self.kv_heads, -1))
            k, v = k.repeat_interleave(groups, 1), v.view(length, self.kv_heads, -1).repeat_interleave(groups, 1)
            q, k, v = (tensor.transpose(0, 1) for tensor in (q, k, v))
            attention = torch.softmax(q @ k.transpose(-1, -2) * self.head_size**-0.5 + mask, -1) @ v
            attention = attention.transpose(0, 1).reshape(length, self.hidden)
            if index == len(self.layers) - 1:
                attention, x = attention[wanted], x[wanted]
            x = x + self.linear(layer, "o", attention)
            gate, up = self.linear(layer, "gate_up", self.norm(x, layer["norm2"])).chunk(2, -1)
            x = x + self.linear(layer, "down", F.silu(gate) * up)
        return self.norm(x, self.last_norm), decisions, length

    def log_probabilities(self, states: torch.Tensor, decisions: list[Decision]) -> list[torch.Tensor]:
        """Per decision: over what is allowed there."""
        return [torch.log_softmax((self.embedding[decision.allowed] @ state).float(), -1) for state, decision in zip(states, decisions, strict=True)]

    def loss(self, prefix: list[int], items: list[Item]) -> tuple[torch.Tensor, float, int]:
        """Weighted sum over the decisions, the sum of the weights, and the tokens read."""
        states, decisions, length = self.decide(prefix, items)
        total, weights = torch.zeros(()), 0.0
        for decision, logs in zip(decisions, self.log_probabilities(states, decisions), strict=True):
            target = decision.allowed.index(decision.target)
            loss = -logs[target]
            if decision.classes:
                # To answer, to hand over or to reply matters most; which words are used for it matters less.
                same = [at for at, of in enumerate(decision.classes) if of == decision.classes[target]]
                loss = -0.8 * torch.logsumexp(logs[same], -1) + 0.2 * loss
            total, weights = total + decision.weight * loss, weights + decision.weight
        return total, weights, length
