"""What a household's answers grow out of: its welfare, its land, where it lives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from pinto.sample.draws import Bools, Draws, Floats, Ints
from pinto.sample.families import Families

# How far each capital stands from the middle, in standard deviations: set so that the
# means of the five capitals come out near those PPPConnext published for 2569.
LIFT = {"human": -1.00, "physical": -1.00, "financial": -0.20, "natural": -0.70, "social": -0.15}
_PULL = 0.90  # of the household's welfare on each capital


@dataclass(frozen=True, slots=True)
class Life:
    """The households of a chunk in one round; every array has one value a household."""

    year: int  # ค.ศ.
    families: Families
    welfare: Floats
    human: Floats
    physical: Floats
    financial: Floats
    natural: Floats
    social: Floats
    water: Floats
    town: Floats
    farms: Bools

    @property
    def people(self) -> Ints:
        """How many live there."""
        return np.asarray(self.families.here().sum(axis=1))


def life(
    draws: Draws, families: Families, welfare: Floats, water: Floats, town: Floats, year: int
) -> Life:
    """The life of families: five capitals that follow their welfare, and whether they farm."""
    capitals = {
        name: draws.leaning(f"capital.{name}", welfare, _PULL) + np.float32(lift)
        for name, lift in LIFT.items()
    }
    young = (families.age(year) < 68) & families.here()
    farms = draws.chance("farms", water - town, 0.35, np.where(young.any(axis=1), 0.72, 0.38))
    return Life(
        year=year,
        families=families,
        welfare=welfare,
        water=water,
        town=town,
        farms=farms,
        **capitals,
    )
