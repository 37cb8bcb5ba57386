#include "planner/proposal.h"

#include "base/limits.h"
#include "base/text.h"
#include "planner/check.h"
#include "planner/keys.h"
#include "planner/proposal_sources.h"
#include "planner/routing/build.h"
#include "planner/routing/glossary.h"
#include "planner/routing/undescribed.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace parley::planner {
namespace {

constexpr std::string_view why_proposed = "proposed by the language model, and held against the catalogue";
constexpr std::array<std::string_view, 10> fields{"measures", "group_by", "grain", "filters", "period",
                                                  "compare",  "order",    "limit", "join",    "chart"};

Error bad_proposal(std::string sentence) {
    return Error{Fault::invalid, std::move(sentence), "proposal"};
}

Error wrong_kind(std::string_view field) {
    return bad_proposal(cat(field, " is of the wrong kind: see the schema."));
}

Result<Done> check_fields(const Json& object, std::span<const std::string_view> known, std::string_view of) {
    if (!object.is_object()) return wrong_kind(of);
    for (const auto& [name, value] : object.items()) {
        if (std::find(known.begin(), known.end(), name) == known.end())
            return bad_proposal(cat(of, " has no field ", quoted_name(name), "."));
    }
    return Done{};
}

// A text, or empty where there is none or null.
Result<std::string> optional_text(const Json& object, std::string_view key) {
    const Json& value = at_or_null(object, key);
    if (value.is_null()) return std::string();
    if (!value.is_string()) return wrong_kind(key);
    return value.get<std::string>();
}

// Where these words stand in the text, one after another.
std::optional<std::size_t> place_of(const Words& text, const Words& phrase) {
    if (phrase.empty() || phrase.size() > text.size()) return std::nullopt;
    for (std::size_t at = 0; at + phrase.size() <= text.size(); ++at) {
        std::size_t same = 0;
        while (same < phrase.size() && text[at + same].text == phrase[same].text) ++same;
        if (same == phrase.size()) return at;
    }
    return std::nullopt;
}

bool holds_words(const Words& text, const Words& phrase) {
    return place_of(text, phrase).has_value();
}

// Small letters, and one blank between what blanks part.
std::string folded(std::string_view text) {
    std::string out;
    for (const char letter : lower(trim(text))) {
        const bool is_blank = letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r';
        if (!is_blank) out += letter;
        if (is_blank && !out.ends_with(' ')) out += ' ';
    }
    return out;
}

// A text as it was written, with its words.
struct Said {
    std::string text;
    Words words;
};

// Words that place a period beside today without naming a date.
bool is_relative_word(const Words& words, std::size_t at) {
    return is_one_of(words, at, {"last", "past",  "previous", "this",  "current", "next",      "the",   "of",
                                 "to",   "date",  "year",     "years", "quarter", "quarters",  "month", "months",
                                 "week", "weeks", "day",      "days",  "today",   "yesterday", "since", "so",
                                 "far",  "in",    "from",     "until", "and",     "half",      "full",  "before"});
}

class Reader {
public:
    Reader(const Json& proposal, std::string_view question, const Index& index, const Context& context)
        : proposal_(proposal),
          index_(index),
          context_(context),
          wording_(read_glossary(question, index.offers(), context)),
          reading_(read(wording_.text, index.lexicon(), context, stemmer_)) {
        say(std::string(question));
        if (context_.previous == nullptr) return;
        const Plan& before = *context_.previous;
        if (before.range) say(before.range->phrase);
        for (const auto& filter : before.filters) remember(filter.value);
    }

