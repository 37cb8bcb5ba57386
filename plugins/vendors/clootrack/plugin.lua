-- Clootrack's replies into rows. The server's field names are not published: each column is looked for under several
-- names, and counts are taken, never shares. A reply without any list is an error, not an empty table.

local plugin = {}
local is_list = data.is_list

local NAMES = {
  week = { "week", "week_start", "period_start", "date", "day", "period", "month" },
  theme = { "theme", "theme_name", "topic", "category", "name" },
  driver = { "driver", "driver_name", "subtheme", "sub_theme" },
  source = { "source", "feedback_source", "channel" },
  project = { "project", "project_name", "workspace" },
  mentions = { "mentions", "mention_count", "volume", "count", "total", "reviews" },
  positive = { "positive", "positive_mentions", "positive_count" },
  negative = { "negative", "negative_mentions", "negative_count" },
}

local LISTS = { "data", "themes", "drivers", "mentions", "results", "items", "rows" }

local function rows_of(reply)
  if is_list(reply) then return reply end
  for _, name in ipairs(LISTS) do
    if is_list(reply[name]) then return reply[name] end
  end
  error("the reply holds no list of rows under a known name")
end

--- The first of the column's names that the row has, at the row itself or in its sentiment.
local function find(row, column)
  for _, name in ipairs(NAMES[column]) do
    if row[name] ~= nil and type(row[name]) ~= "table" then return row[name] end
    local sentiment = row.sentiment
    if type(sentiment) == "table" and sentiment[name] ~= nil then return sentiment[name] end
  end
  return nil
end

local function text(row, column)
  local value = find(row, column)
  if value ~= nil then return tostring(value) end
  local reference = row[NAMES[column][1]]
  return type(reference) == "table" and (reference.name or reference.title) or nil
end

local function count(row, column)
  local value = tonumber(find(row, column))
  return value and math.tointeger(value) or nil
end

--- The first ten characters of an ISO day or time; a month stands for its first day.
local function day_of(value)
  local words = tostring(value)
  local month = string.match(words, "^%d%d%d%d%-%d%d$")
  if month then return month .. "-01" end
  return string.match(words, "^%d%d%d%d%-%d%d%-%d%d")
end

--- One row for each driver of a theme where the reply has them below it, else one for the entry itself.
local function add(rows, theme, entry)
  local positive, negative = count(entry, "positive"), count(entry, "negative")
  rows[#rows + 1] = {
    week = day_of(find(entry, "week") or find(theme, "week")), theme = text(theme, "theme"),
    driver = text(entry, "driver") or (entry ~= theme and entry.name or nil),
    source = text(entry, "source") or text(theme, "source"),
    project = text(entry, "project") or text(theme, "project"), mentions = count(entry, "mentions"),
    positive = positive, negative = negative, net = positive and negative and positive - negative or nil,
  }
end

--- A row for each sentiment; neutral is what is neither. An error where a row does not say both.
local function by_sentiment(rows)
  local split = {}
  for _, row in ipairs(rows) do
    assert(row.mentions and row.net, "the mentions are not split into positive and negative ones")
    local counts = { positive = row.positive, negative = row.negative,
                     neutral = row.mentions - row.positive - row.negative }
    assert(counts.neutral >= 0, "there are more positive and negative mentions than mentions")
    for _, sentiment in ipairs({ "positive", "negative", "neutral" }) do
      split[#split + 1] = {
        week = row.week, theme = row.theme, driver = row.driver, source = row.source, project = row.project,
        sentiment = sentiment, mentions = counts[sentiment],
      }
    end
  end
  return split
end

function plugin.shape(request, reply)
  local rows = {}
  for _, theme in ipairs(rows_of(reply)) do
    if is_list(theme.drivers) and #theme.drivers > 0 then
      for _, driver in ipairs(theme.drivers) do add(rows, theme, driver) end
    else
      add(rows, theme, theme)
    end
  end
  if request.dataset == "sentiment_mentions" then return by_sentiment(rows) end
  return rows
end

--- A page is asked for only as the reply itself speaks of pages: by a cursor, or by number.
function plugin.more(_, arguments, reply)
  if type(reply.next_cursor) == "string" and reply.next_cursor ~= "" then
    arguments.cursor = reply.next_cursor
    return arguments
  end
  local page, last = tonumber(reply.page), tonumber(reply.total_pages)
  if page and last and page < last then
    arguments.page = math.tointeger(page + 1)
    return arguments
  end
  return nil
end

return plugin
