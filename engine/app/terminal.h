#pragma once
// Answers as text for a terminal. Pure but for the stream.

#include "base/json.h"

#include <ostream>
#include <string>
#include <vector>

namespace parley::app {

// Text, notes, the table (at most rows_max rows), sources and time of an answer (DESIGN 3.2).
void print_answer(std::ostream& out, const OrderedJson& answer, std::size_t rows_max);

// Without control characters: vendor text may hold escape sequences, and a terminal must not obey them.
std::string tame(std::string text);

// Columns aligned by their widest cell; numbers to the right.
void print_table(std::ostream& out, const std::vector<std::vector<std::string>>& rows, const std::vector<bool>& right);

}  // namespace parley::app
