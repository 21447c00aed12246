"""Reads data/companies, data/tables, data/policies, data/told and data/follow-ups: companies, their facts, what customers ask, tell and ask next. The format is told in reranker/README.md."""

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from kinds import Kind, read_lists
from noise import noisy
from slots import ALIASES, Style, fill, put, usable

DATA = Path(__file__).parent / "data"


@dataclass
class Question:
    text: str
    answers: list[int]
    """Places of the facts that answer it, best first; none: it is handed over."""
    tempting: list[int] = field(default_factory=list)
    """Of a near miss: facts on its subject that do not answer."""
    previous: str | None = None
    """What was asked before, where the question is not understood alone."""
    said: list[int] = field(default_factory=list)
    """Facts that answered what was asked before."""
    source: str = "companies"
    """The folder that it stands in: "told" for needs, problems and stories, "follow-ups" for what is asked behind an answer, "tables" for rows,
    "policies" for what follows by a limit or is asked for in general."""

    @property
    def in_context(self) -> str:
        return f"{self.previous} {self.text}" if self.previous else self.text


@dataclass
class Company:
    name: str
    kind: str
    facts: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    @property
    def is_large(self) -> bool:
        return len(self.facts) > 60


def read_trained() -> list[Company]:
    """The companies that are trained on."""
    companies = read_companies(DATA / "companies")
    for source in ("told", "follow-ups"):
        add_questions(companies, source)
    for source in ("tables", "policies"):
        further = read_companies(DATA / source)
        for company in further:
            company.questions = [replace(question, source=source) for question in company.questions]
        companies += further
    names = [company.name for company in companies]
    if twice := {name for name in names if names.count(name) > 1}:
        raise ValueError(f"two companies are called {', '.join(twice)}")
    return companies


def read_companies(folder: Path) -> list[Company]:
    companies: list[Company] = []
    for path, number, line in lines_of(folder):
        if line.startswith("## "):
            name, kind = (part.strip() for part in line[3:].split("|", 1))
            companies.append(Company(name, kind))
        elif fact := re.fullmatch(r"(\d+) (.+)", line):
            companies[-1].facts.append(fact[2])
            if int(fact[1]) != len(companies[-1].facts):
                raise ValueError(f"{path.name}:{number}: fact {fact[1]} is number {len(companies[-1].facts)}")
        elif line[0] in "=>-!":
            question = read_question(line)
            if line[0] == ">":
                before = companies[-1].questions[-1]
                question.previous, question.said = before.text, before.answers
            companies[-1].questions.append(question)
        else:
            raise ValueError(f"{path.name}:{number}: {line}")
    for company in companies:
        check(company)
    return companies


def add_questions(companies: list[Company], source: str) -> None:
    """Adds what stands in a folder beside the companies to those that it is asked of."""
    named = {company.name: company for company in companies}
    for path, number, line in lines_of(DATA / source):
        if line.startswith("## "):
            company = named[line[3:].strip()]
        elif line[0] in "=>-":
            question = replace(read_question(line), source=source)
            if line[0] == ">":
                question.previous, question.said = first.text, first.answers
            else:
                first = question
            company.questions.append(question)
        else:
            raise ValueError(f"{path.name}:{number}: {line}")
    for company in companies:
        check(company)


def lines_of(folder: Path) -> Iterator[tuple[Path, int, str]]:
    """Files, lines' numbers and lines; without comments."""
    for path in sorted(folder.rglob("*.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if (line := line.strip()) and not line.startswith("//"):
                yield path, number, line


def check(company: Company) -> None:
    for question in company.questions:
        if max([*question.answers, *question.tempting], default=0) >= len(company.facts):
            raise ValueError(f"{company.name} has no such fact: {question.text}")


def split(companies: list[Company], held_every: int) -> tuple[list[Company], list[Company]]:
    """Those to train on, and every n-th, which is held out."""
    held = companies[held_every - 1 :: held_every] if held_every else []
    return [company for company in companies if company not in held], held


def read_question(line: str) -> Question:
    mark, (text, _, numbers) = line[0], line[1:].partition("|")
    places = [int(number) - 1 for number in numbers.split()]
    return Question(text.strip(), [], places) if mark in "-!" else Question(text.strip(), places)


def read_messages(folder: Path = DATA / "messages") -> dict[str, list[str]]:
    """What kind of message it is, to messages."""
    return {path.stem: [line.strip() for line in path.read_text().splitlines() if line.strip()] for path in sorted(folder.glob("*.txt"))}


FRAMES = {section: lines["train"] for section, lines in read_lists("frames.txt").items()}
TOPICS = ["What about {t}?", "Can you tell me about {t}?", "Tell me about {t}", "{t}?", "info on {t} please", "could you explain {t}?"]


def company_of_kinds(rng: random.Random, kinds: list[Kind]) -> Company:
    """A company of kinds of fact, which differ every time."""
    style, company = Style(rng), Company("Bluefox", "")
    middle = rng.choice(kinds)
    near = [kind for kind in kinds if kind.group == middle.group]
    chosen = list({kind.name: kind for kind in [*near, *rng.sample(kinds, 24)]}.values())[:28]
    for kind in chosen:
        values = fill(kind.slots, style, company.name, rng)
        facts = [put(text, values) for text in kind.facts if usable(text, values)]
        if not facts:
            continue
        place = len(company.facts)
        company.facts.append(rng.choice(facts))
        spoken = {key: rng.choice(ALIASES[value]) if value in ALIASES else value for key, value in values.items()}
        said = lambda texts: [put(text, spoken) for text in texts if usable(text, values)]  # noqa: E731
        asked = said(kind.questions) + said(kind.terse) + [rng.choice(TOPICS).replace("{t}", topic) for topic in kind.topics]
        company.questions += [Question(text, [place]) for text in rng.sample(asked, min(3, len(asked)))]
        before = rng.choice(asked)
        company.questions += [Question(text, [place], [], before, [place]) for text in said(kind.follow_ups)[:1]]
        misses = said(kind.near_misses)
        company.questions += [Question(text, [], [place]) for text in rng.sample(misses, min(2, len(misses)))]
    return company


def asked_as(question: Question, others: list[Question], rng: random.Random, aside: float = 0.06) -> tuple[str, list[int]]:
    """As retrieval asks it, and the facts that were said just before: with the question before it where it leans on that, and in so
    many cases with one that has nothing to do with it."""
    text = noisy(question.text, rng, set(), FRAMES) if rng.random() < 0.6 else question.text
    if question.previous:
        return f"{question.previous} {text}", question.said
    if rng.random() >= aside:
        return text, []
    before = rng.choice(others)
    return f"{before.text} {text}", before.answers
