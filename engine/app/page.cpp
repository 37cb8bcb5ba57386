#include "app/page.h"

#include "base/text.h"

#include <array>
#include <filesystem>
#include <fstream>

namespace parley::app {
namespace {

constexpr std::array<std::string_view, 3> scripts{"vega/build/vega.min.js", "vega-lite/build/vega-lite.min.js",
                                                  "vega-embed/build/vega-embed.min.js"};

constexpr std::string_view head = R"(<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Parley: answers</title>
<style>
body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #222; }
section { margin: 2.5rem 0; border-top: 1px solid #ddd; padding-top: 1rem; }
h2 { font-size: 1.15rem; margin: 0 0 .5rem; } .meta { color: #666; font-size: .85rem; } .chart { width: 100%; min-height: 60px; }
table { border-collapse: collapse; font-size: .9rem; margin: .75rem 0; } td, th { padding: .2rem .75rem; border-bottom: 1px solid #eee; text-align: left; }
.refused { color: #8a3b00; }
</style></head><body><h1>Parley: answers</h1>
)";

// "</script>" inside a string would end the script; JSON may write the slash as \u003c just as well.
std::string as_script_data(const OrderedJson& value) {
    std::string out;
    for (const char c : value.dump(-1, ' ', true, OrderedJson::error_handler_t::replace)) {
        if (c == '<')
            out += "\\u003c";
        else
            out += c;
    }
    return out;
}

std::string table_html(const OrderedJson& table) {
    constexpr std::size_t rows_max = 20;
    std::string out = "<details><summary>Table</summary><table><tr>";
    for (const auto& column : table["columns"]) {
        out += cat("<th>", escape_html(column["name"].get<std::string>()), "</th>");
    }
    out += "</tr>";
    for (std::size_t row = 0; row < std::min(rows_max, table["rows"].size()); ++row) {
        out += "<tr>";
        for (const auto& cell : table["rows"][row]) {
            const std::string text = cell.is_null() ? "" : cell.is_string() ? cell.get<std::string>() : cell.dump();
            out += cat("<td>", escape_html(text), "</td>");
        }
        out += "</tr>";
    }
    return out + "</table></details>";
}

std::string section(const OrderedJson& answer, std::size_t number) {
    std::string out =
        cat("<section><h2>", escape_html(answer["question"].get<std::string>()), "</h2><p class=\"",
            answer["status"].get<std::string>(), "\">", escape_html(answer["text"].get<std::string>()), "</p>");
    if (!answer["chart"].is_null()) out += cat("<div class=\"chart\" id=\"chart", number, "\"></div>");
    if (answer["table"].is_object()) out += table_html(answer["table"]);
    for (const auto& note : answer["notes"])
        out += cat("<p class=\"meta\">", escape_html(note.get<std::string>()), "</p>");
    for (const auto& source : answer["sources"]) {
        out +=
            cat("<p class=\"meta\">from ", escape_html(source["vendor"].get<std::string>()), ", ",
                escape_html(source["tool"].get<std::string>()), ", ", source["rows"].get<std::int64_t>(), " rows</p>");
    }
    return out + cat("<p class=\"meta\">", static_cast<int>(answer["timing"]["total_ms"].get<double>() + 0.5),
                     " ms</p></section>\n");
}

bool copy_scripts(const std::filesystem::path& folder, const std::string& node_modules) {
    for (const auto script : scripts) {
        std::error_code problem;
        const std::filesystem::path from = std::filesystem::path(node_modules) / script;
        std::filesystem::copy_file(from, folder / from.filename(), std::filesystem::copy_options::overwrite_existing,
                                   problem);
        if (problem) return false;
    }
    return true;
}

}  // namespace

Result<Done> write_page(const std::string& path, const std::string& node_modules,
                        const std::vector<OrderedJson>& answers) {
    const auto folder = std::filesystem::path(path).parent_path();
    std::error_code problem;
    if (!folder.empty()) std::filesystem::create_directories(folder, problem);
    std::ofstream file(path);
    file << head;
    OrderedJson charts = OrderedJson::object();
    for (std::size_t number = 0; number < answers.size(); ++number) {
        file << section(answers[number], number);
        if (!answers[number]["chart"].is_null()) charts[cat("chart", number)] = answers[number]["chart"];
    }
    if (copy_scripts(folder, node_modules)) {
        for (const auto script : scripts)
            file << "<script src=\"" << std::filesystem::path(script).filename().string() << "\"></script>\n";
        // ast: vega-embed's interpreter evaluates expressions without eval.
        file << "<script>const charts = " << as_script_data(charts)
             << ";\nfor (const [id, spec] of Object.entries(charts)) vegaEmbed('#' + id, spec, {ast: true, actions: "
                "false});</script>\n";
    } else {
        file << "<p>The charts need vega, vega-lite and vega-embed: run npm ci and make this page again.</p>\n";
    }
    file << "</body></html>\n";
    file.close();
    if (!file) return Error{Fault::invalid, cat("The page ", path, " cannot be written."), ""};
    return Done{};
}

}  // namespace parley::app
