#pragma once
// What the tests of pinned tools look at.

#include "connect/pins.h"

#include <doctest/doctest.h>
#include <string>

namespace parley::tests {

inline const store::ToolPin& pin(const connect::Repinned& repinned, const std::string& name = "list_orders") {
    for (const auto& one : repinned.pins) {
        if (one.name == name) return one;
    }
    FAIL("no pin " << name);
    return repinned.pins.front();
}

inline vendors::Manifest orders_manifest() {
    vendors::Manifest manifest;
    manifest.id = VendorId{"orders"};
    manifest.name = "Orders";
    vendors::Tool tool;
    tool.id = "list_orders";
    tool.names = {"list_orders"};
    manifest.tools.emplace(tool.id, tool);
    return manifest;
}

}  // namespace parley::tests
