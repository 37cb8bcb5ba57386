#include "planner/routing/deeds.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace parley::planner {
namespace {

using Kind = Join::Kind;

constexpr std::array<Link, 92> all_links{{{"missing in", Kind::without},
                                          {"missing from", Kind::without},
                                          {"absent from", Kind::without},
                                          {"not yet in", Kind::without},
                                          {"not found in", Kind::without},
                                          {"not listed in", Kind::without},
                                          {"unknown to", Kind::without},
                                          {"but is not in", Kind::without},
                                          {"but are not in", Kind::without},
                                          {"but isn't in", Kind::without},
                                          {"but aren't in", Kind::without},
                                          {"and is not in", Kind::without},
                                          {"and are not in", Kind::without},
                                          {"is not in", Kind::without},
                                          {"are not in", Kind::without},
                                          {"isn't in", Kind::without},
                                          {"aren't in", Kind::without},
                                          {"not in", Kind::without},
                                          {"but who have never", Kind::without, true},
                                          {"but have never", Kind::without, true},
                                          {"but has never", Kind::without, true},
                                          {"but who never", Kind::without, true},
                                          {"but never", Kind::without, true},
                                          {"and have never", Kind::without, true},
                                          {"and never", Kind::without, true},
                                          {"who have never", Kind::without, true},
                                          {"that have never", Kind::without, true},
                                          {"who never", Kind::without, true},
                                          {"that never", Kind::without, true},
                                          {"which never", Kind::without, true},
                                          {"have never", Kind::without, true},
                                          {"has never", Kind::without, true},
                                          {"never", Kind::without, true},
                                          {"but do not have", Kind::without},
                                          {"but don't have", Kind::without},
                                          {"but did not", Kind::without},
                                          {"but didn't", Kind::without},
                                          {"but have not", Kind::without},
                                          {"but haven't", Kind::without},
                                          {"but have no", Kind::without},
                                          {"but has no", Kind::without},
                                          {"and have no", Kind::without},
                                          {"but no", Kind::without},
                                          {"but without", Kind::without},
                                          {"who do not have", Kind::without},
                                          {"who don't have", Kind::without},
                                          {"that do not have", Kind::without},
                                          {"that don't have", Kind::without},
                                          {"who have not", Kind::without, true},
                                          {"who haven't", Kind::without, true},
                                          {"who has not", Kind::without, true},
                                          {"who hasn't", Kind::without, true},
                                          {"that have not", Kind::without, true},
                                          {"that haven't", Kind::without, true},
                                          {"which have not", Kind::without, true},
                                          {"which haven't", Kind::without, true},
                                          {"who did not", Kind::without, true},
                                          {"who didn't", Kind::without, true},
                                          {"that did not", Kind::without, true},
                                          {"that didn't", Kind::without, true},
                                          {"who have no", Kind::without},
                                          {"that have no", Kind::without},
                                          {"who do not", Kind::without},
                                          {"who don't", Kind::without},
                                          {"that do not", Kind::without},
                                          {"that don't", Kind::without},
                                          {"with no", Kind::without},
                                          {"and no", Kind::without},
                                          {"without", Kind::without},
                                          {"who also", Kind::match},
                                          {"that also", Kind::match},
                                          {"which also", Kind::match},
                                          {"and also", Kind::match},
                                          {"but also", Kind::match},
                                          {"who are also", Kind::match},
                                          {"that are also", Kind::match},
                                          {"are also in", Kind::match},
                                          {"also in", Kind::match},
                                          {"who have", Kind::match},
                                          {"that have", Kind::match},
                                          {"which have", Kind::match},
                                          {"that are in", Kind::match},
                                          {"who are in", Kind::match},
                                          {"also have", Kind::match},
                                          {"also has", Kind::match},
                                          {"also had", Kind::match},
                                          {"have", Kind::match},
                                          {"has", Kind::match},
                                          {"had", Kind::match},
                                          {"and an", Kind::match},
                                          {"and a", Kind::match},
                                          {"with", Kind::match}}};

// What a verb says of people, as the number of it may be called: "who bought" are those with orders.
struct Deed {
    std::initializer_list<std::string_view> verbs;
    std::initializer_list<std::string_view> nouns;  // The likeliest first.
};

std::span<const Deed> deeds() {
    static const std::array<Deed, 11> all{
        {{{"bought", "buy", "purchased", "purchase", "ordered", "order"}, {"orders", "purchases", "placed orders"}},
         {{"paid", "pay"}, {"payments", "successful payments", "number of payments"}},
         {{"opened"}, {"opens"}},
         {{"clicked"}, {"clicks"}},
         {{"churned", "cancelled", "canceled"}, {"cancellations"}},
         {{"unsubscribed"}, {"unsubscribes"}},
         {{"subscribed"}, {"new subscriptions", "subscriptions"}},
         {{"contacted", "contact", "wrote", "messaged", "reached"}, {"conversations", "tickets", "support tickets"}},
         {{"disputed"}, {"disputes"}},
         {{"refunded"}, {"refunds"}},
         {{"complained"}, {"complaints"}}}};
    return all;
}

// "contacted us", "wrote to support", "reached out to the team": to whom they did it is understood.
std::size_t behind_object(const std::string& text, const Word& verb) {
    std::size_t end = verb.at + verb.length;
    Stemmer stemmer;
    for (const Word& word : words_of(std::string_view(text).substr(end), stemmer)) {
        static constexpr std::array<std::string_view, 9> objects{"out",  "to",  "us",      "with", "our",
                                                                 "team", "the", "support", "in"};
        if (word.breaks || std::find(objects.begin(), objects.end(), word.text) == objects.end()) break;
        if (word.text == "in" || word.text == "the") continue;
        end = verb.at + verb.length + word.at + word.length;
    }
    return end;
}

}  // namespace

std::span<const Link> links() {
    return all_links;
}

bool is_deed(std::string_view word) {
    const auto all = deeds();
    return std::any_of(all.begin(), all.end(), [&](const Deed& deed) {
        return std::find(deed.verbs.begin(), deed.verbs.end(), word) != deed.verbs.end();
    });
}

std::vector<std::string> wordings_of(const std::string& text, Stemmer& stemmer) {
    std::vector<std::string> wordings{text};
    for (const Word& word : words_of(text, stemmer)) {
        for (const Deed& deed : deeds()) {
            if (std::find(deed.verbs.begin(), deed.verbs.end(), word.text) == deed.verbs.end()) continue;
            for (const std::string_view noun : deed.nouns)
                wordings.push_back(cat(text.substr(0, word.at), noun, " ", text.substr(behind_object(text, word))));
            // "contacted support" is about conversations, though there may be contacts too.
            if (word.at == 0) std::rotate(wordings.begin(), wordings.begin() + 1, wordings.end());
            return wordings;
        }
    }
    return wordings;
}

std::size_t behind_deed(const Words& words, std::size_t at) {
    if (!is_one_of(words, at, {"opened", "raised", "started", "filed", "submitted", "made", "placed"})) return at;
    std::size_t thing = at + 1;
    while (is_one_of(words, thing, {"a", "an", "any", "the", "support", "new"})) ++thing;
    const bool begun = is_one_of(
        words, thing,
        {"conversation", "conversations", "ticket", "tickets", "case", "cases", "chat", "chats", "request", "requests",
         "dispute", "disputes", "issue", "issues", "order", "orders", "purchase", "payment", "payments"});
    return begun ? at + 1 : at;
}

}  // namespace parley::planner
