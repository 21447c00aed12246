"""Vectors of texts alone: questions move nearer to the passages that answer them than to others of their company."""

import random
from dataclasses import replace

import torch
from companies import Company, asked_as

TEMPERATURE = 0.05
HEADINGS = ["FAQ", "Help", "Terms and conditions", "Good to know", "Questions and answers", "Practical information", "How it works", "Before you come", "Prices", "Service", "Contact", "About us", "Rules", "Your order"]
# Of one company a step of the judge; each is compared with all that the company says.
QUESTIONS = 24
# Of large organisations, and how many of their facts are read at a time.
LARGE_SHARE = 0.6
JUDGES_WINDOW = 45
# Facts that stand in one passage with the next one.
TOGETHER = 0.15


def question_losses(questions: torch.Tensor, passages: torch.Tensor, right: list[list[int]], ignored: torch.Tensor | None = None) -> list[torch.Tensor]:
    """Of each question's vector. `right`: the places of the passages that answer it, one or more. `ignored`: [questions, passages]."""
    cosines = questions @ passages.T / TEMPERATURE
    scores = torch.log_softmax(cosines if ignored is None else cosines.masked_fill(ignored, -torch.inf), 1)
    return [-torch.logsumexp(row[places], 0) for row, places in zip(scores, right, strict=True)]


def judge_loss(model, rng: random.Random, companies: list[Company], headed: float) -> tuple[torch.Tensor, int]:
    """The loss, and tokens read. `headed`: the share of passages that stand under a heading."""
    company = draw(rng, companies, LARGE_SHARE, JUDGES_WINDOW)
    answerable = [question for question in company.questions if question.answers]
    asked = rng.sample(answerable, min(QUESTIONS, len(answerable)))
    passages, place_of = passages_of(rng, company, headed)
    texts = passages + [asked_as(question, company.questions, rng)[0] for question in asked]
    vectors = model.vectors(texts)
    right = [sorted({place_of[fact] for fact in question.answers}) for question in asked]
    losses = question_losses(vectors[len(passages) :], vectors[: len(passages)], right)
    return torch.stack(losses).mean(), sum(len(model.encode(text, None)[0]) for text in texts)


def draw(rng: random.Random, companies: list[Company], large_share: float, most: int) -> Company:
    """One of them, in so many cases a large one; of that at most so many facts."""
    large = [company for company in companies if company.is_large]
    return window_of(rng, rng.choice(large if large and rng.random() < large_share else companies), most)


def window_of(rng: random.Random, company: Company, most: int) -> Company:
    """Of a large organisation a stretch of its facts, which are in families, with what is asked of them."""
    if len(company.facts) <= most:
        return company
    begin = rng.randrange(len(company.facts) - most + 1)
    places = range(begin, begin + most)
    moved = lambda facts: [fact - begin for fact in facts if fact in places]  # noqa: E731
    questions = [replace(question, answers=moved(question.answers), tempting=moved(question.tempting), said=moved(question.said)) for question in company.questions if set(question.answers) <= set(places)]
    return Company(company.name, company.kind, company.facts[begin : begin + most], questions)


def passages_of(rng: random.Random, company: Company, headed: float) -> tuple[list[str], list[int]]:
    """All that a company says as documents have it, and of each fact the place of its passage."""
    passages: list[str] = []
    place_of: list[int] = []
    for fact in company.facts:
        if passages and rng.random() < TOGETHER:
            passages[-1] += f" {fact}"
        else:
            passages.append(f"{rng.choice(HEADINGS)}: {fact}" if rng.random() < headed else fact)
        place_of.append(len(passages) - 1)
    return passages, place_of
