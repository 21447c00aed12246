"""Fills the slots of a kind of fact: numbers, prices, times, names. The same values go into the fact and into its questions."""

import random
import re

FIRST_WORDS = "Blue Green North Silver River Maple Sunny Golden Urban Bright Old Red Cedar Stone Lunar Polar Velvet Coral Amber Pine Swift Harbor Willow Nova Echo Quartz Lime Daisy Falcon Otter Juniper Hazel Cobalt Ivory Meadow Summit Orchid Indigo Clover Aspen Linden Heron Thistle Ember".split()
LAST_WORDS = "Trail Leaf Star Nest Wave House Bridge Field Point Works Corner Lane Peak Bay Garden Cloud Fox Barn Mill Grove Line Hub Path Forge Yard Spring Gate Crest Haven Craft Tree Loft Row".split()
FIRST_NAMES = "Anna Tom Maria Kevin Lucy Omar Nina Peter Sofia Jack Elena Ben Priya Marco Hannah Leo Julia Sam Ines David Rosa Karim Emily Victor Chloe Hugo Mia Oscar Zoe Felix Carla Nora Ivan Amelia Liam Yuki Noah Aisha".split()
SURNAMES = "Miller Rossi Chen Novak Garcia Larsen Khan Weber Silva Brown Dubois Kowalski Tanaka Murphy Evans Fischer Lopez Nguyen Patel Olsen Costa Moreau Berg Adams Park Reyes Wolf Haas Stein Clark".split()
CITIES = "Berlin Boston Lyon Denver Oslo Porto Leeds Munich Austin Seattle Madrid Dublin Vienna Prague Toronto Chicago Milan Hamburg Bristol Portland Geneva Nice Warsaw Atlanta Houston Malmo Ghent Turin Dallas Zurich Glasgow Cardiff Phoenix Salem Utrecht Aarhus".split()
STREETS = "Main Street|Oak Avenue|Park Road|Station Street|King Street|Mill Lane|High Street|Church Road|River Street|Elm Street|Market Square|Garden Road|Bridge Street|Hill Road|Lake Avenue|Rose Lane|Victoria Road|Queen Street|Forest Avenue|Harbor Street".split("|")
COUNTRIES = "the United States|Canada|the United Kingdom|Germany|France|Spain|Italy|Austria|Switzerland|Poland|the Netherlands|Belgium|Sweden|Norway|Denmark|Finland|Ireland|Portugal|Greece|Australia|New Zealand|Japan|Mexico|Brazil|India|Turkey|Czechia|Hungary|Iceland|South Africa|Chile|Croatia".split("|")
ALIASES = {
    "the United States": ["the US", "the USA", "America", "usa"],
    "the United Kingdom": ["the UK", "uk", "Britain"],
    "the Netherlands": ["Holland", "the Netherlands"],
}
DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
MONTHS = "January February March April May June July August September October November December".split()
SLOT = re.compile(r"\{(\w+)\}")
UNITS = "days|hours|months|years|users|projects|requests|minutes|lessons|nights|spaces|units|points|weeks|pages|students|times|guests|metres|miles|boxes|rooms|sessions|tickets|copies|litres"
ONE = re.compile(rf"(?<![\d.,$€£:-])1 ((?:business |working |free |missed )?)({UNITS})\b")


class Style:
    """What one company keeps to: its currency and its clock."""

    def __init__(self, rng: random.Random):
        self.currency = rng.choice("$$$€€£")
        self.clock24 = rng.random() < 0.2


def fill(slots: list[tuple[str, str]], style: Style, site: str, rng: random.Random) -> dict[str, str | None]:
    """Values by slot. None: there is no such value (nothing is less than 1), and no text with it may be used."""
    values: dict[str, str | None] = {}
    numbers: dict[str, float] = {}
    options: dict[str, list[str]] = {}
    chosen: dict[str, list[str]] = {}
    for key, spec in slots:
        head, _, rest = spec.partition(":")
        if head == "i":
            span, *step = rest.split(":")
            low, high = map(int, span.split("-"))
            numbers[key] = rng.randrange(low, high + 1, int(step[0]) if step else 1)
            values[key] = str(numbers[key])
        elif head.startswith("$"):
            numbers[key], values[key] = money(head, *map(int, rest.split("-")), style, rng)
        elif head[0] in "<>":
            values[key] = beside(head[0], numbers[head[1:]], str(values[head[1:]]), style, rng)
        elif head in ("T", "Ta", "Tp"):
            values[key] = time_of_day(head, style, rng)
            while values[key] in [value for name, value in values.items() if name != key]:
                values[key] = time_of_day(head, style, rng)
        elif head == "C":
            chosen["C"] = rng.sample(COUNTRIES, rng.randint(1, 4))
            values[key] = joined(chosen["C"])
        elif head == "cin":
            values[key] = rng.choice(chosen["C"])
        elif head == "cout":
            values[key] = rng.choice([name for name in COUNTRIES if name not in chosen["C"]])
        elif head == "L":
            options["L"] = rest.split("|")
            chosen["L"] = rng.sample(options["L"], rng.randint(2, min(4, len(options["L"]) - 1)))
            values[key] = joined(chosen["L"])
        elif head == "lin":
            values[key] = rng.choice(chosen["L"])
        elif head == "lout":
            values[key] = rng.choice([name for name in options["L"] if name not in chosen["L"]])
        elif head == "o":
            options[key] = rest.split("|")
            values[key] = rng.choice(options[key])
        elif head == "ox":
            values[key] = rng.choice([name for name in options[rest] if name != values[rest]])
        else:
            values[key] = named(head, site, rng)
    return values


