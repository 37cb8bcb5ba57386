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

--- The one name that the question gives to a dataset.
local function dataset_named(request)
    local said = (request.contains or {}).dataset or (request.filters or {}).dataset
    return said and #said == 1 and said[1] or nil
end

local LISTED = 1000

--- Names are told apart without blanks and hyphens: "shop prices" is shop-prices.
local function plain(name)
    return (string.gsub(string.lower(tostring(name)), "[%s_-]+", "-"))
end

function plugin.lookup(request)
    if not dataset_named(request) then return nil, "Name one dataset as Apify shows it, like shop-prices." end
    return { offset = 0, limit = LISTED, desc = true, unnamed = false }
end

function plugin.found(request, reply)
    local wanted, near = plain(dataset_named(request)), {}
    for _, dataset in ipairs(data.rows(reply, "items")) do
        local name = dataset.name and plain(dataset.name)
        if name == wanted then return { dataset = dataset.id, name = dataset.name } end
        if name and string.find(name, wanted, 1, true) then near[#near + 1] = dataset end
    end
    if #near == 1 then return { dataset = near[1].id, name = near[1].name } end
    if #near == 0 then return nil, "Apify has no named dataset called so." end
    return nil, "More than one dataset at Apify has this in its name: write its whole name."
end

function plugin.prepare(request)
    if request.dataset == "own_rows" then
        if not request.found.dataset then return nil, "Name one dataset as Apify shows it, like shop-prices." end
        return { datasetId = request.found.dataset, clean = true, offset = 0, limit = request.rows_per_page }
    end
    local arguments = { offset = 0, limit = request.rows_per_page, desc = true }
    if request.dataset == "datasets" then arguments.unnamed = false end
    local wanted = (request.filters or {}).status
    if type(wanted) == "table" and #wanted == 1 and STATES[wanted[1]] then arguments.status = wanted[1] end
    return arguments
end

--- Runs whose cost is not told are left out, for no cost is not 0; where none is told, the list does not hold it.
local function cost_rows(items)
    local rows, missing = {}, false
    for _, item in ipairs(items) do
        -- A run that still goes on has no cost yet.
        missing = missing or not item.usageTotalUsd and item.finishedAt ~= nil
        if item.usageTotalUsd then
            rows[#rows + 1] = {
                id = item.id, actor = item.actId, task = item.actorTaskId, status = item.status,
                started_at = item.startedAt, cost = assert(tonumber(item.usageTotalUsd), "a cost is no number"),
            }
        end
    end
    assert(#rows > 0 or not missing, "the list of runs does not tell what they cost")
    return rows, missing and "Apify does not tell the cost of all runs; the others are left out." or nil
end

function plugin.shape(request, reply)
    assert(type(reply.items) == "table", "the reply holds no list of items")
    local to_row, rows = shape[request.dataset], {}
    if request.dataset == "own_rows" then
        for index, item in ipairs(reply.items) do
            assert(type(item) == "table" and not item[1], "an item of the dataset is no object")
            item.dataset, rows[index] = dataset_named(request), item
        end
        return rows
    end
    if request.dataset == "run_costs" then return cost_rows(reply.items) end
    for index, item in ipairs(reply.items) do rows[index] = to_row(item) end
    return rows
end

--- A page may be shorter than asked for, so that the offset goes on by what was given.
function plugin.more(request, arguments, reply)
    local read, last = arguments.offset + #reply.items, reply.items[#reply.items]
    local total = reply.total or reply.totalItemCount
    if not last or (total and read >= total) then return nil end
    local since = request.range and request.range.start_unix
    local began = request.dataset ~= "datasets" and seconds_of(last.startedAt)
    if since and began and began < since then return nil end
    arguments.offset = read
    return arguments
end

return plugin
