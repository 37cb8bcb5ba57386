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
    using policy::Act;
    static const std::array all{
        Route{"GET", "/healthz", anyone, health, Cost::free},
        Route{"GET", "/oauth/callback", anyone, callback},
        Route{"GET", "/oauth/finished/{outcome}", anyone, finished},
        Route{"GET", "/oauth/client-metadata.json", anyone, client_metadata},
        Route{"GET", "/", anyone, home},
        Route{"GET", "/integrations", anyone, integrations},
        Route{"GET", "/integrations/{id}", anyone, integration},
        Route{"GET", "/sign-in", anyone, sign_in},
        Route{"GET", "/sign-in/callback", anyone, sign_in_callback},
        Route{"POST", "/sign-out", anyone, sign_out},
        Route{"GET", "/v1/session", Act::look, get_session},
        Route{"GET", "/v1/vendors", Act::look, list_vendors},
        Route{"GET", "/v1/vendors/{id}", Act::look, get_vendor},
        Route{"GET", "/v1/connections", Act::look, list_connections},
        Route{"POST", "/v1/connections", Act::connect, create_connection, Cost::vendors},
        Route{"GET", "/v1/connections/{id}", Act::look, get_connection},
        Route{"DELETE", "/v1/connections/{id}", Act::disconnect, delete_connection},
        Route{"POST", "/v1/connections/{id}/test", Act::connect, test_connection, Cost::vendors},
        Route{"GET", "/v1/connections/{id}/diagnosis", Act::connect, diagnose_connection, Cost::vendors},
        Route{"GET", "/v1/connections/{id}/log", Act::look, connection_log},
        Route{"POST", "/v1/connections/{id}/reconnect", Act::connect, reconnect_connection, Cost::vendors},
        Route{"GET", "/v1/connections/{id}/tools", Act::look, list_tools},
        Route{"POST", "/v1/connections/{id}/tools/{tool}", Act::review, review_tool},
        Route{"POST", "/v1/connections/{id}/shapes/{shape}", Act::review, accept_shape},
        Route{"GET", "/v1/reviews", Act::review, list_reviews},
        Route{"POST", "/v1/ask", Act::ask, ask_question, Cost::vendors},
        Route{"GET", "/v1/suggestions", Act::look, list_suggestions},
        Route{"GET", "/v1/answers", Act::look, list_answers},
        Route{"GET", "/v1/answers/{id}", Act::look, get_answer},
        Route{"POST", "/v1/answers/{id}/edit", Act::ask, edit_answer, Cost::vendors},
        Route{"GET", "/v1/dashboards", Act::look, list_dashboards},
        Route{"POST", "/v1/dashboards", Act::ask, create_dashboard},
        Route{"GET", "/v1/dashboards/{id}", Act::look, get_dashboard},
        Route{"DELETE", "/v1/dashboards/{id}", Act::ask, delete_dashboard},
        Route{"POST", "/v1/pins", Act::ask, create_pin},
        Route{"GET", "/v1/pins/{id}", Act::look, get_pin},
        Route{"POST", "/v1/pins/{id}/refresh", Act::ask, refresh_pin, Cost::vendors},
        Route{"DELETE", "/v1/pins/{id}", Act::ask, delete_pin},
        Route{"GET", "/v1/organization", Act::look, get_organization},
        Route{"PUT", "/v1/organization", Act::change_settings, put_organization},
        Route{"GET", "/v1/audit", Act::read_audit, list_audit},
        Route{"GET", "/v1/audit/export", Act::export_audit, export_audit},
        Route{"GET", "/v1/plan", Act::look, get_plan},
        Route{"GET", "/v1/keys", Act::own_keys, list_keys},
        Route{"POST", "/v1/keys", Act::own_keys, create_key},
        Route{"DELETE", "/v1/keys/{id}", Act::own_keys, delete_key},
        Route{"GET", "/v1/members", Act::manage_members, list_members},
        Route{"POST", "/v1/members", Act::manage_members, create_member},
        Route{"PUT", "/v1/members/{id}", Act::manage_members, put_member},
        Route{"DELETE", "/v1/members/{id}", Act::manage_members, delete_member},
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
