#include "planner/routing/containers.h"

#include "base/text.h"
#include "planner/routing/build.h"
#include "planner/routing/own_words.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

constexpr std::size_t longest_container_name = 6;  // Words.

// Words before the noun that make another thing of it: nobody keeps rows in a customer base or a mailing list.
bool is_compound_name(const Words& words, std::size_t noun) {
    struct Compound {
        std::string_view noun;
        std::initializer_list<std::string_view> before;
    };
    static const std::array<Compound, 4> compounds{
        {{"base", {"customer",  "client", "user",  "member",        "subscriber", "fan",      "install", "installed",
                   "knowledge", "data",   "code",  "tax",           "rate",       "cost",     "power",   "skill",
                   "evidence",  "air",    "home",  "revenue",       "consumer",   "audience", "player",  "reader",
                   "supporter", "donor",  "asset", "manufacturing", "tenant"}},
         {"board", {"advisory", "supervisory", "executive", "management", "score",   "job",        "white",
                    "black",    "notice",      "message",   "bulletin",   "circuit", "leader",     "dash",
                    "story",    "mood",        "key",       "school",     "review",  "arbitration"}},
         {"table",
          {"pivot", "times", "time", "league", "periodic", "round", "dinner", "summary", "comparison", "following",
           "single", "simple", "plain", "contingency", "frequency"}},
         {"list", {"mailing",    "price",      "waiting", "wait",         "wish",  "email",    "e-mail",
                   "newsletter", "subscriber", "contact", "distribution", "check", "short",    "long",
                   "black",      "white",      "play",    "guest",        "full",  "complete", "whole"}}}};
    if (noun == 0) return true;
    for (const auto& compound : compounds) {
        if (words[noun].text != compound.noun) continue;
        return std::find(compound.before.begin(), compound.before.end(), words[noun - 1].text) != compound.before.end();
    }
    return false;
}

bool is_vendor(const Reading& reading, std::size_t word) {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::vendor && hit.phrase->is_name && hit.first <= word &&
               hit.first + hit.count > word;
    });
}

bool ends_in_possessive(const Reading& reading, std::size_t word) {
    const Word& w = reading.words[word];
    return std::string_view(reading.text).substr(w.at + w.text.size()).starts_with("'s") ||
           std::string_view(reading.text).substr(w.at, w.length).ends_with("'s");
}

// A word that may be part of the name that a customer gave.
bool can_name(const Reading& reading, std::size_t word) {
    const Word& w = reading.words[word];
    if (w.quoted || (w.text == "list" && word > 0)) return true;  // "the Stock list spreadsheet"
    return reading.is_open(word) && !is_stop_word(w.text) && !is_vendor(reading, word) &&
           !ends_in_possessive(reading, word);
}

bool is_written_as_name(const Reading& reading, std::size_t word) {
    const Word& w = reading.words[word];
    const bool joined = w.glued || (word + 1 < reading.words.size() && reading.words[word + 1].glued);
    return w.quoted || (w.capital && word > 0) || joined || w.text.find('_') != std::string::npos;
}

// What may stand before the name: nothing, a mark, an article, a word of place, a vendor.
bool may_lead(const Reading& reading, std::size_t first) {
    if (first == 0 || reading.words[first].breaks) return true;
    return is_one_of(reading.words, first - 1,
                     {"the", "our", "my", "a",   "an",   "this", "that", "their", "your", "in",     "from",
                      "of",  "on",  "to", "for", "into", "with", "and",  "show",  "list", "scraped"}) ||
           is_vendor(reading, first - 1) || ends_in_possessive(reading, first - 1);
}

bool is_date(const Reading& reading, std::size_t word) {
    return reading.uses[word] == Use::date;
}

// "in the wholesale base" and "on our Facilities board" name a place.
bool is_led_as_place(const Words& words, std::size_t first) {
    return first > 1 && is_one_of(words, first - 1, {"the", "our", "this", "my"}) &&
           is_one_of(words, first - 2, {"in", "from", "on", "of", "into", "inside", "to"});
}

