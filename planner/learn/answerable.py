#!/usr/bin/env python3
"""Learns the weights of planner/routing/answerable.cpp: is a question about data at all?

usage: answerable.py PARLEY EVAL_FOLDER [--write]

Ridge logistic regression over the signs that `parley eval signs` gives for
  questions about nothing that we hold   EVAL_FOLDER/dev/refuse_oos_clinc.jsonl
  the first turns of people's questions  EVAL_FOLDER/dev/vendor_questions.jsonl
  example questions that facts about vendors hold EVAL_FOLDER/../vendors/*.json, where they are there
  every manifest's own examples, and every metric's name as people put it.
Prints what a ten-fold cross-validation says at several thresholds; --write puts the weights into the source. The same
input gives the same weights. Run it again when the manifests have grown."""
import glob, json, math, os, random, re, subprocess, sys, tempfile

SOURCE = os.path.join(os.path.dirname(__file__), "..", "routing", "answerable.cpp")
FRAMES = [
    "what is {}", "what's our {}", "{} please", "I need {} by month", "how is {} doing", "show me {}",
    "I'd like a chart of {}", "can you tell me {} for last month", "could someone tell me {}", "why did {} drop",
    "{} this quarter", "compare {} with last year", "give me {} by week", "do we have {}", "please show {}",
    "I want to see {}", "let me see {}", "how did {} change", "get me {}", "{} trend",
]


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def signs_of(parley, questions):
    with tempfile.TemporaryDirectory() as folder:
        cases, out = os.path.join(folder, "cases"), os.path.join(folder, "out")
        with open(cases, "w", encoding="utf-8") as file:
            for at, question in enumerate(questions):
                file.write(json.dumps({"id": at, "question": question}) + "\n")
        subprocess.run([parley, "eval", "signs", "--in", cases, "--out", out], check=True, stderr=subprocess.DEVNULL)
        return [item["signs"] for item in lines(out)]


def catalogue(parley):
    run = lambda *words: json.loads(subprocess.run([parley, "vendors", *words, "--json"], check=True,
                                                   capture_output=True, text=True).stdout)
    examples, names = [], []
    for vendor in run():
        whole = run(vendor["id"])
        examples += whole["examples"]
        names += [metric["name"] for metric in whole["metrics"]]
    return examples, names


def facts(folder):
    """Questions that whoever wrote the facts of a vendor would ask it; its folder has not seen them."""
    found = []
    for path in sorted(glob.glob(os.path.join(folder, "..", "vendors", "*.json"))):
        with open(path, encoding="utf-8") as file:
            whole = json.load(file)
        if isinstance(whole, dict):
            found += whole.get("example_questions", [])
    return found


def solve(matrix):
    size = len(matrix)
    for i in range(size):
        pivot = max(range(i, size), key=lambda row: abs(matrix[row][i]))
        matrix[i], matrix[pivot] = matrix[pivot], matrix[i]
        scale = matrix[i][i] or 1e-12
        for row in range(size):
            if row != i and matrix[row][i]:
                factor = matrix[row][i] / scale
                for column in range(i, size + 1):
                    matrix[row][column] -= factor * matrix[i][column]
    return [matrix[i][size] / (matrix[i][i] or 1e-12) for i in range(size)]


def fit(data, ridge=2.0):
    """Newton's method. The first sign is always there and is not held back."""
    size = len(data[0][0])
    weights = [0.0] * size
    for _ in range(12):
        gradient = [0.0] * size
        hessian = [[0.0] * size for _ in range(size)]
        for signs, label, share, _ in data:
            total = sum(w * s for w, s in zip(weights, signs))
            chance = 1 / (1 + math.exp(-max(-30, min(30, total))))
            rest, bend = share * (label - chance), share * chance * (1 - chance) + 1e-9
            there = [i for i in range(size) if signs[i]]
            for i in there:
                gradient[i] += rest * signs[i]
                for j in there:
                    hessian[i][j] += bend * signs[i] * signs[j]
        for i in range(1, size):
            gradient[i] -= ridge * weights[i]
            hessian[i][i] += ridge
        hessian[0][0] += 1e-6
        steps = solve([hessian[i] + [gradient[i]] for i in range(size)])
        weights = [w + s for w, s in zip(weights, steps)]
        if max(map(abs, steps)) < 1e-6:
            break
    return weights


def main(parley, folder, write):
    examples, names = catalogue(parley)
    draw = random.Random(1)
    groups = {
        "strangers": ([item["question"] for item in lines(f"{folder}/dev/refuse_oos_clinc.jsonl")], 0, 1.0),
        "questions": ([item["turns"][0] for item in lines(f"{folder}/dev/vendor_questions.jsonl")
                       if item["expected"]["status"] != "refuse"], 1, 3.0),
        "facts": (facts(folder), 1, 1.0),
        "examples": (examples, 1, 0.5),
        "names": ([draw.choice(FRAMES).format(name) for name in names], 1, 0.3),
    }
    data = []
    for group, (questions, label, share) in groups.items():
        data += [(signs, label, share, group) for signs in signs_of(parley, questions)]
    draw.shuffle(data)
    scored = []
    for fold in range(10):
        weights = fit([item for at, item in enumerate(data) if at % 10 != fold])
        scored += [(sum(w * s for w, s in zip(weights, item[0])), item[3])
                   for at, item in enumerate(data) if at % 10 == fold]
    groups = {group: value for group, value in groups.items() if value[0]}
    print("threshold  strangers refused  kept: questions  facts  examples  names")
    for threshold in (-1.5, -1, -0.6, -0.2, 0, 0.5, 1):
        below = lambda group: [value < threshold for value, of in scored if of == group]
        share = {group: sum(below(group)) / len(below(group)) for group in groups}
        print(f"{threshold:9}  {share['strangers']:17.3f}  {1 - share['questions']:15.3f}  {1 - share.get('facts', 1):5.3f}  {1 - share['examples']:8.3f}"
              f"  {1 - share['names']:5.3f}")
    text = ", ".join(f"{weight:.2f}" for weight in fit(data))
    print(text)
    if not write:
        return
    with open(SOURCE, encoding="utf-8") as file:
        source = file.read()
    source, count = re.subn(r"constexpr Signs weights\{[^}]*\}", "constexpr Signs weights{" + text + "}", source)
    assert count == 1, "the weights were not found"
    with open(SOURCE, "w", encoding="utf-8") as file:
        file.write(source)


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], "--write" in sys.argv[3:])
