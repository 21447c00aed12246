"""What matrix products are computed in: whichever this processor does faster."""

import time

import torch


def seconds_of(kind: torch.dtype) -> float:
    """The least of a few products of the size that networks here have; the first one prepares the others."""
    left, right = torch.ones(256, 768, dtype=kind), torch.ones(768, 768, dtype=kind)
    taken = []
    for _ in range(4):
        begun = time.perf_counter()
        left @ right
        taken.append(time.perf_counter() - begun)
    return min(taken)


# Which it is can't be told by the processor's flags: of two that name bfloat16 one takes a quarter of the time of float32 with it, the
# other, whose tiles for it are not to be had, twice that time; without it sixty times.
PRODUCTS = min((torch.float32, torch.bfloat16), key=seconds_of)
