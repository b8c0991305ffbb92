# cleanlab's answer for a few made-up examples; prints label-errors.json. pip install cleanlab
import json
import numpy as np
from cleanlab.count import compute_confident_joint, get_confident_thresholds
from cleanlab.filter import find_label_issues

rng = np.random.default_rng(11)
cases = []
for examples, classes in [(60, 2), (80, 3), (60, 5)]:
    true = rng.integers(0, classes, examples)
    labels = np.where(rng.random(examples) < 0.2, rng.integers(0, classes, examples), true)
    logits = rng.normal(0, 1.2, (examples, classes)) + 2.2 * np.eye(classes)[true]
    p = np.round(np.exp(logits) / np.exp(logits).sum(1, keepdims=True), 4)
    kwargs = dict(labels=labels, pred_probs=p)
    joint = compute_confident_joint(calibrate=False, **kwargs)
    found = find_label_issues(filter_by="confident_learning", return_indices_ranked_by="normalized_margin", n_jobs=1, **kwargs)
    cases.append(dict(
        classes=classes,
        labels=labels.tolist(),
        probabilities=p.tolist(),
        thresholds=np.round(get_confident_thresholds(**kwargs), 12).tolist(),
        joint=joint.tolist(),
        suspects=found.tolist(),
    ))
print(json.dumps(cases))
