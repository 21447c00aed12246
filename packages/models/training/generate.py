"""Writes training or grading scenes as JSON lines to stdout: `python generate.py COUNT SEED train|held`.

A scene is a site with the passages that one question found, and questions asked about them: each with the reply of the
closed list or the sentences that answer it. `held` asks only about kinds of fact, and with words, that `train` has not.
"""

import json
import random
import re
import sys

from embed import Embedder
from kinds import Kind, read_businesses, read_kinds, read_lists
from noise import mistyped, noisy
from slots import ALIASES, CITIES, FIRST_WORDS, LAST_WORDS, SURNAMES, Style, fill, put, usable

TOPIC_FRAMES = ["What about {t}?", "Can you tell me about {t}?", "Tell me about {t}", "I have a question about {t}", "I'd like to know more about {t}", "{t}?", "info on {t} please", "what can you tell me about {t}?", "could you explain {t}?", "how about {t}"]
ABOUTS = [
    "{site} is {described}.",
    "{site} is {described}. Be short and friendly.",
    "{site} is {described} in {city}. Answer from what you know, and never make anything up.",
    "We are {described}. Help our customers with their questions.",
    "{site} is {described}, run by a small team. If you don't know something, say so.",
    "You help the customers of {described}. Answer only what is asked.",
    "Welcome to {site}, {described}. Friendly, short, no jargon. Never promise a discount.",
    "You are the voice of {site} ({described}, {city}). Be polite and precise. Send difficult cases to the team.",
    "{site}: {described}. Customers are mostly families. Use plain words.",
    "Help visitors of our website. {site} is {described}. Do not talk about competitors.",
    "Answer in one or two sentences. {site} is {described} with customers all over the country.",
    "{site}, {described}, since 19{year}. Be warm, and honest about what you don't know.",
]
JOINED = ["{a} {b}", "{a} And {b}", "{a} and {b}", "{a} Also, {b}", "two questions: {a} {b}", "{a} + {b}", "I have two questions. {a} And {b}", "{a} oh and {b}"]
ONWARD = ["and {t}?", "what about {t}?", "how about {t}?", "ok, and {t}?", "and what about {t}?", "thanks, and {t}?", "and {t}", "also {t}?"]
# As packages/answers asks it, roughly: a question that is likely to be sent together with the one before it.
LEANS = re.compile(r"^(and|but|or|so|also|what about|how about|what if|why|really|sure|only|even|for|with|without)\b|\b(it|its|they|them|that|those|these|this|same|there|then|both|ones?|others?|another)\b", re.I)
# Replies that are drawn twice as often.
HEAVY = ["no-access", "no-action", "own-case", "outside", "only-about-site", "not-followed", "no-promises", "person-of-course", "sorry-about-that", "sorry-for-the-trouble", "not-a-person"]
SENTENCE = re.compile(r"(?<=[.!?]) (?=[A-Z0-9$€£])")
RULE = re.compile(r"^(can|could|may|is|are|do i (have|need)|does|am i|must|do you (accept|allow|take))\b", re.I)
HOW = re.compile(r"^(how (do|does|can|will|is|are)|what happens|where do i|what if)\b", re.I)
WISH = re.compile(r"^(i want|i need|i'd like|i would like|please|could you|can you|tell me|help me|explain)\b", re.I)


