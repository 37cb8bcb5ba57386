-- A simulated Intercom: what the offices that get the boxes of the story's company write to it, and how fast they are
-- answered. Weeks of unhappiness about shipping and prices are weeks of many conversations and slow replies.

local chance = story.chance
local HOUR_S, DAY_S = 3600, 86400
local OPENS, CLOSES = 7 * HOUR_S, 17 * HOUR_S  -- the support team's day, in UTC
local PER_OFFICE = 0.088                       -- conversations a week, where nothing is wrong

local CARE, DELIVERY, BILLING = "6740211", "6740212", "6740213"

-- theme: whose mood brings more of them; share: of the conversations of a usual week.
local TOPICS = {
  { tag = "delivery", theme = "shipping", share = 0.25, team = DELIVERY, says = "Our box has not arrived yet." },
  { tag = "damaged parcel", theme = "shipping", share = 0.07, team = DELIVERY, says = "The box came crushed." },
  { tag = "billing", theme = "pricing", share = 0.19, team = BILLING, says = "A question about our last invoice." },
  { tag = "cancellation", theme = "pricing", share = 0.06, team = BILLING, says = "We would like to stop our box." },
  { tag = "box change", theme = "quality", share = 0.17, team = CARE, says = "Can we swap the nuts for fruit?" },
  { tag = "product question", theme = "quality", share = 0.10, team = CARE, says = "Is the granola gluten-free?" },
  { tag = "account", theme = "onboarding", share = 0.10, team = CARE, says = "How do I add a colleague?" },
  { tag = "website", theme = "website", share = 0.06, team = CARE, says = "The checkout does not load." },
}

local CHANNELS = {
  { type = "conversation", share = 0.54, wait = 5 * 60 }, { type = "email", share = 0.38, wait = 34 * 60 },
  { type = "instagram", share = 0.05, wait = 55 * 60 }, { type = "facebook", share = 0.03, wait = 60 * 60 },
}

local line = story.timeline(now)
local REINFORCED = line.bad_week + 14  -- Two more colleagues came when the delays had shown that they were too few.

local TEAMMATES = {
  [CARE] = { { id = 5120341 }, { id = 5120342 }, { id = 5120346 } },
  [DELIVERY] = { { id = 5120343 }, { id = 5120347, from = REINFORCED }, { id = 5120348, from = REINFORCED } },
  [BILLING] = { { id = 5120344 }, { id = 5120345 } },
}

local first_day = line.today - 7 * story.weeks_remembered

