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

local function name_of(site)
    return site.name or site.displayName
end

--- "id name|id name"; of a long list no more than that, for each site costs calls and Wix soon asks for a pause.
function plugin.account(reply)
    local parts = {}
    for index, site in ipairs(sites_of(reply)) do
        parts[index] = id_of(site) .. " " .. string.gsub(name_of(site) or "", "[|\n]", " ")
    end
    if #parts == 0 then return { sites = "none" } end
    return { sites = #parts > MOST_SITES and "many" or table.concat(parts, "|") }
end

--- The ids of the sites in their order, and the names by id.
local function sites_in(request)
    local ids, names = {}, {}
    for id, name in string.gmatch((request.account and request.account.sites or "") .. "|", "([%w-]+) ([^|]*)|") do
        ids[#ids + 1], names[id] = id, data.text(name)
    end
    local chosen = request.settings and request.settings.site_id
    return chosen and { chosen } or ids, names
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
    local ids, sites = sites_in(request), child(request, "account").sites
    if #ids == 0 and sites == "none" then return nil, "This Wix account has no site." end
    if #ids == 0 and sites == "many" then
        return nil, "This Wix account has many sites: connect Wix with the id of the one that is meant."
    end
    return {
        url = search.url, method = "POST", siteId = ids[1], sourceDocUrl = search.page,
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

local function next_site(request, id)
    local ids = sites_in(request)
    for index, site in ipairs(ids) do
        if site == id then return ids[index + 1] end
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

--- What a thing must have to be counted: without it the number would be too small, and nobody would see it.
local function needed(value, what)
    return value or error(what .. " is missing in a row of Wix's reply")
end

local function country_of(order)
    local recipient, payer = child(order, "recipientInfo"), child(order, "billingInfo")
    return data.text(child(recipient, "address").country) or data.text(child(payer, "address").country)
end

function shape.orders(rows, order)
    local currency = needed(order.currency, "an order's currency")
    local prices = child(order, "priceSummary")
    local total = needed(child(prices, "total").amount, "an order's total")
    rows[#rows + 1] = {
        id = needed(order.id, "an order's id"), created = needed(order.createdDate, "an order's time"),
        email = data.text(child(order, "buyerInfo").email),
        status = needed(order.status, "an order's status"), total = money.rounded(total, currency),
        payment_status = order.paymentStatus, fulfillment_status = order.fulfillmentStatus,
        channel = child(order, "channelInfo").type, currency = currency, country = country_of(order),
        customer = data.text(child(order, "buyerInfo").contactId),
        discount = money.rounded(child(prices, "discount").amount, currency),
        shipping = money.rounded(child(prices, "shipping").amount, currency),
        tax = money.rounded(child(prices, "tax").amount, currency),
    }
end

function shape.order_items(rows, order)
    local currency = needed(order.currency, "an order's currency")
    for index, item in ipairs(needed(order.lineItems, "an order's list of items")) do
        local quantity = needed(data.whole(item.quantity), "an item's quantity")
        local price = money.rounded(child(item, "price").amount, currency)
        rows[#rows + 1] = {
            order = needed(order.id, "an order's id"), line = data.text(item.id) or tostring(index),
            created = needed(order.createdDate, "an order's time"), product = child(item, "productName").original,
            quantity = quantity, amount = price and price * quantity, currency = currency, status = order.status,
            payment_status = order.paymentStatus, fulfillment_status = order.fulfillmentStatus,
            country = country_of(order), channel = child(order, "channelInfo").type,
        }
    end
end

function shape.contacts(rows, contact)
    rows[#rows + 1] = {
        id = needed(contact.id, "a contact's id"), created = needed(contact.createdDate, "a contact's time"),
        email = data.text(child(contact, "primaryInfo").email), source = child(contact, "source").sourceType,
    }
end

shape.new_contacts = shape.contacts

function shape.posts(rows, post)
    rows[#rows + 1] = {
        id = needed(post.id, "a post's id"), published = needed(post.firstPublishedDate, "a post's time"),
        post = data.text(post.title), language = data.text(post.language),
    }
end

function plugin.shape(request, reply, arguments)
    local rows, search = {}, SEARCHES[request.dataset]
    if search then
        for _, object in ipairs(answer_of(reply, search.list)[search.list]) do shape[request.dataset](rows, object) end
        local _, names = sites_in(request)
        for _, row in ipairs(rows) do row.site = names[arguments.siteId] end
        return rows
    end
    for index, site in ipairs(sites_of(reply)) do
        rows[index] = { id = id_of(site), site = name_of(site) }
    end
    return rows
end

return plugin
