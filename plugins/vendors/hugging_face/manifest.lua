-- Hugging Face: what is on the Hub and what trends there. Data only; read in an empty environment.
-- Only the tool that lists the Hub like a file system replies with plain numbers; the searches reply with formatted
-- text.

return {
    id = "hugging_face", name = "Hugging Face", category = "Developer Tools & Infrastructure", api = 1,
    names = { "HuggingFace", "HF Hub" },
    synonyms = { "Hugging Face Hub", "model hub" },
    docs = "https://huggingface.co/docs/hub/agents-mcp",

    server = { url = "https://huggingface.co/mcp", transport = "streamable-http", confidence = "documented" },
    auth = { kind = "none" },

    tools = {
        listing = {
            names = { "hf_fs" }, confidence = "seen", closed = true,
            description = "Lists a part of the Hub; only the command ls and four addresses are let through.",
            arguments = {
                { path = "operations", required = true, at_most = 1 },
                { path = "operations[].cmd", required = true, one_of = { "ls" } },
                { path = "operations[].args", required = true, at_most = 3 },
                { path = "operations[].args[]", required = true, one_of = {
                    "hf://models/trending", "hf://spaces", "hf://papers/trending", "hf://papers/daily/latest",
                    "--limit", "100" } },
            },
        },
    },

    datasets = {
        trending_models = {
            name = "trending models", description = "One row for each of the models that trend now, at most 100.",
            synonyms = { "models", "language models", "AI models" },
            tool = "listing", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 1 },
            arguments = { operations = { { cmd = "ls", args = { "hf://models/trending", "--limit", "100" } } } },
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "task", kind = "text", role = "dimension" },
                { name = "library", kind = "text", role = "dimension" },
                { name = "access", kind = "text", role = "dimension",
                  description = "Gated where its terms must be accepted first, else open." },
                { name = "downloads", kind = "count", role = "measure",
                  description = "Probably those of the last 30 days; unconfirmed." },
                { name = "likes", kind = "count", role = "measure" },
            },
        },
        spaces = {
            name = "Spaces", description = "One row for each Space that the Hub lists first, at most 100.",
            synonyms = { "demos", "Hugging Face apps" },
            tool = "listing", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 1 },
            arguments = { operations = { { cmd = "ls", args = { "hf://spaces", "--limit", "100" } } } },
            columns = {
                { name = "repository", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension" },
                { name = "likes", kind = "count", role = "measure" },
            },
        },
        trending_papers = {
            name = "trending papers",
            description = "One row for each of the papers that trend now; the votes' field name is unconfirmed.",
            synonyms = { "papers", "research papers" },
            tool = "listing", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 1 },
            arguments = { operations = { { cmd = "ls", args = { "hf://papers/trending", "--limit", "100" } } } },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "paper", kind = "text", role = "dimension" },
                { name = "upvotes", kind = "count", role = "measure" },
            },
        },
        daily_papers = {
            name = "daily papers",
            description = "One row for each paper of the latest daily selection; the votes' field name is unconfirmed.",
            synonyms = { "papers of the day", "today's papers" },
            tool = "listing", pushes_range = false, longest_range_days = 0,
            paging = { rows_per_page = 100, pages_max = 1 },
            arguments = { operations = { { cmd = "ls", args = { "hf://papers/daily/latest", "--limit", "100" } } } },
            columns = {
                { name = "id", kind = "text", role = "key" },
                { name = "paper", kind = "text", role = "dimension" },
                { name = "upvotes", kind = "count", role = "measure" },
            },
        },
    },

    metrics = {
        trending_models = {
            name = "trending models", synonyms = { "number of trending models", "models trending" },
            description = "The number of models in the list of those that trend, at most 100.",
            dataset = "trending_models", value = { count = true }, kind = "count",
        },
        model_downloads = {
            name = "model downloads", synonyms = { "downloads", "model pulls", "downloads of trending models" },
            description = "Downloads of the trending models, probably of the last 30 days.",
            dataset = "trending_models", value = { sum = "downloads" }, kind = "count", better = "up",
        },
        average_model_downloads = {
            name = "average model downloads", synonyms = { "mean downloads", "average downloads" },
            description = "The mean downloads of a trending model.",
            dataset = "trending_models", value = { mean = "downloads" }, kind = "number", sample_min = 5,
        },
        median_model_downloads = {
            name = "median model downloads", synonyms = { "median downloads", "typical model downloads" },
            description = "The middle number of downloads of the trending models.",
            dataset = "trending_models", value = { median = "downloads" }, kind = "number", sample_min = 5,
        },
        model_likes = {
            name = "model likes", synonyms = { "likes of trending models", "model hearts" },
            description = "Likes of the trending models.",
            dataset = "trending_models", value = { sum = "likes" }, kind = "count", better = "up",
        },
        average_model_likes = {
            name = "average model likes", synonyms = { "mean model likes" },
            description = "The mean number of likes of a trending model.",
            dataset = "trending_models", value = { mean = "likes" }, kind = "number", sample_min = 5,
        },
        model_authors = {
            name = "authors of trending models", synonyms = { "model authors", "number of model authors" },
            description = "The number of different authors among the trending models.",
            dataset = "trending_models", value = { distinct = "author" }, kind = "count",
        },
        gated_models = {
            name = "gated models", synonyms = { "gated trending models", "models behind terms" },
            description = "Trending models whose terms must be accepted first.",
            dataset = "trending_models", value = { count = true, where = { { "access", "=", "gated" } } },
            kind = "count",
        },
        gated_share = {
            name = "share of gated models", synonyms = { "gated model share", "gated share" },
            description = "Gated trending models over all trending models that say whether they are.",
            dataset = "trending_models", value = { count = true, where = { { "access", "=", "gated" } } },
            per = { count = true, where = { { "access", "in", { "gated", "open" } } } },
            kind = "ratio", unit = "percent", sample_min = 10,
        },
        spaces = {
            name = "Spaces listed", synonyms = { "number of Spaces", "Spaces" },
            description = "The number of Spaces in the list, at most 100.",
            dataset = "spaces", value = { count = true }, kind = "count",
        },
        space_likes = {
            name = "Space likes", synonyms = { "likes of Spaces", "likes of a Space" },
            description = "Likes of the listed Spaces.",
            dataset = "spaces", value = { sum = "likes" }, kind = "count", better = "up",
        },
        trending_papers = {
            name = "trending papers", synonyms = { "number of trending papers", "papers trending" },
            description = "The number of papers in the list of those that trend.",
            dataset = "trending_papers", value = { count = true }, kind = "count",
        },
        paper_upvotes = {
            name = "paper upvotes", synonyms = { "upvotes", "upvotes of trending papers", "paper votes" },
            description = "Upvotes of the trending papers.",
            dataset = "trending_papers", value = { sum = "upvotes" }, kind = "count", better = "up",
        },
        average_paper_upvotes = {
            name = "average paper upvotes", synonyms = { "mean paper upvotes" },
            description = "The mean upvotes of a trending paper.",
            dataset = "trending_papers", value = { mean = "upvotes" }, kind = "number", sample_min = 5,
        },
        daily_papers = {
            name = "daily papers", synonyms = { "number of daily papers", "papers of the day" },
            description = "The number of papers in the latest daily selection.",
            dataset = "daily_papers", value = { count = true }, kind = "count",
        },
        daily_paper_upvotes = {
            name = "daily paper upvotes", synonyms = { "upvotes of daily papers", "upvotes of the daily papers" },
            description = "Upvotes of the papers in the latest daily selection.",
            dataset = "daily_papers", value = { sum = "upvotes" }, kind = "count", better = "up",
        },
    },

    dimensions = {
        repository = {
            name = "repository", synonyms = { "repositories", "model", "models", "Space" }, open_values = true,
            columns = { trending_models = "repository", spaces = "repository" },
        },
        author = {
            name = "author", synonyms = { "authors", "publisher", "owner" }, open_values = true,
            columns = { trending_models = "author", spaces = "author" },
        },
        task = {
            name = "task", synonyms = { "tasks", "model task", "pipeline task" }, open_values = true,
            columns = { trending_models = "task" },
            values = { { value = "text-generation", synonyms = { "text generation" } },
                       { value = "text-to-image", synonyms = { "text to image", "image generation" } },
                       { value = "automatic-speech-recognition", synonyms = { "speech recognition" } } },
        },
        library = {
            name = "library", synonyms = { "libraries", "framework", "model library" }, open_values = true,
            columns = { trending_models = "library" },
        },
        access = {
            name = "access", synonyms = { "licence gate" }, columns = { trending_models = "access" },
            values = { { value = "gated", synonyms = { "behind terms" } },
                       { value = "open", synonyms = { "ungated" } } },
        },
        paper = {
            name = "paper", synonyms = { "papers", "paper title" }, open_values = true,
            columns = { trending_papers = "paper", daily_papers = "paper" },
        },
    },

    ask = {
        "How many trending models are there on Hugging Face by task?",
        "Top 10 models on Hugging Face by model downloads",
        "Which authors have the most model likes on Hugging Face?",
        "What share of gated models does Hugging Face have by library?",
        "Median model downloads of text generation models on Hugging Face",
        "Top 5 Spaces on Hugging Face by Space likes",
        "Which trending papers on Hugging Face have the most paper upvotes?",
        "How many daily papers does Hugging Face list?",
        "Compare average model downloads of text-generation and text-to-image on Hugging Face",
        "Gated models by author",
    },

    errors = {
        { pattern = "(?i)rate.?limit|too many requests", fault = "over_limit",
          message = "Hugging Face asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)unknown tool|tool.{0,40}not found", fault = "not_found",
          message = "Hugging Face does not offer the listing that Parley reads with. See the connection's tools." },
    },

    pitfalls = {
        { symptom = "No dataset can be asked after it was connected",
          cause = "two sets of tools are about, and the older one has no hf_fs",
          fix = "see the tools page of the connection" },
        { symptom = "Never more than 100 models", cause = "the lists are of what comes first, 100 at most",
          fix = "read the numbers as those of the first 100" },
        { symptom = "A question about last month finds no time", cause = "the lists say what holds now",
          fix = "ask without a time, and ask again later to compare" },
        { symptom = "Downloads differ from all that were ever made",
          cause = "the Hub probably counts the last 30 days", fix = "read them so; it is unconfirmed" },
        { symptom = "Private repositories are missing", cause = "Parley reads without signing in",
          fix = "nothing: only what is public is read" },
    },
}
