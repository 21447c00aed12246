"""How good a reranker is on companies and messages that it was not trained on."""

import numpy as np
import torch

CANDIDATES = 8


@torch.no_grad()
def figures(model, companies: list, order: dict, cosines: dict, messages: dict[str, list[str]], labels: list[str]) -> str:
    rows, asked = [], []
    for company in companies:
        for at, (question, near) in enumerate(zip(company.questions, order[company.name], strict=True)):
            asked.append((question, near[:CANDIDATES], len(rows), cosines[company.name][at][:CANDIDATES]))
            rows += [model.encode(question.in_context, company.facts[place]) for place in near[:CANDIDATES]]
    scores = model(rows)[:, 0].float().numpy() if rows else np.zeros(0)
    return "\n".join(table(asked, scores, weight) for weight in (0, 4, 8)) + (f"\n{kinds(model, messages, labels)}" if messages else "")


def table(asked: list, scores: np.ndarray, weight: float) -> str:
    """`weight`: of the cosine of the embedding model beside the reranker's score."""
    first = {"near": [0, 0, 0], "reranked": [0, 0, 0]}
    best_of, right_of, answerable = [], [], []
    for question, near, begin, cosine in asked:
        own = scores[begin : begin + len(near)] + weight * (np.array(cosine) - 0.5)
        ranked = [near[at] for at in (-own).argsort()]
        best_of.append(own.max())
        answerable.append(bool(question.answers))
        right_of.append(ranked[0] in question.answers)
        if question.answers:
            for name, places in (("near", near), ("reranked", ranked)):
                for at, count in enumerate((1, 2, 3)):
                    first[name][at] += any(place in question.answers for place in places[:count])
    best, right, answerable = np.array(best_of), np.array(right_of), np.array(answerable)
    count = max(1, answerable.sum())
    lines = [f"{name}: " + " ".join(f"among {at + 1} {100 * hits / count:.1f} %" for at, hits in enumerate(found)) for name, found in first.items()]
    for wanted in (0.04, 0.08, 0.15):
        edge = np.quantile(best[~answerable], 1 - wanted)
        lines.append(f"{100 * wanted:.0f} % of {(~answerable).sum()} unanswerable answered: {100 * (right & answerable & (best > edge)).sum() / count:.1f} % right, {100 * (~right & answerable & (best > edge)).sum() / count:.1f} % wrong of {answerable.sum()}")
    return f"  cosine times {weight}\n  " + "\n  ".join(lines)


@torch.no_grad()
def kinds(model, messages: dict[str, list[str]], labels: list[str]) -> str:
    texts = [(text, label) for label, own in messages.items() for text in own]
    outputs = torch.softmax(model([model.encode(text, None) for text, _ in texts])[:, 1:].float(), 1)
    sure, said = (value.tolist() for value in outputs.max(1))
    lines = []
    for label in labels:
        own = [(labels[chosen] == label, probability) for chosen, probability, (_, of) in zip(said, sure, texts, strict=True) if of == label]
        if own:
            lines.append(f"{label} {100 * np.mean([right for right, _ in own]):.0f} (sure and right {100 * np.mean([right and p >= 0.9 for right, p in own]):.0f}, sure and wrong {100 * np.mean([not right and p >= 0.9 for right, p in own]):.0f})")
    return "  messages, %: " + ", ".join(lines)
