"""Reference numbers for the BERT and RoBERTa families, by Python's own transformers.

    pip install torch transformers tokenizers
    python3 test/golden/families.py

Writes for each family a small random model with a tokenizer of its own (bert/, roberta/), and beside it
  families.json         texts with their token ids, and the losses of 8 AdamW steps at several depths
  families.safetensors  the head's first weights, and the logits before and after those steps
Everything is made here; nothing is downloaded.
"""
import json, pathlib
import torch
from safetensors.torch import save_file
from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors, trainers, decoders
from transformers import AutoModelForSequenceClassification, BertConfig, RobertaConfig

HERE = pathlib.Path(__file__).parent
LABELS, BATCH, EPOCHS, RATE, LENGTH = 3, 4, 2, 1e-2, 24
torch.set_num_threads(1)

sentences = [
    "The soup was warm, and the waiter's smile was warmer.",
    "I wouldn't go back, even if it were free!",
    "Nothing special: rice, beans, salt.",
    "What a wonderful little place; we'll return on Sunday.",
    "Cold coffee, colder service and a long, long wait in the rain before anybody came to the door.",
    "It is open from 9 to 17, closed on Mondays.",
    "They've repainted the walls green.",
    "Best dumplings that I have ever had in my life",
    "never again never again never again",
    "The menu lists 23 dishes and 4 desserts.",
    "My children loved it, my mother-in-law didn't.",
    "Overpriced and overcooked; it's a pity.",
    "The bus stops in front of it.",
    "A feast for the eyes, and a joy for the tongue.",
    "We left hungry and poor.",
    "Tables are made of oak.",
]
labels = [2, 0, 1, 2, 0, 1, 1, 2, 0, 1, 1, 0, 1, 2, 0, 1]
odd = [
    "", " ", "a", "  two  spaces \n\n and\tlines ", "Ünïcödé caf\u00e9 cafe\u0301 na\u00efve", "\u4f60\u597d\uff0c\u4e16\u754c\u3002", "\U0001f600 smile \U0001f469\u200d\U0001f4bb",
    "don't can't I'll you've we're he'd 'tis", "3.14159 1,000 50% $5 a_b#c@d", "<mask> and <s> in a text </s>", "[MASK] and [CLS]",
    "soft\u00adhyphen zero\u200bwidth nbsp\u00a0here", "x" * 60, "ALL CAPITALS ARE LOUD", "\u0441\u043b\u043e\u0432\u043e \u05d0\u05d1\u05d2 \u0639\u0631\u0628",
]


def bert_tokenizer():
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    special = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]
    trainer = trainers.WordPieceTrainer(vocab_size=400, special_tokens=special)
    tokenizer.train_from_iterator(sentences, trainer)
    ids = {name: tokenizer.token_to_id(name) for name in special}
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=[("[CLS]", ids["[CLS]"]), ("[SEP]", ids["[SEP]"])]
    )
    tokenizer.decoder = decoders.WordPiece()
    return tokenizer, {"tokenizer_class": "BertTokenizer", "do_lower_case": True}


