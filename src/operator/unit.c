#include "operator/unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "model/datapath.h"

static bool allocate(struct operator_unit *out, const struct operator_unit_shape *shape, struct error *err) {
  out->first = shape->first;
  out->last = shape->last;
  out->value = calloc((size_t)(shape->last - shape->first) + 1, sizeof out->value[0]);
  return out->value != NULL || error_memory(err, "unit of an operator");
}

static uint32_t output_code(const struct operator_unit_shape *shape, double y) {
  const double code = rint(ldexp(y, shape->frac));
  return (uint32_t)fmin(fmax(code, 0), ldexp(1, shape->bits) - 1);
}

/* Thresholds of the table's own, where it has them for this scale. */
static void take_thresholds(struct datapath *datapath, const struct operator_table *table) {
  const struct scale_set *const scales = &table->spec->scales;
  const size_t size = (size_t)(table->design->entries - 1) * sizeof datapath->threshold[0];
  for (int s = 0; table->threshold != NULL && s < scales->count; s++)
    if (scales->scale[s] == datapath->scale)
      memcpy(datapath->threshold, table->threshold[s], size);
}

bool operator_unit_of_table(struct operator_unit *out, const struct operator_table *table,
                            const struct operator_unit_shape *shape, struct error *err) {
  struct datapath datapath;
  if (!allocate(out, shape, err))
    return false;
  datapath_prepare(&datapath, table->spec, table->design, shape->scale);
  take_thresholds(&datapath, table);
  for (int32_t q = shape->first; q <= shape->last; q++) {
    const datapath_wide acc = datapath_accumulate(&datapath, q);
    const double y = datapath.output.bits == 0 ? datapath_value(&datapath, acc)
                                               : (double)datapath_code(&datapath, acc) * datapath.output.scale;
    out->value[q - shape->first] = output_code(shape, y);
  }
  return true;
}

bool operator_unit_of_function(struct operator_unit *out, const char *function, const struct operator_unit_shape *shape,
                               struct error *err) {
  const struct function *const ideal = function_find(function);
  if (!allocate(out, shape, err))
    return false;
  for (int32_t q = shape->first; q <= shape->last; q++)
    out->value[q - shape->first] = output_code(shape, function_value(ideal, shape->scale * q));
  return true;
}

void operator_unit_release(struct operator_unit *unit) {
  free(unit->value);
  unit->value = NULL;
}
