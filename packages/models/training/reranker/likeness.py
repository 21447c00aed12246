"""The judge makes vectors of texts alone, too: questions move nearer to the passages that answer them."""

import random

import torch
from companies import Company, asked_as

TEMPERATURE = 0.05
# Of one company a step; each question is compared with all that answers or is near to any of them.
QUESTIONS, NEAR = 8, 2


def likeness_loss(model, rng: random.Random, companies: list[Company], order: dict[str, list[list[int]]]) -> tuple[torch.Tensor, int]:
    """The loss, and tokens read. `order`: of each question the places of its company's facts, nearest first."""
    company = rng.choice(companies)
    answerable = [at for at, question in enumerate(company.questions) if question.answers]
    chosen = rng.sample(answerable, min(QUESTIONS, len(answerable)))
    places: list[int] = []
    for at in chosen:
        wrong = [place for place in order[company.name][at] if place not in company.questions[at].answers]
        places += [place for place in company.questions[at].answers + wrong[:NEAR] if place not in places]
    texts = [company.facts[place] for place in places] + [asked_as(company.questions[at], company.questions, rng)[0] for at in chosen]
    vectors = model.vectors(texts)
    scores = torch.log_softmax(vectors[len(places) :] @ vectors[: len(places)].T / TEMPERATURE, 1)
    right = [[places.index(place) for place in company.questions[at].answers] for at in chosen]
    loss = torch.stack([-torch.logsumexp(row[answers], 0) for row, answers in zip(scores, right, strict=True)]).mean()
    return loss, sum(len(model.encode(text, None)[0]) for text in texts)
