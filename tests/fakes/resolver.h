#pragma once
// Names that lead where the test says. What it does not name does not exist.

#include "net/url_guard.h"

#include <map>
#include <mutex>
#include <string>
#include <vector>

namespace parley::fakes {

class FixedResolver final : public net::Resolver {
public:
    FixedResolver() = default;
    explicit FixedResolver(std::map<std::string, std::vector<std::string>> names) : names_(std::move(names)) {}

    void set(const std::string& host, std::vector<std::string> addresses) {
        const std::lock_guard lock(mutex_);
        names_[host] = std::move(addresses);
    }

    Result<std::vector<std::string>> resolve(const std::string& host, const Deadline&) override {
        const std::lock_guard lock(mutex_);
        ++lookups_;
        const auto found = names_.find(host);
        if (found == names_.end()) return Error{Fault::unavailable, "The name does not exist.", host};
        return found->second;
    }

    int lookups() const {
        const std::lock_guard lock(mutex_);
        return lookups_;
    }

private:
    mutable std::mutex mutex_;
    std::map<std::string, std::vector<std::string>> names_;
    int lookups_ = 0;
};

}  // namespace parley::fakes
