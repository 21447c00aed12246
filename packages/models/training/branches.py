"""Where an answer in the closed language branches, and what may follow there.

An answer is a reply of the list, or a lead-in and what is quoted of the passages (`quotables`: a short passage, or a
sentence of a longer one; the product says how they are cut). At most of its tokens only one
can follow: nothing is decided there and nothing is to be learnt. `encode` keeps the tokens up to the last decision and
names, for each decision, the tokens that compete.
"""

from dataclasses import dataclass, field

from tokenizers import Tokenizer

END = 2  # <|im_end|>
MAX_QUOTES = 3


@dataclass
class Decision:
    at: int
    """Index into the item's ids of the token whose output decides."""
    allowed: list[int]
    target: int
    """The wanted token."""
    classes: list[int]
    """Per allowed token: 0 answers, 1 hands over, 2 replies; only at the first decision, else empty."""
    weight: float


@dataclass
class Item:
    ids: list[int]
    decisions: list[Decision] = field(default_factory=list)
    prompt_length: int = 0


class Language:
    """What can be said in one scene."""

    def __init__(self, tokenizer: Tokenizer, scene: dict):
        self.encode_text = lambda text: tokenizer.encode(text, add_special_tokens=False).ids
        self.leads = {entry["id"]: self.encode_text(entry["text"]) for entry in scene["list"]["leadIns"]}
        self.replies = {entry["id"]: [*self.encode_text(entry["text"]), END] for entry in scene["list"]["replies"]}
        self.quotables = {text: self.encode_text(" " + text) for text in scene["quotables"]}
        answering = {ids[0] for ids in self.leads.values()}
        handing_over = {ids[0] for reply, ids in self.replies.items() if next(entry for entry in scene["list"]["replies"] if entry["id"] == reply)["kind"] == "hand-over"}
        self.class_of = lambda token: 0 if token in answering else 1 if token in handing_over else 2

    def wanted(self, target: dict) -> list[str]:
        """What is to be quoted: in the order in which it was asked for, nothing twice."""
        found = [text for sentence in target["sentences"] for text in self.quotables if sentence in text]
        return list(dict.fromkeys(found))[:MAX_QUOTES]

    def steps(self, target: dict) -> list[tuple[int, list[int]]]:
        """The answer's tokens, each with what could have stood there."""
        steps: list[tuple[int, list[int]]] = []

        def follow(ids: list[int], entries: list[list[int]]) -> None:
            for at, token in enumerate(ids):
                allowed = sorted({entry[at] for entry in entries if entry[:at] == ids[:at] and len(entry) > at})
                steps.append((token, allowed))

        entries = [*self.leads.values(), *self.replies.values()]
        if "reply" in target:
            follow(self.replies[target["reply"]], entries)
            return steps
        follow(self.leads[target["lead"]], entries)
        left = dict(self.quotables)
        quotes = self.wanted(target)
        for said, text in enumerate(quotes):
            follow(left[text], list(left.values()) + ([[END]] if said else []))
            del left[text]
        steps.append((END, sorted({END, *(ids[0] for ids in left.values())}) if len(quotes) < MAX_QUOTES else [END]))
        return steps


def encode(tokenizer: Tokenizer, scene: dict) -> tuple[list[int], list[Item]]:
    """The tokens that all questions share, and the questions."""
    language = Language(tokenizer, scene)
    items = []
    for at, target in enumerate(scene["items"]):
        prompt = language.encode_text(f"<|im_start|>user\n{target['user']}<|im_end|>\n<|im_start|>assistant\n")
        item = Item(list(prompt), prompt_length=len(prompt))
        steps = language.steps(target)
        # Whether more follows is learnt from a third of the answers, and from all that quote twice: it costs the whole quote.
        quotes = language.wanted(target) if "lead" in target else []
        if len(quotes) == 1 and at % 3 != 0:
            steps = steps[: len(language.leads[target["lead"]]) + len(language.quotables[quotes[0]])]
        for place, (token, allowed) in enumerate(steps):
            if len(allowed) > 1:
                first = place == 0
                quote = "lead" in target and place >= len(language.leads[target["lead"]])
                weight = 1.0 if first or quote and token != END else 0.5 if quote else 0.2
                item.decisions.append(Decision(len(item.ids) - 1, allowed, token, [language.class_of(token) for token in allowed] if first else [], weight))
            item.ids.append(token)
        # What follows the last decision is not read.
        del item.ids[item.decisions[-1].at + 1 :]
        items.append(item)
    return language.encode_text(f"<|im_start|>system\n{scene['system']}<|im_end|>\n"), items
