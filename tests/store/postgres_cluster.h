#pragma once
// A PostgreSQL of our own for the tests of one program: on the loopback, in a folder that goes with it, run by an
// unprivileged user. Started when it is first needed, stopped by its own process id, and with the program at the
// latest.

#include "base/text.h"
#include "store/store.h"
#include "vault/crypto.h"

#include <arpa/inet.h>
#include <csignal>
#include <fcntl.h>
#include <filesystem>
#include <grp.h>
#include <libpq-fe.h>
#include <pwd.h>
#include <stdexcept>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>

namespace parley::store {

// Also for programs without a test's checks.
inline void must(bool good, const std::string& what) {
    if (!good) throw std::runtime_error("PostgreSQL for the tests: " + what);
}

// A connection past the store: what an operator or an attacker could do.
class RawPostgres {
public:
    explicit RawPostgres(const std::string& address) : connection_(PQconnectdb(address.c_str())) {
        PQsetNoticeProcessor(
            connection_, [](void*, const char*) {}, nullptr);
        must(PQstatus(connection_) == CONNECTION_OK, PQerrorMessage(connection_));
    }
    ~RawPostgres() { PQfinish(connection_); }
    RawPostgres(const RawPostgres&) = delete;
    RawPostgres& operator=(const RawPostgres&) = delete;

    // Empty where it worked, else the server's sentence.
    std::string run(const std::string& sql) {
        PGresult* const result = PQexec(connection_, sql.c_str());
        const auto status = PQresultStatus(result);
        std::string problem = status == PGRES_FATAL_ERROR ? PQresultErrorMessage(result) : "";
        PQclear(result);
        return problem;
    }

    std::vector<std::vector<std::string>> rows(const std::string& sql) {
        PGresult* const result = PQexec(connection_, sql.c_str());
        must(PQresultStatus(result) == PGRES_TUPLES_OK, PQresultErrorMessage(result));
        std::vector<std::vector<std::string>> found;
        for (int row = 0; row < PQntuples(result); ++row) {
            auto& columns = found.emplace_back();
            for (int column = 0; column < PQnfields(result); ++column) {
                columns.emplace_back(PQgetvalue(result, row, column));
            }
        }
        PQclear(result);
        return found;
    }

private:
    PGconn* connection_;
};

class PostgresCluster {
public:
    // Of initdb and postgres; empty where they are not installed.
    static std::string programs() {
        std::error_code none;
        std::string found;
        for (const auto& folder : std::filesystem::directory_iterator("/usr/lib/postgresql", none)) {
            const std::string bin = (folder.path() / "bin").string();
            if (::access((bin + "/postgres").c_str(), X_OK) == 0) found = std::max(found, bin);
        }
        return found;
    }

    static PostgresCluster& instance() {
        static PostgresCluster only;
        return only;
    }

    // settings: what postgres is told besides, "-c", "name=value", ...
    // log_folder: where its write-ahead log stands, if not beside the data.
    explicit PostgresCluster(std::vector<std::string> settings = {}, const std::string& log_folder = "")
        : folder_(std::filesystem::temp_directory_path() / ("parley-postgres-" + vault::random_token(6))),
          settings_(std::move(settings)) {
        std::filesystem::create_directories(folder_);
        find_user();
        must(::chown(folder_.c_str(), user_, group_) == 0, "chown");
        must(::chmod(folder_.c_str(), 0700) == 0, "chmod");
        std::vector<std::string> command{
            programs() + "/initdb", "-D",        data(),           "-A", "trust", "-U", "operator", "-E", "UTF8",
            "--locale=C.UTF-8",     "--no-sync", "--wal-segsize=1"};
        if (!log_folder.empty()) {
            must(::chown(log_folder.c_str(), user_, group_) == 0, "chown");
            command.insert(command.end(), {"-X", log_folder + "/wal"});
        }
        const int made = wait_for(launch(command));
        must(made == 0, "initdb: see " + log());
        start();
        RawPostgres raw(address("operator", "postgres"));
        must_run(raw, "CREATE ROLE owner LOGIN; CREATE ROLE application LOGIN");
    }
    ~PostgresCluster() {
        if (server_ > 0) stop(SIGQUIT);
        std::error_code none;
        std::filesystem::remove_all(folder_, none);
    }
    PostgresCluster(const PostgresCluster&) = delete;
    PostgresCluster& operator=(const PostgresCluster&) = delete;

    void start() {
        for (int attempt = 0; attempt < 5; ++attempt) {
            if (port_ == 0) port_ = free_port();
            std::vector<std::string> command{programs() + "/postgres",
                                             "-D",
                                             data(),
                                             "-k",
                                             folder_.string(),
                                             "-p",
                                             std::to_string(port_),
                                             "-c",
                                             "listen_addresses=127.0.0.1",
                                             "-c",
                                             "fsync=on",
                                             "-c",
                                             "max_connections=60",
                                             "-c",
                                             "shared_buffers=32MB",
                                             "-c",
                                             "wal_level=minimal",
                                             "-c",
                                             "max_wal_senders=0"};
            command.insert(command.end(), settings_.begin(), settings_.end());
            server_ = launch(command);
            if (is_ready()) return;
            port_ = 0;  // Somebody else has taken it meanwhile.
        }
        must(false, "it does not start: see " + log());
    }

