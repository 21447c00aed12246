"""Vectors of texts alone: questions move nearer to the passages that answer them than to others of their company."""

import random

import torch
from companies import Company, asked_as

TEMPERATURE = 0.05
# Of one company a step of the judge; each is compared with all that the company says.
QUESTIONS = 16
# Facts that stand in one passage with the next one.
TOGETHER = 0.15


def question_losses(questions: torch.Tensor, passages: torch.Tensor, right: list[list[int]]) -> list[torch.Tensor]:
    """Of each question's vector. `right`: the places of the passages that answer it, one or more."""
    scores = torch.log_softmax(questions @ passages.T / TEMPERATURE, 1)
    return [-torch.logsumexp(row[places], 0) for row, places in zip(scores, right, strict=True)]


def judge_loss(model, rng: random.Random, companies: list[Company], headings: list[str], headed: float) -> tuple[torch.Tensor, int]:
    """The loss, and tokens read. `headed`: the share of passages that stand under one of the headings."""
    company = rng.choice(companies)
    answerable = [question for question in company.questions if question.answers]
    asked = rng.sample(answerable, min(QUESTIONS, len(answerable)))
    passages, place_of = passages_of(rng, company, headings, headed)
    texts = passages + [asked_as(question, company.questions, rng)[0] for question in asked]
    vectors = model.vectors(texts)
    right = [sorted({place_of[fact] for fact in question.answers}) for question in asked]
    losses = question_losses(vectors[len(passages) :], vectors[: len(passages)], right)
    return torch.stack(losses).mean(), sum(len(model.encode(text, None)[0]) for text in texts)


def passages_of(rng: random.Random, company: Company, headings: list[str], headed: float) -> tuple[list[str], list[int]]:
    """All that a company says as documents have it, and of each fact the place of its passage."""
    passages: list[str] = []
    place_of: list[int] = []
    for fact in company.facts:
        if passages and rng.random() < TOGETHER:
            passages[-1] += f" {fact}"
        else:
            passages.append(f"{rng.choice(headings)}: {fact}" if rng.random() < headed else fact)
        place_of.append(len(passages) - 1)
    return passages, place_of
