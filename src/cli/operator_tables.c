#include "cli/operator_tables.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "cli/eval_print.h"
#include "exact/exact.h"
#include "operator/normalise.h"

enum { USUAL_ENTRIES = 8, USUAL_SCALES = 7 };

/*
 * The published configuration: one table for 8-bit inputs at the scales 2^0 to 2^-6, unless told otherwise. Differences
 * from the largest input leave the domain of e^x at coarse scales, so that its tail is pinned.
 */
static struct spec computed_spec(const struct operator_options *options, enum operator_role role) {
  const struct design_filter *const filter = &options->picked.selection.filter;
  struct spec spec = options->gqa.spec;
  spec.function = function_find(operator_role_name(role));
  spec.entries = filter->entries != 0 ? filter->entries : USUAL_ENTRIES;
  if (filter->in_bits != 0)
    spec.in_bits = filter->in_bits;
  if (role == ROLE_EXP && !options->gqa.has_tails)
    spec.tails = TAILS_ASYMPTOTE;
  if (spec.scales.count == 0)
    for (; spec.scales.count < USUAL_SCALES; spec.scales.count++)
      spec.scales.scale[spec.scales.count] = ldexp(1, -spec.scales.count);
  return spec;
}

/* Narrow the table to the octaves of codes that the operator will use of it. */
static bool fit(struct operator_source *source, enum operator_role role, struct error *err) {
  struct octaves octaves;
  if (role == ROLE_EXP)
    return true;
  if (!octaves_find(&octaves, &source->spec, role == ROLE_DIV ? 1 : 2, err))
    return false;
  source->function = *source->spec.function;
  source->function.lo = ldexp(octaves.scale, octaves.low);
  source->function.hi = ldexp(octaves.scale, octaves.low + octaves.step);
  source->spec.function = &source->function;
  source->spec.scales = (struct scale_set){1, {octaves.scale}};
  return true;
}

static bool compute(struct operator_source *out, unsigned threads, struct error *err) {
  const struct exact_resources with = {.threads = threads};
  const struct exact_goal goal = {.objective = EXACT_MSE, .max_abs_limit = (double)INFINITY};
  struct exact_answer *const answer = malloc(sizeof *answer);
  if (answer == NULL)
    return error_memory(err, "the best table");
  bool ok = spec_check(&out->spec, err) && exact_solve(&with, &out->spec, &goal, out->spec.entries, answer, err);
  const struct exact_table *const best = &answer->table[out->spec.entries];
  if (ok && !best->feasible)
    ok = error_set(err, ERROR_NOTHING_FOUND, "there is no table of %d entries", out->spec.entries);
  if (ok)
    out->design = best->design;
  free(answer);
  return ok;
}

static bool take_computed(struct operator_source *out, const struct operator_options *options, enum operator_role role,
                          struct error *err) {
  struct score score;
  out->spec = computed_spec(options, role);
  if ((options->fit && !fit(out, role, err)) || !compute(out, options->settings.threads, err))
    return error_prefix(err, "the best table of %s", operator_role_name(role));
  evaluate(&out->spec, &out->design, &score);
  out->errors = score.exact;
  out->table = (struct operator_table){.spec = &out->spec, .design = &out->design};
  return true;
}

/* Whether options may choose: there is a results file, or a table is computed. */
static bool has_choice(const struct operator_options *options) {
  for (int role = 0; role < OPERATOR_ROLES; role++)
    if (operator_role_of((enum operator_role)role, options->kind) &&
        (options->path[role] == NULL || design_source_is_results(options->path[role])))
      return true;
  return false;
}

/* Of a results file the most accurate design of the role's function, unless told otherwise. */
static void ask_results(struct design_request *request, enum operator_role role) {
  struct pick_options *const picked = &request->picked;
  request->gqa.given = NULL;
  if (picked->selection.filter.function == NULL)
    picked->selection.filter.function = operator_role_name(role);
  if (!pick_options_choose(picked))
    picked->max_cost[COST_AREA] = DBL_MAX;
}

/* Options that are meant for another table are no complaint about this one. */
static void ask_design(struct design_request *request) {
  const int in_bits = request->picked.selection.filter.in_bits;
  request->gqa.given = NULL;
  request->picked = pick_options_default();
  if (in_bits != 0)
    request->gqa.spec.in_bits = in_bits;
}

static bool take_file(struct operator_source *out, const struct operator_options *options, enum operator_role role,
                      struct error *err) {
  struct design_request request = {
      .path = options->path[role], .row = -1, .picked = options->picked, .gqa = options->gqa};
  if (design_source_is_results(request.path))
    ask_results(&request, role);
  else if (has_choice(options))
    ask_design(&request);
  if (!design_source_open(&out->file, &request, err))
    return false;
  const struct artefact *const artefact = &out->file.artefact;
  eval_print_rounding(request.path, &out->file.file.rounding, stderr);
  out->path = request.path;
  out->errors = artefact->score.exact;
  out->table = (struct operator_table){.spec = artefact->spec,
                                       .design = &artefact->design,
                                       .threshold = artefact->own_thresholds ? artefact->threshold : NULL};
  return operator_table_check(&out->table, operator_role_name(role), err) || error_prefix(err, "%s", request.path);
}

bool operator_tables_open(struct operator_tables *out, const struct operator_options *options, struct error *err) {
  memset(out, 0, sizeof *out);
  for (int i = 0; i < OPERATOR_ROLES; i++) {
    const enum operator_role role = (enum operator_role)i;
    if (!operator_role_of(role, options->kind))
      continue;
    if (options->path[role] != NULL ? take_file(&out->role[role], options, role, err)
                                    : take_computed(&out->role[role], options, role, err))
      continue;
    operator_tables_release(out);
    return false;
  }
  return true;
}

void operator_tables_release(struct operator_tables *tables) {
  for (int role = 0; role < OPERATOR_ROLES; role++)
    if (tables->role[role].path != NULL)
      design_source_release(&tables->role[role].file);
}
