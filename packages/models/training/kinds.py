"""Reads the kinds of fact in data/kinds-*.txt. The format is told in README.md."""

from dataclasses import dataclass, field
from pathlib import Path

DATA = Path(__file__).parent / "data"


@dataclass
class Kind:
    """A kind of fact: how companies word it, and how customers ask for it."""

    name: str
    tags: set[str]
    """The businesses that have such a fact: names of rows in data/businesses.txt; `*` is all of them."""
    group: str
    """Kinds of one group are about one subject: near misses of each other."""
    held_out: bool
    slots: list[tuple[str, str]] = field(default_factory=list)
    facts: list[str] = field(default_factory=list)
    topics: list[str] = field(default_factory=list)
    questions: list[str] = field(default_factory=list)
    terse: list[str] = field(default_factory=list)
    follow_ups: list[str] = field(default_factory=list)
    near_misses: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)


LISTS = {"f": "facts", "t": "topics", "q": "questions", "k": "terse", "F": "follow_ups", "n": "near_misses", "c": "complaints"}


def read_businesses() -> dict[str, list[str]]:
    """Tag to descriptions: `S | an online clothing store / an electronics shop`."""
    rows = {}
    for line in (DATA / "businesses.txt").read_text().splitlines():
        if line.strip() and not line.startswith("//"):
            tag, described = line.split(" | ", 1)
            rows[tag.strip()] = [text.strip() for text in described.split(" / ")]
    return rows


def read_kinds() -> list[Kind]:
    every = set(read_businesses())
    kinds: list[Kind] = []
    for path in sorted(DATA.glob("kinds-*.txt")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if not line.strip() or line.startswith("//"):
                continue
            if line.startswith("# "):
                name, tags, group, *rest = (part.strip() for part in line[2:].split("|"))
                wanted = every if tags == "*" else set(tags.split(","))
                if not wanted & every:
                    raise ValueError(f"{path.name}:{number}: no business has {tags}")
                kinds.append(Kind(name, wanted & every, group, rest == ["held out"]))
            elif line.startswith("s "):
                for slot in filter(None, (part.strip() for part in line[2:].split(";"))):
                    key, value = slot.split("=", 1)
                    kinds[-1].slots.append((key, value))
            elif line[0] in LISTS and line[1:2] == " ":
                getattr(kinds[-1], LISTS[line[0]]).extend(part.strip() for part in line[2:].split(" / "))
            else:
                raise ValueError(f"{path.name}:{number}: {line}")
    names = [kind.name for kind in kinds]
    twice = {name for name in names if names.count(name) > 1}
    empty = {kind.name for kind in kinds if not kind.facts or not kind.questions}
    if twice or empty:
        raise ValueError(f"kinds named twice: {twice}; kinds without facts or questions: {empty}")
    return kinds


def read_lists(name: str) -> dict[str, dict[str, list[str]]]:
    """data/talk.txt (reply id to what customers say) or data/frames.txt: section to lines, `train` and `held`."""
    lists: dict[str, dict[str, list[str]]] = {}
    for line in (DATA / name).read_text().splitlines():
        if not line.strip() or line.startswith("//"):
            continue
        if line.startswith("# "):
            current = lists.setdefault(line[2:].strip(), {"train": [], "held": []})
        else:
            current["held" if line[0] == "!" else "train"].extend(part.strip() for part in line.lstrip("! ").split(" / "))
    return lists
