"""Lastlayer's recipe in PyTorch: a pretrained classifier whose top K blocks and head learn."""

import torch
from torch import nn
from transformers import AutoModelForSequenceClassification, get_linear_schedule_with_warmup


def open_classifier(folder, recipe, labels):
    """The pretrained model with transformers' own fresh head. What is frozen has no gradients and no dropout."""
    rate = recipe["dropout"]
    names = ("hidden_dropout_prob", "attention_probs_dropout_prob", "classifier_dropout")
    dropout = {} if rate is None else dict.fromkeys(names, rate)
    classifier = AutoModelForSequenceClassification.from_pretrained(
        folder, num_labels=labels, dtype=torch.float32, **dropout
    )
    classifier.requires_grad_(False)
    for module in trained_modules(classifier, recipe["unfreeze"]):
        module.requires_grad_(True)
    return classifier


def trained_modules(classifier, unfreeze):
    blocks = classifier.bert.encoder.layer
    return [*blocks[len(blocks) - unfreeze :], classifier.bert.pooler, classifier.classifier]


def train(classifier, batches, recipe, steps):
    """One step on each batch; yields its loss before the step."""
    classifier.eval()
    for module in (*trained_modules(classifier, recipe["unfreeze"]), classifier.dropout):
        module.train()
    named = [(name, p) for name, p in classifier.named_parameters() if p.requires_grad]
    spared = [p for name, p in named if name.endswith(".bias") or "LayerNorm" in name]
    decayed = [p for name, p in named if not (name.endswith(".bias") or "LayerNorm" in name)]
    optimizer = torch.optim.AdamW(
        [
            {"params": decayed, "weight_decay": recipe["weightDecay"]},
            {"params": spared, "weight_decay": 0.0},
        ],
        lr=recipe["learningRate"],
        betas=(0.9, 0.999),
        eps=1e-8,
    )
    schedule = get_linear_schedule_with_warmup(optimizer, round(steps * recipe["warmup"]), steps)
    for batch in batches:
        loss = classifier(**batch).loss
        loss.backward()
        nn.utils.clip_grad_norm_(decayed + spared, recipe["clipNorm"])
        optimizer.step()
        schedule.step()
        optimizer.zero_grad()
        yield loss.item()


@torch.inference_mode()
def evaluate(classifier, batches):
    """Accuracy, and F1 of the second of two labels."""
    classifier.eval()
    pairs = [(classifier(**batch).logits.argmax(-1), batch["labels"]) for batch in batches]
    predicted, truth = (torch.cat(column) for column in zip(*pairs))
    hits = ((predicted == 1) & (truth == 1)).sum().item()
    return {
        "accuracy": (predicted == truth).float().mean().item(),
        "f1": 2 * hits / max(1, (predicted == 1).sum().item() + (truth == 1).sum().item()),
    }
