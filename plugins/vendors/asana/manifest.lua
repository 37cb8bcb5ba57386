-- Asana: tasks and projects. Data only; read in an empty environment.
-- Asana has no scopes: every token reaches every tool, so that the allowlist alone keeps Parley from writing. Tasks are
-- read project by project, for the search over a whole workspace stops at 100 rows and is known to miss some.

return {
    id = "asana", name = "Asana", category = "Project Management & Knowledge", api = 1,
    synonyms = { "asana.com", "task management" },
    docs = "https://developers.asana.com/docs/mcp-server",

    server = { url = "https://mcp.asana.com/v2/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "oauth", registration = "by_hand", scopes = {} },

    tools = {
        projects = {
            names = { "get_projects" }, confidence = "documented", closed = true,
            description = "Projects, page by page; asked once before the first call, too, for which there are.",
            arguments = {
                { path = "limit", min = 1, max = 100 }, { path = "offset" },
                { path = "opt_fields", pattern = "^[a-z_.,]+$" },
            },
        },
        tasks = {
            names = { "get_tasks" }, confidence = "documented", closed = true,
            description = "The tasks of one project, page by page.",
            arguments = {
                { path = "project", required = true, pattern = "^[0-9]+$" }, { path = "completed_since" },
                { path = "limit", min = 1, max = 100 }, { path = "offset" },
                { path = "opt_fields", pattern = "^[a-z_.,]+$" },
            },
        },
    },

    account = {
        tool = "projects", values = { projects = "text:^[0-9]+(,[0-9]+)*$", is_all = "flag" },
        arguments = { limit = 100, opt_fields = "gid" },
    },

    datasets = {
        tasks = {
            name = "tasks",
            description = "One row for each task of any project, by when it was created; it lives until completed.",
            synonyms = { "to-dos", "assignments" },
            tool = "tasks", time = "created", starts = "created", ends = "completed", pushes_range = false,
            longest_range_days = 0, paging = { rows_per_page = 100, pages_max = 0 }, unique = { "gid" },
            columns = {
                { name = "gid", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "completed", kind = "time", role = "time" },
                { name = "assignee", kind = "text", role = "dimension" },
                { name = "project", kind = "text", role = "dimension",
                    description = "All its projects, joined by a plus." },
                { name = "section", kind = "text", role = "dimension",
                    description = "All its sections, joined by a plus." },
                { name = "is_done", kind = "flag", role = "dimension" },
            },
        },
        completed_tasks = {
            name = "completed tasks",
            description = "One row for each task of any project that was completed, by when.",
            synonyms = { "finished to-dos" },
            tool = "tasks", time = "completed", pushes_range = true, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 }, unique = { "gid" },
            columns = {
                { name = "gid", kind = "text", role = "key" },
                { name = "completed", kind = "time", role = "time" },
                { name = "created", kind = "time", role = "time" },
                { name = "assignee", kind = "text", role = "dimension" },
                { name = "project", kind = "text", role = "dimension",
                    description = "All its projects, joined by a plus." },
                { name = "section", kind = "text", role = "dimension",
                    description = "All its sections, joined by a plus." },
                { name = "days", kind = "number", role = "measure", unit = "days",
                    description = "From its creation to its completion." },
                { name = "was_due", kind = "flag", role = "dimension", description = "It had a due date." },
                { name = "was_on_time", kind = "flag", role = "dimension",
                    description = "It was completed on its due date or before, by UTC days." },
            },
        },
        due_tasks = {
            name = "tasks with a due date",
            description = "One row for each task of any project with a due date, late from the day after it.",
            synonyms = { "task deadlines" },
            tool = "tasks", time = "late_from", starts = "late_from", ends = "completed", pushes_range = false,
            longest_range_days = 0, paging = { rows_per_page = 100, pages_max = 0 }, unique = { "gid" },
            columns = {
                { name = "gid", kind = "text", role = "key" },
                { name = "due", kind = "day", role = "time" },
                { name = "late_from", kind = "day", role = "time", description = "The day after the due date." },
                { name = "completed", kind = "time", role = "time" },
                { name = "assignee", kind = "text", role = "dimension" },
                { name = "project", kind = "text", role = "dimension",
                    description = "All its projects, joined by a plus." },
                { name = "section", kind = "text", role = "dimension",
                    description = "All its sections, joined by a plus." },
            },
        },
        projects = {
            name = "projects",
            description = "One row for each project, by when it was created; some fields are unconfirmed.",
            synonyms = { "asana projects" },
            tool = "projects", time = "created", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "gid", kind = "text", role = "key" },
                { name = "project", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "due", kind = "day", role = "time" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "team", kind = "text", role = "dimension" },
                { name = "health", kind = "text", role = "dimension",
                    description = "The colour of its latest status." },
                { name = "is_open", kind = "flag", role = "dimension",
                    description = "Neither archived nor completed." },
            },
        },
    },

    metrics = {
        completed_tasks = {
            name = "completed tasks",
            synonyms = { "tasks completed", "finished tasks", "throughput", "closed tasks", "tasks done" },
            description = "The number of different tasks completed in the period.",
            dataset = "completed_tasks", value = { distinct = "gid" }, kind = "count", better = "up",
        },
        created_tasks = {
            name = "created tasks", synonyms = { "new tasks", "tasks created", "tasks added" },
            description = "The number of different tasks created in the period.",
            dataset = "tasks", value = { distinct = "gid" }, kind = "count",
        },
        open_tasks = {
            name = "open tasks",
            synonyms = { "incomplete tasks", "workload", "unfinished tasks", "tasks open", "task backlog" },
            description = "Different tasks that are not completed at the end of the period.",
            dataset = "tasks", value = { distinct = "gid", at = "end" }, kind = "count", better = "down",
        },
        completion_rate = {
            name = "completion rate", synonyms = { "task completion rate", "progress", "share of tasks completed" },
            description = "Different tasks created in the period that are completed today, over all created in it.",
            dataset = "tasks", value = { distinct = "gid", where = { { "is_done", "=", true } } },
            per = { distinct = "gid" },
            kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        unassigned_tasks = {
            name = "unassigned tasks", synonyms = { "tasks without an assignee", "open tasks without an assignee" },
            description = "Different tasks not completed at the end of the period that nobody is assigned to.",
            dataset = "tasks", value = { distinct = "gid", at = "end", where = { { "assignee", "=", "nobody" } } },
            kind = "count", better = "down",
        },
        time_to_complete = {
            name = "time to complete", synonyms = { "cycle time", "completion time", "median time to complete" },
            description = "The median of the days from creation to completion; a task of two projects weighs twice.",
            dataset = "completed_tasks", value = { median = "days" }, kind = "number", unit = "days",
            better = "down", sample_min = 10,
        },
        on_time_rate = {
            name = "on-time rate",
            synonyms = { "on time rate", "tasks on time", "share of tasks on time", "punctuality" },
            description = "Tasks completed by their due date over the tasks with a due date completed in the period.",
            dataset = "completed_tasks", value = { distinct = "gid", where = { { "was_on_time", "=", true } } },
            per = { distinct = "gid", where = { { "was_due", "=", true } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        overdue_tasks = {
            name = "overdue tasks", synonyms = { "late tasks", "tasks past due", "tasks overdue" },
            description = "Different tasks past their due date and not completed at the end of the period.",
            dataset = "due_tasks", value = { distinct = "gid", at = "end" }, kind = "count", better = "down",
        },
        new_projects = {
            name = "new projects", synonyms = { "projects created", "created projects", "projects started" },
            description = "The number of projects created in the period.",
            dataset = "projects", value = { count = true }, kind = "count",
        },
        open_projects = {
            name = "open projects", synonyms = { "active projects", "running projects" },
            description = "Projects created in the period that are neither archived nor completed today.",
            dataset = "projects", value = { count = true, where = { { "is_open", "=", true } } }, kind = "count",
        },
        projects_in_trouble = {
            name = "projects at risk", synonyms = { "at risk projects", "troubled projects", "projects off track" },
            description = "Open projects created in the period whose latest status is yellow or red.",
            dataset = "projects",
            value = { count = true, where = { { "is_open", "=", true }, { "health", "in", { "yellow", "red" } } } },
            kind = "count", better = "down",
        },
    },

    dimensions = {
        assignee = {
            name = "assignee", synonyms = { "assignees", "person", "people" }, open_values = true,
            columns = { tasks = "assignee", completed_tasks = "assignee", due_tasks = "assignee" },
        },
        project = {
            name = "project", synonyms = { "projects", "board" }, open_values = true,
            columns = { tasks = "project", completed_tasks = "project", due_tasks = "project", projects = "project" },
        },
        section = {
            name = "section", synonyms = { "sections", "lane", "board column" }, open_values = true,
            columns = { tasks = "section", completed_tasks = "section", due_tasks = "section" },
        },
        owner = {
            name = "owner", synonyms = { "project owner", "owners" }, columns = { projects = "owner" },
            open_values = true,
        },
        team = { name = "team", synonyms = { "teams" }, columns = { projects = "team" }, open_values = true },
        health = {
            name = "health", synonyms = { "status colour", "status color", "project health" },
            columns = { projects = "health" },
            values = { { value = "green", synonyms = { "on track" } }, { value = "yellow", synonyms = { "at risk" } },
                       { value = "red", synonyms = { "off track" } }, "blue" },
        },
    },

    ask = {
        "Top 10 people by completed tasks in Asana last month",
        "Completed tasks in Asana by week in the last 3 months",
        "Overdue tasks in Asana by project",
        "Which projects have the most open tasks in Asana?",
        "What was the time to complete in Asana by project last quarter?",
        "How did the completion rate in Asana develop by month this year?",
        "Compare created tasks in Asana this month with last month",
        "What was the on-time rate in Asana this quarter?",
        "Top 5 sections by open tasks in Asana",
        "How many new projects were created in Asana each month this year?",
    },

    errors = {
        { pattern = "(?i)invalid_token|invalid_grant|not authorized|\\b401\\b", fault = "reconnect",
            message = "Asana has ended this connection. Connect Asana again." },
        { pattern = "(?i)\\b429\\b|rate.?limit|too many requests", fault = "over_limit",
            message = "Asana asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)\\b402\\b|payment required", fault = "denied",
            message = "The Asana plan of this workspace does not give that." },
        { pattern = "(?i)\\b403\\b|forbidden", fault = "denied",
            message = "The person who connected Asana may not read this there; a member of the project can." },
        { pattern = "(?i)\\b404\\b|unknown object", fault = "not_found",
            message = "Asana no longer has a project that was to be read. Ask again." },
    },

    pitfalls = {
        { symptom = "The sign-in is refused before Asana's page opens",
            cause = "Asana takes no client that registers itself", fix = "have the operator register one by hand" },
        { symptom = "\"there are more projects than one page\"",
            cause = "the projects to walk through are asked for once, and one page of them can be taken",
            fix = "connect with a user who sees fewer projects" },
        { symptom = "A question takes long or ends for lack of time",
            cause = "each project is a call of its own, or several",
            fix = "ask about completed tasks of a short period, or connect with a user who sees fewer projects" },
        { symptom = "Tasks are missing", cause = "a task that belongs to no project is not read",
            fix = "add it to a project in Asana" },
        { symptom = "A task of two projects forms a line of its own", cause = "the projects of one task are joined",
            fix = "read the total: it counts each task once" },
        { symptom = "Health of projects is empty", cause = "the field for it is unconfirmed, or no status was written",
            fix = "write a status in Asana; if there is one, report it" },
    },
}
