#include "planner/tools/slot.h"

#include "base/text.h"
#include "planner/tools/terms.h"

#include <algorithm>

namespace parley::planner {
namespace {

using Form = ToolSlot::Form;

bool is_yes_no(const Json& values) {
    if (!values.is_array() || values.empty()) return false;
    return std::all_of(values.begin(), values.end(), [](const Json& value) {
        const std::string text = value.is_string() ? lower(value.get<std::string>()) : value.is_boolean() ? "true" : "";
        return text == "true" || text == "false" || text == "dontcare" || text == "yes" || text == "no" ||
               text == "any";
    });
}

Form form_of_text(const ToolSlot& slot) {
    const std::string format = text_at(*slot.schema, "format");
    if (format == "date" || format == "date-time") return Form::date;
    if (format == "email" || slot.has_name({"email", "mail"})) return Form::email;
    if (format == "uri" || format == "url" || slot.has_name({"url", "uri", "link", "path", "file", "domain", "host"}))
        return Form::url;
    const bool dated = slot.says({"yyyy", "mm/dd", "dd/mm", "iso 8601", "iso-8601"});
    if (slot.says({"hh:mm"}) && !dated) return Form::time;
    if (dated || slot.has_name({"date", "day"}) ||
        (slot.has_name({"start", "end", "since", "until"}) && slot.says({"date", "time"})))
        return Form::date;
    if (slot.says({"hh:mm"}) ||
        (slot.has_name({"time"}) && !slot.says({"time zone", "timezone", "duration", "period"})))
        return Form::time;
    if (slot.has_name({"id", "identifi", "uuid", "token", "key", "sku", "symbol", "ticker", "code", "number", "num"}))
        return Form::id;
    const bool place_name = slot.has_name({"citi", "locat", "place", "area", "state", "countri", "destin", "origin",
                                           "town", "region", "where", "airport", "address", "loc"});
    const bool place_text =
        slot.says({"city, state", "name of the city", "the city", "location", "city or town", "starting city"});
    if (place_name || (place_text && slot.has_name({"from", "to", "pickup", "dropoff", "start", "end", "name"})))
        return Form::place;
    if (slot.has_name({"queri", "keyword", "search", "q", "text", "term", "prompt", "question", "messag", "content",
                       "command", "statement", "phrase", "sentenc", "note", "descript", "bodi", "topic", "subject"}))
        return Form::query;
    return Form::text;
}

Form form_of(const ToolSlot& slot) {
    const Json& values = at_or_null(*slot.schema, "enum");
    if (is_yes_no(values)) return Form::flag;
    if (values.is_array() && !values.empty()) return Form::listed;
    const std::string type = type_of(*slot.schema);
    if (type == "integer" || type == "number" || type == "float") return Form::number;
    if (type == "boolean") return Form::flag;
    if (type == "array" || type == "tuple") return Form::list;
    if (type == "object" || type == "dict") return Form::object;
    return form_of_text(slot);
}

// "startDate" -> "start Date"
std::string spaced(const std::string& key) {
    const auto is_upper = [](char c) { return c >= 'A' && c <= 'Z'; };
    std::string out;
    for (std::size_t k = 0; k < key.size(); ++k) {
        if (is_upper(key[k]) && k > 0 && !is_upper(key[k - 1])) out += ' ';
        out += key[k] == '_' || key[k] == '.' || key[k] == '-' ? ' ' : key[k];
    }
    return out;
}

}  // namespace

bool ToolSlot::has_name(std::initializer_list<std::string_view> stems) const {
    return std::any_of(name.begin(), name.end(), [&](const std::string& stem) {
        return std::find(stems.begin(), stems.end(), stem) != stems.end();
    });
}

bool ToolSlot::says(std::initializer_list<std::string_view> parts) const {
    return std::any_of(parts.begin(), parts.end(),
                       [&](std::string_view part) { return description.find(part) != std::string::npos; });
}

ToolSlot make_slot(const std::string& key, const Json& schema, bool required, Stemmer& stemmer) {
    const WordVectors none;
    ToolSlot slot;
    slot.key = key;
    slot.schema = &schema;
    slot.required = required;
    slot.description = lower(text_at(schema, "description"));
    // Not terms_of: "from" and "to" say much about an argument.
    for (const auto& word : words_of(spaced(key), stemmer)) slot.name.push_back(word.stem);
    for (const auto& term : terms_of(slot.description, stemmer, none)) slot.about.insert(term.stem);
    slot.form = form_of(slot);
    return slot;
}

std::string type_of(const Json& schema) {
    const Json& type = at_or_null(schema, "type");
    if (type.is_string()) return type.get<std::string>();
    if (type.is_array()) {
        for (const auto& one : type) {
            if (one.is_string() && one != "null") return one.get<std::string>();
        }
    }
    return at_or_null(schema, "properties").is_object() ? "object" : "string";
}

}  // namespace parley::planner
