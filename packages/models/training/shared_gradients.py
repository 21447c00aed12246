"""Training of a small model on CPU: one process a core (two threads in one are slower), which share their gradients."""

import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
import torch
import torch.distributed as dist
import torch.multiprocessing as mp


@dataclass
class Trained:
    parameters: list[torch.nn.Parameter]
    loss: Callable[[], tuple[torch.Tensor, dict[str, float], int]]
    """Of this process's share of a step: the loss, parts of it to print, and tokens read."""
    grade: Callable[[], str]
    save: Callable[[dict[str, str]], None]


def add_arguments(parser) -> None:
    parser.add_argument("--model", type=Path, required=True, help="folder of the network in fp32")
    parser.add_argument("--out", type=Path, required=True, help="folder that the adapter is written to")
    parser.add_argument("--begin", type=Path, help="an adapter to begin with: the embedding model's, or the reranker's for the reranker")
    parser.add_argument("--held-every", type=int, default=20, help="every n-th company is held out; 0: none")
    parser.add_argument("--minutes", type=float, required=True, help="of training; the rate falls to nothing over them")
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--warm-steps", type=int, default=60, help="steps in which the rate rises")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--grade-minutes", type=float, default=8)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--port", type=int, default=29511)


def train(args, build: Callable[[int], Trained]) -> None:
    """`build` is called in each process with its number."""
    args.out.mkdir(parents=True, exist_ok=True)
    mp.spawn(work, (args, build), nprocs=args.processes)


def work(process: int, args, build: Callable[[int], Trained]) -> None:
    torch.set_num_threads(1)
    os.environ.update(MASTER_ADDR="127.0.0.1", MASTER_PORT=str(args.port))
    dist.init_process_group("gloo", rank=process, world_size=args.processes)
    torch.manual_seed(args.seed)
    trained = build(process)
    parameters = trained.parameters
    decayed = [parameter for parameter in parameters if parameter.ndim == 2]
    groups = [{"params": decayed, "weight_decay": 0.01}, {"params": [parameter for parameter in parameters if parameter.ndim != 2], "weight_decay": 0.0}]
    optimizer = torch.optim.AdamW(groups, lr=args.rate, betas=(0.9, 0.98))
    begun, graded, tokens, step, average = time.time(), 0.0, 0, 0, {}
    while True:
        # Every process leaves at the same step.
        done = torch.tensor([(time.time() - begun) / 60 / args.minutes])
        dist.broadcast(done, 0)
        if done.item() >= 1:
            break
        for group in optimizer.param_groups:
            group["lr"] = args.rate * min(1, (step + 1) / args.warm_steps) * max(0.02, 1 - done.item())
        optimizer.zero_grad()
        loss, parts, read = trained.loss()
        loss.backward()
        share_gradients(parameters, args.processes)
        optimizer.step()
        tokens, step = tokens + read * args.processes, step + 1
        average = {name: 0.97 * average.get(name, value) + 0.03 * value for name, value in parts.items()}
        minutes = (time.time() - begun) / 60
        if process == 0 and step % 25 == 0:
            print(f"step {step} {' '.join(f'{name} {value:.3f}' for name, value in average.items())} {tokens / minutes / 60:.0f} tok/s {minutes:.1f} min", flush=True)
        if process == 0 and minutes > graded + args.grade_minutes:
            print(trained.grade(), flush=True)
            trained.save({"steps": str(step), "tokens": str(tokens)})
            graded = (time.time() - begun) / 60
    if process == 0:
        print(trained.grade(), flush=True)
        trained.save({"steps": str(step), "tokens": str(tokens)})
        print(f"done: {step} steps, {tokens} tokens", flush=True)
    dist.barrier()


def share_gradients(parameters: list[torch.nn.Parameter], processes: int) -> None:
    """The mean of all processes' gradients, cut to length 1."""
    flat = torch.cat([parameter.grad.flatten() for parameter in parameters])
    dist.all_reduce(flat)
    flat /= processes
    flat *= min(1.0, 1.0 / max(flat.norm().item(), 1e-9))
    at = 0
    for parameter in parameters:
        parameter.grad.copy_(flat[at : at + parameter.numel()].view_as(parameter))
        at += parameter.numel()
