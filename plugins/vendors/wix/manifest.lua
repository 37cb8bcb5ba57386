-- Wix: the sites of an account, and their orders, contacts and blog posts. Data only; read in an empty
-- environment. Orders, contacts and posts come from a tool that calls any address of Wix's REST interface, reads and
-- writes alike: it is bound to three addresses that search, letter by letter. The tool that runs scripts stays refused.

local placed = { "status", "!=", "REJECTED" }
local sold = { "status", "=", "APPROVED" }

return {
    id = "wix", name = "Wix", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "wix.com", "wix studio" },
    docs = "https://dev.wix.com/docs/overview/ai-the-wix-platform/the-wix-mcp",

    server = { url = "https://mcp.wix.com/mcp", transport = "both", confidence = "documented" },
    auth = { kind = "oauth", scopes = {} },

    settings = {
        { name = "site_id", optional = true, pattern = "^[0-9A-Fa-f-]{8,64}$",
          example = "0f6c2d1e-5b7a-4c39-9a51-7d2f8e3b6c40",
          means = "the id of the site whose orders, contacts and posts are read, as in its dashboard's address; \z
                   without it all are, as long as they are ten at most" },
    },

    tools = {
        sites = {
            names = { "ListWixSites" }, confidence = "documented", closed = true,
            description = "The sites of the account, with id and name.",
            arguments = { { path = "nameSearch" } },
        },
        search = {
            names = { "CallWixSiteAPI" }, confidence = "documented", reads = true, closed = true,
            description = "Calls an address of Wix's REST interface; only three that search are let through.",
            arguments = {
                { path = "url", required = true, one_of = {
                    "https://www.wixapis.com/ecom/v1/orders/search",
                    "https://www.wixapis.com/contacts/v4/contacts/query",
                    "https://www.wixapis.com/blog/v3/posts/query",
                } },
                { path = "method", required = true, constant = "POST" },
                { path = "siteId", required = true, pattern = "^[0-9A-Za-z-]{1,64}$" },
                { path = "sourceDocUrl", required = true, pattern = "^https://dev\\.wix\\.com/docs/[a-z0-9/-]+$" },
                { path = "reason", required = true },
                { path = "body", required = true, pattern = "^\\{\"(search|query)\":.*\\}$" },
            },
        },
    },

    account = { tool = "sites", values = { sites = "text:^[0-9A-Za-z-]+( [^|]*)?(\\|[0-9A-Za-z-]+ [^|]*)*$" } },

    datasets = {
        sites = {
            name = "sites",
            description = "One row for each site of the account, as it is today; the reply's form is unconfirmed.",
            synonyms = { "wix sites", "wix websites" },
            tool = "sites", pushes_range = false, longest_range_days = 0,
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "site", kind = "text", role = "dimension" },
            },
        },
        orders = {
            name = "orders", description = "One row for each order of the site, by when it was made.",
            synonyms = { "store orders", "wix orders", "sales" },
            tool = "search", time = "created", pushes_range = true, longest_range_days = 0,
            unique = { "id" }, paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "email", kind = "text", role = "key", identity = "email" },
                { name = "status", kind = "text", role = "dimension" },
                { name = "payment_status", kind = "text", role = "dimension" },
                { name = "fulfillment_status", kind = "text", role = "dimension" },
                { name = "channel", kind = "text", role = "dimension", description = "Where it was placed." },
                { name = "site", kind = "text", role = "dimension" },
                { name = "total", kind = "money", role = "measure", description = "With tax and shipping." },
                { name = "currency", kind = "text", role = "dimension" },
            },
        },
        order_items = {
            name = "order items", description = "One row for each line of an order, by when the order was made.",
            synonyms = { "line items", "products sold" },
            tool = "search", time = "created", pushes_range = true, longest_range_days = 0,
            unique = { "order", "line" }, paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "order", kind = "text", role = "key" },
                { name = "line", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "product", kind = "text", role = "dimension", identity = "product" },
                { name = "site", kind = "text", role = "dimension" },
                { name = "quantity", kind = "count", role = "measure" },
                { name = "status", kind = "text", role = "dimension", description = "The order's." },
                { name = "payment_status", kind = "text", role = "dimension" },
                { name = "fulfillment_status", kind = "text", role = "dimension" },
            },
        },
        contacts = {
            name = "contacts", description = "One row for each contact that the site has today; no names.",
            synonyms = { "wix contacts" },
            tool = "search", time = "created", starts = "created", ends = "ended", pushes_range = false,
            longest_range_days = 0, unique = { "id" }, paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "email", kind = "text", role = "key", identity = "email" },
                { name = "ended", kind = "time", role = "time",
                  description = "Always empty: deleted contacts are not listed." },
                { name = "source", kind = "text", role = "dimension" },
                { name = "site", kind = "text", role = "dimension" },
            },
        },
        new_contacts = {
            name = "new contacts", description = "One row for each of today's contacts, by when it was made.",
            synonyms = { "contacts by date" },
            tool = "search", time = "created", pushes_range = true, longest_range_days = 0,
            unique = { "id" }, paging = { rows_per_page = 500, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "created", kind = "time", role = "time" },
                { name = "email", kind = "text", role = "key", identity = "email" },
                { name = "source", kind = "text", role = "dimension" },
                { name = "site", kind = "text", role = "dimension" },
            },
        },
        posts = {
            name = "blog posts", description = "One row for each post that is published on the site's blog.",
            synonyms = { "posts", "blog", "articles" },
            tool = "search", time = "published", pushes_range = false, longest_range_days = 0, unique = { "id" },
            paging = { rows_per_page = 100, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "published", kind = "time", role = "time", description = "For the first time." },
                { name = "post", kind = "text", role = "dimension" },
                { name = "site", kind = "text", role = "dimension" },
                { name = "language", kind = "text", role = "dimension" },
            },
        },
    },

    metrics = {
        orders = {
            name = "orders",
            synonyms = { "Wix orders", "sales count", "number of orders", "order count", "store orders",
                         "shop orders", "sales orders", "online orders" },
            description = "The number of orders placed in the period, in any state but rejected.",
            dataset = "orders", value = { count = true, where = { placed } }, kind = "count", better = "up",
        },
        revenue = {
            name = "revenue",
            synonyms = { "sales", "Wix sales", "Wix revenue", "store revenue", "order totals", "turnover",
                         "sales revenue", "gross sales", "money made" },
            description = "The totals of approved orders, with tax and shipping, after discounts and before refunds.",
            dataset = "orders", value = { sum = "total", where = { sold } }, kind = "money", better = "up",
        },
        average_order_value = {
            name = "average order value", synonyms = { "AOV", "mean order value", "average order", "basket value" },
            description = "The mean total of an approved order.",
            dataset = "orders", value = { mean = "total", where = { sold } }, kind = "money", better = "up",
            sample_min = 20,
        },
        cancelled_orders = {
            name = "cancelled orders",
            synonyms = { "canceled orders", "orders cancelled", "order cancellations", "cancellations" },
            description = "The number of orders of the period that are cancelled today.",
            dataset = "orders", value = { count = true, where = { { "status", "=", "CANCELED" } } }, kind = "count",
            better = "down",
        },
        units_sold = {
            name = "units sold",
            synonyms = { "items sold", "products sold", "quantity sold", "best sellers", "best-selling products" },
            description = "The pieces of products in approved orders.",
            dataset = "order_items", value = { sum = "quantity", where = { sold } }, kind = "count", better = "up",
        },
        contacts = {
            name = "contacts", synonyms = { "Wix contacts", "leads", "number of contacts", "site contacts" },
            description = "How many of today's contacts were there at the end of the period.",
            dataset = "contacts", value = { count = true, at = "end" }, kind = "count", better = "up",
        },
        new_contacts = {
            name = "new contacts",
            synonyms = { "new leads", "contacts added", "contacts gained", "contacts created", "new subscribers",
                         "leads gained" },
            description = "How many of today's contacts came in during the period.",
            dataset = "new_contacts", value = { count = true }, kind = "count", better = "up",
        },
        blog_posts = {
            name = "blog posts",
            synonyms = { "articles", "posts published", "blog articles", "published posts", "number of blog posts" },
            description = "The number of posts on the blog, by when each was first published.",
            dataset = "posts", value = { count = true }, kind = "count", better = "up",
        },
        sites = {
            name = "Wix sites",
            synonyms = { "number of sites", "sites", "websites", "site count", "how many websites" },
            description = "The number of sites in the account today.",
            dataset = "sites", value = { count = true }, kind = "count",
        },
        site_names = {
            name = "different site names", synonyms = { "distinct site names", "number of site names", "site names" },
            description = "The number of different names that the sites have.",
            dataset = "sites", value = { distinct = "site" }, kind = "count",
        },
    },

    dimensions = {
        site = {
            name = "site", synonyms = { "website", "websites", "site name" }, open_values = true,
            columns = { sites = "site", orders = "site", order_items = "site", contacts = "site",
                        new_contacts = "site", posts = "site" },
        },
        order_status = {
            name = "order status", synonyms = { "status of the order", "state of the order" },
            columns = { orders = "status", order_items = "status" },
            values = { { value = "APPROVED", synonyms = { "approved" } },
                       { value = "CANCELED", synonyms = { "canceled", "cancelled" } },
                       { value = "PENDING", synonyms = { "pending" } },
                       { value = "REJECTED", synonyms = { "rejected" } } },
        },
        payment_status = {
            name = "payment status", synonyms = { "payment state", "status of the payment" }, open_values = true,
            columns = { orders = "payment_status", order_items = "payment_status" },
            values = { { value = "PAID", synonyms = { "paid", "paid orders" } },
                       { value = "NOT_PAID", synonyms = { "unpaid", "not paid" } },
                       { value = "PARTIALLY_PAID", synonyms = { "partially paid" } },
                       { value = "FULLY_REFUNDED", synonyms = { "refunded", "fully refunded" } },
                       { value = "PARTIALLY_REFUNDED", synonyms = { "partially refunded" } } },
        },
        fulfillment_status = {
            name = "fulfillment status",
            synonyms = { "fulfillment", "fulfilment status", "shipping status", "shipping state", "delivery status" },
            open_values = true, columns = { orders = "fulfillment_status", order_items = "fulfillment_status" },
            values = { { value = "FULFILLED", synonyms = { "fulfilled", "shipped" } },
                       { value = "NOT_FULFILLED", synonyms = { "unfulfilled", "not fulfilled", "not shipped" } },
                       { value = "PARTIALLY_FULFILLED", synonyms = { "partially fulfilled" } } },
        },
        product = {
            name = "product", synonyms = { "products", "item", "product name", "items" }, open_values = true,
            columns = { order_items = "product" },
        },
        channel = {
            name = "sales channel", synonyms = { "channel", "order channel" }, open_values = true,
            columns = { orders = "channel" },
        },
        currency = {
            name = "currency", synonyms = { "currencies" }, open_values = true, columns = { orders = "currency" },
        },
        contact_source = {
            name = "contact source", synonyms = { "source", "lead source", "source of contacts" }, open_values = true,
            columns = { contacts = "source", new_contacts = "source" },
        },
        language = {
            name = "language", synonyms = { "languages", "post language" }, open_values = true,
            columns = { posts = "language" },
        },
        post = {
            name = "post", synonyms = { "post title", "title of the post" }, open_values = true,
            columns = { posts = "post" },
        },
    },

    ask = {
        "How many store orders came in on Wix last month?",
        "What was Wix revenue by month this year?",
        "Wix orders by payment status this quarter",
        "Wix revenue by site last month",
        "How many new contacts did we get in Wix this week?",
        "How many contacts does our Wix site have?",
        "Units sold in Wix by product in the last 90 days",
        "How many blog posts did we publish in Wix each month this year?",
        "What was the average order value in Wix last month?",
        "How many Wix sites do we have?",
        "How many websites are in our Wix account?",
        "Show Wix sites by site",
        "Top 10 Wix sites by number of sites",
        "What is the site count in Wix?",
        "How many different site names are there in Wix?",
        "Which websites do we have in Wix?",
        "Count the sites of our Wix account",
    },

    errors = {
        { pattern = "WDE0110|Wix Code not enabled", fault = "invalid",
          message = "A site lacks the Wix app that the question needs." },
        { pattern = "(?i)app(lication)? (is )?not installed|META_SITE_NOT_FOUND", fault = "invalid",
          message = "A site lacks the Wix app that the question needs, or is no longer there." },
        { pattern = "(?i)invalid_grant|invalid.?token|unauthorized|unauthenticated", fault = "reconnect",
          message = "Wix has ended this connection. Connect Wix again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Wix asks for a pause: too many requests in a short time. Ask again in a quarter of an hour." },
    },

    pitfalls = {
        { symptom = "Bookings, CMS items and visitors cannot be asked",
          cause = "of the tool behind them only the searches for orders, contacts and posts are let through",
          fix = "see them in Wix" },
        { symptom = "\"A site lacks the Wix app that the question needs\"",
          cause = "orders and posts are read from all sites, and one has no shop or no blog",
          fix = "connect Wix with the id of the site that is meant in the settings" },
        { symptom = "\"This Wix account has many sites\"", cause = "only ten sites are read one after another",
          fix = "connect Wix with the id of the site that is meant in the settings" },
        { symptom = "Revenue is higher than in the dashboard",
          cause = "order totals hold tax and shipping, and refunds are not taken off", fix = "compare order totals" },
        { symptom = "The connection is lost after a while, or after the account was switched",
          cause = "Wix keeps an authorization that no longer holds", fix = "connect Wix again" },
        { symptom = "An older guide names https://mcp.wix.com/sse", cause = "the address has changed",
          fix = "keep https://mcp.wix.com/mcp" },
        { symptom = "A site's own address below _api/mcp shows other tools",
          cause = "that server is for the site's visitors, not for its owner", fix = "connect the account's server" },
        { symptom = "The list of tools is another one than last month", cause = "Wix changes it often",
          fix = "see the connection's tools page; only ListWixSites is needed" },
    },
}
