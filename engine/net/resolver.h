#pragma once
// A look-up that knows no time limit, made into a Resolver that keeps to one.

#include "net/url_guard.h"

#include <functional>

namespace parley::net {

struct LookedUp {
    std::string trouble = {};  // For the log, where there is no address.
    std::vector<std::string> addresses = {};
};
using LookUp = std::function<LookedUp(const std::string& host)>;

// Each look-up runs in a thread of its own, which is left behind where the deadline is over first. look_up must be
// safe from several threads, and for as long as the process lives.
std::unique_ptr<Resolver> resolver_over(LookUp look_up);

}  // namespace parley::net
