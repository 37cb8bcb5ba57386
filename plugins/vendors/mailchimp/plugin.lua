-- Rows of an Apify dataset into campaign reports. The names are those of Mailchimp's own reports, nested or with dots;
-- that an Actor keeps them is unconfirmed. Counts are taken, never rates.

local plugin = {}

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

-- Mailchimp's words for a kind of campaign, as people say them.
local TYPES = { absplit = "ab test", ab_split = "ab test", variate = "ab test", plaintext = "plain text",
    ["plain-text"] = "plain text", auto = "automation" }

local function type_of(word)
    return word and (TYPES[word] or word)
end

local function count(row, path)
    local value = at(row, path)
    if value == nil then return nil end
    local whole = math.tointeger(tonumber(value))
    assert(whole and whole >= 0, path .. " is no count")
    return whole
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
        audience = text(report, "list_name") or text(report, "list_id"), type = type_of(text(report, "type")),
        sent_at = text(report, "send_time"), sent = sent, delivered = bounces and sent - bounces,
        opened = count(report, "opens.unique_opens"), opens_total = count(report, "opens.opens_total"),
        clicked = count(report, "clicks.unique_subscriber_clicks"), clicks_total = count(report, "clicks.clicks_total"),
        unsubscribed = count(report, "unsubscribed"), complaints = count(report, "abuse_reports"),
        hard_bounces = hard, soft_bounces = soft, bounces = bounces, orders = count(report, "ecommerce.total_orders"),
        revenue = revenue and currency and money.minor(revenue, currency) or nil, currency = currency,
    }
end

--- The dataset of the settings, else the newest with Mailchimp in its name: the list goes from new to old.
function plugin.account(reply, settings)
    assert(type(reply.items) == "table", "the reply holds no list of datasets")
    local wanted = settings and settings.dataset
    for _, dataset in ipairs(reply.items) do
        local name = dataset.name or ""
        local fits = wanted and (name == wanted or dataset.id == wanted)
            or not wanted and string.find(string.lower(name), "mailchimp", 1, true)
        if fits then return { dataset = dataset.id } end
    end
    if wanted then return nil, "The Apify dataset that the connection names is not among the newest." end
    return nil, "No dataset at Apify has Mailchimp in its name."
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
