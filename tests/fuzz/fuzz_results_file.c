/*
 * Fuzz target: arbitrary bytes as a results file, and a real one with some bytes changed. The seal has to refuse them
 * all: behind it is libhdf5, which crashes on damaged files.
 *
 * An input whose first byte is 0 is a list of changes to the real file, each of five bytes: where (four, little-endian,
 * modulo the size), and what to XOR; one that changes nothing cuts the file there. Any other input is the file itself.
 */
#include <stdlib.h>
#include <string.h>

#include "results_file.h"
#include "store/store.h"
#include "target.h"

enum { CHANGE = 5 };

static void expect(const void *data, size_t size, bool intact) {
  struct target_file file;
  struct results results;
  struct error err = {.kind = ERROR_NONE};
  target_file_open(&file, data, size);
  const bool read = store_read(&results, file.path, &err);
  target_require(read == intact);
  if (read)
    results_release(&results);
  else
    target_check_refusal(&err);
  target_file_close(&file);
}

static void change(const uint8_t *changes, size_t count) {
  size_t size = 0;
  const unsigned char *const real = results_file_bytes(&size);
  unsigned char *const copy = malloc(size);
  target_require(copy != NULL);
  memcpy(copy, real, size);
  size_t end = size;
  for (size_t i = 0; i < count; i++) {
    const uint8_t *const c = changes + i * CHANGE;
    const size_t at = (c[0] | (size_t)c[1] << 8 | (size_t)c[2] << 16 | (size_t)c[3] << 24) % size;
    copy[at] ^= c[4];
    if (c[4] == 0)
      end = at;
  }
  expect(copy, end, end == size && memcmp(copy, real, size) == 0);
  free(copy);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  if (size > 0 && data[0] == 0)
    change(data + 1, (size - 1) / CHANGE);
  else
    expect(data, size, false);
  return 0;
}
