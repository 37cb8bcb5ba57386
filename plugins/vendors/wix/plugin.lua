-- Wix's sites into rows. That a site has an id and a name is known, the form around the list is not: the list is looked
-- for in a few places, and a reply without one is an error.

local plugin = {}
local is_list = data.is_list

local LISTS = { "sites", "data", "results", "items" }

local function sites_of(reply)
    for _, name in ipairs(LISTS) do
        if is_list(reply[name]) then return reply[name] end
    end
    assert(reply[1] ~= nil, "the reply holds no list of sites")
    return reply
end

function plugin.shape(_, reply)
    local rows = {}
    for index, site in ipairs(sites_of(reply)) do
        local id = type(site) == "table" and (site.id or site.siteId)
        assert(type(id) == "string", "a site comes without an id")
        rows[index] = { id = id, site = site.name or site.displayName }
    end
    return rows
end

return plugin
