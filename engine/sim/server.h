#pragma once
// HTTP on loopback as values: a request comes in, a reply goes out, and what a sick server does to a reply is part of
// the value. POCO is known to server.cpp only. Handlers are called from several threads at once.

#include "base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace parley::sim {

using Fields = std::vector<std::pair<std::string, std::string>>;

// The first of that name, or empty. Names are compared as they are.
std::string field(const Fields& fields, std::string_view name);
bool has_field(const Fields& fields, std::string_view name);

// One name or value of a form: "a+b%21" is "a b!". Fault::invalid where the percent signs are wrong.
Result<std::string> form_decoded(std::string text);

// A query or an application/x-www-form-urlencoded body.
Result<Fields> form_fields(const std::string& text);
std::string form_text(const Fields& fields);

struct Request {
    std::string method;
    std::string path;
    Fields query;
    Fields headers;  // Names in lower case.
    std::string body;
};

// How the reply ends. whole: as HTTP wants it. in_half: the length is promised, half of it comes. never: not one byte
// until the client hangs up. huge: 100 MB of blanks before the body. reset: the connection is torn down instead.
enum class Ending { whole, in_half, never, huge, reset };

struct Reply {
    int status = 200;
    std::string type = "application/json";
    std::string body;
    Fields headers;
    Ending ending = Ending::whole;
    int delay_ms = 0;  // Before the first byte.
};

using Handler = std::function<Reply(const Request&)>;

// All listeners of one simulation, over one thread pool. Stopping (by destruction) hangs up on everybody and waits for
// the handlers, so what they refer to must outlive this.
class Servers {
public:
    Servers();
    ~Servers();
    Servers(const Servers&) = delete;
    Servers& operator=(const Servers&) = delete;

    // Takes a port of 127.0.0.1 (0: any free one) and hands it back. Fault::unavailable where it is taken.
    Result<int> open(int port);

    // Answers on a port that open() gave.
    void serve(int port, Handler handler);

private:
    struct Inside;
    std::unique_ptr<Inside> inside_;
};

}  // namespace parley::sim
