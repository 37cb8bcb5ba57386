#include "vendors/fields.h"

#include "base/text.h"

#include <algorithm>

namespace parley::vendors {
namespace {

using enum Form;
using enum Need;

std::vector<Section> top_sections() {
    return {
        {"manifest",
         "the manifest",
         {{"id", text, required, "Lower-case letters, digits and _; the folder's name."},
          {"name", text, required, "As people write it: \"Stripe\"."},
          {"category", text, required, "The card's group in the catalogue."},
          {"api", integer, required, "The plugin language this file was written for: 1."},
          {"names", texts, optional, "Proper names that mean this vendor too: \"Jira\". The others are synonyms."},
          {"synonyms", texts, optional, "Other words people use for the vendor."},
          {"docs", text, optional, "The vendor's page about its MCP server."},
          {"server", section, required, "Where the MCP server is.", "server"},
          {"auth", section, required, "How a connection signs in.", "auth"},
          {"settings", sections, optional,
           "What the user types beside the address; plugin.lua finds it in request.settings.", "setting"},
          {"tools", named_sections, required, "The allowlist. What is not here cannot be called.", "tool"},
          {"account", section, optional, "One call before the first that tells which account to read.", "account"},
          {"datasets", named_sections, required, "The tables that can be asked, by id.", "dataset"},
          {"metrics", named_sections, optional, "The numbers that can be asked, by id.", "metric"},
          {"dimensions", named_sections, optional, "What numbers can be broken down by, by id.", "dimension"},
          {"ask", texts, required, "Example questions. Shown to users, and planned in the tests."},
          {"errors", sections, optional, "What the vendor's own error texts mean; the first that is found counts.",
           "error"},
          {"pitfalls", sections, optional, "What goes wrong in practice, for the guide.", "pitfall"}}},
        {"server",
         "server",
         {{"url", text, required, "https, without a query that holds a secret. May hold {parameters}."},
          {"transport",
           word,
           optional,
           "How it speaks; streamable-http where it is left out.",
           "",
           {"streamable-http", "sse", "both"}},
          {"confidence", word, required, "How well the address is known.", "", {"documented", "seen", "unconfirmed"}},
          {"parameters", sections, optional, "One for each {name} in the URL; the user gives the values.",
           "parameter"}}},
        {"parameter",
         "server.parameters",
         {{"name", text, required, "The word between the braces."},
          {"means", text, required, "What the user must type, in words."},
          {"pattern", text, required, "RE2; the whole value must fit."},
          {"example", text, optional, "A value that fits. Shown to users, and what a simulated vendor is given."}}},
        {"auth",
         "auth",
         {{"kind", word, required, "How a connection signs in.", "", {"oauth", "api_key", "none"}},
          {"scopes", texts, optional, "oauth: read scopes only."},
          {"header", text, optional, "api_key: \"Authorization: Bearer\" or \"X-Api-Key\"."},
          {"client_id", text, optional,
           "oauth: a client registered by hand; without it one is registered dynamically."},
          {"registration",
           word,
           optional,
           "oauth: by_hand where the vendor registers no client by itself, so that the user brings an id; else "
           "dynamic.",
           "",
           {"dynamic", "by_hand"}}}},
        {"setting",
         "settings",
         {{"name", text, required, "Its key in request.settings; lower-case letters, digits and _."},
          {"means", text, required, "What the user must type, in words."},
          {"pattern", text, required, "RE2; the whole value must fit."},
          {"example", text, optional, "A value that fits. Shown to users, and what a simulated vendor is given."},
          {"optional", flag, optional, "It may be left out; then it is not in request.settings."},
          {"header", text, optional,
           "It also goes to the server in this header, with every request: \"x-account-id\". No secret: settings are "
           "kept in the clear."}}}};
}

std::vector<Section> tool_sections() {
    return {
        {"tool",
         "tools.NAME",
         {{"names", texts, optional, "Exact names, the preferred one first. Not together with words."},
          {"words", word_groups, optional,
           "For names nobody has published, preferred group first: a live tool fits that reads by name, is declared "
           "read-only, "
           "takes no argument that sounds like a write and has all words of a group in its name. Several: the shortest "
           "name."},
          {"arguments", sections, optional, "Rules on arguments, for tools that hold several operations.", "argument"},
          {"reads", flag, optional,
           "For a name that looks like a write or may run anything: it reads, because a required rule with one_of, "
           "constant or keys binds what it does."},
          {"because", text, optional, "The same, where the name only misleads: one sentence that says why."},
          {"closed", flag, optional, "Only arguments that the rules name may be given."},
          {"description", text, required, "What it gives, in one sentence."},
          {"confidence", word, optional, "How well the name is known.", "", {"documented", "seen", "unconfirmed"}}}},
        {"argument",
         "tools.NAME.arguments",
         {{"path", text, required, "Dotted; [] is every element of a list: \"parameters.limit\", \"actions[].type\"."},
          {"one_of", any_list, optional, "The values that are let through."},
          {"forms", texts, optional,
           "Texts let through beside one_of, with holes: {name} takes one name in quotation marks, of small letters, "
           "digits and _; {names} several with commas between; {number} digits."},
          {"constant", scalar, optional, "It must be given, and be exactly this."},
          {"pattern", text, optional, "RE2; the whole text or number must fit."},
          {"beside", texts, optional,
           "Further paths: one_of then lists what is allowed together: { { \"orders\", \"search\" } }."},
          {"keys", texts, optional, "It is a table with these keys and no other, and at least one."},
          {"min", number, optional, "A number, and not below this."},
          {"max", number, optional, "A number, and not above this."},
          {"at_most", integer, optional, "A list of at most so many."},
          {"absent", flag, optional, "It must not be given."},
          {"open", flag, optional, "Of a closed tool: anything may stand inside, although other rules lead there."},
          {"required", flag, optional,
           "A call without it is refused; of a list, each element must have it, and there must be one."}}},
        {"account",
         "account",
         {{"tool", text, required, "Which of the tools to call."},
          {"values", named_texts, required,
           "What `account` makes of the reply: \"text:PATTERN\", \"flag\" or \"integer\"."},
          {"arguments", anything, optional,
           "The call's arguments; {settings.NAME} is filled in. None where left out."}}}};
}

std::vector<Section> dataset_sections() {
    return {
        {"dataset",
         "datasets.NAME",
         {{"name", text, required, "For people: \"charges\"."},
          {"description", text, required, "What one row is, in one sentence."},
          {"synonyms", texts, optional, "Other words for it."},
          {"tool", text, required, "Which of the tools gives it."},
          {"time", text, optional, "The column that says when a row happened."},
          {"starts", text, optional, "Of rows that live for a while: the column with the beginning."},
          {"ends", text, optional, "The column with the end, empty while the row lives."},
          {"pushes_range", flag, optional, "The tool filters by time itself."},
          {"longest_range_days", integer, optional,
           "The most days one call may cover; 0: any. A longer range is read in pieces, each with its own prepare "
           "and pages, the newest first."},
          {"needs_range", flag, optional,
           "It cannot be asked without a period: then one is chosen, or the question is refused."},
          {"open_fields", flag, optional,
           "Its columns are the customer's own and come with the rows: shape() may give any beside those named here."},
          {"containers", texts, optional,
           "Of open_fields: the dimensions that name the customer's table, as in \"the bug tracker database\"."},
          {"lookups", sections, optional,
           "Calls before the first one that find the table that the question names; see lookup() and found().",
           "lookup"},
          {"breakdowns", integer, optional,
           "How many of its on_demand columns one call may be for: 1 to 3; 2 where it is left out."},
          {"unique", texts, optional,
           "Columns: of rows that are alike in all of them only the first is kept. For windows that overlap and "
           "rows that stand in two lists."},
          {"paging", section, optional, "Without it the tool gives everything at once.", "paging"},
          {"rows_at", text, optional,
           "Without shape(): dotted path to the rows in the reply; \"\" where the reply is the list."},
          {"columns", sections, required, "The columns that shape() makes.", "column"},
          {"arguments", anything, optional,
           "Without prepare(): the call's arguments. {start}, {end}, {last}, {start_unix}, "
           "{end_unix}, {today}, {rows_per_page}, {account.NAME} and {settings.NAME} are filled in; a field "
           "whose value is not known is left out."}}},
        {"lookup",
         "datasets.NAME.lookups",
         {{"tool", text, required, "Which of the tools to call."},
          {"values", named_texts, required,
           "What `found` makes of the reply: \"text:PATTERN\", \"flag\" or \"integer\"."}}},
        {"paging",
         "datasets.NAME.paging",
         {{"rows_per_page", integer, required, "What prepare() gets as request.rows_per_page."},
          {"pages_max", integer, optional, "0: as many as the engine allows."}}},
        {"column",
         "datasets.NAME.columns",
         {{"name", text, required, "The key in the records that shape() gives."},
          {"kind",
           word,
           required,
           "What a cell is; money is in minor units.",
           "",
           {"text", "count", "number", "ratio", "money", "flag", "day", "time"}},
          {"role", word, required, "What it is good for.", "", {"dimension", "measure", "time", "key"}},
          {"identity",
           word,
           optional,
           "What other vendors know the same one by, so that rows of both can be put together.",
           "",
           {"email", "customer", "company", "domain", "product", "sku"}},
          {"unit", text, optional,
           "money: the currency, where no column \"currency\" says it; ratio: \"percent\"; else a word."},
          {"description", text, optional, "One sentence, where the name does not say it."},
          {"on_demand", flag, optional,
           "The column is only there where a question groups or filters by it: prepare() finds it in "
           "request.group_by."},
          {"at", text, optional, "Without shape(): dotted path in a row; the name where it is left out."}}}};
}

std::vector<Section> metric_sections() {
    return {{"metric",
             "metrics.NAME",
             {{"name", text, required, "For people: \"gross volume\"."},
              {"description", text, required, "One sentence, with the formula in words."},
              {"synonyms", texts, optional, "Other words for it."},
              {"dataset", text, required, "Whose rows it is made of."},
              {"value", section, required, "The number, or the upper part of a ratio.", "term"},
              {"per", section, optional, "The lower part of a ratio.", "term"},
              {"times", integer, optional, "The value is multiplied by it; 1 where it is left out."},
              {"divided_by", integer, optional, "The value is divided by it; 1 where it is left out."},
              {"kind", word, required, "What comes out.", "", {"count", "number", "ratio", "money"}},
              {"unit", text, optional, "\"percent\" for a ratio that is shown so; else a word, or nothing."},
              {"better", word, optional, "Which way is good; nothing where neither is.", "", {"up", "down"}},
              {"sample_min", integer, optional, "The fewest rows behind a number worth a statement."}}},
            {"term",
             "metrics.NAME.value and metrics.NAME.per",
             {{"sum", text, optional, "The column to add up. Exactly one of the seven first fields."},
              {"count", flag, optional, "true: the number of rows."},
              {"distinct", text, optional, "The column whose different values are counted."},
              {"mean", text, optional, "The column to average."},
              {"median", text, optional, "The column whose middle value is taken."},
              {"min", text, optional, "The column whose smallest value is taken."},
              {"max", text, optional, "The column whose largest value is taken."},
              {"at",
               word,
               optional,
               "For rows that live for a while: those alive at the period's start or end.",
               "",
               {"start", "end"}},
              {"time", text, optional, "Another time column than the dataset's own: \"canceled_at\"."},
              {"where", conditions, optional,
               "Only these rows: { { \"status\", \"=\", \"paid\" } }; = != in < <= > >= contains."}}}};
}

std::vector<Section> other_sections() {
    return {{"dimension",
             "dimensions.NAME",
             {{"name", text, required, "For people: \"currency\"."},
              {"synonyms", texts, optional, "Other words for it."},
              {"columns", named_texts, required, "Dataset to column: { charges = \"currency\" }."},
              {"values", texts_or_sections, optional,
               "Known values: { \"EUR\", { value = \"USD\", synonyms = { \"dollar\" } } }.", "value"},
              {"open_values", flag, optional, "A named word may be a value though it is not listed."}}},
            {"value",
             "dimensions.NAME.values",
             {{"value", text, required, "As it stands in the column."},
              {"synonyms", texts, optional, "Other words for it."}}},
            {"error",
             "errors",
             {{"pattern", text, required, "RE2, looked for in the reply's text."},
              {"fault",
               word,
               required,
               "What the user can do about it.",
               "",
               {"invalid", "denied", "not_found", "reconnect", "unavailable", "over_limit"}},
              {"message", text, required, "One sentence for the user."}}},
            {"pitfall",
             "pitfalls",
             {{"symptom", text, required, "What a person sees."},
              {"cause", text, required, "Why."},
              {"fix", text, required, "What helps."}}}};
}

const Section& section_named(std::string_view name) {
    for (const Section& one : language()) {
        if (one.name == name) return one;
    }
    return language().front();
}

bool is_text(const Json& value) {
    return value.is_string();
}

// An empty Lua table is a list and a record at once.
bool is_record(const Json& value) {
    return value.is_object() || (value.is_array() && value.empty());
}

bool is_empty(const Json& value) {
    return value.is_string() ? value.get_ref<const std::string&>().empty() : value.is_structured() && value.empty();
}

bool are_texts(const Json& value) {
    if (!value.is_array()) return false;
    for (const Json& one : value) {
        if (!is_text(one) || one.get_ref<const std::string&>().empty()) return false;
    }
    return true;
}

bool are_groups(const Json& value) {
    if (!value.is_array() || value.empty()) return false;
    for (const Json& group : value) {
        if (!are_texts(group) || group.empty()) return false;
    }
    return true;
}

bool are_named_texts(const Json& value) {
    if (!is_record(value)) return false;
    for (const auto& [name, one] : value.items()) {
        if (!is_text(one)) return false;
    }
    return true;
}

bool are_conditions(const Json& value) {
    if (!value.is_array()) return false;
    for (const Json& one : value) {
        if (!one.is_array() || one.size() != 3 || !is_text(one[0]) || !is_text(one[1])) return false;
    }
    return true;
}

std::string quoted_list(const std::vector<std::string_view>& words) {
    std::string out;
    for (const auto word : words) out += cat(out.empty() ? "\"" : ", \"", word, "\"");
    return out;
}

// What is wrong with a value that holds no section; empty where nothing is.
std::string complaint(const Field& field, const Json& value) {
    switch (field.form) {
    case text: return is_text(value) ? "" : "must be a text";
    case word: {
        if (!is_text(value)) return cat("must be one of ", quoted_list(field.words));
        const auto& given = value.get_ref<const std::string&>();
        for (const auto known : field.words) {
            if (known == given) return "";
        }
        return cat("is \"", given, "\", but must be one of ", quoted_list(field.words));
    }
    case flag: return value.is_boolean() ? "" : "must be true or false";
    case integer: return value.is_number_integer() ? "" : "must be a whole number";
    case number: return value.is_number() ? "" : "must be a number";
    case scalar: return value.is_primitive() ? "" : "must be a text, a number, true or false";
    case texts: return are_texts(value) ? "" : "must be a list of texts";
    case word_groups: return are_groups(value) ? "" : "must be a list of lists of words";
    case anything: return "";
    case any_list: return value.is_array() ? "" : "must be a list";
    case named_texts: return are_named_texts(value) ? "" : "must be texts by name";
    case conditions: return are_conditions(value) ? "" : "must be a list of { column, operator, value }";
    case section: return is_record(value) ? "" : "must be a table of fields";
    case sections: return value.is_array() ? "" : "must be a list of tables";
    case named_sections: return is_record(value) ? "" : "must be tables by name";
    case texts_or_sections: return value.is_array() ? "" : "must be a list of texts or tables";
    }
    return "";
}

void check_section(const Json& object, const Section& known, const std::string& path, Report& report);

// Into the sections that a field of good form holds.
void check_inside(const Field& field, const Json& value, const std::string& path, Report& report) {
    const Section& inside = section_named(field.section);
    if (field.form == section) return check_section(value, inside, path, report);
    if (field.form == named_sections) {
        for (const auto& [name, one] : value.items()) check_section(one, inside, cat(path, ".", name), report);
        return;
    }
    for (std::size_t k = 0; k < value.size(); ++k) {
        if (field.form == texts_or_sections && is_text(value[k])) continue;
        check_section(value[k], inside, cat(path, "[", k + 1, "]"), report);
    }
}

void check_section(const Json& object, const Section& known, const std::string& path, Report& report) {
    if (!is_record(object)) return report.add(path, "must be a table of fields");
    const std::string prefix = path.empty() ? "" : path + ".";
    std::vector<std::string> names;
    for (const Field& field : known.fields) names.emplace_back(field.name);
    for (const auto& [name, value] : object.items()) {
        if (std::find(names.begin(), names.end(), name) == names.end()) {
            report.add(prefix + name, did_you_mean("there is no such field", name, names));
        }
    }
    for (const Field& field : known.fields) {
        const Json& value = at_or_null(object, field.name);
        const std::string at = prefix + std::string(field.name);
        if (value.is_null()) {
            if (field.need == required) report.add(at, "is missing");
            continue;
        }
        const std::string wrong = complaint(field, value);
        if (!wrong.empty()) {
            report.add(at, wrong);
        } else if (field.need == required && is_empty(value)) {
            report.add(at, "is empty");
        } else if (!field.section.empty()) {
            check_inside(field, value, at, report);
        }
    }
}

std::string_view form_text(Form form) {
    switch (form) {
    case text: return "text";
    case word: return "word";
    case flag: return "true or false";
    case integer: return "whole number";
    case number: return "number";
    case scalar: return "text, number, true or false";
    case texts: return "list of texts";
    case word_groups: return "list of lists of words";
    case anything: return "table";
    case any_list: return "list";
    case section: return "table";
    case sections: return "list of tables";
    case named_sections: return "tables by name";
    case named_texts: return "texts by name";
    case texts_or_sections: return "list of texts or tables";
    case conditions: return "list of conditions";
    }
    return "";
}

}  // namespace

const std::vector<Section>& language() {
    static const std::vector<Section> all = [] {
        std::vector<Section> joined = top_sections();
        for (auto make : {tool_sections, dataset_sections, metric_sections, other_sections}) {
            for (auto& part : make()) joined.push_back(std::move(part));
        }
        return joined;
    }();
    return all;
}

void check_fields(const Json& manifest, Report& report) {
    if (!manifest.is_object()) return report.add("", "the file must return a table of fields");
    check_section(manifest, language().front(), "", report);
}

std::string did_you_mean(std::string complaint, std::string_view wrong, const std::vector<std::string>& candidates) {
    const std::string near = nearest(wrong, candidates);
    return near.empty() ? complaint : cat(complaint, " (did you mean \"", near, "\"?)");
}

std::string fields_markdown() {
    std::string out;
    for (const Section& one : language()) {
        out += cat("### ", one.title, "\n\n| field | form | | what it is |\n|---|---|---|---|\n");
        for (const Field& field : one.fields) {
            out += cat("| `", field.name, "` | ", form_text(field.form), " | ",
                       field.need == required ? "required" : "", " | ", field.doc);
            if (!field.words.empty()) {
                out += " One of";
                for (const auto known : field.words) out += cat(" `", known, "`");
                out += ".";
            }
            out += " |\n";
        }
        out += "\n";
    }
    return out;
}

}  // namespace parley::vendors
