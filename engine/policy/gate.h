#pragma once
// The only way from a wish to the wire. Pure; values; safe from several threads.

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"

#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace parley::policy {

struct ToolCall {
    ConnectionId connection;
    std::string tool;
    Json arguments = Json::object();
};

// A tool as a server publishes it.
struct ToolDefinition {
    std::string name;
    std::string description;
    Json input_schema = Json::object();
    Json annotations = Json::object();
    Json output_schema = {};  // Null where the tool promises no form.

    // Without output_schema: it says what comes back, not what is asked, and no review has ever kept it.
    bool operator==(const ToolDefinition& other) const {
        return name == other.name && description == other.description && input_schema == other.input_schema &&
               annotations == other.annotations;
    }
};

// A call the gate has let through. Only Gate can make one, and mcp::Session::call() takes nothing else, so a tool
// that was not admitted cannot leave the process.
class AdmittedCall {
public:
    const ToolCall& call() const { return call_; }
    // Of the definition that was reviewed: the wire needs it for the arguments that go into headers.
    const Json& input_schema() const { return definition_->input_schema; }
    const ToolDefinition& definition() const { return *definition_; }

private:
    friend class Gate;
    AdmittedCall(ToolCall call, std::shared_ptr<const ToolDefinition> definition)
        : call_(std::move(call)), definition_(std::move(definition)) {}

    ToolCall call_;
    std::shared_ptr<const ToolDefinition> definition_;  // Shared with the gate, which the call may outlive.
};

// A rule on one argument of a tool that holds several operations. path is dotted, "[]" is every element of a list:
// "parameters.limit", "actions[].type". An argument that is not given is bound only by `required` and `constant`; one
// that is given as null is given.
struct ArgumentRule {
    std::string path;
    std::vector<Json> one_of = {};         // Empty: any.
    std::vector<std::string> forms = {};   // Texts allowed beside one_of, with holes: {name}, {names}, {number}.
    std::string pattern = {};              // RE2, the whole of a text or a number; empty: any.
    bool required = false;                 // Given, and in every element; a list on the way has at least one.
    std::optional<Json> constant = {};     // Given, and exactly this.
    std::vector<std::string> beside = {};  // Further paths: each of one_of is then a list, with a value for each path.
    std::vector<std::string> keys = {};    // An object with these names and no other, at least one.
    std::optional<double> min = {}, max = {};  // A number
    std::optional<std::int64_t> at_most = {};  // A list with so many elements
    bool absent = false;                       // Must not be given, not even as null.
    bool open = false;  // In a closed tool: anything may stand below it, although other rules lead there.
};

// Whose word it is that a tool may be called.
enum class Consent { manifest, person, rule };

struct AllowedTool {
    std::string name;
    std::vector<ArgumentRule> rules = {};
    // It reads although its name or its server says otherwise, or could do anything, because a required rule binds what
    // it does.
    bool reads = false;
    bool closed = false;       // Only arguments that the rules name may be given.
    std::string because = {};  // One sentence: why its name misleads. Only a manifest can say it.
    Consent consent = Consent::manifest;
};

// True where the rule leaves nothing but a list of values, and they must be given.
bool is_binding(const ArgumentRule& rule);
// Empty where the path can be followed: names and "[]", parted by dots.
std::string flaw_of_path(std::string_view path);

// Names outside [A-Za-z0-9_./:-], or over limits::name_bytes, are refused before anything is compared.
bool is_clean_name(std::string_view tool);

// True where a word of the name is a verb that changes something: create_invoice, contacts.delete, sendCampaign.
bool names_a_write(std::string_view tool);

// True where a word of the name holds any operation: run_sql, stripe_api_read, execute_tool.
bool names_any_operation(std::string_view tool);

// What may be done with a tool of a server that no manifest lists: admitted by the strict rule (read by name, declared
// read-only, contradicted by nothing), waiting for an administrator, or refused. reason is one sentence for people.
enum class Verdict { admitted, waiting, refused };
std::string_view name_of(Verdict verdict);
struct Judgement {
    Verdict verdict = Verdict::refused;
    std::string reason;
};
Judgement judge_unlisted(const ToolDefinition& tool);

// Whether whoever has admitted the tool could do so: a name, or a server's hint, that speaks of changes needs a
// manifest that knows of it. Fault::denied with the reason in detail.
Result<Done> check_consent(const AllowedTool& tool, const ToolDefinition& definition);

// What an organization may call over one connection. allowed: exact names with rules (from a manifest or admitted by
// the strict rule or by a person); pinned: what the server published when it was reviewed, by name. A tool without a
// pin, or whose definition differs from its pin, is blocked.
class Gate {
public:
    Gate(std::vector<AllowedTool> allowed, const std::map<std::string, ToolDefinition>& pinned);

    // Fault::denied with "This tool is not allowed." and the reason in detail, with the argument's place.
    Result<AdmittedCall> admit(ToolCall call) const;

    // For tools/list after a connect: Fault::denied where the live definition differs from the pin.
    Result<Done> check_definition(const ToolDefinition& live) const;

    // The definition as it was reviewed; null for a tool that was not. Lives as long as the gate.
    const ToolDefinition* pinned(const std::string& tool) const;

private:
    std::map<std::string, AllowedTool> allowed_;
    std::map<std::string, std::shared_ptr<const ToolDefinition>> pinned_;
};

}  // namespace parley::policy
