-- A simulated Klaviyo: what the story's company mails, texts and pushes, and to whom. Objects as in Klaviyo's API, with
-- their fields in "attributes" and a link to the next page. read-only=true takes the writing tools away from the real
-- server; here they stand, so that it can be seen that nobody calls them.

local chance, calendar = story.chance, story.calendar
local HOUR_S, DAY_S = 3600, 86400
local API = "https://a.klaviyo.com/api/"

local line = story.timeline(now)
local first_day = line.today - 7 * story.weeks_remembered  -- the day on which the account was opened

local function iso(time)
  return calendar.iso_time(time, "+00:00")
end

local function at(day, hour)
  return iso(day * DAY_S + hour * HOUR_S)
end

-- Campaigns.

-- Days of the year on which there is something besides the letters.
local OCCASIONS = {
  ["1-8"] = "New year, new nuts", ["2-12"] = "Boxes for two", ["3-20"] = "Spring fruit", ["4-2"] = "Easter specials",
  ["5-14"] = "Tell another office", ["6-18"] = "Summer coolers", ["8-27"] = "Back at the office",
  ["9-24"] = "Apples and pears", ["10-22"] = "Warm drinks are back", ["11-26"] = "Black Friday",
  ["12-3"] = "Advent box", ["12-14"] = "Last delivery before Christmas",
}

--- A campaign that goes out on a day and was begun some days before; one of the days to come is scheduled.
local function add_campaign(rows, name, channel, day, days_before, status)
  local made, coming = day - days_before, day >= line.today
  if made < first_day or made >= line.today then return end
  status = status or (coming and "Scheduled" or "Sent")
  rows[#rows + 1] = {
    id = string.format("01LFC%021d", #rows + 1), channel = channel, day = day, attributes = {
      name = name, status = status, archived = day < line.today - 420,
      audiences = { included = { channel == "sms" and "LfSmsA" or "LfNews" }, excluded = {} },
      send_options = { use_smart_sending = true }, send_strategy = { method = "static", datetime = at(day, 8) },
      tracking_options = { is_tracking_clicks = true, is_tracking_opens = channel == "email" },
      created_at = at(made, 10), updated_at = at(math.max(made, math.min(day, line.today - 1)), 11),
      scheduled_at = status ~= "Draft" and at(day, 8) or nil, send_time = status == "Sent" and at(day, 8) or nil,
    },
  }
end

local function add_news_of_the_company(rows)
  add_campaign(rows, "New prices, and what you get for them", "email", line.price_change - 21, 9)
  add_campaign(rows, "Our new delivery promise", "email", line.policy_change + 1, 12)
  add_campaign(rows, "Our new delivery promise", "sms", line.policy_change + 1, 12)
  add_campaign(rows, "Your box is late", "sms", line.bad_week + 2, 1)
  add_campaign(rows, "We are sorry about your late box", "email", line.bad_week + 3, 1)
  add_campaign(rows, "Boxes arrive on time again", "email", line.bad_week + 24, 6)
end

local function add_letters_of_week(rows, random, monday)
  local week = monday // 7
  local trouble = monday == line.bad_week or monday == line.bad_week + 7
  add_campaign(rows, "Snack letter " .. story.iso_day(monday + 1), "email", monday + 1, 6)
  if week % 2 == 0 then
    -- Nobody wants an offer while the last box is late.
    local fate = trouble and "Cancelled" or nil
    add_campaign(rows, "Box offer " .. story.iso_day(monday + 3), "email", monday + 3, 8, fate)
  end
  if week % 4 == 1 then add_campaign(rows, "Text reminder " .. story.iso_day(monday + 4), "sms", monday + 4, 3) end
  if week % 3 == 2 and monday > line.policy_change then
    add_campaign(rows, "Rate your box " .. story.iso_day(monday + 2), "mobile_push", monday + 2, 2)
  end
  if random() < 0.2 then add_campaign(rows, "Idea " .. story.iso_day(monday + 2), "email", monday + 2, 0, "Draft") end
end

local function make_campaigns()
  local random, rows = chance.make_random(seed, 60), {}
  for day = calendar.monday_of(first_day), line.today + 13 do
    if calendar.monday_of(day) == day then add_letters_of_week(rows, random, day) end
    local year, month, day_of_month = calendar.civil(day)
    local occasion = OCCASIONS[month .. "-" .. day_of_month]
    if occasion then add_campaign(rows, occasion .. " " .. year, "email", day, 12) end
  end
  add_news_of_the_company(rows)
  return rows
