#include "planner/routing/names.h"

#include "base/text.h"
#include "planner/routing/kinds.h"

#include <algorithm>
#include <array>
#include <optional>
#include <span>

namespace parley::planner {
namespace {

constexpr std::size_t longest_name = 6;   // Words, with those that marks join,
constexpr std::size_t longest_plain = 4;  // and without them.

// "-" between words: the first and the last of those that it joins with the one at `at`.
std::pair<std::size_t, std::size_t> hyphenated(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    const auto joins = [&](std::size_t k) {
        return k < words.size() && words[k].glued && draft.reading.text[words[k].at - 1] == '-';
    };
    std::size_t first = at;
    std::size_t last = at;
    while (first > 0 && joins(first)) --first;
    while (joins(last + 1)) ++last;
    return {first, last};
}

// "ledger-prod", "mobile-app": joined by a hyphen, and somebody's own word is among the parts. "Follow-up" is none.
bool is_coined(const Draft& draft, std::size_t at) {
    const auto [first, last] = hyphenated(draft, at);
    if (first == last) return false;
    bool unknown = false;
    for (std::size_t k = first; k <= last; ++k) {
        const bool particle = is_stop_word(draft.words()[k].text) || draft.words()[k].text.size() < 2 ||
                              is_one_of(draft.words(), k, {"off", "day", "time", "term", "based", "level", "side"});
        if (particle || !draft.reading.is_open(k) || draft.taken[k]) return false;
        unknown = unknown || draft.is_unknown(k);
    }
    return unknown;
}

// Of how it is counted or ranked, and nobody's name: "most downloaded", "never used", "avg query time".
bool says_how(const Words& words, std::size_t at) {
    if (words[at].quoted || words[at].capital) return false;
    return is_one_of(words, at,
                     {"never", "avg", "average", "mean", "median", "common", "popular", "frequent", "typical",
                      "overall", "used", "unused", "installed", "vs", "versus", "against"}) ||
           (at > 0 && is_one_of(words, at - 1, {"most", "least", "more", "less", "best", "worst", "never"}));
}

bool names_vendor(const Draft& draft, std::size_t at) {
    return std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), [&](const Hit& hit) {
        return hit.phrase->thing == Thing::vendor && hit.phrase->is_name && hit.first <= at &&
               hit.first + hit.count > at;
    });
}

// Somebody's own word, or a part of what they joined by a hyphen.
bool is_own(const Draft& draft, std::size_t at) {
    if (says_how(draft.words(), at) || names_vendor(draft, at)) return false;
    return draft.is_unknown(at) || is_coined(draft, at);
}

// A part of a coined name means nothing by itself: the "app" of "the mobile-app project".
bool is_part_of_coined(const Draft& draft, const Hit& hit) {
    const auto [first, last] = hyphenated(draft, hit.first);
    return (first < hit.first || last >= hit.first + hit.count) && is_coined(draft, hit.first);
}

// Written with a capital or in quotation marks, or joined by marks ("acme/shop").
bool is_name(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    const Word& word = words[at];
    const bool joined = word.glued || (at + 1 < words.size() && words[at + 1].glued &&
                                       draft.reading.text[word.at + word.length] != '-');
    return word.capital || word.quoted || joined || word.text.find('_') != std::string::npos || is_coined(draft, at);
}

std::string take_name(Draft& draft, std::size_t at, std::size_t count) {
    draft.take(at, count);
    return text_between(draft.reading.text, draft.words(), at, count);
}

// The "2027" of "the Roadmap 2027 board".
bool is_number_of_name(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    const bool digits = words[at].text[0] >= '0' && words[at].text[0] <= '9';
    return digits && at > 0 && draft.reading.is_open(at) && words[at - 1].capital && draft.is_unknown(at - 1);
}

std::string words_before(Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    std::size_t first = at;
    while (first > 0 && at - first < 3 && (is_own(draft, first - 1) || is_number_of_name(draft, first - 1)) &&
           !(first < at && words[first].breaks))
        --first;
    if (first == at || words[at].breaks) return "";
    return take_name(draft, first, at - first);
}

