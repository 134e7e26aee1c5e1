#include "store/seal.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <xxhash.h>

#include "file.h"
#include "store/store.h"

static const char magic[] = "lutdse results, schema ";
static const char hdf5_signature[] = "\x89HDF\r\n\x1a\n";

enum { PIECE = 1 << 18 };

/* What a seal says. */
struct statement {
  long schema;
  uint64_t content, hash, points; /* size and hash of what follows the seal; points in it */
};

static void make(char seal[SEAL_SIZE], const struct statement *statement) {
  memset(seal, 0, SEAL_SIZE);
  (void)snprintf(seal, SEAL_SIZE,
                 "%s%ld\nsize %" PRIu64 "\nxxh3 %016" PRIx64 "\npoints %" PRIu64
                 "\nHDF5 from byte %d on: h5dump, h5py\n",
                 magic, statement->schema, statement->content, statement->hash, statement->points, SEAL_SIZE);
}

/* The number behind a key, which *text is moved behind; 0, and *text where it was, if the key is not there. */
static uint64_t number_behind(const char **text, const char *key, int base) {
  const size_t length = strlen(key);
  char *end;
  if (strncmp(*text, key, length) != 0)
    return 0;
  const uint64_t number = strtoumax(*text + length, &end, base);
  *text = end;
  return number;
}

static struct statement parse(const char *text) {
  struct statement statement = {.schema = 0};
  statement.schema = (long)number_behind(&text, magic, 10);
  statement.content = number_behind(&text, "\nsize ", 10);
  statement.hash = number_behind(&text, "\nxxh3 ", 16);
  statement.points = number_behind(&text, "\npoints ", 10);
  return statement;
}

/* 0 or an errno. */
static int hash_content(int descriptor, uint64_t size, uint64_t *hash) {
  XXH3_state_t *state = XXH3_createState();
  char *piece = malloc(PIECE);
  int failed = state == NULL || piece == NULL || XXH3_64bits_reset(state) != XXH_OK ? ENOMEM : 0;
  for (uint64_t at = SEAL_SIZE; failed == 0 && at < size; at += PIECE) {
    const size_t length = size - at < PIECE ? (size_t)(size - at) : PIECE;
    failed = file_read_at(descriptor, piece, length, at);
    if (failed == 0)
      (void)XXH3_64bits_update(state, piece, length);
  }
  if (failed == 0)
    *hash = XXH3_64bits_digest(state);
  free(piece);
  (void)XXH3_freeState(state);
  return failed;
}

int seal_write(int descriptor, uint64_t size, uint64_t points) {
  char seal[SEAL_SIZE];
  struct statement statement = {STORE_SCHEMA_VERSION, size - SEAL_SIZE, 0, points};
  const int failed = hash_content(descriptor, size, &statement.hash);
  make(seal, &statement);
  return failed != 0 ? failed : file_write_at(descriptor, seal, SEAL_SIZE, 0);
}

static bool starts_with(const char *text, uint64_t size, const char *start, size_t length) {
  return size >= length && memcmp(text, start, length) == 0;
}

static bool check_kind(const char *text, uint64_t size, struct error *err) {
  if (starts_with(text, size, hdf5_signature, sizeof hdf5_signature - 1))
    return error_set(err, ERROR_INPUT, "an HDF5 file, but not one that lutdse wrote");
  if (!starts_with(text, size, magic, sizeof magic - 1))
    return error_set(err, ERROR_INPUT, "not a results file of lutdse");
  if (size < SEAL_SIZE)
    return error_set(err, ERROR_INPUT, "truncated: only %" PRIu64 " bytes; restore it or run the sweep again", size);
  return true;
}

/* The seal of a file of this schema; what it states need not be true. */
static bool check_seal(const char text[SEAL_SIZE + 1], uint64_t size, struct statement *statement, struct error *err) {
  if (!check_kind(text, size, err))
    return false;
  *statement = parse(text);
  if (statement->schema != STORE_SCHEMA_VERSION)
    return error_set(err, ERROR_INPUT, "schema %ld; this version of lutdse reads schema %d: use the one that wrote it",
                     statement->schema, STORE_SCHEMA_VERSION);
  if (statement->content > size - SEAL_SIZE)
    return error_set(err, ERROR_INPUT,
                     "truncated: %" PRIu64 " bytes of content are left of %" PRIu64
                     "; restore it or run the sweep again",
                     size - SEAL_SIZE, statement->content);
  return true;
}

static bool read_seal(int descriptor, uint64_t size, const char *path, char text[SEAL_SIZE + 1], struct error *err) {
  memset(text, 0, SEAL_SIZE + 1);
  const int failed = file_read_at(descriptor, text, size < SEAL_SIZE ? (size_t)size : SEAL_SIZE, 0);
  return failed == 0 || file_error(err, "read", path, failed);
}

static bool damaged(const char *path, struct error *err) {
  return error_set(err, ERROR_INPUT, "%s: damaged: its checksum differs; restore it or run the sweep again", path);
}

bool seal_check(int descriptor, uint64_t size, const char *path, uint64_t *points, struct error *err) {
  char text[SEAL_SIZE + 1], expected[SEAL_SIZE];
  struct statement statement;
  if (!read_seal(descriptor, size, path, text, err))
    return false;
  if (!check_seal(text, size, &statement, err))
    return error_prefix(err, "%s", path);
  const int failed = hash_content(descriptor, size, &statement.hash);
  if (failed != 0)
    return file_error(err, "read", path, failed);
  statement.content = size - SEAL_SIZE;
  make(expected, &statement);
  if (memcmp(text, expected, SEAL_SIZE) != 0)
    return damaged(path, err);
  *points = statement.points;
  return true;
}

bool seal_points(const char *path, uint64_t *points, struct error *err) {
  char text[SEAL_SIZE + 1], expected[SEAL_SIZE];
  struct statement statement = {.points = 0};
  int descriptor;
  size_t size;
  if (!file_open(path, &descriptor, &size, err))
    return false;
  const bool read = read_seal(descriptor, size, path, text, err);
  (void)close(descriptor);
  if (!read)
    return false;
  if (!check_seal(text, size, &statement, err))
    return error_prefix(err, "%s", path);
  make(expected, &statement);
  *points = statement.points;
  return memcmp(text, expected, SEAL_SIZE) == 0 || damaged(path, err);
}
