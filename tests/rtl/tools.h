/* Programs that read SystemVerilog, run on files in a folder of the test's own. */
#ifndef LUTDSE_TESTS_RTL_TOOLS_H
#define LUTDSE_TESTS_RTL_TOOLS_H

#include <stdbool.h>

#include "hardware/random_unit.h"
#include "rtl/rtl.h"

struct workshop {
  char folder[64];
};

/* A group's set-up, which puts a workshop into *state, and its tear-down. */
int workshop_open(void **state);
int workshop_close(void **state);

/* Whether iverilog, verilator and yosys are there. */
bool tools_present(void);

/* Write a file of the folder. */
void workshop_write(const struct workshop *workshop, const char *name, const char *text);

/* Run a shell command in the folder; its output (both streams, cut at `size`) goes to `said`. Returns its exit status.
 */
int workshop_run(const struct workshop *workshop, const char *command, char *said, size_t size);

/* Write dut.sv, dut_tb.sv and, if there is one, dut_tb.hex. */
void workshop_write_unit(const struct workshop *workshop, const struct random_unit *unit);

#endif
