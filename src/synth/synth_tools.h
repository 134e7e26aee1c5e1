/* The programs of the flow, one function each. They meet in a temporary folder. */
#ifndef LUTDSE_SYNTH_SYNTH_TOOLS_H
#define LUTDSE_SYNTH_SYNTH_TOOLS_H

#include "export/scratch.h"
#include "synth/netlist.h"
#include "synth/synth.h"
#include "synth/tool.h"

/* Put the library, a link, and the Verilog text into the folder. */
bool yosys_prepare(const struct synth_job *job, const struct scratch *scratch, struct error *err);

/* Make netlist.json and netlist.v of them. */
bool yosys_run(const struct synth_job *job, const struct scratch *scratch, struct error *err);

/* Read netlist.json. `version` becomes Yosys' version. */
bool yosys_read(const struct synth_job *job, const struct scratch *scratch, struct netlist *netlist, char *version,
                size_t size, struct error *err);

/* The delays of netlist.v, and OpenSTA's version. */
bool sta_run(const struct synth_job *job, const struct scratch *scratch, struct synthesis *synthesis,
             struct error *err);

/* A program of the job, with its limits. */
struct tool synth_tool(const struct synth_job *job, const char *program, const char *usual, const char *package,
                       const char *complaint);

#endif
