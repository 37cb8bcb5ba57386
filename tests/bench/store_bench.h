#pragma once

namespace parley::bench {

// What row-level security costs: the same calls on one PostgreSQL, with the policies and without them, in turns.
void bench_store();

}  // namespace parley::bench
