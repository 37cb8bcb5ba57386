// guide.md as far as a manifest knows it.
#include "base/text.h"
#include "kit/guide.h"

#include <algorithm>

namespace parley::kit {
namespace {

using vendors::Manifest;

// For a cell of a table or a label of a picture.
std::string on_one_line(std::string text) {
    for (char& c : text) {
        if (c == '|' || c == '\n' || c == '\r' || c == ';') c = ' ';
    }
    return text;
}

bool is_marked(const std::string& text) {
    return text.find(mark) != std::string::npos;
}

std::string confidence_of(const vendors::Tool& tool) {
    return tool.confidence.empty() ? "documented" : tool.confidence;
}

std::string a_question(const Manifest& manifest) {
    return manifest.ask.empty() ? cat(mark, ": a question") : on_one_line(manifest.ask.front());
}

std::string picture(const Manifest& manifest) {
    const std::string& name = manifest.name;
    std::string out =
        "```mermaid\nsequenceDiagram\n    participant You\n    participant Parley\n    participant Vendor as ";
    out += cat(on_one_line(name), "\n    You->>Parley: Connect ", on_one_line(name), "\n");
    if (manifest.auth.kind == "oauth") {
        out +=
            "    Parley->>Vendor: Which authorization server? Register this client\n"
            "    Parley-->>You: Open the consent page\n    You->>Vendor: Sign in and agree\n"
            "    Vendor-->>Parley: Code, exchanged with PKCE for a token\n";
    } else if (manifest.auth.kind == "api_key") {
        out += "    You->>Parley: The key, kept sealed\n";
    }
    out +=
        "    Parley->>Vendor: tools/list\n    Note over Parley: Tools outside the allowlist are refused\n"
        "    You->>Parley: ";
    out += cat(a_question(manifest), "\n");
    if (!manifest.tools.empty()) out += cat("    Parley->>Vendor: ", tool_name(manifest.tools.begin()->second), "\n");
    return out + "    Vendor-->>Parley: Rows\n    Parley-->>You: Number, chart and where they come from\n```\n";
}

std::string how_it_connects(const Manifest& manifest) {
    std::string out = cat("Parley is a client of ", manifest.name, "'s own MCP server. ");
    if (manifest.auth.kind == "oauth") out += "You sign in there and agree; Parley never sees your password.";
    if (manifest.auth.kind == "api_key") out += "You give Parley a key, which it keeps sealed.";
    if (manifest.auth.kind == "none") out += "It asks for no sign-in: what it shows, it shows to everybody.";
    return out + "\n\n" + picture(manifest);
}

// What the author has written, or the names of what it gives.
std::string used_for(const Manifest& manifest, const vendors::Tool& tool) {
    if (!is_marked(tool.description)) return on_one_line(tool.description);
    std::vector<std::string> names;
    for (const auto& [id, dataset] : manifest.datasets) {
        if (dataset.tool == tool.id) names.push_back(dataset.offer.name);
    }
    return names.empty() ? cat(mark, ": what it is called for") : on_one_line(join(names, ", "));
}

std::string tools_table(const Manifest& manifest) {
    std::string out = "| Tool | Used for | Confidence |\n|---|---|---|\n";
    for (const auto& [id, tool] : manifest.tools) {
        const std::string name = tool.names.empty() ? cat("a tool for ", id) : cat("`", tool.names.front(), "`");
        out += cat("| ", name, " | ", used_for(manifest, tool), " | ", confidence_of(tool), " |\n");
    }
    out += "\nAll else that the server offers cannot be called.\n\nWhat can be asked: ";
    std::vector<std::string> metrics;
    for (const auto& metric : manifest.metrics) metrics.push_back(metric.name);
    std::vector<std::string> dimensions;
    for (const auto& dimension : manifest.dimensions) dimensions.push_back(dimension.name);
    out += join(metrics, ", ") + ".";
    if (!dimensions.empty()) out += cat(" They can be split by ", join(dimensions, ", "), ", where the rows have it.");
    return out + "\n";
}

std::vector<std::string> values_to_type(const Manifest& manifest) {
    std::vector<std::string> steps;
    for (const auto& parameter : manifest.server.parameters) {
        steps.push_back(cat("Type ", parameter.name, ": ", on_one_line(parameter.means), "."));
    }
    return steps;
}

std::string setting_up(const Manifest& manifest) {
    const std::string& name = manifest.name;
    std::vector<std::string> steps{cat("Make sure that you may see in ", name, " what you want to ask about.")};
    if (manifest.auth.kind == "api_key") {
        steps.push_back(cat("Make a key in ", name, ", one that may only read if there is a choice."));
    } else {
        steps.push_back(cat("Have the sign-in to ", name, " ready in the browser."));
    }
    steps.push_back(
        cat("In Parley, open the catalogue and choose ", name, ", or run `parley connect ", manifest.id.text, "`."));
    const auto typed = values_to_type(manifest);
    steps.push_back(typed.empty() ? "Follow the link that is shown." : join(typed, " "));
    steps.emplace_back(manifest.auth.kind == "api_key" ? "Give the key when you are asked for it."
                                                       : "Read what is asked for, and agree.");
    steps.emplace_back("Back in Parley, give the connection a name that your colleagues will recognise.");
    steps.push_back(cat(
        "Look at the connection's tools: ", counted(static_cast<std::int64_t>(manifest.tools.size()), "tool", "tools"),
        " of the list above should be admitted."));
    steps.push_back(cat("Ask a first question: \"", a_question(manifest), "\""));
    std::string out;
    for (std::size_t k = 0; k < steps.size(); ++k) out += cat(k + 1, ". ", steps[k], "\n");
    return out;
}

std::string permissions(const Manifest& manifest) {
    std::string out;
    if (!manifest.auth.scopes.empty()) {
        out += cat("- Asked for are these scopes: `", join(manifest.auth.scopes, "`, `"), "`.\n");
    } else {
        out += "- No read-only scope of this server is known. What keeps Parley from writing is its own gate.\n";
    }
    out += cat("- Taken up are the columns of: ");
    std::vector<std::string> names;
    for (const auto& [id, dataset] : manifest.datasets) names.push_back(dataset.offer.name);
    out += cat(join(names, ", "), ".\n");
    return out +
           "- The connection sees what the person who made it may see. To end it, disconnect in Parley: the grant is\n"
           "  revoked and the stored secret removed.\n";
}

struct Help {
    const char *cause, *fix;
};

Help help_for(Fault fault) {
    switch (fault) {
    case Fault::reconnect: return {"the grant was revoked or has run out", "connect again"};
    case Fault::over_limit: return {"too many requests in a short time", "ask again after a minute"};
    case Fault::denied: return {"the person who connected lacks the right", "let someone with the right connect"};
    case Fault::not_found: return {"there is nothing of that name", "look for its name in the vendor's own page"};
    case Fault::invalid: return {"the question asks for what cannot be given", "ask for less, or another period"};
    case Fault::unavailable:
    case Fault::internal: break;
    }
    return {"the vendor has trouble", "try again later"};
}

std::string troubleshooting(const Manifest& manifest) {
    std::string out = "| Error | Cause | Fix |\n|---|---|---|\n";
    for (const auto& error : manifest.errors) {
        const Help help = help_for(error.fault);
        out += cat("| \"", on_one_line(error.message), "\" | ", help.cause, " | ", help.fix, " |\n");
    }
    for (const auto& pitfall : manifest.pitfalls) {
        if (is_marked(pitfall.symptom)) continue;
        out += cat("| ", on_one_line(pitfall.symptom), " | ", on_one_line(pitfall.cause), " | ",
                   on_one_line(pitfall.fix), " |\n");
    }
    return out;
}

std::string related(const Manifest& manifest, std::span<const vendors::Vendor> others) {
    constexpr std::size_t links_max = 3;
    std::vector<std::string> links;
    for (const auto& other : others) {
        if (other.manifest.category != manifest.category || other.manifest.id == manifest.id) continue;
        if (links.size() < links_max) {
            links.push_back(cat("[", other.manifest.name, "](../", other.manifest.id.text, "/guide.md)"));
        }
    }
    return links.empty() ? "None of the catalogue's vendors is about the same.\n" : join(links, ", ") + ".\n";
}

}  // namespace

std::string draft_guide(const vendors::Manifest& manifest, std::span<const vendors::Vendor> others) {
    std::string questions;
    for (const auto& question : manifest.ask) questions += cat("- ", question, "\n");
    return cat("# ", manifest.name, "\n\n", manifest.category, " · Live via MCP · server `", manifest.server.url, "` (",
               manifest.server.confidence, ")\n\n## Why connect it\n\n", mark,
               ": two sentences: what people keep there, and which questions that answers.\n",
               "\n## How the connection works\n\n", how_it_connects(manifest), "\n## Available tools\n\n",
               tools_table(manifest), "\n## Setting up\n\n", setting_up(manifest),
               "\n## Permissions and data access\n\n", permissions(manifest), "\n## Example questions\n\n", questions,
               "\n## Troubleshooting\n\n", troubleshooting(manifest), "\n## Related vendors\n\n",
               related(manifest, others));
}

}  // namespace parley::kit
