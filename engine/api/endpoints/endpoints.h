#pragma once
#include "api/call.h"

namespace parley::api {

Result<Reply> health(const Deps&, Call&);
Result<Reply> callback(const Deps&, Call&);
Result<Reply> finished(const Deps&, Call&);
Result<Reply> client_metadata(const Deps&, Call&);

Result<Reply> integrations(const Deps&, Call&);
Result<Reply> integration(const Deps&, Call&);

Result<Reply> home(const Deps&, Call&);
Result<Reply> sign_in(const Deps&, Call&);
Result<Reply> sign_in_callback(const Deps&, Call&);
Result<Reply> sign_out(const Deps&, Call&);
Result<Reply> get_session(const Deps&, Call&);

Result<Reply> list_vendors(const Deps&, Call&);
Result<Reply> get_vendor(const Deps&, Call&);

Result<Reply> list_connections(const Deps&, Call&);
Result<Reply> create_connection(const Deps&, Call&);
Result<Reply> get_connection(const Deps&, Call&);
Result<Reply> delete_connection(const Deps&, Call&);
Result<Reply> test_connection(const Deps&, Call&);
Result<Reply> reconnect_connection(const Deps&, Call&);
Result<Reply> list_tools(const Deps&, Call&);
Result<Reply> review_tool(const Deps&, Call&);
Result<Reply> list_reviews(const Deps&, Call&);
Result<Reply> accept_shape(const Deps&, Call&);
Result<Reply> diagnose_connection(const Deps&, Call&);
Result<Reply> connection_log(const Deps&, Call&);

Result<Reply> ask_question(const Deps&, Call&);
Result<Reply> list_suggestions(const Deps&, Call&);
Result<Reply> list_answers(const Deps&, Call&);
Result<Reply> get_answer(const Deps&, Call&);
Result<Reply> edit_answer(const Deps&, Call&);

Result<Reply> list_dashboards(const Deps&, Call&);
Result<Reply> create_dashboard(const Deps&, Call&);
Result<Reply> get_dashboard(const Deps&, Call&);
Result<Reply> delete_dashboard(const Deps&, Call&);

Result<Reply> create_pin(const Deps&, Call&);
Result<Reply> get_pin(const Deps&, Call&);
Result<Reply> refresh_pin(const Deps&, Call&);
Result<Reply> delete_pin(const Deps&, Call&);

Result<Reply> list_audit(const Deps&, Call&);
Result<Reply> export_audit(const Deps&, Call&);

Result<Reply> get_organization(const Deps&, Call&);
Result<Reply> put_organization(const Deps&, Call&);

Result<Reply> get_plan(const Deps&, Call&);

Result<Reply> list_keys(const Deps&, Call&);
Result<Reply> create_key(const Deps&, Call&);
Result<Reply> delete_key(const Deps&, Call&);

Result<Reply> list_members(const Deps&, Call&);
Result<Reply> create_member(const Deps&, Call&);
Result<Reply> put_member(const Deps&, Call&);
Result<Reply> delete_member(const Deps&, Call&);

}  // namespace parley::api