end

-- What changes seldom. days: since the account was opened, or since one of the timeline's named days.

local FLOWS = {
  { "Welcome series", "live", "Added to List", 2 }, { "Abandoned cart", "live", "Metric", 5 },
  { "Browse abandonment", "live", "Metric", 40 }, { "Post-purchase", "live", "Metric", 12 },
  { "Win-back", "live", "Metric", 75 }, { "Anniversary of the first box", "live", "Date Based", 130 },
  { "Old welcome", "draft", "Added to List", 0, archived = true }, { "Sunset unengaged", "manual", "Metric", 190 },
  { "Price guarantee for old customers", "live", "Added to List", 1, since = "price_change" },
  { "Delivery promise", "live", "Metric", 0, since = "policy_change" },
  { "Parcel is late: keep them posted", "live", "Metric", 2, since = "bad_week" },
  { "Excuse us: ten percent off", "manual", "Added to List", 4, since = "bad_week" },
  { "Price drop of a favourite", "draft", "Price Drop", 20, since = "bad_week" },
  { "Christmas reminder", "draft", "Date Based", 45, since = "bad_week" },
}

local LISTS = {
  { "Newsletter", "double_opt_in", 0, id = "LfNews" }, { "Customers", "single_opt_in", 0 },
  { "SMS club", "double_opt_in", 33, id = "LfSmsA" }, { "Checkout", "single_opt_in", 41 },
  { "Blog readers", "double_opt_in", 120 }, { "Partners", "single_opt_in", 260 },
  { "Prices: old customers", "single_opt_in", -20, since = "price_change" },
  { "Fair visitors", "single_opt_in", -70, since = "policy_change" },
  { "App users", "double_opt_in", 6, since = "policy_change" },
  { "Late boxes", "single_opt_in", 1, since = "bad_week" },
  { "Advent raffle", "double_opt_in", 50, since = "bad_week" },
}

local SEGMENTS = {
  { "Engaged 30 days", 3, starred = true }, { "Engaged 90 days", 3 }, { "Unengaged 180 days", 3 },
  { "Bought twice", 15, starred = true }, { "VIP offices", 15, starred = true }, { "Never bought", 22 },
  { "Team plan", 30 }, { "Business plan", 30 }, { "Germany", 61 }, { "France", 61 }, { "Netherlands", 61 },
  { "Test of subject lines A", 95, ended = true }, { "Test of subject lines B", 95, ended = true },
  { "Gluten-free", 150 }, { "Office with a kitchen", 210, ended = true },
  { "Old price", 0, since = "price_change" }, { "Left after the price", 40, since = "price_change", ended = true },
  { "Asked for the promise", 9, since = "policy_change" }, { "Got a late box", 1, since = "bad_week", starred = true },
  { "Refunded in the bad week", 8, since = "bad_week" }, { "Back after the bad week", 35, since = "bad_week" },
}

local SNACKS = { "Almonds", "Cashews", "Apple rings", "Mango strips", "Rye crackers", "Oat bars", "Popcorn", "Dates",
  "Dark chocolate", "Granola", "Chickpeas", "Rice cakes", "Banana chips", "Pumpkin seeds", "Sesame sticks" }
local KINDS = { "plain", "salted", "cinnamon", "family bag" }

local function day_of(entry, days)
  return entry.since and line[entry.since] + days or first_day + days
end

--- Rows of a table above that had been made by last midnight, with the attributes that `fill` gives them.
local function made_of(entries, prefix, days_at, fill)
  local rows = {}
  for index, entry in ipairs(entries) do
    local day = day_of(entry, entry[days_at])
    if day < line.today then
      local attributes = fill(entry, day)
      attributes.name, attributes.created = entry[1], at(day, 9)
      attributes.updated = attributes.updated or at(math.min(day + 5, line.today - 1), 15)
      rows[#rows + 1] = { id = entry.id or string.format("%s%04d", prefix, index), attributes = attributes }
    end
  end
  return rows
end

local function make_items()
  local rows = {}
  for index, snack in ipairs(SNACKS) do
    for kind_index, kind in ipairs(KINDS) do
      local number = (index - 1) * #KINDS + kind_index
      local day = first_day + (number * 47) % (line.today - first_day - 10)
      rows[#rows + 1] = { id = string.format("$custom:::$default:::LF-%03d", number), attributes = {
        external_id = string.format("LF-%03d", number), title = snack .. ", " .. kind, price = 2.5 + number % 9 * 0.45,
        published = number % 11 ~= 0, created = at(day, 12), updated = at(math.min(day + 30, line.today - 1), 12),
        url = string.format("https://larkfield.example/snacks/%d", number),
      } }
    end
  end
  return rows
