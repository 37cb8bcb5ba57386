#include "connect/pool.h"

namespace parley::connect {

// Ending a session talks to its server: what is ended is moved out of the lock first, here and below.
Pool::Taken Pool::take(const Key& key, std::int64_t generation) {
    std::vector<OpenSession> ended;
    const std::lock_guard lock(mutex_);
    Shelf& shelf = shelves_[key];
    ++shelf.lent;
    Taken taken{Place(*this, key, shelf.epoch), std::nullopt};
    while (!shelf.idle.empty() && !taken.session) {
        OpenSession last = std::move(shelf.idle.back());
        shelf.idle.pop_back();
        --idle_;
        if (last.generation == generation) {
            taken.session = std::move(last);
        } else {
            ended.push_back(std::move(last));
        }
    }
    return taken;
}

void Pool::Place::give_back(OpenSession session) {
    std::vector<OpenSession> ended;
    const std::lock_guard lock(pool_->mutex_);
    Shelf& shelf = pool_->shelves_.at(key_);
    if (shelf.epoch != epoch_ || shelf.idle.size() >= idle_per_user) {
        ended.push_back(std::move(session));
        return;
    }
    if (pool_->idle_ >= idle_altogether) pool_->end_oldest(ended);
    shelf.idle.push_back(std::move(session));
    ++pool_->idle_;
}

Pool::Place::~Place() {
    if (!pool_) return;
    const std::lock_guard lock(pool_->mutex_);
    const auto found = pool_->shelves_.find(key_);
    if (--found->second.lent == 0 && found->second.idle.empty()) pool_->shelves_.erase(found);
}

void Pool::forget(const OrgId& org, const ConnectionId& connection) {
    std::vector<OpenSession> ended;
    const std::lock_guard lock(mutex_);
    auto at = shelves_.lower_bound({org, connection, UserId{}});
    while (at != shelves_.end() && at->first.org == org && at->first.connection == connection) {
        Shelf& shelf = at->second;
        idle_ -= shelf.idle.size();
        for (auto& session : shelf.idle) ended.push_back(std::move(session));
        shelf.idle.clear();
        ++shelf.epoch;
        at = shelf.lent == 0 ? shelves_.erase(at) : std::next(at);
    }
}

std::size_t Pool::shelves() const {
    const std::lock_guard lock(mutex_);
    return shelves_.size();
}

void Pool::end_oldest(std::vector<OpenSession>& ended) {
    auto oldest = shelves_.end();
    for (auto at = shelves_.begin(); at != shelves_.end(); ++at) {
        if (at->second.idle.empty()) continue;
        const bool older =
            oldest == shelves_.end() || at->second.idle.front().idle_since < oldest->second.idle.front().idle_since;
        if (older) oldest = at;
    }
    if (oldest == shelves_.end()) return;
    ended.push_back(std::move(oldest->second.idle.front()));
    oldest->second.idle.erase(oldest->second.idle.begin());
    --idle_;
    if (oldest->second.lent == 0 && oldest->second.idle.empty()) shelves_.erase(oldest);
}

}  // namespace parley::connect
