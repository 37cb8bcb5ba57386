#pragma once
// A language model that says what the test has written, one reply after another, and keeps what it was asked.

#include "planner/language_model.h"

#include <deque>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

namespace parley::fakes {

class ScriptedModel final : public planner::LanguageModel {
public:
    // In the order in which they are given; behind the last one it is unavailable.
    void says(std::string text, std::int64_t tokens_in = 1'000, std::int64_t tokens_out = 100) {
        const std::lock_guard lock(mutex_);
        replies_.push_back(planner::ModelReply{std::move(text), tokens_in, tokens_out});
    }
    void fails(Error error) {
        const std::lock_guard lock(mutex_);
        replies_.push_back(std::move(error));
    }

    std::vector<planner::Prompt> asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }

    std::string name() const override { return "scripted-1"; }
    Result<planner::ModelReply> complete(const planner::Prompt& prompt, const planner::ModelLimits& limits) override {
        const std::lock_guard lock(mutex_);
        asked_.push_back(prompt);
        limits_.push_back(limits);
        if (replies_.empty()) return Error{Fault::unavailable, "The script is over.", ""};
        auto reply = std::move(replies_.front());
        replies_.pop_front();
        return reply;
    }
    std::vector<planner::ModelLimits> limits() const {
        const std::lock_guard lock(mutex_);
        return limits_;
    }

private:
    mutable std::mutex mutex_;
    std::deque<Result<planner::ModelReply>> replies_;  // Guarded by mutex_, as the rest.
    std::vector<planner::Prompt> asked_;
    std::vector<planner::ModelLimits> limits_;
};

}  // namespace parley::fakes
