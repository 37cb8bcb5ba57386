#include "planner/routing/matches.h"

#include "base/text.h"
#include "planner/keys.h"
#include "planner/routing/deeds.h"

#include <algorithm>
#include <array>
#include <span>

namespace parley::planner {
namespace {

constexpr double as_near = 0.75;  // So near the best reading of a side another one may share a key instead.
constexpr std::size_t readings_most = 4;
constexpr std::size_t longest_vendor_name = 6;  // Words that may be a vendor's name alone: "any contact in the CRM".

// A metric that is called so itself: "customers without orders".
bool is_inside_name(const Reading& reading, std::size_t at, std::size_t length) {
    return std::any_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::metric && hit.first < at && hit.first + hit.count > at + length;
    });
}

// One side as it may be meant, the likeliest first. Each is read as a question of its own.
struct Side {
    std::vector<std::string> texts;
    std::vector<std::string> keys;  // What its people or things are known by.
    bool measured = false;          // "MRR of the customers": a number of them is asked for and no list.
    bool has_entity = false;
    bool says_more = false;  // Behind the people: "customers with failing payments".
};

struct Understood {
    Reading reading;
    std::vector<Candidate> candidates;  // As near as the best one; they point into the offers.
};

struct MetricPair {
    const Candidate* left = nullptr;
    const Candidate* right = nullptr;
    std::string key;
};

class Matcher {
public:
    Matcher(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers, const Context& context)
        : reading_(reading), lexicon_(lexicon), offers_(offers), context_(context) {}

    std::optional<Decision> decide();

private:
    std::optional<Decision> at(const Link& link, std::size_t position);
    std::string text(std::size_t first, std::size_t count) const {
        return text_between(reading_.text, reading_.words, first, count);
    }
    std::optional<Decision> at_deed();
    Side left_side(std::size_t end) const;
    std::optional<Side> side_of_whose(std::size_t end) const;
    std::optional<Understood> everybody_of(const Side& side);
    bool names_two_vendors(std::size_t left_end, std::size_t right_begin) const;
    Understood readings_of(const std::string& asked);
    std::optional<Understood> understand(const Side& side);
    std::optional<Decision> ask_apart(const Link& link, const Understood& left, const Understood& right) const;
    std::optional<Decision> ask_unmatched(const Link& link, const Understood& left,
                                          const std::vector<std::size_t>& vendors) const;
    Understood roster_of(const Reading& reading, std::size_t vendor) const;
    std::optional<Decision> joined(const Link& link, const Side& side, const Understood& left, const Understood& right,
                                   bool whole) const;
    std::optional<Decision> joined_with_vendor(const Link& link, const Side& side, const Understood& left,
                                               Reading right, const std::vector<std::size_t>& vendors) const;
    Plan build(const Link& link, const Side& side, const Understood& left, const Understood& right, bool whole,
               const MetricPair& pair) const;
    void set_time(const Understood& left, const Understood& right, const MetricPair& pair, Plan& plan) const;

    const Reading& reading_;
    const Lexicon& lexicon_;
    std::span<const Offer> offers_;
    const Context& context_;
    Stemmer stemmer_;
};

std::optional<Decision> Matcher::decide() {
    constexpr std::size_t words_most = 60;  // Each half is read anew for each link: a long text would take seconds.
    constexpr std::size_t places_most = 8;
    if (is_one_of(reading_.words, 0, {"compare"}) || reading_.words.size() > words_most) return std::nullopt;
    std::size_t places = 0;
    for (const Link& link : links()) {
        const std::size_t length = length_of(link.words);
        for (std::size_t k = 1; k + length < reading_.words.size(); ++k) {
            if (!stands_at(reading_.words, k, link.words) || is_inside_name(reading_, k, length)) continue;
            if (++places > places_most) return std::nullopt;
            if (auto found = at(link, k)) return found;
        }
    }
    return at_deed();
}

// "which companies wrote to us in ...": what they did stands right behind them.
std::optional<Decision> Matcher::at_deed() {
    const Words& words = reading_.words;
    for (std::size_t k = 1; k + 1 < words.size(); ++k) {
        const bool of_people = !keys_for(words[k - 1].text).empty() || is_one_of(words, k - 1, {"that", "which"});
        if (!of_people || !is_deed(words[k].text)) continue;
        if (auto found = at({"", Join::Kind::match}, k)) return found;
    }
    return std::nullopt;
}

