#pragma once
// Short things that people say behind an answer and that hold no name of anything: "thanks", "which ones?", "why?".

#include "planner/routing/changes.h"
#include "planner/routing/left_over.h"

namespace parley::planner {

// Whether the phrase stands there, and beside it nothing that has a meaning of its own.
bool says_only(const Words& words, std::initializer_list<std::string_view> phrases);

bool says_thanks(const Words& words);

// "by country instead", "klaviyo only", "and last year?"
bool is_put_as_follow_up(const Words& words);

// "please", "can I see": how it is put, not what is asked.
void be_brief(LeftOver& rest);

// Cuts what it has understood.
void read_sayings(const Plan& before, LeftOver& rest, Changes& out);

// "do the same for tents": whether it was said.
bool read_repetition(LeftOver& rest, Changes& out);

// "which ones failed?", "restrict that to France": what is shown, narrowed down.
void read_restriction(const Reading& asked, LeftOver& rest, Changes& out);

// What the answer before was about; nothing of it is owned.
struct Shown {
    const Plan* before = nullptr;
    const Offer* offer = nullptr;
    std::size_t position = 0;  // Of the offer.
};

// "and on board Hiring?": the same of another one, though a number may be called boards.
void read_same_elsewhere(const Reading& asked, const Shown& shown, LeftOver& rest, Changes& out);

// "put last year next to it", "show the month before alongside": held against it.
void read_beside(LeftOver& rest, Changes& out);

// "overall", "as one number": no grouping any more.
void read_total(const Plan& before, LeftOver& rest, Changes& out);

// "make it ten", "show 20", "just the first three".
void read_limit(const Reading& asked, const Plan& before, LeftOver& rest, Changes& out);

}  // namespace parley::planner
