#pragma once

namespace parley::bench {

// Decisions of the gate, beside reading the same arguments from their text in the same run.
void bench_gate();

}  // namespace parley::bench
