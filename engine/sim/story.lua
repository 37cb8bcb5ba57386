-- The one company behind all simulated vendors: Larkfield Boxes, which sells office snack boxes by subscription. What
-- Stripe bills, Ecomail mails and Clootrack hears comes from the same 36 months, so that questions over several vendors
-- have true answers: weeks of unhappiness about shipping and prices are weeks of cancellations.
--
-- story.build(seed, now) gives the books, the same for the same seed and the same UTC day; everything lies before that
-- day. A vendor's simulate.lua makes the rest of what it tells from the same days and moods, with the helpers of
-- story.chance and story.calendar.

local story = {}

local DAY_S = 86400
local MONTHS = 36
local TRIAL_DAYS = 14

story.company = "Larkfield Boxes"
story.weeks_remembered = 104  -- by the vendors that are no bookkeepers

-- share: of the customers; before, after: the price change, a month in cents; boxes: at most.
story.plans = {
  { name = "Starter", product = "prod_LfStarter", share = 0.45, churn = 1.25, boxes = 1,
    before = { USD = 2900, EUR = 2700 }, after = { USD = 3500, EUR = 3200 } },
  { name = "Team", product = "prod_LfTeam", share = 0.38, churn = 0.90, boxes = 2,
    before = { USD = 7900, EUR = 7300 }, after = { USD = 8900, EUR = 8200 } },
  { name = "Business", product = "prod_LfBusiness", share = 0.17, churn = 0.60, boxes = 4,
    before = { USD = 19900, EUR = 18500 }, after = { USD = 22900, EUR = 21200 } },
}

local COUNTRIES = {
  { "US", 0.52, "USD" }, { "CA", 0.05, "USD" }, { "DE", 0.14, "EUR" }, { "FR", 0.08, "EUR" }, { "NL", 0.07, "EUR" },
  { "ES", 0.05, "EUR" }, { "IE", 0.03, "EUR" }, { "AT", 0.03, "EUR" }, { "FI", 0.03, "EUR" },
}

-- Sign-ups by calendar month: offices decide in January and in autumn, and rest in summer.
story.season = { 1.15, 1.00, 1.05, 0.98, 0.95, 0.90, 0.82, 0.85, 1.10, 1.12, 1.18, 0.90 }

-- base: usual share of negative mentions; volume: mentions a week; offset: how much worse a driver is than its theme.
story.themes = {
  { name = "shipping", base = 0.31, noise = 0.034, volume = 7.5, drivers = {
    { "late delivery", 0.06, 1.5 }, { "damaged parcel", 0.02, 0.6 }, { "tracking updates", -0.08, 0.9 } } },
  { name = "pricing", base = 0.26, noise = 0.025, volume = 5.0, drivers = {
    { "price increase", 0.10, 0.8 }, { "value for money", -0.06, 1.2 } } },
  { name = "support", base = 0.20, noise = 0.030, volume = 5.2, drivers = {
    { "response time", 0.06, 1.1 }, { "agent helpfulness", -0.08, 0.9 } } },
  { name = "quality", base = 0.18, noise = 0.025, volume = 6.0, drivers = {
    { "freshness", 0.02, 1.2 }, { "taste and variety", -0.03, 0.8 } } },
  { name = "onboarding", base = 0.22, noise = 0.030, volume = 3.6, drivers = {
    { "first box", -0.04, 1.0 }, { "account set-up", 0.05, 1.0 } } },
  { name = "website", base = 0.16, noise = 0.025, volume = 3.2, drivers = {
    { "checkout", 0.03, 1.0 }, { "finding products", -0.02, 1.0 } } },
}

-- Chance: xorshift64*, an own stream for each part, so that a change in one part leaves the others as they were.

--- A function that gives numbers from 0 to below 1; salt: the number of the stream, which no other part uses.
local function make_random(seed, salt)
  local state = (seed * 0x9E3779B97F4A7C15 + salt * 0x2545F4914F6CDD1D) | 1
  local function random()
    state = state ~ (state >> 12)
    state = state ~ (state << 25)
    state = state ~ (state >> 27)
    return ((state * 0x2545F4914F6CDD1D) >> 11) / 9007199254740992.0
  end
  for _ = 1, 8 do random() end
  return random
end

--- Around 0, mostly between -1 and 1, never beyond 3.5.
local function normal(random)
  return (random() + random() + random() + random() - 2) * 1.7320508075688772
end

--- To the nearest whole number, halves up.
local function rounded(value)
  return math.floor(value + 0.5)
