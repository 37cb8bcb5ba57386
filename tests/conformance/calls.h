#pragma once
// What the driver does once it is in: which tools it calls with which arguments, and what it answers when asked.

#include "mcp/session.h"

#include <string>
#include <vector>

namespace parley::conformance {

// An answer to every question: what the schema proposes, and for what is required beyond it anything that fits.
class Agreeable final : public mcp::Host {
public:
    Json capabilities() const override { return {{"elicitation", Json::object()}}; }
    Json answer(const std::string& method, const Json& params) override;
};

// context: what the suite hands over, or null.
std::vector<policy::ToolCall> calls_for(const std::string& scenario, const Json& context,
                                        const std::vector<policy::ToolDefinition>& tools);

// As an administrator who has looked at the list and admitted all of it.
Result<policy::AdmittedCall> admit(const std::vector<policy::ToolDefinition>& tools, policy::ToolCall call);

}  // namespace parley::conformance
