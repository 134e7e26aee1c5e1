#include "export/artefact.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static void set_name(struct artefact *artefact, const char *name) {
  char text[sizeof artefact->spec->function->name + 16];
  (void)snprintf(text, sizeof text, "%s_%d", artefact->spec->function->name, artefact->design.entries);
  identifier_make(artefact->name, name != NULL ? name : text);
}

static void set_thresholds(struct artefact *artefact) {
  for (int s = 0; s < artefact->spec->scales.count; s++)
    for (int i = 0; i < artefact->design.entries - 1; i++)
      artefact->threshold[s][i] =
          design_threshold(artefact->spec, artefact->design.breakpoint[i], artefact->spec->scales.scale[s]);
}

void artefact_make(struct artefact *out, const struct spec *spec, const struct design *design, const char *name) {
  memset(out, 0, sizeof *out);
  out->spec = spec;
  out->design = *design;
  evaluate(spec, design, &out->score);
  set_name(out, name);
  set_thresholds(out);
}

/* The design of one scale alone. */
static bool design_at(struct design *out, const struct spec *set, int s, const struct gqa_table *table,
                      struct design_rounding *rounding, struct error *err) {
  struct spec spec = *set;
  spec.scales = (struct scale_set){1, {set->scales.scale[s]}};
  return design_from_reals(out, &spec, table->breakpoint, table->slope, table->intercept, rounding, err) ||
         error_prefix(err, "scale %g", set->scales.scale[s]);
}

static bool same_lines(const struct design *a, const struct design *b) {
  const size_t size = (size_t)a->entries * sizeof a->slope[0];
  return memcmp(a->slope, b->slope, size) == 0 && memcmp(a->intercept, b->intercept, size) == 0;
}

/* Take over the thresholds of a scale, and note whether they differ from those of the shared breakpoints. */
static void take_thresholds(struct artefact *artefact, int s, const struct design *at) {
  struct spec spec = *artefact->spec;
  spec.scales = (struct scale_set){1, {artefact->spec->scales.scale[s]}};
  for (int i = 0; i < at->entries - 1; i++) {
    const int32_t threshold = design_threshold(&spec, at->breakpoint[i], spec.scales.scale[0]);
    artefact->own_thresholds = artefact->own_thresholds || threshold != artefact->threshold[s][i];
    artefact->threshold[s][i] = threshold;
  }
}

bool artefact_make_gqa(struct artefact *out, const struct spec *spec, const struct gqa_file *file, const char *name,
                       struct design_rounding *rounding, struct error *err) {
  memset(out, 0, sizeof *out);
  out->spec = spec;
  if (!gqa_score(file, spec, &out->score, rounding, err))
    return false;
  struct design at[SCALE_MAX];
  struct design_rounding counted = {0}; /* by gqa_score() already */
  int finest = 0;
  for (int s = 0; s < spec->scales.count; s++) {
    if (!design_at(&at[s], spec, s, gqa_find_table(file, spec->scales.scale[s]), &counted, err))
      return false;
    if (!same_lines(&at[s], &at[0]))
      return error_set(err, ERROR_INPUT,
                       "slopes and intercepts at scale %g are not those at scale %g; export one scale at a time "
                       "(--scales)",
                       spec->scales.scale[s], spec->scales.scale[0]);
    finest = spec->scales.scale[s] < spec->scales.scale[finest] ? s : finest;
  }
  out->design = at[finest];
  set_name(out, name);
  set_thresholds(out);
  for (int s = 0; s < spec->scales.count; s++)
    take_thresholds(out, s, &at[s]);
  return true;
}

int artefact_fraction(const struct artefact *artefact) {
  const struct spec *spec = artefact->spec;
  return spec->slope.frac > spec->intercept.frac ? spec->slope.frac : spec->intercept.frac;
}

double artefact_addend(const struct artefact *artefact, int scale, int entry) {
  const double b = format_value(artefact->spec->intercept, artefact->design.intercept[entry]);
  return rint(ldexp(b / artefact->spec->scales.scale[scale], artefact_fraction(artefact)));
}
