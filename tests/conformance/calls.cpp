#include "calls.h"

#include "base/text.h"

namespace parley::conformance {
namespace {

const ConnectionId connection{"con_conformance"};

std::vector<std::string> required_of(const Json& schema) {
    std::vector<std::string> names;
    const Json& list = at_or_null(schema, "required");
    if (!list.is_array()) return names;
    for (const Json& name : list) {
        if (name.is_string()) names.push_back(name.get<std::string>());
    }
    return names;
}

// A value that fits the schema of one property, as far as its type says.
Json sample_of(const Json& schema) {
    if (schema.is_object() && schema.contains("default")) return schema["default"];
    if (const Json& choices = at_or_null(schema, "enum"); choices.is_array() && !choices.empty()) return choices[0];
    const std::string type = text_at(schema, "type", "string");
    if (type == "number" || type == "integer") return 7;
    if (type == "boolean") return true;
    if (type == "array") return Json::array();
    if (type == "object") return Json::object();
    if (type == "null") return nullptr;
    return "sample";
}

Json sample_arguments(const Json& schema) {
    Json arguments = Json::object();
    for (const auto& name : required_of(schema))
        arguments[name] = sample_of(at_or_null(at_or_null(schema, "properties"), name));
    return arguments;
}

Json accepted_form(const Json& schema) {
    Json content = sample_arguments(schema);
    const Json& properties = at_or_null(schema, "properties");
    if (!properties.is_object()) return content;
    for (const auto& [name, property] : properties.items()) {
        if (property.is_object() && property.contains("default")) content[name] = property["default"];
    }
    return content;
}

std::vector<policy::ToolCall> handed_calls(const Json& calls) {
    std::vector<policy::ToolCall> handed;
    for (const Json& call : calls) handed.push_back({connection, text_at(call, "name"), at_or_null(call, "arguments")});
    return handed;
}

// One tool wants to see the schema that we have got of the other.
std::vector<policy::ToolCall> schema_echo(const std::vector<policy::ToolDefinition>& tools) {
    const std::string echo = "json_schema_echo";
    for (const auto& tool : tools) {
        if (tool.name != echo) return {{connection, echo, {{"schema", tool.input_schema}}}};
    }
    return {};
}

}  // namespace

Json Agreeable::answer(const std::string& method, const Json& params) {
    if (method != "elicitation/create") return nullptr;
    return {{"action", "accept"}, {"content", accepted_form(at_or_null(params, "requestedSchema"))}};
}

std::vector<policy::ToolCall> calls_for(const std::string& scenario, const Json& context,
                                        const std::vector<policy::ToolDefinition>& tools) {
    if (const Json& calls = at_or_null(context, "toolCalls"); calls.is_array()) return handed_calls(calls);
    if (scenario == "json-schema-ref-no-deref") return {};  // Its server knows tools/list alone.
    if (scenario == "json-schema-2020-12-preservation") return schema_echo(tools);
    std::vector<policy::ToolCall> every;
    for (const auto& tool : tools) every.push_back({connection, tool.name, sample_arguments(tool.input_schema)});
    return every;
}

Result<policy::AdmittedCall> admit(const std::vector<policy::ToolDefinition>& tools, policy::ToolCall call) {
    // The suites' own tools, whatever their names: add_numbers adds two numbers and keeps nothing.
    std::vector<policy::AllowedTool> allowed;
    std::map<std::string, policy::ToolDefinition> pinned;
    for (const auto& tool : tools) {
        allowed.push_back({.name = tool.name, .because = "A tool of the conformance suite changes nothing."});
        pinned.emplace(tool.name, tool);
    }
    // One scenario hands over a null for a text, against its own schema, to see that no header is made of it.
    const auto pin = pinned.find(call.tool);
    const bool names_them = pin != pinned.end() && at_or_null(pin->second.input_schema, "properties").is_object();
    for (const auto& [name, value] : call.arguments.items()) {
        if (!names_them) break;
        Json& properties = pin->second.input_schema["properties"];
        if (value.is_null() && properties.contains(name) && properties[name].is_object())
            properties[name]["nullable"] = true;
    }
    return policy::Gate(std::move(allowed), pinned).admit(std::move(call));
}

}  // namespace parley::conformance