    // SIGQUIT: as if the power went. SIGINT: connections are ended, then everything is written.
    void stop(int signal) {
        ::kill(server_, signal);
        wait_for(std::exchange(server_, -1));
    }
    void restart_immediately() {
        stop(SIGQUIT);
        start();
    }

    std::string address(const std::string& role, const std::string& database) const {
        return cat("host=127.0.0.1 port=", port_, " user=", role, " dbname=", database);
    }
    PostgresOptions options(const std::string& database) const {
        return {address("application", database), address("owner", database)};
    }

    // As the migrations leave it, with nothing in it. Given back it serves again, for making one takes a while.
    std::string lend_database() {
        if (free_.empty()) return make_database();
        const std::string name = free_.back();
        free_.pop_back();
        return name;
    }
    void give_back(const std::string& name) {
        if (server_ < 0) return;
        RawPostgres raw(address("operator", name));
        std::string script = "SET session_replication_role = replica";  // Past the triggers.
        for (const auto& table : raw.rows("SELECT tablename FROM pg_tables WHERE schemaname = 'parley'"
                                          " AND tablename <> 'schema_version'")) {
            script += cat("; DELETE FROM parley.", table[0]);
        }
        if (raw.run(script).empty()) free_.push_back(name);
    }

    // For a test that changes more than rows.
    std::string make_database() {
        if (!has_model_) {
            make_empty_database("model");
            const auto model = open_postgres(options("model"));
            must(static_cast<bool>(model), model ? "" : model.error().message + " " + model.error().detail);
            has_model_ = true;
        }
        const std::string name = cat("test_", ++databases_);
        RawPostgres raw(address("operator", "postgres"));
        must_run(raw, cat("CREATE DATABASE ", name, " TEMPLATE model OWNER owner"));
        return name;
    }
    void make_empty_database(const std::string& name, const std::string& besides = "") {
        RawPostgres raw(address("operator", "postgres"));
        must_run(raw, cat("CREATE DATABASE ", name, " OWNER owner ", besides));
    }
    void drop_database(const std::string& name) {
        if (server_ < 0) return;
        RawPostgres raw(address("operator", "postgres"));
        raw.run(cat("DROP DATABASE IF EXISTS ", name, " WITH (FORCE)"));
    }

    int port() const { return port_; }
    std::string data() const { return (folder_ / "data").string(); }
    std::string log() const { return (folder_ / "log").string(); }
    uid_t user() const { return user_; }

private:
    static void must_run(RawPostgres& raw, const std::string& sql) {
        const std::string problem = raw.run(sql);
        must(problem.empty(), problem);
    }

    void find_user() {
        user_ = ::geteuid();
        group_ = ::getegid();
        if (user_ != 0) return;
        // PostgreSQL refuses to be run by root.
        const passwd* found = ::getpwnam("postgres");
        if (found == nullptr) found = ::getpwnam("nobody");
        must(found != nullptr, "there is no unprivileged user");
        user_ = found->pw_uid;
        group_ = found->pw_gid;
    }

    static int free_port() {
        const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        sockaddr_in any{};
        any.sin_family = AF_INET;
        any.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof any;
        auto* const address = reinterpret_cast<sockaddr*>(&any);
        must(::bind(socket, address, size) == 0, "bind");
        must(::getsockname(socket, address, &size) == 0, "getsockname");
        ::close(socket);
        return ntohs(any.sin_port);
    }

    pid_t launch(const std::vector<std::string>& command) const {
        std::vector<char*> arguments;
        for (const auto& word : command) arguments.push_back(const_cast<char*>(word.c_str()));
        arguments.push_back(nullptr);
        const std::string output = log();
        const pid_t child = ::fork();
        must(child >= 0, "fork");
        if (child > 0) return child;
        if (::geteuid() == 0 && (::setgroups(0, nullptr) != 0 || ::setgid(group_) != 0 || ::setuid(user_) != 0)) {
            ::_exit(127);
        }
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT);  // Also where the tests die.
        const int file = ::open(output.c_str(), O_WRONLY | O_CREAT | O_APPEND, 0600);
        ::dup2(file, STDOUT_FILENO);
        ::dup2(file, STDERR_FILENO);
        for (int other = 3; other < 1024; ++other) ::close(other);
        if (::chdir(folder_.c_str()) != 0) ::_exit(127);
        ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }

    static int wait_for(pid_t child) {
        int status = 0;
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) continue;
        return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
    }

    // Another process says when it is ready; asking is the only way to know.
    bool is_ready() {
        const std::string asked = cat("host=127.0.0.1 port=", port_, " dbname=postgres user=operator");
        for (int attempt = 0; attempt < 3'000; ++attempt) {
            if (PQping(asked.c_str()) == PQPING_OK) return true;
            int status = 0;
            if (::waitpid(server_, &status, WNOHANG) == server_) return false;
            std::this_thread::sleep_for(std::chrono::milliseconds(10));
        }
        return false;
    }

    const std::filesystem::path folder_;
    const std::vector<std::string> settings_;
    uid_t user_ = 0;
    gid_t group_ = 0;
    int port_ = 0;
    pid_t server_ = -1;
    int databases_ = 0;
    std::vector<std::string> free_;
    bool has_model_ = false;
};

}  // namespace parley::store
