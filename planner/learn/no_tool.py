#!/usr/bin/env python3
"""Learns the weights of planner/tools/choose.cpp: does any of these tools answer the question?

usage: no_tool.py PARLEY EVAL_FOLDER [--write]

Logistic regression, both classes of equal weight, over the evidence that `parley eval evidence` gives for
  questions that none of their tools answers   EVAL_FOLDER/dev/refuse_bfcl_live_irrelevance.jsonl
  questions that one of them answers           routing_bfcl_live_simple.jsonl, routing_bfcl_live_multiple.jsonl
once with word vectors and once without. Prints what five folds say; --write puts the weights into the source. The same
input gives the same weights."""
import json, math, os, random, re, subprocess, sys, tempfile

SOURCE = os.path.join(os.path.dirname(__file__), "..", "tools", "choose.cpp")
SETS = [("routing_bfcl_live_simple", 1), ("routing_bfcl_live_multiple", 1), ("refuse_bfcl_live_irrelevance", 0)]


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def evidence_of(parley, cases):
    """Of the cases that bring tools: where there are none, nothing is to be learnt."""
    some = [case for case in lines(cases) if case.get("tools")]
    with tempfile.TemporaryDirectory() as folder:
        given, out = os.path.join(folder, "cases"), os.path.join(folder, "out")
        with open(given, "w", encoding="utf-8") as file:
            file.writelines(json.dumps({"id": case["id"], "question": case["question"], "tools": case["tools"]}) + "\n"
                            for case in some)
        subprocess.run([parley, "eval", "evidence", "--in", given, "--out", out], check=True, stderr=subprocess.DEVNULL)
        return lines(out)


def spread(rows):
    width = len(rows[0][1])
    mean = [sum(row[1][k] for row in rows) / len(rows) for k in range(width)]
    deviation = [math.sqrt(sum((row[1][k] - mean[k]) ** 2 for row in rows) / len(rows)) or 1.0 for k in range(width)]
    return mean, deviation


def learn(rows, mean, deviation, rounds=150, l2=2e-3):
    width = len(mean)
    share = {label: 0.5 / max(1, sum(row[0] == label for row in rows)) for label in (0, 1)}
    data = [(label, [(facts[k] - mean[k]) / deviation[k] for k in range(width)] + [1.0]) for label, facts in rows]
    weights = [0.0] * (width + 1)
    for turn in range(rounds):
        gradient = [l2 * weight for weight in weights]
        for label, facts in data:
            total = sum(a * b for a, b in zip(weights, facts))
            pull = (1 / (1 + math.exp(-max(-30, min(30, total)))) - label) * share[label]
            for k in range(width + 1):
                gradient[k] += pull * facts[k]
        weights = [a - 2.0 / (1 + turn * 0.01) * b for a, b in zip(weights, gradient)]
    # For facts as they are: without their mean and deviation.
    plain = [weights[k] / deviation[k] for k in range(width)]
    return plain, weights[width] - sum(plain[k] * mean[k] for k in range(width))


def right(rows, weights, base):
    """The shares of the unanswerable refused and of the answerable kept."""
    out = []
    for label in (0, 1):
        of = [sum(a * b for a, b in zip(weights, facts)) + base for kind, facts in rows if kind == label]
        out.append(sum((total >= 0) == (label == 1) for total in of) / max(1, len(of)))
    return out


def main(parley, folder, options):
    given = [(label, item) for name, label in SETS for item in evidence_of(parley, f"{folder}/dev/{name}.jsonl")]
    with open(SOURCE, encoding="utf-8") as file:
        source = file.read()
    for kind in ("with_vectors", "without_vectors"):
        rows = [(label, item[kind]) for label, item in given]
        random.Random(5).shuffle(rows)
        mean, deviation = spread(rows)
        found = [0.0, 0.0]
        for fold in range(5):
            learnt = learn([row for at, row in enumerate(rows) if at % 5 != fold], mean, deviation)
            found = [a + b / 5 for a, b in zip(found, right(rows[fold::5], *learnt))]
        weights, base = learn(rows, mean, deviation)
        print(kind, "five folds: refused %.3f, kept %.3f" % tuple(found),
              "all: refused %.3f, kept %.3f" % tuple(right(rows, weights, base)))
        text = "{" + ", ".join("%.3fF" % weight for weight in weights) + "}, %.3fF" % base
        source, count = re.subn(r"constexpr SureWeights " + kind + r"\{.*?\};",
                                "constexpr SureWeights " + kind + "{" + text + "};", source, flags=re.S)
        assert count == 1, "the weights were not found"
    if "--write" in options:
        with open(SOURCE, "w", encoding="utf-8") as file:
            file.write(source)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
