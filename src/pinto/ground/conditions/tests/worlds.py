"""Random but well-typed conditions, and random families to ask them of.

Numbers are multiples of a quarter and sums stay small, so that every engine adds
them up exactly and a comparison cannot tip by the last bit.
"""

import random

from hypothesis import strategies as st

from pinto.ground.conditions.vocabulary import Field, Kind, Level, Vocabulary

ROAD = ("good", "fair", "none")
CODES = ("cash", "card", "care")
CHOICES = frozenset(CODES)

VOCABULARY = Vocabulary(
    [
        Field("income", Kind.NUMBER, Level.HOUSEHOLD),
        Field("rooms", Kind.NUMBER, Level.HOUSEHOLD),
        Field("road", Kind.TEXT, Level.HOUSEHOLD, frozenset(ROAD)),
        Field("note", Kind.TEXT, Level.HOUSEHOLD),
        Field("farmer", Kind.BOOLEAN, Level.HOUSEHOLD),
        Field("sources", Kind.CHOICES, Level.HOUSEHOLD, CHOICES),
        Field("age", Kind.NUMBER, Level.MEMBER),
        Field("income", Kind.NUMBER, Level.MEMBER),
        Field("work", Kind.TEXT, Level.MEMBER, frozenset(ROAD)),
        Field("sick", Kind.BOOLEAN, Level.MEMBER),
        Field("welfare", Kind.CHOICES, Level.MEMBER, CHOICES),
    ]
)
_NAMES = {
    level: {
        kind: [
            name for name in VOCABULARY.names(level) if VOCABULARY.field(name, level).kind is kind
        ]
        for kind in Kind
    }
    for level in Level
}
_DIVISORS = ("0", "0.5", "2", "4")


def _named(level, kind):
    own = _NAMES[level][kind]
    theirs = [f"household.{name}" for name in _NAMES[Level.HOUSEHOLD][kind]]
    return st.sampled_from(own + theirs if level is Level.MEMBER else own)


def _literals():
    quarters = st.integers(-16, 160).map(lambda n: n / 4)
    return quarters.map(lambda number: f"{number:g}")


def _listed(items, least=1, most=3):
    return st.lists(items, min_size=least, max_size=most).map(", ".join)


def numbers(level, depth):
    """Texts of expressions that give a number."""
    plain = st.one_of(
        _named(level, Kind.NUMBER),
        _literals(),
        _named(level, Kind.CHOICES).map(lambda name: f"size({name})"),
    )
    if depth == 0:
        return plain
    below = numbers(level, depth - 1)
    asked = conditions(level, depth - 1)
    # Thirds cannot be added up exactly, so members' means are of two.
    means = _listed(below, 2, 2) if level is Level.MEMBER else _listed(below)
    kinds = [
        plain,
        st.tuples(below, st.sampled_from("+-*"), below).map(lambda t: f"({' '.join(t)})"),
        st.tuples(below, st.sampled_from(_DIVISORS)).map(lambda t: f"({t[0]} / {t[1]})"),
        below.map(lambda text: f"-({text})"),
        st.tuples(st.sampled_from(["min", "max", "total"]), _listed(below)).map(
            lambda t: f"{t[0]}({t[1]})"
        ),
        means.map(lambda text: f"mean({text})"),
        _listed(st.one_of(below, asked)).map(lambda text: f"known({text})"),
        _listed(below, 2, 3).map(lambda text: f"coalesce({text})"),
        st.tuples(asked, below, below).map(lambda t: f"if({', '.join(t)})"),
    ]
    if level is Level.HOUSEHOLD:
        of_members = st.tuples(
            st.sampled_from(["sum", "mean", "min", "max"]), _members(), numbers(Level.MEMBER, 1)
        )
        kinds += [of_members.map(lambda t: f"{t[0]}({t[1]}, {t[2]})"), counts()]
    return st.one_of(kinds)


def _members():
    chosen = conditions(Level.MEMBER, 0).map(lambda text: f"members where {text}")
    return st.one_of(st.just("members"), chosen)


def counts():
    """Texts that count members."""
    asked = conditions(Level.MEMBER, 1).map(lambda text: f", {text}")
    return st.tuples(_members(), st.one_of(st.just(""), asked)).map(
        lambda t: f"count({t[0]}{t[1]})"
    )


