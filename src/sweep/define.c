#include "sweep/define.h"

#include <ctype.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sweep/axis.h"
#include "sweep/samples_file.h"
#include "sweep/sibling_path.h"

enum { CHECK_STEPS = 1024, DEFINITIONS_MAX = 1000 };

/* One item of `define` as it is written. */
struct definition {
  const struct functions *functions;
  char name[sizeof((struct function *)NULL)->name];
  const yaml_node_t *expression, *samples, *builtin; /* exactly one is given */
  const yaml_node_t *domain;                         /* NULL: not given */
  double lo, hi;
  bool left_given, right_given;
  struct tail left, right;
};

/* Names: "all", the built-in functions, the defined ones. */

static const char *function_name_at(const void *context, size_t index) {
  const struct functions *const functions = context;
  const size_t builtins = function_builtin_count();
  if (index == 0)
    return "all";
  if (index <= builtins)
    return function_builtin(index - 1)->name;
  index -= builtins + 1;
  return index < functions->defined ? LIST_AT(&functions->items, struct function, index).name : NULL;
}

static const char *builtin_name_at(const void *context, size_t index) {
  (void)context;
  return index < function_builtin_count() ? function_builtin(index)->name : NULL;
}

bool define_use(struct functions *functions, const struct function *builtin, size_t *index, struct error *err) {
  for (*index = functions->defined; *index < functions->items.count; (*index)++)
    if (strcmp(LIST_AT(&functions->items, struct function, *index).name, builtin->name) == 0)
      return true;
  return list_add(&functions->items, builtin, sizeof *builtin) || error_memory(err, "functions");
}

bool define_lookup(struct yaml_reader *reader, const yaml_node_t *node, struct functions *functions, size_t *index) {
  const struct choices names = {function_name_at, functions};
  const size_t builtins = function_builtin_count();
  if (!yaml_reader_choice(reader, node, "function", &names, index))
    return false;
  if (*index == 0) {
    *index = SIZE_MAX;
    return true;
  }
  if (*index <= builtins)
    return define_use(functions, function_builtin(*index - 1), index, reader->err);
  *index -= builtins + 1;
  return true;
}

/* Reading one definition. */

static bool is_identifier(const char *text) {
  for (size_t i = 0; text[i] != '\0'; i++)
    if (!isalpha((unsigned char)text[i]) && text[i] != '_' && (i == 0 || !isdigit((unsigned char)text[i])))
      return false;
  return text[0] != '\0';
}

static bool read_name(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct definition *const definition = target;
  const struct choices names = {function_name_at, definition->functions};
  const char *const text = yaml_reader_text(reader, node);
  if (text == NULL)
    return false;
  if (!is_identifier(text) || strlen(text) >= sizeof definition->name)
    return yaml_reader_fail(
        reader, node,
        "'%.40s' is no name of a function; allowed: a letter or _, then letters, digits and _, %zu in all", text,
        sizeof definition->name - 1);
  if (choices_find(&names, text) >= 0)
    return yaml_reader_fail(reader, node, "the name '%s' is taken by another function; choose a new one", text);
  (void)snprintf(definition->name, sizeof definition->name, "%s", text);
  return true;
}

static bool read_expression(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  ((struct definition *)target)->expression = node;
  return yaml_reader_text(reader, node) != NULL;
}

static bool read_samples(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  ((struct definition *)target)->samples = node;
  return yaml_reader_text(reader, node) != NULL;
}

static bool read_function(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  ((struct definition *)target)->builtin = node;
  return yaml_reader_text(reader, node) != NULL;
}

/* The two ends of a domain. */
struct ends {
  size_t count;
  double value[2];
};

static bool read_end(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct ends *const ends = target;
  double value = 0;
  if (!axis_real(reader, node, &value))
    return false;
  if (ends->count < 2)
    ends->value[ends->count] = value;
  ends->count++;
  return true;
}

static bool read_domain(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct definition *const definition = target;
  struct ends ends = {0, {0, 0}};
  if (node->type == YAML_SEQUENCE_NODE && !yaml_reader_items(reader, node, read_end, &ends))
    return false;
  if (ends.count != 2 || !(ends.value[0] < ends.value[1]))
    return yaml_reader_fail(reader, node, "is no domain; allowed: two numbers [LO, HI] with LO < HI");
  definition->domain = node;
  definition->lo = ends.value[0];
  definition->hi = ends.value[1];
  return true;
}

static bool read_tail_slope(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_real(reader, node, &((struct tail *)target)->slope);
}

static bool read_tail_intercept(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  return axis_real(reader, node, &((struct tail *)target)->intercept);
}

static bool read_tail(struct yaml_reader *reader, const yaml_node_t *node, struct tail *out) {
  static const struct yaml_key keys[] = {
      {"slope", read_tail_slope, true}, {"intercept", read_tail_intercept, true}, {NULL, NULL, false}};
  *out = (struct tail){false, 0, 0};
  if (node->type == YAML_SCALAR_NODE && strcmp((const char *)node->data.scalar.value, "none") == 0)
    return true;
  out->present = true;
  return yaml_reader_mapping(reader, node, keys, out);
}

static bool read_left_tail(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct definition *const definition = target;
  definition->left_given = true;
  return read_tail(reader, node, &definition->left);
}

static bool read_right_tail(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct definition *const definition = target;
  definition->right_given = true;
  return read_tail(reader, node, &definition->right);
}

