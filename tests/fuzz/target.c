#include "target.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

void target_require(bool condition) {
  if (!condition)
    abort();
}

void target_require_success(bool success, const struct error *err) {
  if (!success)
    (void)fprintf(stderr, "must not fail: %s\n", err->text);
  target_require(success);
}

void target_check_refusal(const struct error *err) { target_require(err->kind == ERROR_INPUT && err->text[0] != '\0'); }

void target_file_open(struct target_file *file, const void *data, size_t size) {
  file->descriptor = memfd_create("fuzzed", MFD_CLOEXEC);
  target_require(file->descriptor >= 0);
  (void)snprintf(file->path, sizeof file->path, "/proc/self/fd/%d", file->descriptor);
  const char *next = data;
  while (size > 0) {
    const ssize_t written = write(file->descriptor, next, size);
    target_require(written > 0);
    next += written;
    size -= (size_t)written;
  }
}

void target_file_close(struct target_file *file) { (void)close(file->descriptor); }
