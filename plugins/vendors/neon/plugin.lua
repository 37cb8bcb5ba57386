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
    local ids = {}
    for index, project in ipairs(list(reply, "projects")) do
        ids[index] = assert(project.id, "a project has no id")
    end
    assert(#ids > 0, "the sign-in has no project")
    return { projects = table.concat(ids, ",") }
end

local function rows_of(reply)
    return list(reply, "rows")
end

local COLUMNS = "SELECT table_name, column_name, data_type FROM information_schema.columns \z
     WHERE table_schema = 'public' ORDER BY table_name, ordinal_position LIMIT 10000"

local ROWS, COLUMNS_MAX = 1000, 60

--- Words in a column's name that say it is nobody's business; such columns are never read.
local SECRET = { "passw", "secret", "token", "hash", "salt", "api_key", "apikey", "private", "credential", "otp",
                 "ssn", "iban", "card_n", "cvv", "cvc", "pin_code", "pwd", "passcode", "passphrase", "access_key",
                 "signing_key", "encryption_key", "secret_key", "jwt", "recovery", "session_id", "cookie" }
local PLAIN = { ["ARRAY"] = false, ["json"] = false, ["jsonb"] = false, ["bytea"] = false, ["tsvector"] = false,
                ["USER-DEFINED"] = true, ["xml"] = false, ["point"] = false, ["box"] = false, ["line"] = false,
                ["lseg"] = false, ["path"] = false, ["polygon"] = false, ["circle"] = false }

local function is_read(column, type_name)
    if not string.match(column, "^[a-z_][a-z0-9_]*$") or PLAIN[type_name] == false then return false end
    for _, word in ipairs(SECRET) do
        if string.find(column, word, 1, true) then return false end
    end
    return true
end

--- The one name that the question gives to a table, as databases write it: "Order lines" is order_lines.
local function table_named(request)
    local said = (request.contains or {}).table or (request.filters or {}).table
    local name = said and #said == 1 and string.gsub(string.lower(said[1]), "[%s-]+", "_")
    return name and string.gsub(name, "^public%.", "") or nil
end

--- The project at a position, as the account lists them.
local function project_at(request, position)
    local at = 0
    for id in string.gmatch(request.account and request.account.projects or "", "[^,]+") do
        at = at + 1
        if at == position then return id end
    end
    return nil
end

--- The columns of the public tables, project by project until the table is found.
function plugin.lookup(request, position)
    if not table_named(request) then return nil, "Name one table of the database, like orders." end
    local project = project_at(request, position)
    if not project or data.text((request.found or {}).table) then return nil end
    return { projectId = project, sql = COLUMNS }
end

--- The table called so, or in the plural or singular of it.
local function spelling_in(tables, wanted)
    local many, one = string.gsub(wanted, "y$", "ies"), string.gsub(wanted, "s$", "")
    for _, name in ipairs({ wanted, wanted .. "s", one, many }) do
        if tables[name] then return name end
    end
    return nil
end

function plugin.found(request, reply, position)
    local tables = {}
    for _, row in ipairs(rows_of(reply)) do
        local name, column = tostring(row.table_name), tostring(row.column_name)
        local columns = tables[name] or {}
        if is_read(column, row.data_type) and #columns < COLUMNS_MAX then columns[#columns + 1] = column end
        tables[name] = columns
    end
    local name = spelling_in(tables, table_named(request))
    local is_plain = name and string.match(name, "^[a-z_][a-z0-9_]*$") and #tables[name] > 0
    if not is_plain then return { project = "", table = "", columns = "" } end
    return { project = project_at(request, position), table = name, columns = table.concat(tables[name], ",") }
end

local function own_statement(request, offset)
    local columns = string.gsub(string.gsub(request.found.columns, "[^,]+", '"%0"'), ",", ", ")
    -- By all of them: rows that are equal in the first would come in another order with each page.
    return "SELECT " .. columns .. ' FROM "public"."' .. request.found.table
        .. '" ORDER BY ' .. columns .. " LIMIT " .. ROWS .. " OFFSET " .. offset
end

local function prepare_own(request)
    if not data.text((request.found or {}).table) then
        return nil, "No public table of the first three projects is called so."
    end
    return { projectId = request.found.project, sql = own_statement(request, 0) }
end

local function more_own(request, arguments, reply)
    if #rows_of(reply) < ROWS then return nil end
    local offset = tonumber(string.match(arguments.sql, "OFFSET (%d+)$"))
    arguments.sql = own_statement(request, offset + ROWS)
    return arguments
end

--- A time as Postgres writes it, in the form that every engine reads.
local function value_of(value)
    if type(value) ~= "string" then return value end
    local day, hour, zone = string.match(value, "^(%d%d%d%d%-%d%d%-%d%d)[ T](%d%d:%d%d:%d%d)[.%d]*(.*)$")
    if not day then return value end
    local sign, hours, minutes = string.match(zone, "^([+-])(%d%d):?(%d?%d?)$")
    if not sign then return day .. "T" .. hour .. "Z" end
    return day .. "T" .. hour .. sign .. hours .. ":" .. (minutes ~= "" and minutes or "00")
end

local function own_rows(request, reply)
    local rows = {}
    for index, row in ipairs(rows_of(reply)) do
        local one = {}
        for name, value in pairs(row) do one[name == "table" and "table field" or name] = value_of(value) end
        one.table, rows[index] = table_named(request), one
    end
    return rows
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
        id = assert(compute.id or compute.compute_id, "a compute has no id"), project = compute.project_id,
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

function plugin.shape(request, reply)
    if request.dataset == "own_rows" then return own_rows(request, reply) end
    local to_row, rows = shape[request.dataset], {}
    local found = list(reply, "projects", "rows", "slow_queries", "queries", "computes", "endpoints")
    for index, row in ipairs(found) do rows[index] = to_row(row) end
    return rows
end

return plugin
