#include "planner/tables/columns.h"

#include "base/text.h"
#include "planner/tools/terms.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace parley::planner {
namespace {

// Words of names that many things have: found alone they point at no column in particular.
bool is_general(const std::string& stem) {
    static constexpr std::array<std::string_view, 17> words{"id", "name",  "code", "number", "num",     "type",
                                                            "of", "date",  "time", "count",  "in",      "other",
                                                            "no", "total", "and",  "detail", "descript"};
    return std::find(words.begin(), words.end(), stem) != words.end();
}

bool is_number_word(const std::string& stem) {
    return stem == "id" || stem == "num" || stem == "no" || stem == "number";
}

// "dept" for department, "qty" for quantity: the same first letter, the rest in order, clearly shorter.
bool abbreviates(std::string_view shorter, std::string_view longer) {
    if (shorter.size() < 3 || longer.size() < shorter.size() + 2 || shorter.front() != longer.front()) return false;
    if (longer.starts_with(shorter)) return true;
    std::size_t at = 0;
    for (const char c : longer) {
        if (at < shorter.size() && shorter[at] == c) ++at;
    }
    const bool vowels = shorter.find_first_of("aeiou", 1) != std::string_view::npos;
    const bool long_enough = shorter.size() >= 4 && shorter[1] == longer[1];
    return at == shorter.size() && (!vowels || long_enough) && shorter.back() == longer.back();
}

// Words that mean about the same in tables of every kind. Pairs of stems.
bool are_synonyms(const std::string& a, const std::string& b) {
    static constexpr std::array<std::array<std::string_view, 2>, 34> pairs{
        {{"end", "to"},        {"start", "from"},     {"begin", "from"},     {"gpa", "grade"},    {"countri", "origin"},
         {"nation", "origin"}, {"region", "origin"},  {"countri", "nation"}, {"mileag", "mpg"},   {"gender", "sex"},
         {"cost", "price"},    {"revenu", "gross"},   {"revenu", "sale"},    {"sold", "sale"},    {"sell", "sale"},
         {"earn", "profit"},   {"durat", "time"},     {"length", "time"},    {"film", "movi"},    {"famili", "last"},
         {"surnam", "lname"},  {"birthday", "birth"}, {"when", "date"},      {"long", "time"},    {"long", "length"},
         {"old", "age"},       {"tall", "height"},    {"heavi", "weight"},   {"expens", "price"}, {"class", "categori"},
         {"compani", "firm"},  {"citi", "town"},      {"job", "occup"},      {"depart", "divis"}}};
    return std::any_of(pairs.begin(), pairs.end(), [&](const auto& pair) {
        return (pair[0] == a && pair[1] == b) || (pair[0] == b && pair[1] == a);
    });
}

struct NamePart {
    std::string text;
    std::string stem;
    float says = 1;           // How much this part tells the column from the others.
    bool names_rows = false;  // The table is called so too.
};

struct Named {
    std::vector<NamePart> parts;
    std::string joined;  // "allergytype"
    float whole = 0;
    bool head_alone =
        false;  // No other column's name ends so: "type" means "Creative Type" where that is the only type.
};

std::vector<Named> names_of(const PlainTable& table, Stemmer& stemmer) {
    std::vector<Named> out;
    std::map<std::string, int> holders;
    for (const auto& column : table.columns) {
        Named named;
        std::set<std::string> seen;
        std::string piece;
        const std::string& name = column.name;
        const auto finish = [&] {
            if (!piece.empty()) named.parts.push_back({lower(piece), stemmer.stem(lower(piece)), 1});
            piece.clear();
        };
        const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
        for (std::size_t k = 0; k < name.size(); ++k) {
            const char c = name[k];
            const bool letter = is_upper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
                                static_cast<unsigned char>(c) >= 0x80;
            const bool begins =
                k > 0 && is_upper(c) &&
                ((!is_upper(name[k - 1])) || (k + 1 < name.size() && name[k + 1] >= 'a' && name[k + 1] <= 'z'));
            if (!letter || begins) finish();
            if (letter) piece += c;
        }
        finish();
        for (const auto& part : named.parts) {
            named.joined += part.text;
            if (seen.insert(part.stem).second) ++holders[part.stem];
        }
        out.push_back(std::move(named));
    }
    std::set<std::string> rows;
    for (const auto& word : words_of(table.name, stemmer)) {
        for (const auto& piece : split(word.text, '_')) rows.insert(stemmer.stem(piece));
    }
    for (auto& named : out) {
        for (auto& part : named.parts) {
            part.names_rows = rows.contains(part.stem);
            const float own = is_general(part.stem) ? 0.5F : 1.0F;
            part.says = own / static_cast<float>(holders[part.stem]);
            named.whole += own;
        }
        named.head_alone = !named.parts.empty() && holders[named.parts.back().stem] == 1;
    }
    return out;
}

// Words of counting and drawing are taken for a column only where they are its name letter by letter.
bool only_literal(const std::string& word) {
    static constexpr std::array<std::string_view, 28> words{
        "count", "counts", "number",  "average",   "mean",   "total",   "sum",   "bar",    "bars",   "chart",
        "graph", "plot",   "line",    "pie",       "axis",   "bin",     "group", "order",  "create", "show",
        "draw",  "make",   "display", "visualize", "orders", "ordered", "sort",  "scatter"};
    return std::find(words.begin(), words.end(), word) != words.end();
}

// "when" asks for a date though it is a small word.
float synonym_of_small_word(const Word& word, const NamePart& part) {
    return are_synonyms(word.stem, part.stem) ? 0.75F : 0;
}

// Two neighbours changed places: "mgp" for "mpg".
bool is_transposed(std::string_view a, std::string_view b) {
    if (a.size() != b.size() || a.size() < 3) return false;
    const auto first = static_cast<std::size_t>(std::mismatch(a.begin(), a.end(), b.begin()).first - a.begin());
    if (first + 1 >= a.size() || a[first] != b[first + 1] || a[first + 1] != b[first]) return false;
    return a.substr(first + 2) == b.substr(first + 2);
}

float likeness(const Word& word, const NamePart& part, const WordVectors& vectors) {
    if (word.stem == part.stem || word.text == part.text) return 1;
    if (word.text.size() < 3 || is_stop_word(word.text) || only_literal(word.text))
        return synonym_of_small_word(word, part);
    if (is_transposed(word.text, part.text)) return 0.85F;
    const auto shorter = std::min(word.text.size(), part.text.size());
    if (shorter >= 5 && word.text.front() == part.text.front()) {
        const int distance = edit_distance(word.stem, part.stem);
        if (distance <= (shorter >= 8 ? 2 : 1)) return 0.9F;
    }
    if (abbreviates(part.text, word.text) || abbreviates(word.text, part.text)) return 0.8F;
    if (are_synonyms(word.stem, part.stem)) return 0.75F;
    const float* a = vectors.find(word.text);
    const float* b = vectors.find(part.text);
    constexpr float near_least = 0.72F;
    if (a != nullptr && b != nullptr && dot(a, b) >= near_least) return 0.6F;
    return 0;
}

// The longest run of words from `first` on that are parts of this name, with small words between them.
std::optional<Mention> mention_at(const Words& words, std::size_t first, std::size_t column, const Named& named,
                                  const WordVectors& vectors) {
    std::vector<float> found(named.parts.size(), 0);
    std::size_t end = first;
    float exact = 1;
    for (std::size_t at = first; at < words.size(); ++at) {
        if (at > first && words[at].breaks) break;
        std::size_t best = named.parts.size();
        float like = 0;
        for (std::size_t k = 0; k < named.parts.size(); ++k) {
            const float found_like = found[k] > 0 ? 0 : likeness(words[at], named.parts[k], vectors);
            if (found_like > like) {
                like = found_like;
                best = k;
            }
        }
        if (like > 0) {
            found[best] = like;
            exact = std::min(exact, like);
            end = at + 1;
            continue;
        }
        if (at == first) return std::nullopt;
        if (!is_one_of(words, at, {"of", "the", "in", "to", "s"}) || at + 1 >= words.size()) break;
    }
    if (end == first) return std::nullopt;
    const bool small = end == first + 1 && is_stop_word(words[first].text) && named.parts.size() > 1;
    if (small) return std::nullopt;  // "What is": no column "is_male".
    float score = 0;
    float likes = 0;
    bool all = true;
    for (std::size_t k = 0; k < found.size(); ++k) {
        score += found[k] * named.parts[k].says;
        likes += found[k];
        if (found[k] <= 0) all = false;
    }
    score /= std::max(named.whole, 0.01F);
    const bool head_missing = !all && found.back() <= 0 && is_general(named.parts.back().stem);
    const bool about_rows = std::any_of(named.parts.begin(), named.parts.end(), [&](const NamePart& part) {
        return part.names_rows && found[static_cast<std::size_t>(&part - named.parts.data())] > 0;
    });
    // "singers" are the rows of the table, and no column of singers' numbers.
    if (head_missing && (about_rows || is_number_word(named.parts.back().stem))) return std::nullopt;
    if (all)
        score = likes / static_cast<float>(found.size());
    else if (named.head_alone && found.back() > 0)
        score = std::max(score, 0.5F * found.back() + 0.1F);
    return Mention{first, end - first, column, score, {}};
}

// A name written in one word, or one that the question writes in one: "job_id", "birth date" for "birthdate".
std::optional<Mention> joined_at(const Words& words, std::size_t first, std::size_t column, const Named& named) {
    std::string text;
    std::string initials;
    for (std::size_t count = 1; count <= 4 && first + count <= words.size(); ++count) {
        if (count > 1 && words[first + count - 1].breaks) break;
        text += words[first + count - 1].text;
        initials += words[first + count - 1].text.front();
        if (count >= 3 && initials == named.joined)
            return Mention{first, count, column, 0.9F, {}};  // "miles per gallon"
        if (text == named.joined || text == named.joined + "s") return Mention{first, count, column, 1, {}};
    }
    return std::nullopt;
}

void add_values(const Words& words, const PlainTable& table, std::vector<Mention>& out, Stemmer& stemmer) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        for (const auto& value : table.columns[column].values) {
            const Words said = words_of(value, stemmer);
            if (said.empty() || said.size() > 5 || value.size() < 3) continue;
            for (std::size_t at = 0; at + said.size() <= words.size(); ++at) {
                bool same = true;
                for (std::size_t k = 0; k < said.size() && same; ++k) same = words[at + k].stem == said[k].stem;
                if (!same || (said.size() == 1 && is_stop_word(words[at].text))) continue;
                out.push_back({at, said.size(), column, 0.7F, {value}});
            }
        }
    }
}

