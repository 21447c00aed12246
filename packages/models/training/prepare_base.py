"""Writes the base model in fp32 from its GGUF: `python prepare_base.py MODEL.gguf FOLDER`. Needs transformers, gguf and accelerate."""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM

gguf, folder = Path(sys.argv[1]), Path(sys.argv[2])
model = AutoModelForCausalLM.from_pretrained(gguf.parent, gguf_file=gguf.name, dtype=torch.float32)
folder.mkdir(parents=True, exist_ok=True)
# The embedding is tied to the head: stored once.
tensors = {name: tensor.contiguous().clone() for name, tensor in model.state_dict().items() if name != "lm_head.weight"}
save_file(tensors, folder / "model.safetensors")
(folder / "config.json").write_text(json.dumps(model.config.to_dict(), indent=1, default=str))
