#include "sweep/samples_file.h"

#include "sweep/rows_file.h"

struct samples_lists {
  struct list *x, *y;
};

static bool take_sample(void *context, const double *value, size_t columns, struct error *err) {
  (void)columns;
  const struct samples_lists *const lists = context;
  if (lists->x->count > 0 && !(value[0] > LIST_AT(lists->x, double, lists->x->count - 1)))
    return error_set(err, ERROR_INPUT, "x = %g does not exceed the x before; allowed: increasing x", value[0]);
  return (list_add(lists->x, &value[0], sizeof value[0]) && list_add(lists->y, &value[1], sizeof value[1])) ||
         error_memory(err, "samples");
}

bool samples_file_read(const char *path, struct list *x, struct list *y, struct error *err) {
  struct samples_lists lists = {x, y};
  const struct rows_format format = {.columns_min = 2,
                                     .columns_max = 2,
                                     .refusal = "this is no sample; allowed: two numbers, x and y",
                                     .take = take_sample,
                                     .context = &lists};
  if (!rows_file_read(path, &format, err))
    return false;
  return x->count >= 2 || error_set(err, ERROR_INPUT, "%s: %zu samples; allowed: two or more", path, x->count);
}