end

-- Profiles: the customers, known by name, and the readers who only left an address.

local COUNTRY_NAMES = { US = "United States", CA = "Canada", DE = "Germany", FR = "France", NL = "Netherlands",
  ES = "Spain", IE = "Ireland", AT = "Austria", FI = "Finland" }

local READERS_FROM = { { "US", 0.47 }, { "DE", 0.18 }, { "FR", 0.09 }, { "NL", 0.08 }, { "CA", 0.05 }, { "ES", 0.05 },
  { "IE", 0.03 }, { "AT", 0.02 } }  -- and some from nobody knows where

local function reader_country(random)
  local left = random()
  for _, place in ipairs(READERS_FROM) do
    left = left - place[2]
    if left < 0 then return place[1] end
  end
  return nil
end

--- How many people leave their address on a day: fewer at weekends and in summer, and more since there is a raffle.
local function readers_on(random, day)
  local _, month = calendar.civil(day)
  local weekday = (day + 3) % 7 < 5 and 1.15 or 0.6
  local along = (day - first_day) / (line.today - first_day)
  local raffle = day >= first_day + 180 and 1.3 or 1
  return chance.poisson(random, (2.2 + 2.0 * along) * weekday * raffle * story.season[month])
end

local function add_readers(rows, random, day, count, country)
  for _ = 1, count do
    rows[#rows + 1] = { created = day * DAY_S + math.floor((6 + 16 * random()) * HOUR_S), reader = #rows + 1,
      country = country or reader_country(random) }
  end
end

--- All profiles, oldest first. On the day on which the account was opened the customers of then were brought along.
local function make_profiles()
  local random, rows = chance.make_random(seed, 61), {}
  for _, customer in ipairs(story.build(seed, now).customers) do
    rows[#rows + 1] = { created = math.max(customer.created, first_day * DAY_S + 9 * HOUR_S), customer = customer,
      country = customer.country }
  end
  local fair = line.policy_change - 68
  for day = first_day, line.today - 1 do
    add_readers(rows, random, day, readers_on(random, day))
    if day == fair or day == fair + 1 then add_readers(rows, random, day, 48 + math.floor(40 * random()), "DE") end
  end
  for index, row in ipairs(rows) do row.order = index end
  table.sort(rows, function(one, other)
    if one.created ~= other.created then return one.created < other.created end
    return one.order < other.order
  end)
  for index, row in ipairs(rows) do row.id = string.format("01LFP%021d", index) end
  return rows
end

local function profile_attributes(row)
  local customer = row.customer
  local who = story.identity(customer or { number = 5000 + row.reader })
  return {
    email = who.email, first_name = customer and who.first_name, last_name = customer and who.last_name,
    organization = customer and who.company, external_id = customer and customer.id, locale = "en",
    created = iso(row.created), updated = iso(row.created + HOUR_S),
    location = { country = row.country and COUNTRY_NAMES[row.country], timezone = "UTC" }, properties = {},
  }
end

-- Reports: what campaigns and flows brought in, and the orders, which are the shop's charges in dollars.

local METRICS = { "Opened Email", "Placed Order", "Clicked Email", "Subscribed to List" }
local ORDER_METRIC = "LfMtr2"
local SHARES = { email = { opens = 0.41, clicks = 0.052, buys = 0.011, leaves = 0.0022, bounces = 0.011 },
  sms = { clicks = 0.09, buys = 0.016, leaves = 0.006, bounces = 0.03 },
  mobile_push = { opens = 0.07, clicks = 0.02, buys = 0.004, leaves = 0.0008, bounces = 0.02 } }
