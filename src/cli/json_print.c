#include "cli/json_print.h"

void json_append(json_t **array, json_t *item) {
  if (*array == NULL) {
    json_decref(item);
    return;
  }
  if (json_array_append_new(*array, item) == 0)
    return;
  json_decref(*array);
  *array = NULL;
}

bool json_print(json_t *value, FILE *out, const char *what, struct error *err) {
  if (value == NULL)
    return error_memory(err, what);
  const bool ok = json_dumpf(value, out, JSON_INDENT(2) | JSON_REAL_PRECISION(17)) == 0 || ferror(out) != 0;
  (void)fputc('\n', out);
  json_decref(value);
  return ok || error_memory(err, what);
}
