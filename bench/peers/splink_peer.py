"""Splink 4 on DuckDB beside Evenhand, on the same files, in one run: time, peak memory, precision, recall and F1 of the clusters.

    bench/peers/run [SET ...]        sets: restaurants febrl3 generated-10000 generated-100000 …

Each tool runs in a process of its own. Splink is set up as its own documentation teaches: comparisons from its library by the kind of column,
blocking rules that a person would choose after a look at the columns, u from random pairs, m by expectation maximisation over two of the rules,
clusters at a probability of 0.5 (and, beside it, at whichever threshold gives the best F1, which nobody can know without labels). Evenhand runs
with no configuration. With the argument --settings FILE CSV it loads exported settings instead, and runs their blocking rules.
"""
import csv
import json
import os
import resource
import subprocess
import sys
import tempfile
import time

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
DATA = os.environ.get("EVENHAND_DATA", os.path.join(ROOT, "..", "shared", "data"))
EVENHAND = os.environ.get("EVENHAND", os.path.join(ROOT, "build", "release", "evenhand"))

KINDS = {
    "restaurants": {"id": "record_id", "label": "truth_cluster", "columns": {
        "name": "words", "address": "words", "city": "short", "cuisine": "category"},
        "blocks": ["substr(l.name, 1, 4) = substr(r.name, 1, 4)", "l.address = r.address",
                   "substr(l.address, 1, 4) = substr(r.address, 1, 4) and l.city = r.city"],
        "train": [["name"], ["address"]], "sure": ["l.name = r.name"]},
    "febrl3": {"id": "rec_id", "label": "truth_cluster", "columns": {
        "given_name": "person", "surname": "person", "date_of_birth": "code", "soc_sec_id": "code", "postcode": "code",
        "address_1": "words", "suburb": "short"},
        "blocks": ["l.soc_sec_id = r.soc_sec_id", "l.surname = r.surname and l.given_name = r.given_name",
                   "l.date_of_birth = r.date_of_birth", "l.postcode = r.postcode and l.surname = r.surname",
                   "l.address_1 = r.address_1"],
        "train": [["soc_sec_id"], ["date_of_birth"]], "sure": ["l.soc_sec_id = r.soc_sec_id"]},
    "generated": {"id": "id", "label": "truth_cluster", "columns": {
        "name": "words", "address": "words", "postcode": "postcode", "phone": "code", "web": "code"},
        "blocks": ["l.name = r.name", "l.postcode = r.postcode and substr(l.name, 1, 4) = substr(r.name, 1, 4)",
                   "l.address = r.address", "l.phone = r.phone", "l.web = r.web"],
        "train": [["postcode"], ["phone"]], "sure": ["l.name = r.name and l.postcode = r.postcode"]},
}


def path_of(name, folder):
    if not name.startswith("generated-"):
        return os.path.join(DATA, "linkage", name + ".csv")
    subprocess.run([EVENHAND, "generate", "records", "--rows", name.split("-")[1], "--seed", "1", "--out", folder], check=True,
                   stdout=subprocess.DEVNULL)
    with open(os.path.join(folder, "truth.csv"), encoding="utf-8") as truth:
        cluster = {row["row"]: row["cluster"] for row in csv.DictReader(truth)}
    labelled = os.path.join(folder, "labelled.csv")
    with open(os.path.join(folder, "records.csv"), encoding="utf-8") as records, open(labelled, "w", encoding="utf-8") as out:
        reader = csv.DictReader(records)
        writer = csv.DictWriter(out, reader.fieldnames + ["truth_cluster"])
        writer.writeheader()
        for row in reader:
            row["truth_cluster"] = cluster[row["id"]]
            writer.writerow(row)
    return labelled


