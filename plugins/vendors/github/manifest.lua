-- GitHub: pull requests, issues and repositories. Data only; read in an empty environment.
-- All is read by search, which reaches every repository of an owner; what GitHub lists only one repository at a time
-- (commits, releases, workflow runs) is left out. The address is the read-only one.

return {
    id = "github", name = "GitHub", category = "Developer Tools & Infrastructure", api = 1,
    names = { "Git Hub" },
    synonyms = { "github.com", "code hosting" },
    docs = "https://github.com/github/github-mcp-server/blob/main/docs/remote-server.md",

    server = {
        url = "https://api.githubcopilot.com/mcp/readonly", transport = "streamable-http",
        confidence = "documented",
    },
    auth = { kind = "oauth", registration = "by_hand", scopes = { "read:org", "read:user" } },

    tools = {
        teams = {
            names = { "get_teams" }, confidence = "seen",
            description = "The organizations of the person who connected, with their teams; they are what is searched.",
        },
        pull_requests = {
            names = { "search_pull_requests" }, confidence = "seen", closed = true,
            description = "Searches pull requests over all repositories of an owner.",
            arguments = {
                { path = "query", required = true, pattern = "^is:pr (user|repo):.*$" }, { path = "sort" },
                { path = "order" }, { path = "page", min = 1, max = 10 }, { path = "perPage", min = 1, max = 100 },
                { path = "fields[]" },
            },
        },
        issues = {
            names = { "search_issues" }, confidence = "seen", closed = true,
            description = "Searches issues over all repositories of an owner.",
            arguments = {
                { path = "query", required = true, pattern = "^is:issue (user|repo):.*$" }, { path = "sort" },
                { path = "order" }, { path = "page", min = 1, max = 10 }, { path = "perPage", min = 1, max = 100 },
                { path = "fields[]" },
            },
        },
        repositories = {
            names = { "search_repositories" }, confidence = "seen", closed = true,
            description = "Searches the repositories of an owner, with stars and forks.",
            arguments = {
                { path = "query", required = true, pattern = "^(user|repo):.*$" },
                { path = "minimal_output", required = true, constant = false },
                { path = "page", min = 1, max = 10 }, { path = "perPage", min = 1, max = 100 },
            },
        },
    },

    account = { tool = "teams", values = { owners = "text:^(@me|[A-Za-z0-9_-]+(,[A-Za-z0-9_-]+)*)$" } },

    datasets = {
        pull_requests = {
            name = "pull requests", description = "One row for each pull request, by when it was opened.",
            synonyms = { "PRs" },
            tool = "pull_requests", time = "created", pushes_range = true, longest_range_days = 31,
            paging = { rows_per_page = 100 },
            columns = {
                { name = "id", kind = "text", role = "key", description = "Repository and number." },
                { name = "repository", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension", description = "The login, no name." },
                { name = "label", kind = "text", role = "dimension",
                  description = "The label that was asked for, else the first one." },
                { name = "state", kind = "text", role = "dimension" },
                { name = "draft", kind = "flag", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "merged", kind = "time", role = "time" },
                { name = "comments", kind = "count", role = "measure" },
            },
        },
        merged_pull_requests = {
            name = "merged pull requests", description = "One row for each merged pull request, by when it was merged.",
            synonyms = { "merged PRs" },
            tool = "pull_requests", time = "merged", pushes_range = true, longest_range_days = 31,
            paging = { rows_per_page = 100 },
            columns = {
                { name = "id", kind = "text", role = "key", description = "Repository and number." },
                { name = "repository", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension", description = "The login, no name." },
                { name = "label", kind = "text", role = "dimension",
                  description = "The label that was asked for, else the first one." },
                { name = "created", kind = "time", role = "time" },
                { name = "merged", kind = "time", role = "time" },
                { name = "hours", kind = "number", role = "measure", unit = "hours",
                  description = "From the opening to the merge." },
                { name = "comments", kind = "count", role = "measure" },
            },
        },
        open_pull_requests = {
            name = "open pull requests", description = "One row for each pull request that is open today.",
            synonyms = { "open PRs" },
            tool = "pull_requests", time = "created", starts = "created", ends = "closed", pushes_range = false,
            paging = { rows_per_page = 100 },
            columns = {
                { name = "id", kind = "text", role = "key", description = "Repository and number." },
                { name = "repository", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension", description = "The login, no name." },
                { name = "label", kind = "text", role = "dimension",
                  description = "The label that was asked for, else the first one." },
                { name = "draft", kind = "flag", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "closed", kind = "time", role = "time", description = "Always empty: only open ones." },
            },
        },
        issues = {
            name = "issues", description = "One row for each issue, by when it was opened.",
            synonyms = { "tickets on GitHub" },
            tool = "issues", time = "created", pushes_range = true, longest_range_days = 31,
            paging = { rows_per_page = 100 },
            columns = {
                { name = "id", kind = "text", role = "key", description = "Repository and number." },
                { name = "repository", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension", description = "The login, no name." },
                { name = "label", kind = "text", role = "dimension",
                  description = "The label that was asked for, else the first one." },
                { name = "state", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "comments", kind = "count", role = "measure" },
            },
        },
        closed_issues = {
            name = "closed issues", description = "One row for each closed issue, by when it was closed.",
            tool = "issues", time = "closed", pushes_range = true, longest_range_days = 31,
            paging = { rows_per_page = 100 },
            columns = {
                { name = "id", kind = "text", role = "key", description = "Repository and number." },
                { name = "repository", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension", description = "The login, no name." },
                { name = "label", kind = "text", role = "dimension",
                  description = "The label that was asked for, else the first one." },
                { name = "reason", kind = "text", role = "dimension" },
                { name = "created", kind = "time", role = "time" },
                { name = "closed", kind = "time", role = "time" },
                { name = "hours", kind = "number", role = "measure", unit = "hours",
                  description = "From the opening to the closing." },
            },
        },
        open_issues = {
            name = "open issues", description = "One row for each issue that is open today.",
            tool = "issues", time = "created", starts = "created", ends = "closed", pushes_range = false,
            paging = { rows_per_page = 100 },
            columns = {
                { name = "id", kind = "text", role = "key", description = "Repository and number." },
                { name = "repository", kind = "text", role = "dimension" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "author", kind = "text", role = "dimension", description = "The login, no name." },
                { name = "label", kind = "text", role = "dimension",
                  description = "The label that was asked for, else the first one." },
                { name = "created", kind = "time", role = "time" },
                { name = "closed", kind = "time", role = "time", description = "Always empty: only open ones." },
            },
        },
        repositories = {
            name = "repositories", description = "One row for each repository, with today's figures.",
            synonyms = { "repos" },
            tool = "repositories", pushes_range = false, paging = { rows_per_page = 100 },
            columns = {
                { name = "repository", kind = "text", role = "key" },
                { name = "owner", kind = "text", role = "dimension" },
                { name = "language", kind = "text", role = "dimension" },
                { name = "stars", kind = "count", role = "measure" },
                { name = "forks", kind = "count", role = "measure" },
                { name = "pushed", kind = "time", role = "time" },
            },
        },
    },

    metrics = {
        opened_pull_requests = {
            name = "pull requests opened",
            synonyms = { "opened pull requests", "new pull requests", "PRs opened", "pull requests", "PRs",
                         "opened PRs" },
            description = "The number of pull requests opened in the period.",
            dataset = "pull_requests", value = { count = true }, kind = "count",
        },
        contributors = {
            name = "contributors", synonyms = { "number of contributors", "active developers" },
            description = "How many different people opened a pull request in the period.",
            dataset = "pull_requests", value = { distinct = "author" }, kind = "count", better = "up",
        },
        merge_rate = {
            name = "merge rate", synonyms = { "share of merged pull requests", "PR merge rate", "PR acceptance" },
            description = "Pull requests opened in the period and merged since, over all opened in it.",
            dataset = "pull_requests", value = { count = true, where = { { "state", "=", "merged" } } },
            per = { count = true }, kind = "ratio", unit = "percent", better = "up", sample_min = 20,
        },
        comments_per_pull_request = {
            name = "comments per pull request", synonyms = { "PR comments", "comments per PR" },
            description = "Comments over pull requests opened in the period.",
            dataset = "pull_requests", value = { sum = "comments" }, per = { count = true }, kind = "number",
            sample_min = 20,
        },
        merged_pull_requests = {
            name = "merged pull requests",
            synonyms = { "merged PRs", "PRs merged", "pull requests merged", "merges", "PR throughput" },
            description = "The number of pull requests merged in the period.",
            dataset = "merged_pull_requests", value = { count = true }, kind = "count", better = "up",
        },
        time_to_merge = {
            name = "time to merge",
            synonyms = { "median time to merge", "PR cycle time", "pull request cycle time", "merge time" },
            description = "The middle number of hours from opening to merge, of pull requests merged in the period.",
            dataset = "merged_pull_requests", value = { median = "hours" }, kind = "number", unit = "hours",
            better = "down", sample_min = 10,
        },
        open_pull_requests = {
            name = "open pull requests", synonyms = { "open PRs", "unmerged pull requests", "waiting pull requests" },
            description = "Pull requests open today that were opened before the end of the period.",
            dataset = "open_pull_requests", value = { count = true, at = "end" }, kind = "count", better = "down",
        },
        opened_issues = {
            name = "issues opened", synonyms = { "opened issues", "new GitHub issues", "issues reported" },
            description = "The number of issues opened in the period.",
            dataset = "issues", value = { count = true }, kind = "count", better = "down",
        },
        closed_issues = {
            name = "issues closed", synonyms = { "closed issues" },
            description = "The number of issues closed in the period.",
            dataset = "closed_issues", value = { count = true }, kind = "count", better = "up",
        },
        time_to_close = {
            name = "time to close issues", synonyms = { "time to close", "issue close time", "median time to close" },
            description = "The middle number of hours from opening to closing, of issues closed in the period.",
            dataset = "closed_issues", value = { median = "hours" }, kind = "number", unit = "hours", better = "down",
            sample_min = 10,
        },
        open_issues = {
            name = "open GitHub issues", synonyms = { "issues open", "open issues", "issue backlog" },
            description = "Issues open today that were opened before the end of the period.",
            dataset = "open_issues", value = { count = true, at = "end" }, kind = "count", better = "down",
        },
        repositories = {
            name = "repositories", synonyms = { "number of repositories", "repository count", "repos" },
            description = "How many repositories the owner has today.",
            dataset = "repositories", value = { count = true }, kind = "count",
        },
        stars = {
            name = "stars", synonyms = { "stargazers", "GitHub stars", "repository stars" },
            description = "The stars that the repositories have today.",
            dataset = "repositories", value = { sum = "stars" }, kind = "count", better = "up",
        },
        forks = {
            name = "forks", synonyms = { "number of forks", "repository forks" },
            description = "The forks that the repositories have today.",
            dataset = "repositories", value = { sum = "forks" }, kind = "count", better = "up",
        },
    },

    dimensions = {
        repository = {
            name = "repository", synonyms = { "repositories", "repo", "repos" }, open_values = true,
            columns = { pull_requests = "repository", merged_pull_requests = "repository",
                        open_pull_requests = "repository", issues = "repository", closed_issues = "repository",
                        open_issues = "repository", repositories = "repository" },
        },
        owner = {
            name = "owner", synonyms = { "github organization", "repository owner", "owners" }, open_values = true,
            columns = { pull_requests = "owner", merged_pull_requests = "owner", open_pull_requests = "owner",
                        issues = "owner", closed_issues = "owner", open_issues = "owner", repositories = "owner" },
        },
        author = {
            name = "author", synonyms = { "authors", "developer", "developers", "committer" }, open_values = true,
            columns = { pull_requests = "author", merged_pull_requests = "author", open_pull_requests = "author",
                        issues = "author", closed_issues = "author", open_issues = "author" },
        },
        label = {
            name = "label", synonyms = { "labels", "issue label" }, open_values = true,
            columns = { pull_requests = "label", merged_pull_requests = "label", open_pull_requests = "label",
                        issues = "label", closed_issues = "label", open_issues = "label" },
            values = { "bug", "enhancement" },
        },
        state = {
            name = "state", synonyms = { "pull request state" },
            columns = { pull_requests = "state", issues = "state" }, values = { "open", "closed", "merged" },
        },
        reason = {
            name = "closing reason", synonyms = { "close reason" }, columns = { closed_issues = "reason" },
            values = { { value = "completed" }, { value = "not_planned", synonyms = { "not planned" } } },
        },
        language = {
            name = "language", synonyms = { "programming language", "languages" }, open_values = true,
            columns = { repositories = "language" },
        },
    },

    ask = {
        "How many pull requests were merged on GitHub each week in the last 60 days?",
        "Median time to merge by repository last month on GitHub",
        "Top 5 authors by pull requests opened this month",
        "How many open pull requests are there by repository?",
        "Issues closed on GitHub last month by label",
        "What is the merge rate of GitHub pull requests by author this month?",
        "Compare issues opened on GitHub this month with last month",
        "Which repositories have the most GitHub stars?",
        "What is the median time to close GitHub issues by week this month?",
        "How many GitHub pull requests in state merged were opened each week last month?",
    },

    errors = {
        { pattern = "(?i)bad credentials|invalid_token|\\b401\\b", fault = "reconnect",
          message = "GitHub has ended this connection. Connect GitHub again." },
        { pattern = "(?i)rate limit|\\b429\\b", fault = "over_limit",
          message = "GitHub asks for a pause: too many requests in a short time. Ask again in a minute." },
        { pattern = "(?i)resource not accessible|SAML|insufficient.?scope|\\b403\\b", fault = "denied",
          message = "The organization has not let this app in; one of its owners can approve it." },
        { pattern = "(?i)not found|cannot be searched|could not resolve|\\b404\\b", fault = "not_found",
          message = "GitHub does not know this repository or owner, or the sign-in may not see it." },
    },

    pitfalls = {
        { symptom = "The sign-in cannot be registered", cause = "GitHub registers no clients by itself",
          fix = "have an administrator make a GitHub App with read permissions and enter its client id" },
        { symptom = "Repositories of an organization are missing from a total",
          cause = "only organizations of which the person who connected is a member are searched",
          fix = "connect as a member of the organization, and let its owners approve the app" },
        { symptom = "A question ends with \"more than 1,000 rows\"",
          cause = "a GitHub search gives 1,000 rows at most; time is asked for in pieces of 31 days",
          fix = "ask for a shorter period; what is open today cannot be counted past this number" },
        { symptom = "Private repositories are missing",
          cause = "an OAuth App sees them only with a scope that could write, which is not asked for",
          fix = "connect with a GitHub App that has read permissions" },
    },
}
