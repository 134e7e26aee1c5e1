/* The outputs of `lutdse export` that are about the unit behind a table. */
#ifndef LUTDSE_CLI_EXPORT_UNIT_H
#define LUTDSE_CLI_EXPORT_UNIT_H

#include "cli/design_source.h"

/* Each sets a text that the caller frees. They fail with ERROR_INPUT if the design has no unit; the message says why.
 */

/* SystemVerilog. */
bool export_unit_verilog(const struct design_source *source, char **text, struct error *err);

/* Its test bench; *hex: NULL, or what is to be NAME_tb.hex beside it. */
bool export_unit_testbench(const struct design_source *source, char **text, char **hex, struct error *err);

/* The words of the load port, for $readmemh. */
bool export_unit_memory(const struct design_source *source, char **text, struct error *err);

#endif
