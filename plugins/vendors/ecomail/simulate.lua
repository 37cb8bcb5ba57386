-- A simulated Ecomail: what the story's company mailed. The real server's tools are not published; these names and
-- fields are plausible ones, with pages numbered as in Ecomail's own web API.

local chance, calendar = story.chance, story.calendar
local PAGE_ROWS = 1000

local SEGMENTS = {
  { name = "VIP", share = 0.08, opens = 0.54, clicks = 0.21, leaves = 0.0010 },
  { name = "New", share = 0.15, opens = 0.45, clicks = 0.15, leaves = 0.0042 },
  { name = "Active", share = 0.45, opens = 0.37, clicks = 0.11, leaves = 0.0022 },
  { name = "Dormant", share = 0.32, opens = 0.13, clicks = 0.05, leaves = 0.0075 },
}

local LISTS = {
  { name = "Newsletter", start = 5200, joins = 11.0, leaves = 0.00085 },
  { name = "Customers", start = 1500, joins = 2.2, leaves = 0.00060 },
  { name = "SMS club", start = 420, joins = 1.6, leaves = 0.00110 },
}

local AUTOMATIONS = {
  { name = "Welcome series", entries = 11.5, mails = 3, opens = 0.51, clicks = 0.17, leaves = 0.0061, wins = 0.088 },
  { name = "Abandoned cart", entries = 7.4, mails = 2, opens = 0.44, clicks = 0.19, leaves = 0.0034, wins = 0.137 },
  { name = "Win-back", entries = 4.1, mails = 2, opens = 0.19, clicks = 0.04, leaves = 0.0182, wins = 0.033 },
  { name = "Birthday", entries = 5.3, mails = 1, opens = 0.57, clicks = 0.14, leaves = 0.0013, wins = 0.061 },
  { name = "Post-purchase", entries = 8.8, mails = 1, opens = 0.48, clicks = 0.09, leaves = 0.0026, wins = 0.049 },
}

--- People are readier to leave in the week of the delays and the one after.
local function annoyance(days, day)
  return day >= days.bad_week and day < days.bad_week + 14 and 2.1 or 1
end

