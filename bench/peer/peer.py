"""Python's half of the comparison; Lastlayer's comes first. README.md says how to run both.

    python3 bench/peer/peer.py OUT

Each result is a file in OUT/python, and a run whose file is there is not repeated.
"""

import argparse
import json
import time
from pathlib import Path

import torch
from safetensors.torch import load_file
from transformers import AutoTokenizer, logging

from frozen import compute_features, cut, feature_batch
from recipe import evaluate, open_classifier, train
from report import read_json, report


def main():
    parser = argparse.ArgumentParser(description=__doc__.split(";")[0])
    parser.add_argument("out", type=Path, help="folder that Lastlayer's half wrote")
    out = parser.parse_args().out
    logging.set_verbosity_error()  # else each model is announced as lacking its classifier, as it should
    logging.disable_progress_bar()
    (out / "python").mkdir(exist_ok=True)
    recipes = read_json(out / "recipes.json")
    shared = recipes["losses-k0-float32"]
    peer = Peer(out, shared["model"])
    for name, recipe in recipes.items():
        path = out / "python" / f"{name}.json"
        # The precision of cached features is Lastlayer's own matter.
        if path.exists() or name.endswith("float16"):
            continue
        began = time.monotonic()
        result = peer.losses(recipe) if name.startswith("losses") else peer.accuracy(recipe)
        path.write_text(json.dumps(result))
        print(f"{name}: {time.monotonic() - began:.0f} s", flush=True)
    report(out, recipes, peer.differing_tokens(shared["maxLength"]))


class Peer:
    """What all runs share: the examples, the tokenizer, and the output of the frozen blocks."""

    def __init__(self, out, model):
        self.out, self.model = out, model
        self.examples = read_json(out / "examples.json")
        self.labels = 1 + max(example["label"] for example in self.examples)
        self.tokenizer = AutoTokenizer.from_pretrained(model)
        self.features = {}

    def losses(self, recipe):
        """The loss of every step in the plain form: every token goes through the whole model in every step."""
        classifier = open_classifier(self.model, recipe, self.labels)
        head = load_file(self.out / "head.safetensors")
        unknown = classifier.load_state_dict(head, strict=False).unexpected_keys
        if unknown:
            raise SystemExit(f"head.safetensors holds {unknown}, which the model does not have.")
        orders = read_json(self.out / "order.json")
        parts = [part for order in orders for part in slices(order, recipe["batchSize"])]
        return {"losses": list(train(classifier, map(self.token_batch, parts), recipe, len(parts)))}

    def accuracy(self, recipe):
        """Accuracy and F1 after the last epoch, with PyTorch's own random numbers."""
        torch.manual_seed(recipe["seed"])
        classifier = open_classifier(self.model, recipe, self.labels)
        features = self.features_of(recipe, classifier)
        cut(classifier, recipe["unfreeze"])

        def batches(order):
            return (feature_batch(features, self.examples, part) for part in slices(order, recipe["batchSize"]))

        training, testing = (self.positions(split) for split in ("train", "test"))
        orders = [[training[i] for i in torch.randperm(len(training))] for _ in range(recipe["epochs"])]
        steps = recipe["epochs"] * len(slices(training, recipe["batchSize"]))
        for _ in train(classifier, (batch for order in orders for batch in batches(order)), recipe, steps):
            pass
        return evaluate(classifier, batches(sorted(testing, key=lambda i: len(features[i]))))

    def features_of(self, recipe, classifier):
        key = recipe["unfreeze"], recipe["maxLength"]
        if key not in self.features:
            texts = [shortened(example["ids"], recipe["maxLength"]) for example in self.examples]
            self.features[key] = compute_features(classifier, texts, recipe["unfreeze"], self.tokenizer)
        return self.features[key]

    def token_batch(self, part):
        batch = self.tokenizer.pad({"input_ids": [self.examples[i]["ids"] for i in part]}, return_tensors="pt")
        return {**batch, "labels": torch.tensor([self.examples[i]["label"] for i in part])}

    def positions(self, split):
        return [i for i, example in enumerate(self.examples) if example["split"] == split]

    def differing_tokens(self, max_length):
        """How many texts have other token ids by transformers' tokenizer than by Lastlayer's."""
        texts = [example["text"] for example in self.examples]
        ids = self.tokenizer(texts, truncation=True, max_length=max_length)["input_ids"]
        return sum(python != example["ids"] for python, example in zip(ids, self.examples))


def shortened(ids, length):
    return ids if len(ids) <= length else [*ids[: length - 1], ids[-1]]


def slices(order, size):
    return [order[start : start + size] for start in range(0, len(order), size)]


if __name__ == "__main__":
    main()
