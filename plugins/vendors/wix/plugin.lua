-- Wix's sites, orders, contacts and posts into rows. The form around the list of sites is not known, nor whether the
-- answer of the REST interface comes bare: lists are looked for in a few places, and a reply without one is an error.
-- That tool takes its body as a text of JSON, so that the text is written here.

local plugin = {}
local is_list, child = data.is_list, data.child

local LISTS = { "sites", "data", "results", "items" }

local MOST_SITES = 10

-- Where the answer of the REST interface may be wrapped.
local WRAPPERS = { "data", "response", "result", "body" }

local SEARCHES = {
    orders = {
        url = "https://www.wixapis.com/ecom/v1/orders/search", list = "orders",
        page = "https://dev.wix.com/docs/api-reference/business-solutions/e-commerce/orders/orders/search-orders",
    },
    contacts = {
        url = "https://www.wixapis.com/contacts/v4/contacts/query", list = "contacts",
        page = "https://dev.wix.com/docs/api-reference/crm/members-contacts/contacts/contacts/query-contacts",
    },
    posts = {
        url = "https://www.wixapis.com/blog/v3/posts/query", list = "posts",
        page = "https://dev.wix.com/docs/api-reference/business-solutions/blog/posts-stats/query-posts",
    },
}
SEARCHES.order_items, SEARCHES.new_contacts = SEARCHES.orders, SEARCHES.contacts

local function sites_of(reply)
    for _, name in ipairs(LISTS) do
        if is_list(reply[name]) then return reply[name] end
    end
    assert(reply[1] ~= nil, "the reply holds no list of sites")
    return reply
end

local function id_of(site)
    local id = type(site) == "table" and (site.id or site.siteId)
    assert(type(id) == "string", "a site comes without an id")
    return id
end