// "level error": behind its dimension a word is a value although a metric is called so too.
bool is_sayable(const Draft& draft, std::size_t word) {
    const Reading& reading = draft.reading;
    if (!reading.is_open(word) || draft.taken[word] || is_stop_word(reading.words[word].text)) return false;
    return std::none_of(reading.hits.begin(), reading.hits.end(), [&](const Hit& hit) {
        const bool covers = hit.first <= word && hit.first + hit.count > word;
        return covers && hit.phrase->thing != Thing::metric && hit.phrase->thing != Thing::dataset &&
               draft.is_of_offer(hit);
    });
}

// "Roadmap 2027", "Content calendar": a name runs on over a number, and over a last word that nobody knows.
bool runs_on(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (words[at].breaks || draft.reading.uses[at] == Use::date) return false;
    if (words[at].text[0] >= '0' && words[at].text[0] <= '9') return true;
    if (!words[at - 1].capital || !draft.is_unknown(at)) return false;
    // "Did Petra finish": a verb, and no part of her name.
    if (at > 1 && is_one_of(words, at - 2, {"did", "has", "have", "does"})) return false;
    return at + 1 == words.size() || words[at + 1].breaks;
}

// How many words from `at` on are a name. The first may be in lower case where the sentence says that it is one.
std::size_t name_length(const Draft& draft, std::size_t at, bool said) {
    const Words& words = draft.words();
    std::size_t end = at;
    while (end < words.size() && end - at < longest_name) {
        const bool inside = end > at;
        if (inside && runs_on(draft, end)) {
            ++end;
            continue;
        }
        const bool glued = inside && words[end].glued;
        const bool first_said = said && !inside && is_sayable(draft, end);
        const bool plain = is_own(draft, end) || first_said;
        if (!glued && (end - at >= longest_plain || !plain || (inside && words[end].breaks))) break;
        if (!glued && !is_name(draft, end) && !(said && !inside)) break;
        ++end;
    }
    return end - at;
}

// "Boots", "Boots and Jackets", "Boots, Jackets or Hats". `end`: behind the last of them.
std::vector<std::string> names_from(Draft& draft, std::size_t at, bool said, std::size_t& end) {
    const Words& words = draft.words();
    std::vector<std::string> names;
    for (std::size_t count = name_length(draft, at, said); count > 0; count = name_length(draft, at, said)) {
        names.push_back(take_name(draft, at, count));
        end = at + count;
        const bool listed = is_one_of(words, end, {"and", "or"});
        at = listed ? end + 1 : end;
        said = false;
        if (at >= words.size() || (!listed && !words[at].breaks) || !is_name(draft, at)) break;
    }
    return names;
}

void look_for(Draft& draft, const Dimension& of, const std::vector<std::string>& names) {
    Slots& slots = draft.slots;
    if (names.size() == 1) {
        slots.filters.push_back({of.id, "contains", names.front()});
        slots.notes.push_back(cat("\"", names.front(), "\" is looked for in ", of.name));
        return;
    }
    slots.filters.push_back({of.id, "in", names});
    draft.group_by(of);
    slots.notes.push_back(cat("only the ", of.name, " values ", join(names, ", "), " are taken, written like this"));
}

// "labelled bug": the dimension as a participle says that its value follows.
bool is_participle_of(const Draft& draft, const Hit& hit) {
    const std::string& written = draft.words()[hit.first + hit.count - 1].text;
    return hit.count == 1 && written.ends_with("ed") && written != hit.phrase->text;
}

