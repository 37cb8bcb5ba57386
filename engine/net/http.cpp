#include "net/http.h"

#include <algorithm>

namespace parley::net {
namespace {

bool is_unreserved(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
           std::string_view("-._~").find(c) != std::string_view::npos;
}

char lowered(char c) {
    return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
}

// Without making a copy of either: this is asked several times for each reply.
bool is_same_name(std::string_view a, std::string_view b) {
    return a.size() == b.size() &&
           std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) { return lowered(x) == lowered(y); });
}

void append_escaped(std::string& out, char c) {
    constexpr char hex[] = "0123456789ABCDEF";
    const auto octet = static_cast<unsigned char>(c);
    out.append({'%', hex[octet >> 4], hex[octet & 15]});
}

void append_form(std::string& out, std::string_view text) {
    for (const char c : text) {
        if (c == ' ')
            out.push_back('+');
        else if ((is_unreserved(c) && c != '~') || c == '*')
            out.push_back(c);
        else
            append_escaped(out, c);
    }
}

}  // namespace

bool is_token_byte(char c) {
    const bool alphanumeric = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
    return alphanumeric || std::string_view("!#$%&'*+-.^_`|~").find(c) != std::string_view::npos;
}

bool is_token(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), is_token_byte);
}

std::string header(const Headers& headers, std::string_view name) {
    for (const auto& [key, value] : headers) {
        if (is_same_name(key, name)) return value;
    }
    return "";
}

std::vector<std::string> headers_named(const Headers& headers, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [key, value] : headers) {
        if (is_same_name(key, name)) values.push_back(value);
    }
    return values;
}

std::string form_encode(const std::vector<std::pair<std::string, std::string>>& fields) {
    std::string out;
    for (const auto& [name, value] : fields) {
        if (!out.empty()) out.push_back('&');
        append_form(out, name);
        out.push_back('=');
        append_form(out, value);
    }
    return out;
}

std::string percent_encode(std::string_view text) {
    std::string out;
    for (const char c : text) {
        if (is_unreserved(c))
            out.push_back(c);
        else
            append_escaped(out, c);
    }
    return out;
}

}  // namespace parley::net