def named(head: str, site: str, rng: random.Random) -> str:
    host = re.sub(r"[^a-z]", "", site.lower())
    if head == "day":
        return rng.choice(DAYS)
    if head == "month":
        return rng.choice(MONTHS)
    if head == "city":
        return rng.choice(CITIES)
    if head == "street":
        return f"{rng.randint(1, 240)} {rng.choice(STREETS)}"
    if head == "phone":
        return rng.choice([f"{rng.randint(200, 989)}-555-{rng.randint(0, 9999):04d}", f"+{rng.randint(30, 49)} {rng.randint(20, 99)} {rng.randint(100000, 999999)}", f"0800 {rng.randint(100, 999)} {rng.randint(100, 999)}"])
    if head == "email":
        return rng.choice(["help", "support", "hello", "team", "orders", "info", "service"]) + f"@{host}" + rng.choice([".com", ".org", ".net", ".shop", ".eu"])
    if head == "url":
        return host + rng.choice([".com", ".org", ".net"]) + "/" + rng.choice(["status", "signup", "join", "start", "info", "help"])
    if head == "name":
        return rng.choice([rng.choice(FIRST_NAMES), rng.choice(FIRST_NAMES) + " " + rng.choice(SURNAMES)])
    if head == "code":
        return rng.choice(FIRST_WORDS).upper() + str(rng.randint(5, 99))
    if head == "pct":
        return f"{rng.randint(0, 5)}.{rng.choice([1, 2, 25, 5, 75, 8])}"
    if head == "cents":
        return str(rng.randint(4, 45))
    raise ValueError(f"no slot is of type {head}")


def money(head: str, low: int, high: int, style: Style, rng: random.Random) -> tuple[float, str]:
    if head == "$$$":
        value = rng.randrange(low, high + 1, 50)
        return value, f"{style.currency}{value:,}"
    if head == "$$":
        value = rng.randint(low, high)
        if high > 60 and rng.random() < 0.5:
            value = max(low, round(value / 5) * 5)
        return value, f"{style.currency}{value}"
    value = rng.randint(low, high) + rng.choice([0, 0.5, 0.99, 0.95, 0.9, 0.25])
    return value, f"{style.currency}{int(value)}" if value == int(value) else f"{style.currency}{value:.2f}"


def beside(sign: str, number: float, shown: str, style: Style, rng: random.Random) -> str | None:
    """A number below or above another, near enough to make one think."""
    whole = int(number)
    if sign == "<" and whole < 2:
        return None
    value = rng.randint(max(1, whole // 4), whole - 1) if sign == "<" else whole + rng.randint(1, max(3, int(whole * 0.9)))
    return (style.currency if shown[0] in "$€£" else "") + str(value)


def time_of_day(head: str, style: Style, rng: random.Random) -> str:
    low, high = {"Ta": (6, 11), "Tp": (13, 22), "T": (10, 17)}[head]
    hour, minute = rng.randint(low, high), rng.choice(["00", "00", "00", "30"])
    if style.clock24:
        return f"{hour:02d}:{minute}"
    half, hour12 = ("am" if hour < 12 else "pm"), (hour if hour <= 12 else hour - 12)
    return f"{hour12} {half}" if minute == "00" else f"{hour12}:{minute} {half}"


def joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else ", ".join(names[:-1]) + " and " + names[-1]


def usable(text: str, values: dict[str, str | None]) -> bool:
    return all(values.get(key) is not None for key in SLOT.findall(text))


def put(text: str, values: dict[str, str | None]) -> str:
    """The text with its slots filled; "1 days" becomes "1 day"."""
    filled = SLOT.sub(lambda match: str(values[match.group(1)]), text)
    return ONE.sub(lambda match: f"1 {match.group(1)}" + ("box" if match.group(2) == "boxes" else "copy" if match.group(2) == "copies" else match.group(2)[:-1]), filled)
