#include "oauth/challenge.h"

#include "base/text.h"
#include "net/http.h"

#include <algorithm>
#include <cctype>

namespace parley::oauth {
namespace {

bool is_token68_byte(char c) {
    return std::isalnum(static_cast<unsigned char>(c)) != 0 ||
           std::string_view("-._~+/").find(c) != std::string_view::npos;
}

// A cursor over the header. Each read_ leaves it where it was if there is nothing of that kind.
class Cursor {
public:
    explicit Cursor(std::string_view text) : text_(text) {}

    bool at_end() const { return at_ >= text_.size(); }
    char peek() const { return at_end() ? '\0' : text_[at_]; }
    void step() { ++at_; }

    void skip_blanks() {
        while (peek() == ' ' || peek() == '\t') step();
    }

    void skip_separators() {
        while (peek() == ' ' || peek() == '\t' || peek() == ',') step();
    }

    std::string read_token() {
        const std::size_t start = at_;
        while (!at_end() && net::is_token_byte(peek())) step();
        return std::string(text_.substr(start, at_ - start));
    }

    // The "=" of a parameter: followed by a value, for "abc==" is a token68.
    bool read_equals() {
        const std::size_t start = at_;
        skip_blanks();
        if (peek() == '=') {
            step();
            skip_blanks();
            if (peek() == '"' || net::is_token_byte(peek())) return true;
        }
        at_ = start;
        return false;
    }

    std::string read_value() { return peek() == '"' ? read_quoted() : read_token(); }

    void skip_token68() {
        const std::size_t start = at_;
        while (!at_end() && is_token68_byte(peek())) step();
        while (peek() == '=') step();
        skip_blanks();
        if (!at_end() && peek() != ',') at_ = start;
    }

private:
    std::string read_quoted() {
        std::string value;
        step();
        while (!at_end() && peek() != '"') {
            if (peek() == '\\') step();
            if (!at_end()) value += peek();
            step();
        }
        if (!at_end()) step();
        return value;
    }

    std::string_view text_;
    std::size_t at_ = 0;
};

bool is_scope_byte(char c) {
    return c > 0x20 && c < 0x7F && c != '"' && c != '\\';
}

}  // namespace

std::vector<AuthChallenge> parse_challenges(std::string_view header) {
    std::vector<AuthChallenge> challenges;
    Cursor cursor(header);
    for (cursor.skip_separators(); !cursor.at_end(); cursor.skip_separators()) {
        const std::string word = lower(cursor.read_token());
        if (word.empty()) {
            cursor.step();  // Not of the grammar: skipped, so that the rest is still read.
            continue;
        }
        if (cursor.read_equals()) {
            const std::string value = cursor.read_value();
            if (!challenges.empty()) challenges.back().parameters.emplace(word, value);  // The first of several counts.
            continue;
        }
        challenges.push_back({word, {}});
        cursor.skip_blanks();
        cursor.skip_token68();
    }
    return challenges;
}

BearerChallenge bearer_challenge(const std::vector<std::string>& headers) {
    std::vector<AuthChallenge> challenges;
    for (const auto& header : headers) {
        for (auto& challenge : parse_challenges(header)) challenges.push_back(std::move(challenge));
    }
    std::stable_partition(challenges.begin(), challenges.end(),
                          [](const AuthChallenge& challenge) { return challenge.scheme == "bearer"; });

    BearerChallenge found;
    for (const auto& challenge : challenges) {
        const auto parameter = [&](const char* name) {
            const auto at = challenge.parameters.find(name);
            return at == challenge.parameters.end() ? std::string() : at->second;
        };
        if (found.resource_metadata.empty()) found.resource_metadata = parameter("resource_metadata");
        if (challenge.scheme != "bearer") continue;
        if (found.error.empty()) found.error = parameter("error");
        if (found.scopes.empty()) found.scopes = split_scopes(parameter("scope"));
    }
    return found;
}

std::vector<std::string> split_scopes(std::string_view text) {
    std::vector<std::string> scopes;
    for (auto& scope : split(text, ' ')) {
        const bool clean = !scope.empty() && std::all_of(scope.begin(), scope.end(), is_scope_byte);
        if (clean && std::find(scopes.begin(), scopes.end(), scope) == scopes.end()) scopes.push_back(std::move(scope));
    }
    return scopes;
}

}  // namespace parley::oauth