// "male and female": the values of a column that has two of one letter.
void add_genders(const Words& words, const PlainTable& table, std::vector<Mention>& out) {
    for (std::size_t column = 0; column < table.columns.size(); ++column) {
        const auto& values = table.columns[column].values;
        if (table.columns[column].distinct > 3) continue;
        for (const char* const name : {"male", "female"}) {
            const auto held = std::find_if(values.begin(), values.end(), [&](const std::string& value) {
                return value.size() == 1 && lower(value).front() == *name;
            });
            if (held == values.end()) continue;
            for (std::size_t at = 0; at < words.size(); ++at) {
                if (words[at].text == name || words[at].text == cat(name, "s"))
                    out.push_back({at, 1, column, 0.7F, {*held}});
            }
        }
    }
}

// "product categories": the first noun only describes the second.
void drop_modifiers(const Words& words, std::vector<Mention>& mentions) {
    for (std::size_t k = 0; k + 1 < mentions.size();) {
        const Mention& here = mentions[k];
        const Mention& next = mentions[k + 1];
        const bool touches = here.end() == next.first && !words[next.first].breaks;
        if (touches && here.values.empty() && next.values.empty() && here.sure < 0.8F && next.sure > here.sure)
            mentions.erase(mentions.begin() + static_cast<std::ptrdiff_t>(k));
        else
            ++k;
    }
}

