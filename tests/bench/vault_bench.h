#pragma once

namespace parley::bench {

// Sealing and opening beside OpenSSL doing the same work on the same bytes, as a ratio of one run.
void bench_vault();

}  // namespace parley::bench
