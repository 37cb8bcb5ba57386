-- Neon's projects, SQL rows and query statistics into rows. The account holds the ids of the projects; what belongs to
-- one project is asked for project by project.

local plugin = {}
local whole = data.whole

local SQL = {
    tables = "SELECT current_database() AS database, schemaname, relname, n_live_tup, n_dead_tup, \z
     pg_total_relation_size(relid) AS bytes FROM pg_stat_user_tables ORDER BY 2, 3",
    indexes = "SELECT current_database() AS database, schemaname, relname, indexrelname, idx_scan, \z
     pg_relation_size(indexrelid) AS bytes FROM pg_stat_user_indexes ORDER BY 2, 3, 4",
    databases = "SELECT datname, CASE WHEN has_database_privilege(datid, 'CONNECT') THEN \z
     pg_database_size(datid) END AS bytes, numbackends, xact_commit, xact_rollback, \z
     blks_hit, blks_read FROM pg_stat_database WHERE datname NOT LIKE 'template%'",
}

--- The reply is the list itself or holds it under one of the names.
local function list(reply, ...)
    assert(type(reply) == "table", "the reply is no list and no object")
    for _, name in ipairs({ ... }) do
        if type(reply[name]) == "table" then return reply[name] end
    end
    assert(reply[1] ~= nil or next(reply) == nil, "the reply has no list of rows")
    return reply
end

function plugin.account(reply)
    local ids, names = {}, {}
    for index, project in ipairs(list(reply, "projects")) do
        ids[index] = assert(project.id, "a project has no id")
        names[index] = string.gsub(data.text(project.name) or project.id, "[\r\n]", " ")
    end
    assert(#ids > 0, "the sign-in has no project")
    return { projects = table.concat(ids, ","), names = table.concat(names, "\n") }
end

local function project_at(request, position)
    return data.entry(request.account and request.account.projects, position)
end

--- The columns of the public tables, project by project until the table is found.
function plugin.lookup(request, position)
    local name, missing = postgres.table_named(request)
    if not name then return nil, missing end
    local project = project_at(request, position)
    if not project or data.text((request.found or {}).table) then return nil end
    return { projectId = project, sql = postgres.columns() }
end

function plugin.found(request, reply, position)
    local found, sentence = postgres.found(request, list(reply, "rows"))
    if not found then return nil, sentence end
    found.project = found.table ~= "" and project_at(request, position) or ""
    return found, sentence
end

local function prepare_own(request)
    local statement, missing = postgres.page(request, 0)
    if not statement then return nil, missing end
    return { projectId = request.found.project, sql = statement }
end

local function more_own(request, arguments, reply)
    arguments.sql = postgres.next_page(request, arguments.sql, list(reply, "rows"))
    return arguments.sql and arguments
end

function plugin.prepare(request)
    if request.dataset == "own_rows" then return prepare_own(request) end
    if request.dataset == "projects" then return { limit = 400 } end
    local projects = request.account and request.account.projects or ""
    local first = string.match(projects, "^[^,]+")
    if request.dataset == "slow_queries" then return { projectId = first, limit = 100, minExecutionTime = 0 } end
    if request.dataset == "computes" then return { projectId = first } end
    return { projectId = first, sql = SQL[request.dataset] }
end

--- The same of the next project.
function plugin.more(request, arguments, reply)
    if request.dataset == "own_rows" then return more_own(request, arguments, reply) end
    if request.dataset == "projects" then return nil end
    local is_next = false
    for id in string.gmatch(request.account.projects, "[^,]+") do
        if is_next then
            arguments.projectId = id
            return arguments
        end
        is_next = id == arguments.projectId
    end
    return nil
end

local function total(first, second)
    return first and second and first + second or nil
end

--- What a project is called, by its id; the id where the account does not say it.
local function name_of(request, wanted)
    local account = request.account or {}
    local names = string.gmatch((account.names or "") .. "\n", "([^\n]*)\n")
    for id in string.gmatch(account.projects or "", "[^,]+") do
        local name = names()
        if id == wanted then return data.text(name) or id end
    end
    return wanted
end

local shape = {}

function shape.tables(row)
    local live, dead = whole(row.n_live_tup), whole(row.n_dead_tup)
    return {
        database = row.database, schema = row.schemaname, table = assert(row.relname, "a row names no table"),
        rows = live, dead_rows = dead, all_rows = total(live, dead), bytes = whole(row.bytes),
    }
end

function shape.indexes(row)
    return {
        database = row.database, schema = row.schemaname, table = row.relname,
        index = assert(row.indexrelname, "a row names no index"), scans = whole(row.idx_scan), bytes = whole(row.bytes),
    }
end

function shape.databases(row)
    local hits, rollbacks = whole(row.blks_hit), whole(row.xact_rollback)
    return {
        database = assert(row.datname, "a row names no database"), bytes = whole(row.bytes),
        connections = whole(row.numbackends), transactions = total(whole(row.xact_commit), rollbacks),
        rollbacks = rollbacks, block_reads = total(hits, whole(row.blks_read)), block_hits = hits,
    }
end

function shape.projects(project)
    return {
        id = assert(project.id, "a project has no id"), project = project.name,
        region = project.region_id or project.region, created = project.created_at,
    }
end

function shape.computes(compute)
    return {
        id = assert(compute.id or compute.compute_id, "a compute has no id"),
        branch = compute.branch_id, region = compute.region_id, state = compute.current_state,
        type = compute.type or compute.compute_type, compute_units = tonumber(compute.autoscaling_limit_max_cu),
    }
end

--- Where only the mean is there, the total is made of it, for means cannot be averaged.
function shape.slow_queries(row)
    local calls = whole(row.calls)
    local mean = tonumber(row.mean_exec_time_ms or row.mean_exec_time or row.mean_time or row.mean_time_ms)
    local sum = tonumber(row.total_exec_time_ms or row.total_exec_time or row.total_time or row.total_time_ms)
    assert(calls and (sum or mean), "a query has no calls or no time under a known name")
    return { query = row.query, calls = calls, total_ms = sum or mean * calls, rows = whole(row.rows) }
end

function plugin.shape(request, reply, arguments)
    if request.dataset == "own_rows" then return postgres.records(request, list(reply, "rows")) end
    local to_row, rows = shape[request.dataset], {}
    local found = list(reply, "projects", "rows", "slow_queries", "queries", "computes", "endpoints")
    for index, row in ipairs(found) do
        rows[index] = to_row(row)
        rows[index].project = rows[index].project or name_of(request, row.project_id or (arguments or {}).projectId)
    end
    return rows
end

return plugin
