#include "api/routes.h"

#include "api/endpoints/endpoints.h"
#include "api/target.h"
#include "base/text.h"

#include <array>

namespace parley::api {
namespace {

bool fits(std::string_view pattern, std::string_view path, std::map<std::string, std::string>& parameters) {
    const auto wanted = split(pattern, '/');
    const auto given = split(path, '/');
    if (wanted.size() != given.size()) return false;
    for (std::size_t part = 0; part < wanted.size(); ++part) {
        const auto& name = wanted[part];
        if (name.size() > 2 && name.front() == '{') {
            const auto value = percent_decoded(given[part]);
            if (!value || value->empty()) return false;
            parameters[name.substr(1, name.size() - 2)] = *value;
        } else if (name != given[part]) {
            return false;
        }
    }
    return true;
}

}  // namespace

std::span<const Route> routes() {
    static const std::array all{
        Route{"GET", "/healthz", Access::anyone, health},
        Route{"GET", "/oauth/callback", Access::anyone, callback},
        Route{"GET", "/oauth/finished/{outcome}", Access::anyone, finished},
        Route{"GET", "/oauth/client-metadata.json", Access::anyone, client_metadata},
        Route{"GET", "/v1/vendors", Access::key, list_vendors},
        Route{"GET", "/v1/vendors/{id}", Access::key, get_vendor},
        Route{"GET", "/v1/connections", Access::key, list_connections},
        Route{"POST", "/v1/connections", Access::key, create_connection},
        Route{"GET", "/v1/connections/{id}", Access::key, get_connection},
        Route{"DELETE", "/v1/connections/{id}", Access::key, delete_connection},
        Route{"POST", "/v1/connections/{id}/test", Access::key, test_connection},
        Route{"GET", "/v1/connections/{id}/diagnosis", Access::key, diagnose_connection},
        Route{"GET", "/v1/connections/{id}/log", Access::key, connection_log},
        Route{"POST", "/v1/connections/{id}/reconnect", Access::key, reconnect_connection},
        Route{"GET", "/v1/connections/{id}/tools", Access::key, list_tools},
        Route{"POST", "/v1/connections/{id}/tools/{tool}", Access::key, review_tool},
        Route{"POST", "/v1/ask", Access::key, ask_question},
        Route{"GET", "/v1/answers", Access::key, list_answers},
        Route{"GET", "/v1/answers/{id}", Access::key, get_answer},
        Route{"GET", "/v1/dashboards", Access::key, list_dashboards},
        Route{"POST", "/v1/dashboards", Access::key, create_dashboard},
        Route{"GET", "/v1/dashboards/{id}", Access::key, get_dashboard},
        Route{"DELETE", "/v1/dashboards/{id}", Access::key, delete_dashboard},
        Route{"POST", "/v1/pins", Access::key, create_pin},
        Route{"GET", "/v1/pins/{id}", Access::key, get_pin},
        Route{"POST", "/v1/pins/{id}/refresh", Access::key, refresh_pin},
        Route{"DELETE", "/v1/pins/{id}", Access::key, delete_pin},
        Route{"GET", "/v1/organization", Access::key, get_organization},
        Route{"PUT", "/v1/organization", Access::key, put_organization},
    };
    return all;
}

Match match(std::string_view method, std::string_view path) {
    Match result;
    for (const auto& route : routes()) {
        std::map<std::string, std::string> parameters;
        if (!fits(route.pattern, path, parameters)) continue;
        result.path_known = true;
        if (method != route.method) continue;
        result.route = &route;
        result.parameters = std::move(parameters);
        return result;
    }
    return result;
}

}  // namespace parley::api
