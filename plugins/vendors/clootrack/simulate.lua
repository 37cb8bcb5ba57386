-- A simulated Clootrack: what customers of the story's company say. The real server's tools are not published; these
-- names and fields are plausible ones.

local chance = story.chance
local PAGE_ROWS = 1000

local SOURCES = {
  { name = "Reviews", project = "Voice of customer", share = 1.0, offset = 0.00 },
  { name = "Support tickets", project = "Voice of customer", share = 0.8, offset = 0.07 },
  { name = "Surveys", project = "Post-purchase survey", share = 0.9, offset = -0.05 },
}

local function loudness(theme, days, monday)
  local along = (monday - days.first_monday) / (days.today - days.first_monday)
  local volume = theme.volume * (0.6 + 0.6 * along)
  if theme.name ~= "shipping" then return volume end
  local since_bad = (monday - days.bad_week) // 7
  local quieter = monday >= days.policy_change and 0.75 or 1.05
  return volume * (quieter + (since_bad >= 0 and 1.6 * math.exp(-since_bad / 2.2) or 0))
end

--- Mentions for each week, theme, driver and source.
local function make_mentions(days, mood)
  local random, rows = chance.make_random(seed, 3), {}
  for week = math.max(1, days.weeks - story.weeks_remembered), days.weeks - 1 do
    local monday = days.first_monday + (week - 1) * 7
    for _, theme in ipairs(story.themes) do
      local volume, share = loudness(theme, days, monday), mood[theme.name][week]
      for _, driver in ipairs(theme.drivers) do
        for _, source in ipairs(SOURCES) do
          local mentions = chance.poisson(random, volume * driver[3] * source.share)
          local bad = math.max(0.02, math.min(0.92, share + driver[2] + source.offset))
          local negative = chance.binomial(random, mentions, bad)
          rows[#rows + 1] = {
            week = monday, theme = theme.name, driver = driver[1], source = source.name, project = source.project,
            mentions = mentions, negative = negative, positive = chance.binomial(random, mentions - negative, 0.64),
          }
        end
      end
    end
  end
  return rows
end

local line = story.timeline(now)
local all_mentions = make_mentions(line, story.mood(seed, line))

local function mention_row(row)
  return {
    week_start = story.iso_day(row.week), theme = row.theme, driver = row.driver, source = row.source,
    project = row.project, mentions = row.mentions, positive = row.positive, negative = row.negative,
    neutral = row.mentions - row.positive - row.negative,
  }
end

local function theme_mentions(arguments)
  local first = 1
  if arguments.cursor ~= nil then first = math.tointeger(tonumber(arguments.cursor)) end
  if not first or first < 1 or first > #all_mentions then return nil, "The cursor is not valid" end
  local found = {}
  local last = math.min(first + PAGE_ROWS - 1, #all_mentions)
  for index = first, last do found[#found + 1] = mention_row(all_mentions[index]) end
  return { data = found, next_cursor = last < #all_mentions and tostring(last + 1) or nil }
end

local function call(tool, arguments)
  if tool == "get_theme_mentions" then return theme_mentions(arguments or {}) end
  if tool == "list_projects" then
    return { data = { { id = 1, name = "Voice of customer" }, { id = 2, name = "Post-purchase survey" } } }
  end
  return nil, "The simulated Clootrack does not run " .. tostring(tool)
end

local text = { type = "string" }

local function tool(name, description, properties, reads)
  return {
    name = name, description = description, inputSchema = { type = "object", properties = properties },
    annotations = { readOnlyHint = reads, destructiveHint = not reads },
  }
end

return {
  name = "clootrack",
  tools = {
    tool("get_theme_mentions", "Mentions by week, theme, driver and source, with sentiment.", { cursor = text }, true),
    tool("list_projects", "The projects of the workspace.", nil, true),
    tool("create_project", "Make a project.", { name = text }, false),
    tool("update_theme_label", "Rename a theme.", { theme = text, label = text }, false),
    tool("delete_theme", "Delete a theme and its mentions.", { theme = text }, false),
  },
  call = call,
}