--- The sites' ids; of a long list none, for each site costs calls and Wix soon asks for a pause.
function plugin.account(reply)
    local ids = {}
    for index, site in ipairs(sites_of(reply)) do ids[index] = id_of(site) end
    if #ids == 0 then return { sites = "none" } end
    return { sites = #ids > MOST_SITES and "many" or table.concat(ids, ",") }
end

--- A day's end may lie in another day of UTC than in the organization's zone: a day more is asked for on both sides.
local function orders_between(range)
    local conditions = {}
    if range.start then
        conditions[1] = string.format('{"createdDate":{"$gte":"%sT00:00:00.000Z"}}', days.plus(range.start, -1))
    end
    if range["end"] then
        conditions[#conditions + 1] =
            string.format('{"createdDate":{"$lt":"%sT00:00:00.000Z"}}', days.plus(range["end"], 1))
    end
    if #conditions == 0 then return "" end
    return string.format('"filter":{"$and":[%s]},', table.concat(conditions, ","))
end

local function orders_body(request)
    local form = '{"search":{%s"sort":[{"fieldName":"createdDate","order":"DESC"}],"cursorPaging":{"limit":%d}}}'
    return string.format(form, orders_between(request.range or {}), request.rows_per_page or 100)
end

local function query_body(request, offset)
    local filter, range = "", request.range or {}
    if request.dataset == "new_contacts" and range.start then
        filter = string.format('"filter":{"createdDate":{"$gte":"%sT00:00:00.000Z"}},', days.plus(range.start, -1))
    end
    local form = '{"query":{%s"paging":{"limit":%d,"offset":%d}}}'
    return string.format(form, filter, request.rows_per_page or 100, offset)
end

local function first_body(request, search)
    return search.list == "orders" and orders_body(request) or query_body(request, 0)
end

function plugin.prepare(request)
    local search = SEARCHES[request.dataset]
    if not search then return {} end
    local sites = request.settings and request.settings.site_id or request.account and request.account.sites
    if not sites or sites == "none" then return nil, "This Wix account has no site." end
    if sites == "many" then
        return nil, "This Wix account has many sites: connect Wix with the id of the one that is meant."
    end
    return {
        url = search.url, method = "POST", siteId = string.match(sites, "^[^,]+"), sourceDocUrl = search.page,
        reason = "Reading the site's " .. search.list .. " to count them by day.", body = first_body(request, search),
    }
end

--- The answer of the REST interface, bare or wrapped.
local function answer_of(reply, list)
    assert(type(reply) == "table", "the reply is no answer of Wix's interface")
    if is_list(reply[list]) then return reply end
    for _, name in ipairs(WRAPPERS) do
        if type(reply[name]) == "table" and is_list(reply[name][list]) then return reply[name] end
    end
    error("the reply has no list of " .. list)
end

local function next_cursor(arguments, answer)
    local paging = child(answer, "metadata")
    local cursor = child(paging, "cursors").next
    if paging.hasNext == false or cursor == nil or cursor == "" then return nil end
    assert(string.find(cursor, "^[%w+/=._~-]+$"), "the reply's cursor holds strange signs")
    local limit = assert(string.match(arguments.body, '"limit":(%d+)'), "the last page had no limit")
    return string.format('{"search":{"cursorPaging":{"limit":%s,"cursor":"%s"}}}', limit, cursor)
end

--- A reply that tells neither how many rows there are nor whether more follow may be cut: that is no number.
local function next_offset(request, arguments, answer, count)
    local paging = next(child(answer, "pagingMetadata")) and answer.pagingMetadata or child(answer, "metaData")
    local offset = tonumber(string.match(arguments.body, '"offset":(%d+)'))
    assert(paging.offset == nil or paging.offset == offset, "Wix did not begin the page where it was asked to")
    local after, total = offset + count, data.whole(paging.total)
    if count == 0 then return nil end
    assert(total or paging.hasNext ~= nil, "the reply does not tell whether more rows follow")
    if total and after >= total or not total and not paging.hasNext then return nil end
    return query_body(request, after)
end

--- The site after this one; none where the settings name a site.
local function next_site(request, id)
    local sites = not (request.settings and request.settings.site_id) and request.account and request.account.sites
    local is_next = false
    for site in string.gmatch(sites or "", "[^,]+") do
        if is_next then return site end
        is_next = site == id
    end
    return nil
end

--- The next page of this site, else the first one of the next site.
function plugin.more(request, arguments, reply)
    local search = SEARCHES[request.dataset]
    if not search then return nil end
    local answer = answer_of(reply, search.list)
    local body
    if search.list == "orders" then
        body = next_cursor(arguments, answer)
    else
        body = next_offset(request, arguments, answer, #answer[search.list])
    end
    if not body then
        local site = next_site(request, arguments.siteId)
        if not site then return nil end
        arguments.siteId, body = site, first_body(request, search)
    end
    arguments.body = body
    return arguments
end

local shape = {}

function shape.orders(rows, order)
    local currency = order.currency
    rows[#rows + 1] = {
        id = assert(order.id, "an order comes without an id"), created = order.createdDate, status = order.status,
        payment_status = order.paymentStatus, fulfillment_status = order.fulfillmentStatus,
        channel = child(order, "channelInfo").type, currency = currency,
        total = currency and money.rounded(child(child(order, "priceSummary"), "total").amount, currency),
    }
end

function shape.order_items(rows, order)
    for index, item in ipairs(child(order, "lineItems")) do
        rows[#rows + 1] = {
            order = assert(order.id, "an order comes without an id"), line = data.text(item.id) or tostring(index),
            created = order.createdDate, product = child(item, "productName").original,
            quantity = data.whole(item.quantity), status = order.status, payment_status = order.paymentStatus,
            fulfillment_status = order.fulfillmentStatus,
        }
    end
end

function shape.contacts(rows, contact)
    rows[#rows + 1] = {
        id = assert(contact.id, "a contact comes without an id"), created = contact.createdDate,
        source = child(contact, "source").sourceType,
    }
end

shape.new_contacts = shape.contacts

function shape.posts(rows, post)
    rows[#rows + 1] = {
        id = assert(post.id, "a post comes without an id"), published = post.firstPublishedDate,
        post = data.text(post.title), language = data.text(post.language),
    }
end

function plugin.shape(request, reply)
    local rows, search = {}, SEARCHES[request.dataset]
    if search then
        for _, object in ipairs(answer_of(reply, search.list)[search.list]) do shape[request.dataset](rows, object) end
        return rows
    end
    for index, site in ipairs(sites_of(reply)) do
        rows[index] = { id = id_of(site), site = site.name or site.displayName }
    end
    return rows
end

return plugin