end

--- How many of so many things happen, when each has the same chance.
local function binomial(random, count, chance)
  if count > 24 then
    local spread = math.sqrt(count * chance * (1 - chance))
    return math.max(0, math.min(count, rounded(count * chance + spread * normal(random))))
  end
  local hits = 0
  for _ = 1, count do
    if random() < chance then hits = hits + 1 end
  end
  return hits
end

--- How many things happen where so many are usual.
local function poisson(random, mean)
  if mean > 24 then return math.max(0, rounded(mean + math.sqrt(mean) * normal(random))) end
  local floor_at, product, count = math.exp(-mean), random(), 0
  while product > floor_at do
    product = product * random()
    count = count + 1
  end
  return count
end

--- One item of the list, each as often as its share says; share_at: where the share stands, "share" if not given.
local function pick(random, list, share_at)
  local left = random()
  for _, item in ipairs(list) do
    left = left - item[share_at or "share"]
    if left < 0 then return item end
  end
  return list[#list]
end

--- One item of the list, each as often as any other.
local function any(random, list)
  return list[1 + math.floor(random() * #list)]
end

story.chance = {
  make_random = make_random, normal = normal, rounded = rounded, binomial = binomial, poisson = poisson, pick = pick,
  any = any,
}

-- Days are counted from 1970-01-01, all in UTC.

--- The day as a number, of a date.
local function day_number(year, month, day)
  local shifted = month <= 2 and year - 1 or year
  local era = shifted // 400
  local of_era = shifted - era * 400
  local of_year = (153 * (month + (month > 2 and -3 or 9)) + 2) // 5 + day - 1
  return era * 146097 + of_era * 365 + of_era // 4 - of_era // 100 + of_year - 719468
end

--- Year, month and day of the month, of a day as a number.
local function civil(day)
  local shifted = day + 719468
  local era = shifted // 146097
  local of_era = shifted - era * 146097
  local year_of_era = (of_era - of_era // 1460 + of_era // 36524 - of_era // 146096) // 365
  local of_year = of_era - (365 * year_of_era + year_of_era // 4 - year_of_era // 100)
  local month_index = (5 * of_year + 2) // 153
  local month = month_index < 10 and month_index + 3 or month_index - 9
  local year = year_of_era + era * 400 + (month <= 2 and 1 or 0)
  return year, month, of_year - (153 * month_index + 2) // 5 + 1
end

local function month_start(year, month_from_zero)
  return day_number(year + month_from_zero // 12, month_from_zero % 12 + 1, 1)
end

--- The Monday of the day's week.
local function monday_of(day)
  return day - (day + 3) % 7
end

--- The time of day stays; the 31st becomes the last day of a shorter month.
local function add_months(time, months)
  local year, month, day = civil(time // DAY_S)
  local first = month_start(year, month - 1 + months)
  local length = month_start(year, month + months) - first
  return (first + math.min(day, length) - 1) * DAY_S + time % DAY_S
end

--- "2026-09-01", of a day as a number; also in story.calendar.
function story.iso_day(day)
  return string.format("%04d-%02d-%02d", civil(day))
end

--- "2026-09-01T10:00:00", of Unix seconds, and what a vendor writes behind it: "Z", ".000Z".
local function iso_time(seconds, behind)
  local rest = seconds % DAY_S
  return string.format("%sT%02d:%02d:%02d%s", story.iso_day(seconds // DAY_S), rest // 3600, rest // 60 % 60, rest % 60,
    behind or "")
end

--- The first day of the month so many months ago: a series that began a day later every day would be another every day.
local function month_begin(day, months)
  local year, month = civil(day)
  return month_start(year, month - 1 - months)
end

story.calendar = {
  civil = civil, monday_of = monday_of, iso_day = story.iso_day, day_number = day_number, month_begin = month_begin,
  iso_time = iso_time,
}

--- The days on which something happened, as numbers; horizon is in Unix seconds, weeks is a count.
function story.timeline(now)
  local today = now // DAY_S
  local line = {
    today = today,
    horizon = today * DAY_S,                         -- nothing is recorded from here on
    first = month_begin(today, MONTHS),
    price_change = month_begin(today, 14),
    policy_change = month_begin(today, 5),
    bad_week = monday_of(today - 63),
  }
  line.first_monday = monday_of(line.first)
  line.weeks = (today - 1 - line.first_monday) // 7 + 1
  return line
end

--- The same days by the names that a reader knows: { ["price change"] = "2026-09-01", ... }.
function story.named_days(now)
  local line = story.timeline(now)
  return {
    ["policy change"] = story.iso_day(line.policy_change),
    ["price change"] = story.iso_day(line.price_change),
    ["shipping delays"] = story.iso_day(line.bad_week),
  }
end

local function week_of(line, day)
  return (day - line.first_monday) // 7 + 1
end

-- Mood: for each theme the share of negative mentions, week by week.

--- What the company's own deeds add to the usual share.
local function deeds(theme, line, monday)
  local since_bad = (monday - line.bad_week) // 7
  local fading = since_bad >= 0 and math.exp(-since_bad / 2.2) or 0
  if theme == "shipping" then
    local since_policy = math.max(0, (monday - line.policy_change) / 7)
    return 0.42 * fading - 0.14 * (1 - math.exp(-since_policy / 3))
  elseif theme == "support" then
    return 0.16 * fading
  elseif theme == "pricing" and monday >= line.price_change then
    return 0.20 * math.exp(-(monday - line.price_change) / 7 / 16)
  elseif theme == "onboarding" then
    return -0.05 * (monday - line.first_monday) / 7 / line.weeks
  end
  return 0
end

--- By a theme's name a list of shares: the first is the week of line.first_monday, the last is yesterday's.
function story.mood(seed, line)
  local mood = {}
  for index, theme in ipairs(story.themes) do
    local random, drift, shares = make_random(seed, 100 + index), 0, {}
    for week = 1, line.weeks do
      drift = 0.86 * drift + theme.noise * normal(random)
      local share = theme.base + drift + deeds(theme.name, line, line.first_monday + (week - 1) * 7)
      shares[week] = math.max(0.04, math.min(0.85, share))
    end
    mood[theme.name] = shares
  end
  return mood
end

--- How much likelier a cancellation is than usual: this and last week's mood about shipping, and less so about prices.
local function pressure(mood, week)
  local before = math.max(1, week - 1)
  local shipping = (mood.shipping[week] + mood.shipping[before]) / 2
  local pricing = (mood.pricing[week] + mood.pricing[before]) / 2
  return math.exp(5.0 * (shipping - 0.29) + 2.2 * (pricing - 0.28))
end

-- Customers and subscriptions.

local function office_time(random, day)
  return day * DAY_S + 6 * 3600 + math.floor(random() * 16 * 3600)
end

local function add_subscription(world, customer, created)
  local random = world.random
  local plan = pick(random, story.plans)
  local interval = random() < 0.13 and "year" or "month"
  local prices = created >= world.line.price_change * DAY_S and plan.after or plan.before
  local month_price = prices[customer.currency]
  local trial_end = random() < 0.10 and created + TRIAL_DAYS * DAY_S or nil
  local number = #world.subscriptions + 1
  world.subscriptions[number] = {
    id = string.format("sub_Lf%05d", number), number = number, customer = customer, plan = plan, interval = interval,
    unit_amount = interval == "year" and month_price * 10 or month_price,
    quantity = 1 + math.floor(random() * plan.boxes), generation = prices == plan.after and "2" or "1",
    created = created, trial_end = trial_end, started = trial_end or created, status = "active",
    by_invoice = plan.name == "Business" and random() < 0.35,
  }
end

local function add_customer(world, day)
  local random = world.random
  local place = pick(random, COUNTRIES, 2)
  local number = #world.customers + 1
  local created = office_time(random, day)
  local customer = {
    id = string.format("cus_Lf%05d", number), number = number, created = created, country = place[1],
    currency = place[3], brand = random() < 0.55 and "visa" or (random() < 0.7 and "mastercard" or "amex"),
  }
  world.customers[number] = customer
  add_subscription(world, customer, created + 60)
end

local function sign_up(world)
  local line = world.line
  for day = line.first, line.today - 1 do
    local _, month = civil(day)
    local along = (day - line.first) / (line.today - line.first)
    local weekday = (day + 3) % 7 < 5 and 1.2 or 0.5
    local launch = day < line.first + 28 and 1.2 or 0
    for _ = 1, poisson(world.random, (0.50 + 0.52 * along) * story.season[month] * weekday + launch) do
      add_customer(world, day)
    end
  end
end

local function period_months(subscription)
  return subscription.interval == "year" and 12 or 1
end

--- The end of the period already paid for.
local function period_end(subscription, time)
  local periods, months = 1, period_months(subscription)
  while add_months(subscription.started, periods * months) <= time do periods = periods + 1 end
  return add_months(subscription.started, periods * months)
end

local function end_subscription(subscription, time, ended_at, horizon)
  subscription.canceled_at = time
  if ended_at < horizon then
    subscription.ended_at, subscription.status = ended_at, "canceled"
  else
    subscription.cancel_at = ended_at
  end
end

local function leave_after(world, subscription, time)
  local random, horizon = world.random, world.line.horizon
  local at_period_end = subscription.interval == "month" and random() < 0.35
  end_subscription(subscription, time, at_period_end and period_end(subscription, time) or time, horizon)
  local back = time + math.floor((60 + random() * 150) * DAY_S)
  if random() < 0.06 and back < horizon then add_subscription(world, subscription.customer, back) end
end

-- Names: from the customer's number alone, so that every vendor knows the same office by the same name and address.

local FIRST_NAMES = { "Ada", "Ben", "Clara", "David", "Elin", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Katya",
  "Liam", "Mara", "Nils", "Olga", "Pavel", "Rosa", "Simon", "Tilda", "Umar", "Vera", "Wim", "Yara" }
local LAST_NAMES = { "Abbott", "Brandt", "Costa", "Dvorak", "Ellis", "Fischer", "Garnier", "Hansen", "Ito", "Jensen",
  "Keller", "Lindqvist", "Moreau", "Novak", "Okafor", "Petit", "Quinn", "Rossi", "Schmidt", "Tran", "Ueda", "Vance" }
local COMPANY_NAMES = { "Alder", "Birch", "Cobalt", "Delta", "Ember", "Fjord", "Granite", "Harbor", "Indigo", "Juniper",
  "Kestrel", "Lantern", "Meridian", "Northlight", "Orchard", "Pinnacle", "Quarry", "Ridge", "Summit", "Tidal" }
local COMPANY_KINDS = { "Studio", "Labs", "Partners", "Works", "Systems", "Media", "Logistics", "Clinic", "Legal",
  "Design", "Energy", "Foods", "Robotics", "Travel", "Capital", "Print", "Academy", "Health", "Architects" }

--- Who a customer is: { name, email, company, domain, first_name, last_name, industry, employees }.
function story.identity(customer)
  local number = customer.number
  local first = FIRST_NAMES[number * 7 % #FIRST_NAMES + 1]
  local last = LAST_NAMES[number * 5 % #LAST_NAMES + 1]
  local kind = COMPANY_KINDS[number * 3 % #COMPANY_KINDS + 1]
  local word = COMPANY_NAMES[number % #COMPANY_NAMES + 1]
  local round = number // (#COMPANY_NAMES * #COMPANY_KINDS)
  local company = word .. " " .. kind .. (round > 0 and " " .. round + 1 or "")
  local domain = string.lower(string.gsub(company, " ", "-")) .. ".example"
  return {
    first_name = first, last_name = last, name = first .. " " .. last, company = company, domain = domain,
    email = string.lower(first .. "." .. last) .. "@" .. domain, industry = kind,
    employees = 5 + number * 37 % 180,
  }
end

--- Goes week by week until the subscriber leaves or today comes.
local function live(world, subscription)
  local random, line = world.random, world.line
  if subscription.trial_end and random() < 0.3 then
    local time = subscription.created + math.floor(random() * TRIAL_DAYS * DAY_S)
    if time < line.horizon then end_subscription(subscription, time, subscription.trial_end, line.horizon) end
    return
  end
  if subscription.started >= line.horizon then
    subscription.status = "trialing"
    return
  end
  local first = week_of(line, subscription.started // DAY_S) + 1
  local usual = 0.0062 * subscription.plan.churn * (subscription.interval == "year" and 0.4 or 1)
  for week = first, line.weeks do
    local young = week - first < 12 and 1.4 or 1
    if random() < usual * young * world.pressure[week] then
      local time = office_time(random, line.first_monday + (week - 1) * 7 + math.floor(random() * 7))
      if time < line.horizon then leave_after(world, subscription, time) end
      return
    end
  end
end

local function make_subscriptions(seed, line, mood)
  local world = { line = line, random = make_random(seed, 1), customers = {}, subscriptions = {}, pressure = {} }
  for week = 1, line.weeks do world.pressure[week] = pressure(mood, week) end
  sign_up(world)
  local index = 1
  while index <= #world.subscriptions do
    live(world, world.subscriptions[index])
    index = index + 1
  end
  return world
end

-- Money: invoices, charges, refunds, disputes, the balance and payouts.

local function add_charge(books, customer, time, amount, more)
  local number = #books.charges + 1
  local charge = {
    id = string.format("ch_Lf%06d", number), number = number, created = time, customer = customer, amount = amount,
    currency = customer.currency, status = "succeeded", refunded = 0, disputed = false, method = "card",
  }
  for key, value in pairs(more) do charge[key] = value end
  books.charges[number] = charge
  return charge
end

local FAILURES = { "insufficient_funds", "card_declined", "expired_card", "insufficient_funds" }

--- Tries the card at once, after three days and after eight. Gives "paid", "open" (to be tried again) or "lost".
local function collect(books, subscription, invoice)
  local random, chance = books.random, { 0.040, 0.34, 0.32 }
  for attempt, days in ipairs({ 0, 3, 8 }) do
    local time = invoice.created + days * DAY_S
    if time >= books.horizon then return "open" end
    local failed = random() < chance[attempt]
    local failure = failed and any(random, FAILURES) or nil
    add_charge(books, subscription.customer, time, invoice.amount,
      { status = failed and "failed" or "succeeded", failure_code = failure, invoice = invoice })
    if not failed then
      invoice.paid_at = time
      return "paid"
    end
  end
  return "lost"
end

--- A bill that the customer pays by bank transfer, sooner or later or never.
local function collect_by_transfer(books, subscription, invoice)
  local random = books.random
  invoice.due = invoice.created + 30 * DAY_S
  local time = invoice.created + math.floor((6 + random() * random() * 62) * DAY_S)
  if random() < 0.02 then return invoice.due + 60 * DAY_S < books.horizon and "lost" or "open" end
  if time >= books.horizon then return "open" end
  add_charge(books, subscription.customer, time, invoice.amount,
    { method = subscription.customer.currency == "EUR" and "sepa_debit" or "us_bank_account", invoice = invoice })
  invoice.paid_at = time
  return "paid"
end

local function bill_period(books, subscription, time)
  local number = #books.invoices + 1
  local invoice = {
    id = string.format("in_Lf%06d", number), number = number, created = time, customer = subscription.customer,
    subscription = subscription, amount = subscription.unit_amount * subscription.quantity,
    currency = subscription.customer.currency,
  }
  books.invoices[number] = invoice
  local outcome = (subscription.by_invoice and collect_by_transfer or collect)(books, subscription, invoice)
  invoice.status = outcome == "lost" and "uncollectible" or outcome
  if outcome == "lost" and not subscription.by_invoice and not subscription.canceled_at then
    end_subscription(subscription, time + 8 * DAY_S, time + 8 * DAY_S, books.horizon)
    subscription.unpaid = true
  elseif outcome == "open" and not subscription.by_invoice and subscription.status == "active" then
    subscription.status = "past_due"
  end
end

local function bill(books, subscription)
  local random, months = books.random, period_months(subscription)
  local period, time = 0, subscription.started
  while time < books.horizon and time < (subscription.ended_at or books.horizon) do
    bill_period(books, subscription, time)
    local extra = time + math.floor(random() * 28 * DAY_S)
    if random() < 0.30 and extra < (subscription.ended_at or books.horizon) then
      add_charge(books, subscription.customer, extra, 1200 + 50 * math.floor(random() * 120), { order = true })
    end
    period = period + 1
    time = add_months(subscription.started, period * months)
  end
end

local function maybe_refund(books, charge, in_trouble, bad_time)
  local random = books.random
  if random() >= (in_trouble and 0.10 or 0.011) then return end
  local earliest = in_trouble and math.max(charge.created + DAY_S, bad_time) or charge.created + DAY_S
  local time = earliest + math.floor(random() * (in_trouble and 9 or 13) * DAY_S)
  if time >= books.horizon then return end
  local number = #books.refunds + 1
  charge.refunded = random() < 0.7 and charge.amount or charge.amount // 2
  books.refunds[number] = {
    id = string.format("re_Lf%05d", number), number = number, created = time, charge = charge,
    amount = charge.refunded, currency = charge.currency, status = "succeeded",
    reason = random() < 0.85 and "requested_by_customer" or "duplicate",
  }
end

local function maybe_dispute(books, charge, in_trouble)
  local random = books.random
  if charge.refunded > 0 or random() >= (in_trouble and 0.010 or 0.0024) then return end
  local time = charge.created + math.floor((5 + random() * 30) * DAY_S)
  if time >= books.horizon then return end
  local reasons = { "fraudulent", "subscription_canceled", "credit_not_processed", "product_not_received" }
  local number = #books.disputes + 1
  charge.disputed = true
  local open = time > books.horizon - 45 * DAY_S
  books.disputes[number] = {
    id = string.format("dp_Lf%05d", number), number = number, created = time, charge = charge, amount = charge.amount,
    currency = charge.currency,
    reason = (in_trouble and random() < 0.7) and reasons[4] or any(random, reasons),
    status = open and (random() < 0.5 and "needs_response" or "under_review") or (random() < 0.35 and "won" or "lost"),
  }
end

local function add_entry(books, type_name, time, amount, fee, currency, source)
  local number = #books.entries + 1
  books.entries[number] = {
    id = string.format("txn_Lf%06d", number), number = number, created = time, type = type_name, amount = amount,
    fee = fee, net = amount - fee, currency = currency, source = source,
  }
end

local function oldest_first(one, other)
  if one.created ~= other.created then return one.created < other.created end
  return one.number < other.number
end

local function newest_first(one, other)
  if one.created ~= other.created then return one.created > other.created end
  return one.number > other.number
end

--- Each Friday what has been settled for two days is sent off, and arrives on Monday.
local function pay_out(books, line)
  local entries, waiting, next_entry = books.entries, { EUR = 0, USD = 0 }, 1
  local settled_entries = #entries
  for monday = line.first_monday + 14, line.today + 3, 7 do
    local created = (monday - 3) * DAY_S + 3600
    if created >= line.horizon then break end
    while next_entry <= settled_entries and entries[next_entry].created < created - 2 * DAY_S do
      local entry = entries[next_entry]
      waiting[entry.currency] = waiting[entry.currency] + entry.net
      next_entry = next_entry + 1
    end
    for _, currency in ipairs({ "EUR", "USD" }) do
      if waiting[currency] > 0 then
        local number = #books.payouts + 1
        books.payouts[number] = {
          id = string.format("po_Lf%05d", number), number = number, created = created, arrival = monday * DAY_S,
          amount = waiting[currency], currency = currency, status = monday < line.today and "paid" or "in_transit",
        }
        add_entry(books, "payout", created, -waiting[currency], 0, currency, books.payouts[number].id)
        waiting[currency] = 0
      end
    end
  end
end

local function keep_books(seed, line, subscriptions)
  local books = {
    random = make_random(seed, 2), horizon = line.horizon, charges = {}, invoices = {}, refunds = {}, disputes = {},
    entries = {}, payouts = {},
  }
  for _, subscription in ipairs(subscriptions) do bill(books, subscription) end
  local bad_time = line.bad_week * DAY_S
  for _, charge in ipairs(books.charges) do
    if charge.status == "succeeded" then
      local in_trouble = charge.created >= bad_time - 12 * DAY_S and charge.created < bad_time + 10 * DAY_S
      maybe_refund(books, charge, in_trouble, bad_time)
      maybe_dispute(books, charge, in_trouble)
      add_entry(books, "charge", charge.created, charge.amount, (charge.amount * 29 + 500) // 1000 + 30,
        charge.currency, charge.id)
    end
  end
  for _, refund in ipairs(books.refunds) do
    add_entry(books, "refund", refund.created, -refund.amount, 0, refund.currency, refund.id)
  end
  for _, dispute in ipairs(books.disputes) do
    add_entry(books, "adjustment", dispute.created, -dispute.amount, 1500, dispute.currency, dispute.id)
  end
  table.sort(books.entries, oldest_first)
  pay_out(books, line)
  for _, name in ipairs({ "charges", "invoices", "refunds", "disputes", "entries", "payouts" }) do
    table.sort(books[name], newest_first)
  end
  return books
end

--- The customers and all that was billed and paid, newest first. now is Unix seconds; only its UTC day matters.
function story.build(seed, now)
  local line = story.timeline(now)
  local mood = story.mood(seed, line)
  local world = make_subscriptions(seed, line, mood)
  local books = keep_books(seed, line, world.subscriptions)
  table.sort(world.customers, newest_first)
  table.sort(world.subscriptions, newest_first)
  return {
    timeline = line, customers = world.customers, subscriptions = world.subscriptions, charges = books.charges,
    invoices = books.invoices, refunds = books.refunds, disputes = books.disputes, payouts = books.payouts,
    balance_transactions = books.entries,
  }
end

return story
