-- Apify's lists into rows. Lists are read from the newest entry on, so that reading can stop where the period begins.

local plugin = {}

local STATES = { READY = true, RUNNING = true, SUCCEEDED = true, FAILED = true, ABORTING = true, ABORTED = true,
                 ["TIMING-OUT"] = true, ["TIMED-OUT"] = true }

--- Seconds since 1970 of an ISO time in UTC, with its parts, such as 2026-10-01T08:00:00.250Z; nil of anything else.
local function seconds_of(time)
    local parts = string.match(tostring(time), "^[%d-]+T[%d:]+(%.?%d*)Z$")
    return parts and days.unix(time) + (tonumber("0" .. parts) or 0)
end

local shape = {}

function shape.runs(run)
    assert(run.id and run.status, "an entry of the list is no run")
    local start, finish = seconds_of(run.startedAt), seconds_of(run.finishedAt)
    return {
        id = run.id, actor = run.actId, task = run.actorTaskId, status = run.status, started_at = run.startedAt,
        finished_at = run.finishedAt, dataset = run.defaultDatasetId,
        seconds = start and finish and math.floor((finish - start) * 1000 + 0.5) / 1000 or nil,
    }
end

function shape.datasets(dataset)
    assert(dataset.id, "an entry of the list is no dataset")
    return {
        id = dataset.id, dataset = dataset.name or dataset.id, created_at = dataset.createdAt,
        modified_at = dataset.modifiedAt, items = dataset.itemCount,
    }
end

function plugin.prepare(request)
    local arguments = { offset = 0, limit = request.rows_per_page, desc = true }
    if request.dataset == "datasets" then arguments.unnamed = false end
    local wanted = (request.filters or {}).status
    if type(wanted) == "table" and #wanted == 1 and STATES[wanted[1]] then arguments.status = wanted[1] end
    return arguments
end

function plugin.shape(request, reply)
    assert(type(reply.items) == "table", "the reply holds no list of items")
    local to_row, rows = shape[request.dataset], {}
    for index, item in ipairs(reply.items) do rows[index] = to_row(item) end
    return rows
end

--- A page may be shorter than asked for, so that the offset goes on by what was given.
function plugin.more(request, arguments, reply)
    local read, last = arguments.offset + #reply.items, reply.items[#reply.items]
    if not last or (reply.total and read >= reply.total) then return nil end
    local since = request.range and request.range.start_unix
    local began = request.dataset == "runs" and seconds_of(last.startedAt)
    if since and began and began < since then return nil end
    arguments.offset = read
    return arguments
end

return plugin