// "the Q4 planning board": between the article and the name a date is part of the name.
std::size_t with_date(const Reading& reading, std::size_t first) {
    std::size_t begin = first;
    while (begin > 0 && first - begin < 2 && is_date(reading, begin - 1) && !reading.words[begin].breaks) --begin;
    const bool named = begin < first && begin > 0 && is_one_of(reading.words, begin - 1, {"the", "our"});
    return named ? begin : first;
}

// "the bug db page", "the users table in neon": behind the noun the name is over. "the orders table size" is another
// thing.
bool may_follow(const Reading& reading, std::size_t behind) {
    const Words& words = reading.words;
    while (is_one_of(words, behind, {"page", "itself"})) ++behind;
    if (behind >= words.size() || words[behind].breaks || words[behind].quoted) return true;
    if (!reading.is_open(behind) || is_stop_word(words[behind].text) || is_vendor(reading, behind)) return true;
    return is_one_of(words, behind,
                     {"since", "during", "whose", "according", "versus", "sorted", "ordered", "grouped"});
}

// "the widest table", "the second board": which one of them, and no name.
bool is_quality(const Word& word) {
    constexpr std::array<std::string_view, 20> qualities{
        "same", "other", "whole",  "entire", "first", "second", "third",   "new",     "old",  "current",
        "main", "empty", "single", "each",   "big",   "small",  "largest", "longest", "wide", "average"};
    const bool listed = std::find(qualities.begin(), qualities.end(), word.text) != qualities.end();
    return !word.capital && !word.quoted && (listed || (word.text.size() > 5 && word.text.ends_with("est")));
}

// The name before its noun: "bug tracker" of "in the bug tracker database".
std::optional<Container> named_before(const Reading& reading, std::size_t noun, std::size_t length) {
    const Words& words = reading.words;
    if (words[noun].breaks || is_compound_name(words, noun) || !may_follow(reading, noun + length)) return std::nullopt;
    std::size_t first = noun;
    while (first > 0 && noun - first < longest_container_name && can_name(reading, first - 1) &&
           (first == noun || !words[first].breaks))
        --first;
    while (first < noun && words[first].text == "list" && !words[first].quoted) ++first;
    if (first == noun || (first + 1 == noun && is_quality(words[first]))) return std::nullopt;
    first = with_date(reading, first);
    if (!may_lead(reading, first)) return std::nullopt;
    Container found;
    found.is_strong = is_led_as_place(words, first);
    found.first = first;
    found.count = noun + length - first;
    found.name = text_between(reading.text, words, first, noun - first);
    for (std::size_t k = first; k < noun; ++k) found.is_strong = found.is_strong || is_written_as_name(reading, k);
    return found;
}

// The name behind its noun: "dataset booking-brno", "board CRM", "the table called orders".
std::optional<Container> named_behind(const Reading& reading, std::size_t noun, std::size_t length) {
    const Words& words = reading.words;
    std::size_t first = noun + length;
    const bool is_said = is_one_of(words, first, {"called", "named"});
    if (is_said) ++first;
    if (first >= words.size() || words[first].breaks || !can_name(reading, first)) return std::nullopt;
    const bool is_place =
        noun > 0 && (is_one_of(words, noun - 1, {"in", "from", "of", "on"}) || is_vendor(reading, noun - 1));
    if (!is_said && !is_written_as_name(reading, first) && !(is_place && may_follow(reading, first + 1)))
        return std::nullopt;
    std::size_t end = first + 1;
    while (end < words.size() && end - first < longest_container_name && !words[end].breaks &&
           (words[end].glued || (can_name(reading, end) && is_written_as_name(reading, end))))
        ++end;
    Container found;
    found.first = noun;
    found.count = end - noun;
    found.name = text_between(reading.text, words, first, end - first);
    found.is_strong = true;
    return found;
}

std::string trimmed_marks(std::string name) {
    const auto is_mark = [](char c) { return c == '"' || c == '\'' || c == ' '; };
    while (!name.empty() && is_mark(name.back())) name.pop_back();
    while (!name.empty() && is_mark(name.front())) name.erase(name.begin());
    return name;
}

// "database" and "table" hold rows wherever they are said; a base, a board or a list may be anything.
bool is_strong_noun(const Word& noun) {
    constexpr std::array<std::string_view, 6> nouns{"database", "db", "table", "dataset", "sheet", "spreadsheet"};
    return std::find(nouns.begin(), nouns.end(), noun.text) != nouns.end();
}

