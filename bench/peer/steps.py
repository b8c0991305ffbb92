"""Seconds of a training step in PyTorch at DistilBERT's size: 16 texts of 256 tokens, the top K blocks and the head trained.

    python3 bench/peer/steps.py [K ...]

Every token goes through the whole model in every step, as in Hugging Face's Trainer. Prints K, the median, the least and
the most of the steps after the first. `npm run bench` has Lastlayer's, of which the features were computed once.
"""

import sys
import time
from statistics import median

import torch
from transformers import DistilBertConfig, DistilBertForSequenceClassification

BATCH, LENGTH, STEPS = 16, 256, 5


def main() -> None:
    for depth in map(int, sys.argv[1:] or (1, 2, 6)):
        torch.manual_seed(1)
        model = DistilBertForSequenceClassification(DistilBertConfig(num_labels=2)).train()
        blocks = tuple(f"distilbert.transformer.layer.{i}." for i in range(6 - depth, 6))
        for name, parameter in model.named_parameters():
            parameter.requires_grad = name.startswith((*blocks, "pre_classifier", "classifier"))
        trained = [one for one in model.parameters() if one.requires_grad]
        optimizer = torch.optim.AdamW(trained, lr=2e-5, weight_decay=0.01)
        ids = torch.randint(0, 30_000, (BATCH, LENGTH))
        labels = torch.arange(BATCH) % 2
        taken = []
        for _ in range(STEPS + 1):
            began = time.monotonic()
            model(input_ids=ids, labels=labels).loss.backward()
            torch.nn.utils.clip_grad_norm_(trained, 1.0)
            optimizer.step()
            optimizer.zero_grad()
            taken.append(time.monotonic() - began)
        steps = taken[1:]
        print(f"K = {depth}: {median(steps):.2f} s ({min(steps):.2f} to {max(steps):.2f})", flush=True)


if __name__ == "__main__":
    main()