// "deals whose company (has an open ticket)"
std::optional<Side> Matcher::side_of_whose(std::size_t end) const {
    for (std::size_t k = 1; k + 1 < end; ++k) {
        if (!is_one_of(reading_.words, k, {"whose"})) continue;
        Side side;
        side.keys = keys_for(reading_.words[end - 1].text);
        if (side.keys.empty()) return std::nullopt;
        side.texts = {text(0, k)};
        side.has_entity = true;
        side.says_more = true;
        return side;
    }
    return std::nullopt;
}

// "customers with failing payments", "the MRR of our customers", "paying accounts", "who bought".
Side Matcher::left_side(std::size_t end) const {
    const Words& words = reading_.words;
    Side side;
    while (end > 1 &&
           is_one_of(words, end - 1,
                     {"who", "that", "which", "but", "is", "are", "and", "also", "have", "has", "do", "does", "did"}))
        --end;
    if (auto of_whose = side_of_whose(end)) return std::move(*of_whose);
    std::size_t entity = end;
    for (std::size_t k = 0; k < end; ++k) {
        auto keys = keys_for(words[k].text);
        if (keys.empty()) continue;
        side.keys = std::move(keys);
        side.has_entity = true;
        entity = k;
        if (words[k].text != "who") break;
    }
    if (!side.has_entity) {
        side.texts = {text(0, end)};
        return side;
    }
    std::size_t behind = entity + 1;
    while (is_one_of(words, behind,
                     {"who", "that", "which", "with", "having", "whose", "have", "had", "has", "are", "is", "were"}))
        ++behind;
    side.says_more = behind < end;
    if (side.says_more) side.texts.push_back(text(behind, end - behind));
    std::size_t before = entity;
    while (before > 0 && is_one_of(words, before - 1, {"the", "our", "all", "those", "these", "my"})) --before;
    if (before > 1 && is_one_of(words, before - 1, {"of", "from", "for", "by", "among"}) && behind >= end) {
        side.texts.push_back(text(0, before - 1));
        side.measured = true;
        return side;
    }
    side.texts.push_back(text(0, end));
    // "paying accounts" are what somebody else calls "paying customers".
    if (words[entity].text != "who" && side.keys.front() != "product" && side.keys.front() != "sku")
        side.texts.push_back(cat(text(0, entity), " customers ", text(entity + 1, end - entity - 1)));
    return side;
}

// "Stripe customers with open tickets in HubSpot"
bool Matcher::names_two_vendors(std::size_t left_end, std::size_t right_begin) const {
    const auto left = named_offers(part_of(reading_, 0, left_end));
    const auto right = named_offers(part_of(reading_, right_begin, reading_.words.size() - right_begin));
    return left.size() == 1 && right.size() == 1 && left != right;
}

bool is_sure_match(const Candidate& candidate) {
    const bool named = candidate.whole_name || candidate.vendor_named;
    return candidate.by_name > 0 && named && !candidate.other_words && is_convincing(candidate) &&
           !is_weak_guess(candidate);
}

// What is about as near as the best one, of what the text surely says in full.
Understood Matcher::readings_of(const std::string& asked) {
    Understood found{read(asked, lexicon_, context_, stemmer_), {}};
    for (auto& candidate : candidates(found.reading, lexicon_, offers_)) {
        if (!candidate.offer->connected) continue;
        if (!is_sure_match(candidate) || found.candidates.size() == readings_most) break;
        const Slots slots = fill_slots(found.reading, candidate);
        const bool dropped = !slots.missing.empty() || !slots.missing_filter.empty() || !slots.unclear_of.empty();
        const bool near = found.candidates.empty() || candidate.score >= as_near * found.candidates.front().score;
        if (near && !dropped) found.candidates.push_back(std::move(candidate));
    }
    return found;
}

std::optional<Understood> Matcher::understand(const Side& side) {
    for (const std::string& plain : side.texts) {
        for (const std::string& asked : wordings_of(plain, stemmer_)) {
            auto found = readings_of(asked);
            if (!found.candidates.empty()) return found;
        }
    }
    return std::nullopt;
}