bool is_container_of(const Dataset& dataset, const Dimension& dimension) {
    return dataset.open_fields && !dataset.tool.empty() && dimension.columns.contains(dataset.id) &&
           std::find(dataset.containers.begin(), dataset.containers.end(), dimension.id) != dataset.containers.end();
}

// "db" is said of whatever is called a database.
bool is_own_word(const Hit& hit, const Dimension& dimension) {
    return hit.phrase->is_name || (hit.phrase->text == "db" && dimension.name == "database");
}

std::optional<Container> container_at(const Reading& reading, const Hit& hit) {
    const std::size_t last = hit.first + hit.count - 1;
    const Word& noun = reading.words[last];
    if (hit.other_words || noun.text.ends_with('s') || !hit.phrase->text.ends_with(noun.text)) return std::nullopt;
    for (std::size_t k = hit.first; k <= last; ++k) {
        if (reading.uses[k] != Use::open) return std::nullopt;
    }
    auto found = named_behind(reading, hit.first, hit.count);
    if (!found) found = named_before(reading, hit.first, hit.count);
    if (!found) return std::nullopt;
    found->name = trimmed_marks(std::move(found->name));
    found->is_strong = found->is_strong || is_strong_noun(noun);
    found->offer = hit.phrase->offer;
    found->dimension = hit.phrase->item;
    return found;
}

// The dataset's metric that counts its rows.
const Metric* counting_metric(const Offer& offer, const Dataset& dataset) {
    const auto found = std::find_if(offer.metrics.begin(), offer.metrics.end(), [&](const Metric& metric) {
        return metric.dataset == dataset.id && metric.value.aggregate == Aggregate::count && !metric.per;
    });
    return found == offer.metrics.end() ? nullptr : &*found;
}

bool overlap(const Container& container, std::size_t first, std::size_t count) {
    return first < container.first + container.count && container.first < first + count;
}

// Without what the table's name says: "Sales pipeline" is no revenue.
Reading without_names(const Reading& reading, const std::vector<Container>& table) {
    Reading rest = reading;
    for (const auto& one : table) {
        for (std::size_t k = one.first; k < one.first + one.count; ++k) rest.uses[k] = Use::date;
        const auto is_inside = [&one](const Hit& hit) {
            return hit.phrase->thing != Thing::dimension && hit.phrase->thing != Thing::vendor &&
                   overlap(one, hit.first, hit.count);
        };
        rest.hits.erase(std::remove_if(rest.hits.begin(), rest.hits.end(), is_inside), rest.hits.end());
    }
    return rest;
}

// The metric is described, and the table's name is a value of its rows: "done rate by priority on the Roadmap board"
// needs no columns that nobody knows.
bool is_described(const Reading& reading, const Candidate& candidate, const std::vector<Container>& table) {
    const Container& container = table.front();
    if (!candidate.offer->connected) return false;
    const bool may_count = candidate.offer_position == container.offer && candidate.by_name > 0 &&
                           is_convincing(candidate) && !is_weak_guess(candidate) &&
                           read_own_words(reading, table).aggregate == "count";
    if (!candidate.full_name && !may_count) return false;
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    if (dataset == nullptr || dataset->open_fields || dataset->tool.empty()) return false;
    const Slots slots = fill_slots(reading, candidate);
    if (!slots.missing.empty() || !slots.missing_filter.empty() || !slots.unclear_of.empty()) return false;
    const bool asks_time = reading.found || reading.cues.grain || reading.cues.trend;
    if (asks_time && !has_time(*candidate.offer, *candidate.metric)) return false;
    return std::any_of(slots.filters.begin(), slots.filters.end(), [&](const Filter& filter) {
        const std::string value = filter.value.is_string() ? lower(filter.value.get<std::string>()) : "";
        return !value.empty() && lower(container.name).find(value) != std::string::npos;
    });
}

// Another number is named in full, and the table's name may be anything.
bool is_about_another(const Candidate& candidate, const Container& container) {
    const bool elsewhere = candidate.offer_position != container.offer;
    return elsewhere && candidate.offer->connected && candidate.whole_name && !container.is_strong;
}

