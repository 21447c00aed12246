"""Scenes of the companies in data/companies, as JSON lines to stdout: `python company_scenes.py COUNT SEED VECTORS`.

A scene shows the passages that retrieval found for one question of a company, and asks what is near them: what they answer,
near misses, and what other facts would answer. VECTORS is made by reranker/vectors.py.
"""

import json
import random
import re
import sys

import numpy as np
from companies import Company, Question, read_trained
from generate import ABOUTS, HEAVY, HOW, RULE, SENTENCE, WISH
from kinds import read_lists
from noise import mistyped, noisy
from slots import CITIES



def lead_in(question: str) -> str:
    if len(question.split()) <= 4:
        return "our-information"
    for pattern, lead in ((RULE, "what-applies"), (HOW, "how-it-works"), (WISH, "help-with-that")):
        if pattern.search(question):
            return lead
    return "what-i-know"


class Scenes:
    def __init__(self, seed: int, vectors: str):
        self.rng = random.Random(seed)
        self.companies = read_trained()
        self.vectors = np.load(vectors, allow_pickle=True).item()
        self.talk = read_lists("talk.txt")
        self.frames = {section: lines["train"] for section, lines in read_lists("frames.txt").items()}

    def scores(self, company: Company, question: Question) -> np.ndarray:
        return np.stack([self.vectors[fact] for fact in company.facts]) @ self.vectors[question.in_context]

    def item(self, company: Company, question: Question, shown: list[int]) -> dict:
        rng = self.rng
        text = noisy(question.text, rng, set(), self.frames) if rng.random() < 0.6 else question.text
        item = {"question": text, "kind": company.kind}
        if question.previous or rng.random() < 0.04:
            item["previousQuestion"] = question.previous or rng.choice(company.questions).text
        answers = [place for place in question.answers if place in shown]
        if not answers:
            near = question.tempting and question.tempting[0] in shown
            return item | {"category": "near-miss" if near else "not-in-facts", "reply": "no-details" if near else "not-known"}
        # Of a long passage the sentence that sounds most like the question.
        sentences = SENTENCE.split(company.facts[answers[0]])
        best = sentences if len(company.facts[answers[0]]) <= 240 else [max(sentences, key=lambda sentence: overlap(sentence, text))]
        return item | {"category": "question", "lead": lead_in(question.text), "sentences": best}

    def build(self) -> dict:
        rng = self.rng
        company = rng.choice(self.companies)
        lead = rng.choice(company.questions)
        order = (-self.scores(company, lead)).argsort()
        shown = [int(place) for place in order[: rng.choice([2, 2, 2, 2, 1])]]
        if lead.answers and not set(lead.answers) & set(shown) and rng.random() < 0.5:
            shown[-1] = lead.answers[0]
        if rng.random() < 0.12:
            rng.shuffle(shown)
        # What retrieval would have found these passages for: near them, whether they answer or not.
        others = [question for question in company.questions if question is not lead]
        nearness = [max(self.scores(company, question)[shown]) + (0.15 if set(question.answers + question.tempting) & set(shown) else 0) + 0.08 * rng.random() for question in others]
        near = [others[at] for at in np.argsort(nearness)[::-1][: rng.randint(9, 12)]]
        items = [self.item(company, question, shown) for question in [lead, *near]]
        for _ in range(rng.randint(3, 5)):
            reply = rng.choice(list(self.talk) + HEAVY)
            text = rng.choice(self.talk[reply]["train"])
            items.append({"question": text if len(text) < 4 else mistyped(text, rng), "category": "talk", "reply": reply, "kind": ""})
        rng.shuffle(items)
        about = rng.choice(ABOUTS).format(site=company.name, described=company.kind, city=rng.choice(CITIES), year=rng.randint(50, 99))
        return {"siteName": company.name, "systemPrompt": about, "passages": [company.facts[place] for place in shown], "items": items, "tag": company.kind}


def overlap(sentence: str, question: str) -> float:
    words = set(re.findall(r"\w{3,}", sentence.lower()))
    return sum(1 for word in re.findall(r"\w{3,}", question.lower()) if any(word[:4] == other[:4] for other in words))


def main() -> None:
    count, seed, vectors = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    scenes = Scenes(seed, vectors)
    for _ in range(count):
        print(json.dumps(scenes.build(), ensure_ascii=False))


if __name__ == "__main__":
    main()
