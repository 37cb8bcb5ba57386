#pragma once
// The HTTP face. One file an endpoint in endpoints/, one line each in routes.cpp; alone knows status codes.

#include "ask/asker.h"
#include "connect/connector.h"
#include "store/store.h"

#include <memory>
#include <string>

namespace parley::api {

struct Deps {
    store::Store& store;
    const vendors::Catalogue& catalogue;
    connect::Connector& connector;
    ask::Asker& asker;
    const Clock& clock;
    std::string redirect_uri = {};         // This server's /oauth/callback, as vendors know it.
    std::string client_metadata_url = {};  // Where vendors can fetch our client id metadata document; empty: nowhere.
};

struct Listen {
    std::string address = "127.0.0.1";
    int port = 8080;  // 0: any free one
};

// Serves until destroyed.
class Server {
public:
    static Result<std::unique_ptr<Server>> start(Deps deps,
                                                 Listen listen);  // Fault::unavailable where the port is taken.
    virtual ~Server() = default;
    virtual int port() const = 0;
};

}  // namespace parley::api
