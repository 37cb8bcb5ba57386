-- Rows of an Apify dataset into campaign reports. The names are those of Mailchimp's own reports, nested or with dots;
-- that an Actor keeps them is unconfirmed. Counts are taken, never rates.

local plugin = {}

local DIGITS = {
    BIF = 0, CLP = 0, DJF = 0, GNF = 0, ISK = 0, JPY = 0, KMF = 0, KRW = 0, PYG = 0, RWF = 0, UGX = 0, VND = 0, VUV = 0,
    XAF = 0, XOF = 0, XPF = 0, BHD = 3, IQD = 3, JOD = 3, KWD = 3, LYD = 3, OMR = 3, TND = 3,
}

--- "opens.unique_opens" as one key, or as a key inside the object "opens".
local function at(row, path)
    if row[path] ~= nil then return row[path] end
    local group, name = string.match(path, "^([^.]+)%.(.+)$")
    local inner = group and row[group]
    return type(inner) == "table" and inner[name] or nil
end

local function text(row, path)
    local value = at(row, path)
    return type(value) == "string" and value ~= "" and value or nil
end

local function count(row, path)
    local value = at(row, path)
    if value == nil then return nil end
    local whole = math.tointeger(tonumber(value))
    assert(whole and whole >= 0, path .. " is no count")
    return whole
end

--- 1234.5 or "1234.50" in EUR is 123450; a number is written out with more digits than any currency has.
local function minor_units(amount, currency)
    local words = type(amount) == "number" and string.format("%.4f", amount) or amount
    local sign, whole, decimals = string.match(tostring(words), "^(%-?)(%d+)%.?(%d*)$")
    assert(whole, "ecommerce.total_revenue is no amount")
    local digits = DIGITS[currency] or 2
    assert(not string.find(string.sub(decimals, digits + 1), "[^0]"), "an amount has more decimals than its currency")
    local kept = string.sub(decimals, 1, digits)
    return math.tointeger(tonumber(sign .. whole .. kept .. string.rep("0", digits - #kept)))
end

local function to_row(report)
    local sent, hard, soft = count(report, "emails_sent"), count(report, "bounces.hard_bounces"),
        count(report, "bounces.soft_bounces")
    local bounces = hard and soft and hard + soft
    local currency = text(report, "ecommerce.currency_code") or text(report, "currency_code")
    local revenue = at(report, "ecommerce.total_revenue")
    assert(sent, "a row has no emails_sent: it is no campaign report")
    return {
        id = text(report, "id"), campaign = text(report, "campaign_title"), subject = text(report, "subject_line"),
        audience = text(report, "list_name") or text(report, "list_id"), type = text(report, "type"),
        sent_at = text(report, "send_time"), sent = sent, delivered = bounces and sent - bounces,
        opened = count(report, "opens.unique_opens"), opens_total = count(report, "opens.opens_total"),
        clicked = count(report, "clicks.unique_subscriber_clicks"), clicks_total = count(report, "clicks.clicks_total"),
        unsubscribed = count(report, "unsubscribed"), complaints = count(report, "abuse_reports"),
        hard_bounces = hard, soft_bounces = soft, bounces = bounces, orders = count(report, "ecommerce.total_orders"),
        revenue = revenue and currency and minor_units(revenue, currency) or nil, currency = currency,
    }
end

--- The last listed dataset with Mailchimp in its name: the list goes from old to new.
function plugin.account(reply)
    assert(type(reply.items) == "table", "the reply holds no list of datasets")
    local chosen
    for _, dataset in ipairs(reply.items) do
        if string.find(string.lower(dataset.name or ""), "mailchimp", 1, true) then chosen = dataset.id end
    end
    assert(chosen, "no dataset has Mailchimp in its name")
    return { dataset = chosen }
end

function plugin.prepare(request)
    return { datasetId = request.account.dataset, clean = true, desc = true, offset = 0, limit = request.rows_per_page }
end

--- Newest rows come first: where a later run wrote a campaign again, its newest row counts.
function plugin.shape(_, reply)
    assert(type(reply.items) == "table", "the reply holds no items of a dataset")
    local rows, seen = {}, {}
    for _, report in ipairs(reply.items) do
        local row = to_row(report)
        if not row.id or not seen[row.id] then rows[#rows + 1] = row end
        if row.id then seen[row.id] = true end
    end
    return rows
end

--- The offset goes on by whole pages: empty items are left out of a page and still counted.
function plugin.more(_, arguments, reply)
    local next_offset, total = arguments.offset + arguments.limit, tonumber(reply.totalItemCount)
    if #reply.items == 0 or (total and next_offset >= total) then return nil end
    if not total and #reply.items < arguments.limit then return nil end
    arguments.offset = next_offset
    return arguments
end

return plugin
