-- Klaviyo's pages into rows. Fields stand in an object's "attributes" in Klaviyo's API; whether the MCP server keeps
-- them there is not documented, so an object that holds them itself is read as well.

local plugin = {}

local FIELDS = {
    campaigns = { "name", "status", "archived", "created_at", "scheduled_at", "send_time" },
    flows = { "name", "status", "archived", "created", "updated", "trigger_type" },
    profiles = { "created", "location.country" },
    lists = { "name", "created", "opt_in_process" },
    segments = { "name", "created", "is_active", "is_starred" },
    catalog_items = { "title", "published", "created" },
}

-- Each call gives the campaigns of one channel; after the last page of one comes the first of the next.
local CHANNEL_AFTER = { email = "sms", sms = "mobile_push" }

local function lower(text)
    return type(text) == "string" and string.lower(text) or nil
end

local shape = {}

function shape.campaigns(object, fields)
    return {
        id = object.id, campaign = fields.name, status = lower(fields.status), created = fields.created_at,
        scheduled = fields.scheduled_at, sent = fields.send_time, archived = fields.archived == true,
    }
end

function shape.flows(object, fields)
    return {
        id = object.id, flow = fields.name, status = lower(fields.status), trigger = fields.trigger_type,
        created = fields.created, updated = fields.updated, archived = fields.archived == true,
    }
end

function shape.profiles(object, fields)
    local location = type(fields.location) == "table" and fields.location or {}
    return { id = object.id, created = fields.created, country = location.country }
end

function shape.lists(object, fields)
    return { id = object.id, list = fields.name, opt_in = fields.opt_in_process, created = fields.created }
end

function shape.segments(object, fields)
    return {
        id = object.id, segment = fields.name, active = fields.is_active, starred = fields.is_starred,
        created = fields.created,
    }
end

function shape.catalog_items(object, fields)
    return { id = object.id, item = fields.title, published = fields.published, created = fields.created }
end

local function fields_of(object)
    return type(object.attributes) == "table" and object.attributes or object
end

local function objects_of(reply)
    local list = type(reply) == "table" and reply.data
    local is_list = type(list) == "table" and (list[1] ~= nil or next(list) == nil)
    assert(is_list, "the reply is no Klaviyo list: it has no data")
    return list
end

function plugin.prepare(request)
    local arguments = { model = "none", fields = FIELDS[request.dataset] }
    if request.dataset == "campaigns" then arguments.channel = "email" end
    if request.dataset == "profiles" then
        arguments.sort = "-created"
        arguments.pageSize = request.rows_per_page
    end
    return arguments
end

function plugin.shape(request, reply)
    local to_row, rows = shape[request.dataset], {}
    for index, object in ipairs(objects_of(reply)) do
        assert(object.id, "an object of the reply has no id")
        rows[index] = to_row(object, fields_of(object))
    end
    return rows
end

--- The cursor alone, where the link is a whole address.
local function cursor_in(link)
    local cursor = string.match(link, "[?&]page%[cursor%]=([^&]+)") or
        string.match(link, "[?&]page%%5[Bb]cursor%%5[Dd]=([^&]+)")
    assert(cursor or not string.find(link, "://", 1, true), "the link to the next page holds no cursor")
    if not cursor then return link end
    return (string.gsub(cursor, "%%(%x%x)", function(code) return string.char(tonumber(code, 16)) end))
end

--- Profiles come newest first: the rest is older than the period. Days are compared, a day to spare for the zone.
local function is_past(request, list)
    local start = request.range and request.range.start_unix
    if request.dataset ~= "profiles" or not start or #list == 0 then return false end
    for index = 2, #list do
        -- A server that overlooked the order is read to the end.
        if (fields_of(list[index]).created or "") > (fields_of(list[index - 1]).created or "") then return false end
    end
    local year, month, day = string.match(fields_of(list[#list]).created or "", "^(%d+)-(%d+)-(%d+)")
    if not year then return false end
    -- Days since 1970, by a March-based year.
    local y, m = tonumber(year), tonumber(month)
    if m <= 2 then y, m = y - 1, m + 12 end
    local days = 365 * y + y // 4 - y // 100 + y // 400 + (153 * (m - 3) + 2) // 5 + tonumber(day) - 719469
    return (days + 2) * 86400 < start
end

function plugin.more(request, arguments, reply)
    local link = type(reply.links) == "table" and reply.links.next or nil
    if type(link) == "string" and link ~= "" then
        if is_past(request, objects_of(reply)) then return nil end
        arguments.pageCursor = cursor_in(link)
        return arguments
    end
    local channel = CHANNEL_AFTER[arguments.channel]
    if not channel then return nil end
    arguments.channel = channel
    arguments.pageCursor = nil
    return arguments
end

return plugin
