#include "run/unit_synthesis.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "rtl/rtl.h"
#include "run/unit_stimulus.h"

enum { STIMULI_MAX = 8 };

static const char top[] = "unit";

/* One stimulus a scale, of up to STIMULI_MAX scales spread over the set. */
static bool create_stimuli(const struct unit_job *job, struct unit_stimulus *out, size_t *count, struct error *err) {
  const int scales = job->unit->scale_count, wanted = scales < STIMULI_MAX ? scales : STIMULI_MAX;
  for (*count = 0; *count < (size_t)wanted; ++*count)
    if (!unit_stimulus_create(&out[*count], job->unit, job->content, (int)*count * scales / wanted, err))
      return false;
  return true;
}

static bool synthesise_whole(const struct unit_job *job, const char *verilog, struct synthesis *out,
                             struct error *err) {
  struct unit_stimulus own[STIMULI_MAX];
  struct stimulus stimuli[STIMULI_MAX];
  size_t count = 0;
  bool ok = create_stimuli(job, own, &count, err);
  for (size_t i = 0; i < count; i++)
    stimuli[i] = own[i].stimulus;
  const struct synth_job whole = {.verilog = verilog,
                                  .top = top,
                                  .clock = "clk",
                                  .liberty = job->liberty,
                                  .stimuli = stimuli,
                                  .stimulus_count = count,
                                  .stop = job->stop};
  ok = ok && synth_run(&whole, out, err);
  for (size_t i = 0; i < count; i++)
    unit_stimulus_release(&own[i]);
  return ok;
}

/* A unit has only the modules that it needs. */
static bool synthesise_block(const struct unit_job *job, const char *verilog, enum block block, double *area_ge,
                             struct error *err) {
  char module[64], declaration[80];
  (void)snprintf(module, sizeof module, "%s_%s", top, block_name(block));
  (void)snprintf(declaration, sizeof declaration, "\nmodule %s (", module);
  *area_ge = (double)NAN;
  if (strstr(verilog, declaration) == NULL)
    return true;
  const struct synth_job alone = {.verilog = verilog,
                                  .top = module,
                                  .clock = block == BLOCK_STORAGE ? "clk" : NULL,
                                  .liberty = job->liberty,
                                  .area_only = true,
                                  .stop = job->stop};
  struct synthesis synthesis;
  if (!synth_run(&alone, &synthesis, err))
    return false;
  *area_ge = synthesis.area_ge;
  return true;
}

bool unit_synthesise(const struct unit_job *job, struct unit_synthesis *out, struct error *err) {
  const struct rtl_header header = {.name = top};
  char *verilog = NULL;
  if (!rtl_unit(job->unit, job->content, &header, &verilog, err))
    return false;
  bool ok = synthesise_whole(job, verilog, &out->whole, err);
  for (int b = 0; b < BLOCKS; b++) {
    out->block_ge[b] = (double)NAN;
    ok = ok && (!job->blocks || synthesise_block(job, verilog, (enum block)b, &out->block_ge[b], err));
  }
  free(verilog);
  return ok;
}
