"""An invented nation for the benchmarks: households by tambon, ten indicators, 40 raw columns."""

from __future__ import annotations

from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

TAMBONS, AMPHOES, PROVINCES = 7_255, 928, 77
INDICATORS = [f"d{at}" for at in range(10)]
RAW = [f"r{at}" for at in range(40)]
_CHUNK = 1_000_000


def deprivations(rows: int, folder: Path) -> tuple[Path, Path]:
    """The matrix of so many households, sorted by tambon and shuffled; made once."""
    ordered, shuffled = folder / f"sorted-{rows}.parquet", folder / f"shuffled-{rows}.parquet"
    if not shuffled.exists():
        _write(ordered, rows, _indicators)
        with duckdb.connect(config={"threads": 2, "preserve_insertion_order": True}) as connection:
            connection.execute(
                f"COPY (SELECT * FROM '{ordered}' ORDER BY hash(household)) TO '{shuffled}.part' "
                "(FORMAT parquet, COMPRESSION zstd, ROW_GROUP_SIZE 1000000)"
            )
        Path(f"{shuffled}.part").rename(shuffled)
    return ordered, shuffled


def raw(rows: int, folder: Path) -> Path:
    """Forty raw columns of so many households, 1 % unknown, sorted by tambon; made once."""
    file = folder / f"raw-{rows}.parquet"
    if not file.exists():
        _write(file, rows, _raw)
    return file


def _write(file: Path, rows: int, columns: object) -> None:
    """PSUs lie inside strata, strata inside provinces, provinces hold whole amphoes."""
    print(f"  inventing {rows:,} households (once)")
    file.parent.mkdir(parents=True, exist_ok=True)
    dice = np.random.default_rng(7)
    amphoe_of = np.sort(dice.integers(0, AMPHOES, TAMBONS))
    province_of = np.sort(dice.integers(0, PROVINCES, AMPHOES))[amphoe_of]
    sizes = dice.gamma(2.0, 1.0, TAMBONS)
    ends = np.floor(np.cumsum(sizes) / sizes.sum() * rows).astype(np.int64)
    ends[-1] = rows
    lift = dice.normal(0, 0.5, TAMBONS)
    part = file.with_suffix(".part")
    writer = None
    for start in range(0, rows, _CHUNK):
        at = np.arange(start, min(rows, start + _CHUNK))
        tambon = np.searchsorted(ends, at, side="right")
        province = province_of[tambon]
        psu = at // 20
        table = pa.table(
            {
                "household": at,
                "province": province.astype(np.int8),
                "amphoe": amphoe_of[tambon].astype(np.int16),
                "tambon": tambon.astype(np.int16),
                "stratum": (province * 2 + psu % 2).astype(np.int16),
                "psu": psu.astype(np.int32),
                "weight": dice.gamma(4, 0.25, len(at)) + 0.01,
                **columns(dice, lift[tambon]),  # type: ignore[operator]
            }
        )
        writer = writer or pq.ParquetWriter(part, table.schema, compression="zstd")
        writer.write_table(table, row_group_size=_CHUNK)
    if writer:
        writer.close()
    part.rename(file)


def _indicators(dice: np.random.Generator, lift: np.ndarray) -> dict[str, np.ndarray]:
    latent = lift + dice.normal(0, 1, len(lift))
    return {
        name: (latent + dice.normal(0, 1, len(lift)) > limit).astype(np.int8)
        for name, limit in zip(INDICATORS, np.linspace(0.6, 2.2, 10), strict=True)
    }


def _raw(dice: np.random.Generator, lift: np.ndarray) -> dict[str, pa.Array]:
    found = {}
    for at, name in enumerate(RAW):
        if at % 4 == 0:
            values = dice.gamma(2, 5000, len(lift)).astype(np.float32)
        else:
            values = dice.integers(0, 10, len(lift)).astype(np.int8)
        found[name] = pa.array(values, mask=dice.random(len(lift)) < 0.01)
    return found
