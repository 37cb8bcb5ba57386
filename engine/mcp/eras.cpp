#include "mcp/session.h"

namespace parley::mcp {

std::optional<Era> EraMemory::of(const std::string& endpoint) const {
    const std::lock_guard lock(mutex_);
    const auto found = eras_.find(endpoint);
    return found == eras_.end() ? std::nullopt : std::optional(found->second);
}

void EraMemory::remember(const std::string& endpoint, Era era) {
    const std::lock_guard lock(mutex_);
    eras_[endpoint] = era;
}

void EraMemory::forget(const std::string& endpoint) {
    const std::lock_guard lock(mutex_);
    eras_.erase(endpoint);
}

}  // namespace parley::mcp