// The containers of one table, of one vendor: "the Contracts table of the Vendor base".
using TableName = std::vector<Container>;

// Vendors that are named first, then those whose own word the noun is.
std::vector<TableName> tables_of(std::vector<Container> found, const Reading& reading) {
    const auto named = named_offers(reading);
    if (!named.empty()) {
        found.erase(std::remove_if(found.begin(), found.end(),
                                   [&](const Container& one) {
                                       return std::find(named.begin(), named.end(), one.offer) == named.end();
                                   }),
                    found.end());
    }
    const bool own_word = std::any_of(found.begin(), found.end(), [](const Container& one) { return !one.by_synonym; });
    std::vector<TableName> tables;
    for (auto& one : found) {
        if (own_word && one.by_synonym) continue;
        const auto same = std::find_if(tables.begin(), tables.end(), [&](const TableName& table) {
            return table.front().offer == one.offer && table.front().dataset == one.dataset;
        });
        if (same == tables.end())
            tables.push_back({std::move(one)});
        else if (std::none_of(same->begin(), same->end(),
                              [&](const Container& kept) { return overlap(kept, one.first, one.count); }))
            same->push_back(std::move(one));
    }
    // "the Leads table of the Sales base": only one of them has both.
    const auto shorter = [](const TableName& a, const TableName& b) { return a.size() < b.size(); };
    const auto longest = std::max_element(tables.begin(), tables.end(), shorter);
    const std::size_t most = longest == tables.end() ? 0 : longest->size();
    tables.erase(
        std::remove_if(tables.begin(), tables.end(), [most](const TableName& one) { return one.size() < most; }),
        tables.end());
    return tables;
}

// What the words beside the table's name are about, best first.
constexpr std::size_t looked_at = 8;

// A described number of the vendor that keeps the table: it is planned as any other.
const Candidate* described_in(const Reading& reading, const std::vector<Candidate>& scored, const TableName& table) {
    for (std::size_t k = 0; k < std::min(looked_at, scored.size()); ++k) {
        if (is_described(reading, scored[k], table)) return &scored[k];
    }
    return nullptr;
}

bool is_about_another(const std::vector<Candidate>& scored, const TableName& table) {
    return std::any_of(scored.begin(), scored.begin() + static_cast<std::ptrdiff_t>(std::min(looked_at, scored.size())),
                       [&](const Candidate& one) { return is_about_another(one, table.front()); });
}

// "reviews-2026" is a name, and no year.
bool is_date_of_name(const Reading& reading, const TableName& table) {
    if (!reading.found) return false;
    return std::any_of(table.begin(), table.end(), [&](const Container& one) {
        const Word& first = reading.words[one.first];
        const Word& last = reading.words[one.first + one.count - 1];
        return reading.found->at >= first.at && reading.found->at < last.at + last.length;
    });
}

void set_own_time(const Reading& reading, const OwnWords& own, const Context& context, Plan& plan) {
    plan.range = make_range(reading, context);
    plan.grain = reading.cues.grain ? reading.cues.grain : own.grain;
    if (!plan.grain) plan.grain = reading.spread;
    if (reading.cues.trend && !plan.grain) plan.grain = sensible_grain(plan.range);
    plan.compare = reading.comparison.with;
    if (!plan.range && (plan.grain || plan.compare != Compare::none)) {
        plan.range = default_range(plan.grain.value_or(Grain::month), context);
        plan.notes.push_back(cat("no period was asked for: ", plan.range->phrase));
    }
    note_range(reading, context, plan);
}

// A short form of the vendor's name ("monday") is no word of the table.
bool is_of_vendor(const Offer& offer, const std::string& word) {
    return word == offer.vendor.text || contains_word(lower(offer.name), word);
}

void note_own_words(const OwnWords& own, const Offer& offer, Plan& plan) {
    std::vector<std::string> fields = own.group_by;
    if (own.aggregate != "count") fields.push_back(own.field);
    for (const auto& filter : own.filters) fields.push_back(filter.field);
    for (const auto& field : fields) plan.notes.push_back(cat("\"", field, "\" is taken for a field of the table"));
    for (const auto& word : own.unread)
        if (!is_of_vendor(offer, word))
            plan.notes.push_back(cat("\"", word, "\" was not understood and had no effect"));
}