-- The offices, oldest first, each with its plan of today and the time it left.
local function make_offices()
  local by_id, offices = {}, {}
  local books = story.build(seed, now)
  for index = #books.customers, 1, -1 do
    local customer = books.customers[index]
    local office = { customer = customer, who = story.identity(customer), left = 0 }
    by_id[customer.id] = office
    offices[#offices + 1] = office
  end
  for _, subscription in ipairs(books.subscriptions) do
    local office = by_id[subscription.customer.id]
    local ended = subscription.ended_at
    if not ended then office.plan, office.spend = subscription.plan.name, subscription.unit_amount // 100 end
    office.left = math.max(office.left, ended or math.maxinteger)
  end
  return offices
end

--- For each day: how many offices are served on it.
local function served_by_day(offices)
  local change, served, count = {}, {}, 0
  for _, office in ipairs(offices) do
    local from, to = office.customer.created // DAY_S, office.left // DAY_S
    change[from] = (change[from] or 0) + 1
    if to < line.today then change[to] = (change[to] or 0) - 1 end
  end
  for day = line.first, line.today - 1 do
    count = count + (change[day] or 0)
    served[day] = count
  end
  return served
end

local function pick(random, list)
  local left = random()
  for _, item in ipairs(list) do
    left = left - item.share
    if left < 0 then return item end
  end
  return list[1]
end

--- An office that is served at the time; one that has just left may write as well.
local function pick_office(random, offices, time)
  local last = #offices
  while last > 1 and offices[last].customer.created > time do last = last - 1 end
  local office
  for _ = 1, 8 do
    office = offices[1 + math.floor(random() * last)]
    if office.left > time then return office end
  end
  return office
end

local function pick_teammate(random, team, day)
  local present = {}
  for _, teammate in ipairs(TEAMMATES[team]) do
    if not teammate.from or day >= teammate.from then present[#present + 1] = teammate.id end
  end
  return chance.any(random, present)
end

local function at_work(time)
  local day, clock = time // DAY_S, time % DAY_S
  if clock >= CLOSES then day, clock = day + 1, OPENS end
  local weekday = (day + 3) % 7  -- 0 is Monday
  if weekday >= 5 then return (day + 7 - weekday) * DAY_S + OPENS end
  return day * DAY_S + math.max(clock, OPENS)
end

--- What is left of the delays: 1 on the day on which they began, and nothing before.
local function trouble_on(day)
  local weeks = (day - line.bad_week) / 7
  return weeks >= 0 and math.exp(-weeks / 1.6) or 0
end

--- How much longer than usual everything takes: the weeks of the delays buried the team.
local function load_on(day)
  local load = 1 + 3.4 * trouble_on(day)
  return day >= REINFORCED and load * 0.85 or load
end

--- The first reply and the close. What would lie after the last midnight has not happened yet. Intercom counts the
--- time to the reply in working hours, and that to the close by the clock on the wall.
local function answer(random, row)
  local load = load_on(row.created // DAY_S)
  local wait = math.floor(row.channel.wait * load * math.exp(0.8 * chance.normal(random)))
  local work = math.floor(2.6 * HOUR_S * load * math.exp(1.1 * chance.normal(random)))
  if random() < 0.16 then work = work + math.floor((1 + 21 * random()) * DAY_S) end
  local nobody, snoozes = random() < 0.045, random() < 0.3
  local replied = at_work(row.created) + wait
  local closed = nobody and at_work(row.created + 7 * DAY_S) or replied + work
  if not nobody and replied < line.horizon then row.replied, row.reply_seconds = replied, wait end
  if closed < line.horizon then
    row.closed, row.state = closed, "closed"
  else
    row.state = row.replied and snoozes and "snoozed" or "open"
  end
end

local function rate(random, row, mood)
  if not row.closed or not row.replied or random() > 0.31 then return end
  local patience = math.min(0.25, row.reply_seconds / HOUR_S * 0.04)
  local content = random() < 0.98 - 0.5 * mood - patience - 0.3 * trouble_on(row.created // DAY_S)
  row.rating = content and (random() < 0.68 and 5 or 4) or 1 + math.floor(random() * 3)
end

local function make_conversation(random, offices, day, topic, mood)
  local clock = math.floor((6 + 15 * (random() + random()) / 2) * HOUR_S)
  local row = { created = day * DAY_S + clock, topic = topic, channel = pick(random, CHANNELS) }
  row.office = pick_office(random, offices, row.created)
  row.tagged, row.refund = random() > 0.08, topic.team ~= CARE and random() < 0.10 + 0.3 * mood
  local teammate = pick_teammate(random, topic.team, day)
  answer(random, row)
  rate(random, row, mood)
  if row.replied or random() < 0.4 then row.teammate = teammate end
  local matters = row.office.plan == "Business" or topic.tag == "damaged parcel"
  row.priority = matters and random() < 0.5 and "priority" or "not_priority"
  return row
end

--- All conversations, newest first. Intercom keeps no other order unless asked.
local function make_conversations(offices)
  local random, rows = chance.make_random(seed, 80), {}
  local served, mood = served_by_day(offices), story.mood(seed, line)
  local usual = {}
  for _, theme in ipairs(story.themes) do usual[theme.name] = theme.base end
  for day = first_day, line.today - 1 do
    local week = (day - line.first_monday) // 7 + 1
    local weekday = (day + 3) % 7
    local weight = (weekday >= 5 and 0.05 or weekday == 0 and 0.22 or 0.17) * PER_OFFICE * served[day]
    for _, topic in ipairs(TOPICS) do
      local share = mood[topic.theme][week]
      local mean = weight * topic.share * math.exp(4 * (share - usual[topic.theme]))
      if topic.team == DELIVERY then mean = mean * (1 + 3 * trouble_on(day)) end
      for _ = 1, chance.poisson(random, mean) do
        rows[#rows + 1] = make_conversation(random, offices, day, topic, share)
      end
    end
  end
  for index, row in ipairs(rows) do row.order = index end
  table.sort(rows, function(one, other)
    if one.created ~= other.created then return one.created > other.created end
    return one.order > other.order
  end)
  for index, row in ipairs(rows) do row.id = string.format("215470%09d", 1 + #rows - index) end
  return rows
end

-- after: days since the company began; or since one of the timeline's named days.
local ARTICLES = {
  { "How a subscription works", 4 }, { "Choose what is in your box", 4 }, { "Payment methods", 6 },
  { "When does my box arrive?", 6 }, { "Change the delivery address", 9 }, { "Pause for the holidays", 20 },
  { "Allergens and ingredients", 26 }, { "Invoices for your bookkeeping", 33 }, { "Invite colleagues", 48 },
  { "Several offices in one account", 90 }, { "Vegan and gluten-free boxes", 125 }, { "Returns and refunds", 140 },
  { "Pay by bank transfer", 210 }, { "Recycle the box", 260 }, { "Gift boxes", 330, state = "draft" },
  { "Delivery to Finland", 395 }, { "Reset your password", 410 }, { "Sign in with your company account", 470 },
  { "Why our prices change", 2, since = "price_change" }, { "What you get for the price", 9, since = "price_change" },
  { "How to cancel", 12, since = "price_change" }, { "Our new delivery promise", 0, since = "policy_change" },
  { "Follow your parcel", 3, since = "policy_change" }, { "Swap a snack", 31, since = "policy_change" },
  { "Late and damaged boxes in autumn", 3, since = "bad_week" }, { "Ask for a refund", 5, since = "bad_week" },
  { "Delivery over Christmas", 44, since = "bad_week", state = "draft" },
  { "Gift cards", 52, since = "bad_week", state = "draft" },
}

local function make_articles()
  local rows = {}
  for index, entry in ipairs(ARTICLES) do
    local day = line[entry.since or "first"] + entry[2]
    if day < line.today then
      rows[#rows + 1] = { id = tostring(9240100 + index), title = entry[1], state = entry.state or "published",
        created = day * DAY_S + 9 * HOUR_S + index * 600 }
    end
  end
  table.sort(rows, function(one, other) return one.created > other.created end)
  return rows
end

local offices = make_offices()
local conversations = make_conversations(offices)
local articles = make_articles()

-- What the server sends.

local function tags_of(row)
  local tags = {}
  if row.tagged then tags[1] = { type = "tag", id = "7001", name = row.topic.tag } end
  if row.refund then tags[#tags + 1] = { type = "tag", id = "7002", name = "refund" } end
  return { type = "tag.list", tags = tags }
end

local function conversation_object(row)
  local who = row.office.who
  return {
    type = "conversation", id = row.id, created_at = row.created, state = row.state, open = row.state ~= "closed",
    updated_at = row.closed or row.replied or row.created, priority = row.priority, tags = tags_of(row),
    source = { type = row.channel.type, id = "msg_" .. row.id, delivered_as = "customer_initiated",
      body = "<p>" .. row.topic.says .. "</p>", author = { type = "user", name = who.name, email = who.email } },
    team_assignee_id = row.topic.team, admin_assignee_id = row.teammate,
    statistics = { type = "conversation_statistics", time_to_admin_reply = row.reply_seconds,
      first_admin_reply_at = row.replied, first_close_at = row.closed,
      time_to_assignment = row.teammate and (row.reply_seconds or HOUR_S) // 3,
      count_reopens = row.closed and row.order % 13 == 0 and 1 or 0,
      time_to_first_close = row.closed and row.closed - row.created },
    conversation_rating = row.rating and { rating = row.rating, created_at = row.closed },
  }
end

local function company_object(office)
  local customer, who = office.customer, office.who
  return {
    type = "company", id = string.format("66f0a1%06x", customer.number), company_id = customer.id, name = who.company,
    website = "https://" .. who.domain, industry = who.industry, size = who.employees, created_at = customer.created,
    plan = office.plan and { type = "plan", id = string.lower(office.plan), name = office.plan } or {},
    monthly_spend = office.spend or 0,
  }
end

local function article_object(row)
  return {
    type = "article", id = row.id, title = row.title, state = row.state, created_at = row.created,
    updated_at = row.created + 2 * DAY_S, author_id = 5120341, default_locale = "en",
  }
end

local FITS = {
  ["<"] = function(value, limit) return value < limit end, [">"] = function(value, limit) return value > limit end,
  ["<="] = function(value, limit) return value <= limit end, [">="] = function(value, limit) return value >= limit end,
  ["="] = function(value, limit) return value == limit end, ["!="] = function(value, limit) return value ~= limit end,
}

local NUMBERS = {
  created_at = function(row) return row.created end,
  statistics_time_to_admin_reply = function(row) return row.reply_seconds end,
  statistics_time_to_first_close = function(row) return row.closed and row.closed - row.created end,
}

local TEXTS = {
  state = function(row) return row.state end, source_type = function(row) return row.channel.type end,
  team_assignee_id = function(row) return row.topic.team end, admin_assignee_id = function(row) return row.teammate end,
  source_author_name = function(row) return row.office.who.name end,
  source_author_email = function(row) return row.office.who.email end,
}

--- The conditions of a search as functions of a conversation.
local function conditions_of(arguments)
  local conditions = {}
  for name, wanted in pairs(arguments) do
    local number, text = NUMBERS[name], TEXTS[name]
    if number then
      local operator, limit = string.match(wanted, "^([<>!]?=?)(%d+)$")
      if not FITS[operator] then return nil, name .. ": a number with one of < > = != <= >= in front of it" end
      local fits = FITS[operator]
      limit = math.tointeger(tonumber(limit))
      conditions[#conditions + 1] = function(row)
        local value = number(row)
        return value ~= nil and fits(value, limit)
      end
    elseif text then
      conditions[#conditions + 1] = function(row) return text(row) == wanted end
    elseif name == "ids" then
      conditions[#conditions + 1] = function(row)
        for _, id in ipairs(wanted) do
          if id == row.id then return true end
        end
        return false
      end
    end
  end
  if #conditions == 0 then return nil, "At least one search parameter must be given" end
  return conditions
end

local function fits_all(row, conditions)
  for _, condition in ipairs(conditions) do
    if not condition(row) then return false end
  end
  return true
end

local places = {}
for index, row in ipairs(conversations) do places[row.id] = index end

local function search_conversations(arguments)
  local conditions, refusal = conditions_of(arguments)
  if not conditions then return nil, refusal end
  local per_page = arguments.per_page or 5
  local after = arguments.starting_after and places[string.match(arguments.starting_after, "^after_(%d+)$") or ""]
  if arguments.starting_after and not after then return nil, "starting_after is no cursor of this search" end
  local found, more = {}, nil
  for index = (after or 0) + 1, #conversations do
    local row = conversations[index]
    if fits_all(row, conditions) then
      if #found == per_page then
        more = { starting_after = "after_" .. found[per_page].id, per_page = per_page }
        break
      end
      found[#found + 1] = conversation_object(row)
    end
  end
  return { total_in_page = #found, conversations = found, pages = { type = "pages", per_page = per_page, next = more } }
end

--- The universal search, as far as it lists contacts: one in each office, and in every third one who only asks.
local function search(arguments)
  local query = arguments.query
  if not string.find(query, "object_type:contacts", 1, true) then
    return nil, "The simulated Intercom lists only object_type:contacts this way"
  end
  local limit = math.tointeger(tonumber(string.match(query, "limit:(%d+)"))) or 5
  local after = tonumber(string.match(query, "starting_after:c(%d+)")) or 0
  local found, all = {}, #offices + #offices // 3
  for number = after + 1, math.min(after + math.min(limit, 150), all) do
    found[#found + 1] = { id = string.format("contact_6740c%05d", number),
      title = story.identity(offices[number] and offices[number].customer or { number = 6000 + number }).name }
  end
  local last = after + #found
  local more = last < all and { starting_after = "c" .. last, per_page = limit } or nil
  return { total_in_page = #found, results = found, pages = { type = "pages", per_page = limit, next = more } }
end

local function get_conversation(arguments)
  local row = conversations[places[arguments.id] or 0]
  if not row then return nil, "Conversation not found" end
  local object, parts = conversation_object(row), {}
  if row.replied then
    parts[1] = { type = "conversation_part", part_type = "comment", created_at = row.replied,
      author = { type = "admin", id = row.teammate }, body = "<p>Thank you for writing. We are looking into it.</p>" }
  end
  object.conversation_parts = { type = "conversation_part.list", conversation_parts = parts, total_count = #parts }
  return object
end

local function page_of(rows, arguments, usual, make)
  local page, per_page = arguments.page or 1, arguments.per_page or usual
  local total, found = math.max(1, (#rows + per_page - 1) // per_page), {}
  for index = (page - 1) * per_page + 1, math.min(page * per_page, #rows) do found[#found + 1] = make(rows[index]) end
  return found, { type = "pages", page = page, per_page = per_page, total_pages = total }
end

local function list_companies(arguments)
  if arguments.tag_id or arguments.segment_id then return nil, "This workspace has no such tag or segment" end
  local wanted = {}
  for index = #offices, 1, -1 do
    local office = offices[index]
    if (not arguments.name or arguments.name == office.who.company) and
      (not arguments.company_id or arguments.company_id == office.customer.id) then
      wanted[#wanted + 1] = office
    end
  end
  local found, pages = page_of(wanted, arguments, 15, company_object)
  return { type = "list", companies = found, total_count = #wanted, pages = pages }
end

local function list_articles(arguments)
  local found, pages = page_of(articles, arguments, 25, article_object)
  return { type = "list", articles = found, total_count = #articles, pages = pages }
end

-- The tools.

local text, number, texts = { type = "string" }, { type = "number" }, { type = "array", items = { type = "string" } }
local page = { type = "integer", minimum = 1 }
local operated = { type = "string", description = "A number with one of < > = != <= >= in front of it." }

local function up_to(most, usual)
  return { type = "integer", minimum = 1, maximum = most, default = usual }
end

local function tool(name, description, properties, required, reads)
  return {
    name = name, description = description,
    inputSchema = { type = "object", properties = properties, required = required, additionalProperties = false },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

local tools = {
  tool("search_conversations", "Find conversations by their fields, newest first.", {
    ids = texts, source_type = text, source_author_name = text, source_author_email = text,
    state = { type = "string", enum = { "open", "closed", "snoozed" } }, team_assignee_id = text,
    admin_assignee_id = number, statistics_time_to_admin_reply = operated, statistics_time_to_first_close = operated,
    created_at = operated, per_page = up_to(150, 5), starting_after = text,
  }, nil, true),
  tool("search", "Find conversations or contacts with one query.", { query = text }, { "query" }, true),
  tool("get_conversation", "One conversation with its parts.", { id = text }, { "id" }, true),
  tool("list_companies", "The companies, page by page.",
    { name = text, company_id = text, tag_id = text, segment_id = text, per_page = up_to(60, 15), page = page },
    nil, true),
  tool("list_articles", "The articles of the Help Center, page by page.",
    { per_page = up_to(150, 25), page = page }, nil, true),
  tool("create_article", "Write a new article.", { title = text, author_id = number, body = text, state = text },
    { "title", "author_id" }, false),
  tool("update_article", "Change an article.", { id = text, title = text, body = text, state = text }, { "id" }, false),
}

local function is_of_type(value, type_name)
  if type_name == "integer" then return math.type(value) == "integer" end
  return type(value) == (type_name == "array" and "table" or type_name)
end

--- As the real server does: an argument must be known, of its type, of its list and within its bounds.
local function wrong_argument(schema, arguments)
  for name, value in pairs(arguments) do
    local property = schema.properties[name]
    if not property then return "Unrecognized key: " .. tostring(name) end
    if not is_of_type(value, property.type) then return name .. ": expected " .. property.type end
    if property.minimum and (value < property.minimum or value > (property.maximum or value)) then
      return name .. ": out of bounds"
    end
    local known = property.enum == nil
    for _, word in ipairs(property.enum or {}) do known = known or word == value end
    if not known then return name .. ": expected one of " .. table.concat(property.enum, ", ") end
  end
  return nil
end

local ANSWERS = {
  search_conversations = search_conversations, get_conversation = get_conversation, list_companies = list_companies,
  list_articles = list_articles, search = search,
}

local function call(name, arguments)
  if not ANSWERS[name] then return nil, "The simulated Intercom does not run " .. tostring(name) end
  for _, each in ipairs(tools) do
    local wrong = each.name == name and wrong_argument(each.inputSchema, arguments or {})
    if wrong then return nil, wrong end
  end
  return ANSWERS[name](arguments or {})
end

return { name = "intercom", tools = tools, call = call }
