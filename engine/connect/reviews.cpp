// What waits for a person, and what becomes of a person's word.
#include "base/text.h"
#include "connect/connector.h"
#include "connect/pins.h"
#include "connect/records.h"
#include "vault/crypto.h"

#include <algorithm>

namespace parley::connect {
namespace {

Json to_json(const policy::ToolDefinition& tool) {
    return {{"name", tool.name},
            {"description", tool.description},
            {"inputSchema", tool.input_schema},
            {"annotations", tool.annotations}};
}

std::string shape_hash(const store::ShapePin& shape) {
    return vault::sha256_hex(dump(shape.seen));
}

Review review_of(const store::Connection& connection, const store::ToolPin& pin) {
    const auto before = reviewed_of(pin);
    const auto now = definition_of(pin);
    return {Review::Kind::tool, connection.id,
            connection.name,    connection.vendor,
            pin.name,           pin.change.empty() ? "new" : pin.change,
            pin.reason,         before ? to_json(*before) : Json(),
            to_json(now),       definition_hash(now),
            waits_since(pin)};
}

Review review_of(const store::Connection& connection, const store::ShapePin& shape) {
    return {Review::Kind::shape, connection.id, connection.name, connection.vendor, shape.tool, "shape",
            shape.drift,         shape.shape,   shape.seen,      shape_hash(shape), shape.at};
}

Error without_tool(const std::string& tool) {
    return {Fault::not_found, "This connection has no tool of that name.", tool};
}

}  // namespace

std::string_view name_of(Review::Kind kind) {
    switch (kind) {
    case Review::Kind::tool: return "tool";
    case Review::Kind::shape: return "shape";
    }
    return "tool";
}

Result<std::vector<Review>> Connector::reviews(store::OrgStore& org) {
    std::vector<Review> all;
    PARLEY_TRY(const auto connections, org.connections());
    for (const auto& connection : connections) {
        PARLEY_TRY(const auto pins, org.tools(connection.id));
        for (const auto& pin : pins) {
            if (pin.verdict == "waiting" && !is_gone(pin)) all.push_back(review_of(connection, pin));
        }
        PARLEY_TRY(const auto shapes, org.shapes(connection.id));
        for (const auto& shape : shapes) {
            if (!shape.drift.empty()) all.push_back(review_of(connection, shape));
        }
    }
    return all;
}

Result<std::vector<store::ToolPin>> Connector::review(store::OrgStore& org, const UserId& user, const ConnectionId& id,
                                                      const std::string& tool, const Decision& decision) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    const auto pins_held = wiring_.sessions.hold_pins();
    PARLEY_TRY(std::vector<store::ToolPin> pins, org.tools(id));
    const auto at = std::find_if(pins.begin(), pins.end(), [&](const store::ToolPin& pin) { return pin.name == tool; });
    if (at == pins.end()) return without_tool(tool);

    const vendors::Vendor* vendor = wiring_.catalogue.find(connection.vendor);
    const bool admits = decision.word == Decision::Word::admit;
    const auto verdict = admits ? policy::Verdict::admitted : policy::Verdict::refused;
    const store::ToolPin before = *at;
    const auto reviewed = reviewed_of(before);
    auto decided = decide(vendor ? &vendor->manifest : nullptr, before, user, verdict, decision.hash);
    Json details = details_of(connection, decided ? decided.value().verdict : "review refused");
    details["connection"] = id.text;
    details["change"] = before.change;
    details["hash_before"] = reviewed ? definition_hash(*reviewed) : "";
    details["hash"] = before.hash;
    if (!decided) {
        if (decided.error().fault == Fault::denied) {
            PARLEY_TRY([[maybe_unused]] const Done noted,
                       org.audit(audit_entry(wiring_.clock, user, "denied", tool, std::move(details))));
        }
        return std::move(decided).error();
    }
    *at = std::move(decided).value();
    details["hash"] = at->hash;
    PARLEY_TRY([[maybe_unused]] const Done saved,
               org.save_tools(id, pins, audit_entry(wiring_.clock, user, "review", tool, std::move(details))));
    return pins;
}

Result<Done> Connector::accept_shape(store::OrgStore& org, const UserId& user, const ConnectionId& id,
                                     const std::string& shape, const std::string& hash) {
    PARLEY_TRY(const store::Connection connection, org.connection(id));
    PARLEY_TRY(std::vector<store::ShapePin> shapes, org.shapes(id));
    const auto at =
        std::find_if(shapes.begin(), shapes.end(), [&](const store::ShapePin& one) { return one.tool == shape; });
    if (at == shapes.end() || at->drift.empty()) {
        return Error{Fault::not_found, "No replies of that name wait for a review.", shape};
    }
    if (shape_hash(*at) != hash) {
        return Error{Fault::invalid, "This is not the form that the replies have now: look at it again.", shape};
    }
    Json details = details_of(connection, "admitted");
    details["connection"] = id.text;
    details["change"] = "shape";
    details["hash_before"] = vault::sha256_hex(dump(at->shape));
    details["hash"] = hash;
    const auto entry = audit_entry(wiring_.clock, user, "review", shape, std::move(details));
    return org.save_shape(id, {shape, at->seen, "", Json(), wiring_.clock.now()}, &entry);
}

}  // namespace parley::connect