    Result<Plan> plan() {
        PARLEY_TRY([[maybe_unused]] const Done known, check_fields(proposal_, fields, "A proposal"));
        PARLEY_TRY([[maybe_unused]] const Done measures, read_measures());
        PARLEY_TRY([[maybe_unused]] const Done groups, read_groups());
        PARLEY_TRY([[maybe_unused]] const Done filters, read_filters());
        PARLEY_TRY([[maybe_unused]] const Done period, read_period());
        PARLEY_TRY([[maybe_unused]] const Done shape, read_shape());
        PARLEY_TRY([[maybe_unused]] const Done join, read_join());
        settle_period();
        plan_.notes.insert(plan_.notes.end(), wording_.notes.begin(), wording_.notes.end());
        if (!reading_.cues.chart_note.empty()) plan_.notes.push_back(reading_.cues.chart_note);
        return checked(std::move(plan_), index_, context_);
    }

private:
    Result<Done> read_measures();
    Result<Done> read_measure(const Json& item);
    Result<Done> read_groups();
    Result<Done> read_filters();
    Result<Json> read_value(const std::string& field, const Json& value);
    Result<Done> read_period();
    Result<Done> read_shape();
    Result<Done> read_order();
    Result<Done> read_join();
    void settle_period();
    void remember(const Json& value);
    void say(std::string text) {
        Words words = words_of(text, stemmer_);
        said_before_.push_back({std::move(text), std::move(words)});
    }
    bool was_said(const Words& words) const;
    std::optional<std::string> typed_as(const std::string& text);
    bool is_listed(const std::string& field, const std::string& value) const;
    Result<Done> check_name(const std::string& id);

