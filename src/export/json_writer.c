#include "export/json_writer.h"

#include <stdio.h>
#include <stdlib.h>

/* 17 significant digits: enough for every double to survive. */
enum { FLAGS = JSON_REAL_PRECISION(17) | JSON_ENCODE_ANY };

bool json_put_real(json_t *object, const char *key, double value) {
  return json_object_set_new(object, key, json_real(value)) == 0;
}

json_t *json_reals(const double *values, size_t count) {
  json_t *array = json_array();
  for (size_t i = 0; i < count; i++)
    if (json_array_append_new(array, json_real(values[i])) != 0) {
      json_decref(array);
      return NULL;
    }
  return array;
}

static bool write_line(FILE *out, const json_t *value) { return json_dumpf(value, out, FLAGS) == 0; }

static bool write_array(FILE *out, const json_t *array, int depth) {
  if (!json_is_object(json_array_get(array, 0)))
    return write_line(out, array);
  size_t i = 0;
  json_t *item = NULL;
  (void)fputc('[', out);
  json_array_foreach(array, i, item) {
    (void)fprintf(out, "%s\n%*s", i > 0 ? "," : "", 2 * depth + 2, "");
    if (!write_line(out, item))
      return false;
  }
  (void)fprintf(out, "\n%*s]", 2 * depth, "");
  return true;
}

static bool write_object(FILE *out, const json_t *object, int depth) {
  const char *key = NULL;
  json_t *value = NULL;
  const char *separator = "";
  (void)fputc('{', out);
  json_object_foreach((json_t *)object, key, value) {
    (void)fprintf(out, "%s\n%*s\"%s\": ", separator, 2 * depth + 2, "", key);
    const bool ok = json_is_object(value)  ? write_object(out, value, depth + 1)
                    : json_is_array(value) ? write_array(out, value, depth + 1)
                                           : write_line(out, value);
    if (!ok)
      return false;
    separator = ",";
  }
  (void)fprintf(out, "\n%*s}", 2 * depth, "");
  return true;
}

bool json_text(const json_t *object, char **out, struct error *err) {
  *out = NULL;
  size_t size = 0;
  FILE *memory = open_memstream(out, &size);
  if (memory == NULL)
    return error_memory(err, "JSON text");
  const bool ok = write_object(memory, object, 0) && fputc('\n', memory) != EOF;
  if (fclose(memory) == 0 && ok)
    return true;
  free(*out);
  *out = NULL;
  return error_memory(err, "JSON text");
}

json_t *json_format(struct format format, int significant) {
  if (significant == 0)
    return json_pack("{s:i, s:i}", "bits", format.bits, "frac", format.frac);
  return json_pack("{s:i, s:i, s:i}", "bits", significant, "frac", format.frac, "exponents",
                   significant_exponents(format, significant));
}
