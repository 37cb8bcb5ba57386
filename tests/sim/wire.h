#pragma once
// A plain HTTP client for the tests: what any client sees on the wire.

#include "sim/server.h"

#include <Poco/Net/HTTPClientSession.h>
#include <Poco/Net/HTTPRequest.h>
#include <Poco/Net/HTTPResponse.h>
#include <Poco/StreamCopier.h>
#include <Poco/Timespan.h>
#include <Poco/URI.h>
#include <string>

namespace parley::sim::testing {

struct WireReply {
    int status = 0;
    std::string type, body;
    Poco::Net::HTTPResponse head;

    std::string header(const std::string& name) const { return head.get(name, ""); }
};

// Throws what POCO throws.
inline WireReply send(const std::string& method, const std::string& url, const Fields& headers,
                      const std::string& body) {
    const Poco::URI uri(url);
    Poco::Net::HTTPClientSession session(uri.getHost(), uri.getPort());
    session.setTimeout(Poco::Timespan(20, 0));
    const std::string target = uri.getPathAndQuery().empty() ? "/" : uri.getPathAndQuery();
    Poco::Net::HTTPRequest request(method, target, Poco::Net::HTTPMessage::HTTP_1_1);
    for (const auto& [name, value] : headers) request.set(name, value);
    if (method == "POST") request.setContentLength64(static_cast<Poco::Int64>(body.size()));
    session.sendRequest(request) << body;
    WireReply reply;
    std::istream& in = session.receiveResponse(reply.head);
    Poco::StreamCopier::copyToString(in, reply.body);
    reply.status = reply.head.getStatus();
    reply.type = reply.head.getContentType();
    return reply;
}

}  // namespace parley::sim::testing
