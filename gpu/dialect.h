/*
 * One dialect for OpenCL C, CUDA C and C11: the kernel source is written in the words below and compiles as
 * each of the three. Rules of the dialect:
 *
 * - A kernel serves work-groups. LANE of LANES work-items share one group's scratch memory and meet at BARRIER(), or
 *   at MEMORY_BARRIER() where they share GLOBAL memory, too. In C a group is one call with a single lane, and the
 *   group's number and scratch memory are arguments.
 * - Per-individual work comes in packs of PACK consecutive individuals, with inner loops over the pack: a CPU's
 *   compiler turns them into vector instructions; on a GPU PACK is 1 and the loops vanish.
 * - DEVICE functions are inlined; a SUBROUTINE is long, called from several places and not worth a copy in each.
 * - No transcendental functions, no contraction, no reduction of open order, so that every result is the same to
 *   the last bit everywhere. rint() of a double rounds half to even, and double division and sqrt() are correctly
 *   rounded, in all three languages.
 */
#ifndef LUTDSE_GPU_DIALECT_H
#define LUTDSE_GPU_DIALECT_H

#if defined(__OPENCL_VERSION__)

#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#pragma OPENCL FP_CONTRACT OFF
typedef uint u32;
typedef ulong u64;
typedef int i32;
#define DEVICE           static inline __attribute__((always_inline))
#define SUBROUTINE       static __attribute__((noinline))
#define KERNEL           __kernel void
#define GLOBAL           __global
#define LOCAL            __local
#define GROUP_ARGUMENTS  , __local u32 *scratch
#define GROUP            ((u32)get_group_id(0))
#define LANE             ((u32)get_local_id(0))
#define LANES            ((u32)get_local_size(0))
#define BARRIER()        barrier(CLK_LOCAL_MEM_FENCE)
#define MEMORY_BARRIER() barrier(CLK_LOCAL_MEM_FENCE | CLK_GLOBAL_MEM_FENCE)

#elif defined(__CUDACC__)

typedef unsigned int u32;
typedef unsigned long long u64;
typedef int i32;
/* Words of OpenCL C that the flattened text of Random123 uses. */
typedef unsigned int uint;
typedef unsigned long long ulong;
typedef unsigned char uchar;
#define mul_hi(a, b) __umul64hi(a, b)
#define INFINITY     __int_as_float(0x7f800000)
#define DEVICE       static __device__ __forceinline__
#define SUBROUTINE   static __device__ __noinline__
#define KERNEL       extern "C" __global__ void
#define GLOBAL
#define LOCAL
#define GROUP_ARGUMENTS
#define GROUP            ((u32)blockIdx.x)
#define LANE             ((u32)threadIdx.x)
#define LANES            ((u32)blockDim.x)
#define BARRIER()        __syncthreads()
#define MEMORY_BARRIER() __syncthreads()
extern __shared__ u32 scratch[];

#else

#include <math.h>
#include <stdint.h>
typedef uint32_t u32;
typedef uint64_t u64;
typedef int32_t i32;
#define DEVICE     static inline __attribute__((always_inline))
#define SUBROUTINE static __attribute__((noinline, unused))
#define KERNEL     static void
#define GLOBAL
#define LOCAL
#define GROUP_ARGUMENTS  , u32 *restrict scratch, u32 group
#define GROUP            group
#define LANE             0U
#define LANES            1U
#define BARRIER()        ((void)0)
#define MEMORY_BARRIER() ((void)0)

#endif

/* Individuals worked on together by one lane; a population is a multiple of it. */
#ifndef PACK
#define PACK 16
#endif

/* The loop over a pack. Iterations are independent; compilers for CPUs are told so. */
#if defined(__OPENCL_VERSION__) && defined(__clang__) && PACK > 1
#define PACK_HINT _Pragma("clang loop vectorize(assume_safety) vectorize_width(PACK) unroll(disable)")
#elif defined(__OPENCL_VERSION__) || defined(__CUDACC__)
#define PACK_HINT
#else
#define PACK_HINT _Pragma("omp simd")
#endif
/* NOLINTNEXTLINE(bugprone-macro-parentheses): the argument is a name, which is declared. */
#define FOR_PACK(w) PACK_HINT for (u32 w = 0; w < PACK; w++)

/* The high 32 bits of a product: a uniform 32-bit draw times a count is a uniform number below the count. */
DEVICE u32 multiply_high(u32 a, u32 b) { return (u32)(((u64)a * b) >> 32); }

/*
 * A float rounded to a whole number, half to even, for |x| < 2^22: adding 1.5 * 2^23 leaves no bits for a fraction.
 * Unlike rint() it vectorises under every compiler.
 */
DEVICE float round_even(float x) { return (x + 12582912.0f) - 12582912.0f; }

#endif
