#pragma once
// A web server on a free port of 127.0.0.1: paths and what they answer, and a record of what was asked.

#include "base/text.h"

#include <Poco/Net/HTTPRequestHandler.h>
#include <Poco/Net/HTTPRequestHandlerFactory.h>
#include <Poco/Net/HTTPServer.h>
#include <Poco/Net/HTTPServerParams.h>
#include <Poco/Net/HTTPServerRequest.h>
#include <Poco/Net/HTTPServerResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/URI.h>
#include <algorithm>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

namespace parley::fakes {

using Pairs = std::vector<std::pair<std::string, std::string>>;

inline std::string value_of(const Pairs& pairs, const std::string& name) {
    for (const auto& [key, value] : pairs) {
        if (lower(key) == lower(name)) return value;
    }
    return {};
}

// "a=1&b=two+words" as name and value.
inline Pairs form_fields(const std::string& text) {
    Pairs fields;
    for (std::string part : split(text, '&')) {
        if (part.empty()) continue;
        std::replace(part.begin(), part.end(), '+', ' ');
        const auto equals = part.find('=');
        std::string name, value;
        Poco::URI::decode(part.substr(0, equals), name);
        if (equals != std::string::npos) Poco::URI::decode(part.substr(equals + 1), value);
        fields.emplace_back(name, value);
    }
    return fields;
}

class Web {
public:
    struct Asked {
        std::string method, path, query, body;
        Pairs headers;
        Pairs form() const { return form_fields(body); }
    };
    struct Answer {
        int status = 200;
        std::string body;
        std::string type = "application/json";
        Pairs headers = {};
    };
    using Handler = std::function<Answer(const Asked&)>;

    Web() : socket_(Poco::Net::SocketAddress("127.0.0.1", 0)) {
        auto* parameters = new Poco::Net::HTTPServerParams;  // The server takes it over, as POCO wants it.
        parameters->setMaxThreads(24);
        parameters->setKeepAlive(false);  // So that stopping waits for nobody.
        parameters->setThreadIdleTime(Poco::Timespan(0, 50'000));
        server_ = std::make_unique<Poco::Net::HTTPServer>(new Factory(*this), pool_, socket_, parameters);
        server_->start();
    }
    virtual ~Web() { stop(); }
    Web(const Web&) = delete;
    Web& operator=(const Web&) = delete;

    std::string origin() const { return cat("http://127.0.0.1:", socket_.address().port()); }

    void on(const std::string& path, Handler handler) {
        const std::lock_guard lock(mutex_);
        handlers_[path] = std::move(handler);
    }
    void say(const std::string& path, Answer answer) {
        on(path, [answer](const Asked&) { return answer; });
    }

    std::vector<Asked> asked() const {
        const std::lock_guard lock(mutex_);
        return asked_;
    }
    std::vector<Asked> asked(const std::string& path) const {
        std::vector<Asked> found;
        for (const auto& one : asked()) {
            if (one.path == path) found.push_back(one);
        }
        return found;
    }

    void stop() {
        if (!server_) return;
        server_->stop();
        pool_.joinAll();
        server_.reset();
        socket_.close();  // From here on nobody is even listening.
    }

private:
    class Page : public Poco::Net::HTTPRequestHandler {
    public:
        explicit Page(Web& web) : web_(web) {}
        void handleRequest(Poco::Net::HTTPServerRequest& request, Poco::Net::HTTPServerResponse& response) override {
            Asked asked;
            asked.method = request.getMethod();
            const std::string target = request.getURI();
            asked.path = target.substr(0, target.find('?'));
            if (asked.path.size() < target.size()) asked.query = target.substr(asked.path.size() + 1);
            for (const auto& [name, value] : request) asked.headers.emplace_back(name, value);
            Poco::StreamCopier::copyToString(request.stream(), asked.body);

            const Answer answer = web_.answer(asked);
            response.setStatus(static_cast<Poco::Net::HTTPResponse::HTTPStatus>(answer.status));
            response.setContentType(answer.type);
            for (const auto& [name, value] : answer.headers) response.add(name, value);
            response.sendBuffer(answer.body.data(), answer.body.size());
        }

    private:
        Web& web_;
    };

    class Factory : public Poco::Net::HTTPRequestHandlerFactory {
    public:
        explicit Factory(Web& web) : web_(web) {}
        Poco::Net::HTTPRequestHandler* createRequestHandler(const Poco::Net::HTTPServerRequest&) override {
            return new Page(web_);
        }

    private:
        Web& web_;
    };

    Answer answer(const Asked& asked) {
        Handler handler;
        {
            const std::lock_guard lock(mutex_);
            asked_.push_back(asked);
            const auto found = handlers_.find(asked.path);
            if (found == handlers_.end()) return {404, "nothing here", "text/plain"};
            handler = found->second;
        }
        return handler(asked);
    }

    mutable std::mutex mutex_;
    std::map<std::string, Handler> handlers_;  // Guarded by mutex_.
    std::vector<Asked> asked_;                 // Guarded by mutex_.
    Poco::ThreadPool pool_{2, 24};
    Poco::Net::ServerSocket socket_;
    std::unique_ptr<Poco::Net::HTTPServer> server_;
};

}  // namespace parley::fakes