local AUDIENCES = { email = { { name = "Newsletter", type = "list" } }, sms = { { name = "SMS club", type = "list" } },
  mobile_push = { { name = "App users", type = "list" } } }
local SIZES = { email = 0.72, sms = 0.13, mobile_push = 0.17 }
local MONTH_NAMES = { "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
  "November", "December" }
local FLOW_SENDS = { 19, 14, 9, 11, 5, 2, 0, 4, 1, 6, 3, 1, 0, 0 }  -- a day, in the order of FLOWS

--- What comes of messages to so many people; better: how much more they please than usual.
local function results(random, recipients, share, better, leaving)
  local delivered = recipients - chance.binomial(random, recipients, share.bounces)
  local buyers = chance.binomial(random, delivered, share.buys * better)
  local orders = buyers + chance.binomial(random, buyers, 0.06)
  return {
    recipients = recipients, delivered = delivered, bounced = recipients - delivered,
    opens_unique = share.opens and chance.binomial(random, delivered, share.opens * better) or 0,
    clicks_unique = chance.binomial(random, delivered, share.clicks * better),
    unsubscribe_uniques = chance.binomial(random, delivered, share.leaves * leaving),
    spam_complaints = chance.binomial(random, delivered, 0.0003 * leaving), conversion_uniques = buyers,
    conversions = orders, conversion_value = chance.rounded(orders * (62 + 24 * random()) * 100) / 100,
  }
end

--- "2026 03 September 08:00", as the report writes it.
local function report_time(day)
  local year, month, day_of_month = calendar.civil(day)
  return string.format("%d %02d %s 08:00", year, day_of_month, MONTH_NAMES[month])
end

local function campaign_result(row, readers)
  local random = chance.make_random(seed, 600000 + tonumber(string.match(row.id, "%d+$")))
  local trouble = row.day >= line.bad_week and row.day < line.bad_week + 14
  local better = (trouble and 0.86 or 1) * (1 + 0.07 * chance.normal(random))
  local channel = row.channel == "mobile_push" and "push-notification" or row.channel
  return {
    groupings = { campaign_id = row.id, campaign_message_id = "M" .. row.id, send_channel = channel,
      campaign_message_name = row.attributes.name },
    statistics = results(random, chance.rounded(readers * SIZES[row.channel]), SHARES[row.channel], better,
      trouble and 2.3 or 1),
    campaign_details = { type = "campaign", id = row.id, attributes = { name = row.attributes.name, status = "Sent",
      audiences = { included = AUDIENCES[row.channel], excluded = {} }, send_time = report_time(row.day),
      tags = string.find(row.attributes.name, "letter", 1, true) and { "letter" } or {} } },
  }
end

local function flow_result(flow, index, days)
  local random, share = chance.make_random(seed, 700000 + index), SHARES.email
  local better = 1.4 + 0.1 * chance.normal(random)
  return {
    groupings = { flow_id = string.format("LfF%04d", index), flow_name = flow[1], send_channel = "email" },
    statistics = results(random, FLOW_SENDS[index] * days, share, better, 1),
    flow_details = { type = "flow", attributes = { name = flow[1], status = flow[2], trigger_type = flow[3] } },
  }
end

--- The first and the last day of a named period.
local function named_period(name)
  local year = calendar.civil(line.today)
  if name == "last_365_days" then return line.today - 365, line.today end
  if name == "last_30_days" then return line.today - 30, line.today - 1 end
  if name == "last_year" then return calendar.day_number(year - 1, 1, 1), calendar.day_number(year, 1, 1) - 1 end
  return nil
end

-- What a report can be grouped by beside campaign, flow and channel: the names of the parts, and their shares.
local PARTS = { flow_message_name = { { "First", 0.5 }, { "Second", 0.3 }, { "Third", 0.2 } },
  variation_name = { { "A", 0.5 }, { "B", 0.5 } } }

--- A result in parts whose numbers make it up again; money in cents.
local function parted(result, field)
  local found, before, above = {}, {}, 0
  for index, part in ipairs(PARTS[field]) do
    local one = { groupings = { [field] = part[1] }, statistics = {}, campaign_details = result.campaign_details,
      flow_details = result.flow_details }
    for name, value in pairs(result.groupings) do one.groupings[name] = value end
    above = above + part[2]
    for name, value in pairs(result.statistics) do
      local unit = name == "conversion_value" and 100 or 1
      local upto = index == #PARTS[field] and chance.rounded(value * unit) or chance.rounded(value * unit * above)
      local number = upto - (before[name] or 0)
      one.statistics[name], before[name] = unit == 1 and number or number / unit, upto
    end
    found[index] = one
  end
  return found
