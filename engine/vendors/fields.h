#pragma once
// The manifest language as one table: every field there is, its form and what it is for. The checker, the messages and
// the authors' reference in plugins/README.md all come from it.

#include "vendors/manifest.h"

#include <string>
#include <string_view>
#include <vector>

namespace parley::vendors {

enum class Form {
    text,
    word,  // one of Field::words
    flag,
    integer,
    number,
    scalar,       // a text, a number or a flag
    texts,        // { "a", "b" }
    word_groups,  // { { "a", "b" }, { "c" } }
    anything,     // plain data
    any_list,
    section,            // the fields of Field::section
    sections,           // a list of such
    named_sections,     // the same by name: { charges = { ... } }
    named_texts,        // { name = "text" }
    texts_or_sections,  // { "EUR", { value = "USD" } }
    conditions,         // { { "status", "=", "paid" } }
};

enum class Need { optional, required };

struct Field {
    std::string_view name;
    Form form;
    Need need;
    std::string_view doc;
    std::string_view section = "";             // Of the section forms: which one.
    std::vector<std::string_view> words = {};  // Of a word: the ones there are.
};

struct Section {
    std::string_view name;   // "dataset"
    std::string_view title;  // Where it stands in a manifest: "datasets.NAME"
    std::vector<Field> fields;
};

// The manifest itself first, then in the order in which a reader meets them.
const std::vector<Section>& language();

// Mistakes of one file, as they are found.
struct Report {
    std::string file;
    std::vector<Mistake> mistakes;

    void add(std::string field, std::string remedy) { mistakes.push_back({file, std::move(field), std::move(remedy)}); }
};

// Unknown fields, missing ones and wrong forms.
void check_fields(const Json& manifest, Report& report);

// "no column "amout" in dataset "charges" (did you mean "amount"?)"
std::string did_you_mean(std::string complaint, std::string_view wrong, const std::vector<std::string>& candidates);

// The reference section of plugins/README.md.
std::string fields_markdown();

}  // namespace parley::vendors
