#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "store/decode.h"
#include "store/encode.h"
#include "store/results_push.h"

/* Samples on their way from the file. */
struct sample_list {
  double *x, *y;
  size_t count, x_capacity, y_capacity;
};

static bool take_sample(void *context, size_t index, const void *row, struct error *err) {
  struct sample_list *list = context;
  const struct sample_row *sample = row;
  if (!array_reserve(&list->x, &list->x_capacity, index + 1, sizeof *list->x) ||
      !array_reserve(&list->y, &list->y_capacity, index + 1, sizeof *list->y))
    return error_memory(err, "samples");
  list->x[index] = sample->x;
  list->y[index] = sample->y;
  list->count = index + 1;
  return true;
}

static bool decode_samples(struct function *function, const struct function_row *row, hid_t file, size_t index,
                           struct error *err) {
  char path[64];
  struct sample_list list = {0};
  (void)snprintf(path, sizeof path, "%s/%zu", samples_table.path, index);
  const bool ok = table_read(file, &samples_table, path, take_sample, &list, err) &&
                  function_from_samples(function, row->name, list.x, list.y, list.count, err);
  free(list.x);
  free(list.y);
  return ok;
}

/* A built-in function is known by its formula: a sweep may give it another name. */
static bool decode_builtin(struct function *function, const struct function_row *row, struct error *err) {
  const struct function *builtin = function_find_formula(row->formula);
  if (builtin == NULL)
    return error_set(err, ERROR_INPUT, "this version of lutdse has no built-in function %s = %s", row->name,
                     row->formula);
  *function = *builtin;
  memcpy(function->name, row->name, sizeof function->name);
  return true;
}

static bool decode_content(struct function *function, const struct function_row *row, hid_t file, size_t index,
                           struct error *err) {
  if (strcmp(row->kind, "builtin") == 0)
    return decode_builtin(function, row, err);
  if (strcmp(row->kind, "expression") == 0)
    return function_from_expression(function, row->name, row->formula, row->lo, row->hi, err);
  if (strcmp(row->kind, "samples") == 0)
    return decode_samples(function, row, file, index, err);
  return error_set(err, ERROR_INPUT, "kind: '%s'; allowed: builtin, expression, samples", row->kind);
}

static struct tail decode_tail(const char *name, double slope, double intercept) {
  return (struct tail){strcmp(name, "line") == 0, slope, intercept};
}

/* What the user may have chosen over what the content gives. */
static void decode_description(struct function *function, const struct function_row *row) {
  memcpy(function->formula, row->formula, sizeof function->formula);
  function->lo = row->lo;
  function->hi = row->hi;
  function->left = decode_tail(row->left_tail, row->left_slope, row->left_intercept);
  function->right = decode_tail(row->right_tail, row->right_slope, row->right_intercept);
}

static bool agrees(const struct function *function, const struct function_row *row, struct error *err) {
  struct function_row again;
  memset(&again, 0, sizeof again);
  encode_function(function, &again);
  const char *column = table_difference(&functions_table, &again, row);
  return column == NULL || error_set(err, ERROR_INPUT, "%s: does not agree with the function", column);
}

bool decode_function(void *context, size_t index, const void *data, struct error *err) {
  const struct head_decoder *decoder = context;
  const struct function_row *row = data;
  struct function function;
  if (!decode_content(&function, row, decoder->file, index, err))
    return false;
  decode_description(&function, row);
  bool ok = agrees(&function, row, err);
  if (ok && !results_push_function(decoder->head, &function))
    ok = error_memory(err, "functions");
  if (!ok)
    function_release(&function);
  return ok;
}
