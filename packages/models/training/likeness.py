"""Vectors of texts alone: questions move nearer to the passages that answer them than to others of their company."""

import random

import torch
from companies import Company, asked_as

TEMPERATURE = 0.05
# Of one company a step of the judge; each question is compared with all that answers or is near to any of them.
QUESTIONS, NEAR = 8, 2


def question_losses(questions: torch.Tensor, passages: torch.Tensor, right: list[list[int]]) -> list[torch.Tensor]:
    """Of each question's vector. `right`: the places of the passages that answer it, one or more."""
    scores = torch.log_softmax(questions @ passages.T / TEMPERATURE, 1)
    return [-torch.logsumexp(row[places], 0) for row, places in zip(scores, right, strict=True)]


def judge_loss(model, rng: random.Random, companies: list[Company], order: dict[str, list[list[int]]]) -> tuple[torch.Tensor, int]:
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
    right = [[places.index(place) for place in company.questions[at].answers] for at in chosen]
    losses = question_losses(vectors[len(places) :], vectors[: len(places)], right)
    return torch.stack(losses).mean(), sum(len(model.encode(text, None)[0]) for text in texts)
