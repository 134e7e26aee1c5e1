/*
 * A CUDA driver and an NVRTC for tests, on machines without a GPU: just the functions that gpu/cuda_api.c loads. Device
 * memory is the host's, and kernels are the kernel source compiled as C, so that whole searches run. What a real driver
 * would leave undefined is found and written down.
 *
 * Set by the environment, read at cuInit() while no context is open:
 *   FAKE_CUDA_LOG              file that gets a line per event; see below
 *   FAKE_CUDA_DEVICES          how many there are (1)
 *   FAKE_CUDA_NAME             their name ("Fake GPU")
 *   FAKE_CUDA_CAPABILITY       their compute capability (9.0)
 *   FAKE_CUDA_DRIVER           version of CUDA that the driver is for (12040)
 *   FAKE_CUDA_MEMORY           bytes of memory (2^30), FAKE_CUDA_FREE: of them free (all)
 *   FAKE_CUDA_SHARED           bytes of shared memory that a group may ask for (232448)
 *   FAKE_CUDA_KERNEL_THREADS   threads per group that a kernel's registers allow (1024)
 *   FAKE_CUDA_INIT             what cuInit() answers (0)
 *   FAKE_CUDA_NO_DESCRIPTION   set: cuDeviceGetName() fails
 *   FAKE_CUDA_FAIL_ALLOCATION  n: a context's n-th allocation finds no memory; "n+": and every later one
 *   FAKE_CUDA_FAIL_LAUNCH      n or "n+": a context's n-th launch answers FAKE_CUDA_CODE (719, launch failure)
 *   FAKE_CUDA_LOSE_LAUNCH      n: from a context's n-th launch on, which is accepted, all calls answer FAKE_CUDA_CODE
 *   FAKE_CUDA_LOSE_ALLOCATION  n: the same from its n-th allocation on
 *   FAKE_CUDA_LOSE_CURRENT     set: cuCtxSetCurrent() is one of these calls (a real driver's does not say)
 *   FAKE_CUDA_FAIL_DEVICE      number of the only device to which the four above happen (all)
 *   FAKE_CUDA_ARCHS            architectures that NVRTC knows ("75,80,86,89,90")
 *   FAKE_CUDA_COMPILE_ERROR    text of a compiler error
 *
 * Lines of the log: "compile OPTIONS", "load sm_90" or "load compute_90", "launch KERNEL of CUDA:N, ...", "leak ...",
 * and "violation ..." for whatever a program must not do.
 */
#ifndef LUTDSE_TESTS_FAKE_CUDA_H
#define LUTDSE_TESTS_FAKE_CUDA_H

#include "gpu/batch.h"
#include "gpu/cuda_api.h"

/* Names of results that the program does not tell apart. */
enum {
  FAKE_INVALID_VALUE = 1,
  FAKE_INVALID_DEVICE = 101,
  FAKE_INVALID_CONTEXT = 201,
  FAKE_INVALID_HANDLE = 400,
  FAKE_NOT_FOUND = 500,
  FAKE_LAUNCH_OUT_OF_RESOURCES = 701,
  FAKE_LAUNCH_FAILED = 719
};

/* What NVRTC makes and the driver loads. */
struct fake_image {
  char magic[24]; /* text, so that it may stand for PTX */
  int machine_code, architecture;
  u32 problems, islands, baselines; /* 1: it has the kernels for them */
  u32 entries, population, tables_only;
  char end;
};

#define FAKE_IMAGE_MAGIC "fake image of kernels 1"

/* Append a line to FAKE_CUDA_LOG. */
void fake_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* A number from the environment. */
long fake_number(const char *name, long otherwise);

/* "n" or "n+": whether the count-th event is meant. */
bool fake_is_due(const char *name, unsigned long count);

#endif
