/* What the fuzz targets share. */
#ifndef LUTDSE_TESTS_FUZZ_TARGET_H
#define LUTDSE_TESTS_FUZZ_TARGET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"

/* What libFuzzer calls, or replay.c. Returns 0. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Abort unless it holds: that is how a target reports a finding. */
void target_require(bool condition);

/* The same of what must not fail; says how it did. */
void target_require_success(bool success, const struct error *err);

/* The input was refused as it should be: as wrong, with a message of one line. */
void target_check_refusal(const struct error *err);

/* A file in memory that readers of files take for a regular one. */
struct target_file {
  int descriptor;
  char path[64];
};

/* Make one of these bytes; aborts if the system does not let us. */
void target_file_open(struct target_file *file, const void *data, size_t size);
void target_file_close(struct target_file *file);

#endif