def conditions(level, depth, filterable=False):
    """Texts of expressions that are true, false or unknown."""
    number = _filterable_numbers(level) if filterable else numbers(level, min(depth, 1))
    plain = st.one_of(
        st.sampled_from(["true", "false"]),
        _named(level, Kind.BOOLEAN),
        _compared(number),
        _choice(level),
        _named(level, Kind.TEXT).map(lambda name: f"{name} is known"),
        _named(level, Kind.CHOICES).map(lambda name: f"{name} is unknown"),
        st.tuples(_named(level, Kind.CHOICES), st.sampled_from(CODES)).map(
            lambda t: f"has({t[0]}, '{t[1]}')"
        ),
        _named(level, Kind.BOOLEAN).map(lambda name: f"coalesce({name}, true)"),
        st.tuples(_named(level, Kind.BOOLEAN), _named(level, Kind.BOOLEAN)).map(" != ".join),
    )
    if depth == 0:
        return plain
    below = conditions(level, depth - 1, filterable)
    kinds = [
        plain,
        st.tuples(below, st.sampled_from(["and", "or"]), below).map(lambda t: f"({' '.join(t)})"),
        st.lists(below, min_size=3, max_size=4).map(lambda texts: f"({' or '.join(texts)})"),
        below.map(lambda text: f"not ({text})"),
    ]
    if not filterable:
        kinds += [
            below.map(lambda text: f"({text}) is unknown"),
            st.tuples(below, below).map(lambda t: f"({t[0]}) = ({t[1]})"),
            st.tuples(below, below, below).map(lambda t: f"if({', '.join(t)})"),
        ]
    if level is Level.HOUSEHOLD:
        member = conditions(Level.MEMBER, 1, filterable)
        kinds.append(
            st.tuples(st.sampled_from(["any", "all"]), _members(), member).map(
                lambda t: f"{t[0]}({t[1]}, {t[2]})"
            )
        )
    return st.one_of(kinds)


def _filterable_numbers(level):
    kinds = [
        _named(level, Kind.NUMBER),
        _literals(),
        _named(level, Kind.CHOICES).map(lambda name: f"size({name})"),
        st.tuples(_named(level, Kind.NUMBER), _literals()).map(
            lambda t: f"coalesce({t[0]}, {t[1]})"
        ),
    ]
    if level is Level.HOUSEHOLD:
        asked = conditions(Level.MEMBER, 0, filterable=True)
        kinds.append(asked.map(lambda text: f"count(members, {text})"))
        kinds.append(asked.map(lambda text: f"count(members where {text})"))
        kinds.append(st.tuples(asked, asked).map(lambda t: f"count(members where {t[0]}, {t[1]})"))
    return st.one_of(kinds)


def _compared(number):
    signs = st.sampled_from(["=", "!=", "<", "<=", ">", ">="])
    return st.one_of(
        st.tuples(number, signs, number).map(" ".join),
        st.tuples(number, number, number).map(lambda t: f"{t[0]} between {t[1]} and {t[2]}"),
        st.tuples(number, _listed(_literals())).map(lambda t: f"{t[0]} in ({t[1]})"),
    )


def _choice(level):
    name = "road" if level is Level.HOUSEHOLD else "work"
    quoted = st.sampled_from([f"'{code}'" for code in ROAD])
    return st.one_of(
        st.tuples(st.just(name), st.sampled_from(["=", "!="]), quoted).map(" ".join),
        _listed(quoted).map(lambda text: f"{name} in ({text})"),
        st.just("household.note = 'ก' " if level is Level.MEMBER else "note != 'ก'"),
    )


def families(count, seed):
    """Households with gaps in their answers, some without members: (answers, members)."""
    chance = random.Random(seed)

    def perhaps(value):
        return value if chance.random() < 0.7 else None

    def number(low, high):
        return chance.randint(low * 4, high * 4) / 4

    def household():
        return {
            "income": perhaps(number(-2, 12)),
            "rooms": perhaps(chance.randint(0, 4)),
            "road": perhaps(chance.choice(ROAD)),
            "note": perhaps(chance.choice(["ก", "ข", ""])),
            "farmer": perhaps(chance.random() < 0.5),
            "sources": perhaps(chance.sample(CODES, chance.randint(0, 3))),
        }

    def member():
        return {
            "age": perhaps(chance.randint(0, 12)),
            "income": perhaps(number(0, 6)),
            "work": perhaps(chance.choice(ROAD)),
            "sick": perhaps(chance.random() < 0.5),
            "welfare": perhaps(chance.sample(CODES, chance.randint(0, 3))),
        }

    return [(household(), [member() for _ in range(chance.randint(0, 4))]) for _ in range(count)]