void read_open_value(Draft& draft, const Hit& hit) {
    const Words& words = draft.words();
    const auto& of = draft.dimension(hit);
    std::size_t behind = hit.first + hit.count;
    const std::size_t copula = behind;
    while (is_one_of(words, behind, {"is", "are", "was", "equals", "named", "called", "contains", "like"})) ++behind;
    const bool says = behind > copula || is_participle_of(draft, hit);
    if (draft.is_plural(hit) && !says) return;
    const bool preposition =
        hit.first > 0 && is_one_of(words, hit.first - 1, {"for", "in", "on", "of", "with", "under", "from", "at"});
    std::size_t end = behind;
    std::vector<std::string> names;
    if (says && !is_one_of(words, behind, {"not"})) names = names_from(draft, behind, true, end);
    if (names.empty() && !says) {
        if (auto before = words_before(draft, hit.first); !before.empty()) names.push_back(std::move(before));
    }
    if (names.empty()) names = names_from(draft, behind, preposition, end);
    if (names.empty()) return;
    draft.take(hit.first, hit.count);
    look_for(draft, of, names);
}

using Dimensions = std::vector<const Dimension*>;

// Whether the rows have it, it may hold any name, and nothing was asked of it yet.
bool is_open(const Draft& draft, const Dimension& of) {
    return of.open_values && draft.has(of) && !draft.is_filtered(of.id) && !draft.is_grouped(of.id);
}

// What people call in small letters as well: "repos of google".
constexpr std::initializer_list<const char*> plainly_named{
    "author", "organization", "customer", "company", "supplier", "merchant", "repository", "referrer", "worker"};

// Where a name without the word for it may be looked for.
Dimensions open_dimensions(const Draft& draft) {
    Dimensions open;
    for (const auto& of : draft.candidate.offer->dimensions) {
        if (is_open(draft, of)) open.push_back(&of);
    }
    // "products for "merino"" are looked for among the products.
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.fits(hit) || draft.in_metric_name(hit.first)) continue;
        if (std::find(open.begin(), open.end(), &draft.dimension(hit)) != open.end()) return {&draft.dimension(hit)};
    }
    // A name that nobody has heard of is sooner a customer's than a currency's, whose values are listed.
    const auto listed = [](const Dimension* of) { return !of->values.empty(); };
    if (!std::all_of(open.begin(), open.end(), listed))
        open.erase(std::remove_if(open.begin(), open.end(), listed), open.end());
    return open;
}

const Dimension* first_called(const Dimensions& open, std::initializer_list<const char*> words) {
    const auto found =
        std::find_if(open.begin(), open.end(), [&](const Dimension* of) { return is_called(*of, words); });
    return found == open.end() ? nullptr : *found;
}

// Countries as people write them; a name of one is looked for where countries stand.
bool is_country(std::string_view name) {
    constexpr std::array<std::string_view, 64> countries{
        "argentina",  "australia", "austria",     "belgium", "brazil",      "bulgaria",    "canada",   "chile",
        "china",      "colombia",  "croatia",     "cyprus",  "czechia",     "denmark",     "egypt",    "estonia",
        "finland",    "france",    "germany",     "greece",  "hungary",     "iceland",     "india",    "indonesia",
        "ireland",    "israel",    "italy",       "japan",   "kenya",       "korea",       "latvia",   "lithuania",
        "luxembourg", "malaysia",  "malta",       "mexico",  "morocco",     "netherlands", "nigeria",  "norway",
        "pakistan",   "peru",      "philippines", "poland",  "portugal",    "romania",     "serbia",   "singapore",
        "slovakia",   "slovenia",  "spain",       "sweden",  "switzerland", "taiwan",      "thailand", "tunisia",
        "turkey",     "ukraine",   "usa",         "uk",      "vietnam",     "england",     "scotland", "us"};
    return std::find(countries.begin(), countries.end(), name) != countries.end();
}

bool is_acted_by(const Words& words, std::size_t at) {
    return is_one_of(words, at - 1, {"by", "did", "has", "have", "does", "do"});
}

