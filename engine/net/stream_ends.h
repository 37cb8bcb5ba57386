#pragma once
// What was learnt of how servers end their event streams. Most send the end right behind the answer, and the connection
// can be used again for the price of a moment; some keep the stream open, and waiting for those would slow each call.

#include <map>
#include <mutex>
#include <string>

namespace parley::net {

// Safe from several threads. Remembers only origins that keep streams open.
class StreamEnds {
public:
    // How long the end may take to come; 0: not worth waiting for this time.
    int patience_ms(const std::string& origin);

    void came(const std::string& origin);
    void did_not_come(const std::string& origin);

private:
    struct Streak {
        int passed_over = 0;  // Streams not waited for since the last vain wait.
        int to_pass_over = 1;
    };
    std::mutex mutex_;
    std::map<std::string, Streak> streaks_;  // Guarded by mutex_.
};

}  // namespace parley::net
