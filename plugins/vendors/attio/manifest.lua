-- Attio: deals, companies, people, tasks and meetings of the CRM. Data only; read in an empty environment. The tools
-- are documented, the form of their replies is not, and attributes differ by workspace: plugin.lua looks under several
-- names.

local won = { "outcome", "=", "won" }
local open = { "outcome", "=", "open" }

-- People and companies are references in Attio: their names, and what a company has, are read only where they are asked
-- for. A page of deals tells which companies to fetch, page by page.
local member_names = { tool = "members", values = { members = "text:^([^\t\n]+\t[^\t\n]*\n)*$" } }
local a = { tool = "records", values = { wanted = "text:^([A-Za-z0-9-]+,)*$", next_page = "text:^[0-9]*$" } }
local b = { tool = "records_by_id",
            values = { companies = "text:^([^\t\n]+\t[^\t\n]*\t[^\t\n]*\t[^\t\n]*\n)*$" } }
local deal_lookups = { member_names, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b,
                       a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b, a, b }

return {
  id = "attio", name = "Attio", category = "CRM & Customer Success", api = 1,
  synonyms = { "attio crm", "crm" },
  docs = "https://docs.attio.com/mcp/overview",

  server = { url = "https://mcp.attio.com/mcp", transport = "streamable-http", confidence = "documented" },
  auth = { kind = "oauth", scopes = {} },

  tools = {
    records = {
      names = { "list_records" }, confidence = "documented", closed = true,
      description = "Deals, companies or people with their attributes, 50 at a time.",
      arguments = {
        { path = "object", required = true, one_of = { "deals", "companies", "people" } },
        { path = "sorts", required = true },
        { path = "limit", min = 1, max = 50 },
        { path = "offset", min = 0 },
      },
    },
    records_by_id = {
      names = { "get_records_by_ids" }, confidence = "documented", closed = true,
      description = "The companies of deals, by their ids.",
      arguments = {
        { path = "object", required = true, one_of = { "companies" } },
        { path = "record_ids", required = true, at_most = 50 },
      },
    },
    lists = {
      names = { "list_lists" }, confidence = "documented", closed = true,
      description = "Which lists there are, by slug and name.",
      arguments = { { path = "limit", min = 1, max = 50 }, { path = "offset", min = 0 } },
    },
    list_entries = {
      names = { "list_records_in_list" }, confidence = "documented", closed = true,
      description = "The entries of one list with their stage, 50 at a time.",
      arguments = {
        { path = "list", required = true, pattern = "^[A-Za-z0-9_-]{1,100}$" },
        { path = "sorts", required = true },
        { path = "limit", min = 1, max = 50 },
        { path = "offset", min = 0 },
      },
    },
    tasks = {
      names = { "list_tasks" }, confidence = "documented",
      description = "Tasks with their deadline and whether they are done.",
    },
    members = {
      names = { "list_workspace_members" }, confidence = "documented", closed = true,
      description = "The members of the workspace.",
      arguments = { { path = "include_suspended", one_of = { false } } },
    },
    teams = {
      names = { "list_workspace_teams" }, confidence = "documented", closed = true,
      description = "The teams of the workspace.",
      arguments = { { path = "include_archived", one_of = { false } } },
    },
    notes = {
      names = { "search_notes_by_metadata" }, confidence = "documented", closed = true,
      description = "Notes by the time they were made, without their text.",
      arguments = {
        { path = "created_at_gt" }, { path = "created_at_lt" }, { path = "limit", min = 1, max = 50 },
        { path = "offset", min = 0 },
      },
    },
    recordings = {
      names = { "search_call_recordings_by_metadata" }, confidence = "documented", closed = true,
      because = "It finds recorded calls by when they began; \"call\" is a noun here.",
      description = "Recorded calls by the time they began, without what was said.",
      arguments = {
        { path = "starts_after" }, { path = "starts_before" }, { path = "limit", min = 1, max = 50 },
        { path = "offset", min = 0 },
      },
    },
    meetings = {
      names = { "search_meetings" }, confidence = "documented",
      description = "Meetings in a window of time.",
    },
  },

  account = {
    tool = "lists", arguments = { limit = 50, offset = 0 }, values = { lists = "text:^[^\\x00-\\x1f]*$" },
  },

  datasets = {
    lists = {
      name = "lists", description = "One row for each list of the workspace; the form of replies is unconfirmed.",
      synonyms = { "pipelines", "attio lists" },
      tool = "lists", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "lists",
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "list", kind = "text", role = "dimension" },
      },
    },
    members = {
      name = "workspace members", description = "One row for each member; the form of replies is unconfirmed.",
      synonyms = { "members", "users" },
      tool = "members", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "member", kind = "text", role = "dimension" },
        { name = "role", kind = "text", role = "dimension" },
      },
    },
    teams = {
      name = "workspace teams", description = "One row for each team; the form of replies is unconfirmed.",
      tool = "teams", pushes_range = false, longest_range_days = 0,
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "team", kind = "text", role = "dimension" },
      },
    },
    notes = {
      name = "notes", description = "One row for each note, by the time it was made; without text, form unconfirmed.",
      tool = "notes", time = "created", pushes_range = true, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
      },
    },
    recordings = {
      name = "call recordings", description = "One row for each recorded call, by its beginning; form unconfirmed.",
      synonyms = { "recorded calls" },
      tool = "recordings", time = "starts_at", pushes_range = true, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "starts_at", kind = "time", role = "time" },
      },
    },
    deals = {
      name = "deals",
      description = "One row for each deal, by the day it was made; the form of replies is unconfirmed.",
      synonyms = { "opportunities" },
      tool = "records", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "records",
      lookups = deal_lookups, breakdowns = 3,
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "deal", kind = "text", role = "dimension", description = "The deal's name." },
        { name = "closed", kind = "time", role = "time",
          description = "The close date of a won or lost deal, else when its stage was set." },
        { name = "stage", kind = "text", role = "dimension" },
        { name = "outcome", kind = "text", role = "dimension",
          description = "Won, lost or open, from the words in the stage." },
        { name = "owner", kind = "text", role = "dimension", on_demand = true },
        { name = "company", kind = "text", role = "dimension", on_demand = true, identity = "company" },
        { name = "category", kind = "text", role = "dimension", on_demand = true,
          description = "All categories of the associated company, joined." },
        { name = "country", kind = "text", role = "dimension", on_demand = true,
          description = "The associated company's." },
        { name = "value", kind = "money", role = "measure" },
        { name = "currency", kind = "text", role = "dimension" },
      },
    },
    list_entries = {
      name = "list entries",
      description = "One row for each entry of each list, by the day it was added; unconfirmed form.",
      synonyms = { "entries of lists" },
      tool = "list_entries", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "entries",
      lookups = { member_names },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "list", kind = "text", role = "dimension" },
        { name = "stage", kind = "text", role = "dimension" },
        { name = "owner", kind = "text", role = "dimension", on_demand = true },
        { name = "value", kind = "money", role = "measure" },
        { name = "currency", kind = "text", role = "dimension" },
      },
    },
    companies = {
      name = "companies",
      description = "One row for each company, by the day it was made; the form of replies is unconfirmed.",
      synonyms = { "accounts", "organizations" },
      tool = "records", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "records",
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "company", kind = "text", role = "dimension", identity = "company" },
        { name = "category", kind = "text", role = "dimension", description = "All categories, joined." },
        { name = "country", kind = "text", role = "dimension" },
      },
    },
    people = {
      name = "people",
      description = "One row for each person, by the day the record was made, without name; unconfirmed form.",
      synonyms = { "contacts", "persons" },
      tool = "records", time = "created", pushes_range = false, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "records",
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "email", kind = "text", role = "key", identity = "email" },
        { name = "country", kind = "text", role = "dimension" },
      },
    },
    tasks = {
      name = "tasks",
      description = "One row for each task, by the day it was made; the form of replies is unconfirmed.",
      synonyms = { "to-dos", "follow-ups" },
      tool = "tasks", time = "created", pushes_range = true, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "tasks",
      lookups = { member_names },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "created", kind = "time", role = "time" },
        { name = "deadline", kind = "time", role = "time" },
        { name = "is_completed", kind = "flag", role = "dimension" },
        { name = "assignee", kind = "text", role = "dimension", on_demand = true },
      },
    },
    open_tasks = {
      name = "open tasks", description = "One row for each task that is not done today, by its deadline.",
      synonyms = { "unfinished tasks", "open to-dos" },
      tool = "tasks", time = "deadline", starts = "deadline", ends = "done", pushes_range = false,
      longest_range_days = 0, paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "tasks",
      lookups = { member_names },
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "deadline", kind = "time", role = "time", description = "Empty for a task without one." },
        { name = "created", kind = "time", role = "time" },
        { name = "assignee", kind = "text", role = "dimension", on_demand = true },
        { name = "done", kind = "time", role = "time", description = "Always empty: only open tasks are fetched." },
      },
    },
    meetings = {
      name = "meetings", description = "One row for each meeting, by its start; the form of replies is unconfirmed.",
      synonyms = { "calls booked", "calendar" },
      tool = "meetings", time = "starts_at", pushes_range = true, longest_range_days = 0,
      paging = { rows_per_page = 50, pages_max = 0 }, rows_at = "meetings",
      columns = {
        { name = "id", kind = "text", role = "key" },
        { name = "starts_at", kind = "time", role = "time" },
        { name = "participants", kind = "count", role = "measure", description = "How many people were invited." },
      },
    },
  },

  metrics = {
    lists = {
      name = "lists", synonyms = { "number of lists", "attio lists", "list count", "pipelines" },
      description = "The number of lists in the workspace.",
      dataset = "lists", value = { count = true }, kind = "count",
    },
    members = {
      name = "workspace members", synonyms = { "members", "users", "number of members", "seats" },
      description = "The number of members of the workspace.",
      dataset = "members", value = { count = true }, kind = "count",
    },
    teams = {
      name = "workspace teams", synonyms = { "number of teams", "teams in the workspace" },
      description = "The number of teams of the workspace.",
      dataset = "teams", value = { count = true }, kind = "count",
    },
    notes = {
      name = "notes", synonyms = { "notes written", "number of notes", "notes taken", "new notes" },
      description = "The number of notes made in the period.",
      dataset = "notes", value = { count = true }, kind = "count", better = "up",
    },
    recordings = {
      name = "call recordings", synonyms = { "recorded calls", "calls recorded", "number of recorded calls" },
      description = "The number of recorded calls that began in the period.",
      dataset = "recordings", value = { count = true }, kind = "count", better = "up",
    },
    pipeline_value = {
      name = "pipeline value",
      synonyms = { "open pipeline", "open deals value", "pipeline", "value of open deals" },
      description = "The sum of the values of the deals whose stage is neither won nor lost.",
      dataset = "deals", value = { sum = "value", where = { open } }, kind = "money", better = "up",
    },
    open_deals = {
      name = "open deals",
      synonyms = { "number of open deals", "deals in the pipeline", "open opportunities", "deals by stage" },
      description = "The number of deals whose stage is neither won nor lost.",
      dataset = "deals", value = { count = true, where = { open } }, kind = "count", better = "up",
    },
    won_revenue = {
      name = "won revenue",
      synonyms = { "closed won", "won value", "bookings", "revenue won", "revenue we won", "revenue closed",
                   "closed revenue" },
      description = "The sum of the values of the deals won in the period.",
      dataset = "deals", value = { sum = "value", time = "closed", where = { won } }, kind = "money", better = "up",
    },
    won_deals = {
      name = "won deals",
      synonyms = { "deals won", "number of won deals", "win deals", "deals we won", "deals closed", "closed deals",
                   "deals we closed", "wins" },
      description = "The number of deals won in the period.",
      dataset = "deals", value = { count = true, time = "closed", where = { won } }, kind = "count", better = "up",
    },
    lost_deals = {
      name = "lost deals", synonyms = { "deals lost", "number of lost deals", "closed lost" },
      description = "The number of deals lost in the period.",
      dataset = "deals", value = { count = true, time = "closed", where = { { "outcome", "=", "lost" } } },
      kind = "count", better = "down",
    },
    lost_value = {
      name = "lost deal value", synonyms = { "value of lost deals", "value of deals lost", "lost revenue" },
      description = "The sum of the values of the deals lost in the period.",
      dataset = "deals", value = { sum = "value", time = "closed", where = { { "outcome", "=", "lost" } } },
      kind = "money", better = "down",
    },
    largest_open_deal = {
      name = "largest open deal",
      synonyms = { "biggest open deal", "biggest open deals", "largest open deals", "biggest deals", "largest deals" },
      description = "The value of the largest deal whose stage is neither won nor lost.",
      dataset = "deals", value = { max = "value", where = { open } }, kind = "money", better = "up",
    },
    win_rate = {
      name = "win rate", synonyms = { "close rate", "share of deals won" },
      description = "Deals won over deals won or lost in the period.",
      dataset = "deals", value = { count = true, time = "closed", where = { won } },
      per = { count = true, time = "closed", where = { { "outcome", "in", { "won", "lost" } } } },
      kind = "ratio", unit = "percent", better = "up", sample_min = 20,
    },
    average_deal_size = {
      name = "average deal size",
      synonyms = { "average deal", "deal size", "mean deal value", "mean deal size", "avg deal size",
                   "mean value of deals" },
      description = "The mean value of the deals won in the period.",
      dataset = "deals", value = { mean = "value", time = "closed", where = { won } },
      kind = "money", better = "up", sample_min = 10,
    },
    new_deals = {
      name = "new deals",
      synonyms = { "deals created", "deals", "deals added", "number of deals", "deal count", "deals at every stage" },
      description = "The number of deals made in the period.",
      dataset = "deals", value = { count = true }, kind = "count", better = "up",
    },
    new_deal_value = {
      name = "new deal value", synonyms = { "pipeline created", "value of new deals" },
      description = "The sum of the values of the deals made in the period.",
      dataset = "deals", value = { sum = "value" }, kind = "money", better = "up",
    },
    new_companies = {
      name = "new companies",
      synonyms = { "companies added", "accounts added", "companies", "companies created", "new accounts" },
      description = "The number of company records made in the period.",
      dataset = "companies", value = { count = true }, kind = "count", better = "up",
    },
    new_people = {
      name = "new people", synonyms = { "people added", "contacts added", "new contacts" },
      description = "The number of person records made in the period.",
      dataset = "people", value = { count = true }, kind = "count", better = "up",
    },
    tasks_created = {
      name = "tasks created", synonyms = { "tasks", "new tasks", "number of tasks", "to-dos", "follow-ups" },
      description = "The number of tasks made in the period.",
      dataset = "tasks", value = { count = true }, kind = "count",
    },
    task_completion_rate = {
      name = "task completion rate", synonyms = { "completion of tasks", "share of tasks done" },
      description = "Tasks made in the period that are done today, over all tasks made in it.",
      dataset = "tasks", value = { count = true, where = { { "is_completed", "=", true } } }, per = { count = true },
      kind = "ratio", unit = "percent", better = "up", sample_min = 20,
    },
    open_tasks = {
      name = "open tasks",
      synonyms = { "tasks open", "unfinished tasks", "tasks to do", "open to-dos", "to-dos open", "things to do",
                   "open follow-ups" },
      description = "The number of tasks that are not done today, by their deadline.",
      dataset = "open_tasks", value = { count = true }, kind = "count", better = "down",
    },
    overdue_tasks = {
      name = "overdue tasks", synonyms = { "tasks overdue", "late tasks", "tasks past their deadline" },
      description = "The number of tasks that are not done today and whose deadline was before the end of the period.",
      dataset = "open_tasks", value = { count = true, at = "end" }, kind = "count", better = "down",
    },
    meetings = {
      name = "meetings",
      synonyms = { "meetings held", "number of meetings", "meeting count", "meetings we had", "calls and meetings",
                   "customer meetings" },
      description = "The number of meetings that started in the period.",
      dataset = "meetings", value = { count = true }, kind = "count", better = "up",
    },
    list_entries = {
      name = "list entries",
      synonyms = { "entries in the list", "records in the list", "number of list entries", "deals in each list" },
      description = "The number of entries added to lists in the period; what stands in two lists counts twice.",
      dataset = "list_entries", value = { count = true }, kind = "count",
    },
    list_value = {
      name = "list entry value",
      synonyms = { "value of list entries", "value of the list", "value by list", "value of each list" },
      description = "The sum of the values of the list's entries, or of their records where an entry has none.",
      dataset = "list_entries", value = { sum = "value" }, kind = "money", better = "up",
    },
  },

  dimensions = {
    email = {
      name = "email", synonyms = { "e-mail", "email address", "e-mail address", "mail address" },
      columns = { people = "email" }, open_values = true,
    },
    member = {
      name = "member", synonyms = { "members", "workspace member" }, columns = { members = "member" },
      open_values = true,
    },
    member_role = {
      name = "access level", synonyms = { "member role", "role" }, columns = { members = "role" },
      values = { "admin", "member", "suspended" },
    },
    team = {
      name = "team", synonyms = { "teams" }, columns = { teams = "team" }, open_values = true,
    },
    stage = {
      name = "deal stage", synonyms = { "stage", "stages", "deal stages", "status" },
      columns = { deals = "stage", list_entries = "stage" }, open_values = true,
    },
    deal = {
      name = "deal", synonyms = { "deal name", "opportunity" }, columns = { deals = "deal" }, open_values = true,
    },
    outcome = {
      name = "deal outcome", synonyms = { "outcome", "outcomes" }, columns = { deals = "outcome" },
      values = { "won", "lost", "open" },
    },
    owner = {
      name = "owner",
      synonyms = { "owners", "deal owner", "rep", "reps", "salesperson", "account executive", "sales rep", "seller" },
      open_values = true,
      columns = { deals = "owner", list_entries = "owner" },
    },
    list = {
      name = "list",
      synonyms = { "lists", "list name", "pipeline" }, columns = { list_entries = "list", lists = "list" },
      open_values = true,
    },
    company = {
      name = "company", synonyms = { "account", "each company", "client", "clients" },
      columns = { deals = "company", companies = "company" }, open_values = true,
    },
    category = {
      name = "category", synonyms = { "categories", "industry", "industries", "sector", "sectors" },
      columns = { companies = "category", deals = "category" }, open_values = true,
    },
    country = {
      name = "country",
      synonyms = { "countries", "place", "location" }, open_values = true,
      columns = { companies = "country", people = "country", deals = "country" },
      values = { { value = "US", synonyms = { "united states", "usa", "america" } },
                 { value = "GB", synonyms = { "united kingdom", "uk", "great britain" } },
                 { value = "DE", synonyms = { "germany", "german" } },
                 { value = "FR", synonyms = { "france", "french" } },
                 { value = "ES", synonyms = { "spain", "spanish" } },
                 { value = "IT", synonyms = { "italy", "italian" } },
                 { value = "NL", synonyms = { "netherlands", "dutch" } }, { value = "AT", synonyms = { "austria" } },
                 { value = "CH", synonyms = { "switzerland", "swiss" } }, { value = "CA", synonyms = { "canada" } },
                 { value = "AU", synonyms = { "australia" } }, { value = "JP", synonyms = { "japan" } },
                 { value = "SE", synonyms = { "sweden" } }, { value = "PL", synonyms = { "poland" } },
                 { value = "IE", synonyms = { "ireland" } }, { value = "BE", synonyms = { "belgium" } },
                 { value = "IN", synonyms = { "india" } }, { value = "BR", synonyms = { "brazil" } } },
    },
    assignee = {
      name = "assignee", synonyms = { "assignees", "assigned person", "assigned to", "person", "who" },
      columns = { tasks = "assignee", open_tasks = "assignee" }, open_values = true,
    },
    currency = {
      name = "currency", synonyms = { "currencies" }, open_values = true,
      columns = { deals = "currency", list_entries = "currency" },
      values = { { value = "USD", synonyms = { "dollar", "dollars" } },
                 { value = "EUR", synonyms = { "euro", "euros" } } },
    },
  },

  ask = {
    "How is the Attio pipeline value split by deal stage?",
    "How many deals did we win in Attio last quarter?",
    "Show won revenue in Attio by month this year",
    "What is the Attio win rate by owner this year?",
    "Top 5 owners in Attio by open deals",
    "How many new companies were added to Attio this month, by country?",
    "How many tasks are overdue in Attio right now?",
    "How many Attio meetings were there each week since September?",
    "Compare new deals in Attio this quarter with last quarter",
    "What is the average deal size in Attio this year?",
    "What is the task completion rate in Attio by assignee in the last 90 days?",
    "How many list entries were added in Attio this year, by list?",
    "Which lists do we have in Attio?",
    "Won revenue in Attio by country this year",
    "How many open deals are there in Attio by industry?",
    "How many notes were written in Attio each month this year?",
    "List the workspace members in Attio",
    "Which people in Attio were added this month, by email?",
  },

  errors = {
    { pattern = "(?i)invalid_grant|invalid_token|unauthori[sz]ed|token.{0,20}expired", fault = "reconnect",
      message = "Attio has ended this connection. Connect Attio again." },
    { pattern = "(?i)unknown (object|attribute)|object.{0,40}not found|does not exist", fault = "not_found",
      message = "This Attio workspace has no such object: deals can be switched off in its settings." },
    { pattern = "(?i)forbidden|permission|insufficient", fault = "denied",
      message = "The person who connected Attio may not read this there." },
    { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
      message = "Attio asks for a pause: too many requests in a short time. Ask again in a minute." },
  },

  pitfalls = {
    { symptom = "Deals cannot be read", cause = "deals are switched off, or the pipeline is a list of another object",
      fix = "switch deals on in the workspace's settings, or ask for list entries by list and stage" },
    { symptom = "A stage counts as open although the deal is closed",
      cause = "won and lost are known by these words in the stage's title",
      fix = "put the word into the title: \"Closed won\"" },
    { symptom = "Some owners appear as ids", cause = "members who left are not listed",
      fix = "look the id up in Attio" },
    { symptom = "Deals by company, country or industry are refused",
      cause = "companies are fetched beside at most 1,500 deals", fix = "ask by stage or owner" },
    { symptom = "A large workspace takes long", cause = "Attio gives at most 50 records a page",
      fix = "ask when fewer people do; what is cut off is said in the answer" },
    { symptom = "A column stays empty", cause = "the attribute has another name in this workspace",
      fix = "see the guide for the names that are looked for" },
  },
}
