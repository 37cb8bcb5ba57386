#include "kit/trial.h"

#include "base/text.h"
#include "kit/hostile.h"
#include "kit/rehearsal.h"
#include "vendors/breakdown.h"

#include <algorithm>
#include <fstream>

namespace parley::kit {
namespace {

namespace fs = std::filesystem;

void write_table(const Example& example, const Table& table, Verdict& verdict) {
    std::ofstream out(example.table_file);
    out << recorded_text(recorded_table(example.name, table));
    out.close();
    const std::string file = cat("examples/", example.name, ".table");
    if (!out) return verdict.add(file, "", "cannot be written");
    verdict.notes.push_back(cat("wrote ", file, ": read it, for from now on it is what the reply must become"));
}

void try_example(Rehearsal& rehearsal, const Example& example, TrialWish::Missing missing, Verdict& verdict) {
    const auto table = rehearsal.shape(example);
    if (!table) return verdict.add(cat("examples/", example.name, ".json"), "", reason_of(table.error()));
    if (table.value().rows() == 0) {
        verdict.add(cat("examples/", example.name, ".json"), "", "holds no row: record a reply that does");
    }
    if (example.table) {
        const std::string differs = difference(*example.table, sorted(recorded_table(example.name, table.value())));
        if (!differs.empty()) verdict.add(cat("examples/", example.name, ".table"), "", differs);
    } else if (missing == TrialWish::Missing::write && !fs::exists(example.table_file)) {
        write_table(example, table.value(), verdict);
    } else if (!fs::exists(example.table_file)) {
        verdict.add(cat("examples/", example.name, ".table"), "", "is missing; --write writes it for you to read");
    }
}

// Columns that hold something in every row.
std::vector<std::string> always_filled(const Table& table) {
    std::vector<std::string> names;
    for (const auto& column : table.columns) {
        bool is_filled = true;
        for (std::size_t row = 0; row < table.rows(); ++row) is_filled = is_filled && column.has(row);
        if (is_filled) names.push_back(column.name);
    }
    return names;
}

bool is_empty_column(const Table& table, const std::string& name) {
    const Column* column = table.find(name);
    for (std::size_t row = 0; column && row < table.rows(); ++row) {
        if (column->has(row)) return false;
    }
    return true;
}

// Whether each row holds a text: a list of names is one that a plugin may know how to read.
bool is_named(const Table& table) {
    for (std::size_t row = 0; row < table.rows(); ++row) {
        const bool has_name = std::any_of(table.columns.begin(), table.columns.end(), [row](const Column& column) {
            return column.kind == Kind::text && column.has(row) && (column.text(row) == "a" || column.text(row) == "b");
        });
        if (!has_name) return false;
    }
    return true;
}

// Empty where the outcome may be.
std::string flaw_of(const Result<Table>& outcome, Allowed allowed) {
    if (!outcome) {
        return is_spent(outcome.error()) ? cat("does not come to an end: ", outcome.error().detail) : "";
    }
    const auto rows = static_cast<std::int64_t>(outcome.value().rows());
    if (allowed == Allowed::anything) return "";
    if (allowed == Allowed::error_or_rows) {
        return rows > 0 ? "" : "becomes an empty table, as if there were nothing: it must be an error";
    }
    if (allowed == Allowed::error_or_names && is_named(outcome.value())) return "";
    if (rows > 0) return cat("becomes ", counted(rows, "row", "rows"), ": assert that the reply holds the list");
    if (allowed == Allowed::error) return "becomes an empty table, as if there were nothing: it must be an error";
    return "";
}

void try_hostile(Rehearsal& rehearsal, const Example& example, Verdict& verdict) {
    const auto good = rehearsal.shape(example);
    if (!good || good.value().rows() == 0) return;  // Reported already.
    for (const auto& hostile : hostile_replies(*example.reply)) {
        if (hostile.reply == *example.reply) continue;
        std::string flaw = flaw_of(rehearsal.shape(example.name, hostile.reply), hostile.allowed);
        if (flaw.empty()) flaw = rehearsal.flaw_of_more(example.name, hostile.reply);
        if (!flaw.empty()) verdict.add("plugin.lua", example.name, cat(hostile.name, " ", flaw));
    }
}

// Another dataset's reply may be of the same form; rows that hold nothing of what each row has are not its own.
void try_swapped(Rehearsal& rehearsal, const Example& example, const Example& other, Verdict& verdict) {
    const auto good = rehearsal.shape(example);
    if (!good || good.value().rows() == 0) return;
    const auto filled = always_filled(good.value());
    const auto swapped = rehearsal.shape(example.name, *other.reply);
    if (!swapped || swapped.value().rows() == 0 || filled.empty()) return;
    const bool is_foreign = std::all_of(filled.begin(), filled.end(), [&swapped](const std::string& name) {
        return is_empty_column(swapped.value(), name);
    });
    if (!is_foreign) return;
    verdict.add("plugin.lua", example.name,
                cat("the reply of ", other.name, " becomes ",
                    counted(static_cast<std::int64_t>(swapped.value().rows()), "row", "rows"),
                    " of nothing: assert a field that each row has, such as ", filled.front()));
}

Verdict try_folder(const std::string& id, const vendors::Catalogue& catalogue, const TrialWish& wish) {
    Verdict verdict{id, {}, {}};
    const vendors::Vendor* vendor = catalogue.find({id});
    if (vendor == nullptr) {
        for (const auto& mistake : catalogue.mistakes()) {
            if (mistake.file.starts_with(id + "/")) verdict.mistakes.push_back(mistake);
        }
        if (verdict.mistakes.empty()) verdict.add("manifest.lua", "", "is missing");
        return verdict;
    }
    std::vector<Example> examples = read_examples(fs::path(wish.folder) / id, verdict);
    auto rehearsal = Rehearsal::open(*vendor, examples, wish.now);
    if (!rehearsal) {
        verdict.add("plugin.lua", "", reason_of(rehearsal.error()));
        return verdict;
    }
    const auto is_foreign = [vendor](const Example& example) {
        return !example.reply || !is_dataset_example(vendor->manifest, example.name);
    };
    examples.erase(std::remove_if(examples.begin(), examples.end(), is_foreign), examples.end());
    for (const auto& example : examples) {
        try_example(rehearsal.value(), example, wish.missing, verdict);
        rehearsal.value().try_paging(example.name, *example.reply, verdict);
        try_hostile(rehearsal.value(), example, verdict);
        for (const auto& other : examples) {
            if (other.name != example.name) try_swapped(rehearsal.value(), example, other, verdict);
        }
    }
    for (const auto& [dataset, about] : vendor->manifest.datasets) {
        rehearsal.value().try_arguments(dataset, verdict);
        for (const auto& column : about.on_demand) {
            rehearsal.value().try_arguments(vendors::to_text(vendors::Breakdown{dataset, {column}}), verdict);
        }
        const bool has_example = std::any_of(examples.begin(), examples.end(),
                                             [&name = dataset](const Example& one) { return one.name == name; });
        if (!has_example) verdict.add(cat("examples/", dataset, ".json"), "", "is missing: there is nothing to try");
    }
    return verdict;
}

}  // namespace

Result<std::vector<Verdict>> trial(const TrialWish& wish) {
    PARLEY_TRY(const auto ids, chosen_folders(wish.folder, wish.ids));
    PARLEY_TRY(const auto catalogue, vendors::Catalogue::read(wish.folder));
    std::vector<Verdict> verdicts;
    verdicts.reserve(ids.size());
    for (const auto& id : ids) verdicts.push_back(try_folder(id, catalogue, wish));
    return verdicts;
}

Result<Table> shape_reply(const vendors::Vendor& vendor, const std::string& dataset, const Json& reply, Instant now) {
    PARLEY_TRY(auto rehearsal, Rehearsal::open(vendor, {}, now));
    return rehearsal.shape(dataset, reply);
}

Result<Json> first_arguments(const vendors::Vendor& vendor, const std::string& dataset,
                             const std::optional<DayRange>& range, Instant now) {
    Verdict verdict{vendor.manifest.id.text, {}, {}};
    const auto examples = read_examples(vendor.folder, verdict);
    PARLEY_TRY(auto rehearsal, Rehearsal::open(vendor, examples, now));
    return rehearsal.prepare(dataset, range);
}

}  // namespace parley::kit
