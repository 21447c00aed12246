"""Trains the adapter on CPU: `python train.py --base DIR --tokenizer tokenizer.json --data scenes.jsonl --out DIR --steps N`.

One process a core, one thread each (two threads in one process are slower), which share gradients. The state is written
every three minutes; the same command goes on from it. SIGTERM writes it and stops. With one seed, the same data and the
same number of processes a run gives the same adapter.
"""

import argparse
import json
import os
import signal
import time
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")
import torch
import torch.multiprocessing as mp
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer

from branches import encode
from llama import Llama


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser()
    parser.add_argument("--base", type=Path, required=True)
    parser.add_argument("--tokenizer", type=Path, required=True)
    parser.add_argument("--data", type=Path, required=True, help="output of render-prompts.ts")
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--steps", type=int, required=True, help="in all, with those of the runs before")
    parser.add_argument("--batch", type=int, default=4, help="scenes a step")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--rank", type=int, default=16)
    parser.add_argument("--adapter", type=Path, help="what a first step goes on from; a state in --out goes before it")
    parser.add_argument("--rate", type=float, default=8e-4)
    parser.add_argument("--warm-up", type=int, default=20)
    parser.add_argument("--decay", type=float, default=0.4, help="the last part of the steps, in which the rate falls to a twentieth")
    parser.add_argument("--save-seconds", type=float, default=180)
    return parser.parse_args()


def rate_at(step: int, args: argparse.Namespace) -> float:
    left = (args.steps - step) / max(1.0, args.steps * args.decay)
    return args.rate * min(1.0, (step + 1) / args.warm_up) * max(0.05, min(1.0, left))


def write(path: Path, save) -> None:
    """Whole or not at all."""
    partial = path.with_suffix(".part")
    save(partial)
    partial.replace(path)


def worker(process: int, args, flat, gradients, counts, state, barrier, stop, leave) -> None:
    torch.set_num_threads(1)
    signal.signal(signal.SIGTERM, lambda *_: setattr(stop, "value", 1))
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    scenes = args.data.read_text().splitlines()
    model = Llama(args.base, rank=args.rank)

    def load() -> None:
        at = 0
        for parameter in model.parameters:
            parameter.data.copy_(flat[at : at + parameter.numel()].view_as(parameter))
            at += parameter.numel()

    step = int(state["step"])
    if process == 0 and step == 0:
        if args.adapter:
            kept = load_file(args.adapter)
            for name, parameter in zip(model.names, model.parameters, strict=True):
                parameter.data.copy_(kept[name])
        flat.copy_(torch.cat([parameter.data.flatten() for parameter in model.parameters]))
    barrier.wait()
    load()
    begun, saved, first, average, tokens = time.time(), time.time(), step, None, 0
    while step < args.steps:
        for parameter in model.parameters:
            parameter.grad = None
        counts[process] = 0
        for at in range(process, args.batch, args.processes):
            scene = json.loads(scenes[(step * args.batch + at) % len(scenes)])
            loss, weight, length = model.loss(*encode(tokenizer, scene))
            (loss / 64).backward()
            counts[process] += torch.tensor([loss.item(), weight, length])
        gradients[process] = torch.cat([parameter.grad.flatten() for parameter in model.parameters])
        barrier.wait()
        if process == 0:
            leave.value = stop.value
            loss, weight, length = counts.sum(0).tolist()
            gradient = gradients.sum(0) * (64 / weight)
            norm = gradient.norm().item()
            gradient *= min(1.0, 1.0 / max(norm, 1e-9))
            first_moment, second_moment, rate = state["first"], state["second"], rate_at(step, args)
            first_moment.mul_(0.9).add_(gradient, alpha=0.1)
            second_moment.mul_(0.98).addcmul_(gradient, gradient, value=0.02)
            flat.addcdiv_(first_moment / (1 - 0.9 ** (step + 1)), (second_moment / (1 - 0.98 ** (step + 1))).sqrt_().add_(1e-8), value=-rate)
            tokens += int(length)
            average = loss / weight if average is None else 0.95 * average + 0.05 * loss / weight
            state["step"], state["tokens"] = step + 1, state["tokens"] + int(length)
            elapsed = time.time() - begun
            if step % 10 == 0 or step + 1 == args.steps:
                eta = elapsed / (step + 1 - first) * (args.steps - step - 1) / 60
                print(f"step {step + 1}/{args.steps} loss {average:.4f} rate {rate:.1e} norm {norm:.2f} {tokens / elapsed:.0f} tok/s, {elapsed / 60:.1f} min, {eta:.0f} min to go", flush=True)
            if time.time() - saved > args.save_seconds or leave.value or step + 1 == args.steps:
                saved = time.time()
                state["seconds"] = state["base_seconds"] + elapsed
                write(args.out / "state.pt", lambda path: torch.save({"flat": flat.clone(), **state}, path))
                load()
                adapter = {name: parameter.data.half().contiguous() for name, parameter in zip(model.names, model.parameters, strict=True)}
                metadata = {"rank": str(args.rank), "alpha": "32", "step": str(step + 1), "tokens": str(state["tokens"])}
                write(args.out / "adapter.safetensors", lambda path: save_file(adapter, path, metadata=metadata))
        barrier.wait()
        load()
        step += 1
        # Everybody leaves at the same step: one process decides it before the barrier, and none changes it before the next.
        if leave.value:
            break


def main() -> None:
    args = arguments()
    args.out.mkdir(parents=True, exist_ok=True)
    size = sum(parameter.numel() for parameter in Llama(args.base, rank=args.rank).parameters)
    flat, gradients, counts = torch.zeros(size).share_memory_(), torch.zeros(args.processes, size).share_memory_(), torch.zeros(args.processes, 3, dtype=torch.double).share_memory_()
    state = {"step": 0, "tokens": 0, "seconds": 0.0, "first": torch.zeros(size), "second": torch.zeros(size)}
    if (args.out / "state.pt").exists():
        kept = torch.load(args.out / "state.pt")
        flat.copy_(kept.pop("flat"))
        state.update(kept)
    state["base_seconds"] = state["seconds"]
    print(f"{size} parameters, {len(args.data.read_text().splitlines())} scenes, from step {state['step']}", flush=True)
    context = mp.get_context("spawn")
    barrier, stop, leave = context.Barrier(args.processes), context.Value("i", 0), context.Value("i", 0)
    workers = [context.Process(target=worker, args=(number, args, flat, gradients, counts, state, barrier, stop, leave)) for number in range(args.processes)]
    for process in workers:
        process.start()
    signal.signal(signal.SIGTERM, lambda *_: setattr(stop, "value", 1))
    for process in workers:
        process.join()
    if any(process.exitcode for process in workers):
        raise SystemExit("a process of the training ended with an error")


if __name__ == "__main__":
    main()