// "which candidates are in the hiring database", "list the suppliers": the rows themselves are wanted.
bool wants_rows(const Reading& reading, const Plan& plan) {
    const bool asks = is_one_of(reading.words, 0, {"which", "list", "show", "what", "name", "give"});
    return asks && !reading.cues.how_many && !reading.cues.how_much && plan.group_by.empty() && !plan.grain &&
           plan.measures.front().aggregate == "count";
}

std::optional<Plan> plan_of(const TableName& table, const Reading& whole, std::span<const Offer> offers,
                            const Context& context) {
    Reading reading = whole;
    if (is_date_of_name(whole, table)) reading.found.reset();
    const Offer& offer = offers[table.front().offer];
    const Dataset& dataset = offer.datasets[table.front().dataset];
    const Metric* metric = counting_metric(offer, dataset);
    if (metric == nullptr) return std::nullopt;
    const OwnWords own = read_own_words(reading, table);
    Plan plan;
    Candidate candidate;
    candidate.offer = &offer;
    candidate.metric = metric;
    plan.steps.push_back(
        make_step(candidate, cat("\"", table.front().name, "\" is a ", offer.dimensions[table.front().dimension].name,
                                 " in ", offer.name, ", with fields of its own")));
    plan.measures.push_back(
        {cat(offer.vendor.text, ".", metric->id), own.aggregate, metric->unit, own.field, own.dated});
    plan.group_by = own.group_by;
    for (const auto& one : table) plan.filters.push_back({offer.dimensions[one.dimension].id, "contains", one.name});
    plan.filters.insert(plan.filters.end(), own.filters.begin(), own.filters.end());
    note_own_words(own, offer, plan);
    set_own_time(reading, own, context, plan);
    set_order(reading.cues, *metric, plan);
    plan.chart = reading.cues.chart;
    if (plan.chart.empty() && wants_rows(reading, plan)) plan.chart = "table";
    if (!reading.cues.chart_note.empty()) plan.notes.push_back(reading.cues.chart_note);
    return plan;
}

Clarify ask_whose(const std::vector<TableName>& tables, const std::vector<Plan>& plans, std::span<const Offer> offers) {
    Clarify clarify;
    clarify.question = cat("Where is \"", tables.front().front().name, "\"?");
    for (std::size_t k = 0; k < plans.size(); ++k) {
        const auto& container = tables[k].front();
        const Offer& offer = offers[container.offer];
        clarify.choices.push_back(
            {cat("the ", offer.dimensions[container.dimension].name, " in ", offer.name), plans[k]});
    }
    return clarify;
}

}  // namespace

std::vector<Container> find_containers(const Reading& reading, std::span<const Offer> offers) {
    std::vector<Container> found;
    for (const auto& hit : reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !offers[hit.phrase->offer].connected) continue;
        const Offer& offer = offers[hit.phrase->offer];
        const Dimension& dimension = offer.dimensions[hit.phrase->item];
        for (std::size_t k = 0; k < offer.datasets.size(); ++k) {
            if (!is_container_of(offer.datasets[k], dimension)) continue;
            auto one = container_at(reading, hit);
            if (!one) continue;
            one->dataset = k;
            one->by_synonym = !is_own_word(hit, dimension);
            found.push_back(std::move(*one));
        }
    }
    return found;
}

std::optional<Decision> try_own_table(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                      const Context& context) {
    const auto tables = tables_of(find_containers(reading, offers), reading);
    std::vector<TableName> kept;
    std::vector<Plan> plans;
    for (const auto& table : tables) {
        const auto scored = candidates(without_names(reading, table), lexicon, offers);
        if (const Candidate* described = described_in(reading, scored, table))
            return Decision(build_plan(reading, *described, nullptr, context));
        if (is_about_another(scored, table)) continue;
        auto plan = plan_of(table, reading, offers, context);
        if (!plan) continue;
        kept.push_back(table);
        plans.push_back(std::move(*plan));
    }
    if (plans.empty()) return std::nullopt;
    if (plans.size() == 1) return Decision(std::move(plans.front()));
    return Decision(ask_whose(kept, plans, offers));
}

}  // namespace parley::planner
