/*
 * Strict reading of JSON: typed access in which every failure names the file and the key.
 */
#ifndef LUTDSE_EXPORT_JSON_READER_H
#define LUTDSE_EXPORT_JSON_READER_H

#include <jansson.h>

#include "error.h"

/* One object of a file, and how messages name it. */
struct json_reader {
  const char *path;   /* the file */
  const char *prefix; /* put before the keys of this object: "" or e.g. "errors." */
  const json_t *object;
  struct error *err;
};

/*
 * Read a text as one JSON object with no key twice; `path` names it in messages. NULL on failure: ERROR_INPUT
 * ("FILE:LINE: what") or ERROR_INTERNAL. The caller ends with json_decref().
 */
json_t *json_text_read(const char *text, size_t size, const char *path, struct error *err);

/* "FILE: PREFIX+KEY: message", ERROR_INPUT. Returns false. */
bool json_fail(const struct json_reader *reader, const char *key, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Fail if the object has a key that is not in the NULL-ended list. */
bool json_check_keys(const struct json_reader *reader, const char *const *known);

bool json_has(const struct json_reader *reader, const char *key);

/* Each fails if the key is missing, of another type or out of range. Text stays owned by the JSON value. */
bool json_read_integer(const struct json_reader *reader, const char *key, long long min, long long max, long long *out);
bool json_read_real(const struct json_reader *reader, const char *key, double *out);
bool json_read_text(const struct json_reader *reader, const char *key, const char **out);

/* An array of numbers; its length must be within [min, max]. */
bool json_read_reals(const struct json_reader *reader, const char *key, size_t min, size_t max, double *out,
                     size_t *count);

/* An array of any values, borrowed. */
bool json_read_array(const struct json_reader *reader, const char *key, const json_t **out);

/* A nested object: *out is a reader for it under `prefix` (which the caller keeps alive). */
bool json_read_object(const struct json_reader *reader, const char *key, const char *prefix, struct json_reader *out);

#endif
