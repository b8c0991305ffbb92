"""Accuracy of TF-IDF (words, 1- and 2-grams, sublinear) + logistic regression on each text set, as a line of a table.

    python score.py OUT      (needs scikit-learn)
"""

import csv
import sys
from collections import Counter
from pathlib import Path

from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score
from sklearn.pipeline import make_pipeline


def read(file: Path) -> tuple[list[str], list[str]]:
    """Texts and labels of a CSV file."""
    with file.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    return [r["text"] for r in rows], [r["label"] for r in rows]


def main() -> None:
    print("set | labels | train | test | per label, least-most | median chars | commonest label | accuracy | macro F1")
    for file in sorted(Path(sys.argv[1]).glob("*/train.csv")):
        texts, labels = read(file)
        unseen, truth = read(file.with_name("test.csv"))
        model = make_pipeline(
            TfidfVectorizer(ngram_range=(1, 2), sublinear_tf=True), LogisticRegression(C=10, max_iter=1000)
        )
        found = model.fit(texts, labels).predict(unseen)
        counts = Counter(labels + truth)
        right = sum(a == b for a, b in zip(found, truth, strict=True)) / len(truth)
        most = Counter(truth).most_common(1)[0][1] / len(truth)
        median = sorted(map(len, texts + unseen))[(len(texts) + len(unseen)) // 2]
        row = (
            file.parent.name, len(counts), len(texts), len(truth), f"{min(counts.values())}-{max(counts.values())}",
            median, f"{most:.3f}", f"{right:.3f}", f"{f1_score(truth, found, average='macro'):.3f}",
        )  # fmt: skip
        print(" | ".join(map(str, row)), flush=True)


if __name__ == "__main__":
    main()
