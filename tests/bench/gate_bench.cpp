#include "bench/gate_bench.h"

#include "base/text.h"
#include "policy/gate.h"

#include <chrono>
#include <cstdio>
#include <cstdlib>

namespace parley::bench {
namespace {

using Steady = std::chrono::steady_clock;

// A tool that holds several operations: rules, a closed list of arguments and a schema, as a large manifest has them.
policy::Gate gate() {
    policy::ToolDefinition definition;
    definition.name = "make_api_request";
    definition.description = "Calls one method of one service.";
    definition.input_schema = {
        {"type", "object"},
        {"required", Json::array({"service", "method"})},
        {"properties",
         {{"service", {{"type", "string"}}},
          {"method", {{"type", "string"}}},
          {"request",
           {{"type", "object"},
            {"properties", {{"limit", {{"type", "integer"}, {"maximum", 200}}}, {"cursor", {{"type", "string"}}}}}}}}}};
    policy::AllowedTool tool;
    tool.name = definition.name;
    tool.reads = true;
    tool.closed = true;
    policy::ArgumentRule service;
    service.path = "service";
    service.required = true;
    service.one_of = {"orders", "payments", "customers", "catalog"};
    policy::ArgumentRule method;
    method.path = "method";
    method.required = true;
    method.one_of = {"list", "get", "search"};
    policy::ArgumentRule request;
    request.path = "request";
    request.open = true;
    tool.rules = {service, method, request};
    return policy::Gate({tool}, {{definition.name, definition}});
}

template <typename Body>
double per_second(int rounds, Body body) {
    const auto start = Steady::now();
    for (int round = 0; round < rounds; ++round) body();
    return rounds / std::chrono::duration<double>(Steady::now() - start).count();
}

}  // namespace

void bench_gate() {
    const policy::Gate guarded = gate();
    const std::string text = R"({"service":"orders","method":"search","request":{"limit":100,"cursor":"abc"}})";
    const Json arguments = Json::parse(text);
    Json writes = arguments;
    writes["method"] = "create";
    constexpr int rounds = 20'000;
    const double admitted = per_second(rounds, [&] {
        if (!guarded.admit({{"c1"}, "make_api_request", arguments})) std::abort();
    });
    const double denied = per_second(rounds, [&] {
        if (guarded.admit({{"c1"}, "make_api_request", writes})) std::abort();
    });
    const double parsed = per_second(rounds, [&] {
        if (Json::parse(text).empty()) std::abort();
    });
    std::printf("  %-58s %.0f/s admitted, %.0f/s denied; reading the arguments' text alone: %.0f/s\n",
                "the gate, rules and schema on one call", admitted, denied, parsed);
}

}  // namespace parley::bench