def pairs(sizes):
    return sum(n * (n - 1) // 2 for n in sizes.values())


def scores(found, truth):
    """Pairwise, of clusters: `found` and `truth` map rows to clusters."""
    by_found, by_truth, both = {}, {}, {}
    for row, label in truth.items():
        cluster = found[row]
        by_found[cluster] = by_found.get(cluster, 0) + 1
        by_truth[label] = by_truth.get(label, 0) + 1
        both[(cluster, label)] = both.get((cluster, label), 0) + 1
    right, made, there = pairs(both), pairs(by_found), pairs(by_truth)
    precision, recall = (right / made if made else 1.0), (right / there if there else 1.0)
    return precision, recall, (2 * precision * recall / (precision + recall) if precision + recall else 0.0)


def comparison(library, column, kind):
    if kind == "person":
        return library.NameComparison(column)
    if kind == "postcode":
        return library.PostcodeComparison(column)
    if kind == "words":
        return library.JaroWinklerAtThresholds(column, [0.95, 0.88, 0.7]).configure(term_frequency_adjustments=True)
    if kind == "short":
        return library.JaroWinklerAtThresholds(column, [0.88])
    if kind == "code":
        return library.DamerauLevenshteinAtThresholds(column, [1, 2])
    return library.ExactMatch(column).configure(term_frequency_adjustments=True)


def load_frame(path, duckdb, columns, key, label=None):
    connection = duckdb.connect()
    cells = ", ".join(f"nullif(trim(lower(\"{c}\")), '') as \"{c}\"" for c in columns)
    more = f", \"{label}\" as truth_label" if label else ""
    connection.execute(f"create table records as select \"{key}\" as unique_id, {cells}{more} "
                       f"from read_csv('{path}', all_varchar = true, header = true)")
    return connection


def run_splink(path, kind):
    import duckdb
    import splink.comparison_library as library
    from splink import DuckDBAPI, Linker, SettingsCreator, block_on

    spec, started = KINDS[kind], time.time()
    connection = load_frame(path, duckdb, spec["columns"], spec["id"], spec["label"])
    settings = SettingsCreator(link_type="dedupe_only", comparisons=[comparison(library, c, k) for c, k in spec["columns"].items()],
                               blocking_rules_to_generate_predictions=spec["blocks"])
    linker = Linker("records", settings, DuckDBAPI(connection=connection))
    training = linker.training
    training.estimate_probability_two_random_records_match(spec["sure"], recall=0.7)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for rule in spec["train"]:
        training.estimate_parameters_using_expectation_maximisation(block_on(*rule))
    predictions = linker.inference.predict(threshold_match_probability=0.05)
    truth = dict(connection.execute("select unique_id, truth_label from records").fetchall())

    def clusters(threshold):
        table = linker.clustering.cluster_pairwise_predictions_at_threshold(predictions, threshold_match_probability=threshold)
        return dict(connection.execute(f"select unique_id, cluster_id from {table.physical_name}").fetchall())
    plain = scores(clusters(0.5), truth)
    seconds = time.time() - started
    best = max([plain] + [scores(clusters(t), truth) for t in (0.1, 0.25, 0.75, 0.9, 0.99, 0.999, 0.9999, 0.99999)], key=lambda s: s[2])
    return {"precision": plain[0], "recall": plain[1], "f1": plain[2], "best": best[2], "seconds": seconds}


def run_evenhand(path, kind):
    spec, started = KINDS[kind], time.time()
    with tempfile.TemporaryDirectory() as folder:
        done = subprocess.run([EVENHAND, "match", path, "--id", spec["id"], "--out", folder, "--json", "--threads", "2"], check=True,
                              stdout=subprocess.PIPE)
        seconds = time.time() - started
        with open(os.path.join(folder, "clusters.csv"), encoding="utf-8") as out:
            found = {row["row"]: row["cluster"] for row in csv.DictReader(out)}
    json.loads(done.stdout)
    with open(path, encoding="utf-8") as records:
        truth = {row[spec["id"]]: row[spec["label"]] for row in csv.DictReader(records)}
    precision, recall, f1 = scores(found, truth)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return {"precision": precision, "recall": recall, "f1": f1, "best": None, "seconds": seconds, "peak": peak}


def check_settings(settings, path):
    """Splink loads the exported settings, its blocking rules find pairs and its comparisons score them."""
    import duckdb
    from splink import DuckDBAPI, Linker

    connection = duckdb.connect()
    connection.execute(f"create table records as select * from read_csv('{path}', all_varchar = true, header = true)")
    linker = Linker("records", settings, DuckDBAPI(connection=connection))
    table = linker.inference.predict(threshold_match_probability=0.5)
    compared = linker.inference.predict()
    count = connection.execute(f"select count(*) from {table.physical_name}").fetchone()[0]
    every = connection.execute(f"select count(*) from {compared.physical_name}").fetchone()[0]
    with open(settings, encoding="utf-8") as text:
        rules = len(json.load(text)["blocking_rules_to_generate_predictions"])
    print(f"{os.path.basename(settings)}: {rules} blocking rules bring {every} pairs together, {count} at even odds or better")


def one(tool, path, kind):
    result = run_splink(path, kind) if tool == "splink" else run_evenhand(path, kind)
    result.setdefault("peak", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    print("RESULT " + json.dumps(result))


def main(sets):
    print(f"{'set':<20} {'tool':<9} {'prec.':>7} {'recall':>7} {'F1':>7} {'best F1':>8} {'seconds':>8} {'peak MB':>8}")
    for name in sets:
        with tempfile.TemporaryDirectory() as folder:
            path, kind = path_of(name, folder), name.split("-")[0]
            if not os.path.exists(path):
                print(f"{name:<20} skipped: {path} is not there")
                continue
            for tool in ("evenhand", "splink"):
                done = subprocess.run([sys.executable, __file__, "--one", tool, path, kind], stdout=subprocess.PIPE,
                                      stderr=subprocess.PIPE, text=True)
                lines = [line for line in done.stdout.splitlines() if line.startswith("RESULT ")]
                if not lines:
                    print(f"{name:<20} {tool:<9} failed: {(done.stderr.strip().splitlines() or ['no word why'])[-1]}")
                    continue
                r = json.loads(lines[-1][7:])
                best = f"{r['best']:.4f}" if r["best"] is not None else "-"
                print(f"{name:<20} {tool:<9} {r['precision']:7.4f} {r['recall']:7.4f} {r['f1']:7.4f} {best:>8} {r['seconds']:8.2f} "
                      f"{r['peak'] / 1024:8.0f}", flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(*sys.argv[2:5])
    elif sys.argv[1:2] == ["--settings"]:
        check_settings(*sys.argv[2:4])
    else:
        main(sys.argv[1:] or ["restaurants", "febrl3", "generated-10000"])
