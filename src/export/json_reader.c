#include "export/json_reader.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

json_t *json_text_read(const char *text, size_t size, const char *path, struct error *err) {
  json_error_t problem;
  json_t *root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &problem);
  if (root == NULL) {
    if (json_error_code(&problem) == json_error_out_of_memory)
      (void)error_memory(err, path);
    else
      (void)error_set(err, ERROR_INPUT, "%s:%d: not valid JSON: %s", path, problem.line, problem.text);
    return NULL;
  }
  if (!json_is_object(root)) {
    (void)error_set(err, ERROR_INPUT, "%s: the top level is not a JSON object", path);
    json_decref(root);
    return NULL;
  }
  return root;
}

bool json_fail(const struct json_reader *reader, const char *key, const char *format, ...) {
  char message[512];
  va_list arguments;
  va_start(arguments, format);
  (void)vsnprintf(message, sizeof message, format, arguments);
  va_end(arguments);
  return error_set(reader->err, ERROR_INPUT, "%s: %s%.64s: %s", reader->path, reader->prefix, key, message);
}

static bool is_known(const char *const *known, const char *key) {
  for (; *known != NULL; known++)
    if (strcmp(*known, key) == 0)
      return true;
  return false;
}

bool json_check_keys(const struct json_reader *reader, const char *const *known) {
  const char *key = NULL;
  json_t *value = NULL;
  json_object_foreach((json_t *)reader->object, key, value) {
    if (!is_known(known, key))
      return json_fail(reader, key, "unknown key; remove it or correct its spelling");
  }
  return true;
}

bool json_has(const struct json_reader *reader, const char *key) {
  return json_object_get(reader->object, key) != NULL;
}

static bool missing(const struct json_reader *reader, const char *key) {
  return json_fail(reader, key, "missing; it is required");
}

bool json_read_integer(const struct json_reader *reader, const char *key, long long min, long long max,
                       long long *out) {
  const json_t *value = json_object_get(reader->object, key);
  if (value == NULL)
    return missing(reader, key);
  if (!json_is_integer(value) || json_integer_value(value) < min || json_integer_value(value) > max)
    return json_fail(reader, key, "not an integer from %lld to %lld", min, max);
  *out = json_integer_value(value);
  return true;
}

bool json_read_real(const struct json_reader *reader, const char *key, double *out) {
  const json_t *value = json_object_get(reader->object, key);
  if (value == NULL)
    return missing(reader, key);
  if (!json_is_number(value))
    return json_fail(reader, key, "not a number");
  *out = json_number_value(value);
  return true;
}

bool json_read_text(const struct json_reader *reader, const char *key, const char **out) {
  const json_t *value = json_object_get(reader->object, key);
  if (value == NULL)
    return missing(reader, key);
  if (!json_is_string(value))
    return json_fail(reader, key, "not a string");
  *out = json_string_value(value);
  return true;
}

bool json_read_array(const struct json_reader *reader, const char *key, const json_t **out) {
  *out = json_object_get(reader->object, key);
  if (*out == NULL)
    return missing(reader, key);
  return json_is_array(*out) || json_fail(reader, key, "not an array");
}

bool json_read_reals(const struct json_reader *reader, const char *key, size_t min, size_t max, double *out,
                     size_t *count) {
  const json_t *array = NULL;
  if (!json_read_array(reader, key, &array))
    return false;
  *count = json_array_size(array);
  if (*count < min || *count > max) {
    if (min == max)
      return json_fail(reader, key, "%zu numbers, expected %zu", *count, min);
    return json_fail(reader, key, "%zu numbers, expected %zu to %zu", *count, min, max);
  }
  for (size_t i = 0; i < *count; i++) {
    const json_t *item = json_array_get(array, i);
    if (!json_is_number(item))
      return json_fail(reader, key, "element %zu is not a number", i);
    out[i] = json_number_value(item);
  }
  return true;
}

bool json_read_object(const struct json_reader *reader, const char *key, const char *prefix, struct json_reader *out) {
  const json_t *value = json_object_get(reader->object, key);
  if (value == NULL)
    return missing(reader, key);
  if (!json_is_object(value))
    return json_fail(reader, key, "not an object");
  *out = (struct json_reader){reader->path, prefix, value, reader->err};
  return true;
}
