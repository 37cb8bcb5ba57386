-- Shopify Storefront: one shop's catalogue as a shopper sees it. Data only; read in an empty environment.
-- The shop's MCP address keeps the older product search. The newer one stands at another path and wants the address of
-- a public agent profile with every call, which Parley does not have.

return {
    id = "shopify_storefront", name = "Shopify Storefront", category = "Content, Storage & Marketing", api = 1,
    names = { "Shopify" },
    synonyms = { "Shopify store", "Shopify shop", "storefront", "web shop", "online store" },
    docs = "https://shopify.dev/docs/apps/build/storefront-mcp/servers/storefront",

    server = {
        url = "https://{shop}.myshopify.com/api/mcp", transport = "streamable-http", confidence = "documented",
        parameters = {
            { name = "shop", means = "the store's handle, the part before .myshopify.com",
              pattern = "^[a-z0-9][a-z0-9-]*$" },
        },
    },
    auth = { kind = "none" },

    tools = {
        search = {
            names = { "search_shop_catalog" }, confidence = "unconfirmed", closed = true,
            description = "Searches the shop's products, with their prices, variants and availability.",
            arguments = {
                { path = "query", required = true, constant = "" },
                { path = "context", required = true, constant = "Numbers about the shop's own catalogue" },
                { path = "limit", min = 1, max = 250 },
            },
        },
    },

    datasets = {
        products = {
            name = "products", description = "One row for each product of the shop, with its prices and variants.",
            synonyms = { "catalogue", "catalog", "items", "assortment" },
            tool = "search", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 250, pages_max = 1 },
            arguments = { query = "", context = "Numbers about the shop's own catalogue", limit = "{rows_per_page}" },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "product", kind = "text", role = "dimension", identity = "product" },
                { name = "product_type", kind = "text", role = "dimension" },
                { name = "vendor", kind = "text", role = "dimension",
                  description = "The brand, as the shop names it." },
                { name = "price_from", kind = "money", role = "measure",
                  description = "The price of the cheapest variant." },
                { name = "price_to", kind = "money", role = "measure",
                  description = "The price of the dearest variant." },
                { name = "currency", kind = "text", role = "dimension" },
                { name = "price_band", kind = "text", role = "dimension",
                  description = "Of the lowest price, in whole units of its currency." },
                { name = "variants", kind = "count", role = "measure" },
                { name = "variants_in_stock", kind = "count", role = "measure" },
                { name = "availability", kind = "text", role = "dimension",
                  description = "In stock where at least one variant can be bought." },
            },
        },
        variants = {
            name = "variants", description = "One row for each variant of a product: a size, a colour, a set.",
            synonyms = { "sizes", "colours", "colors" },
            tool = "search", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 250, pages_max = 1 },
            arguments = { query = "", context = "Numbers about the shop's own catalogue", limit = "{rows_per_page}" },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "variant", kind = "text", role = "dimension" },
                { name = "product", kind = "text", role = "dimension", identity = "product" },
                { name = "product_type", kind = "text", role = "dimension" },
                { name = "vendor", kind = "text", role = "dimension" },
                { name = "price", kind = "money", role = "measure" },
                { name = "currency", kind = "text", role = "dimension" },
                { name = "price_band", kind = "text", role = "dimension" },
                { name = "availability", kind = "text", role = "dimension" },
            },
        },
    },

    metrics = {
        products = {
            name = "products in the shop",
            synonyms = { "number of products", "products in the store", "catalogue size", "catalog size",
                         "products on sale in the shop", "products listed", "products found",
                         "catalog size for a term", "products matching", "search results" },
            description = "The number of products that the shop's search gives.",
            dataset = "products", value = { count = true }, kind = "count",
        },
        products_in_stock = {
            name = "products in stock", synonyms = { "available products", "products available" },
            description = "Products of which at least one variant can be bought.",
            dataset = "products", value = { count = true, where = { { "availability", "=", "in stock" } } },
            kind = "count", better = "up",
        },
        products_sold_out = {
            name = "products sold out",
            synonyms = { "sold-out products", "sold out products", "out of stock products", "products out of stock",
                         "unavailable products" },
            description = "Products of which no variant can be bought.",
            dataset = "products", value = { count = true, where = { { "availability", "=", "sold out" } } },
            kind = "count", better = "down",
        },
        product_availability = {
            name = "product availability",
            synonyms = { "in-stock rate", "in stock share", "share of products in stock", "stock rate",
                         "availability", "stock availability", "percentage in stock" },
            description = "Products in stock over all products whose availability is known.",
            dataset = "products", value = { count = true, where = { { "availability", "=", "in stock" } } },
            per = { count = true, where = { { "availability", "in", { "in stock", "sold out" } } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 10,
        },
        average_price = {
            name = "average product price",
            synonyms = { "average price", "mean price", "mean product price", "typical price" },
            description = "The mean of the products' lowest prices; currencies stay apart.",
            dataset = "products", value = { mean = "price_from" }, kind = "money", sample_min = 5,
        },
        median_price = {
            name = "median product price", synonyms = { "median price", "middle price" },
            description = "The middle one of the products' lowest prices.",
            dataset = "products", value = { median = "price_from" }, kind = "money", sample_min = 5,
        },
        lowest_price = {
            name = "lowest price", synonyms = { "cheapest price", "minimum price", "cheapest product", "cheapest" },
            description = "The lowest price of any product.",
            dataset = "products", value = { min = "price_from" }, kind = "money",
        },
        highest_price = {
            name = "highest price",
            synonyms = { "dearest price", "maximum price", "most expensive price", "most expensive product",
                         "most expensive", "dearest", "dearest product" },
            description = "The highest price of any product's variant.",
            dataset = "products", value = { max = "price_to" }, kind = "money",
        },
        variants_per_product = {
            name = "average number of variants",
            synonyms = { "variants per product", "mean number of variants", "options", "options per product" },
            description = "All variants over all products that list their variants.",
            dataset = "products", value = { sum = "variants" },
            per = { count = true, where = { { "variants", ">=", 0 } } }, kind = "number", sample_min = 5,
        },
        brands = {
            name = "brands in the shop", synonyms = { "number of brands", "brand count", "brands sold" },
            description = "The number of different brands among the products.",
            dataset = "products", value = { distinct = "vendor" }, kind = "count",
        },
        variants = {
            name = "product variants", synonyms = { "number of variants", "variant count", "variants listed" },
            description = "The number of variants of all products.",
            dataset = "variants", value = { count = true }, kind = "count",
        },
        variants_in_stock = {
            name = "variants in stock", synonyms = { "available variants", "variants available" },
            description = "The number of variants that can be bought.",
            dataset = "variants", value = { count = true, where = { { "availability", "=", "in stock" } } },
            kind = "count", better = "up",
        },
        variants_sold_out = {
            name = "variants sold out",
            synonyms = { "sold-out variants", "sold out variants", "variants out of stock" },
            description = "The number of variants that cannot be bought.",
            dataset = "variants", value = { count = true, where = { { "availability", "=", "sold out" } } },
            kind = "count", better = "down",
        },
        variant_availability = {
            name = "variant availability", synonyms = { "share of variants in stock", "variant in-stock rate" },
            description = "Variants that can be bought over all variants whose availability is known.",
            dataset = "variants", value = { count = true, where = { { "availability", "=", "in stock" } } },
            per = { count = true, where = { { "availability", "in", { "in stock", "sold out" } } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 10,
        },
        average_variant_price = {
            name = "average variant price", synonyms = { "mean variant price", "average price of a variant" },
            description = "The mean price of the variants; currencies stay apart.",
            dataset = "variants", value = { mean = "price" }, kind = "money", sample_min = 5,
        },
    },

    dimensions = {
        product = {
            name = "product", synonyms = { "products", "item", "article" }, open_values = true,
            columns = { products = "product", variants = "product" },
        },
        product_type = {
            name = "product type",
            synonyms = { "product types", "product category", "type of product", "category", "categories" },
            columns = { products = "product_type", variants = "product_type" }, open_values = true,
        },
        vendor = {
            name = "brand", synonyms = { "brands", "vendor", "maker", "manufacturer" }, open_values = true,
            columns = { products = "vendor", variants = "vendor" },
        },
        variant = {
            name = "variant", synonyms = { "variants", "size", "colour", "color" }, open_values = true,
            columns = { variants = "variant" },
        },
        availability = {
            name = "availability", synonyms = { "stock status", "stock state", "in stock", "in-stock" },
            columns = { products = "availability", variants = "availability" },
            values = { { value = "in stock", synonyms = { "available", "buyable" } },
                       { value = "sold out", synonyms = { "out of stock", "unavailable" } } },
        },
        price_band = {
            name = "price band", synonyms = { "price bands", "price bucket", "bucket", "price class", "price bracket" },
            columns = { products = "price_band", variants = "price_band" },
            values = { "under 25", "25 to 50", "50 to 100", "100 to 250", "250 and over" },
        },
        currency = {
            name = "currency", synonyms = { "currencies" }, open_values = true,
            columns = { products = "currency", variants = "currency" },
            values = { { value = "EUR", synonyms = { "euro", "euros" } },
                       { value = "USD", synonyms = { "dollar", "dollars" } }, "GBP", "JPY" },
        },
    },

    ask = {
        "How many products does our Shopify store list?",
        "How many products are there in Shopify by product type?",
        "What is the average product price in Shopify by brand?",
        "Top 5 brands in Shopify by highest price",
        "Which products in Shopify have the most variants in stock?",
        "What share of variants is in stock in the Shopify store, by product type?",
        "How many products are sold out in our Shopify shop?",
        "Median product price in Shopify for product type Chocolate",
        "Average number of variants by brand in Shopify",
        "Variants sold out by product",
        "How many products are there in Shopify by price band?",
    },

    errors = {
        { pattern = "(?i)\\b404\\b|not found", fault = "not_found",
          message = "Shopify has no such shop or tool there. Check the handle before .myshopify.com." },
        { pattern = "(?i)throttled|rate.?limit|too many requests", fault = "over_limit",
          message = "The shop asks for a pause: too many requests in a short time. Ask again in a minute." },
    },

    pitfalls = {
        { symptom = "A question about orders, customers or revenue finds nothing here",
          cause = "a storefront shows what shoppers see, and no sales",
          fix = "connect Stripe or Square for the money" },
        { symptom = "Big shops seem to have too few products",
          cause = "one search is made and no paging of it is known; at most 250 products are asked for",
          fix = "read the numbers of a big shop as those of the products found" },
        { symptom = "No products are found at all",
          cause = "that a search without words finds everything is unconfirmed",
          fix = "report it with the shop's handle" },
        { symptom = "No dataset can be asked after the shop was connected",
          cause = "the shop no longer offers the older search, and the newer one wants a public agent profile",
          fix = "see the tools page of the connection; nothing else is called instead" },
        { symptom = "\"A price is no decimal text\"",
          cause = "the shop sent whole numbers, which could be minor units: 100 times too much or too little",
          fix = "report it; no guess is made" },
        { symptom = "404 at the address", cause = "a domain of its own was typed instead of the handle",
          fix = "take the part before .myshopify.com" },
    },
}
