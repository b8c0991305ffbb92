"""Reference ids for folders whose tokenizer files contradict, lack or complete one another, by Python's own transformers.

    pip install transformers
    python3 test/golden/readings.py

Writes readings.json: the files of two small tokenizers that are made here, changes of them by name, and for each change
the ids of some texts as AutoTokenizer gives them. `null` in place of a file removes it. Nothing is downloaded.
"""
import copy, json, os, pathlib, tempfile

os.environ["HF_HUB_OFFLINE"] = "1"
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers
from transformers import AutoTokenizer

HERE = pathlib.Path(__file__).parent
TEXTS = [
    "", "Good food", "ALL CAPITALS", "Café naïve FILM", "cafe\u0301", "\u4f60\u597d good\u4e16\u754c", "\u4f60", "a [MASK] b [CLS]", "a <mask> b",
    "<s>x</s>", "a[NEW]b [NEW] c [new]", "[E1] a  [E1]b", "<ent> good", "don't stop", " two  spaces ", "unknown\u2603here", "gooooooooooooooooooooood", "a\tb\nc",
    "[unk] [UNK] <unk>",
]
CHARS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZéïÉ'[]<>/\u4f60\u597d\u4e16\u754c"


def word_piece():
    vocab = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "<s>", "</s>", "<pad>", "<unk>", "<mask>"]
    vocab += list(CHARS) + ["##" + char for char in CHARS] + ["good", "Good", "food", "film", "FILM", "cafe", "café", "Café", "\u4f60\u597d"]
    ids = {token: i for i, token in enumerate(vocab)}
    tokenizer = Tokenizer(models.WordPiece(ids, unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.post_processor = processors.BertProcessing(("[SEP]", 3), ("[CLS]", 2))
    tokenizer.decoder = decoders.WordPiece()
    tokenizer.add_special_tokens(vocab[:5])
    return {
        "config.json": {"model_type": "bert", "vocab_size": len(vocab)},
        "tokenizer.json": json.loads(tokenizer.to_str()),
        "tokenizer_config.json": {"tokenizer_class": "BertTokenizer", "do_lower_case": True},
        "vocab.txt": "\n".join(vocab) + "\n",
    }


def byte_pairs():
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    trainer = trainers.BpeTrainer(
        vocab_size=300, special_tokens=["<s>", "<pad>", "</s>", "<unk>", "<mask>"], initial_alphabet=pre_tokenizers.ByteLevel.alphabet(), show_progress=False
    )
    tokenizer.train_from_iterator(["Good food and a good film in a café"] * 3, trainer)
    tokenizer.post_processor = processors.RobertaProcessing(("</s>", 2), ("<s>", 0), add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    file = json.loads(tokenizer.to_str())
    return {
        "config.json": {"model_type": "roberta", "vocab_size": tokenizer.get_vocab_size()},
        "tokenizer.json": file,
        "tokenizer_config.json": {"tokenizer_class": "RobertaTokenizer", "add_prefix_space": False},
        "vocab.json": file["model"]["vocab"],
        "merges.txt": "#version: 0.2\n" + "\n".join(merge if isinstance(merge, str) else " ".join(merge) for merge in file["model"]["merges"]) + "\n",
    }


BASES = {"bert": word_piece(), "roberta": byte_pairs()}
CONFIG, JSON, MAP, ADDED = "tokenizer_config.json", "tokenizer.json", "special_tokens_map.json", "added_tokens.json"
added = lambda id, content, special=False, **more: {"id": id, "content": content, "single_word": False, "lstrip": False, "rstrip": False, "normalized": not special, "special": special, **more}
decoder = lambda *tokens: {str(token["id"]): {key: value for key, value in token.items() if key != "id"} for token in tokens}
size = {name: base["config.json"]["vocab_size"] for name, base in BASES.items()}
specials = [added(i, token, True) for i, token in enumerate(["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"])]
roberta_specials = [added(i, token, True) for i, token in enumerate(["<s>", "<pad>", "</s>", "<unk>", "<mask>"])]
no_json = {JSON: None}
cased = {JSON: {"normalizer": {"lowercase": False}}}
bert = {"tokenizer_class": "BertTokenizer"}

# What is changed of a base: files, and in them fields, merged; `=` before a field's name puts the value in its place.
CHANGES = {
    "bert": {
        "nothing": {},
        "do_lower_case false": {CONFIG: {"do_lower_case": False}},
        "do_lower_case true over a cased file": cased,
        "do_lower_case left out over a cased file": {**cased, CONFIG: {"=do_lower_case": ...}},
        "no tokenizer_config.json over a cased file": {**cased, CONFIG: None},
        "strip_accents false": {CONFIG: {"strip_accents": False}},
        "strip_accents null": {CONFIG: {"strip_accents": None}},
        "strip_accents true, cased": {CONFIG: {"do_lower_case": False, "strip_accents": True}},
        "strip_accents in the file only": {JSON: {"normalizer": {"strip_accents": False}}},
        "tokenize_chinese_chars false": {CONFIG: {"tokenize_chinese_chars": False}},
        "clean_text in the file only": {JSON: {"normalizer": {"clean_text": False}}},
        "a generic class": {**cased, CONFIG: {"tokenizer_class": "PreTrainedTokenizerFast"}},
        "a generic class of version 5": {**cased, CONFIG: {"tokenizer_class": "TokenizersBackend"}},
        "an unknown class": {**cased, CONFIG: {"tokenizer_class": "MyOwnTokenizer"}},
        "the class in config.json": {**cased, "config.json": {"tokenizer_class": "PreTrainedTokenizerFast"}, CONFIG: {"=tokenizer_class": ...}},
        "another class of BERT": {CONFIG: {"tokenizer_class": "DistilBertTokenizerFast", "do_lower_case": False}},
        "the class of ELECTRA": {CONFIG: {"tokenizer_class": "ElectraTokenizerFast", "do_lower_case": False}},
        "the class of BERT in a RoBERTa": {"config.json": {"model_type": "roberta"}, CONFIG: {"do_lower_case": False}},
        "a DistilBERT without a class": {"config.json": {"model_type": "distilbert"}, CONFIG: {"=tokenizer_class": ..., "do_lower_case": False}},
        "another normalizer": {JSON: {"=normalizer": {"type": "Lowercase"}}},
        "no normalizer": {JSON: {"=normalizer": None}},
        "another pre_tokenizer": {JSON: {"=pre_tokenizer": {"type": "WhitespaceSplit"}}},
        "no post_processor": {JSON: {"=post_processor": None}},
        "a shorter longest word": {JSON: {"model": {"max_input_chars_per_word": 5}}},
        "a shorter longest word, generic": {JSON: {"model": {"max_input_chars_per_word": 5}}, CONFIG: {"tokenizer_class": "PreTrainedTokenizerFast"}},
        "another unknown token": {CONFIG: {"unk_token": "<unk>"}},
        "another unknown token in the file": {JSON: {"model": {"unk_token": "<unk>"}}},
        "other special tokens": {CONFIG: {"cls_token": "<s>", "sep_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>", "mask_token": "<mask>"}},
        "other special tokens in special_tokens_map.json": {
            MAP: {"cls_token": "<s>", "sep_token": {"content": "</s>", "lstrip": False, "rstrip": False, "normalized": False, "single_word": False}, "unk_token": "<unk>"}
        },
        "special_tokens_map.json beside added_tokens_decoder": {MAP: {"cls_token": "<s>", "sep_token": "</s>"}, CONFIG: {"added_tokens_decoder": decoder(*specials)}},
        "special tokens as objects": {CONFIG: {"cls_token": {"__type": "AddedToken", "content": "<s>", "lstrip": False, "rstrip": False, "normalized": True, "single_word": False}}},
        "other special tokens, generic": {CONFIG: {"tokenizer_class": "PreTrainedTokenizerFast", "cls_token": "<s>", "sep_token": "</s>"}},
        "a mask that takes the blank before it": {
            CONFIG: {"mask_token": {"__type": "AddedToken", "content": "[MASK]", "lstrip": True, "rstrip": False, "normalized": False, "single_word": False}}
        },
        "a new token in added_tokens_decoder": {CONFIG: {"added_tokens_decoder": decoder(*specials, added(size["bert"], "[NEW]"))}, "config.json": {"vocab_size": size["bert"] + 1}},
        "a new token in the file, not in added_tokens_decoder": {
            JSON: {"+added_tokens": [added(size["bert"], "[NEW]")]}, CONFIG: {"added_tokens_decoder": decoder(*specials)}, "config.json": {"vocab_size": size["bert"] + 1}
        },
        "a new token in the file": {JSON: {"+added_tokens": [added(size["bert"], "[NEW]")]}, "config.json": {"vocab_size": size["bert"] + 1}},
        "a new token of a single word": {JSON: {"+added_tokens": [added(size["bert"], "[NEW]", single_word=True)]}, "config.json": {"vocab_size": size["bert"] + 1}},
        "an added token with a gap": {CONFIG: {"added_tokens_decoder": decoder(*specials, added(size["bert"] + 7, "[NEW]"))}, "config.json": {"vocab_size": size["bert"] + 8}},
        "an added token out of the vocabulary itself": {CONFIG: {"added_tokens_decoder": decoder(*specials, added(BASES["bert"]["tokenizer.json"]["model"]["vocab"]["good"], "good"))}},
        "additional_special_tokens": {CONFIG: {"additional_special_tokens": ["[E1]", "[NEW]"]}, "config.json": {"vocab_size": size["bert"] + 2}},
        "extra_special_tokens": {CONFIG: {"extra_special_tokens": ["[E1]"]}, "config.json": {"vocab_size": size["bert"] + 1}},
        "additional_special_tokens, generic": {CONFIG: {"tokenizer_class": "PreTrainedTokenizerFast", "additional_special_tokens": ["[E1]"]}, "config.json": {"vocab_size": size["bert"] + 1}},
        "additional_special_tokens in special_tokens_map.json": {MAP: {"additional_special_tokens": ["[E1]"]}, "config.json": {"vocab_size": size["bert"] + 1}},
        "a token of the person's own": {CONFIG: {"ent_token": "<ent>"}, "config.json": {"vocab_size": size["bert"] + 1}},
        "beginning and end of sequence": {CONFIG: {"bos_token": "<s>", "eos_token": "</s>"}},
        "do_basic_tokenize false": {CONFIG: {"do_basic_tokenize": False, "never_split": ["Good"]}},
        "a file that does not say what it is": {JSON: {"model": {"=type": ...}}, CONFIG: {"do_lower_case": False}},
        "a prefix of its own": {JSON: {"model": {"continuing_subword_prefix": "@@"}}},
        "padding and truncation": {JSON: {"=truncation": {"direction": "Right", "max_length": 4, "strategy": "LongestFirst", "stride": 0}}},
        "vocab.txt alone": {**no_json, CONFIG: None},
        "vocab.txt, cased": {**no_json, CONFIG: {"do_lower_case": False}},
        "vocab.txt, its class in no file": {**no_json, CONFIG: {"=tokenizer_class": ..., "strip_accents": False}},
        "vocab.txt and added_tokens.json": {**no_json, ADDED: {"[NEW]": size["bert"], "[E1]": size["bert"] + 1}, "config.json": {"vocab_size": size["bert"] + 2}},
        "vocab.txt, added_tokens.json and special_tokens_map.json": {
            **no_json, ADDED: {"[NEW]": size["bert"], "[E1]": size["bert"] + 1}, MAP: {"cls_token": "<s>", "sep_token": "</s>", "additional_special_tokens": ["[E1]"]},
            "config.json": {"vocab_size": size["bert"] + 2},
        },
        "vocab.txt and added_tokens_decoder": {**no_json, CONFIG: {"added_tokens_decoder": decoder(*specials, added(size["bert"], "[NEW]"))}, "config.json": {"vocab_size": size["bert"] + 1}},
        "vocab.txt with Windows line ends": {**no_json, "vocab.txt": BASES["bert"]["vocab.txt"].replace("\n", "\r\n")},
        "vocab.txt without a last line end": {**no_json, "vocab.txt": BASES["bert"]["vocab.txt"].rstrip("\n")},
        "vocab.txt with a token twice": {**no_json, "vocab.txt": BASES["bert"]["vocab.txt"] + "good\n", "config.json": {"vocab_size": size["bert"] + 1}},
        "vocab.txt without [MASK]": {**no_json, "vocab.txt": BASES["bert"]["vocab.txt"].replace("[MASK]", "[unused0]"), "config.json": {"vocab_size": size["bert"] + 1}},
        "added_tokens.json beside a tokenizer.json": {ADDED: {"[NEW]": size["bert"]}, "config.json": {"vocab_size": size["bert"] + 1}},
    },
    "roberta": {
        "nothing": {},
        "add_prefix_space": {CONFIG: {"add_prefix_space": True}},
        "add_prefix_space in the file only": {JSON: {"pre_tokenizer": {"add_prefix_space": True}}},
        "add_prefix_space left out": {JSON: {"pre_tokenizer": {"add_prefix_space": True}}, CONFIG: {"=add_prefix_space": ...}},
        "no tokenizer_config.json": {JSON: {"pre_tokenizer": {"add_prefix_space": True}}, CONFIG: None},
        "add_prefix_space in the file, generic": {JSON: {"pre_tokenizer": {"add_prefix_space": True}}, CONFIG: {"tokenizer_class": "PreTrainedTokenizerFast"}},
        "add_prefix_space, generic": {CONFIG: {"tokenizer_class": "PreTrainedTokenizerFast", "add_prefix_space": True}},
        "a normalizer in the file": {JSON: {"=normalizer": {"type": "Lowercase"}}},
        "do_lower_case": {CONFIG: {"do_lower_case": True}},
        "no post_processor": {JSON: {"=post_processor": None}},
        "the class of BART": {CONFIG: {"tokenizer_class": "BartTokenizerFast", "add_prefix_space": True}},
        "a mask that takes the blank before it": {JSON: {"+added_tokens": [added(4, "<mask>", True, lstrip=True)]}},
        "a mask that takes the blank before it, by tokenizer_config.json": {CONFIG: {"added_tokens_decoder": decoder(*roberta_specials[:4], added(4, "<mask>", True, lstrip=True))}},
        "other special tokens": {CONFIG: {"cls_token": "<pad>", "sep_token": "<unk>"}},
        "an unknown token in the file": {JSON: {"model": {"unk_token": "<unk>"}}},
        "ignore_merges in the file": {JSON: {"model": {"ignore_merges": True}}},
        "vocab.json and merges.txt": {**no_json, CONFIG: None},
        "vocab.json and merges.txt with a prefix": {**no_json, CONFIG: {"add_prefix_space": True}},
        "vocab.json, merges.txt and special_tokens_map.json": {
            **no_json, MAP: {"mask_token": {"content": "<mask>", "lstrip": True, "rstrip": False, "normalized": False, "single_word": False}}
        },
        "vocab.json, merges.txt and added_tokens.json": {**no_json, ADDED: {"[NEW]": size["roberta"]}, "config.json": {"vocab_size": size["roberta"] + 1}},
        "merges.txt without its first line": {**no_json, "merges.txt": BASES["roberta"]["merges.txt"].split("\n", 1)[1]},
        "merges.txt with Windows line ends": {**no_json, "merges.txt": BASES["roberta"]["merges.txt"].replace("\n", "\r\n")},
    },
}


def merged(file, change):
    if change is None or not isinstance(change, dict) or not isinstance(file, dict):
        return change
    result = copy.deepcopy(file)
    for key, value in change.items():
        if value is ...:
            result.pop(key[1:], None)
        elif key.startswith("="):
            result[key[1:]] = value
        elif key.startswith("+"):
            names = [one["content"] for one in value]
            result[key[1:]] = [one for one in result[key[1:]] if one["content"] not in names] + value
        else:
            result[key] = merged(result.get(key), value)
    return result


def ids_of(files):
    with tempfile.TemporaryDirectory() as folder:
        for name, content in files.items():
            if content is not None:
                path = pathlib.Path(folder, name)
                path.write_bytes((content if isinstance(content, str) else json.dumps(content)).encode())
        tokenizer = AutoTokenizer.from_pretrained(folder)
        return [tokenizer(text)["input_ids"] for text in TEXTS]


def patch(base, change):
    """The change as files to put in place: whole where small, as fields where not."""
    files = {}
    for name, value in change.items():
        whole = merged(base.get(name), value)
        if name == JSON and whole is not None:
            # The vocabulary is the base's.
            whole = {key: value for key, value in whole.items() if key != "model" and base[JSON].get(key) != value} | (
                {"model": {k: v for k, v in whole["model"].items() if k not in ("vocab", "merges")}} if whole["model"] != base[JSON]["model"] else {}
            )
        files[name] = whole
    return files


result = {"texts": TEXTS, "bases": BASES, "changes": []}
for name, changes in CHANGES.items():
    for title, change in changes.items():
        base = BASES[name]
        files = {**base, **{file: merged(base.get(file), value) for file, value in change.items()}}
        try:
            ids = ids_of(files)
        except Exception as error:
            print(name, title, "RAISES", type(error).__name__, str(error)[:200])
            continue
        result["changes"].append({"base": name, "title": title, "files": patch(base, change), "ids": ids})
(HERE / "readings.json").write_text(json.dumps(result, ensure_ascii=True, separators=(",", ":")) + "\n")
print(len(result["changes"]), "changes")
