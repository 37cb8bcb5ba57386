#!/usr/bin/env python3
"""One table of every evaluation set: what a simple baseline reaches, what Parley reaches, over how many cases, and the
95 % interval (Wilson).

usage: table.py PARLEY EVAL_FOLDER      EVAL_FOLDER holds dev/*.jsonl and scripts/score.py, score_questions.py

The sets are not part of this repository, but for own_questions, more_questions and fresh_questions.jsonl beside this file:
440, 240 and 720 questions over the 39 vendors, written from facts about these without a look at their folders or the
planner. Where the folder is missing the table says so and nothing fails."""
import json, math, os, subprocess, sys, tempfile

# Set, kind of `parley eval`, figure of the scorer, what it is called, baseline, what the count is of.
ROWS = [
    ("vendor_questions", "questions", "all", "all parts right", None, "items"),
    ("vendor_questions", "questions", "status_accuracy", "status", None, "items"),
    ("vendor_questions", "questions", "vendor_accuracy", "vendor", None, "items"),
    ("vendor_questions", "questions", "range_exact", "range", None, "items"),
    ("own_questions", "questions", "all", "all parts right", None, "items"),
    ("own_questions", "questions", "status_accuracy", "status", None, "items"),
    ("own_questions", "questions", "vendor_accuracy", "vendor", None, "items"),
    ("more_questions", "questions", "all", "all parts right", None, "items"),
    ("more_questions", "questions", "status_accuracy", "status", None, "items"),
    ("more_questions", "questions", "vendor_accuracy", "vendor", None, "items"),
    ("fresh_questions", "questions", "all", "all parts right", None, "items"),
    ("fresh_questions", "questions", "status_accuracy", "status", None, "items"),
    ("fresh_questions", "questions", "vendor_accuracy", "vendor", None, "items"),
    ("dates_recognizers", "dates", "core_lenient", "business phrases", None, "core"),
    ("dates_duckling", "dates", "core_lenient", "business phrases", None, "core"),
    ("dates_chrono", "dates", "core_lenient", "business phrases", 0.22, "core"),
    ("dates_recognizers", "dates", "lenient", "all phrases", None, "items"),
    ("dates_duckling", "dates", "lenient", "all phrases", None, "items"),
    ("dates_chrono", "dates", "lenient", "all phrases", None, "items"),
    ("refuse_write_clinc", "refuse", "recall", "wishes to write refused", None, "positive"),
    ("refuse_write_clinc", "refuse", "false_refusals", "refused wrongly (less is better)", None, "negative"),
    ("refuse_write_tooltalk", "refuse", "recall", "wishes to write refused", None, "positive"),
    ("refuse_write_toolverb", "refuse", "recall", "wishes to write refused", None, "positive"),
    ("refuse_oos_clinc", "refuse", "recall", "questions about nothing here refused", None, "positive"),
    # Tools known only by name, description and schema. The baseline is BM25 over these with the argument texts.
    ("routing_metatool", "routing", "tool@1", "the right tool first", 0.507, "items"),
    ("routing_bfcl_pool", "routing", "tool@1", "the right tool first", 0.616, "items"),
    ("routing_toolbench_vendor", "routing", "tool@1", "the right tool first", 0.644, "items"),
    ("routing_bfcl_live_simple", "routing", "arguments", "tool and all arguments right", None, "items"),
    ("routing_bfcl_live_multiple", "routing", "arguments", "tool and all arguments right", None, "items"),
    ("refuse_bfcl_live_irrelevance", "refuse", "balanced", "no tool: refused and kept, in the middle", 0.74, "all"),
    # Tables known only by their rows. The baseline is rules over keywords.
    ("vis_nlv", "vis", "chart", "mark, fields and numbers right", 0.42, "items"),
    ("vis_nvbench", "vis", "exact", "all of the chart right", 0.30, "items"),
    # Rows instead of a picture, and columns known by name only.
    ("analysis_spider", "analysis", "all", "all of the query right", None, "items"),
]

# Sets of one class: the questions that should be kept stand in other files.
KEPT = {"refuse_bfcl_live_irrelevance": ["routing_bfcl_live_simple", "routing_bfcl_live_multiple"]}


def wilson(share, count):
    if count == 0:
        return 0.0, 0.0
    z = 1.96
    middle = share + z * z / (2 * count)
    half = z * math.sqrt(share * (1 - share) / count + z * z / (4 * count * count))
    return (middle - half) / (1 + z * z / count), (middle + half) / (1 + z * z / count)


def lines(path):
    with open(path, encoding="utf-8") as file:
        return [json.loads(line) for line in file if line.strip()]


def count_of(cases, what):
    if what == "core":
        return sum(bool(case["meta"]["core"]) for case in cases)
    if what == "positive":
        return sum(bool(case["expected"]["refuse"]) for case in cases)
    if what == "negative":
        return sum(not case["expected"]["refuse"] for case in cases)
    return len(cases)


def decide(parley, kind, cases, place):
    out = os.path.join(place, os.path.basename(cases))
    subprocess.run([parley, "eval", kind, "--in", cases, "--out", out], check=True, stderr=subprocess.DEVNULL)
    return out


def path_of(folder, name):
    own = os.path.join(os.path.dirname(os.path.abspath(__file__)), name + ".jsonl")
    return own if os.path.exists(own) else os.path.join(folder, "dev", name + ".jsonl")


def share_kept(parley, folder, kind, names):
    """Of questions that one of their tools answers; and how many they are."""
    with tempfile.TemporaryDirectory() as place:
        refused = [item["refuse"] for name in names
                   for item in lines(decide(parley, kind, os.path.join(folder, "dev", name + ".jsonl"), place))]
    return 1 - sum(refused) / len(refused), len(refused)


def figures(parley, folder, name, kind):
    """What the set's own scorer says of what Parley decided."""
    cases = path_of(folder, name)
    scorer = "score_questions.py" if kind == "questions" else "score.py"
    with tempfile.TemporaryDirectory() as place:
        out = decide(parley, kind, cases, place)
        text = subprocess.run([sys.executable, os.path.join(folder, "scripts", scorer), cases, out], check=True,
                              capture_output=True, text=True).stdout
    scores = flat(json.loads(text))
    if name in KEPT:
        kept, count = share_kept(parley, folder, kind, KEPT[name])
        scores["balanced"] = ((scores["recall"][0] + kept) / 2, len(lines(cases)) + count)
    return scores, lines(cases)


def flat(scores):
    """Both scorers' forms as name -> (share, count or nothing)."""
    out = {}
    for name, value in scores.items():
        if isinstance(value, dict) and "rate" in value:
            out[name] = (value["rate"], value.get("of"))
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            out[name] = (value, None)
        elif isinstance(value, dict):
            out.update({key: known for key, known in flat(value).items() if key not in out})
    return out


def main(parley, folder):
    if not os.path.isdir(os.path.join(folder, "dev")):
        print(f"skipped {len(ROWS)} figures: {folder} is not here (EVAL=folder names another place)")
        return
    print(f"{'set':24} {'what':40} {'baseline':>8} {'figure':>7} {'n':>5}  95 % interval")
    known = {}
    for name, kind, figure, what, baseline, of in ROWS:
        if name not in known:
            known[name] = figures(parley, folder, name, kind)
        scores, cases = known[name]
        share, count = scores[figure]
        count = count or count_of(cases, of)
        low, high = wilson(share, count)
        first = "" if baseline is None else f"{baseline:.2f}"
        print(f"{name:24} {what:40} {first:>8} {share:7.3f} {count:5}  {low:.3f} to {high:.3f}")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