// What a bare name most likely names: behind "by" and "did" a person, behind "in" a place among the rows, else the
// thing that holds them. None: it is asked.
const Dimension* likeliest(const Draft& draft, const Dimensions& open, std::size_t at) {
    const Words& words = draft.words();
    if (is_country(words[at].text)) {
        if (const Dimension* of = first_called(open, {"country", "region", "location", "market"})) return of;
    }
    if (open.size() == 1) return open.front();
    if (is_acted_by(words, at))
        return first_called(open, {"author", "owner", "creator", "person", "assignee", "agent", "user", "teammate",
                                   "member", "employee", "uploader"});
    if (is_one_of(words, at - 1, {"called", "named", "titled"})) {
        if (const Dimension* of = first_called(open, {"title", "name", "subject"})) return of;
    }
    for (const char* holder : {"project", "board", "repository", "base", "database", "team", "workspace", "space"}) {
        if (const Dimension* of = first_called(open, {holder})) return of;
    }
    if (is_one_of(words, at - 1, {"in", "at"})) {
        if (const Dimension* of = first_called(open, {"stage", "status"})) return of;
    }
    for (const char* holder : {"site", "store", "customer", "company", "campaign", "list", "product", "folder"}) {
        if (const Dimension* of = first_called(open, {holder})) return of;
    }
    return nullptr;
}

// "in PAY", "for OPS": short forms of projects and teams are written in capitals, as currencies are.
bool is_short_name(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (!words[at].upper) return true;
    if (!is_one_of(words, at - 1, {"in", "for", "of", "from", "on"}) || words[at].text.size() < 2) return false;
    return std::any_of(
        draft.candidate.offer->dimensions.begin(), draft.candidate.offer->dimensions.end(), [&](const Dimension& of) {
            return of.open_values && draft.has(of) && is_called(of, {"project", "team", "board", "space"});
        });
}

// Behind these words a name may stand in small letters; what it may name there.
struct PlainLead {
    std::string_view before;  // "assigned to"
    std::initializer_list<const char*> called;
};

constexpr std::initializer_list<const char*> people_named{"assignee", "owner",    "author",   "creator",
                                                          "person",   "agent",    "user",     "teammate",
                                                          "member",   "employee", "uploader", "rep"};
constexpr std::initializer_list<const char*> creators_named{"creator",  "author", "created by", "reporter",
                                                            "uploader", "person", "user",       "owner"};

std::span<const PlainLead> plain_leads() {
    static const std::array<PlainLead, 18> leads{{{"of", plainly_named},
                                                  {"for", plainly_named},
                                                  {"from", plainly_named},
                                                  {"in", {"stage", "status", "state"}},
                                                  {"on", {"category"}},
                                                  {"assigned to", people_named},
                                                  {"owned by", people_named},
                                                  {"closed by", people_named},
                                                  {"completed by", people_named},
                                                  {"created by", creators_named},
                                                  {"made by", creators_named},
                                                  {"opened by", creators_named},
                                                  {"reported by", creators_named},
                                                  {"filed by", creators_named},
                                                  {"uploaded by", creators_named},
                                                  {"did", people_named},
                                                  {"has", people_named},
                                                  {"does", plainly_named}}};
    return leads;
}

const PlainLead* plain_lead_of(const Words& words, std::size_t at) {
    const PlainLead* longest = nullptr;
    for (const auto& lead : plain_leads()) {
        const std::size_t count = length_of(lead.before);
        if (at >= count && stands_at(words, at - count, lead.before) &&
            (longest == nullptr || lead.before.size() > longest->before.size()))
            longest = &lead;
    }
    return longest;
}

// Words that stand behind such a lead and name nothing.
bool is_common_noun(const Words& words, std::size_t at) {
    return is_one_of(
        words, at,
        {"people",  "everybody", "everyone", "anybody", "anyone", "someone", "somebody", "nobody",   "total",
         "general", "detail",    "percent",  "full",    "euros",  "dollars", "eur",      "usd",      "average",
         "time",    "progress",  "place",    "use",     "stock",  "work",    "things",   "stuff",    "sum",
         "order",   "each",      "it",       "one",     "two",    "fact",    "line",     "parallel", "particular"});
}

