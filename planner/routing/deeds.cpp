#include "planner/routing/deeds.h"

#include "base/text.h"

#include <algorithm>
#include <array>
#include <initializer_list>

namespace parley::planner {
namespace {

constexpr std::array<Link, 92> all_links{{{"missing in", Join::Kind::without},
                                          {"missing from", Join::Kind::without},
                                          {"absent from", Join::Kind::without},
                                          {"not yet in", Join::Kind::without},
                                          {"not found in", Join::Kind::without},
                                          {"not listed in", Join::Kind::without},
                                          {"unknown to", Join::Kind::without},
                                          {"but is not in", Join::Kind::without},
                                          {"but are not in", Join::Kind::without},
                                          {"but isn't in", Join::Kind::without},
                                          {"but aren't in", Join::Kind::without},
                                          {"and is not in", Join::Kind::without},
                                          {"and are not in", Join::Kind::without},
                                          {"is not in", Join::Kind::without},
                                          {"are not in", Join::Kind::without},
                                          {"isn't in", Join::Kind::without},
                                          {"aren't in", Join::Kind::without},
                                          {"not in", Join::Kind::without},
                                          {"but who have never", Join::Kind::without, true},
                                          {"but have never", Join::Kind::without, true},
                                          {"but has never", Join::Kind::without, true},
                                          {"but who never", Join::Kind::without, true},
                                          {"but never", Join::Kind::without, true},
                                          {"and have never", Join::Kind::without, true},
                                          {"and never", Join::Kind::without, true},
                                          {"who have never", Join::Kind::without, true},
                                          {"that have never", Join::Kind::without, true},
                                          {"who never", Join::Kind::without, true},
                                          {"that never", Join::Kind::without, true},
                                          {"which never", Join::Kind::without, true},
                                          {"have never", Join::Kind::without, true},
                                          {"has never", Join::Kind::without, true},
                                          {"never", Join::Kind::without, true},
                                          {"but do not have", Join::Kind::without},
                                          {"but don't have", Join::Kind::without},
                                          {"but did not", Join::Kind::without},
                                          {"but didn't", Join::Kind::without},
                                          {"but have not", Join::Kind::without},
                                          {"but haven't", Join::Kind::without},
                                          {"but have no", Join::Kind::without},
                                          {"but has no", Join::Kind::without},
                                          {"and have no", Join::Kind::without},
                                          {"but no", Join::Kind::without},
                                          {"but without", Join::Kind::without},
                                          {"who do not have", Join::Kind::without},
                                          {"who don't have", Join::Kind::without},
                                          {"that do not have", Join::Kind::without},
                                          {"that don't have", Join::Kind::without},
                                          {"who have not", Join::Kind::without, true},
                                          {"who haven't", Join::Kind::without, true},
                                          {"who has not", Join::Kind::without, true},
                                          {"who hasn't", Join::Kind::without, true},
                                          {"that have not", Join::Kind::without, true},
                                          {"that haven't", Join::Kind::without, true},
                                          {"which have not", Join::Kind::without, true},
                                          {"which haven't", Join::Kind::without, true},
                                          {"who did not", Join::Kind::without, true},
                                          {"who didn't", Join::Kind::without, true},
                                          {"that did not", Join::Kind::without, true},
                                          {"that didn't", Join::Kind::without, true},
                                          {"who have no", Join::Kind::without},
                                          {"that have no", Join::Kind::without},
                                          {"who do not", Join::Kind::without},
                                          {"who don't", Join::Kind::without},
                                          {"that do not", Join::Kind::without},
                                          {"that don't", Join::Kind::without},
                                          {"with no", Join::Kind::without},
                                          {"and no", Join::Kind::without},
                                          {"without", Join::Kind::without},
                                          {"who also", Join::Kind::match},
                                          {"that also", Join::Kind::match},
                                          {"which also", Join::Kind::match},
                                          {"and also", Join::Kind::match},
                                          {"but also", Join::Kind::match},
                                          {"who are also", Join::Kind::match},
                                          {"that are also", Join::Kind::match},
                                          {"are also in", Join::Kind::match},
                                          {"also in", Join::Kind::match},
                                          {"who have", Join::Kind::match},
                                          {"that have", Join::Kind::match},
                                          {"which have", Join::Kind::match},
                                          {"that are in", Join::Kind::match},
                                          {"who are in", Join::Kind::match},
                                          {"also have", Join::Kind::match},
                                          {"also has", Join::Kind::match},
                                          {"also had", Join::Kind::match},
                                          {"have", Join::Kind::match},
                                          {"has", Join::Kind::match},
                                          {"had", Join::Kind::match},
                                          {"and an", Join::Kind::match},
                                          {"and a", Join::Kind::match},
                                          {"with", Join::Kind::match}}};

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
