#include "synth/synth.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "synth/liberty_pick.h"
#include "synth/synth_tools.h"

struct tool synth_tool(const struct synth_job *job, const char *program, const char *usual, const char *package,
                       const char *complaint) {
  return (struct tool){.program = program != NULL ? program : usual,
                       .package = package,
                       .complaint = complaint,
                       .seconds = job->seconds > 0 ? job->seconds : 600,
                       .stop = job->stop};
}

/* Names end up in scripts of the tools. */
static bool is_identifier(const char *name) {
  size_t length = 0;
  while (isalnum((unsigned char)name[length]) || name[length] == '_')
    length++;
  return length > 0 && name[length] == '\0' && !isdigit((unsigned char)name[0]);
}

static bool check_job(const struct synth_job *job, struct error *err) {
  const struct liberty *liberty = job->liberty;
  if (!is_identifier(job->top))
    return error_set(err, ERROR_INPUT, "'%s' is no name of a module: letters, digits and _", job->top);
  if (job->clock != NULL && !is_identifier(job->clock))
    return error_set(err, ERROR_INPUT, "'%s' is no name of a clock port: letters, digits and _", job->clock);
  if (liberty_pick_inverter(liberty) == NULL || liberty_pick_nand2(liberty) == NULL)
    return error_set(err, ERROR_INPUT, "%s: the library has no %s with an area; give one that has", liberty->path,
                     liberty_pick_inverter(liberty) == NULL ? "inverter" : "NAND gate with two inputs");
  return true;
}

static void add_up(const struct netlist *netlist, const struct liberty *liberty, struct synthesis *synthesis) {
  for (size_t c = 0; c < netlist->cell_count; c++) {
    const struct liberty_cell *cell = netlist->cells[c].cell;
    synthesis->area_um2 += cell->area;
    synthesis->leakage_uw += cell->leakage_uw;
    synthesis->flip_flops += cell->kind == LIBERTY_FLIP_FLOP;
    synthesis->latches += cell->kind == LIBERTY_LATCH;
    synthesis->sequential_um2 += cell->kind != LIBERTY_LOGIC ? cell->area : 0;
  }
  synthesis->cells = netlist->cell_count;
  synthesis->area_ge = synthesis->area_um2 / liberty_pick_nand2(liberty)->area;
}

static bool add_energy(const struct synth_job *job, const struct netlist *netlist, const struct stimulus *given,
                       uint64_t *toggles, struct energy *sum, struct error *err) {
  struct stimulus stimulus = *given;
  struct energy energy;
  stimulus.clock = job->clock;
  if (!simulate_run(netlist, &stimulus, toggles, NULL, err) ||
      !energy_of_toggles(netlist, job->liberty, job->clock, toggles, stimulus.cycles - stimulus.warmup, &energy, err))
    return false;
  const double share = 1 / (double)job->stimulus_count;
  sum->total += share * energy.total;
  sum->clock += share * energy.clock;
  sum->internal += share * energy.internal;
  sum->switching += share * energy.switching;
  return true;
}

static bool find_energy(const struct synth_job *job, const struct netlist *netlist, struct energy *energy,
                        struct error *err) {
  const size_t count = job->area_only ? 0 : job->stimulus_count;
  const double none = count == 0 ? (double)NAN : 0;
  *energy = (struct energy){none, none, none, none};
  uint64_t *toggles = calloc(netlist->net_count, sizeof *toggles);
  bool ok = toggles != NULL || error_memory(err, "a netlist");
  for (size_t s = 0; ok && s < count; s++)
    ok = add_energy(job, netlist, &job->stimuli[s], toggles, energy, err);
  free(toggles);
  return ok;
}

static bool run_in(const struct synth_job *job, const struct scratch *scratch, struct synthesis *synthesis,
                   struct error *err) {
  struct netlist netlist;
  if (!yosys_prepare(job, scratch, err) || !yosys_run(job, scratch, err) ||
      !yosys_read(job, scratch, &netlist, synthesis->yosys_version, sizeof synthesis->yosys_version, err))
    return false;
  add_up(&netlist, job->liberty, synthesis);
  const bool ok =
      find_energy(job, &netlist, &synthesis->energy, err) && (job->area_only || sta_run(job, scratch, synthesis, err));
  netlist_release(&netlist);
  return ok;
}

bool synth_run(const struct synth_job *job, struct synthesis *synthesis, struct error *err) {
  struct scratch scratch;
  *synthesis = (struct synthesis){.area_um2 = 0};
  if (!check_job(job, err) || !scratch_open(&scratch, err))
    return false;
  const bool ok = run_in(job, &scratch, synthesis, err);
  scratch_close(&scratch);
  return ok;
}
