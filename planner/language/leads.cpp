#include "planner/language/leads.h"

#include "planner/language/verbs.h"

#include <algorithm>
#include <array>

namespace parley::planner {
namespace {

struct Lead {
    std::string_view phrase;
    bool asks;  // What follows is a request, so a doubtful verb counts too.
};

// Words before the verb of a request. Those that introduce a question ("how do i") are not here on purpose.
constexpr std::array<Lead, 126> leads{{{"please", true},
                                       {"pls", true},
                                       {"plz", true},
                                       {"kindly", true},
                                       {"hi", false},
                                       {"hey", false},
                                       {"hello", false},
                                       {"ok", false},
                                       {"okay", false},
                                       {"now", false},
                                       {"then", false},
                                       {"and", false},
                                       {"so", false},
                                       {"just", false},
                                       {"also", false},
                                       {"can you", true},
                                       {"could you", true},
                                       {"would you", true},
                                       {"will you", true},
                                       {"can we", true},
                                       {"could we", true},
                                       {"can i", true},
                                       {"could i", true},
                                       {"may i", true},
                                       {"i want to", true},
                                       {"i wanna", true},
                                       {"i need to", true},
                                       {"i need you to", true},
                                       {"i want you to", true},
                                       {"i would like to", true},
                                       {"i'd like to", true},
                                       {"i'd like you to", true},
                                       {"we need to", true},
                                       {"we want to", true},
                                       {"i have to", true},
                                       {"i gotta", true},
                                       {"i wish to", true},
                                       {"i would like you to", true},
                                       {"let's", true},
                                       {"lets", true},
                                       {"let us", true},
                                       {"go ahead and", true},
                                       {"help me to", true},
                                       {"help me", true},
                                       {"you should", true},
                                       {"you can", true},
                                       {"i must", true},
                                       {"make sure to", true},
                                       {"don't forget to", true},
                                       {"is it possible to", true},
                                       {"i am hoping you can", true},
                                       {"do", false},
                                       {"are you able to", true},
                                       {"am i able to", true},
                                       {"am i allowed to", true},
                                       {"is there a way to", true},
                                       {"is there any way to", true},
                                       {"is there a way i can", true},
                                       {"is there any way i can", true},
                                       {"is there a way you can", true},
                                       {"is there any way you can", true},
                                       {"is there a chance you can", true},
                                       {"would it be okay to", true},
                                       {"would it be ok to", true},
                                       {"would it be alright to", true},
                                       {"would it be possible to", true},
                                       {"would you mind", true},
                                       {"can someone", true},
                                       {"could someone", true},
                                       {"will someone", true},
                                       {"would someone", true},
                                       {"i need someone to", true},
                                       {"i want someone to", true},
                                       {"get someone to", true},
                                       {"i need help to", true},
                                       {"i need help", true},
                                       {"i would like help", true},
                                       {"i'd like help", true},
                                       {"i need for you to", true},
                                       {"i'm going to", true},
                                       {"i am going to", true},
                                       {"i'm about to", true},
                                       {"i'd love to", true},
                                       {"i would love to", true},
                                       {"let me", true},
                                       {"allow me to", true},
                                       {"you will", true},
                                       {"you need to", true},
                                       {"we should", true},
                                       {"see if you can", true},
                                       {"see if i can", true},
                                       {"i should", true},
                                       {"why don't you", true},
                                       {"why don't we", true},
                                       {"why not", true},
                                       {"feel free to", true},
                                       {"shall we", true},
                                       {"shall i", true},
                                       {"someone needs to", true},
                                       {"someone should", true},
                                       {"somebody should", true},
                                       {"somebody needs to", true},
                                       {"time to", true},
                                       {"it's time to", true},
                                       {"any chance we can", true},
                                       {"any chance you can", true},
                                       {"any chance you could", true},
                                       {"any chance we could", true},
                                       {"would somebody", true},
                                       {"could somebody", true},
                                       {"can somebody", true},
                                       {"will somebody", true},
                                       {"would anyone", true},
                                       {"be so kind and", true},
                                       {"be so kind as to", true},
                                       {"be so kind to", true},
                                       {"be so good as to", true},
                                       {"be kind enough to", true},
                                       {"be good enough to", true},
                                       {"be a dear and", true},
                                       {"be able to", true},
                                       {"do me a favour and", true},
                                       {"do me a favor and", true},
                                       {"can i ask you to", true},
                                       {"could i ask you to", true},
                                       {"may i ask you to", true}}};

// Words that a request may be dressed with: "i really need you to", "could you please just".
bool is_adverb(const Words& words, std::size_t at) {
    return is_one_of(words, at,
                     {"really", "just", "also", "please", "perhaps", "maybe", "possibly", "kindly", "now", "actually",
                      "only", "immediately", "quickly", "simply"});
}

// How many words of the question the lead takes, adverbs between its words included; 0: it does not stand there.
std::size_t lead_length(const Words& words, std::size_t at, std::string_view phrase) {
    std::size_t next = at;
    for (std::size_t from = 0; from <= phrase.size();) {
        const std::size_t end = std::min(phrase.find(' ', from), phrase.size());
        const std::string_view part = phrase.substr(from, end - from);
        while (from > 0 && next < words.size() && words[next].text != part && is_adverb(words, next)) ++next;
        if (next >= words.size() || words[next].text != part || (from > 0 && words[next].breaks)) return 0;
        ++next;
        from = end + 1;
    }
    return next - at;
}

}  // namespace

Start behind_leads(const Words& words, std::size_t at) {
    Start start{at, false};
    for (bool moved = true; moved;) {
        moved = false;
        std::size_t longest = 0;
        for (const auto& lead : leads) {
            const std::size_t length = lead_length(words, start.at, lead.phrase);
            if (length <= longest) continue;
            if (lead.phrase == "do" && !(start.at + 1 < words.size() && is_write_verb(words[start.at + 1].text)))
                continue;  // "do play it", but "do we have"
            longest = length;
            start.asked = start.asked || lead.asks;
        }
        if (longest > 0) {
            start.at += longest;
            moved = true;
        }
    }
    return start;
}

}  // namespace parley::planner
