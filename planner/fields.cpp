#include "planner/fields.h"

#include "base/text.h"
#include "planner/language/words.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

constexpr std::size_t fields_shown = 12;

bool is_of(const std::string& word, std::initializer_list<std::string_view> words) {
    return std::find(words.begin(), words.end(), word) != words.end();
}

// Words that only say that a row came to be.
bool says_created(const std::string& word) {
    return is_of(word, {"created", "added", "registered", "new", "entered", "logged", "submitted", "recorded", "made",
                        "joined", "opened", "reported", "inserted", "signed"});
}

class Fitting {
public:
    Fitting(Plan plan, Offer told) : plan_(std::move(plan)), told_(std::move(told)) { stem_fields(); }

    Result<Fitted> fit() {
        if (plan_.measures.size() != 1 || told_.datasets.size() != 1) {
            return Error{Fault::invalid, "Of a table that somebody made one number can be asked at a time.", ""};
        }
        PARLEY_TRY([[maybe_unused]] const Done measured, fit_measure());
        PARLEY_TRY([[maybe_unused]] const Done grouped, fit_groups());
        PARLEY_TRY([[maybe_unused]] const Done filtered, fit_filters());
        PARLEY_TRY([[maybe_unused]] const Done timed, fit_time());
        return Fitted{std::move(plan_), std::move(told_)};
    }

private:
    struct Named {
        const Field* field;
        std::vector<std::string> stems;
    };

    std::vector<std::string> stems_of(const std::string& text) {
        // "unitPrice" and "unit_price" are "unit price".
        std::string spread;
        for (std::size_t k = 0; k < text.size(); ++k) {
            const bool hump = k > 0 && text[k] >= 'A' && text[k] <= 'Z' && text[k - 1] >= 'a' && text[k - 1] <= 'z';
            if (hump) spread += ' ';
            spread += text[k] == '_' || text[k] == '.' ? ' ' : text[k];
        }
        std::vector<std::string> stems;
        for (const auto& word : words_of(spread, stemmer_)) stems.push_back(word.stem);
        return stems;
    }

    void stem_fields() {
        if (told_.datasets.empty()) return;
        for (const auto& field : told_.datasets.front().fields) fields_.push_back({&field, stems_of(field.name)});
    }

    // The field called so: all its words, else the one whose name holds all words of the question's, or the other way.
    template <typename Fits>
    const Field* called(const std::string& words, Fits fits) {
        const auto wanted = stems_of(words);
        const auto holds = [](const auto& all, const auto& some) {
            return !some.empty() && std::all_of(some.begin(), some.end(), [&all](const std::string& stem) {
                return std::find(all.begin(), all.end(), stem) != all.end();
            });
        };
        const Field* near = nullptr;
        std::size_t least = 0;
        for (const auto& named : fields_) {
            if (!fits(*named.field)) continue;
            if (named.stems == wanted) return named.field;
            if (!holds(named.stems, wanted) && !holds(wanted, named.stems)) continue;
            if (near == nullptr || named.stems.size() < least) {
                near = named.field;
                least = named.stems.size();
            }
        }
        return near;
    }

    std::string own_fields() const {
        std::vector<std::string> names;
        for (const auto& named : fields_) {
            if (named.field->role != Role::key && names.size() < fields_shown) names.push_back(named.field->name);
        }
        return join(names, ", ");
    }

    Error unknown(const std::string& words) const {
        return Error{Fault::invalid,
                     cat("The table has no field that is called \"", words, "\". It has: ", own_fields(), "."),
                     "own table"};
    }

    void note_as(const std::string& words, const Field& field) {
        if (lower(words) != lower(field.name))
            plan_.notes.push_back(cat("\"", words, "\" is \"", field.name, "\" here"));
    }

    static bool is_measure(const Field& field) { return field.role == Role::measure; }
    static bool is_time(const Field& field) { return field.role == Role::time; }
    static bool is_group(const Field& field) { return field.role != Role::measure && field.role != Role::time; }

    const Metric* metric_of(const Field& field) const {
        const auto found = std::find_if(told_.metrics.begin(), told_.metrics.end(), [&](const Metric& metric) {
            return metric.value.column == field.name && metric.value.aggregate != Aggregate::count;
        });
        return found == told_.metrics.end() ? nullptr : &*found;
    }

    const Dimension* dimension_of(const Field& field) const {
        const auto found = std::find_if(told_.dimensions.begin(), told_.dimensions.end(), [&](const Dimension& one) {
            const auto column = one.columns.find(told_.datasets.front().id);
            return column != one.columns.end() && column->second == field.name;
        });
        return found == told_.dimensions.end() ? nullptr : &*found;
    }

