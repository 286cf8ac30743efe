"""What households answer about nature: what it gives them and what it does to them."""

from __future__ import annotations

import numpy as np

from pinto.sample.answers import Answer, Answers, several
from pinto.sample.draws import Draws
from pinto.sample.life import Life

_KINDS = {
    "flood": (0.30, 0.4), "mudslide": (0.02, -0.2), "storm": (0.34, 0.0), "fire": (0.01, 0.0),
    "chemical": (0.01, 0.1), "drought": (0.48, -0.6), "haze": (0.16, -0.3), "epidemic": (0.10, 0.0),
    "pests": (0.30, 0.1), "animal_disease": (0.08, 0.0),
}  # fmt: skip


def natural_answers(draws: Draws, life: Life) -> Answers:
    """Resources used, disasters suffered, and how the household coped."""
    on = life.natural
    house = draws.ordinal("disaster_house", -on, 0.5, (0.30, 0.27, 0.25, 0.14, 0.04))
    fields = draws.ordinal("disaster_farmland", -on, 0.5, (0.16, 0.22, 0.32, 0.25, 0.05))
    suffered = (house > 0) | ((fields > 0) & life.farms)
    kinds = {
        code: suffered & draws.chance(f"kind.{code}", wet * life.water, 0.7, share)
        for code, (share, wet) in _KINDS.items()
    }
    living = draws.ordinal("resource_living", on, 0.5, (0.38, 0.46, 0.16))
    selling = draws.ordinal("resource_income", on, 0.5, (0.68, 0.26, 0.06))
    coping = draws.ordinal("disaster_coping", life.social, 0.4, (0.42, 0.36, 0.16, 0.06))
    return {
        "resource_living": Answer.of(living),
        "resource_income": Answer.of(np.minimum(selling, living)),
        "disaster_house": Answer.of(house),
        "disaster_farmland": Answer.of(fields, life.farms),
        "disaster_kinds": Answer.of(several("disaster_kinds", kinds, "storm"), suffered),
        "disaster_coping": Answer.of(coping, suffered),
    }
