-- Apify: runs of Actors and the datasets they fill. Data only; read in an empty environment.
-- The address names the three reading tools alone: naming get-actor-run there would bring abort-actor-run along.

return {
    id = "apify", name = "Apify", category = "Content, Storage & Marketing", api = 1,
    synonyms = { "web scraping", "scraping", "scrapers", "Apify Actors" },
    docs = "https://docs.apify.com/platform/integrations/mcp",

    server = {
        url = "https://mcp.apify.com/?tools=get-actor-run-list,get-dataset-list,get-dataset-items"
            .. "&telemetry-enabled=false",
        transport = "streamable-http", confidence = "documented",
    },
    auth = { kind = "oauth", scopes = {} },

    tools = {
        runs = {
            names = { "get-actor-run-list" }, confidence = "seen", closed = true,
            because = "It only lists runs that were made: run is a noun here.",
            description = "The account's runs, with state, beginning and end.",
            arguments = {
                { path = "offset", min = 0 }, { path = "limit", min = 1 }, { path = "desc", one_of = { true, false } },
                { path = "status", one_of = { "READY", "RUNNING", "SUCCEEDED", "FAILED", "TIMING-OUT", "TIMED-OUT",
                                              "ABORTING", "ABORTED" } },
            },
        },
        datasets = {
            names = { "get-dataset-list" }, confidence = "seen", closed = true,
            description = "The account's named datasets, with their number of rows.",
            arguments = {
                { path = "offset", min = 0 }, { path = "limit", min = 1 }, { path = "desc", one_of = { true, false } },
                { path = "unnamed", one_of = { false } },
            },
        },
        items = {
            names = { "get-dataset-items" }, confidence = "seen", closed = true,
            description = "The rows of one dataset, page by page.",
            arguments = {
                { path = "datasetId", required = true, pattern = "^[A-Za-z0-9]{1,40}$" },
                { path = "clean", one_of = { true } }, { path = "offset", min = 0 },
                { path = "limit", min = 1, max = 1000 },
            },
        },
    },

    datasets = {
        own_rows = {
            name = "own rows", description = "One row for each item of the named dataset that the question names.",
            tool = "items", open_fields = true, containers = { "dataset" }, pushes_range = false,
            paging = { rows_per_page = 1000, pages_max = 0 },
            lookups = { { tool = "datasets", values = { dataset = "text:^[A-Za-z0-9]{1,40}$",
                                                        name = "text:^[^\\x00-\\x1f]{1,200}$" } } },
            columns = { { name = "dataset", kind = "text", role = "dimension" } },
        },
        runs = {
            name = "Actor runs", description = "One row for each run of an Actor, by the time it began.",
            synonyms = { "runs", "executions", "jobs", "scraper runs" },
            tool = "runs", time = "started_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 10, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "actor", kind = "text", role = "dimension",
                  description = "The Actor's id; the list has no names." },
                { name = "task", kind = "text", role = "dimension",
                  description = "The id of the saved task, if the run is one of a task." },
                { name = "status", kind = "text", role = "dimension" },
                { name = "started_at", kind = "time", role = "time" },
                { name = "finished_at", kind = "time", role = "time" },
                { name = "seconds", kind = "number", role = "measure", unit = "seconds",
                  description = "From beginning to end; empty while it runs." },
                { name = "dataset", kind = "text", role = "dimension",
                  description = "The id of the dataset that it fills." },
            },
        },
        run_costs = {
            name = "run costs", description = "One row for each run whose cost Apify tells; unconfirmed that it does.",
            tool = "runs", time = "started_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 10, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "actor", kind = "text", role = "dimension", description = "The Actor's id." },
                { name = "task", kind = "text", role = "dimension", description = "The saved task's id." },
                { name = "status", kind = "text", role = "dimension" },
                { name = "started_at", kind = "time", role = "time" },
                { name = "cost", kind = "number", role = "measure", unit = "USD",
                  description = "Often less than a cent; Apify's API calls it usageTotalUsd." },
            },
        },
        datasets = {
            name = "named datasets", description = "One row for each named dataset, with the rows it holds now.",
            synonyms = { "datasets", "scraped data", "collected data" },
            tool = "datasets", time = "created_at", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 20, pages_max = 0 },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "dataset", kind = "text", role = "dimension" },
                { name = "created_at", kind = "time", role = "time" },
                { name = "modified_at", kind = "time", role = "time" },
                { name = "items", kind = "count", role = "measure" },
            },
        },
    },

    metrics = {
        own_rows = {
            name = "own rows", description = "How many rows the table has that the question names.",
            dataset = "own_rows", value = { count = true }, kind = "count",
        },
        runs = {
            name = "Actor runs", synonyms = { "runs", "number of runs", "executions", "scraper runs", "scraping runs" },
            description = "The number of runs begun in the period.",
            dataset = "runs", value = { count = true }, kind = "count",
        },
        successful_runs = {
            name = "successful runs", synonyms = { "runs succeeded", "succeeded runs", "successful Actor runs" },
            description = "Runs that ended as they should.",
            dataset = "runs", value = { count = true, where = { { "status", "=", "SUCCEEDED" } } },
            kind = "count", better = "up",
        },
        failed_runs = {
            name = "failed runs",
            synonyms = { "runs failed", "failed Actor runs", "failed scraper runs", "crashed runs", "broken runs",
                         "failures",
                         "runs that broke", "break most often" },
            description = "Runs that failed by themselves; those timed out or stopped by hand are not among them.",
            dataset = "runs", value = { count = true, where = { { "status", "=", "FAILED" } } },
            kind = "count", better = "down",
        },
        timed_out_runs = {
            name = "timed-out runs", synonyms = { "runs timed out", "timed out runs", "run timeouts" },
            description = "Runs that were cut off because their time was over.",
            dataset = "runs", value = { count = true, where = { { "status", "=", "TIMED-OUT" } } },
            kind = "count", better = "down",
        },
        aborted_runs = {
            name = "aborted runs", synonyms = { "runs aborted", "stopped runs" },
            description = "Runs that somebody stopped.",
            dataset = "runs", value = { count = true, where = { { "status", "=", "ABORTED" } } },
            kind = "count", better = "down",
        },
        unfinished_runs = {
            name = "unfinished runs",
            synonyms = { "runs in progress", "runs not finished", "still running", "in progress now" },
            description = "Runs begun in the period that have not ended.",
            dataset = "runs",
            value = { count = true,
                      where = { { "status", "in", { "READY", "RUNNING", "TIMING-OUT", "ABORTING" } } } },
            kind = "count",
        },
        run_success_rate = {
            name = "run success rate",
            synonyms = { "success rate of runs", "Actor success rate", "scraper reliability", "run reliability",
                         "scraper success rate", "reliability",
                         "how reliable", "success rate", "share of successful runs" },
            description = "Runs that succeeded over runs that have ended.",
            dataset = "runs", value = { count = true, where = { { "status", "=", "SUCCEEDED" } } },
            per = { count = true, where = { { "status", "in", { "SUCCEEDED", "FAILED", "TIMED-OUT", "ABORTED" } } } },
            kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        run_failure_rate = {
            name = "run failure rate",
            synonyms = { "failure rate of runs", "Actor failure rate", "scraper failure rate", "share of failed runs",
                         "failed share", "share of failed scraper runs" },
            description = "Runs that failed or timed out over runs that have ended.",
            dataset = "runs", value = { count = true, where = { { "status", "in", { "FAILED", "TIMED-OUT" } } } },
            per = { count = true, where = { { "status", "in", { "SUCCEEDED", "FAILED", "TIMED-OUT", "ABORTED" } } } },
            kind = "ratio", unit = "percent", better = "down", sample_min = 20,
        },
        average_run_time = {
            name = "average run time",
            synonyms = { "average run duration", "mean run time", "run time", "run duration", "runtime",
                         "scrape duration", "duration of runs", "duration", "take on average", "run take" },
            description = "The mean number of seconds from a run's beginning to its end.",
            dataset = "runs", value = { mean = "seconds" }, kind = "number", unit = "seconds", better = "down",
            sample_min = 10,
        },
        median_run_time = {
            name = "median run time", synonyms = { "median run duration", "typical run time", "median runtime" },
            description = "The middle number of seconds from a run's beginning to its end.",
            dataset = "runs", value = { median = "seconds" }, kind = "number", unit = "seconds", better = "down",
            sample_min = 10,
        },
        longest_run_time = {
            name = "longest run time", synonyms = { "longest run", "maximum run time", "slowest run", "slowest runs" },
            description = "The most seconds that a run took.",
            dataset = "runs", value = { max = "seconds" }, kind = "number", unit = "seconds", better = "down",
        },
        total_run_time = {
            name = "total run time", synonyms = { "total run duration", "total runtime", "time spent in runs" },
            description = "The seconds of all runs that have ended, added up.",
            dataset = "runs", value = { sum = "seconds" }, kind = "number", unit = "seconds",
        },
        run_cost = {
            name = "run cost",
            synonyms = { "cost of runs", "costs", "cost", "spend", "spent", "Actor cost", "usage cost" },
            description = "What the runs begun in the period used, in dollars; unconfirmed.",
            dataset = "run_costs", value = { sum = "cost" }, kind = "number", unit = "USD", better = "down",
        },
        average_run_cost = {
            name = "average run cost", synonyms = { "cost per run", "mean run cost" },
            description = "The mean cost of a run, in dollars; unconfirmed.",
            dataset = "run_costs", value = { mean = "cost" }, kind = "number", unit = "USD", better = "down",
        },
        actors_used = {
            name = "Actors used", synonyms = { "number of Actors", "Actors that ran", "different Actors" },
            description = "The number of different Actors that ran in the period.",
            dataset = "runs", value = { distinct = "actor" }, kind = "count",
        },
        dataset_rows = {
            name = "scraped rows",
            synonyms = { "dataset rows", "rows in datasets", "rows in a dataset", "scraped items", "rows collected",
                         "dataset items", "items in a dataset", "scraped records", "records in a dataset",
                         "dataset records", "biggest datasets", "largest datasets" },
            description = "The rows that the named datasets hold now.",
            dataset = "datasets", value = { sum = "items" }, kind = "count", better = "up",
        },
        named_datasets = {
            name = "named datasets", synonyms = { "number of datasets", "datasets", "dataset count" },
            description = "The number of named datasets.",
            dataset = "datasets", value = { count = true }, kind = "count",
        },
        empty_datasets = {
            name = "empty datasets", synonyms = { "datasets without rows" },
            description = "Named datasets that hold no row.",
            dataset = "datasets", value = { count = true, where = { { "items", "=", 0 } } },
            kind = "count", better = "down",
        },
        rows_per_dataset = {
            name = "average dataset size", synonyms = { "average rows of a dataset", "mean dataset size" },
            description = "The rows of all named datasets over the number of datasets whose size is known.",
            dataset = "datasets", value = { sum = "items" },
            per = { count = true, where = { { "items", ">=", 0 } } }, kind = "number",
        },
    },

    dimensions = {
        actor = {
            name = "Actor",
            synonyms = { "Actors", "scraper", "scrapers", "crawler", "crawlers", "bot", "scraper name" },
            open_values = true,
            columns = { runs = "actor", run_costs = "actor" },
        },
        task = {
            name = "saved task", synonyms = { "saved tasks", "Actor task" }, open_values = true,
            columns = { runs = "task", run_costs = "task" },
        },
        status = {
            name = "run status", synonyms = { "status", "state", "outcome", "run state" },
            columns = { runs = "status", run_costs = "status" },
            values = { { value = "SUCCEEDED", synonyms = { "succeeded" } },
                       { value = "FAILED", synonyms = { "failed" } },
                       { value = "TIMED-OUT", synonyms = { "timed out" } }, "TIMING-OUT",
                       { value = "ABORTED", synonyms = { "aborted" } }, "ABORTING", "READY" },
            -- RUNNING is left out: it would be heard in every question about runs.
        },
        dataset = {
            name = "dataset", synonyms = { "datasets" }, open_values = true,
            columns = { runs = "dataset", datasets = "dataset", own_rows = "dataset" },
        },
    },

    ask = {
        "How many Actor runs did we have each week this quarter?",
        "Which Apify Actors had the most failed runs in the last 30 days?",
        "What was the run success rate in Apify last month?",
        "Apify runs by run status this month",
        "What is the median run time of each Apify Actor this quarter?",
        "How many scraped rows does each dataset in Apify hold?",
        "Top 3 Apify Actors by total run time last month",
        "What is the Apify run failure rate this month compared with last month?",
        "How many timed-out runs did Apify have in October?",
        "What was the run cost by Actor in Apify last month?",
        "How many Apify datasets are empty datasets?",
        "Average rating by district in the cafes-prague dataset in Apify",
    },

    errors = {
        { pattern = "(?i)invalid_grant|unauthorized|invalid.{0,10}token|not authenticated", fault = "reconnect",
          message = "Apify has ended this connection. Connect Apify again." },
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Apify asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)insufficient.?permission|forbidden", fault = "denied",
          message = "The person who connected Apify may not read this there." },
    },

    pitfalls = {
        { symptom = "Actors appear as ids", cause = "the list of runs has no names", fix = "look the id up at Apify" },
        { symptom = "A question about a long time is slow or cut off",
          cause = "the list gives 10 runs a page, and at most 4,000 are read", fix = "ask for a shorter time" },
        { symptom = "Rows of single runs are missing from the scraped rows",
          cause = "only named datasets are listed; those of single runs have no name",
          fix = "let the Actor write into a named dataset" },
        { symptom = "The cost of runs cannot be read", cause = "that the list of runs holds it is unconfirmed",
          fix = "see the billing page at Apify" },
        { symptom = "Rows of a single run cannot be asked for", cause = "only datasets with a name are found",
          fix = "let the Actor write into a named dataset, and name it in the question" },
        { symptom = "404 at an address that ends in /sse", cause = "Apify has ended that way of connecting",
          fix = "use the address of this card" },
    },
}
