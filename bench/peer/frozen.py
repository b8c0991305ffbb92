"""The frozen part, computed once for each text: its output is the same in every epoch and for every seed."""

import torch
from torch import nn
from torch.nn.utils.rnn import pad_sequence


class Passed(nn.Module):
    """In place of the embeddings: passes on what the frozen part returned."""

    def forward(self, inputs_embeds, **_):
        return inputs_embeds


def cut(classifier, unfreeze):
    """Takes the frozen part out: what is left reads the features as `inputs_embeds`."""
    blocks = classifier.bert.encoder.layer
    classifier.bert.encoder.layer = blocks[len(blocks) - unfreeze :]
    classifier.bert.embeddings = Passed()
    if unfreeze > 0:
        # The head reads [CLS] alone: after its attention, the top block has no use for the other tokens.
        blocks[-1].attention.output.register_forward_pre_hook(lambda _, tensors: tuple(x[:, :1] for x in tensors))


@torch.inference_mode()
def compute_features(classifier, examples, depths, tokenizer):
    """For each depth K a list of each example's features [tokens, dim]; [1, dim], of [CLS] alone, for K = 0."""
    classifier.eval()
    features = {depth: [None] * len(examples) for depth in depths}
    by_length = sorted(range(len(examples)), key=lambda i: len(examples[i]["ids"]))
    for start in range(0, len(by_length), 16):
        part = by_length[start : start + 16]
        batch = tokenizer.pad({"input_ids": [examples[i]["ids"] for i in part]}, return_tensors="pt")
        hidden = classifier.bert(**batch, output_hidden_states=True).hidden_states
        for depth in depths:
            for row, i in enumerate(part):
                rows = len(examples[i]["ids"]) if depth > 0 else 1
                features[depth][i] = hidden[len(hidden) - 1 - depth][row, :rows].clone()
    return features


def feature_batch(features, examples, part):
    """The features of some examples, padded to the longest, as the cut classifier reads them."""
    matrices = [features[i] for i in part]
    lengths = torch.tensor([len(matrix) for matrix in matrices])
    x = pad_sequence(matrices, batch_first=True)
    return {
        "inputs_embeds": x,
        "attention_mask": (torch.arange(x.shape[1]) < lengths[:, None]).long(),
        "labels": torch.tensor([examples[i]["label"] for i in part]),
    }
