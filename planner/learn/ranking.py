#!/usr/bin/env python3
"""Learns the weights of planner/tools/ranking.cpp: which clues tell the tool that a question means?

usage: ranking.py PARLEY EVAL_FOLDER [--folds] [--write]

Listwise softmax with a small L2 over the clues that `parley eval clues` gives for questions with known tools:
  EVAL_FOLDER/dev/routing_metatool.jsonl, routing_bfcl_pool.jsonl, routing_toolbench_vendor.jsonl
once with word vectors and once without. `rough` chooses 40 tools; `fine` and `against_greatest` order these, each clue
by itself and against the greatest of the forty. --folds prints what three folds say; --write puts the weights into the
source. The same input gives the same weights."""
import json, math, os, random, re, subprocess, sys, tempfile

SOURCE = os.path.join(os.path.dirname(__file__), "..", "tools", "ranking.cpp")
SETS = ["metatool", "bfcl_pool", "toolbench_vendor"]
GROUPS_FOR_SCALES = 300


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def right_tools(expected):
    if "accept_tools" in expected:
        return {tool for group in expected["accept_tools"] for tool in group}
    return {expected["tool"]} if "tool" in expected else set(expected["tools"])


def groups_of(parley, cases):
    """For each kind of clues the questions, each a list of (right, clues)."""
    with tempfile.TemporaryDirectory() as folder:
        out = os.path.join(folder, "clues")
        subprocess.run([parley, "eval", "clues", "--in", cases, "--out", out], check=True, stderr=subprocess.DEVNULL)
        decided = lines(out)
    right = [right_tools(case["expected"]) for case in lines(cases)]
    return {kind: [[(tool["tool"] in wanted, tool["clues"]) for tool in item[kind]]
                   for item, wanted in zip(decided, right)]
            for kind in ("with_vectors", "without_vectors")}


def with_relative(group):
    width = len(group[0][1])
    largest = [max(abs(clues[k]) for _, clues in group) or 1.0 for k in range(width)]
    return [(right, clues + [clues[k] / largest[k] for k in range(width)]) for right, clues in group]


def scales(sets):
    width = len(sets[0][0][0][1])
    total, count = [0.0] * width, 0
    for groups in sets:
        for group in groups[:GROUPS_FOR_SCALES]:
            for _, clues in group:
                count += 1
                for k in range(width):
                    total[k] += clues[k] * clues[k]
    return [math.sqrt(value / count) or 1.0 for value in total]


def gradient_of(weights, group, scale, share, l2=1e-4):
    width = len(weights)
    rows = [[clues[k] / scale[k] for k in range(width)] for _, clues in group]
    scores = [sum(a * b for a, b in zip(weights, row)) for row in rows]
    top = max(scores)
    parts = [math.exp(score - top) for score in scores]
    total = sum(parts)
    right = sum(part for part, (is_right, _) in zip(parts, group) if is_right)
    gradient = [l2 * weight for weight in weights]
    for part, (is_right, _), row in zip(parts, group, rows):
        pull = part / total - (part / right if is_right else 0.0)
        if abs(pull) >= 1e-4:
            for k in range(width):
                gradient[k] += pull * share * row[k]
    return gradient


def learn(sets, rounds=12):
    scale = scales(sets)
    weights, seen = [0.0] * len(scale), [1e-6] * len(scale)
    items = []
    for groups in sets:
        share = 1.0 / math.sqrt(len(groups))  # No set may drown the others.
        items += [(group, share) for group in groups if any(r for r, _ in group) and not all(r for r, _ in group)]
    mean = sum(share for _, share in items) / len(items)
    draw = random.Random(7)
    for turn in range(rounds):
        draw.shuffle(items)
        rate = 0.3 / (1 + turn * 0.5)
        for group, share in items:
            for k, slope in enumerate(gradient_of(weights, group, scale, share / mean)):
                seen[k] += slope * slope
                weights[k] -= rate * slope / math.sqrt(seen[k])
    return [a / b for a, b in zip(weights, scale)]


def hits(groups, weights):
    best = (max(group, key=lambda tool: sum(a * b for a, b in zip(weights, tool[1]))) for group in groups)
    return sum(right for right, _ in best) / len(groups)


def report_folds(sets):
    found = [0.0] * len(sets)
    for fold in range(3):
        learnt = learn([[group for at, group in enumerate(groups) if at % 3 != fold] for groups in sets])
        for at, groups in enumerate(sets):
            part = groups[fold::3]
            found[at] += hits(part, learnt) * len(part) / len(groups)
    print("  three folds", ["%.4f" % share for share in found], "mean %.4f" % (sum(found) / len(found)))


def main(parley, folder, options):
    given = [groups_of(parley, f"{folder}/dev/routing_{name}.jsonl") for name in SETS]
    with open(SOURCE, encoding="utf-8") as file:
        source = file.read()
    for kind in ("with_vectors", "without_vectors"):
        plain = [groups[kind] for groups in given]
        relative = [[with_relative(group) for group in groups] for groups in plain]
        rough, fine = learn(plain), learn(relative)
        print(kind, ["%.4f" % hits(groups, fine) for groups in relative])
        if "--folds" in options:
            report_folds(relative)
        half = len(rough)
        text = ",\n    ".join("{" + ", ".join("%.3fF" % weight for weight in row) + "}"
                              for row in (rough, fine[:half], fine[half:]))
        source, count = re.subn(r"constexpr RankingWeights " + kind + r"\{.*?\};",
                                "constexpr RankingWeights " + kind + "{" + text + "};", source, flags=re.S)
        assert count == 1, "the weights were not found"
    if "--write" in options:
        with open(SOURCE, "w", encoding="utf-8") as file:
            file.write(source)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3:])
