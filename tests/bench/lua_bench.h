#pragma once

namespace parley::bench {

// What a call into a shut-in state costs, beside a bare one of the interpreter in the same run.
void bench_lua();

}  // namespace parley::bench