    const Json& proposal_;
    const Index& index_;
    const Context& context_;
    Stemmer stemmer_;
    const Wording wording_;          // The question with the organization's own words explained.
    const Reading reading_;          // Our own, of the question.
    std::vector<Said> said_before_;  // Of the question as it was typed, and of the plan that a follow-up changes.
    Plan plan_;
};

void Reader::remember(const Json& value) {
    if (value.is_array()) {
        for (const auto& one : value) remember(one);
    } else if (value.is_string()) {
        say(value.get<std::string>());
    } else if (value.is_number()) {
        say(dump(value));
    }
}

bool Reader::was_said(const Words& words) const {
    if (holds_words(reading_.words, words)) return true;
    return std::any_of(said_before_.begin(), said_before_.end(),
                       [&](const Said& said) { return holds_words(said.words, words); });
}

Result<Done> Reader::read_measures() {
    const Json& list = at_or_null(proposal_, "measures");
    if (!list.is_array()) return wrong_kind("measures");
    if (list.empty()) return Error{Fault::not_found, "The model found nothing here that answers the question.", ""};
    PARLEY_TRY([[maybe_unused]] const Done few, check_measure_count(list.size()));
    for (const auto& item : list) {
        PARLEY_TRY([[maybe_unused]] const Done done, read_measure(item));
    }
    return Done{};
}

Result<Done> Reader::read_measure(const Json& item) {
    static constexpr std::array<std::string_view, 3> known{"metric", "aggregate", "field"};
    PARLEY_TRY([[maybe_unused]] const Done fits, check_fields(item, known, "A measure"));
    PARLEY_TRY(const std::string name, optional_text(item, "metric"));
    PARLEY_TRY(std::string aggregate, optional_text(item, "aggregate"));
    PARLEY_TRY(std::string field, optional_text(item, "field"));
    if (!field.empty() && !was_said(words_of(field, stemmer_)))
        return bad_proposal(cat("The field ", quoted_name(field), " does not stand in the question."));
    const std::size_t dot = name.find('.');
    const Offer* offer = offer_called(index_.offers(), name.substr(0, dot));
    if (dot == std::string::npos || offer == nullptr) {
        std::vector<std::string> keys;
        for (std::size_t k = 0; k < index_.offers().size(); ++k) {
            if (index_.offers()[k].connected) keys.push_back(source_key(index_.offers(), k));
        }
        const std::string near = nearest(name.substr(0, dot), keys);
        return bad_proposal(cat("There is no metric ", quoted_name(name), ": nothing connected is called so",
                                near.empty() ? "" : cat(" (did you mean \"", near, "\"?)"), "."));
    }
    const Metric* metric = offer->metric(name.substr(dot + 1));
    if (metric == nullptr) {
        std::vector<std::string> ids;
        for (const auto& one : offer->metrics) ids.push_back(one.id);
        const std::string near = nearest(name.substr(dot + 1), ids);
        return bad_proposal(cat("There is no metric ", quoted_name(name), " at ", offer->name,
                                near.empty() ? "" : cat(" (did you mean \"", name.substr(0, dot + 1), near, "\"?)"),
                                "."));
    }
    const bool there = std::any_of(plan_.steps.begin(), plan_.steps.end(), [&](const Step& step) {
        return step.connection == offer->connection && step.dataset == metric->dataset;
    });
    if (!there) {
        Step step;
        step.vendor = offer->vendor;
        step.connection = offer->connection;
        step.dataset = metric->dataset;
        step.why = std::string(why_proposed);
        plan_.steps.push_back(std::move(step));
    }
    Measure measure;
    measure.metric = cat(offer->vendor.text, ".", metric->id);
    measure.aggregate = std::move(aggregate);
    measure.field = std::move(field);
    plan_.measures.push_back(std::move(measure));
    return Done{};
}

Result<Done> Reader::read_groups() {
    const Json& list = at_or_null(proposal_, "group_by");
    if (list.is_null()) return Done{};
    if (!list.is_array()) return wrong_kind("group_by");
    PARLEY_TRY([[maybe_unused]] const Done few, check_group_count(list.size()));
    for (const auto& item : list) {
        if (!item.is_string()) return wrong_kind("group_by");
        plan_.group_by.push_back(item.get<std::string>());
        PARLEY_TRY([[maybe_unused]] const Done known, check_name(plan_.group_by.back()));
    }
    return Done{};
}

// Rows that nobody described take any name for a column: such a one must at least have been said. All other names are
// held against the catalogue with the whole plan.
Result<Done> Reader::check_name(const std::string& id) {
    for (const Step& step : plan_.steps) {
        for (const Offer& offer : index_.offers()) {
            if (!offer.connected || offer.connection != step.connection) continue;
            const Dataset* dataset = offer.dataset(step.dataset);
            const bool open =
                dataset != nullptr && (dataset->open_fields || (dataset->fields.empty() && offer.dimensions.empty()));
            if (offer.dimension(id) != nullptr || !open) return Done{};
        }
    }
    std::string words = id;
    std::replace(words.begin(), words.end(), '_', ' ');
    if (was_said(words_of(words, stemmer_))) return Done{};
    return bad_proposal(cat("There is no dimension ", quoted_name(id), ", and the question does not speak of one."));
}

// A value of the catalogue may be meant by other words; any other one must have been said.
bool Reader::is_listed(const std::string& field, const std::string& value) const {
    const std::string wanted = lower(trim(value));
    for (const Offer& offer : index_.offers()) {
        const Dimension* dimension = offer.connected ? offer.dimension(field) : nullptr;
        if (dimension == nullptr) continue;
        for (const auto& known : dimension->values) {
            if (lower(known.value) == wanted) return true;
        }
    }
    return false;
}

// Where the words were said, as they were typed; nothing where they were not.
std::optional<std::string> Reader::typed_as(const std::string& text) {
    const Words words = words_of(text, stemmer_);
    const auto in = [&](const std::string& source, const Words& said) -> std::optional<std::string> {
        const auto at = place_of(said, words);
        if (!at) return std::nullopt;
        if (folded(source).find(folded(text)) != std::string::npos) return text;
        std::string typed = text_between(source, said, *at, words.size());
        if (lower(typed).ends_with("'s") && !lower(text).ends_with("'s")) typed.resize(typed.size() - 2);
        return typed;
    };
    if (auto typed = in(reading_.text, reading_.words)) return typed;
    for (const auto& said : said_before_) {
        if (auto typed = in(said.text, said.words)) return typed;
    }
    return std::nullopt;
}

// What is looked for is what was typed, letter for letter: "Acme Inc" finds nothing where "acme, inc." was meant.
Result<Json> Reader::read_value(const std::string& field, const Json& value) {
    if (value.is_null() || value.is_boolean()) return value;
    if (!value.is_string() && !value.is_number())
        return bad_proposal(cat("The condition on ", quoted_name(field), " needs plain values."));
    const std::string text = value.is_string() ? value.get<std::string>() : dump(value);
    if (is_listed(field, text)) return value;
    if (const auto typed = typed_as(text)) return value.is_string() ? Json(*typed) : value;
    return bad_proposal(cat("The value asked for in ", quoted_name(field), " does not stand in the question."));
}

Result<Done> Reader::read_filters() {
    static constexpr std::array<std::string_view, 3> known{"field", "op", "value"};
    const Json& list = at_or_null(proposal_, "filters");
    if (list.is_null()) return Done{};
    if (!list.is_array()) return wrong_kind("filters");
    PARLEY_TRY([[maybe_unused]] const Done few, check_filter_count(list.size()));
    for (const auto& item : list) {
        PARLEY_TRY([[maybe_unused]] const Done fits, check_fields(item, known, "A filter"));
        PARLEY_TRY(std::string field, optional_text(item, "field"));
        PARLEY_TRY([[maybe_unused]] const Done named, check_name(field));
        PARLEY_TRY(std::string op, optional_text(item, "op"));
        Json value = at_or_null(item, "value");
        // Structured output knows no "one or several": a list of one behind "=" is that one.
        if (value.is_array() && value.size() == 1 && op != "in") value = Json(value.front());
        if (op == "in" && !value.is_array()) value = Json::array({value});
        if (value.size() > filter_values_most)
            return bad_proposal(cat("A condition lists at most ", filter_values_most, " values."));
        if (!value.is_array()) {
            PARLEY_TRY(value, read_value(field, value));
        } else {
            for (Json& one : value) {
                PARLEY_TRY(one, read_value(field, one));
            }
        }
        plan_.filters.push_back({std::move(field), std::move(op), std::move(value)});
    }
    return Done{};
}

// Models get dates wrong: they may point at the words of the question, and we read them.
Result<Done> Reader::read_period() {
    PARLEY_TRY(const std::string phrase, optional_text(proposal_, "period"));
    const Words words = words_of(phrase, stemmer_);
    const bool own = reading_.found && reading_.found->length > 0;
    if (words.empty() || (own && lower(trim(phrase)) == lower(trim(reading_.found->phrase)))) {
        plan_.range = make_range(reading_, context_);
        note_range(reading_, context_, plan_);
        return Done{};
    }
    if (phrase.size() > limits::name_bytes) return bad_proposal("The period is too long to be one.");
    const bool verbatim = was_said(words);
    for (std::size_t k = 0; k < words.size() && !verbatim; ++k) {
        if (is_relative_word(words, k) || was_said({words[k]})) continue;
        return bad_proposal(cat("The period ", quoted_name(phrase),
                                " does not stand in the question: point at its own words, or leave it out."));
    }
    const Reading dated = read(phrase, index_.lexicon(), context_, stemmer_);
    plan_.range = dated.found ? make_range(dated, context_) : read_range(phrase, context_);
    if (!plan_.range) return bad_proposal(cat("The period ", quoted_name(phrase), " names no days."));
    note_range(dated, context_, plan_);
    if (!verbatim) plan_.notes.push_back(cat("the period was taken for \"", plan_.range->phrase, "\""));
    return Done{};
}

Result<Done> Reader::read_order() {
    static constexpr std::array<std::string_view, 2> known{"by", "descending"};
    const Json& order = at_or_null(proposal_, "order");
    if (order.is_null()) return Done{};
    PARLEY_TRY([[maybe_unused]] const Done fits, check_fields(order, known, "An order"));
    PARLEY_TRY(std::string by, optional_text(order, "by"));
    const Json& descending = at_or_null(order, "descending");
    if (!descending.is_boolean() && !descending.is_null()) return wrong_kind("order.descending");
    plan_.order = Order{std::move(by), flag_at(order, "descending", true)};
    return Done{};
}

Result<Done> Reader::read_shape() {
    PARLEY_TRY(const std::string grain, optional_text(proposal_, "grain"));
    plan_.grain = grain_named(grain);
    if (!grain.empty() && !plan_.grain) return bad_proposal(cat("There is no step of time ", quoted_name(grain), "."));
    PARLEY_TRY(const std::string compare, optional_text(proposal_, "compare"));
    if (compare == "previous_period") plan_.compare = Compare::previous_period;
    if (compare == "previous_year") plan_.compare = Compare::previous_year;
    if (!compare.empty() && plan_.compare == Compare::none)
        return bad_proposal(
            cat("There is no comparison ", quoted_name(compare), ": previous_period and previous_year are."));
    PARLEY_TRY(plan_.chart, optional_text(proposal_, "chart"));
    PARLEY_TRY([[maybe_unused]] const Done order, read_order());
    const Json& limit = at_or_null(proposal_, "limit");
    if (limit.is_null()) return Done{};
    if (!limit.is_number_integer() || limit < 1 || limit > limits::rows_per_table) return wrong_kind("limit");
    plan_.limit = limit.get<int>();
    if (reading_.cues.limit != plan_.limit && !was_said(words_of(dump(limit), stemmer_)))
        plan_.notes.push_back(cat("no number was given: the first ", *plan_.limit, " are shown"));
    return Done{};
}

Result<Done> Reader::read_join() {
    static constexpr std::array<std::string_view, 2> known{"kind", "on"};
    const Json& json = at_or_null(proposal_, "join");
    if (json.is_null()) return Done{};
    PARLEY_TRY([[maybe_unused]] const Done fits, check_fields(json, known, "A join"));
    PARLEY_TRY(const std::string kind, optional_text(json, "kind"));
    Join join;
    PARLEY_TRY(join.on, optional_text(json, "on"));
    if (kind == "correlate")
        join.kind = Join::Kind::correlate;
    else if (kind == "match")
        join.kind = Join::Kind::match;
    else if (kind == "without")
        join.kind = Join::Kind::without;
    else if (kind != "side_by_side")
        return bad_proposal(cat("There is no join ", quoted_name(kind), "."));
    plan_.join = std::move(join);
    if (plan_.join->on.empty() && plan_.grain) plan_.join->on = std::string(parley::name_of(*plan_.grain));
    if (joins_by_key(plan_) || !grain_named(plan_.join->on)) return Done{};
    plan_.grain.reset();
    if (plan_.join->kind == Join::Kind::side_by_side) plan_.grain = grain_named(plan_.join->on);
    if (plan_.join->kind == Join::Kind::correlate)
        plan_.notes.emplace_back(
            "what goes together need not cause the other: a correlation says nothing about causes");
    return Done{};
}

// As where nobody proposed: steps of time and comparisons need a period, and it is said which was taken.
void Reader::settle_period() {
    const bool over_time = plan_.grain || plan_.compare != Compare::none || (plan_.join && !joins_by_key(plan_));
    if (plan_.range || !over_time) return;
    const auto on = plan_.join ? grain_named(plan_.join->on) : std::nullopt;
    plan_.range = default_range(plan_.grain ? *plan_.grain : on.value_or(Grain::month), context_);
    plan_.notes.push_back(cat("no period was asked for: ", plan_.range->phrase));
}

}  // namespace

Result<Plan> plan_from_proposal(const Json& proposal, std::string_view question, const Index& index,
                                const Context& context) {
    PARLEY_TRY(auto plan, Reader(proposal, question, index, context).plan());
    return given(std::move(plan), question, index, context);
}

Result<Json> proposal_in(std::string_view reply) {
    if (auto whole = parse_json(trim(reply)); whole && whole.value().is_object()) return whole;
    std::size_t first = 0;
    std::optional<Json> last;
    int depth_seen = 0;
    // Brackets in the words around it may not fit each other: each "{" at which an object begins is tried.
    for (std::size_t at = reply.find('{'); at != std::string_view::npos; at = reply.find('{', first)) {
        first = at + 1;
        if (++depth_seen > limits::json_depth) break;
        std::size_t end = 0;
        for_each_bracket(reply.substr(at), [&](std::size_t where, int depth) {
            if (depth == 0) end = at + where + 1;
            return depth > 0;
        });
        if (end == 0) continue;
        auto object = parse_json(reply.substr(at, end - at));
        if (!object || !object.value().is_object()) continue;
        last = std::move(object).value();
        first = end;
    }
    if (!last) return bad_proposal("The reply holds no JSON object.");
    return std::move(*last);
}

}  // namespace parley::planner
