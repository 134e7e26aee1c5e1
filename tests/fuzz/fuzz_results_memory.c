/*
 * Fuzz target: results in memory with any numbers in them, and points that have the identity that follows from those.
 * They must be refused by results_check(), or be good for everything that is done with results.
 *
 * An input is a list of changes of eight bytes: what kind of thing, which one, field (two, little-endian), number (two:
 * one of those at which programs err, or a small one), element (two); each modulo how many there are.
 */
#include <stdlib.h>
#include <string.h>

#include "numbers.h"
#include "results_use.h"
#include "store/sample.h"
#include "target.h"

enum { SEED = 7, POINTS = 6, CHANGE_SIZE = 8, CHANGES_MAX = 64, DESIGNS_MAX = 4, STEPS_MAX = 5 };

/* A point with all that belongs to it. */
struct subject {
  struct point point;
  struct outcome outcome;
  struct scored_design design[DESIGNS_MAX];
  struct convergence_step step[STEPS_MAX];
};

/* A number somewhere in one of these structs; of arrays, the first one. */
struct field {
  size_t offset, count;
  enum { WHOLE_INT, WHOLE_64, REAL } kind;
};

#define FIELD(type, member, kind)                                                                                      \
  { offsetof(type, member), 1, kind }
#define ARRAY(type, member, kind)                                                                                      \
  { offsetof(type, member), sizeof((type *)0)->member / sizeof((type *)0)->member[0], kind }
#define REALS(type, member)                                                                                            \
  { offsetof(type, member), sizeof((type *)0)->member / (sizeof(double)), REAL }

static const struct field point_fields[] = {FIELD(struct point, spec.in_bits, WHOLE_INT),
                                            FIELD(struct point, spec.entries, WHOLE_INT),
                                            FIELD(struct point, spec.slope.bits, WHOLE_INT),
                                            FIELD(struct point, spec.slope.frac, WHOLE_INT),
                                            FIELD(struct point, spec.intercept.bits, WHOLE_INT),
                                            FIELD(struct point, spec.intercept.frac, WHOLE_INT),
                                            ARRAY(struct point, spec.scales.scale, REAL),
                                            FIELD(struct point, spec.output.bits, WHOLE_INT),
                                            FIELD(struct point, spec.output.scale, REAL),
                                            FIELD(struct point, spec.restriction.slope_digits, WHOLE_INT),
                                            ARRAY(struct point, engine.value, REAL),
                                            FIELD(struct point, hardware.pipeline, WHOLE_INT),
                                            FIELD(struct point, hardware.technology.ge_um2, REAL),
                                            FIELD(struct point, hardware.technology.flip_flop_ge, REAL),
                                            FIELD(struct point, hardware.technology.energy_scale, REAL),
                                            FIELD(struct point, hardware.technology.delay_scale, REAL),
                                            FIELD(struct point, hardware.technology.clock_mhz, REAL),
                                            FIELD(struct point, seed, WHOLE_64),
                                            FIELD(struct point, repeat, WHOLE_INT)};
static const struct field outcome_fields[] = {FIELD(struct outcome, evaluations, WHOLE_64),
                                              FIELD(struct outcome, optimum.value, REAL)};
static const struct field design_fields[] = {FIELD(struct scored_design, rank, WHOLE_INT),
                                             FIELD(struct scored_design, design.entries, WHOLE_INT),
                                             ARRAY(struct scored_design, design.breakpoint, WHOLE_INT),
                                             ARRAY(struct scored_design, design.slope, WHOLE_INT),
                                             ARRAY(struct scored_design, design.intercept, WHOLE_INT),
                                             REALS(struct scored_design, score.exact),
                                             REALS(struct scored_design, score.requantised),
                                             ARRAY(struct scored_design, score.codes, WHOLE_64),
                                             REALS(struct scored_design, score.exact_at),
                                             REALS(struct scored_design, score.requantised_at),
                                             REALS(struct scored_design, cost)};
static const struct field step_fields[] = {FIELD(struct convergence_step, evaluations, WHOLE_64),
                                           FIELD(struct convergence_step, best, REAL)};

static void set(void *at, const struct field *field, unsigned number, unsigned element) {
  char *const here = (char *)at + field->offset;
  const unsigned index = element % (unsigned)field->count;
  /* The upper half of numbers are small ones as they are. */
  const int64_t whole = number < 0x8000 ? numbers_whole(number) : (int64_t)number - 0xc000;
  const double real = number < 0x8000 ? numbers_real(number) : (double)((int)number - 0xc000) / 16;
  switch (field->kind) {
  case WHOLE_INT:
    memcpy(here + index * sizeof(int), &(int){(int)whole}, sizeof(int));
    break;
  case WHOLE_64:
    memcpy(here + index * sizeof whole, &whole, sizeof whole);
    break;
  case REAL:
    memcpy(here + index * sizeof real, &real, sizeof real);
    break;
  }
}

