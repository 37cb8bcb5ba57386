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

local IS_LIST = { projects = true, project_usage = true }
local OF_PROJECT = { computes = true, branches = true, branch_usage = true }

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
    local ids, names, regions = {}, {}, {}
    for index, project in ipairs(list(reply, "projects")) do
        ids[index] = assert(project.id, "a project has no id")
        names[index] = string.gsub(data.text(project.name) or project.id, "[\r\n]", " ")
        regions[index] = string.gsub(data.text(project.region_id) or data.text(project.region) or "", "[\r\n]", " ")
    end
    assert(#ids > 0, "the sign-in has no project")
    return {
        projects = table.concat(ids, ","), names = table.concat(names, "\n"), regions = table.concat(regions, "\n"),
    }
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
    if IS_LIST[request.dataset] then return { limit = 400 } end
    local projects = request.account and request.account.projects or ""
    local first = string.match(projects, "^[^,]+")
    if request.dataset == "slow_queries" then return { projectId = first, limit = 100, minExecutionTime = 0 } end
    if OF_PROJECT[request.dataset] then return { projectId = first } end
    return { projectId = first, sql = SQL[request.dataset] }
end

--- The same of the next project.
function plugin.more(request, arguments, reply)
    if request.dataset == "own_rows" then return more_own(request, arguments, reply) end
    if IS_LIST[request.dataset] then return nil end
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

--- The line of a project, by its id, among the account's names or regions; nil where the account does not say it.
local function told(request, lines, wanted)
    local account = request.account or {}
    local each = string.gmatch((account[lines] or "") .. "\n", "([^\n]*)\n")
    for id in string.gmatch(account.projects or "", "[^,]+") do
        local line = each()
        if id == wanted then return data.text(line) end
    end
    return nil
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

function shape.branches(branch)
    return {
        id = assert(branch.id, "a branch has no id"), branch = data.text(branch.name) or branch.id,
        state = data.text(branch.current_state), created = branch.created_at,
    }
end

-- What was used. Who tells nothing is left out, for no number is not 0.
local usage = {}

function usage.project_usage(project)
    local seconds, storage = tonumber(project.cpu_used_sec), whole(project.synthetic_storage_size)
    if not seconds and not storage then return nil end
    return { project = data.text(project.name) or project.id, compute_seconds = seconds, storage = storage }
end

function usage.branch_usage(branch)
    local seconds, bytes = tonumber(branch.compute_time_seconds or branch.cpu_used_sec), whole(branch.logical_size)
    if not seconds and not bytes then return nil end
    return { branch = data.text(branch.name) or branch.id, compute_seconds = seconds, bytes = bytes }
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
    local to_row, rows = shape[request.dataset] or usage[request.dataset], {}
    local found = list(reply, "projects", "rows", "slow_queries", "queries", "computes", "endpoints", "branches")
    for _, row in ipairs(found) do
        local record = to_row(row)
        local project = IS_LIST[request.dataset] and row.id or row.project_id or (arguments or {}).projectId
        if record then
            record.project = record.project or told(request, "names", project) or project
            -- All of a project stands in its region; projects and computes tell it themselves.
            record.region = record.region or data.text(row.region_id) or told(request, "regions", project)
            rows[#rows + 1] = record
        end
    end
    if usage[request.dataset] then
        assert(#rows > 0 or #found == 0, "the reply does not tell what was used")
        if #rows < #found then return rows, "Neon does not tell of all what was used; the others are left out." end
    end
    return rows
end

return plugin
