/*
 * Counter-based random numbers: Philox4x32-10 of the Random123 library (kernel dialect). In C the library's
 * header is included; for OpenCL C and CUDA C its text, flattened by the preprocessor when lutdse is built, comes
 * before this file.
 */
#ifndef LUTDSE_GPU_PHILOX_H
#define LUTDSE_GPU_PHILOX_H

#include "gpu/dialect.h"
#if !defined(__OPENCL_VERSION__) && !defined(__CUDACC__)
#include <Random123/philox.h>
#endif

/* Four random words: the key is the grid point's, the counter says what for; `number` is the island's. */
DEVICE philox4x32_ctr_t draw(u32 key_low, u32 key_high, u32 generation, u32 number, u32 individual, u32 block) {
  philox4x32_ctr_t counter;
  philox4x32_key_t key;
  counter.v[0] = generation;
  counter.v[1] = individual;
  counter.v[2] = number;
  counter.v[3] = block;
  key.v[0] = key_low;
  key.v[1] = key_high;
  return philox4x32_R(10, counter, key);
}

#endif