// The vendors that the words name, where they name nothing else: "the CRM", "a HubSpot contact". The connected ones,
// else the others.
std::vector<std::size_t> named_alone(const Reading& reading, std::span<const Offer> offers) {
    std::vector<std::size_t> connected;
    std::vector<std::size_t> others;
    std::vector<bool> said(reading.words.size(), false);
    for (const Hit& hit : reading.hits) {
        if (hit.phrase->thing != Thing::vendor || hit.other_words) continue;
        auto& list = offers[hit.phrase->offer].connected ? connected : others;
        if (std::find(list.begin(), list.end(), hit.phrase->offer) == list.end()) list.push_back(hit.phrase->offer);
        for (std::size_t k = hit.first; k < hit.first + hit.count; ++k) said[k] = true;
    }
    for (std::size_t k = 0; k < reading.words.size(); ++k) {
        const Word& word = reading.words[k];
        const bool is_entry = !keys_for(word.text).empty() ||
                              is_one_of(reading.words, k, {"record", "records", "entry", "which", "missing"});
        if (reading.is_open(k) && !said[k] && !is_entry && !is_stop_word(word.text)) return {};
    }
    return connected.empty() ? others : connected;
}

// Everybody whom a vendor knows: whatever of it is counted one by one.
Understood Matcher::roster_of(const Reading& reading, std::size_t vendor) const {
    Understood found{reading, {}};
    const Offer& offer = offers_[vendor];
    for (const Metric& metric : offer.metrics) {
        const bool one_by_one =
            metric.value.aggregate == Aggregate::count || metric.value.aggregate == Aggregate::distinct;
        if (metric.per || !metric.value.where.empty() || !one_by_one) continue;
        Candidate candidate;
        candidate.offer = &offer;
        candidate.offer_position = vendor;
        candidate.metric = &metric;
        candidate.vendor_named = true;
        candidate.phrase = offer.name;
        found.candidates.push_back(std::move(candidate));
    }
    const auto is_named = [&](const Candidate& candidate) {
        const Stems& names =
            lexicon_.names_of(vendor, static_cast<std::size_t>(candidate.metric - candidate.offer->metrics.data()));
        return std::any_of(reading.words.begin(), reading.words.end(),
                           [&](const Word& word) { return names.contains(word.stem) && !is_stop_word(word.text); });
    };
    std::stable_partition(found.candidates.begin(), found.candidates.end(), is_named);
    return found;
}

// "Wix contacts", "subscribers in Klaviyo": one vendor is named, and the people whom it knows.
std::optional<Understood> Matcher::everybody_of(const Side& side) {
    if (!side.has_entity || side.measured) return std::nullopt;
    for (const std::string& asked : side.texts) {
        Reading reading = read(asked, lexicon_, context_, stemmer_);
        const auto vendors = named_alone(reading, offers_);
        if (vendors.size() != 1 || !offers_[vendors.front()].connected) continue;
        return roster_of(reading, vendors.front());
    }
    return std::nullopt;
}

Rows rows_of(const Candidate& candidate) {
    return {candidate.offer, candidate.metric->dataset};
}

bool can_be_read(const Candidate& candidate) {
    const Dataset* dataset = candidate.offer->rows_of(*candidate.metric);
    return dataset != nullptr && !dataset->tool.empty();
}

// The nearest readings whose rows share a key, by the surest key first.
std::optional<MetricPair> pair_of(const Understood& left, const Understood& right,
                                  const std::vector<std::string>& keys) {
    for (const Candidate& a : left.candidates) {
        for (const std::string& key : keys) {
            for (const Candidate& b : right.candidates) {
                if ((a.offer == b.offer && a.metric == b.metric) || !can_be_read(a) || !can_be_read(b)) continue;
                if (shared_key(rows_of(a), rows_of(b), {key})) return MetricPair{&a, &b, key};
            }
        }
    }
    return std::nullopt;
}

// "How many contacts do we have in Intercom?" is about one vendor.
bool is_ours(const Words& words, std::size_t position) {
    return position > 0 && is_one_of(words, position - 1, {"we", "i", "you", "they"});
}

