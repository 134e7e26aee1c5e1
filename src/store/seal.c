#include "store/seal.h"

#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <xxhash.h>

#include "store/store.h"

static const char magic[] = "lutdse results, schema ";
static const char hdf5_signature[] = "\x89HDF\r\n\x1a\n";

void seal_make(char seal[SEAL_SIZE], const void *content, size_t size) {
  memset(seal, 0, SEAL_SIZE);
  (void)snprintf(seal, SEAL_SIZE, "%s%d\nsize %zu\nxxh3 %016" PRIx64 "\nHDF5 from byte %d on: h5dump, h5py\n", magic,
                 STORE_SCHEMA_VERSION, size, (uint64_t)XXH3_64bits(content, size), SEAL_SIZE);
}

static bool starts_with(const void *file, size_t size, const char *start, size_t length) {
  return size >= length && memcmp(file, start, length) == 0;
}

static bool check_kind(const char *file, size_t size, struct error *err) {
  if (starts_with(file, size, hdf5_signature, sizeof hdf5_signature - 1))
    return error_set(err, ERROR_INPUT, "an HDF5 file, but not one that lutdse wrote");
  if (!starts_with(file, size, magic, sizeof magic - 1))
    return error_set(err, ERROR_INPUT, "not a results file of lutdse");
  if (size < SEAL_SIZE)
    return error_set(err, ERROR_INPUT, "truncated: only %zu bytes; restore it or run the sweep again", size);
  return true;
}

/* The schema and the size of the content that a seal states; what it does not state stays 0. */
static void parse(const char *text, long *schema, uintmax_t *content) {
  char *end;
  *schema = strtol(text + sizeof magic - 1, &end, 10);
  *content = strncmp(end, "\nsize ", 6) == 0 ? strtoumax(end + 6, NULL, 10) : 0;
}

bool seal_check(const void *file, size_t size, struct error *err) {
  char text[SEAL_SIZE + 1] = {0}, expected[SEAL_SIZE];
  long schema;
  uintmax_t content;
  if (!check_kind(file, size, err))
    return false;
  memcpy(text, file, SEAL_SIZE);
  parse(text, &schema, &content);
  if (schema != STORE_SCHEMA_VERSION)
    return error_set(err, ERROR_INPUT, "schema %ld; this version of lutdse reads schema %d: use the one that wrote it",
                     schema, STORE_SCHEMA_VERSION);
  if (content > size - SEAL_SIZE)
    return error_set(err, ERROR_INPUT,
                     "truncated: %zu bytes of content are left of %ju; restore it or run the sweep again",
                     size - SEAL_SIZE, content);
  seal_make(expected, (const char *)file + SEAL_SIZE, size - SEAL_SIZE);
  if (memcmp(text, expected, SEAL_SIZE) != 0)
    return error_set(err, ERROR_INPUT, "damaged: its checksum differs; restore it or run the sweep again");
  return true;
}
