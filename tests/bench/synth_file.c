/*
 * What a Verilog file costs in a cell library.
 *
 *   synth_file FILE.v TOP LIBERTY.lib [clock=PORT] [stimulus=FILE]
 *
 * clock=PORT names the clock, normally "clk"; clock= says that there is none. A stimulus (stimulus_file.h says how to
 * write one) is needed for energy. Prints one figure a line: its name, a tab, its value.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "stimulus_file.h"
#include "synth/synth.h"
#include "text_file.h"

static void print(const struct synthesis *figures, double seconds) {
  (void)printf("area_um2\t%.4f\narea_ge\t%.2f\nsequential_um2\t%.4f\n", figures->area_um2, figures->area_ge,
               figures->sequential_um2);
  (void)printf("cells\t%zu\nflip_flops\t%zu\nlatches\t%zu\ndelay_ns\t%.4f\nwired_delay_ns\t%.4f\n", figures->cells,
               figures->flip_flops, figures->latches, figures->delay_ns, figures->wired_delay_ns);
  if (!isnan(figures->energy.total))
    (void)printf("energy_pj\t%.5f\nclock_pj\t%.5f\ninternal_pj\t%.5f\nswitching_pj\t%.5f\n", figures->energy.total,
                 figures->energy.clock, figures->energy.internal, figures->energy.switching);
  (void)printf("leakage_uw\t%.5f\nyosys\t%s\nopensta\t%s\nseconds\t%.2f\n", figures->leakage_uw, figures->yosys_version,
               figures->sta_version, seconds);
}

static bool synthesise(struct synth_job *job, const char *source, const char *library, struct error *err) {
  struct liberty liberty;
  struct synthesis figures;
  char *text = NULL;
  size_t size = 0;
  if (!text_file_read(source, (size_t)64 << 20, &text, &size, err))
    return false;
  bool ok = liberty_read(&liberty, library, err);
  if (ok) {
    const double start = clock_seconds();
    job->verilog = text;
    job->liberty = &liberty;
    ok = synth_run(job, &figures, err);
    if (ok)
      print(&figures, clock_seconds() - start);
    liberty_release(&liberty);
  }
  free(text);
  return ok;
}

static int fail(const struct error *err) {
  (void)fprintf(stderr, "synth_file: %s\n", err->text);
  return (int)err->kind;
}

int main(int argc, char **argv) {
  struct error err = {.kind = ERROR_NONE};
  struct arena arena = {NULL};
  struct stimulus stimulus;
  struct synth_job job = {.clock = "clk"};
  bool ok = argc >= 4 || error_set(&err, ERROR_USAGE, "FILE.v TOP LIBERTY.lib [clock=PORT] [stimulus=FILE]");
  for (int i = 4; ok && i < argc; i++) {
    if (strncmp(argv[i], "clock=", 6) == 0) {
      job.clock = argv[i][6] != '\0' ? argv[i] + 6 : NULL;
    } else if (strncmp(argv[i], "stimulus=", 9) == 0) {
      ok = stimulus_file_read(&stimulus, &arena, argv[i] + 9, &err);
      job.stimuli = &stimulus;
      job.stimulus_count = 1;
    } else {
      ok = error_set(&err, ERROR_USAGE, "'%s': what is that?", argv[i]);
    }
  }
  if (ok) {
    job.top = argv[2];
    ok = synthesise(&job, argv[1], argv[3], &err);
  }
  arena_release(&arena);
  return ok ? 0 : fail(&err);
}