std::optional<Decision> Matcher::at(const Link& link, std::size_t position) {
    if (is_ours(reading_.words, position)) return std::nullopt;
    const std::size_t length = link.words.empty() ? 0 : length_of(link.words);
    const std::size_t behind = behind_deed(reading_.words, position + length);
    const std::string said = text(behind, reading_.words.size() - behind);
    const Side side = left_side(position);
    std::vector<std::size_t> vendors;
    Reading right;
    if (reading_.words.size() - behind <= longest_vendor_name) {
        right = read(said, lexicon_, context_, stemmer_);
        vendors = named_alone(right, offers_);
    }
    if (vendors.empty() && !side.has_entity) return std::nullopt;
    // "customers with open tickets" is one question about tickets; of their MRR, or with payments that failed, it is
    // two.
    const bool is_two = !vendors.empty() || side.measured || side.says_more || names_two_vendors(position, behind);
    if (link.kind == Join::Kind::match && !is_two) return std::nullopt;
    auto left = understand(side);
    if (!left) left = everybody_of(side);
    if (!left) return std::nullopt;
    if (vendors.empty()) {
        const auto other = understand({{said}, {}, false, false, false});
        if (!other) return std::nullopt;
        auto found = joined(link, side, *left, *other, false);
        return found ? std::move(found) : ask_apart(link, *left, *other);
    }
    return joined_with_vendor(link, side, *left, std::move(right), vendors);
}

std::optional<Decision> Matcher::joined(const Link& link, const Side& side, const Understood& left,
                                        const Understood& right, bool whole) const {
    std::vector<std::string> keys = side.keys;
    keys.insert(keys.end(), identities.begin(), identities.end());
    const auto pair = pair_of(left, right, keys);
    if (!pair) return std::nullopt;
    return build(link, side, left, right, whole, *pair);
}

// Words that may as well mean something else.
bool is_weak_link(const Link& link) {
    constexpr std::array<std::string_view, 9> weak{"",        "with",  "have",   "has",  "had",
                                                   "without", "never", "and an", "and a"};
    return std::find(weak.begin(), weak.end(), link.words) != weak.end();
}

// Both sides are understood, and nothing tells that two of their rows are of the same one: said, instead of an answer
// to half of the question.
std::optional<Decision> Matcher::ask_apart(const Link& link, const Understood& left, const Understood& right) const {
    const Candidate& a = left.candidates.front();
    const Candidate& b = right.candidates.front();
    if (a.offer == b.offer || is_weak_link(link)) return std::nullopt;
    Clarify clarify;
    clarify.question = cat("Nothing tells which ", a.metric->name, " of ", a.offer->name, " and which ", b.metric->name,
                           " of ", b.offer->name, " are of the same one; shall one of them be shown by itself?");
    for (const auto* side : {&left, &right}) {
        const Candidate& candidate = side->candidates.front();
        clarify.choices.push_back({cat(candidate.offer->name, ": ", candidate.metric->name),
                                   build_plan(side->reading, candidate, nullptr, context_)});
    }
    return clarify;
}

// The one that is named is connected, and nothing in its rows tells who they are.
std::optional<Decision> Matcher::ask_unmatched(const Link& link, const Understood& left,
                                               const std::vector<std::size_t>& vendors) const {
    if (is_weak_link(link)) return std::nullopt;
    const Candidate& known = left.candidates.front();
    Clarify clarify;
    clarify.question = cat("Nothing tells which of the ", known.metric->name, " of ", known.offer->name, " ",
                           offers_[vendors.front()].name, " knows; shall they be shown by themselves?");
    clarify.choices.push_back(
        {cat(known.offer->name, ": ", known.metric->name), build_plan(left.reading, known, nullptr, context_)});
    return clarify;
}

// One connected vendor of that name is meant; of several it is asked which one, and of none it is said who could.
std::optional<Decision> Matcher::joined_with_vendor(const Link& link, const Side& side, const Understood& left,
                                                    Reading right, const std::vector<std::size_t>& vendors) const {
    Clarify clarify;
    Refusal refusal{Reason::no_source, "", {}};
    std::vector<std::string> names;
    for (const std::size_t vendor : vendors) {
        const Offer& offer = offers_[vendor];
        if (!offer.connected) {
            refusal.could.push_back(offer.vendor);
            names.push_back(offer.name);
            continue;
        }
        auto decision = joined(link, side, left, roster_of(right, vendor), true);
        if (decision) clarify.choices.push_back({offer.name, std::get<Plan>(std::move(*decision))});
    }
    if (clarify.choices.size() == 1) return std::move(clarify.choices.front().plan);
    if (clarify.choices.size() > 1) {
        clarify.question = cat("More than one connected tool is called so: which of them is meant, ",
                               clarify.choices.front().text, " or ", clarify.choices[1].text, "?");
        return clarify;
    }
    if (refusal.could.size() < vendors.size()) return ask_unmatched(link, left, vendors);
    refusal.text = cat("Nothing that is connected is called \"", trim(right.text), "\": ", join(names, " or "),
                       " could tell once connected.");
    return refusal;
}

