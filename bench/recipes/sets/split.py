"""Cleans labelled texts, draws from them by a seed, splits them by label and writes train.csv and test.csv."""

import csv
import random
import re
from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path

Pair = tuple[str, str]
"""A text and its label."""

LONGEST = 2000
"""Characters of a text that are kept."""

SEED = 1


def clean(pairs: Iterable[Pair], shortest: int = 1) -> list[Pair]:
    """Joins white space, cuts at the last word within `LONGEST` characters, drops texts under `shortest` characters,
    and keeps one of the texts that differ only in case, digits and punctuation; if their labels differ, none."""
    kept: dict[str, Pair | None] = {}
    for raw, label in pairs:
        text = _cut(re.sub(r"\s+", " ", raw.replace("\0", " ")).strip())
        key = re.sub(r"[\W\d_]+", "", text.lower())
        if len(text) < shortest or not key:
            continue
        before = kept.setdefault(key, (text, label))
        if before is not None and before[1] != label:
            kept[key] = None
    return [pair for pair in kept.values() if pair is not None]


def capped(pairs: list[Pair], most: int, least: int = 1, labels: int | None = None) -> list[Pair]:
    """At most `most` texts of each label with at least `least`; with `labels`, of the most frequent ones only."""
    groups = _by_label(pairs)
    names = sorted((n for n in groups if len(groups[n]) >= least), key=lambda n: (-len(groups[n]), n))[:labels]
    return [pair for name in sorted(names) for pair in _drawn(groups[name], most)]


def sampled(pairs: list[Pair], total: int) -> list[Pair]:
    """About `total` texts, each label in its natural share."""
    groups = _by_label(pairs)
    return [p for n in sorted(groups) for p in _drawn(groups[n], max(3, round(total * len(groups[n]) / len(pairs))))]


def split(pairs: list[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Train and test: a third of each label is test, at least one text; a label needs three texts."""
    train: list[Pair] = []
    test: list[Pair] = []
    for name, group in sorted(_by_label(pairs).items()):
        if len(group) < 3:
            raise ValueError(f"label {name} has {len(group)} texts; it needs 3")
        order = _drawn(group, len(group))
        cut = round(len(group) / 3)
        test += order[:cut]
        train += order[cut:]
    return train, test


def write(folder: Path, train: list[Pair], test: list[Pair]) -> None:
    """Writes train.csv and test.csv (columns text,label), each shuffled."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, pairs in (("train.csv", train), ("test.csv", test)):
        with (folder / name).open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("text", "label"))
            writer.writerows(_drawn(pairs, len(pairs)))


def _by_label(pairs: list[Pair]) -> dict[str, list[Pair]]:
    groups: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        groups[pair[1]].append(pair)
    return groups


def _drawn(pairs: list[Pair], most: int) -> list[Pair]:
    return random.Random(SEED).sample(pairs, min(most, len(pairs)))


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST + 1].rsplit(" ", 1)[0][:LONGEST]