    // "sum per supplier": where one column alone can be added up, or one is money, it is the one.
    const Field* amount() {
        for (const char* name : {"amount", "total", "value", "price", "cost", "budget", "revenue"}) {
            if (const Field* field = called(name, is_measure)) return field;
        }
        std::vector<const Field*> money, all;
        for (const auto& named : fields_) {
            if (!is_measure(*named.field)) continue;
            all.push_back(named.field);
            if (named.field->kind == Kind::money) money.push_back(named.field);
        }
        if (money.size() == 1) return money.front();
        return all.size() == 1 ? all.front() : nullptr;
    }

    Result<Done> fit_measure() {
        Measure& measure = plan_.measures.front();
        if (measure.field.empty()) return Done{};
        const Field* field = called(measure.field, is_measure);
        if (measure.aggregate == "count") {
            // "bugs per severity" counts; a "headcount per office" that is a column of numbers is added up.
            if (field == nullptr || stems_of(field->name) != stems_of(measure.field)) return Done{};
            measure.aggregate = "sum";
        } else if (field == nullptr) {
            if (is_of(measure.field, {"amount", "value", "total"})) field = amount();
            if (field == nullptr) return unknown(measure.field);
        }
        const Metric* metric = metric_of(*field);
        if (metric == nullptr) return unknown(measure.field);
        note_as(measure.field, *field);
        measure.metric = cat(told_.vendor.text, ".", metric->id);
        measure.unit = metric->unit;
        if (metric->value.aggregate == Aggregate::mean && measure.aggregate == "sum") {
            measure.aggregate = "avg";
            plan_.notes.push_back(cat("shares cannot be added up: the mean of ", field->name, " is shown"));
        }
        return Done{};
    }

    // What the rows are called by: "top 10 hotels" where no column is called hotel.
    const Field* row_name() {
        for (const char* name : {"name", "title", "item", "subject", "label"}) {
            if (const Field* field = called(name, is_group)) return field;
        }
        return nullptr;
    }

    Result<Done> fit_groups() {
        for (auto& group : plan_.group_by) {
            const Field* field = called(group, is_group);
            if (field == nullptr && plan_.order) field = row_name();
            if (field == nullptr) return unknown(group);
            const Dimension* dimension = dimension_of(*field);
            if (dimension == nullptr) return unknown(group);
            note_as(group, *field);
            group = dimension->id;
        }
        return Done{};
    }

    Result<Done> fit_filters() {
        for (auto& filter : plan_.filters) {
            const Field* field = called(filter.field, is_group);
            const Dimension* dimension = field == nullptr ? nullptr : dimension_of(*field);
            if (dimension == nullptr) return unknown(filter.field);
            filter.field = dimension->id;
        }
        return Done{};
    }

    // The column of time that the question's word means; without one the vendor's own, or the most telling.
    const Field* time_field() {
        const std::string& dated = plan_.measures.front().dated;
        Dataset& dataset = told_.datasets.front();
        if (!dated.empty()) {
            if (const Field* field = called(dated, is_time)) return field;
            const auto stems = stems_of(dated);
            for (const auto& named : fields_) {
                // "ending" means "end date", "registered" a "registration date".
                const bool alike = is_time(*named.field) &&
                                   std::any_of(named.stems.begin(), named.stems.end(), [&](const std::string& stem) {
                                       return !stems.empty() && stem.size() >= 3 && stems.front().size() >= 3 &&
                                              (stem.starts_with(stems.front()) || stems.front().starts_with(stem));
                                   });
                if (alike) return named.field;
            }
            if (says_created(dated)) {
                for (const char* name : {"created", "created at", "created time", "inserted at", "added"}) {
                    if (const Field* field = called(name, is_time)) return field;
                }
            }
        }
        return dataset.field(dataset.time_field);
    }

    Result<Done> fit_time() {
        const bool asks = plan_.range || plan_.grain || plan_.compare != Compare::none;
        if (!asks) return Done{};
        const Field* field = time_field();
        if (field == nullptr) {
            return Error{
                Fault::invalid,
                cat("The table has no dates, so that no period can be asked of it. It has: ", own_fields(), "."),
                "own table"};
        }
        told_.datasets.front().time_field = field->name;
        plan_.notes.push_back(cat("its dates are those of \"", field->name, "\""));
        return Done{};
    }

    Plan plan_;
    Offer told_;
    Stemmer stemmer_;
    std::vector<Named> fields_;
};

}  // namespace

Result<Fitted> fit_to_fields(Plan plan, Offer told) {
    return Fitting(std::move(plan), std::move(told)).fit();
}

}  // namespace parley::planner
