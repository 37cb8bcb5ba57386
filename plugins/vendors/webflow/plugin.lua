-- Webflow's sites into rows. The fields' names are those of Webflow's Data API; that the MCP server gives them alike is
-- unconfirmed, so that a site without an id and a reply without a list are errors.

local plugin = {}
local is_list = data.is_list

--- An action's value is probably an object. An empty table leaves a plugin as an empty list, which a strict server
--- refuses.
function plugin.prepare()
    return {
        actions = { { list_sites = {} } },
        context = "Reading the list of sites to count them and see when each was published.",
    }
end

--- The reply is the list, an object that holds it, or a list of one such object for the one action asked for.
local function sites_of(reply)
    if is_list(reply.sites) then return reply.sites end
    local first = reply[1]
    if type(first) == "table" and is_list(first.sites) then return first.sites end
    assert(is_list(reply) and next(reply) ~= nil, "the reply holds no list of sites")
    return reply
end

function plugin.shape(request, reply)
    local rows = {}
    for _, site in ipairs(sites_of(reply)) do
        assert(type(site.id) == "string", "a site comes without an id")
        local row = {
            id = site.id, site = site.displayName or site.name or site.shortName, last_published = site.lastPublished,
            domains = type(site.customDomains) == "table" and #site.customDomains or 0,
        }
        if request.dataset == "sites" then row.published = site.lastPublished ~= nil end
        if request.dataset == "sites" or site.lastPublished then rows[#rows + 1] = row end
    end
    return rows
end

return plugin
