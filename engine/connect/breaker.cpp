#include "connect/breaker.h"

namespace parley::connect {

std::optional<Breaker::Leave> Breaker::ask(const std::string& key, Instant now) {
    const std::lock_guard lock(mutex_);
    const auto found = lines_.find(key);
    if (found == lines_.end() || found->second.failures < failures_max) return Leave(*this, key, 0);
    if (is_closed(found->second, now)) return std::nullopt;
    found->second.probe = ++probes_;
    return Leave(*this, key, probes_);
}

bool Breaker::is_closed_to(const std::string& key, Instant now) const {
    const std::lock_guard lock(mutex_);
    const auto found = lines_.find(key);
    return found != lines_.end() && is_closed(found->second, now);
}

void Breaker::forget(const std::string& key) {
    const std::lock_guard lock(mutex_);
    lines_.erase(key);
}

void Breaker::Leave::succeeded() {
    std::exchange(breaker_, nullptr)->forget(key_);
}

void Breaker::Leave::failed(Instant now) {
    Breaker& breaker = *std::exchange(breaker_, nullptr);
    const std::lock_guard lock(breaker.mutex_);
    Line& line = breaker.lines_[key_];
    ++line.failures;
    line.open_until = now + pause;
    if (line.probe == probe_) line.probe = 0;
}

Breaker::Leave::~Leave() {
    if (!breaker_ || probe_ == 0) return;
    const std::lock_guard lock(breaker_->mutex_);
    const auto found = breaker_->lines_.find(key_);
    if (found != breaker_->lines_.end() && found->second.probe == probe_) found->second.probe = 0;
}

}  // namespace parley::connect
