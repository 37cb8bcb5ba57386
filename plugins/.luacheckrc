-- What a vendor plugin may name: the plain language, and no way to the world or to chance.
-- luacheck --config plugins/.luacheckrc plugins engine/sim/story.lua

local plain_math = {
  fields = {
    abs = {}, ceil = {}, cos = {}, exp = {}, floor = {}, fmod = {}, huge = {}, log = {}, max = {}, maxinteger = {},
    min = {}, mininteger = {}, modf = {}, pi = {}, sin = {}, sqrt = {}, tointeger = {}, type = {}, ult = {},
  },
}

stds.plugin = {
  read_globals = {
    "assert", "error", "ipairs", "next", "pairs", "pcall", "select", "tonumber", "tostring", "type",
    math = plain_math,
    string = {
      fields = {
        byte = {}, char = {}, find = {}, format = {}, gmatch = {}, gsub = {}, len = {}, lower = {}, match = {},
        rep = {}, reverse = {}, sub = {}, upper = {},
      },
    },
    data = {
      fields = { child = {}, entry = {}, is_list = {}, is_private = {}, rows = {}, text = {}, whole = {} },
    },
    days = { fields = { iso = {}, number = {}, plus = {}, text = {}, unix = {}, utc = {} } },
    money = { fields = { digits = {}, minor = {}, rounded = {} } },
    postgres = {
      fields = { columns = {}, found = {}, next_page = {}, page = {}, records = {}, table_named = {} },
    },
    table = { fields = { concat = {}, insert = {}, move = {}, pack = {}, remove = {}, sort = {}, unpack = {} } },
  },
}

std = "plugin"
max_line_length = 120

files["**/manifest.lua"] = { std = "none" }
files["**/simulate.lua"] = { read_globals = { "story", "now", "seed" } }