local function make_list_growth(days, first)
  local random, rows, sizes = chance.make_random(seed, 4), {}, {}
  for _, list in ipairs(LISTS) do
    local size = list.start
    sizes[list.name] = {}
    for day = first, days.today do
      local _, month = calendar.civil(day)
      local begun = day == days.today  -- Today's row is there with the size, before anybody has joined or left.
      local joined = begun and 0 or chance.poisson(random, list.joins * story.season[month])
      local left = begun and 0 or chance.binomial(random, size, list.leaves * annoyance(days, day))
      size = size + joined - left
      sizes[list.name][day] = size
      rows[#rows + 1] = { day = day, list = list.name, subscribed = joined, unsubscribed = left, subscribers = size }
    end
  end
  return rows, sizes
end

local function add_campaign(rows, random, days, campaign)
  for _, segment in ipairs(SEGMENTS) do
    local sent = chance.rounded(campaign.size * segment.share)
    local delivered = sent - chance.binomial(random, sent, 0.012)
    local swing = 1 + 0.06 * chance.normal(random)
    local is_mail = campaign.channel == "email"
    local reading = is_mail and segment.clicks or segment.clicks * 0.6
    rows[#rows + 1] = {
      campaign = campaign.name, segment = segment.name, list = campaign.list, channel = campaign.channel,
      day = campaign.day, sent = sent, delivered = delivered,
      opens = is_mail and chance.binomial(random, delivered, segment.opens * swing) or nil,
      clicks = chance.binomial(random, delivered, reading * swing),
      unsubscribes = chance.binomial(random, delivered, segment.leaves * annoyance(days, campaign.day)),
    }
  end
end

local function make_campaigns(days, first, sizes)
  local random, rows = chance.make_random(seed, 5), {}
  local function send(name, list, channel, day)
    if day >= first and day < days.today then
      add_campaign(rows, random, days, { name = name .. " " .. story.iso_day(day), list = list, channel = channel,
        day = day, size = sizes[list][day] })
    end
  end
  for monday = calendar.monday_of(first), days.today, 7 do
    send("Snack letter", "Newsletter", "email", monday + 1)
    if (monday // 7) % 2 == 0 then send("Box offer", "Customers", "email", monday + 3) end
    if (monday // 7) % 4 == 1 then send("Text reminder", "SMS club", "SMS", monday + 4) end
  end
  return rows
end

local function make_automations(days, first)
  local random, rows = chance.make_random(seed, 6), {}
  for day = first, days.today - 1 do
    local _, month = calendar.civil(day)
    for _, automation in ipairs(AUTOMATIONS) do
      local entries = chance.poisson(random, automation.entries * story.season[month])
      local delivered = entries * automation.mails - chance.binomial(random, entries * automation.mails, 0.015)
      local opens = chance.binomial(random, delivered, automation.opens)
      rows[#rows + 1] = {
        day = day, automation = automation.name, entries = entries, delivered = delivered, opens = opens,
        clicks = math.min(opens, chance.binomial(random, delivered, automation.clicks)),
        unsubscribes = chance.binomial(random, delivered, automation.leaves * annoyance(days, day)),
        conversions = chance.binomial(random, entries, automation.wins),
      }
    end
  end
  return rows
end

local line = story.timeline(now)
local first_day = line.today - 7 * story.weeks_remembered
local growth, list_sizes = make_list_growth(line, first_day)
local campaigns = make_campaigns(line, first_day, list_sizes)
local automations = make_automations(line, first_day)

local function campaign_row(row)
  return {
    title = row.campaign, segment = row.segment, list = row.list, type = row.channel, sent_at = story.iso_day(row.day),
    sent = row.sent, delivered = row.delivered, opened = row.opens, clicked = row.clicks,
    unsubscribed = row.unsubscribes,
  }
end

local function automation_row(row)
  return {
    name = row.automation, date = story.iso_day(row.day), entered = row.entries, delivered = row.delivered,
    opened = row.opens, clicked = row.clicks, unsubscribed = row.unsubscribes, converted = row.conversions,
  }
end

local function growth_row(row)
  return {
    list = row.list, date = story.iso_day(row.day), subscribed = row.subscribed, unsubscribed = row.unsubscribed,
    total = row.subscribers,
  }
end

local PAGED = {
  get_campaign_statistics = { rows = campaigns, make = campaign_row },
  list_automations_statistics = { rows = automations, make = automation_row },
  get_subscriber_growth = { rows = growth, make = growth_row },
}

local function page_of(list, page)
  local last_page = math.max(1, (#list.rows + PAGE_ROWS - 1) // PAGE_ROWS)
  if math.type(page) ~= "integer" or page < 1 or page > last_page then return nil, "There is no such page" end
  local found = {}
  for index = (page - 1) * PAGE_ROWS + 1, math.min(page * PAGE_ROWS, #list.rows) do
    found[#found + 1] = list.make(list.rows[index])
  end
  return { current_page = page, last_page = last_page, per_page = PAGE_ROWS, total = #list.rows, data = found }
end

local function call(tool, arguments)
  local list = PAGED[tool]
  if list then return page_of(list, arguments and arguments.page or 1) end
  if tool == "list_templates" then
    return { data = { { id = 1, name = "Snack letter" }, { id = 2, name = "Box offer" } } }
  end
  return nil, "The simulated Ecomail does not run " .. tostring(tool)
end

local text, whole = { type = "string" }, { type = "integer" }

local function tool(name, description, properties, reads)
  return {
    name = name, description = description, inputSchema = { type = "object", properties = properties },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

return {
  name = "ecomail",
  tools = {
    tool("get_campaign_statistics", "Statistics of campaigns by segment.", { page = whole }, true),
    tool("list_automations_statistics", "Statistics of automations by day.", { page = whole }, true),
    tool("get_subscriber_growth", "How many people joined and left each list by day.", { page = whole }, true),
    tool("list_templates", "The templates of the account.", nil, true),
    tool("send_campaign", "Send a campaign now.", { campaign_id = whole }, false),
    tool("create_campaign", "Make a campaign.", { title = text, list_id = whole }, false),
    tool("update_subscriber", "Change a subscriber.", { email = text }, false),
    tool("delete_list", "Delete a list with its subscribers.", { list_id = whole }, false),
    tool("trigger_automation", "Start an automation for a subscriber.", { automation_id = whole, email = text }, false),
  },
  call = call,
}
