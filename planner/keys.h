#pragma once
// What the rows of two vendors can be joined by: which column holds it, and how its values are compared. Pure.

#include "planner/offer.h"
#include "planner/plan.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace parley::planner {

// What different systems know the same thing by; the surest first.
inline constexpr std::array<std::string_view, 6> identities{"email", "customer", "company", "domain", "product", "sku"};

// Whether the plan's join goes by a key of the rows and not by steps of time.
bool joins_by_key(const Plan& plan);

// The column of the dataset that holds it, empty where none does. `on` is an identity, or what the vendor calls one of
// its dimensions: id, name or synonym.
std::string key_column(const Offer& offer, std::string_view dataset, std::string_view on);

// One side of a join: rows of a dataset.
struct Rows {
    const Offer* offer = nullptr;
    std::string dataset;
};

// The first of `keys` that both have. None where nothing can be compared.
std::optional<std::string> shared_key(const Rows& left, const Rows& right, const std::vector<std::string>& keys);

// What a word for people or things may be known by, the surest first: "accounts" by company, domain, then e-mail.
std::vector<std::string> keys_for(std::string_view word);

// As it is compared: lower case, trimmed, one blank between words; a domain without "https://", "www." and what stands
// behind it. Legal forms stay: "Acme" and "Acme Ltd" may be two companies. Empty is no key.
std::string compared_key(std::string_view value, std::string_view on);

// "e-mail address" and "e-mail addresses", "company" and "companies".
std::string key_name(std::string_view on, bool plural);

}  // namespace parley::planner
