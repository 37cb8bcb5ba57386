-- monday.com: boards and their items. Data only; read in an empty environment.
-- The tool for reading runs any GraphQL query, so that the queries of plugin.lua stand here word for word: no other
-- text is let through.

local items_query =
    "query ($page: Int!, $cursor: String) { boards(limit: 1, page: $page, state: active) { id "
    .. "name type workspace { name } items_page(limit: 500, cursor: $cursor) { cursor items { id "
    .. "created_at updated_at group { title } column_values { type text column { title } } } } } }"

local board_query =
    "query ($ids: [ID!], $cursor: String) { boards(ids: $ids) { id "
    .. "name type workspace { name } items_page(limit: 500, cursor: $cursor) { cursor items { id "
    .. "created_at updated_at group { title } column_values { type text column { title } } } } } }"

local boards_query =
    "query ($page: Int!) { boards(limit: 100, page: $page, state: active) { id name type "
    .. "items_count updated_at workspace { name } } }"

local users_query = "query ($page: Int!) { users(limit: 500, page: $page) { id name } }"

local own_query =
    "query ($ids: [ID!], $cursor: String) { boards(ids: $ids) { id "
    .. "name type items_page(limit: 500, cursor: $cursor) { cursor items { id name "
    .. "created_at updated_at group { title } column_values { type text column { title } } } } } }"

