#include "report/benchmark.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text_file.h"

enum { BENCHMARK_BYTES_MAX = 1 << 26 };

/* A number or null; NaN where it is neither. */
static double optional(const json_t *object, const char *key) {
  const json_t *const value = json_object_get(object, key);
  return json_is_number(value) ? json_number_value(value) : (double)NAN;
}

static bool read_text(const json_t *object, const char *key, char *text, size_t size) {
  const json_t *const value = json_object_get(object, key);
  if (!json_is_string(value) || json_string_length(value) == 0)
    return false;
  (void)snprintf(text, size, "%s", json_string_value(value));
  return true;
}

/* The key at fault, or NULL. */
static const char *read_record(struct benchmark_record *out, const json_t *object) {
  const json_t *const entries = json_object_get(object, "entries");
  if (!read_text(object, "program", out->program, sizeof out->program))
    return "program: expected a text";
  if (!read_text(object, "function", out->function, sizeof out->function))
    return "function: expected a text";
  if (!json_is_integer(entries) || json_integer_value(entries) < 1 || json_integer_value(entries) > 1000000)
    return "entries: expected a positive integer";
  (void)read_text(object, "objective", out->objective, sizeof out->objective);
  out->entries = (int)json_integer_value(entries);
  out->seconds = optional(object, "seconds");
  out->mse = optional(object, "mse");
  out->cpu_seconds = optional(object, "cpu_seconds");
  out->evaluations = optional(object, "evaluations");
  out->ratio = optional(object, "ratio");
  if (!(out->seconds >= 0))
    return "seconds: expected a number, at least 0";
  return out->mse >= 0 ? NULL : "mse: expected a number, at least 0";
}

static bool read_records(struct benchmark *out, const json_t *records, const char *path, struct error *err) {
  const size_t count = json_array_size(records);
  out->record = calloc(count + 1, sizeof *out->record);
  if (out->record == NULL)
    return error_memory(err, path);
  for (size_t i = 0; i < count; i++) {
    const char *const wrong = read_record(&out->record[i], json_array_get(records, i));
    if (wrong != NULL)
      return error_set(err, ERROR_INPUT, "%s: record %zu: %s", path, i + 1, wrong);
    out->count++;
  }
  return true;
}

static bool read_root(struct benchmark *out, const json_t *root, const char *path, struct error *err) {
  const json_t *const records = json_is_array(root) ? root : json_object_get(root, "records");
  if (!json_is_array(records) || json_array_size(records) == 0)
    return error_set(err, ERROR_INPUT, "%s: expected a list of measurements, or an object with the list 'records'",
                     path);
  (void)read_text(root, "machine", out->machine, sizeof out->machine);
  (void)read_text(root, "date", out->date, sizeof out->date);
  return read_records(out, records, path, err);
}

bool benchmark_parse(struct benchmark *out, const char *text, size_t size, const char *path, struct error *err) {
  json_error_t wrong;
  *out = (struct benchmark){.count = 0};
  json_t *const root = json_loadb(text, size, JSON_REJECT_DUPLICATES, &wrong);
  if (root == NULL)
    return error_set(err, ERROR_INPUT, "%s:%d: %s", path, wrong.line, wrong.text);
  const bool ok = read_root(out, root, path, err);
  json_decref(root);
  if (!ok)
    benchmark_release(out);
  return ok;
}

bool benchmark_read(struct benchmark *out, const char *path, struct error *err) {
  char *text = NULL;
  size_t size = 0;
  *out = (struct benchmark){.count = 0};
  if (!text_file_read(path, BENCHMARK_BYTES_MAX, &text, &size, err))
    return false;
  const bool ok = benchmark_parse(out, text, size, path, err);
  free(text);
  return ok;
}

void benchmark_release(struct benchmark *benchmark) {
  free(benchmark->record);
  *benchmark = (struct benchmark){.count = 0};
}
