"""Who is asked again: one in twenty, by a seed, drawn again by anybody."""

import hashlib

from hypothesis import given
from hypothesis import strategies as st

from pinto.evidence.quality.rules.drawing import drawn, frame_digest

IDS = [f"{n:032x}" for n in range(400)]


@given(st.lists(st.sampled_from(IDS), unique=True), st.text(max_size=20))
def test_one_in_twenty_rounded_up_and_the_order_does_not_matter(ids, seed):
    chosen = drawn(ids, seed=seed)

    assert len(chosen) == -(-len(ids) // 20)
    assert set(chosen) <= set(ids)
    assert chosen == drawn(sorted(ids, reverse=True), seed=seed)
    assert frame_digest(ids) == frame_digest(reversed(ids))


def test_the_first_is_the_one_with_the_lowest_digest():
    first = min(IDS, key=lambda each: hashlib.sha256(f"2569{each}".encode()).hexdigest())

    assert drawn(IDS, seed="2569")[0] == first
    assert len(drawn(IDS, seed="2569")) == 20


def test_another_seed_draws_others():
    assert drawn(IDS, seed="a") != drawn(IDS, seed="b")