// "the names of the departments" is one column, "dept_name", though there is a column "name" too.
void join_parted(const PlainTable& table, const std::vector<Named>& names, std::vector<Mention>& mentions) {
    for (std::size_t k = 0; k < mentions.size(); ++k) {
        const auto& bare = names[mentions[k].column];
        if (bare.parts.size() != 1 || !is_general(bare.parts.front().stem) || mentions[k].sure < 1) continue;
        const auto whole = std::find_if(mentions.begin(), mentions.end(), [&](const Mention& other) {
            const auto& parts = names[other.column].parts;
            return other.sure < 1 && other.values.empty() && parts.size() == 2 &&
                   parts.back().stem == bare.parts.front().stem && table.columns[other.column].kind == Kind::text;
        });
        if (whole == mentions.end()) continue;
        whole->sure = 1;
        mentions.erase(mentions.begin() + static_cast<std::ptrdiff_t>(k));
        return;
    }
}

// Where several names end in the same word and that word stands alone ("rating"), what stands before it decides: behind
// "by" a text is meant, else a number.
void add_heads(const Words& words, const PlainTable& table, const std::vector<Named>& names,
               const std::vector<std::size_t>& groups, std::vector<Mention>& out) {
    for (std::size_t at = 0; at < words.size(); ++at) {
        const bool grouped =
            std::any_of(groups.begin(), groups.end(), [&](std::size_t lead) { return lead <= at && at <= lead + 1; });
        for (std::size_t column = 0; column < names.size(); ++column) {
            if (names[column].parts.empty() || names[column].head_alone || is_general(names[column].parts.back().stem))
                continue;
            const bool text = table.columns[column].kind == Kind::text;
            if (text != grouped || words[at].stem != names[column].parts.back().stem) continue;
            out.push_back({at, 1, column, 0.46F, {}});
            break;
        }
    }
}

}  // namespace