// A period said with the first side is the first side's: "customers who bought last month but have no ticket". In front
// of it, or behind the second one, it is both sides'.
bool is_of_first_only(const Reading& left, const Reading& right, const Candidate& candidate) {
    if (!left.found || right.found) return false;
    if (candidate.count == 0) return true;
    return left.found->at > left.words[candidate.first].at;
}

// join->whole is set where all of the second side is meant. It holds without a period too: the next turn may name one.
void Matcher::set_time(const Understood& left, const Understood& right, const MetricPair& pair, Plan& plan) const {
    const Candidate& a = *pair.left;
    const Candidate& b = *pair.right;
    const Reading& dated = right.reading.found && !left.reading.found ? right.reading : left.reading;
    plan.range = make_range(dated, context_);
    note_range(dated, context_, plan);
    settle_time(a, context_, plan);
    const Dataset* second = b.offer->rows_of(*b.metric);
    const bool is_whole =
        plan.join->whole || !has_time(*b.offer, *b.metric) || is_of_first_only(left.reading, right.reading, a);
    plan.join->whole = is_whole && !(second != nullptr && second->needs_range);
    if (!plan.join->whole || !plan.range) return;
    plan.notes.push_back(
        cat("the period is that of ", a.metric->name, "; of ", b.metric->name, " all there are count"));
}

// One step where both measures are counted from the same rows.
void add_steps(const MetricPair& pair, bool whole, Plan& plan) {
    const Candidate& a = *pair.left;
    const Candidate& b = *pair.right;
    plan.steps.push_back(make_step(a, why_text(a, nullptr)));
    if (a.offer == b.offer && a.metric->dataset == b.metric->dataset) return;
    const std::string named = cat(b.offer->name, " is named, and knows them by ", key_name(pair.key, false));
    plan.steps.push_back(make_step(b, whole ? named : why_text(b, nullptr)));
}

Plan Matcher::build(const Link& link, const Side& side, const Understood& left, const Understood& right, bool whole,
                    const MetricPair& pair) const {
    const Slots slots = fill_slots(left.reading, *pair.left);
    const Slots others = whole ? Slots{} : fill_slots(right.reading, *pair.right);
    const bool is_list = !side.measured && !reading_.cues.how_many && !reading_.cues.how_much && !reading_.cues.share;
    Plan plan;
    add_steps(pair, whole, plan);
    plan.measures = {make_measure(*pair.left, left.reading.cues), make_measure(*pair.right, right.reading.cues)};
    plan.filters = slots.filters;
    plan.notes = slots.notes;
    plan.notes.insert(plan.notes.end(), others.notes.begin(), others.notes.end());
    plan.join = Join{link.kind, pair.key, whole || (link.never && !right.reading.found), others.filters};
    if (side.measured) plan.grain = slots.grain;
    if (side.measured) plan.group_by = slots.group_by;
    if (is_list) plan.group_by = {pair.key};
    set_time(left, right, pair, plan);
    if (!slots.order_is_value) set_order(reading_.cues, *pair.left->metric, plan);
    plan.chart = reading_.cues.chart;
    if (plan.chart.empty() && is_list) plan.chart = "table";
    if (!reading_.cues.chart_note.empty()) plan.notes.push_back(reading_.cues.chart_note);
    plan.notes.push_back(
        cat("they are the same where the ", key_name(pair.key, false), " is: capitals and blanks do not count"));
    return plan;
}

}  // namespace

std::optional<Decision> try_match(const Reading& reading, const Lexicon& lexicon, std::span<const Offer> offers,
                                  const Context& context) {
    return Matcher(reading, lexicon, offers, context).decide();
}

}  // namespace parley::planner
