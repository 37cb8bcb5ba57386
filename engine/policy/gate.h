#pragma once
// The only way from a wish to the wire. Pure; values; safe from several threads.

#include "base/ids.h"
#include "base/json.h"
#include "base/result.h"

#include <map>
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

// A call the gate has let through. Only Gate can make one, and mcp::Session::call() takes nothing else, so a tool
// that was not admitted cannot leave the process.
class AdmittedCall {
public:
    const ToolCall& call() const { return call_; }

private:
    friend class Gate;
    explicit AdmittedCall(ToolCall call) : call_(std::move(call)) {}

    ToolCall call_;
};

// A rule on one argument of a tool that holds several operations. path is dotted: "parameters.limit".
struct ArgumentRule {
    std::string path;
    std::vector<Json> one_of;  // Empty: any.
    std::string pattern;       // RE2, whole text; empty: any.
    bool required = false;
};

struct AllowedTool {
    std::string name;
    std::vector<ArgumentRule> rules;
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

// Names outside [A-Za-z0-9_./:-], or over limits::name_bytes, are refused before anything is compared.
bool is_clean_name(std::string_view tool);

// True where a word of the name is a verb that changes something: create_invoice, contacts.delete, sendCampaign.
bool names_a_write(std::string_view tool);

// What may be done with a tool of a server that no manifest lists: admitted by the strict rule (read by name, declared
// read-only, contradicted by nothing), waiting for an administrator, or refused. reason is one sentence for people.
enum class Verdict { admitted, waiting, refused };
std::string_view name_of(Verdict verdict);
struct Judgement {
    Verdict verdict = Verdict::refused;
    std::string reason;
};
Judgement judge_unlisted(const ToolDefinition& tool);

// What an organization may call over one connection. allowed: exact names with rules (from a manifest or admitted by
// the strict rule or by a person); pinned: what the server published when it was reviewed, by name. A tool whose
// definition differs from its pin is blocked.
class Gate {
public:
    Gate(std::vector<AllowedTool> allowed, std::map<std::string, ToolDefinition> pinned);

    // Fault::denied with "This tool is not allowed." and the reason in detail.
    Result<AdmittedCall> admit(ToolCall call) const;

    // For tools/list after a connect: Fault::denied where the live definition differs from the pin.
    Result<Done> check_definition(const ToolDefinition& live) const;

    // The definition as it was reviewed; null for a tool that was not. Lives as long as the gate.
    const ToolDefinition* pinned(const std::string& tool) const;

private:
    std::map<std::string, AllowedTool> allowed_;
    std::map<std::string, ToolDefinition> pinned_;
};

}  // namespace parley::policy