static const struct yaml_key definition_keys[] = {
    {"name", read_name, true},
    {"expression", read_expression, false},
    {"samples", read_samples, false},
    {"function", read_function, false},
    {"domain", read_domain, false},
    {"left_tail", read_left_tail, false},
    {"right_tail", read_right_tail, false},
    {NULL, NULL, false},
};

/* Building the function. */

static bool from_expression(struct yaml_reader *reader, const struct definition *definition, struct function *out) {
  const size_t mark = yaml_reader_enter(reader, "expression");
  if (definition->domain == NULL)
    return yaml_reader_fail(reader, definition->expression, "an expression needs a domain; add domain: [LO, HI]");
  const char *const text = yaml_reader_text(reader, definition->expression);
  if (!function_from_expression(out, definition->name, text, definition->lo, definition->hi, reader->err))
    return yaml_reader_fail_prefix(reader, definition->expression);
  yaml_reader_leave(reader, mark);
  return true;
}

static bool load_samples(struct yaml_reader *reader, const struct definition *definition, const char *path,
                         struct function *out) {
  struct list x = {NULL, 0, 0}, y = {NULL, 0, 0};
  const bool ok = samples_file_read(path, &x, &y, reader->err) &&
                  function_from_samples(out, definition->name, x.items, y.items, x.count, reader->err);
  list_release(&x);
  list_release(&y);
  return ok || yaml_reader_fail_prefix(reader, definition->samples);
}

static bool from_samples(struct yaml_reader *reader, const struct definition *definition, struct function *out) {
  char path[SIBLING_PATH_SIZE];
  const size_t mark = yaml_reader_enter(reader, "samples");
  if (!sibling_path(reader, definition->samples, path) || !load_samples(reader, definition, path, out))
    return false;
  yaml_reader_leave(reader, mark);
  if (definition->domain == NULL || (definition->lo >= out->lo && definition->hi <= out->hi))
    return true;
  (void)yaml_reader_enter(reader, "domain");
  (void)yaml_reader_fail(reader, definition->domain, "the domain leaves the samples; allowed: within [%g, %g]", out->lo,
                         out->hi);
  function_release(out);
  return false;
}

/* A built-in function on another domain must be sound there, like a user's expression. */
static bool check_values(struct yaml_reader *reader, const struct definition *definition,
                         const struct function *function) {
  const size_t mark = yaml_reader_enter(reader, "domain");
  for (int i = 0; i <= CHECK_STEPS; i++) {
    const double x = definition->lo + (definition->hi - definition->lo) * i / CHECK_STEPS;
    const char *const flaw = function_value_flaw(function_value(function, x));
    if (flaw != NULL)
      return yaml_reader_fail(reader, definition->domain, "%s has %s at x = %g; choose another domain", function->name,
                              flaw, x);
  }
  yaml_reader_leave(reader, mark);
  return true;
}

static bool from_builtin(struct yaml_reader *reader, const struct definition *definition, struct function *out) {
  const struct choices names = {builtin_name_at, NULL};
  size_t index = 0;
  const size_t mark = yaml_reader_enter(reader, "function");
  if (!yaml_reader_choice(reader, definition->builtin, "built-in function", &names, &index))
    return false;
  yaml_reader_leave(reader, mark);
  *out = *function_builtin(index);
  if (definition->domain != NULL && !check_values(reader, definition, out))
    return false;
  memcpy(out->name, definition->name, sizeof out->name);
  return true;
}

static bool build(struct yaml_reader *reader, const yaml_node_t *node, const struct definition *definition,
                  struct function *out) {
  const int kinds = (definition->expression != NULL) + (definition->samples != NULL) + (definition->builtin != NULL);
  if (kinds != 1)
    return yaml_reader_fail(reader, node, "%s names %s of expression, samples and function; allowed: exactly one",
                            definition->name, kinds == 0 ? "none" : "several");
  const bool ok = definition->expression != NULL ? from_expression(reader, definition, out)
                  : definition->samples != NULL  ? from_samples(reader, definition, out)
                                                 : from_builtin(reader, definition, out);
  if (!ok)
    return false;
  if (definition->domain != NULL) {
    out->lo = definition->lo;
    out->hi = definition->hi;
  }
  if (definition->left_given)
    out->left = definition->left;
  if (definition->right_given)
    out->right = definition->right;
  return true;
}

bool define_item(struct yaml_reader *reader, const yaml_node_t *node, void *target) {
  struct functions *const functions = target;
  struct definition definition;
  memset(&definition, 0, sizeof definition);
  definition.functions = functions;
  struct function function;
  memset(&function, 0, sizeof function);
  if (functions->defined == DEFINITIONS_MAX)
    return yaml_reader_fail(reader, node, "too many definitions; allowed: at most %d", DEFINITIONS_MAX);
  if (!yaml_reader_mapping(reader, node, definition_keys, &definition) || !build(reader, node, &definition, &function))
    return false;
  if (!yaml_reader_add(reader, node, &functions->items, &function, sizeof function)) {
    function_release(&function);
    return false;
  }
  functions->defined = functions->items.count;
  return true;
}

void define_release(struct functions *functions) {
  for (size_t i = 0; i < functions->items.count; i++)
    function_release((struct function *)functions->items.items + i);
  list_release(&functions->items);
  functions->defined = 0;
}