class Scene:
    def __init__(self, rng: random.Random, kinds: list[Kind], held: bool, embedder: Embedder, frames: dict[str, dict[str, list[str]]]):
        self.rng, self.held, self.embedder = rng, held, embedder
        self.frames = {name: lists["held" if held else "train"] for name, lists in frames.items()}
        businesses = read_businesses_once()
        self.tag = rng.choice(list(businesses) + ["S", "S"])
        first, last = rng.choice(FIRST_WORDS), rng.choice(LAST_WORDS)
        self.site = rng.choice([first + last.lower(), f"{first} {last}", f"{first} & {rng.choice(SURNAMES)}", f"{rng.choice(SURNAMES)}'s", f"The {first} {last}"])
        described = rng.choice(businesses[self.tag])
        self.prompt = rng.choice(ABOUTS).format(site=self.site, described=described, city=rng.choice(CITIES), year=rng.randint(50, 99))
        own = [kind for kind in kinds if self.tag in kind.tags]
        rng.shuffle(own)
        self.kinds = own[: rng.randint(8, 16)]
        if rng.random() < 0.25:
            self.kinds += rng.sample(kinds, 4)
        if held:
            asked = [kind for kind in kinds if kind.held_out and kind not in self.kinds]
            mine = [kind for kind in asked if self.tag in kind.tags]
            self.kinds = self.kinds[:9] + rng.sample(mine, min(3, len(mine))) + rng.sample(asked, 2)
        self.kinds = list({kind.name: kind for kind in self.kinds}.values())
        self.all_kinds = kinds
        style = Style(rng)
        self.style = style
        self.values = {kind.name: fill(kind.slots, style, self.site, rng) for kind in self.kinds}
        self.facts = {kind.name: self.fact(kind) for kind in self.kinds}

    def fact(self, kind: Kind) -> str:
        values = self.values[kind.name]
        text = put(self.rng.choice([text for text in kind.facts if usable(text, values)]), values)
        return text[0].upper() + text[1:]

    def retrieve(self, question: str, count: int) -> list[str]:
        """Names of the kinds whose facts are nearest to the question."""
        names = list(self.facts)
        scores = self.embedder.of([self.facts[name] for name in names]) @ self.embedder.one(question)
        return [names[at] for at in (-scores).argsort()[:count]]

    def ask(self, kind: Kind, texts: list[str], values: dict[str, str | None] | None = None, keep_plain: bool = False) -> str | None:
        values = self.values[kind.name] if values is None else values
        fitting = [text for text in texts if usable(text, values)]
        if not fitting:
            return None
        spoken = {key: self.rng.choice(ALIASES[value]) if value in ALIASES else value for key, value in values.items()}
        text = put(self.rng.choice(fitting), spoken)
        return text if keep_plain else noisy(text, self.rng, {str(value) for value in values.values()}, self.frames)

    def direct(self, kind: Kind) -> tuple[str, str] | None:
        """A question that the fact answers, and its category."""
        draw = self.rng.random()
        if draw < 0.16 and kind.terse:
            return self.with_category(self.ask(kind, kind.terse), "terse")
        if draw < 0.24 and kind.topics:
            topic = self.rng.choice(kind.topics)
            return self.with_category(self.ask(kind, [self.rng.choice(TOPIC_FRAMES).replace("{t}", topic)]), "topic")
        return self.with_category(self.ask(kind, kind.questions), "question")

    @staticmethod
    def with_category(text: str | None, category: str) -> tuple[str, str] | None:
        return None if text is None else (text, category)

    def answer(self, kind: Kind, question: str, category: str, previous: str | None = None, second: Kind | None = None) -> dict:
        lead = "what-i-know"
        if category == "complaint":
            lead = "this-may-help"
        elif category in ("terse", "topic") and len(question.split()) <= 4:
            lead = "our-information"
        elif RULE.search(question):
            lead = "what-applies"
        elif HOW.search(question):
            lead = "how-it-works"
        elif WISH.search(question):
            lead = "help-with-that"
        sentences = [sentence for asked in (kind, second) if asked for sentence in SENTENCE.split(self.facts[asked.name])]
        item = {"question": question, "category": category, "kind": kind.name, "lead": lead, "sentences": sentences}
        if previous:
            item["previousQuestion"] = previous
        return item

    @staticmethod
    def reply(question: str, category: str, reply: str, kind: str = "", previous: str | None = None) -> dict:
        item = {"question": question, "category": category, "reply": reply, "kind": kind}
        if previous:
            item["previousQuestion"] = previous
        return item

    def unknown(self, shown: list[Kind]) -> dict | None:
        """A question whose fact is not among the passages. Of a few the one that sounds most like a passage is taken: what
        retrieval would find for a question without an answer."""
        names = {kind.name for kind in shown}
        pool = [kind for kind in self.all_kinds if kind.name not in names and kind.held_out == self.held and (self.tag in kind.tags or self.rng.random() < 0.3)]
        best, nearest = None, -1.0
        for kind in self.rng.sample(pool, min(len(pool), self.rng.choice([1, 5, 5]))):
            values = fill(kind.slots, self.style, self.site, self.rng)
            question = self.ask(kind, kind.questions + kind.terse, values)
            if question is None:
                continue
            asked = self.embedder.one(question)
            own = float(self.embedder.one(put(self.rng.choice([text for text in kind.facts if usable(text, values)]), values)) @ asked)
            other = max(float(self.embedder.one(self.facts[name]) @ asked) for name in names)
            # A passage that is almost as near as the question's own fact may answer it.
            if nearest < other < own - 0.12:
                best, nearest = (question, kind), other
        if best is None:
            return None
        near = nearest > 0.3
        return self.reply(best[0], "near-miss" if near else "not-in-facts", "no-details" if near else "not-known", best[1].name)

    def double(self, first: Kind, second: Kind) -> dict | None:
        """Two questions in one, both answered."""
        a, b = self.ask(first, first.questions, keep_plain=True), self.ask(second, second.questions + second.terse, keep_plain=True)
        if not a or not b:
            return None
        text = self.rng.choice(JOINED).format(a=a, b=b)
        return self.answer(first, mistyped(text, self.rng), "double", second=second)

    def onward(self, kind: Kind, before: Kind) -> dict | None:
        """After a question about something else: "and what about {topic}?"."""
        previous, topic = self.ask(before, before.questions), self.ask(kind, kind.topics + kind.terse, keep_plain=True)
        if not previous or not topic:
            return None
        text = mistyped(self.rng.choice(ONWARD).replace("{t}", topic.rstrip("?")), self.rng)
        return {"previous": previous, "text": text}

    def before(self, talk: dict) -> str:
        """Something that a customer may have asked before."""
        kind = self.rng.choice(self.kinds)
        if self.rng.random() < 0.2:
            return self.rng.choice(talk[self.rng.choice(list(talk))]["train"])
        return self.ask(kind, kind.questions) or "hello"

    def listed(self, talk: dict[str, dict[str, list[str]]]) -> dict:
        # The many small talk replies are seen less often than what decides about an answer.
        reply = self.rng.choice(list(talk) + HEAVY)
        text = self.rng.choice(talk[reply]["held" if self.held else "train"])
        return self.reply(text if self.held or len(text) < 4 else mistyped(text, self.rng), "talk", reply)

    def build(self, talk: dict, items_wanted: int) -> dict | None:
        askable = [kind for kind in self.kinds if kind.held_out] if self.held else self.kinds
        if not askable:
            return None
        lead_kind = self.rng.choice(askable)
        lead = self.direct(lead_kind)
        if lead is None:
            return None
        names = self.retrieve(lead[0], self.rng.choice([2, 2, 2, 2, 1]))
        if self.rng.random() < 0.12:
            self.rng.shuffle(names)
        shown = [kind for name in names for kind in self.kinds if kind.name == name]
        passages, extra = [], [kind for kind in self.kinds if kind not in shown]
        for kind in shown:
            texts = [self.facts[kind.name]]
            if extra and self.rng.random() < 0.22:  # a passage of a document: several facts in a row
                for _ in range(self.rng.choice([1, 1, 2, 3])):
                    if extra:
                        texts.insert(self.rng.randint(0, len(texts)), self.facts[extra.pop().name])
            passages.append(" ".join(texts))
        in_passages = [kind for kind in self.kinds if any(self.facts[kind.name] in text for text in passages)]
        items, tries = [], 0
        if lead_kind in shown:
            items.append(self.answer(lead_kind, *lead))
        while len(items) < items_wanted and tries < 60:
            tries += 1
            draw = self.rng.random()
            targets = [kind for kind in in_passages if not self.held or kind.held_out]
            # What was found first is asked for most.
            kind = self.rng.choice(targets + [shown[0]] * (1 if shown[0] in targets else 0)) if targets else None
            item = None
            if draw < 0.32 and kind:
                asked = self.direct(kind)
                item = asked and self.answer(kind, *asked)
            elif draw < 0.36 and kind:
                others = [other for other in in_passages if other is not kind and other.group != kind.group]
                item = self.double(kind, self.rng.choice(others)) if others else None
            elif draw < 0.42 and kind and kind.follow_ups:
                before, text = self.ask(kind, kind.questions), self.ask(kind, kind.follow_ups)
                item = before and text and self.answer(kind, text, "follow-up", before)
            elif draw < 0.45:
                known = kind is not None and self.rng.random() < 0.6
                asked_kind = kind if known else self.rng.choice([other for other in self.kinds if other not in in_passages] or [shown[0]])
                going_on = self.onward(asked_kind, self.rng.choice(self.kinds)) if asked_kind.held_out == self.held else None
                if going_on and known:
                    item = self.answer(asked_kind, going_on["text"], "follow-up", going_on["previous"])
                elif going_on and asked_kind not in in_passages and all(other.group != asked_kind.group for other in in_passages):
                    item = self.reply(going_on["text"], "not-in-facts", "not-known", asked_kind.name, going_on["previous"])
            elif draw < 0.48 and kind and kind.complaints:
                item = self.answer(kind, self.ask(kind, kind.complaints) or "it is broken", "complaint")
            elif draw < 0.50:
                unhelped = [other for other in self.kinds if other.complaints and other not in in_passages and other.held_out == self.held]
                if unhelped:
                    sorry = self.rng.choice(unhelped)
                    item = self.reply(self.ask(sorry, sorry.complaints) or "it is broken", "talk", "sorry-for-the-trouble", sorry.name)
            elif draw < 0.63:
                near = self.rng.choice(shown)
                alone = sum(other.group == near.group for other in in_passages) == 1
                text = alone and near.held_out == self.held and self.ask(near, near.near_misses)
                if text:
                    before = self.ask(near, near.questions) if self.rng.random() < 0.15 else None
                    item = self.reply(text, "near-miss", "no-details", near.name, before)
            elif draw < 0.77:
                item = self.unknown(in_passages)
            else:
                item = self.listed(talk)
            if item and "previousQuestion" not in item:
                leans = len(item["question"].split()) <= 2 or (len(item["question"].split()) <= 9 and LEANS.search(item["question"]))
                if self.rng.random() < (0.5 if leans else 0.04):
                    item["previousQuestion"] = self.before(talk)
            if item and all(letters(item["question"]) != letters(other["question"]) for other in items):
                items.append(item)
        return {"siteName": self.site, "systemPrompt": self.prompt, "passages": passages, "items": items, "tag": self.tag} if len(items) >= 4 else None


def letters(text: str) -> str:
    return re.sub(r"[^a-z0-9]", "", text.lower())


BUSINESSES: dict[str, list[str]] = {}


def read_businesses_once() -> dict[str, list[str]]:
    if not BUSINESSES:
        BUSINESSES.update(read_businesses())
    return BUSINESSES


def main() -> None:
    count, seed, part = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3]
    held = part == "held"
    rng, embedder, talk = random.Random(seed), Embedder(), read_lists("talk.txt")
    frames = read_lists("frames.txt")
    kinds = [kind for kind in read_kinds() if held or not kind.held_out]
    written = 0
    while written < count:
        scene = Scene(rng, kinds, held, embedder, frames).build(talk, rng.randint(10, 15))
        if scene:
            print(json.dumps(scene, ensure_ascii=False))
            written += 1


if __name__ == "__main__":
    main()
