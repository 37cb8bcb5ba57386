-- Webflow's sites, pages, items and comments into rows. The fields' names are those of Webflow's Data API; that the MCP
-- server gives them alike is unconfirmed, so that a thing without an id and a reply without a list are errors.
-- Items are listed by collection, collections by site: the first call of a site gives no rows but the collections.
-- What is left to be read stands in the call's own reason, for a plugin remembers nothing.

local plugin = {}
local is_list, child = data.is_list, data.child

local LISTS = { pages = "pages", comments = "comments" }
local ACTIONS = { pages = "list_pages", comments = "list_comment_threads" }

--- The object that holds the list, or nil: the reply, or the only one of a list of replies, one for each action.
local function find_holder(reply, name)
    if is_list(reply[name]) then return reply end
    local first = reply[1]
    return type(first) == "table" and is_list(first[name]) and first or nil
end

local function holder_of(reply, name)
    return find_holder(reply, name) or error("the reply holds no list of " .. name)
end

local function sites_of(reply)
    local first = reply[1]
    if is_list(reply) and next(reply) ~= nil and not is_list(first.sites) then return reply end
    return holder_of(reply, "sites").sites
end

local function name_of(thing)
    return thing.displayName or thing.name or thing.shortName
end

--- A name without the signs that the lists of names are held together with.
local function plain(name)
    return (string.gsub(tostring(name or ""), "[|%[%];\n]", " "))
end

function plugin.account(reply)
    local parts = {}
    for index, site in ipairs(sites_of(reply)) do
        assert(type(site.id) == "string", "a site comes without an id")
        parts[index] = site.id .. " " .. plain(name_of(site))
    end
    if #parts == 0 then return nil, "No site was shared with this connection: connect Webflow again." end
    return { sites = table.concat(parts, "|") }
end

--- The names by id, and the id that follows on the one given; the first where none is given.
local function sites_from(request, after)
    local names, following, is_next = {}, nil, after == nil
    local sites = request.account and request.account.sites or ""
    for id, name in string.gmatch(sites .. "|", "(%w+) ([^|]*)|") do
        names[id] = name
        if is_next then following, is_next = id, false end
        if id == after then is_next = true end
    end
    return names, following
end

local function collections_call(site)
    return {
        actions = { { get_collection_list = { siteId = site } } },
        context = "Counting the CMS items of site [" .. (site or "unknown") .. "].",
    }
end

local function page_of_site(request, site, offset)
    return {
        actions = { { [ACTIONS[request.dataset]] = {
            site_id = site, limit = request.rows_per_page or 100, offset = offset } } },
        context = "Counting the " .. request.dataset .. " of site [" .. (site or "unknown") .. "].",
    }
end

function plugin.prepare(request)
    if request.dataset == "sites" or request.dataset == "publications" then
        return {
            actions = { { list_sites = {} } },
            context = "Reading the list of sites to count them and see when each was published.",
        }
    end
    local _, site = sites_from(request)
    if request.dataset == "items" then return collections_call(site) end
    return page_of_site(request, site, 0)
end

--- Where the next page begins, or nil after the last; a reply that does not tell how many there are may be cut.
local function following_offset(holder, count, offset)
    local total = data.whole(child(holder, "pagination").total)
    assert(total, "the reply does not tell how many rows there are")
    return count > 0 and offset + count < total and offset + count or nil
end

