"""Grades an adapter on held-out scenes, decoding as the product does: `python grade.py --base DIR --tokenizer FILE --data held.jsonl [--adapter FILE] [--rows FILE]`.

Without --adapter the base model is graded; --float32 computes as exactly as the weights are. A row a question is written to --rows: what a threshold is fitted on.
"""

import argparse
import json
import math
from collections import defaultdict
from pathlib import Path

import torch
from safetensors.torch import load_file, safe_open
from tokenizers import Tokenizer

from branches import Decision, Item, Language, encode
from llama import Llama
from precision import PRODUCTS

CLASSES = ["answer", "hand-over", "reply"]


def wilson(hits: int, count: int) -> str:
    """Share with its 95 % interval."""
    if count == 0:
        return "-"
    share, z = hits / count, 1.96
    middle = (share + z * z / (2 * count)) / (1 + z * z / count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count)) / (1 + z * z / count)
    return f"{100 * share:.0f} % ({100 * max(0.0, middle - half):.0f}-{100 * (middle + half):.0f}), n {count}"


def first_decisions(language: Language, targets: list[dict], items: list[Item]) -> list[Item]:
    """Each question with two decisions: the answer's first token, and, after the wanted lead-in, the first sentence's."""
    graded = []
    for target, item in zip(targets, items, strict=True):
        entries = [*language.leads.values(), *language.replies.values()]
        allowed = sorted({ids[0] for ids in entries})
        prompt = item.ids[: item.prompt_length]
        first = Decision(len(prompt) - 1, allowed, allowed[0], [language.class_of(token) for token in allowed], 1.0)
        lead = language.leads[target.get("lead", "what-i-know")]
        starts = sorted({ids[0] for ids in language.quotables.values()})
        graded.append(Item([*prompt, *lead], [first, Decision(len(prompt) + len(lead) - 1, starts, starts[0], [], 1.0)], len(prompt)))
    return graded


@torch.no_grad()
def main() -> None:
    parser = argparse.ArgumentParser()
    for name in ("--base", "--tokenizer", "--data"):
        parser.add_argument(name, type=Path, required=True)
    parser.add_argument("--adapter", type=Path)
    parser.add_argument("--rows", type=Path)
    parser.add_argument("--float32", action="store_true", help="twice as slow; what the converted model is compared with")
    args = parser.parse_args()
    torch.set_num_threads(1)
    tokenizer = Tokenizer.from_file(str(args.tokenizer))
    dtype = torch.float32 if args.float32 else PRODUCTS
    model = Llama(args.base, rank=0, dtype=dtype)
    if args.adapter:
        with safe_open(args.adapter, "pt") as opened:
            told = opened.metadata()
        model = Llama(args.base, rank=int(told["rank"]), alpha=float(told["alpha"]), dtype=dtype)
        tensors = load_file(args.adapter)
        for name, parameter in zip(model.names, model.parameters, strict=True):
            parameter.data.copy_(tensors[name].float())
    rows = []
    for line in args.data.read_text().splitlines():
        scene = json.loads(line)
        language = Language(tokenizer, scene)
        prefix, encoded = encode(tokenizer, scene)
        items = first_decisions(language, scene["items"], encoded)
        states, decisions, _ = model.decide(prefix, items)
        logs = model.log_probabilities(states, decisions)
        for target, first, sentence, decision, choice in zip(scene["items"], logs[::2], logs[1::2], decisions[::2], decisions[1::2], strict=True):
            sums = [sum(math.exp(log) for log, of in zip(first.tolist(), decision.classes, strict=True) if of == number) for number in range(3)]
            wanted = 0 if "lead" in target else language.class_of(language.replies[target["reply"]][0])
            picked = choice.allowed[int(sentence.argmax())]
            right = {language.quotables[text][0] for text in language.wanted(target)} if wanted == 0 else set()
            # Of the replies, the likeliest first token: whether it leads to one of the wanted kind.
            likeliest = max((log, token) for log, token, of in zip(first.tolist(), decision.allowed, decision.classes, strict=True) if of == 2)[1]
            led_to = {reply["kind"] for reply in scene["list"]["replies"] if language.replies[reply["id"]][0] == likeliest}
            kind_of = {reply["id"]: reply["kind"] for reply in scene["list"]["replies"]}
            rows.append({"question": target["question"], "category": target["category"], "kind": target["kind"], "wanted": CLASSES[wanted], "answer": sums[0], "handOver": sums[1], "reply": sums[2], "said": CLASSES[sums.index(max(sums))], "greedy": CLASSES[decision.classes[int(first.argmax())]], "replyKind": kind_of[target["reply"]] in led_to if wanted == 2 else None, "sentence": picked in right if right else None, "choices": len(choice.allowed)})
    if args.rows:
        args.rows.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows))
    by = defaultdict(list)
    for row in rows:
        by[f"{row['category']} ({row['wanted']})"].append(row)
    for name, group in sorted(by.items()):
        print(f"{name:28} as wanted {wilson(sum(row['said'] == row['wanted'] for row in group), len(group))}; by the likeliest token {100 * sum(row['greedy'] == row['wanted'] for row in group) / len(group):.0f} %")
    chosen = [row for row in rows if row["sentence"] is not None and row["choices"] > 1]
    print(f"{'right sentence, 2 or more':28} {wilson(sum(row['sentence'] for row in chosen), len(chosen))}")
    replied = [row for row in rows if row["replyKind"] is not None]
    print(f"{'reply of the wanted kind':28} {wilson(sum(row['replyKind'] for row in replied), len(replied))}")
    print("threshold on the share of answer | answered of answerable | of near misses and not in facts | of talk")
    for threshold in (0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9):
        shares = []
        for wants in (lambda row: row["wanted"] == "answer", lambda row: row["category"] in ("near-miss", "not-in-facts"), lambda row: row["category"] == "talk"):
            group = [row for row in rows if wants(row)]
            shares.append(f"{100 * sum(row['answer'] >= threshold for row in group) / max(1, len(group)):.1f} %")
        print(threshold, *shares, sep=" | ")
    print("reliability: share of answer | questions | mean share | answerable")
    error = 0.0
    for low in (0.0, 0.1, 0.3, 0.5, 0.7, 0.9):
        high = {0.0: 0.1, 0.9: 1.01}.get(low, low + 0.2)
        group = [row for row in rows if low <= row["answer"] < high]
        if group:
            mean, true = sum(row["answer"] for row in group) / len(group), sum(row["wanted"] == "answer" for row in group) / len(group)
            error += abs(mean - true) * len(group) / len(rows)
            print(f"{low:.1f}-{min(high, 1):.1f} | {len(group)} | {mean:.2f} | {true:.2f}")
    print(f"calibration error {error:.3f}")


if __name__ == "__main__":
    main()