// "repos of google", "tasks assigned to anna", "how many deals did noor close": a word that nothing is called by.
const PlainLead* plain_name_at(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    if (at < 2 || words[at].capital || words[at].text.size() < 3 || !draft.is_unknown(at)) return nullptr;
    if (contains_word(lower(draft.candidate.phrase), words[at].text)) return nullptr;
    if (says_how(words, at) || is_common_noun(words, at) || words[at].text.ends_with("ing")) return nullptr;
    const PlainLead* lead = plain_lead_of(words, at);
    if (lead == nullptr) return nullptr;
    const bool asked = lead->before == "did" || lead->before == "does" || lead->before == "has";
    const bool short_lead = lead->before.find(' ') == std::string_view::npos;
    const std::size_t behind = at + 1;
    const bool ends = behind == words.size() || words[behind].breaks || !draft.reading.is_open(behind) ||
                      is_one_of(words, behind, {"in", "by", "per", "on", "at", "since", "and", "vs"});
    if (asked ? behind == words.size() || words[at].text.ends_with('s') : !ends) return nullptr;
    const bool behind_subject = std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), [&](const Hit& hit) {
        return draft.is_of_offer(hit) && hit.phrase->thing != Thing::vendor && hit.first + hit.count == at - 1;
    });
    if (short_lead && !asked && !behind_subject) return nullptr;
    const bool may =
        std::any_of(draft.candidate.offer->dimensions.begin(), draft.candidate.offer->dimensions.end(),
                    [&](const Dimension& of) { return is_open(draft, of) && is_called(of, lead->called); });
    return may ? lead : nullptr;
}

bool begins_bare_name(const Draft& draft, std::size_t at) {
    const Words& words = draft.words();
    const bool led = is_one_of(words, at - 1,
                               {"for", "of", "from", "only", "just", "in", "on", "by", "at", "called", "named",
                                "titled", "did", "has", "have", "does"});
    if (!led || draft.taken[at] || words[at].breaks || names_vendor(draft, at)) return false;
    return is_name(draft, at) && is_short_name(draft, at) && name_length(draft, at, false) > 0;
}

// The word before what is measured: "travel spending", "billing conversations".
std::optional<std::size_t> modifier_of(const Draft& draft) {
    const Candidate& candidate = draft.candidate;
    if (!candidate.whole_name || candidate.first == 0) return std::nullopt;
    const std::size_t at = candidate.first - 1;
    const Words& words = draft.words();
    const std::string& word = words[at].text;
    if (!draft.is_unknown(at) || words[candidate.first].breaks || words[candidate.first].glued) return std::nullopt;
    // A verb, an adverb or the start of a sentence qualifies nothing, and who does something neither.
    const bool subject = at > 1 && is_one_of(words, at - 1, {"do", "does", "did", "have", "has"});
    if (at == 0 || subject ||
        is_one_of(words, at, {"people", "users", "customers", "visitors", "everybody", "vs", "versus", "against"}) ||
        word.ends_with("ing") || word.ends_with("ed") || word.ends_with("ly") || word.size() < 3)
        return std::nullopt;
    return at;
}

// "The Growth portfolio" where the rows know no portfolios.
bool names_one_of_another_kind(Draft& draft, const Hit& hit) {
    const bool led =
        hit.first > 1 && is_one_of(draft.words(), hit.first - 2, {"the", "our", "in", "of", "for", "from"});
    if (!led || draft.is_plural(hit) || draft.is_taken(hit) || draft.explains_otherwise(hit)) return false;
    return is_name(draft, hit.first - 1) && is_own(draft, hit.first - 1) && !names_vendor(draft, hit.first - 1);
}

// It stands right before what is measured or counted, so that it was meant to narrow it down.
bool qualifies(const Draft& draft, std::size_t at) {
    if (at + 1 >= draft.words().size() || draft.words()[at + 1].breaks) return false;
    return draft.in_metric_name(at + 1) ||
           std::any_of(draft.reading.hits.begin(), draft.reading.hits.end(), [&](const Hit& hit) {
               return hit.first == at + 1 && draft.is_of_offer(hit) &&
                      (hit.phrase->thing == Thing::dimension || hit.phrase->thing == Thing::dataset);
           });
}

}  // namespace

