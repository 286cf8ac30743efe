"""Small lists of invented places, written as files."""

import gzip
import json
from pathlib import Path

PLACES = """code,name_th,name_en,variant,lat,lon
99,ธารคราม,Than Khram,,11.0,100.8
9901,เมืองธารคราม,Mueang Than Khram,,,
9902,ท่าเมฆ,Tha Mek,,,
990101,ขี้เหล็ก,Khilek,,11.02,100.81
990102,ห้วยน้ำขาว,Huai Nam Khao,,,
990201,ขี้เหล็ก,Khilek,,,
990202,ท่าเมฆ,Tha Mek,,,
99010101,บ้านโนนคราม,Ban Non Khram,,,
99010102,บ้านหนองฝ้าย,Ban Nong Fai,,,
990101101,ชุมชนริมธาร,Chumchon Rim Than,community,,
98,ทะเลหมอก,Thale Mok,,,
9801,ภูสายลม,Phu Sai Lom,,,
980101,เวียงหมอก,Wiang Mok,,,
"""


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def write_gz(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_bytes(gzip.compress(text.encode()))
    return path


def square(west: float, south: float, size: float = 0.1) -> dict:
    east, north = west + size, south + size
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {"type": "Polygon", "coordinates": [corners]}


def borders(folder: Path, shapes: dict[str, dict], name: str = "borders.geojson") -> Path:
    features = [
        {"type": "Feature", "properties": {"code": code}, "geometry": geometry}
        for code, geometry in shapes.items()
    ]
    return write(folder, name, json.dumps({"type": "FeatureCollection", "features": features}))