def roberta_tokenizer():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=500, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(sentences, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    return tokenizer, {"tokenizer_class": "RobertaTokenizer", "add_prefix_space": False}


def make(family):
    torch.manual_seed(5)
    tokenizer, tokenizer_config = bert_tokenizer() if family == "bert" else roberta_tokenizer()
    shape = dict(
        vocab_size=tokenizer.get_vocab_size(), hidden_size=32, num_hidden_layers=3, num_attention_heads=2, intermediate_size=64,
        hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0, num_labels=LABELS,
    )
    if family == "bert":
        config = BertConfig(**shape, max_position_embeddings=40, type_vocab_size=2)
    else:
        config = RobertaConfig(**shape, max_position_embeddings=42, type_vocab_size=1, layer_norm_eps=1e-5)
    model = AutoModelForSequenceClassification.from_config(config)
    with torch.no_grad():
        for name, value in model.named_parameters():
            if "classifier" not in name:
                value.copy_(value + 0.12 * torch.randn_like(value))

    folder = HERE / family
    folder.mkdir(exist_ok=True)
    encoder = {name: value.detach().clone().contiguous() for name, value in model.state_dict().items() if not name.startswith("classifier")}
    save_file({name: value for name, value in encoder.items() if value.is_floating_point()}, str(folder / "model.safetensors"), {"format": "pt"})
    tokenizer.save(str(folder / "tokenizer.json"))
    (folder / "tokenizer_config.json").write_text(json.dumps({**tokenizer_config, "model_max_length": 40}) + "\n")
    about = {**config.to_diff_dict(), "architectures": [f"{'Bert' if family == 'bert' else 'Roberta'}ForMaskedLM"]}
    for key in ("id2label", "label2id", "transformers_version", "problem_type"):
        about.pop(key, None)
    (folder / "config.json").write_text(json.dumps(about, indent=2) + "\n")
    return tokenizer, model, {name: value.clone() for name, value in model.state_dict().items()}


def batch_of(tokenizer, indices, pad):
    rows = [tokenizer.encode(sentences[i]).ids for i in indices]
    rows = [row if len(row) <= LENGTH else row[: LENGTH - 1] + row[-1:] for row in rows]
    longest = max(map(len, rows))
    ids = torch.tensor([row + [pad] * (longest - len(row)) for row in rows])
    mask = torch.tensor([[1] * len(row) + [0] * (longest - len(row)) for row in rows])
    return ids, mask, torch.tensor([labels[i] for i in indices])


def train(family, tokenizer, model, start, unfreeze, embeddings):
    model.load_state_dict(start)
    base = getattr(model, family)
    for parameter in model.parameters():
        parameter.requires_grad = False
    trainable = list(base.encoder.layer)[len(base.encoder.layer) - unfreeze :] + [model.classifier]
    trainable += [base.pooler] if family == "bert" else []
    trainable += [base.embeddings] if embeddings else []
    for part in trainable:
        for parameter in part.parameters():
            parameter.requires_grad = True
    named = [(name, value) for name, value in model.named_parameters() if value.requires_grad]
    plain = [value for name, value in named if name.endswith("bias") or "LayerNorm" in name]
    decayed = [value for name, value in named if not (name.endswith("bias") or "LayerNorm" in name)]
    optimizer = torch.optim.AdamW([{"params": decayed, "weight_decay": 0.01}, {"params": plain, "weight_decay": 0.0}], lr=RATE, eps=1e-8)
    pad = model.config.pad_token_id
    logits = lambda: model(*batch_of(tokenizer, range(len(sentences)), pad)[:2]).logits.detach().clone()
    model.eval()
    before, losses, steps = logits(), [], EPOCHS * len(sentences) // BATCH
    for step in range(steps):
        first = step * BATCH % len(sentences)
        ids, mask, truth = batch_of(tokenizer, range(first, first + BATCH), pad)
        for group in optimizer.param_groups:
            group["lr"] = RATE * (1 - step / steps)
        optimizer.zero_grad()
        loss = torch.nn.functional.cross_entropy(model(ids, mask).logits, truth)
        loss.backward()
        torch.nn.utils.clip_grad_norm_([value for _, value in named], 1.0)
        optimizer.step()
        losses.append(loss.item())
    return sorted(name for name, _ in named), before, losses, logits()


numbers, tensors = {}, {}
for family in ("bert", "roberta"):
    tokenizer, model, start = make(family)
    for name, value in start.items():
        if name.startswith("classifier"):
            tensors[f"{family}.head.{name}"] = value
    runs = []
    for unfreeze, embeddings in ((0, False), (1, False), (2, False), (3, True)):
        trained, before, losses, after = train(family, tokenizer, model, start, unfreeze, embeddings)
        runs.append({"unfreeze": unfreeze, "embeddings": embeddings, "trainable_tensors": trained, "losses": losses})
        tensors[f"{family}.before"], tensors[f"{family}.after.{unfreeze}"] = before, after
    numbers[family] = {
        "tokenization": [{"text": text, "ids": tokenizer.encode(text).ids} for text in sentences + odd],
        "labels": labels,
        "runs": runs,
    }
(HERE / "families.json").write_text(json.dumps(numbers, indent=1) + "\n")
save_file({name: value.contiguous() for name, value in tensors.items()}, str(HERE / "families.safetensors"))
print({family: [run["losses"] for run in entry["runs"]] for family, entry in numbers.items()})
