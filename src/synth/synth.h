/*
 * Synthesis of a Verilog module with open tools: Yosys with ABC for cells and area, OpenSTA for delay, and lutdse's own
 * simulation for energy (energy.h). No placement, no clock tree, and no wires but where a figure says so: figures to
 * compare designs with.
 */
#ifndef LUTDSE_SYNTH_SYNTH_H
#define LUTDSE_SYNTH_SYNTH_H

#include "synth/energy.h"
#include "synth/simulate.h"

/* What to synthesise. Texts end with a zero and stay the caller's. */
struct synth_job {
  const char *verilog;            /* (System)Verilog, with all the modules it needs */
  const char *top;                /* a plain identifier, such as "unit" */
  const char *clock;              /* the clock port, a plain identifier; NULL: the module is purely combinational */
  const struct liberty *liberty;  /* from liberty_read(); its file is read again by the tools */
  const struct stimulus *stimuli; /* energy is the mean over them; their clock is the job's */
  size_t stimulus_count;          /* 0: no energy */
  bool area_only;                 /* no delay and no energy: OpenSTA is not run */
  const char *yosys, *sta;        /* programs; NULL: "yosys" and "sta", from PATH */
  double seconds;                 /* how long each program may take; 0: 600 */
  bool (*stop)(void);             /* asked again and again whether to give up; NULL: never */
};

struct synthesis {
  double area_um2, sequential_um2; /* all cells; flip-flops and latches alone */
  double area_ge;                  /* in areas of the library's smallest NAND gate with two inputs */
  size_t cells, flip_flops, latches;
  double delay_ns; /* the slowest path, clock to output and set-up times included; 0: there is none, or area_only */
  double wired_delay_ns; /* the same with the wires that the library supposes by default; most suppose none */
  struct energy energy;  /* pJ per cycle; all NAN without stimuli */
  double leakage_uw;     /* not part of the energy */
  char yosys_version[64], sta_version[32];
};

/*
 * Synthesise a module.
 *
 * Latches become the library's latch, or, where it has none with an area, four NAND gates and an inverter. Delay is the
 * worst over paths between registers, inputs and outputs; the clock is ideal, inputs change with the clock's rise with
 * liberty_typical_slew(), outputs drive liberty_typical_load(); a path of half a cycle counts by its own length.
 *
 * Fails with ERROR_INPUT (Verilog at fault: Yosys' own words; a library that lacks an inverter, a NAND gate, or a cell
 * that the module needs; a stimulus that does not fit), ERROR_IO (a program is missing, with the Debian package to
 * install, fails or takes too long), ERROR_INTERRUPTED, ERROR_INTERNAL.
 */
bool synth_run(const struct synth_job *job, struct synthesis *synthesis, struct error *err);

#endif
