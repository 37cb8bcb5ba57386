// The result of tools/call -> a Reply: the one place that knows in how many forms servers answer.
#include "base/text.h"
#include "mcp/disguise.h"
#include "mcp/judge.h"
#include "mcp/partial.h"
#include "mcp/text_json.h"
#include "mcp/text_table.h"
#include "policy/schema.h"

#include <utility>

namespace parley::mcp {
namespace {

// Text blocks, and texts embedded as resources; pictures, sounds and links hold no rows.
const Json& text_of(const Json& block) {
    if (text_at(block, "type") == "resource") return at_or_null(at_or_null(block, "resource"), "text");
    return at_or_null(block, text_at(block, "type") == "text" ? "text" : "");
}

using Texts = std::vector<std::string_view>;

// Views into the result.
Texts texts_of(const Json& result) {
    Texts texts;
    for (const auto& block : at_or_null(result, "content")) {
        const Json& text = text_of(block);
        if (text.is_string()) texts.push_back(text.get_ref<const std::string&>());
    }
    return texts;
}

std::string joined(const Texts& texts) {
    std::string all;
    for (const auto text : texts) {
        if (!all.empty()) all.push_back('\n');
        all.append(text);
    }
    return all;
}

struct Data {
    Json value;
    bool says_more = false;
};

// JSON in one of the texts; one object in each of several; a table; else nothing, and the texts are words.
Data data_in(const Texts& texts, const std::string& all) {
    std::vector<Json> values;
    std::string prose;
    for (const auto text : texts) {
        auto found = json_in(text);
        prose.append(found ? found->prose : std::string(text)).push_back('\n');
        if (found) values.push_back(std::move(found->value));
    }
    if (values.empty()) {
        if (auto table = table_in(all)) return {std::move(table->rows), says_more(table->prose)};
        return {nullptr, says_more(all)};
    }
    Json value = values.size() == 1 ? std::move(values.front()) : listed(std::move(values));
    const bool more = says_more(prose) || is_partial(value);
    return {std::move(value), more};
}

bool holds_nothing(const Json& value) {
    return value.is_null() || (value.is_object() && value.empty());
}

// Some frameworks put the text of a tool into {"result": "..."} to have a structure: the text is what counts.
bool repeats_the_text(const Json& structured, const std::string& all) {
    const Json& result = at_or_null(structured, "result");
    return structured.size() == 1 && result.is_string() && trim(result.get_ref<const std::string&>()) == trim(all);
}

Error broken_promise(std::string why) {
    return Error{Fault::invalid, "The vendor's tool did not answer in the form that it promises.", std::move(why)};
}

// What a structured reply says about its being a part: in itself, or in a short text beside it.
bool structured_says_more(const Json& value, const std::string& all) {
    constexpr std::size_t prose_bytes_max = 2'000;
    const auto start = trim(all);
    const bool is_prose = all.size() <= prose_bytes_max && !start.starts_with('{') && !start.starts_with('[');
    return is_partial(value) || (is_prose && says_more(start));
}

// A promise that structuredContent broke is kept where the text holds it.
Result<Reply> from_texts(const Texts& texts, Reply reply, Json structured, const Json& still_promised) {
    Data data = data_in(texts, reply.text);
    if (auto error = error_in(data.value, reply.text)) return *error;
    if (!still_promised.is_null()) {
        if (data.value.is_null()) return broken_promise("neither structuredContent nor JSON in a text fits");
        if (auto kept = policy::check_against(still_promised, data.value); !kept)
            return broken_promise(kept.error().detail);
    }
    reply.value = data.value.is_null() ? std::move(structured) : std::move(data.value);
    reply.says_more = data.says_more;
    return reply;
}

}  // namespace

Result<Reply> reply_of(Json result, const Json& output_schema) {
    if (!result.is_object()) {
        return Error{Fault::unavailable, "The vendor's server sent something that is no answer to our question.", ""};
    }
    const Texts texts = texts_of(result);
    Reply reply;
    reply.text = joined(texts);
    Json structured = result.contains("structuredContent") ? std::move(result["structuredContent"]) : Json();
    if (flag_at(result, "isError", false)) {
        if (structured.is_null()) structured = data_in(texts, reply.text).value;
        return tool_error(structured, reply.text);
    }
    if (structured.is_null() && trim(reply.text).empty() && at_or_null(result, "content").size() == texts.size()) {
        return Error{Fault::unavailable, "The vendor's tool sent an empty answer.", ""};
    }
    const bool is_promised = output_schema.is_object();
    if (structured.is_null()) return from_texts(texts, std::move(reply), nullptr, is_promised ? output_schema : Json());

    if (auto error = error_in(structured, "")) return *error;
    if (is_promised) {
        if (auto kept = policy::check_against(output_schema, structured); !kept) {
            if (texts.empty()) return broken_promise(kept.error().detail);
            return from_texts(texts, std::move(reply), nullptr, output_schema);
        }
    }
    if (repeats_the_text(structured, reply.text)) return from_texts(texts, std::move(reply), nullptr, nullptr);
    if (holds_nothing(structured) && !texts.empty())
        return from_texts(texts, std::move(reply), std::move(structured), nullptr);
    reply.says_more = structured_says_more(structured, reply.text);
    reply.value = std::move(structured);
    return reply;
}

}  // namespace parley::mcp
