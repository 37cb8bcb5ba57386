-- Cloudinary's resources, folders and usage into rows. What to send with a resource is asked for by name, so that a
-- resource without its size is an error and not a small one.

local plugin = {}

local FIELDS = {
    "asset_id", "public_id", "resource_type", "type", "format", "asset_folder", "created_at", "status", "bytes",
    "width", "height", "tags",
}

--- An asset that was replaced keeps its creation and is uploaded anew, so that only the beginning can be pushed; two
--- days are left for zones and for ">", which leaves its own day out. The engine drops the rows that are too many.
local function expression_of(range)
    return range.start_unix and 'uploaded_at>"' .. days.utc(range.start_unix - 172800) .. '"' or nil
end

function plugin.prepare(request)
    if request.dataset == "metadata_fields" then return {} end
    if request.dataset == "usage" then return { date = (request.range or {}).start } end
    if request.dataset == "transformations" then return { named = true, max_results = request.rows_per_page } end
    if request.dataset == "presets" then return { max_results = request.rows_per_page } end
    if request.dataset == "folders" then return { max_results = request.rows_per_page } end
    local range = request.dataset == "uploads" and request.range or {}
    local with = (request.settings or {}).metadata_field and { "metadata" } or nil
    return {
        request = {
            expression = expression_of(range), fields = FIELDS, with_field = with, max_results = request.rows_per_page,
        },
    }
end

function plugin.more(request, arguments, reply)
    local cursor = reply.next_cursor
    if request.dataset == "usage" or type(cursor) ~= "string" or cursor == "" then return nil end
    if not arguments.request then
        arguments.next_cursor = cursor
    else
        arguments.request.next_cursor = cursor
    end
    return arguments
end

local shape = {}

local function asset_row(asset)
    assert(type(asset.bytes) == "number", "an asset comes without its size: the fields asked for were not sent")
    return {
        id = asset.asset_id or asset.public_id, uploaded = asset.created_at, asset = asset.public_id,
        resource_type = asset.resource_type, format = asset.format, folder = asset.asset_folder,
        delivery_type = asset.type, status = asset.status, size = asset.bytes, width = asset.width,
        height = asset.height, tags = type(asset.tags) == "table" and #asset.tags or nil,
    }
end

--- What the asset's metadata holds under the field of the settings; of several values all, joined.
local function metadata_of(asset, request)
    local name = (request.settings or {}).metadata_field
    local value = name and data.child(asset, "metadata")[name]
    if type(value) == "table" then value = #value > 0 and table.concat(value, " + ") or nil end
    return value and tostring(value) or nil
end

function shape.assets(reply, request)
    assert(type(reply.resources) == "table", "the reply has no resources")
    local rows = {}
    for index, asset in ipairs(reply.resources) do
        rows[index] = asset_row(asset)
        rows[index].metadata = metadata_of(asset, request)
    end
    return rows
end

function shape.metadata_fields(reply)
    local rows = {}
    for index, field in ipairs(data.rows(reply, "metadata_fields")) do
        rows[index] = {
            id = assert(field.external_id, "a field has no external_id"), label = field.label, type = field.type,
            mandatory = field.mandatory == true,
        }
    end
    return rows
end

function shape.transformations(reply)
    local rows = {}
    for index, one in ipairs(data.rows(reply, "transformations")) do
        local name = string.gsub(assert(one.name, "a transformation has no name"), "^t_", "")
        rows[index] = { name = name, used = one.used == true }
    end
    return rows
end

function shape.presets(reply)
    local rows = {}
    for index, one in ipairs(data.rows(reply, "presets")) do
        rows[index] = { name = assert(one.name, "a preset has no name"), unsigned = one.unsigned == true }
    end
    return rows
end

shape.uploads = shape.assets

function shape.tags(reply)
    assert(type(reply.resources) == "table", "the reply has no resources")
    local rows = {}
    for _, asset in ipairs(reply.resources) do
        local row = asset_row(asset)
        for _, tag in ipairs(type(asset.tags) == "table" and asset.tags or {}) do
            rows[#rows + 1] = {
                id = row.id, tag = tag, uploaded = row.uploaded, resource_type = row.resource_type,
                format = row.format, folder = row.folder, size = row.size,
            }
        end
    end
    return rows
end

function shape.folders(reply)
    assert(type(reply.folders) == "table", "the reply has no folders")
    local rows = {}
    for index, folder in ipairs(reply.folders) do
        rows[index] = { path = folder.path, folder = folder.name, created = folder.created_at }
    end
    return rows
end

--- A figure stands alone or in an object as its usage.
local function used(figure)
    if type(figure) == "table" then return figure.usage end
    return figure
end

--- The day is the one that was asked for, else the one that the reply tells.
function shape.usage(reply, _, arguments)
    assert(used(reply.storage), "the reply names no storage")
    local told = string.match(tostring(reply.date_requested), "^%d%d%d%d%-%d%d%-%d%d")
    return { {
        day = data.text((arguments or {}).date) or told,
        plan = reply.plan, storage = used(reply.storage), bandwidth = used(reply.bandwidth),
        requests = used(reply.requests), resources = used(reply.resources), derived = used(reply.derived_resources),
        credits = used(reply.credits), credit_limit = type(reply.credits) == "table" and reply.credits.limit or nil,
    } }
end

function plugin.shape(request, reply, arguments)
    return shape[request.dataset](reply, request, arguments)
end

return plugin