end

local function told_apart(list, fields)
  for _, field in ipairs(fields) do
    local below = {}
    for _, result in ipairs(PARTS[field] and list or {}) do
      for _, part in ipairs(parted(result, field)) do below[#below + 1] = part end
    end
    if PARTS[field] then list = below end
  end
  return list
end

local function report(arguments, of_period)
  local first, last = named_period(arguments.timeframe or "last_365_days")
  if not first then return nil, "Invalid timeframe: " .. tostring(arguments.timeframe) end
  local found = told_apart(of_period(first, last), arguments.groupBy or {})
  local values = arguments.valueStatistics or {}
  if #values == 0 then
    for _, result in ipairs(found) do result.statistics.conversion_value = nil end
  end
  return { data = { type = "report", attributes = { results = found } } }
end

--- How many people were known at the end of each day.
local function profiles_by_day(profiles)
  local known, index = {}, 1
  for day = first_day - 1, line.today do
    while profiles[index] and profiles[index].created < (day + 1) * DAY_S do index = index + 1 end
    known[day] = index - 1
  end
  return known
end

local function campaigns_of(rows, profiles)
  return function(first, last)
    local found, known = {}, profiles_by_day(profiles)
    for _, row in ipairs(rows) do
      local is_sent = row.attributes.status == "Sent" and row.day >= first and row.day <= last
      if is_sent then found[#found + 1] = campaign_result(row, known[row.day - 1]) end
    end
    return found
  end
end

local function flows_of(first, last)
  local found = {}
  for index, flow in ipairs(FLOWS) do
    local is_sending = FLOW_SENDS[index] > 0 and flow[2] ~= "draft"
    if is_sending then found[#found + 1] = flow_result(flow, index, last - first + 1) end
  end
  return found
end

--- Which message an order is credited to: by the charge's number, so that it stays the same from day to day.
local function credited_to(charge)
  local luck = chance.make_random(seed, 800000 + charge.number)()
  local channel = luck < 0.27 and "email" or luck < 0.31 and "sms" or luck < 0.325 and "push-notification" or ""
  -- Close to half of what e-mails bring comes of flows.
  local flow = luck < 0.12 and 1 + math.floor(luck * 1000) % #FLOWS
  return channel, flow and FLOW_SENDS[flow] > 0 and string.format("LfF%04d", flow) or ""
end

local function day_in(text)
  local year, month, day = string.match(text, "^(%d+)-(%d+)-(%d+)T")
  return year and calendar.day_number(tonumber(year), tonumber(month), tonumber(day))
end

local function aggregates(arguments)
  local first, stop = day_in(arguments.startDate), day_in(arguments.endDate)
  local is_good = first and stop and stop > first and stop - first <= 366
  if not is_good then return nil, "The dates must be in order, at most a year apart" end
  if arguments.metricId ~= ORDER_METRIC or (arguments.interval or "day") ~= "day" then
    return nil, "The simulated Klaviyo adds up orders by day"
  end
  local by_flow = false
  for _, field in ipairs(arguments.groupBy or {}) do by_flow = by_flow or field == "$attributed_flow" end
  local dates, groups, numbers_of = {}, {}, {}
  for day = first, stop - 1 do dates[#dates + 1] = iso(day * DAY_S) end
  local function group_of(channel, flow)
    local key = channel .. "/" .. flow
    if not numbers_of[key] then
      local numbers = { count = {}, sum_value = {} }
      for index = 1, #dates do numbers.count[index], numbers.sum_value[index] = 0, 0 end
      groups[#groups + 1] = { dimensions = { channel, by_flow and flow or nil }, measurements = numbers }
      numbers_of[key] = numbers
    end
    return numbers_of[key]
  end
  for _, channel in ipairs({ "", "email", "push-notification", "sms" }) do group_of(channel, "") end
  for _, charge in ipairs(story.build(seed, now).charges) do
    local index = charge.created // DAY_S - first + 1
    if charge.status == "succeeded" and dates[index] then
      local channel, flow = credited_to(charge)
      local numbers = group_of(channel, by_flow and flow or "")
      local dollars = charge.amount * (charge.currency == "EUR" and 1.1 or 1) / 100
      numbers.count[index] = numbers.count[index] + 1
      numbers.sum_value[index] = chance.rounded((numbers.sum_value[index] + dollars) * 100) / 100
    end
  end
  return { data = { type = "metric-aggregate", attributes = { dates = dates, data = groups } }, links = {} }
end

local function get_metrics()
  local found = {}
  for index, name in ipairs(METRICS) do
    found[index] = { type = "metric", id = "LfMtr" .. index, attributes = { name = name } }
  end
  return { data = found, links = {} }
end

local function get_account_details()
  return { data = { { type = "account", id = "LfAcct", attributes = { timezone = "UTC", preferred_currency = "USD",
    contact_information = { organization_name = story.company } } } } }
end

-- The collections: what each is called, how many stand on a page, what may be asked.

local function of_lists(entry)
  return { opt_in_process = entry[2] }
end

local function of_segments(entry)
  return { is_active = not entry.ended, is_starred = entry.starred == true, is_processing = false }
end

local function of_flows(entry, day)
  return { status = entry[2], trigger_type = entry[3], archived = entry.archived == true,
    updated = at(math.min(day + 60, line.today - 1), 15) }
end

local function attributes_of(row)
  return row.attributes
end

local COLLECTIONS = {
  get_campaigns = { type = "campaign", path = "campaigns", rows = make_campaigns(), on_page = 100, newest = true },
  get_flows = { type = "flow", path = "flows", rows = made_of(FLOWS, "LfF", 4, of_flows), on_page = 50, most = 50 },
  get_lists = { type = "list", path = "lists", rows = made_of(LISTS, "LfL", 3, of_lists), on_page = 10 },
  get_segments = { type = "segment", path = "segments", rows = made_of(SEGMENTS, "LfS", 2, of_segments), on_page = 10 },
  get_catalog_items = { type = "catalog-item", path = "catalog-items", rows = make_items(), on_page = 100 },
  get_profiles = { type = "profile", path = "profiles", rows = make_profiles(), make = profile_attributes, on_page = 20,
    most = 100 },
}

--- One list; most people are on the first ones.
local function get_list(arguments)
  for index, row in ipairs(COLLECTIONS.get_lists.rows) do
    if row.id == arguments.id then
      local attributes = {}
      for name, value in pairs(row.attributes) do attributes[name] = value end
      if arguments.includeProfileCount then
        attributes.profile_count = #COLLECTIONS.get_profiles.rows * 9 // (10 + 7 * (index - 1))
      end
      return { data = { type = "list", id = row.id, attributes = attributes } }
    end
  end
  return nil, "A list with this id does not exist."
end

local OTHERS = {
  get_list = get_list,
  get_account_details = get_account_details, get_metrics = get_metrics, query_metric_aggregates = aggregates,
  get_campaign_report = function(arguments)
    return report(arguments, campaigns_of(COLLECTIONS.get_campaigns.rows, COLLECTIONS.get_profiles.rows))
  end,
  get_flow_report = function(arguments) return report(arguments, flows_of) end,
}

local FIELDS = {
  get_campaigns = { "name", "status", "archived", "audiences", "audiences.included", "audiences.excluded",
    "send_options", "tracking_options", "send_strategy", "send_strategy.method", "send_strategy.datetime", "created_at",
    "scheduled_at", "updated_at", "send_time" },
  get_flows = { "name", "status", "archived", "created", "updated", "trigger_type" },
  get_lists = { "name", "created", "updated", "opt_in_process" },
  get_segments = { "name", "created", "updated", "is_active", "is_processing", "is_starred" },
  get_catalog_items = { "external_id", "title", "price", "url", "published", "created", "updated" },
  get_profiles = { "email", "external_id", "first_name", "last_name", "organization", "locale", "created", "updated",
    "location", "location.country", "location.timezone", "properties" },
}

--- A field that may be dotted: "location.country".
local function value_at(attributes, field)
  local value = attributes
  for word in string.gmatch(field, "[^.]+") do value = type(value) == "table" and value[word] or nil end
  return value
end

local function only(attributes, fields)
  if not fields or #fields == 0 then return attributes end
  local kept = {}
  for _, field in ipairs(fields) do
    local group, inner = string.match(field, "^([^.]+)%.(.+)$")
    if group then
      kept[group] = kept[group] or {}
      kept[group][inner] = value_at(attributes, field)
    else
      kept[field] = attributes[field]
    end
  end
  return kept
end

local OPERATORS = {
  equals = function(value, wanted) return value == wanted end,
  contains = function(value, wanted) return string.find(value, wanted, 1, true) ~= nil end,
  ["less-than"] = function(value, wanted) return value < wanted end,
  ["less-or-equal"] = function(value, wanted) return value <= wanted end,
  ["greater-than"] = function(value, wanted) return value > wanted end,
  ["greater-or-equal"] = function(value, wanted) return value >= wanted end,
}

local function fits(attributes, filters)
  for _, filter in ipairs(filters) do
    local value = value_at(attributes, filter.fieldName)
    if value == nil or type(value) ~= type(filter.value) then return false end
    if not OPERATORS[filter.operator](value, filter.value) then return false end
  end
  return true
end

local function wrong_filter(filters)
  for _, filter in ipairs(filters) do
    local whole = type(filter.fieldName) == "string" and filter.value ~= nil
    if not whole then return "A filter is {fieldName, operator, value}" end
    if not OPERATORS[filter.operator] then return "Invalid filter operator: " .. tostring(filter.operator) end
  end
  return nil
end

--- The rows in the order asked for, each with its attributes. Campaigns come newest first, all else as it was made.
local function ordered(collection, sort)
  local descending, field = string.match(sort or (collection.newest and "-created" or "created"), "^(%-?)([%a_]*)$")
  if field ~= "created" then return nil, "Invalid sort: " .. tostring(sort) end
  if not collection.up then
    collection.up, collection.down = {}, {}
    for index, row in ipairs(collection.rows) do collection.up[index] = row end
    if not collection.make then
      table.sort(collection.up, function(one, other)
        local first, second = one.attributes, other.attributes
        first, second = first.created or first.created_at, second.created or second.created_at
        if first ~= second then return first < second end
        return one.id < other.id
      end)
    end
    for index, row in ipairs(collection.up) do collection.down[#collection.up + 1 - index] = row end
  end
  return descending == "-" and collection.down or collection.up
end

local function address(path, cursor)
  local text = string.gsub(cursor, "[^%w]", function(letter) return string.format("%%%02X", string.byte(letter)) end)
  return API .. path .. "?page%5Bcursor%5D=" .. text
end

local function place_after(rows, cursor)
  if not cursor then return 1 end
  local id = string.match(cursor, "^next::id::(.+)$")
  for index, row in ipairs(rows) do
    if row.id == id then return index + 1 end
  end
  return nil, "Invalid input: page[cursor]"
end

local function read(tool, arguments)
  local collection, filters = COLLECTIONS[tool], arguments.filters or arguments.filter or {}
  local refusal = wrong_filter(filters)
  if refusal then return nil, refusal end
  local rows, wrong_sort = ordered(collection, arguments.sort)
  if not rows then return nil, wrong_sort end
  local first, wrong_cursor = place_after(rows, arguments.pageCursor)
  if not first then return nil, wrong_cursor end
  local make, size = collection.make or attributes_of, arguments.pageSize or collection.on_page
  local found, following = {}, nil
  for index = first, #rows do
    local row = rows[index]
    if row.channel == arguments.channel and (#filters == 0 or fits(make(row), filters)) then
      if #found == size then
        following = address(collection.path, "next::id::" .. found[size].id)
        break
      end
      found[#found + 1] = { type = collection.type, id = row.id, attributes = only(make(row), arguments.fields) }
    end
  end
  return { data = found, links = { self = API .. collection.path, next = following } }
end

-- The tools. Every one demands the name of the language model that calls.

local text, object, texts = { type = "string" }, { type = "object" }, { type = "array", items = { type = "string" } }
local channel = { type = "string", enum = { "email", "sms", "mobile_push" } }

local function tool(name, description, properties, required, reads)
  properties.model = { type = "string", description = "The language model that makes this call." }
  required[#required + 1] = "model"
  return {
    name = name, description = description,
    inputSchema = { type = "object", properties = properties, required = required, additionalProperties = false },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

local function reading(name, description, filter_name, more)
  local properties = more or {}
  properties.fields = { type = "array", items = { type = "string", enum = FIELDS[name] } }
  properties[filter_name] = { type = "array", items = { type = "object", properties = {
    fieldName = text, operator = text, value = {} } } }
  properties.pageCursor = { type = "string", description = "The cursor in links.next of the page before." }
  return tool(name, description, properties, more and more.channel and { "channel" } or {}, true)
end

local function up_to(most)
  return { type = "integer", minimum = 1, maximum = most }
end

local function report_tool(name, description)
  return tool(name, description, { conversionMetricId = text, statistics = texts, valueStatistics = texts,
    groupBy = texts, timeframe = text }, { "conversionMetricId", "statistics" }, true)
end

local tools = {
  reading("get_campaigns", "The campaigns of one channel.", "filters", { channel = channel }),
  reading("get_flows", "The flows.", "filters", { pageSize = up_to(50) }),
  reading("get_profiles", "The profiles.", "filters", { pageSize = up_to(100), sort = text }),
  reading("get_lists", "The lists.", "filter", { sort = text }),
  tool("get_list", "One list.", { id = text, includeProfileCount = { type = "boolean" } }, { "id" }, true),
  reading("get_segments", "The segments.", "filters", { sort = text }),
  reading("get_catalog_items", "The products of the catalogue.", "filter", { sort = text }),
  tool("get_account_details", "The account.", {}, {}, true),
  tool("get_metrics", "The metrics.", { fields = texts, pageCursor = text }, {}, true),
  report_tool("get_campaign_report", "Results of campaigns."), report_tool("get_flow_report", "Results of flows."),
  tool("query_metric_aggregates", "Counts and sums of a metric over time.", { metricId = text, measurements = texts,
    startDate = text, endDate = text, interval = text, groupBy = texts, timezone = text, pageCursor = text },
    { "metricId", "measurements", "startDate", "endDate" }, true),
  tool("create_campaign", "Make a campaign.", { input = object }, { "input" }, false),
  tool("create_profile", "Make a profile.", { input = object }, { "input" }, false),
  tool("update_profile", "Change a profile.", { input = object }, { "input" }, false),
  tool("subscribe_profile_to_marketing", "Subscribe a profile.", { channels = texts, profileId = text, listId = text },
    { "channels" }, false),
  tool("upload_image_from_url", "Add an image.", { imageURL = text, name = text }, { "imageURL" }, false),
}

local function is_one_of(value, words)
  for _, word in ipairs(words) do
    if word == value then return true end
  end
  return false
end

local function wrong_value(name, value, schema)
  if schema.type == "array" then
    if type(value) ~= "table" then return name .. ": expected a list" end
    for _, item in ipairs(value) do
      local wrong = wrong_value(name, item, schema.items)
      if wrong then return wrong end
    end
  elseif schema.type == "integer" then
    if math.type(value) ~= "integer" then return name .. ": expected an integer" end
    if value < schema.minimum or value > schema.maximum then return name .. ": out of bounds" end
  elseif type(value) ~= (schema.type == "object" and "table" or schema.type) then
    return name .. ": expected " .. schema.type
  end
  if not schema.enum or is_one_of(value, schema.enum) then return nil end
  return name .. ": " .. value .. " is not one of the allowed"
end

local function wrong_arguments(schema, arguments)
  for _, name in ipairs(schema.required) do
    if arguments[name] == nil then return "Missing required argument: " .. name end
  end
  for name, value in pairs(arguments) do
    local property = schema.properties[name]
    if not property then return "Unknown argument: " .. tostring(name) end
    local wrong = wrong_value(name, value, property)
    if wrong then return wrong end
  end
  return nil
end

local function call(name, arguments)
  arguments = arguments or {}
  if not OTHERS[name] and not COLLECTIONS[name] then
    return nil, "The simulated Klaviyo does not run " .. tostring(name)
  end
  for _, each in ipairs(tools) do
    local wrong = each.name == name and wrong_arguments(each.inputSchema, arguments)
    if wrong then return nil, wrong end
  end
  if OTHERS[name] then return OTHERS[name](arguments) end
  return read(name, arguments)
end

return { name = "klaviyo", tools = tools, call = call }