bool counts_years(const TableColumn& column) {
    const std::string name = lower(column.name);
    const bool called = name.ends_with("year") || name.starts_with("year");
    return called && (column.is_number() || column.kind == Kind::text) && !name.ends_with("years");
}

bool is_discrete(const TableColumn& column) {
    constexpr std::size_t values_most = 12;
    return column.kind == Kind::count && column.distinct > 0 && column.distinct <= values_most;
}

std::vector<Mention> find_mentions(const Words& words, const PlainTable& table, const WordVectors& vectors,
                                   Stemmer& stemmer, const std::vector<std::size_t>& groups,
                                   const std::vector<bool>& taken) {
    constexpr float sure_least = 0.45F;
    const auto names = names_of(table, stemmer);
    std::vector<Mention> found;
    for (std::size_t first = 0; first < words.size(); ++first) {
        if (taken[first]) continue;
        for (std::size_t column = 0; column < names.size(); ++column) {
            if (const auto joined = joined_at(words, first, column, names[column])) {
                found.push_back(*joined);
                continue;
            }
            const auto mention = mention_at(words, first, column, names[column], vectors);
            if (mention && mention->sure >= sure_least) found.push_back(*mention);
        }
    }
    add_heads(words, table, names, groups, found);
    add_values(words, table, found, stemmer);
    add_genders(words, table, found);
    // More words first, for a longer name says more; then the surer one; then the column that holds what can be drawn.
    std::stable_sort(found.begin(), found.end(), [](const Mention& a, const Mention& b) {
        const float left = a.sure * (1 + 0.5F * static_cast<float>(a.count));
        const float right = b.sure * (1 + 0.5F * static_cast<float>(b.count));
        return left > right;
    });
    std::vector<Mention> kept;
    for (auto& mention : found) {
        const bool covered = std::any_of(kept.begin(), kept.end(), [&](const Mention& other) {
            return mention.first < other.end() && other.first < mention.end();
        });
        if (!covered) kept.push_back(std::move(mention));
    }
    std::sort(kept.begin(), kept.end(), [](const Mention& a, const Mention& b) { return a.first < b.first; });
    drop_modifiers(words, kept);
    join_parted(table, names, kept);
    return kept;
}

}  // namespace parley::planner
