"""Makes a question look as customers type it: typing errors, missing marks, small words before and after."""

import random
import re

def noisy(text: str, rng: random.Random, kept: set[str], frames: dict[str, list[str]]) -> str:
    """`kept` words are spelled right: they are values that the answer turns on."""
    if rng.random() < 0.2:
        text = misspelled(text, rng, {word for value in kept for word in value.split()})
    if rng.random() < 0.1:
        text = re.sub(r"\bplease\b", "pls", re.sub(r"\byou\b", "u", text))
    text = mistyped(text, rng)
    draw = rng.random()
    if draw < 0.32:
        text = rng.choice(frames["plain" if draw < 0.2 else "mixed"]).replace("{q}", text)
        text = text.lower() if text[0].islower() and rng.random() < 0.5 else text
    return text


def mistyped(text: str, rng: random.Random) -> str:
    """Only capitals and marks differ."""
    draw = rng.random()
    text = text.lower() if draw < 0.3 else text[0].upper() + text[1:] if draw < 0.9 else text
    if rng.random() < 0.25:
        text = text.rstrip("?") or text
    return text.upper() if rng.random() < 0.02 else text


def misspelled(text: str, rng: random.Random, kept: set[str]) -> str:
    words = text.split(" ")
    places = [at for at, word in enumerate(words) if len(word) > 4 and word.isalpha() and word not in kept]
    for at in rng.sample(places, min(len(places), rng.choice([1, 1, 2]))):
        word, cut, draw = words[at], rng.randint(1, len(words[at]) - 2), rng.random()
        if draw < 0.4:
            words[at] = word[:cut] + word[cut + 1] + word[cut] + word[cut + 2 :]
        else:
            words[at] = word[:cut] + ("" if draw < 0.75 else word[cut] * 2) + word[cut + 1 :]
    return " ".join(words)
