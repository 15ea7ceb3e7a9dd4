"""A tiny judged collection on disk, whose figures can be worked out by hand."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

ACTORS = """\
id,name,sector,region,coverage,themes
ant,Ant,ngo,01,local,families
bee,Bee,municipality,01,local,families
cat,Cat,ngo,02,national,families;sports
dog,Dog,municipality,02,,sports
elk,Elk,migrant_association,19,regional,
"""
GRADES = """\
seeker_id,candidate_id,grade
ant,bee,3
ant,cat,1
ant,dog,0
dog,cat,2
elk,ant,0
"""
IDEA: Mapping[str, Any] = {
    "id": "cafe", "lang": "en", "text": "sports for families",
    "understood": {"regions": ["02"], "wanted_kinds": ["municipality"], "themes": ["sports"], "national": False},
    "grades": {"dog": 3, "cat": 2},
}
TRAPS = ({"asks": "ant", "must": ["bee"], "must_not": ["elk"], "top": 1},
         {"asks": "elk", "must_not": ["ant"], "top": 2})


def collection(folder: Path, *, grades: str = GRADES, ideas: Iterable[Mapping[str, Any]] = (IDEA,),
               traps: Iterable[Mapping[str, Any]] = TRAPS, as_of: str = "2026-11-28") -> Path:
    """Write the collection, in some of its files another, and return its folder."""
    folder.mkdir(exist_ok=True)
    (folder / "collection.json").write_text(json.dumps({"name": "tiny", "as_of": as_of}))
    (folder / "actors.csv").write_text(ACTORS)
    (folder / "qrels.csv").write_text(grades)
    for name, records in (("ideas", ideas), ("traps", traps)):
        (folder / f"{name}.jsonl").write_text("".join(f"{json.dumps(record)}\n" for record in records))
    return folder
