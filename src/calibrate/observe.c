#include "calibrate/observe.h"

#include <stdlib.h>
#include <string.h>

/* What each block has alone. */
static bool count_apart(struct observation *out, const struct unit *unit, const struct unit_content *content,
                        struct error *err) {
  struct elaboration apart;
  if (!elaborate_apart(&apart, unit, content, err))
    return false;
  const bool ok = estimate_gates(&apart, unit->scale_count, out->apart, err);
  elaboration_free(&apart);
  return ok;
}

static bool observe(struct observation *out, struct features *features, const struct results *results,
                    const struct synthesised *row, struct error *err) {
  const struct scored_design *design = &results->designs[row->design];
  const struct point *point = &results->points[design->point];
  struct unit unit;
  struct unit_content content;
  if (!unit_create(&unit, &point->spec, &point->hardware, err))
    return false;
  unit_content(&content, &unit, &point->spec, &design->design);
  if (!features_of_unit(features, &unit, &content, err))
    return false;
  *out = (struct observation){
      .features = features, .area_ge = row->area_ge, .energy_pj = row->energy_pj, .delay_ns = row->delay_ns};
  memcpy(out->block_ge, row->block_ge, sizeof out->block_ge);
  if (count_apart(out, &unit, &content, err))
    return true;
  features_free(features);
  return false;
}

bool observations_create(struct observations *out, const struct results *results, const char *library,
                         struct error *err) {
  const size_t most = results->synthesised_count + 1;
  *out = (struct observations){0, calloc(most, sizeof *out->item), calloc(most, sizeof *out->features),
                               calloc(most, sizeof *out->row)};
  if (out->item == NULL || out->features == NULL || out->row == NULL) {
    observations_release(out);
    return error_memory(err, "observations");
  }
  bool ok = true;
  for (size_t i = 0; ok && i < results->synthesised_count; i++) {
    const struct synthesised *row = &results->synthesised[i];
    if (strcmp(row->library, library) != 0)
      continue;
    out->row[out->count] = row;
    ok = observe(&out->item[out->count], &out->features[out->count], results, row, err);
    out->count += ok;
  }
  if (!ok)
    observations_release(out);
  return ok;
}

void observations_release(struct observations *observations) {
  for (size_t i = 0; i < observations->count; i++)
    features_free(&observations->features[i]);
  free(observations->item);
  free(observations->features);
  free(observations->row);
  *observations = (struct observations){0, NULL, NULL, NULL};
}
