#pragma once
// The glossary as people write it into the settings.

#include "base/result.h"
#include "planner/planner.h"

#include <string_view>
#include <vector>

namespace parley::planner {

inline constexpr std::size_t glossary_terms_most = 200;
inline constexpr std::size_t glossary_word_bytes = 60;
inline constexpr std::size_t glossary_means_bytes = 200;
inline constexpr std::size_t glossary_definition_bytes = 500;
inline constexpr std::size_t glossary_metric_bytes = 160;

// What an organization has written: [{"word", "means", "definition", "metric"}]. Fault::invalid with one sentence that
// names the term and what is wrong with it.
Result<std::vector<GlossaryTerm>> glossary_from(const Json& terms);
Json to_json(const std::vector<GlossaryTerm>& terms);

// Plain text of one line that people may write into the settings: valid UTF-8, no markup, nothing that turns the line.
bool is_plain_line(std::string_view text, std::size_t bytes_most);

}  // namespace parley::planner
