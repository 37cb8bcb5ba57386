#include "planner/tools/index.h"

#include "base/text.h"
#include "planner/tools/ranking.h"

#include <algorithm>
#include <cmath>
#include <set>

namespace parley::planner {
namespace {

constexpr float near_least = 0.55F;  // A lower cosine brings together words that only stand in the same texts.

std::uint64_t pair_of(std::uint32_t first, std::uint32_t second) {
    return std::uint64_t{first} << 32 | second;
}

float& at(Clues& clues_of_tool, Clue clue) {
    return clues_of_tool[static_cast<std::size_t>(clue)];
}

void normalize(WordVectors::Vector& vector) {
    const float length = std::sqrt(dot(vector.data(), vector.data()));
    if (length <= 0) return;
    for (auto& number : vector) number /= length;
}

void add(WordVectors::Vector& sum, const float* vector, float times) {
    if (vector == nullptr) return;
    for (std::size_t k = 0; k < sum.size(); ++k) sum[k] += times * vector[k];
}

bool is_number(const std::string& word) {
    return !word.empty() && std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool takes_numbers(const Json& property) {
    const auto type = text_at(property, "type");
    if (type == "integer" || type == "number" || type == "float") return true;
    return (type == "array" || type == "tuple") && takes_numbers(at_or_null(property, "items"));
}

void keep_best(std::vector<RankedTool>& tools, std::size_t most) {
    const auto keep = static_cast<std::ptrdiff_t>(std::min(most, tools.size()));
    std::partial_sort(tools.begin(), tools.begin() + keep, tools.end(), [](const RankedTool& a, const RankedTool& b) {
        return a.score != b.score ? a.score > b.score : a.tool < b.tool;
    });
    tools.resize(static_cast<std::size_t>(keep));
}

}  // namespace

struct ToolIndex::Asked {
    struct Word {
        ToolWord term;
        std::optional<std::uint32_t> entry;
        const float* vector = nullptr;
        float rarity = 0;
        float counts = 1;  // Less in a sentence that asks nothing.
    };
    std::vector<Word> words;           // Each once.
    std::vector<std::uint32_t> order;  // Entries as they follow each other; the last number stands for no entry.
    WordVectors::Vector topic{};
    float rarity = 0;  // Of all words.
    int numbers = 0;
};

ToolIndex::ToolIndex(std::span<const ToolText> tools, const WordVectors& vectors) : vectors_(vectors) {
    Stemmer stemmer;
    lengths_.resize(tools.size());
    names_.resize(tools.size());
    shapes_.resize(tools.size());
    std::unordered_map<std::string, std::uint32_t> vendors;
    for (std::size_t k = 0; k < tools.size(); ++k) {
        const ToolText& tool = tools[k];
        std::string_view name = tool.name;
        const auto behind_vendor = name.find("__");
        if (!tool.vendor.empty() && behind_vendor != std::string_view::npos) name.remove_prefix(behind_vendor);
        const auto schema = text_of_schema(tool.input_schema);
        const ToolWords name_terms = terms_of(name, stemmer, vectors);
        const ToolWords description = terms_of(tool.description, stemmer, vectors);
        vendor_of_.push_back(
            vendors.emplace(tool.vendor.empty() ? cat("#", k) : tool.vendor, static_cast<std::uint32_t>(vendors.size()))
                .first->second);
        add_field(k, in_name, name_terms);
        add_field(k, in_description, description);
        add_field(k, in_arguments, terms_of(schema.names, stemmer, vectors));
        add_field(k, in_details, terms_of(schema.descriptions, stemmer, vectors));
        add_field(k, in_vendor, terms_of(tool.vendor, stemmer, vectors));
        const auto required = texts_at(tool.input_schema, "required");
        const Json& properties = at_or_null(tool.input_schema, "properties");
        if (!properties.is_object()) continue;
        for (const auto& [key, property] : properties.items()) {
            if (!takes_numbers(property)) continue;
            shapes_[k].numbers += 1;
            if (text_at(property, "type") == "array") shapes_[k].lists = true;
            if (std::find(required.begin(), required.end(), key) != required.end()) shapes_[k].numbers_required += 1;
        }
    }
    vendor_lengths_.resize(vendors.size());
    held_.resize(size());
    for (std::uint32_t id = 0; id < entries_.size(); ++id) {
        for (const auto& posting : entries_[id].postings)
            held_[posting.tool].push_back(
                {id, posting.weights[in_name] + posting.weights[in_vendor] > 0, posting.weights[in_description] > 0});
    }
    finish();
    read_topics();
}

std::uint32_t ToolIndex::entry_of(const ToolWord& term) {
    const auto [found, made] = entry_by_stem_.emplace(term.stem, static_cast<std::uint32_t>(entries_.size()));
    if (made) {
        entries_.emplace_back();
        entries_.back().text = term.text;
    }
    Entry& entry = entries_[found->second];
    if (entry.vector == nullptr) entry.vector = vectors_.find(term.text);
    return found->second;
}

void ToolIndex::add_field(std::size_t tool, Field field, const ToolWords& terms) {
    std::optional<std::uint32_t> before;
    for (const auto& term : terms) {
        const auto id = entry_of(term);
        auto& postings = entries_[id].postings;
        if (postings.empty() || postings.back().tool != tool)
            postings.push_back({static_cast<std::uint32_t>(tool), {}});
        postings.back().weights[field] += 1;
        lengths_[tool][field] += 1;
        if (field == in_name && std::find(names_[tool].begin(), names_[tool].end(), id) == names_[tool].end())
            names_[tool].push_back(id);
        if (before && (field == in_name || field == in_description)) {
            auto& holders = pairs_[pair_of(*before, id)];
            if (holders.empty() || holders.back() != tool) holders.push_back(static_cast<std::uint32_t>(tool));
        }
        before = id;
    }
}

// From counts to weights: a second mention says less than the first, and a long text says less with each word.
void ToolIndex::finish() {
    constexpr float saturation = 1.2F;
    constexpr std::array<float, fields> length_matters{0.75F, 0.75F, 0.75F, 0.75F, 0.5F};
    std::array<float, fields> mean{};
    for (const auto& lengths : lengths_) {
        for (std::size_t field = 0; field < fields; ++field) mean[field] += lengths[field];
    }
    const float tools = static_cast<float>(std::max<std::size_t>(lengths_.size(), 1));
    for (auto& number : mean) number = std::max(number / tools, 1.0F);
    for (std::size_t k = 0; k < lengths_.size(); ++k) {
        for (std::size_t field = 0; field < fields; ++field) vendor_lengths_[vendor_of_[k]] += lengths_[k][field];
    }
    for (auto& entry : entries_) {
        const auto holders = static_cast<float>(entry.postings.size());
        entry.rarity = std::log(1 + (tools - holders + 0.5F) / (holders + 0.5F));
        std::unordered_map<std::uint32_t, float> by_vendor;
        for (auto& posting : entry.postings) {
            for (std::size_t field = 0; field < fields; ++field) {
                float& weight = posting.weights[field];
                by_vendor[vendor_of_[posting.tool]] += weight;
                const float length =
                    1 - length_matters[field] + length_matters[field] * lengths_[posting.tool][field] / mean[field];
                weight = weight * (saturation + 1) / (weight + saturation * length);
            }
        }
        entry.vendors.assign(by_vendor.begin(), by_vendor.end());
        std::sort(entry.vendors.begin(), entry.vendors.end());
    }
    float vendor_mean = 0;
    for (const float length : vendor_lengths_) vendor_mean += length;
    vendor_mean = std::max(vendor_mean / static_cast<float>(std::max<std::size_t>(vendor_lengths_.size(), 1)), 1.0F);
    for (auto& entry : entries_) {
        for (auto& [vendor, weight] : entry.vendors)
            weight = weight * (saturation + 1) /
                     (weight + saturation * (0.25F + 0.75F * vendor_lengths_[vendor] / vendor_mean));
    }
    for (const auto& name : names_) {
        float sum = 0;
        for (const auto id : name) sum += entries_[id].rarity;
        name_rarity_.push_back(std::max(sum, 0.1F));
    }
}

void ToolIndex::read_topics() {
    topics_.resize(size());
    name_topics_.resize(size());
    for (const auto& entry : entries_) {
        const float weight = vectors_.weight(entry.text) - 4;  // "the" and its like say nothing.
        if (entry.vector == nullptr || weight <= 0) continue;
        for (const auto& posting : entry.postings) {
            const float times = weight * (posting.weights[in_description] + posting.weights[in_name] +
                                          posting.weights[in_vendor] + 0.3F * posting.weights[in_arguments]);
            add(topics_[posting.tool], entry.vector, times);
            add(name_topics_[posting.tool], entry.vector,
                weight * (posting.weights[in_name] + 0.5F * posting.weights[in_vendor]));
        }
    }
    for (auto& topic : topics_) normalize(topic);
    for (auto& topic : name_topics_) normalize(topic);
}

ToolIndex::Asked ToolIndex::ask(std::string_view question) const {
    Stemmer stemmer;
    Asked asked;
    const float tools = static_cast<float>(size());
    const float unknown = std::log(1 + (tools + 0.5F) / 0.5F);
    for (const auto& sentence : sentences_of(question)) {
        for (const auto& term : terms_of(sentence.text, stemmer, vectors_)) {
            const auto found = entry_by_stem_.find(term.stem);
            const bool known = found != entry_by_stem_.end();
            asked.order.push_back(known ? found->second : static_cast<std::uint32_t>(entries_.size()));
            if (is_number(term.text)) ++asked.numbers;
            const auto again = std::find_if(asked.words.begin(), asked.words.end(),
                                            [&](const Asked::Word& word) { return word.term.stem == term.stem; });
            if (again != asked.words.end()) {
                again->counts = std::max(again->counts, sentence.counts);
                continue;
            }
            Asked::Word word{term, std::nullopt, vectors_.find(term.text), unknown, sentence.counts};
            if (known) {
                word.entry = found->second;
                word.rarity = entries_[found->second].rarity;
            }
            if (is_number(term.text)) word.rarity *= 0.2F;
            asked.words.push_back(std::move(word));
        }
    }
    for (auto& word : asked.words) {
        word.rarity *= word.counts;
        asked.rarity += word.rarity;
        const float weight = vectors_.weight(word.term.text) - 4;
        if (weight > 0) add(asked.topic, word.vector, weight * word.counts);
    }
    normalize(asked.topic);
    return asked;
}

void ToolIndex::match(const Asked& asked, std::vector<Clues>& out) const {
    std::vector<float> by_vendor(vendor_lengths_.size());
    for (const auto& word : asked.words) {
        if (!word.entry) continue;
        const Entry& entry = entries_[*word.entry];
        for (const auto& posting : entry.postings) {
            Clues& clue = out[posting.tool];
            at(clue, Clue::name) += word.rarity * posting.weights[in_name];
            at(clue, Clue::description) += word.rarity * posting.weights[in_description];
            at(clue, Clue::arguments) += word.rarity * posting.weights[in_arguments];
            at(clue, Clue::details) += word.rarity * posting.weights[in_details];
            at(clue, Clue::vendor) += word.rarity * posting.weights[in_vendor];
            at(clue, Clue::said_share) += word.rarity / std::max(asked.rarity, 0.1F);
            at(clue, Clue::best_word) = std::max(at(clue, Clue::best_word), word.rarity);
            if (posting.weights[in_name] > 0) at(clue, Clue::name_share) += word.rarity / name_rarity_[posting.tool];
        }
        for (const auto& [vendor, weight] : entry.vendors) by_vendor[vendor] += word.rarity * weight;
    }
    for (std::size_t k = 0; k < out.size(); ++k) at(out[k], Clue::siblings) = by_vendor[vendor_of_[k]];
    for (std::size_t k = 1; k < asked.order.size(); ++k) {
        const auto found = pairs_.find(pair_of(asked.order[k - 1], asked.order[k]));
        if (found == pairs_.end()) continue;
        const float rarity = entries_[asked.order[k - 1]].rarity + entries_[asked.order[k]].rarity;
        for (const auto tool : found->second) at(out[tool], Clue::pairs) += rarity;
    }
}

// How near each word of the question is to each word of the tools; and what words of about the same meaning say for
// tools that lack the word itself.
void ToolIndex::match_near(const Asked& asked, std::vector<Clues>& out,
                           std::vector<std::vector<float>>& nearness) const {
    struct Near {
        float text = 0;
        float name = 0;
    };
    std::vector<Near> best(size());
    std::vector<std::uint32_t> touched;
    std::vector<bool> has(size());
    for (const auto& word : asked.words) {
        auto& near_to = nearness.emplace_back(entries_.size(), 0.0F);
        if (word.entry) near_to[*word.entry] = 1;
        if (word.vector == nullptr || says(word.term.text, word.counts) <= 0) continue;
        touched.clear();
        std::fill(has.begin(), has.end(), false);
        if (word.entry) {
            for (const auto& posting : entries_[*word.entry].postings) has[posting.tool] = true;
        }
        for (std::uint32_t id = 0; id < entries_.size(); ++id) {
            const auto& entry = entries_[id];
            if (entry.vector == nullptr || word.entry == id) continue;
            near_to[id] = dot(word.vector, entry.vector);
            if (near_to[id] <= near_least) continue;
            const float close = (near_to[id] - near_least) / (1 - near_least);
            for (const auto& posting : entry.postings) {
                if (has[posting.tool]) continue;
                Near& tool = best[posting.tool];
                if (tool.text <= 0 && tool.name <= 0) touched.push_back(posting.tool);
                const float weight = std::max(
                    {posting.weights[in_name], posting.weights[in_description], 0.5F * posting.weights[in_arguments]});
                tool.text = std::max(tool.text, close * weight);
                tool.name = std::max(tool.name, close * posting.weights[in_name]);
            }
        }
        const float rarity = std::min(word.rarity, 6.0F);
        for (const auto tool : touched) {
            at(out[tool], Clue::near_text) += rarity * best[tool].text;
            at(out[tool], Clue::near_name) += rarity * best[tool].name;
            best[tool] = Near{};
        }
    }
}

float ToolIndex::says(const std::string& text, float counts) const {
    constexpr float nothing = 4;
    const float weight = is_number(text) ? nothing + 1 : vectors_.weight(text);
    return std::max(0.0F, weight - nothing) * counts;
}

// Each word of the question by the nearest word that the tool has.
void ToolIndex::compare_meaning(const Asked& asked, const std::vector<std::vector<float>>& nearness,
                                RankedTool& tool) const {
    constexpr float least = 0.3F;
    float whole = 0;
    for (std::size_t k = 0; k < asked.words.size(); ++k) {
        const float weight = says(asked.words[k].term.text, asked.words[k].counts);
        if (weight <= 0) continue;
        whole += weight;
        float text = least;
        float name = least;
        float all = least;
        for (const auto& held : held_[tool.tool]) {
            const float near = nearness[k][held.entry];
            if (near <= least) continue;
            all = std::max(all, near);
            if (held.named) name = std::max(name, near);
            if (held.named || held.described) text = std::max(text, near);
        }
        const auto means = [&](float near) { return near > least ? weight * near * near : 0.0F; };
        at(tool.parts, Clue::means_text) += means(text);
        at(tool.parts, Clue::means_name) += means(name);
        at(tool.parts, Clue::means_all) += means(all);
        at(tool.parts, Clue::best_meant) = std::max(at(tool.parts, Clue::best_meant), means(text));
    }
    for (const Clue clue : {Clue::means_text, Clue::means_name, Clue::means_all})
        at(tool.parts, clue) /= std::max(whole, 1.0F);
    for (const auto id : names_[tool.tool]) {
        float nearest = 0;
        for (const auto& near_to : nearness) nearest = std::max(nearest, near_to[id]);
        at(tool.parts, Clue::name_near) += entries_[id].rarity * nearest / name_rarity_[tool.tool];
    }
}

void ToolIndex::compare_topic(const Asked& asked, RankedTool& tool) const {
    at(tool.parts, Clue::topic) = dot(asked.topic.data(), topics_[tool.tool].data());
    at(tool.parts, Clue::topic_name) = dot(asked.topic.data(), name_topics_[tool.tool].data());
    const Shape& shape = shapes_[tool.tool];
    const int missing = std::max(0, shape.numbers_required - asked.numbers);
    const int homeless = shape.lists ? 0 : std::max(0, asked.numbers - shape.numbers);
    at(tool.parts, Clue::numbers) =
        -static_cast<float>(std::min(3, missing)) - 0.5F * static_cast<float>(std::min(3, homeless));
    at(tool.parts, Clue::length) = std::log(1 + lengths_[tool.tool][in_description]);
}

// Twice: by the words that tools and question share, which is cheap; then the best of those by meaning.
std::vector<RankedTool> ToolIndex::rank(std::string_view question, std::size_t most) const {
    constexpr std::size_t by_meaning = 400;
    constexpr std::size_t closely = 40;
    const Learnt learnt = vectors_.size() > 0 ? Learnt::with_vectors : Learnt::without_vectors;
    const Asked asked = ask(question);
    std::vector<Clues> parts(size());
    std::vector<std::vector<float>> nearness;
    match(asked, parts);
    match_near(asked, parts, nearness);
    std::vector<RankedTool> out;
    for (std::size_t k = 0; k < size(); ++k) {
        out.push_back({k, 0, parts[k]});
        compare_topic(asked, out.back());
        out.back().score = rough_score(out.back().parts, learnt);
    }
    keep_best(out, by_meaning);
    for (auto& tool : out) {
        compare_meaning(asked, nearness, tool);
        tool.score = rough_score(tool.parts, learnt);
    }
    keep_best(out, closely);
    rank_closely(out, learnt);
    out.resize(std::min(most, out.size()));
    return out;
}

}  // namespace parley::planner