return {
    id = "monday", name = "monday.com", category = "Project Management & Knowledge", api = 1,
    synonyms = { "monday boards", "monday work management" },
    docs = "https://developer.monday.com/api-reference/docs/integrate-with-monday-mcp",

    server = { url = "https://mcp.monday.com/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "oauth", scopes = { "boards:read", "workspaces:read", "users:read", "me:read" } },

    settings = {
        { name = "board", means = "the number of the one board to read, from its address", pattern = "^[0-9]{1,15}$",
          example = "1234567890", optional = true },
    },

    tools = {
        read = {
            names = { "all_api_read" }, confidence = "seen", reads = true, closed = true,
            description = "Runs a GraphQL query; only those here are let through, and the server takes no mutation.",
            arguments = {
                { path = "query", required = true,
                  one_of = { items_query, board_query, boards_query, own_query, users_query } },
                { path = "variables", required = true,
                    pattern = "^\\{(\"page\":[0-9]{1,6}|\"ids\":\\[[0-9]{1,15}\\])"
                        .. "(,\"cursor\":\"[A-Za-z0-9+/=_:.,|-]+\")?\\}$" },
            },
        },
        activity = {
            names = { "get_board_activity" }, confidence = "seen", closed = true,
            description = "What changed on a board in a time, and by whom; at most 1,000 changes.",
            arguments = {
                { path = "boardId", required = true, min = 1 },
                { path = "fromDate", required = true, pattern = "^[0-9T:Z-]{20}$" },
                { path = "toDate", required = true, pattern = "^[0-9T:Z-]{20}$" },
            },
        },
        automations = {
            names = { "get_automation_statistics" }, confidence = "seen", closed = true,
            description = "How many runs of automations went well and how many failed, of a board or the account.",
            arguments = {
                { path = "breakdown", required = true, constant = "totals" },
                { path = "boardId", pattern = "^[0-9]{1,15}$" },
                { path = "accountWide", one_of = { true } },
            },
        },
        runs = {
            names = { "get_automation_runs" }, confidence = "seen", closed = true,
            description = "The runs of automations that failed, each with its time and reason.",
            arguments = {
                { path = "mode", required = true, constant = "history" },
                { path = "boardId", pattern = "^[0-9]{1,15}$" },
                { path = "accountWide", one_of = { true } },
                { path = "nextPageOffset", min = 0, max = 10000000 },
                { path = "filters.stateFilter[]", required = true, one_of = { "failure" } },
                { path = "filters.dateRange.startDate", pattern = "^[0-9T:Z-]{20}$" },
                { path = "filters.dateRange.endDate", pattern = "^[0-9T:Z-]{20}$" },
            },
        },
    },

    -- The first hundred boards by name: logs and automations are asked for board by board.
    account = {
        tool = "read", values = { boards = "text:(?s)^.*$" },
        arguments = { query = boards_query, variables = "{\"page\":1}" },
    },

    datasets = {
        activity = {
            name = "board activity", description = "One row for each change that a board's activity log holds.",
            synonyms = { "activity log", "board log" },
            tool = "activity", time = "time", pushes_range = true, longest_range_days = 0, needs_range = true,
            paging = { rows_per_page = 1000, pages_max = 0 },
            lookups = { { tool = "read", values = { users = "text:(?s)^.*$" } } },
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "board", kind = "text", role = "dimension" },
                { name = "person", kind = "text", role = "dimension",
                    description = "Who did it: the name, or the number of somebody whom monday.com does not list." },
                { name = "event", kind = "text", role = "dimension", description = "Such as update_column_value." },
                { name = "entity", kind = "text", role = "dimension",
                    description = "A pulse, which is an item, or a board." },
            },
        },
        items = {
            name = "items",
            description = "One row for each item of an active board, by when it was created; form unconfirmed.",
            synonyms = { "monday tasks", "pulses" },
            tool = "read", time = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "updated", kind = "time", role = "time" },
                { name = "board", kind = "text", role = "dimension" },
                { name = "workspace", kind = "text", role = "dimension" },
                { name = "group", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension",
                    description = "The label of the first status column." },
                { name = "priority", kind = "text", role = "dimension",
                    description = "The label of the status column that is called priority." },
                { name = "sprint", kind = "text", role = "dimension",
                    description = "Of a column with sprint or iteration in its title; empty where it is a link." },
                { name = "person", kind = "text", role = "dimension",
                    description = "The names in the first people column." },
                { name = "due", kind = "day", role = "time",
                    description = "The date column for deadlines, else the first." },
                { name = "is_done", kind = "flag", role = "dimension",
                    description = "The status says done, completed, complete or closed." },
                { name = "budget", kind = "number", role = "measure",
                    description = "The first number column with budget in its title." },
                { name = "hours", kind = "number", role = "measure", unit = "hours",
                    description = "The first number column with hours in its title." },
                { name = "revenue", kind = "number", role = "measure",
                    description = "The first number column with revenue or deal value in its title." },
            },
        },
        due_items = {
            name = "items with a due date",
            description = "One row for each item with a date that is not done, late from the day after; unconfirmed.",
            synonyms = { "item deadlines" },
            tool = "read", time = "late_from", starts = "late_from", ends = "settled", pushes_range = false,
            longest_range_days = 0, paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "due", kind = "day", role = "time" },
                { name = "late_from", kind = "day", role = "time", description = "The day after the due date." },
                { name = "settled", kind = "day", role = "time",
                    description = "Always empty: what is done is left out." },
                { name = "board", kind = "text", role = "dimension" },
                { name = "workspace", kind = "text", role = "dimension" },
                { name = "group", kind = "text", role = "dimension" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "priority", kind = "text", role = "dimension" },
                { name = "person", kind = "text", role = "dimension" },
                { name = "sprint", kind = "text", role = "dimension" },
            },
        },
        own_rows = {
            name = "own rows",
            description = "One row for each item of the board that the question names, with its columns; unconfirmed.",
            tool = "read", open_fields = true, containers = { "board" }, time = "created", pushes_range = false,
            paging = { rows_per_page = 500, pages_max = 0 },
            lookups = { { tool = "read", values = { board = "text:^[0-9]{1,15}$" } } },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "item", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "updated", kind = "time", role = "time" },
                { name = "board", kind = "text", role = "dimension" },
                { name = "group", kind = "text", role = "dimension" },
            },
        },
        boards = {
            name = "boards", description = "One row for each active board, by its last change; form unconfirmed.",
            synonyms = { "monday tables" },
            tool = "read", time = "updated", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "board", kind = "text", role = "dimension" },
                { name = "workspace", kind = "text", role = "dimension" },
                { name = "updated", kind = "time", role = "time" },
                { name = "items", kind = "count", role = "measure" },
            },
        },
        failed_runs = {
            name = "failed automation runs",
            description = "One row for each run of an automation that failed, by when it began; board unconfirmed.",
            tool = "runs", time = "time", pushes_range = true, longest_range_days = 0,
            paging = { rows_per_page = 25, pages_max = 0 },
            columns = {
                { name = "time", kind = "time", role = "time" },
                { name = "board", kind = "text", role = "dimension",
                    description = "Its name, or the number of one behind the first hundred." },
                { name = "reason", kind = "text", role = "dimension" },
            },
        },
        automation_runs = {
            name = "automation runs", description = "One row: the runs of automations that the vendor counts today.",
            synonyms = { "monday automations" },
            tool = "automations", pushes_range = false, paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "board", kind = "text", role = "dimension", on_demand = true },
                { name = "scope", kind = "text", role = "dimension" },
                { name = "succeeded", kind = "count", role = "measure" },
                { name = "failed", kind = "count", role = "measure" },
                { name = "runs", kind = "count", role = "measure" },
            },
        },
    },

    metrics = {
        own_rows = {
            name = "own rows", description = "How many rows the table has that the question names.",
            dataset = "own_rows", value = { count = true }, kind = "count",
        },
        created_items = {
            name = "created items",
            synonyms = { "items", "new items", "number of items", "items created", "items added", "item count",
                         "tasks", "number of tasks", "tasks added", "new tasks", "number of rows", "how many items" },
            description = "The number of items created in the period that are still on an active board.",
            dataset = "items", value = { count = true }, kind = "count",
        },
        done_items = {
            name = "done items",
            synonyms = { "items done", "completed items", "finished items", "completed tasks", "finished tasks",
                         "items completed" },
            description = "Items created in the period whose status says today that they are done.",
            dataset = "items", value = { count = true, where = { { "is_done", "=", true } } }, kind = "count",
            better = "up",
        },
        done_rate = {
            name = "done rate",
            synonyms = { "share of items done", "item completion rate", "share of done items", "completion",
                         "share of tasks done", "percentage of tasks complete", "percentage complete",
                         "percent complete", "completion share", "completion rate", "share done",
                         "share of completed tasks" },
            description = "Items created in the period that are done today, over all items created in it.",
            dataset = "items", value = { count = true, where = { { "is_done", "=", true } } }, per = { count = true },
            kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        open_items = {
            name = "open items",
            synonyms = { "items not done", "unfinished items", "items open", "open tasks", "unfinished tasks",
                         "tasks not done", "not done", "remaining tasks", "remaining items", "items left" },
            description = "Items created in the period whose status does not say today that they are done.",
            dataset = "items", value = { count = true, where = { { "is_done", "=", false } } },
            kind = "count", better = "down",
        },
        stuck_items = {
            name = "stuck items",
            synonyms = { "items stuck", "blocked items", "stuck tasks", "blocked tasks", "stuck" },
            description = "Items created in the period whose status is Stuck today.",
            dataset = "items", value = { count = true, where = { { "status", "=", "Stuck" } } },
            kind = "count", better = "down",
        },
        stuck_share = {
            name = "share of items stuck", synonyms = { "stuck share", "stuck rate", "share of stuck items" },
            description = "Items created in the period whose status is Stuck today, over all items created in it.",
            dataset = "items", value = { count = true, where = { { "status", "=", "Stuck" } } }, per = { count = true },
            kind = "ratio", unit = "percent", better = "down", sample_min = 20,
        },
        unassigned_items = {
            name = "unassigned items",
            synonyms = { "items without a person", "items nobody owns", "unassigned tasks", "tasks without a person",
                         "items without an owner", "tasks without an owner", "unassigned" },
            description = "Items created in the period that are not done and that nobody is put on.",
            dataset = "items",
            value = { count = true, where = { { "is_done", "=", false }, { "person", "=", "nobody" } } },
            kind = "count", better = "down",
        },
        updated_items = {
            name = "updated items",
            synonyms = { "items updated", "items changed", "items touched", "tasks updated", "tasks changed",
                         "changed items" },
            description = "The number of items whose last change falls into the period.",
            dataset = "items", value = { count = true, time = "updated" }, kind = "count",
        },
        overdue_items = {
            name = "overdue items",
            synonyms = { "late items", "items past due", "items overdue", "overdue tasks", "late tasks",
                         "tasks past due", "late", "overdue", "missed deadlines", "tasks past their due date" },
            description = "Items that are not done today and whose date is past at the end of the period.",
            dataset = "due_items", value = { count = true, at = "end" }, kind = "count", better = "down",
        },
        changed_boards = {
            name = "boards", synonyms = { "number of boards", "active boards", "boards in use", "boards touched" },
            description = "The number of active boards whose last change falls into the period.",
            dataset = "boards", value = { count = true }, kind = "count",
        },
        board_size = {
            name = "average board size", synonyms = { "mean board size", "board size" },
            description = "The items of the boards last changed in the period over the number of these boards.",
            dataset = "boards", value = { sum = "items" }, per = { count = true }, kind = "number",
        },
        items_due = {
            name = "items due",
            synonyms = { "due items", "items with a due date", "upcoming items", "items due soon", "tasks due",
                         "due tasks", "upcoming tasks", "deadlines" },
            description = "Items that are not done today and whose date falls into the period.",
            dataset = "due_items", value = { count = true, time = "due" }, kind = "count",
        },
        budget = {
            name = "total budget",
            synonyms = { "budget", "sum of budget", "budget total", "item budget", "sum of budgets", "budgets",
                         "planned budget", "money budgeted" },
            description = "The budgets of the items created in the period, added up in the unit of their boards.",
            dataset = "items", value = { sum = "budget" }, kind = "number",
        },
        average_budget = {
            name = "average budget",
            synonyms = { "mean budget", "budget per item", "mean budget per item", "budget on average" },
            description = "The mean budget of the items created in the period, of those that have one.",
            dataset = "items", value = { mean = "budget" }, kind = "number",
        },
        hours = {
            name = "total hours",
            synonyms = { "hours of items", "sum of hours", "item hours", "hours in monday.com", "hours logged",
                         "logged hours", "effort", "effort hours", "hours spent", "hours worked", "estimated hours" },
            description = "The hours in number columns of the items created in the period, added up.",
            dataset = "items", value = { sum = "hours" }, kind = "number", unit = "hours",
        },
        average_hours = {
            name = "average hours",
            synonyms = { "mean hours", "hours per item", "average hours per item", "average effort",
                         "average effort hours", "mean effort" },
            description = "The mean of the hours of the items created in the period, of those that have any.",
            dataset = "items", value = { mean = "hours" }, kind = "number", unit = "hours",
        },
        revenue = {
            name = "total revenue of items",
            synonyms = { "item revenue", "deal value of items", "revenue on boards", "board revenue", "deal value",
                         "deal values", "total deal value", "pipeline value", "value of deals",
                         "revenue on the board" },
            description = "Revenue or deal value of the items created in the period, added up in their boards' unit.",
            dataset = "items", value = { sum = "revenue" }, kind = "number", better = "up",
        },
        average_revenue = {
            name = "average deal value of items", synonyms = { "mean deal value of items", "average item revenue" },
            description = "The mean revenue or deal value of the items created in the period, of those that have one.",
            dataset = "items", value = { mean = "revenue" }, kind = "number", better = "up",
        },
        activity = {
            name = "board changes",
            synonyms = { "activity", "changes", "board activity", "changes made", "changes on boards", "edits",
                         "activity on boards", "number of changes" },
            description = "The number of entries in the activity logs of the boards in the period.",
            dataset = "activity", value = { count = true }, kind = "count",
        },
        active_people = {
            name = "people active on boards",
            synonyms = { "active people", "active members", "people who changed something" },
            description = "The number of different people with an entry in the activity log of a board.",
            dataset = "activity", value = { distinct = "person" }, kind = "count",
        },
        automation_failures = {
            name = "automation failures",
            synonyms = { "failed automation runs", "automation errors", "failed automations", "failed runs",
                         "automations failing", "failing automations", "failed automation", "automation runs failed",
                         "broken automations" },
            description = "The number of runs of automations in the period that failed.",
            dataset = "failed_runs", value = { count = true }, kind = "count", better = "down",
        },
        automation_runs = {
            name = "automation runs", synonyms = { "runs of automations", "automations run" },
            description = "All runs of automations, as monday.com counts them today.",
            dataset = "automation_runs", value = { sum = "runs" }, kind = "count",
        },
        automation_failure_rate = {
            name = "automation failure rate",
            synonyms = { "share of automation runs that failed", "share of failed automation runs",
                         "automation failure share", "failed share of automations", "failure rate of automations" },
            description = "Runs of automations that failed over all runs, as monday.com counts them today.",
            dataset = "automation_runs", value = { sum = "failed" }, per = { sum = "runs" },
            kind = "ratio", unit = "percent", better = "down",
        },
    },

    dimensions = {
        board = {
            name = "board",
            synonyms = { "boards", "board name" },
            open_values = true,
            columns = { items = "board", due_items = "board", boards = "board", own_rows = "board",
                        activity = "board", automation_runs = "board", failed_runs = "board" },
        },
        failure_reason = {
            name = "failure reason", synonyms = { "error reason", "reason of failure" },
            columns = { failed_runs = "reason" },
        },
        workspace = {
            name = "workspace", synonyms = { "workspaces" }, open_values = true,
            columns = { items = "workspace", due_items = "workspace", boards = "workspace" },
        },
        group = {
            name = "group",
            synonyms = { "groups", "board group", "section", "board section", "item group" },
            open_values = true,
            columns = { items = "group", due_items = "group" },
        },
        status = {
            name = "status", synonyms = { "status label", "state", "stage", "pipeline stage" }, open_values = true,
            columns = { items = "status", due_items = "status" },
            values = { "Done", { value = "Working on it", synonyms = { "being worked on" } }, "Stuck" },
        },
        priority = {
            name = "priority", synonyms = { "priorities", "urgency" }, open_values = true,
            columns = { items = "priority", due_items = "priority" },
            values = { { value = "Critical", synonyms = { "urgent" } }, "High", "Medium", "Low" },
        },
        due = {
            name = "due date", synonyms = { "deadline", "item date", "due day" },
            columns = { items = "due", due_items = "due" },
        },
        event = {
            name = "kind of change", synonyms = { "event", "events", "type of change", "kind of activity" },
            columns = { activity = "event" }, open_values = true,
        },
        entity = {
            name = "changed thing", synonyms = { "entity" }, columns = { activity = "entity" }, open_values = true,
        },
        sprint = {
            name = "sprint", synonyms = { "sprints", "iteration", "iterations" },
            columns = { items = "sprint", due_items = "sprint" }, open_values = true,
        },
        person = {
            name = "person",
            synonyms = { "people", "owner", "assignee", "responsible", "people column" },
            open_values = true,
            columns = { items = "person", due_items = "person", activity = "person" },
        },
    },

    ask = {
        "How many items were created in monday.com last month, by board?",
        "Items by status in monday.com this quarter",
        "What is the done rate by person in monday.com this month?",
        "How many items are overdue in monday.com, by person?",
        "Top 5 boards by open items in monday.com",
        "How did created items in monday.com develop by week in the last 3 months?",
        "Compare done items in monday.com this month with last month",
        "How many items are stuck in monday.com by board?",
        "What is the average board size in monday.com by workspace?",
        "How many unassigned items of high priority are there in monday.com?",
        "What is the total budget by board in monday.com this quarter?",
        "What share of automation runs failed in monday.com?",
        "How many items are due next week in monday.com?",
        "Who made the most changes in monday.com last week, by person?",
        "Automation failures by board in monday.com",
        "How many automations failed in monday.com last month?",
        "Sum of effort points by squad on the Roadmap board in monday.com",
    },

    errors = {
        { pattern = "COMPLEXITY_BUDGET_EXHAUSTED|ComplexityException", fault = "over_limit",
            message = "monday.com's budget for this minute is used up. Ask again in a minute." },
        { pattern = "DAILY_LIMIT_EXCEEDED", fault = "over_limit",
            message = "monday.com's calls of today are used up. Ask again tomorrow." },
        { pattern = "(?i)cursor.*expired|CursorException", fault = "unavailable",
            message = "monday.com forgot the place in a long board. Ask again." },
        { pattern = "(?i)not authenticated|invalid_token|invalid_grant|\\b401\\b", fault = "reconnect",
            message = "monday.com has ended this connection. Connect monday.com again." },
        { pattern = "(?i)not authorized|\\b403\\b|forbidden|permission", fault = "denied",
            message = "The person who connected monday.com may not read this there; an administrator can." },
        { pattern = "(?i)\\b429\\b|rate.?limit|too many requests", fault = "over_limit",
            message = "monday.com asks for a pause: too many requests in a short time. Ask again in a minute." },
    },

    pitfalls = {
        { symptom = "The sign-in is refused",
            cause = "an administrator must install monday's MCP app on the account first",
            fix = "ask an administrator" },
        { symptom = "A question takes long or ends for lack of time", cause = "each board is a call of its own",
            fix = "connect with the setting \"board\", or with a user who sees fewer boards" },
        { symptom = "Items that are done count as open",
            cause = "boards call it otherwise than done, completed, complete or closed", fix = "group by status" },
        { symptom = "The status is another one than expected", cause = "of several status columns the first is taken",
            fix = "move the status column to the front" },
        { symptom = "The total of a number column cannot be asked for",
            cause = "each board means something else by its numbers: only budget, hours and revenue are read, by title",
            fix = "put one of these words into the column's title" },
        { symptom = "A budget has no currency", cause = "the reply does not say it",
            fix = "ask by board, where boards count in different ones" },
        { symptom = "Changes, or automations by board, miss a board",
            cause = "each board is a call of its own, and the first hundred boards are asked",
            fix = "connect with the setting \"board\"" },
        { symptom = "The share of failed automation runs cannot be told by month",
            cause = "monday.com sends the totals of all runs without a date",
            fix = "ask for automation failures by month" },
        { symptom = "What was open last month cannot be told", cause = "a status carries no date in the reply",
            fix = "compare created items" },
    },
}