--- { { id, name }, ... } of the collections that the call's reason names, the one at hand first.
local function collections_in(context)
    local found = {}
    for id, name in string.gmatch(context, "%[(%w+) ([^%]]*)%]") do found[#found + 1] = { id = id, name = name } end
    return found
end

local function items_call(request, site, collections, offset)
    local parts = {}
    for index, collection in ipairs(collections) do
        parts[index] = string.format("[%s %s]", collection.id, plain(collection.name))
    end
    local limit = request.rows_per_page or 100
    return {
        actions = { { list_collection_items = {
            collection_id = collections[1].id, request = { limit = limit, offset = offset } } } },
        context = "Counting the CMS items of site [" .. site .. "], collections " .. table.concat(parts, ", ") .. ".",
    }
end

local function collections_of(holder)
    local collections = {}
    for index, collection in ipairs(holder.collections) do
        collections[index] = { id = assert(collection.id, "a collection has no id"), name = name_of(collection) }
    end
    return collections
end

--- The next page of the collection, else the next collection, else the collections of the next site.
local function more_items(request, arguments, reply)
    local site = string.match(arguments.context, "site %[(%w+)%]")
    local listed, collections = find_holder(reply, "collections"), collections_in(arguments.context)
    if listed then
        collections = collections_of(listed)
    else
        local holder, action = holder_of(reply, "items"), child(arguments.actions[1], "list_collection_items")
        local offset = following_offset(holder, #holder.items, child(action, "request").offset or 0)
        if offset and #collections > 0 then return items_call(request, site, collections, offset) end
        table.remove(collections, 1)
    end
    if #collections > 0 then return items_call(request, site, collections, 0) end
    local _, following = sites_from(request, site)
    return following and collections_call(following)
end

function plugin.more(request, arguments, reply)
    if request.dataset == "items" then return more_items(request, arguments, reply) end
    local list = LISTS[request.dataset]
    if not list then return nil end
    local action = arguments.actions[1][ACTIONS[request.dataset]]
    local holder = holder_of(reply, list)
    local offset = following_offset(holder, #holder[list], action.offset)
    if offset then return page_of_site(request, action.site_id, offset) end
    local _, following = sites_from(request, action.site_id)
    return following and page_of_site(request, following, 0)
end

local function site_rows(request, reply)
    local rows = {}
    for _, site in ipairs(sites_of(reply)) do
        assert(type(site.id) == "string", "a site comes without an id")
        local row = {
            id = site.id, site = name_of(site), last_published = site.lastPublished,
            domains = type(site.customDomains) == "table" and #site.customDomains or 0,
        }
        if request.dataset == "sites" then
            row.published = site.lastPublished ~= nil
            row.idle_days = site.lastPublished and days.number(request.today) - days.number(site.lastPublished) or nil
        end
        if request.dataset == "sites" or site.lastPublished then rows[#rows + 1] = row end
    end
    return rows
end

--- Archived counts before draft; what was never published, and is no draft, waits for its site.
local function status_of(item)
    assert(type(item.isDraft) == "boolean", "an item does not tell whether it is a draft")
    if item.isArchived == true then return "archived" end
    if item.isDraft == true then return "draft" end
    return item.lastPublished and "live" or "not published"
end

local function item_rows(reply, arguments, names)
    if find_holder(reply, "collections") then return {} end
    local collection = collections_in(arguments.context)[1] or {}
    local site, rows = string.match(arguments.context, "site %[(%w+)%]"), {}
    for index, item in ipairs(holder_of(reply, "items").items) do
        rows[index] = {
            id = assert(item.id, "an item comes without an id"), collection_id = collection.id,
            item = data.text(child(item, "fieldData").name),
            collection = data.text(collection.name) or collection.id, site = names[site], status = status_of(item),
            locale = item.cmsLocaleId, created = assert(item.createdOn, "an item comes without its time"),
            published = item.lastPublished, updated = item.lastUpdated,
        }
    end
    return rows
end

local shape = {}

function shape.pages(page, site)
    local described, titled
    if type(page.seo) == "table" then
        described, titled = data.text(page.seo.description) ~= nil, data.text(page.seo.title) ~= nil
    end
    local status = page.archived == true and "archived" or page.draft == true and "draft" or "live"
    return {
        id = assert(page.id, "a page comes without an id"), page = page.publishedPath or page.slug, title = page.title,
        site = site, status = status, described = described, titled = titled, updated = page.lastUpdated,
        created = assert(page.createdOn, "a page has no time"),
    }
end

--- "/prices" of "https://example.com/prices?x"; the page's id where there is no address.
local function page_of(thread)
    local path = string.match(data.text(thread.url) or "", "^%w+://[^/?#]+([^?#]*)")
    if path then return path == "" and "/" or path end
    return data.text(thread.pageId)
end

function shape.comments(thread, site)
    assert(type(thread.isResolved) == "boolean", "a thread does not tell whether it is resolved")
    return {
        id = thread.id or thread.threadId, site = site, resolved = thread.isResolved, page = page_of(thread),
        author = child(thread, "author").name,
        created = assert(thread.createdOn, "a thread has no time"),
    }
end

function plugin.shape(request, reply, arguments)
    if request.dataset == "sites" or request.dataset == "publications" then return site_rows(request, reply) end
    local names = sites_from(request)
    if request.dataset == "items" then return item_rows(reply, arguments, names) end
    local list = LISTS[request.dataset]
    local site, rows = arguments.actions[1][ACTIONS[request.dataset]].site_id, {}
    local to_row = shape[request.dataset]
    for index, thing in ipairs(holder_of(reply, list)[list]) do rows[index] = to_row(thing, names[site]) end
    return rows
end

return plugin
