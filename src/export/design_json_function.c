#include "export/design_json_function.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool read_tail(const struct json_reader *definition, const char *key, const char *prefix, struct tail *out) {
  static const char *const known[] = {"slope", "intercept", NULL};
  *out = (struct tail){false, 0, 0};
  if (!json_has(definition, key) || json_is_null(json_object_get(definition->object, key)))
    return true;
  struct json_reader reader;
  out->present = true;
  return json_read_object(definition, key, prefix, &reader) && json_check_keys(&reader, known) &&
         json_read_real(&reader, "slope", &out->slope) && json_read_real(&reader, "intercept", &out->intercept);
}

static bool define_expression(const struct json_reader *definition, const char *name, double lo, double hi,
                              struct function *out) {
  const char *text = NULL;
  if (!json_read_text(definition, "expression", &text))
    return false;
  return function_from_expression(out, name, text, lo, hi, definition->err) ||
         error_prefix(definition->err, "%s: definition.expression", definition->path);
}

static bool read_samples(const struct json_reader *samples, double *x, double *y, size_t size, size_t *count) {
  size_t values = 0;
  return json_read_reals(samples, "x", 2, size, x, count) && json_read_reals(samples, "y", *count, *count, y, &values);
}

static bool define_samples(const struct json_reader *definition, const char *name, double lo, double hi,
                           struct function *out) {
  static const char *const known[] = {"x", "y", NULL};
  struct json_reader samples;
  const json_t *list = NULL;
  if (!json_read_object(definition, "samples", "definition.samples.", &samples) || !json_check_keys(&samples, known) ||
      !json_read_array(&samples, "x", &list))
    return false;
  const size_t size = json_array_size(list) + 2;
  double *x = malloc(2 * size * sizeof *x);
  if (x == NULL)
    return error_memory(definition->err, "samples");
  double *y = x + size;
  size_t count = 0;
  const bool ok = read_samples(&samples, x, y, size, &count) &&
                  (function_from_samples(out, name, x, y, count, definition->err) ||
                   error_prefix(definition->err, "%s: definition.samples", definition->path));
  free(x);
  if (!ok)
    return false;
  out->lo = lo;
  out->hi = hi;
  return true;
}

static bool define_builtin(const struct json_reader *definition, const char *name, double lo, double hi,
                           struct function *out) {
  const char *text = NULL;
  if (!json_read_text(definition, "builtin", &text))
    return false;
  const struct function *builtin = function_find(text);
  if (builtin == NULL)
    return json_fail(definition, "builtin", "'%.32s' is no built-in function; 'lutdse functions' lists them", text);
  if (strcmp(text, name) != 0 && function_find(name) != NULL)
    return json_fail(definition, "builtin", "'%s', but function is '%s'", text, name);
  *out = *builtin;
  (void)snprintf(out->name, sizeof out->name, "%s", name);
  out->lo = lo;
  out->hi = hi;
  return true;
}

static bool define(const struct json_reader *definition, const char *name, double lo, double hi, struct function *out) {
  const int ways =
      json_has(definition, "expression") + json_has(definition, "samples") + json_has(definition, "builtin");
  if (ways != 1)
    return json_fail(definition, "expression", "exactly one of expression, samples and builtin is required");
  if (json_has(definition, "expression"))
    return define_expression(definition, name, lo, hi, out);
  if (json_has(definition, "samples"))
    return define_samples(definition, name, lo, hi, out);
  return define_builtin(definition, name, lo, hi, out);
}

static bool check_name(const struct json_reader *root, const char *name) {
  const size_t length = strlen(name);
  bool ok = length > 0 && length < sizeof((struct function *)NULL)->name;
  for (size_t i = 0; ok && i < length; i++)
    ok = isalnum((unsigned char)name[i]) || strchr("_.+-", name[i]) != NULL;
  return ok || json_fail(root, "function", "not a name of 1 to %zu letters, digits and _ . + -",
                         sizeof((struct function *)NULL)->name - 1);
}

static bool read_definition(const struct json_reader *root, const char *name, struct function *out) {
  static const char *const known[] = {"expression", "samples", "builtin", "domain", "left_tail", "right_tail", NULL};
  struct json_reader definition;
  double domain[2];
  size_t count = 0;
  if (!check_name(root, name) || !json_read_object(root, "definition", "definition.", &definition) ||
      !json_check_keys(&definition, known) || !json_read_reals(&definition, "domain", 2, 2, domain, &count))
    return false;
  if (!(domain[0] < domain[1]))
    return json_fail(&definition, "domain", "[%g, %g]: the first must be less than the second", domain[0], domain[1]);
  struct tail left, right;
  if (!read_tail(&definition, "left_tail", "definition.left_tail.", &left) ||
      !read_tail(&definition, "right_tail", "definition.right_tail.", &right) ||
      !define(&definition, name, domain[0], domain[1], out))
    return false;
  (void)snprintf(out->name, sizeof out->name, "%s", name);
  out->left = left;
  out->right = right;
  return true;
}

bool design_json_read_function(const struct json_reader *root, struct design_file *out) {
  const char *name = NULL;
  if (!json_read_text(root, "function", &name))
    return false;
  if (json_has(root, "definition")) {
    out->spec.function = &out->own;
    return read_definition(root, name, &out->own);
  }
  out->spec.function = function_find(name);
  return out->spec.function != NULL ||
         json_fail(root, "function",
                   "'%.32s' is no built-in function ('lutdse functions' lists them) and the file has "
                   "no definition of it",
                   name);
}
