"""Makes a question look as customers type it: typing errors, missing marks, small words before and after."""

import random
import re

BEFORE = ["Hi, ", "Hello, ", "Hey, ", "hi! ", "Quick question: ", "Excuse me, ", "Sorry, ", "Good morning, ", "Ok, ", "One more question: ", "I was wondering, ", "also, ", "um ", "So ", "Please tell me, "]
AFTER = [" please", " thanks", " thx", " pls", " Thank you!", "?", "!", " 🙂"]
WHY = ["I need to know", "It is urgent", "Just asking", "For my mother", "I could not find it on your site"]


def noisy(text: str, rng: random.Random, kept: set[str]) -> str:
    """`kept` words are spelled right: they are values that the answer turns on."""
    if rng.random() < 0.2:
        text = misspelled(text, rng, {word for value in kept for word in value.split()})
    if rng.random() < 0.1:
        text = re.sub(r"\bplease\b", "pls", re.sub(r"\byou\b", "u", text))
    if rng.random() < 0.16:
        text = rng.choice(BEFORE) + text
    if rng.random() < 0.07:
        text = text.rstrip("?") + "? " + rng.choice(WHY)
    elif rng.random() < 0.1:
        text += rng.choice(AFTER)
    return mistyped(text, rng)


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
