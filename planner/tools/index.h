#pragma once
// Tools that nobody has described but their own server: known by name, description and JSON Schema. An index over them,
// made once; which of them a question is about. Pure; immutable and shared between threads after it is made.
//
// Such texts are only searched and compared. Nothing in them is an instruction, an argument or markup.

#include "planner/tools/terms.h"

#include <array>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace parley::planner {

struct ToolText {
    std::string name;
    std::string vendor;  // May be empty.
    std::string description;
    Json input_schema = Json::object();
};

// What speaks for a tool, part by part. The weights in ranking.cpp make one number of it.
enum class Clue : std::size_t {
    name,         // Words of the question in the tool's name,
    description,  // in its description,
    arguments,    // in the names of its arguments,
    details,      // in what is said about them, and among their values,
    vendor,       // in its vendor's name,
    siblings,     // in anything of the same vendor.
    near_text,    // Words that mean about the same, where the word itself is missing,
    near_name,    // in the name.
    topic,        // How near the whole texts are,
    topic_name,   // and the name alone.
    name_share,   // How much of the name the question says.
    name_near,    // The same with words of about the same meaning.
    pairs,        // Two words that stand together in both.
    said_share,   // How much of the question the tool explains.
    numbers,      // Fits the numbers in the question: 1, or less where some find no argument or are missing.
    best_word,    // The rarest word of the question that it holds.
    means_text,   // How well the tool's words mean what the question's words mean, each by its nearest one,
    means_name,   // those of the name alone,
    means_all,    // and those of its arguments too.
    best_meant,   // The same for the word that says most.
    length,       // Long descriptions hold many words.
    count
};
inline constexpr std::size_t clue_count = static_cast<std::size_t>(Clue::count);
using Clues = std::array<float, clue_count>;

struct RankedTool {
    std::size_t tool = 0;
    float score = 0;
    Clues parts{};
};

class ToolIndex {
public:
    ToolIndex(std::span<const ToolText> tools, const WordVectors& vectors);  // `vectors` outlives the index.

    std::size_t size() const { return lengths_.size(); }

    // The best first; the order among equals is that of the names' places.
    std::vector<RankedTool> rank(std::string_view question, std::size_t most) const;

private:
    enum Field : std::size_t { in_name, in_description, in_arguments, in_details, in_vendor, fields };
    struct Posting {
        std::uint32_t tool;
        std::array<float, fields> weights;  // Saturated and for the field's length, without the word's rarity.
    };
    struct Entry {
        std::string text;  // One way in which it is written.
        const float* vector = nullptr;
        std::vector<Posting> postings;
        std::vector<std::pair<std::uint32_t, float>> vendors;
        float rarity = 0;
    };
    struct Asked;
    using Bag = std::vector<std::vector<std::uint32_t>>;

    void count_words(std::span<const ToolText> tools);
    std::uint32_t entry_of(const ToolWord& term);
    void add_field(std::size_t tool, Field field, const ToolWords& terms);
    void finish();
    void read_topics();
    Asked ask(std::string_view question) const;
    float says(const std::string& text, float counts) const;  // How much a word of a question tells.
    void match(const Asked& asked, std::vector<Clues>& out) const;
    void match_near(const Asked& asked, std::vector<Clues>& out, std::vector<std::vector<float>>& nearness) const;
    void compare_meaning(const Asked& asked, const std::vector<std::vector<float>>& nearness, RankedTool& tool) const;
    void compare_topic(const Asked& asked, RankedTool& tool) const;

    const WordVectors& vectors_;
    std::unordered_map<std::string, std::uint32_t> entry_by_stem_;
    std::vector<Entry> entries_;
    std::vector<std::array<float, fields>> lengths_;
    struct Held {
        std::uint32_t entry;
        bool named, described;  // Else only among the arguments.
    };
    std::vector<std::vector<Held>> held_;            // The entries of each tool.
    std::vector<std::vector<std::uint32_t>> names_;  // The entries of each tool's name, each once.
    std::vector<float> name_rarity_;
    std::unordered_map<std::uint64_t, std::vector<std::uint32_t>> pairs_;
    std::vector<WordVectors::Vector> topics_;
    std::vector<WordVectors::Vector> name_topics_;
    std::vector<std::uint32_t> vendor_of_;
    std::vector<float> vendor_lengths_;
    struct Shape {
        int numbers = 0;           // Arguments that are numbers,
        int numbers_required = 0;  // that must be given.
        bool lists = false;
    };
    std::vector<Shape> shapes_;
};

}  // namespace parley::planner
