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
def compute_features(classifier, texts, depth, tokenizer):
    """What depth K leaves frozen returns for each text's token ids: [tokens, dim]; [1, dim], of [CLS] alone, for K = 0."""
    classifier.eval()
    features = [None] * len(texts)
    by_length = sorted(range(len(texts)), key=lambda i: len(texts[i]))
    for start in range(0, len(by_length), 16):
        part = by_length[start : start + 16]
        batch = tokenizer.pad({"input_ids": [texts[i] for i in part]}, return_tensors="pt")
        hidden = classifier.bert(**batch, output_hidden_states=True).hidden_states[-1 - depth]
        for row, i in enumerate(part):
            features[i] = hidden[row, : len(texts[i]) if depth > 0 else 1].clone()
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