void read_modifier(Draft& draft) {
    const auto at = modifier_of(draft);
    if (!at) return;
    Dimensions open;
    for (const auto& of : draft.candidate.offer->dimensions) {
        if (is_open(draft, of)) open.push_back(&of);
    }
    for (const char* kind : {"category", "type", "kind", "topic", "theme", "label", "tag"}) {
        const Dimension* of = first_called(open, {kind});
        if (of == nullptr || !contains_word(of->name, kind)) continue;
        look_for(draft, *of, {take_name(draft, *at, 1)});
        return;
    }
}

void read_unfit_names(Draft& draft) {
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.is_of_offer(hit) || draft.fits(hit)) continue;
        if (!names_one_of_another_kind(draft, hit)) continue;
        draft.slots.missing_filter = text_between(draft.reading.text, draft.words(), hit.first - 1, hit.count + 1);
        draft.take(hit.first - 1, hit.count + 1);
    }
}

// "conversion on mobile", "visitors from google", "only web": told by the word itself.
void read_words_of_kind(Draft& draft) {
    const Words& words = draft.words();
    for (std::size_t at = 0; at < words.size(); ++at) {
        const std::string& text = words[at].text;
        if (!is_word_of_kind(text) || !draft.is_unknown(at)) continue;
        const bool led =
            at > 0 && is_one_of(words, at - 1, {"on", "for", "in", "from", "via", "only", "just", "with", "of"});
        const bool before_name = draft.candidate.whole_name && at + 1 == draft.candidate.first && !words[at + 1].breaks;
        if (!led && !before_name && !is_one_of(words, at + 1, {"only", "users", "visitors", "traffic"})) continue;
        const Dimension* of = dimension_of_kind(*draft.candidate.offer, text, text,
                                                [&](const Dimension& one) { return is_open(draft, one); });
        if (of != nullptr) look_for(draft, *of, {take_name(draft, at, 1)});
    }
}

void read_open_values(Draft& draft) {
    for (const auto& hit : draft.reading.hits) {
        if (hit.phrase->thing != Thing::dimension || !draft.fits(hit) || !draft.dimension(hit).open_values) continue;
        if (is_part_of_coined(draft, hit)) continue;
        const std::string& id = draft.dimension(hit).id;
        if (!draft.is_grouped(id) && !draft.is_filtered(id)) read_open_value(draft, hit);
    }
}

void read_bare_names(Draft& draft) {
    for (std::size_t at = 1; at < draft.words().size(); ++at) {
        const PlainLead* plain = plain_name_at(draft, at);
        if (plain == nullptr && !begins_bare_name(draft, at)) continue;
        const Dimensions open = open_dimensions(draft);
        if (open.empty()) continue;
        std::size_t end = at;
        const auto names =
            plain != nullptr ? std::vector<std::string>{take_name(draft, at, 1)} : names_from(draft, at, false, end);
        const bool country = is_country(draft.words()[at].text);
        const Dimension* likely =
            plain != nullptr && !country ? first_called(open, plain->called) : likeliest(draft, open, at);
        if (likely == nullptr && (plain != nullptr || is_acted_by(draft.words(), at))) continue;
        if (likely != nullptr) {
            look_for(draft, *likely, names);
            continue;
        }
        draft.slots.unclear = names;
        for (const Dimension* of : open) draft.slots.unclear_of.push_back(of->id);
        return;
    }
}

void note_unknown_names(Draft& draft) {
    const Words& words = draft.words();
    for (std::size_t k = 1; k < words.size(); ++k) {
        const Word& word = words[k];
        const bool meant = word.quoted || (word.capital && !word.upper) || qualifies(draft, k) ||
                           is_one_of(words, k - 1, {"of", "for", "in", "from", "only", "where"});
        if (!meant || draft.taken[k] || !draft.is_unknown(k) || is_stop_word(word.text)) continue;
        if (names_vendor(draft, k)) continue;  // Of the same question: its part is answered by its own step.
        draft.slots.notes.push_back(cat("\"", word.text, "\" was not understood and had no effect"));
    }
}

}  // namespace parley::planner
