#pragma once
// Names of places as people write them and as services ask for them: "SF" -> San Francisco, CA. Large cities only: a
// place that is not in here is taken as it was written.

#include <optional>
#include <string>
#include <string_view>

namespace parley::planner {

struct Place {
    std::string_view city;     // "San Francisco"; empty for a state or a country.
    std::string_view state;    // "CA"; empty outside of the United States.
    std::string_view country;  // "United States"
    std::string_view code;     // "US"
};

// `name` in lower case, without marks: "new york", "nyc", "texas".
std::optional<Place> place_named(std::string_view name);
std::optional<std::string_view> state_named(std::string_view name);  // "texas" or "tx" -> "TX"

}  // namespace parley::planner