/* What a change of this kind would leave in disorder that no file can hold. */
static void tidy(struct subject *subject) {
  for (size_t d = 0; d < DESIGNS_MAX; d++) {
    struct score *const score = &subject->design[d].score;
    const int scales = subject->point.spec.scales.count;
    score->scales_counted = 0;
    for (int s = 0; s < SCALE_MAX; s++) {
      if (s >= scales) {
        score->codes[s] = 0;
        score->exact_at[s] = score->requantised_at[s] = (struct errors){0, 0, 0};
      }
      score->scales_counted += score->codes[s] > 0;
    }
  }
  for (int s = subject->point.spec.scales.count; s < SCALE_MAX; s++)
    subject->point.spec.scales.scale[s] = 0;
  if (subject->point.spec.output.bits == 0)
    subject->point.spec.output.scale = 0;
  for (int p = subject->point.engine.engine->parameter_count; p < ENGINE_PARAMETERS_MAX; p++)
    subject->point.engine.value[p] = 0;
  point_identify(&subject->point);
}

static void change(struct subject *subject, const uint8_t bytes[CHANGE_SIZE]) {
  const unsigned field = bytes[2] | (unsigned)bytes[3] << 8, number = bytes[4] | (unsigned)bytes[5] << 8;
  const unsigned element = bytes[6] | (unsigned)bytes[7] << 8;
  const struct {
    void *at;
    const struct field *field;
    size_t fields;
  } kinds[] = {
      {&subject->point, point_fields, sizeof point_fields / sizeof point_fields[0]},
      {&subject->outcome, outcome_fields, sizeof outcome_fields / sizeof outcome_fields[0]},
      {&subject->design[element / 256 % DESIGNS_MAX], design_fields, sizeof design_fields / sizeof design_fields[0]},
      {&subject->step[element / 256 % STEPS_MAX], step_fields, sizeof step_fields / sizeof step_fields[0]},
  };
  const unsigned kind = bytes[0] % (sizeof kinds / sizeof kinds[0]);
  if (kind == 1 && number % 16 == 0)
    subject->outcome.optimum.kind = (enum optimum_kind)(element % OPTIMUM_KINDS);
  set(kinds[kind].at, &kinds[kind].field[field % kinds[kind].fields], number, element);
}

static void take(struct subject *subject, const struct results *from, size_t row) {
  *subject = (struct subject){.point = from->points[row], .outcome = from->outcomes[row]};
  const struct outcome *const outcome = &subject->outcome;
  target_require(outcome->design_count <= DESIGNS_MAX && outcome->step_count <= STEPS_MAX);
  for (size_t d = 0; d < outcome->design_count; d++)
    subject->design[d] = from->designs[outcome->first_design + d];
  for (size_t s = 0; s < outcome->step_count; s++)
    subject->step[s] = from->steps[outcome->first_step + s];
}

static void add(struct results *out, const struct subject *subject) {
  struct error err = {.kind = ERROR_NONE};
  const struct outcome *const outcome = &subject->outcome;
  target_require(results_add(out, &subject->point, outcome->evaluations, subject->design, outcome->design_count, &err));
  out->outcomes[out->point_count - 1].optimum = outcome->optimum;
  target_require(results_add_convergence(out, subject->step, outcome->step_count, &err));
}

static void make(struct results *out, const struct results *from, const uint8_t *changes, size_t count) {
  results_init(out);
  memcpy(out->sweep_name, from->sweep_name, sizeof out->sweep_name);
  out->sweep_text = strdup(from->sweep_text);
  target_require(out->sweep_text != NULL);
  for (size_t p = 0; p < from->point_count; p++) {
    struct subject subject;
    take(&subject, from, p);
    for (size_t i = 0; i < count; i++)
      if (changes[i * CHANGE_SIZE + 1] % from->point_count == p)
        change(&subject, changes + i * CHANGE_SIZE);
    tidy(&subject);
    add(out, &subject);
  }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  struct results from, results;
  struct error err = {.kind = ERROR_NONE};
  const size_t count = size / CHANGE_SIZE < CHANGES_MAX ? size / CHANGE_SIZE : CHANGES_MAX;
  sample_results(&from, SEED, POINTS);
  make(&results, &from, data, count);
  if (results_check(&results, ERROR_INPUT, &err))
    results_use(&results);
  else
    target_check_refusal(&err);
  results_release(&results);
  results_release(&from);
  return 0;
}
