/*
 * What the subcommands share. Only this folder prints: results on stdout, everything else on stderr.
 */
#ifndef LUTDSE_CLI_CLI_H
#define LUTDSE_CLI_CLI_H

#include <argp.h>
#include <stdio.h>

#include "error.h"
#include "sweep/shard.h"

/* A subcommand: argv[0] is "lutdse NAME" (for argp's messages). Returns the exit status (enum error_kind). */
typedef int command_main(int argc, char **argv);

command_main command_run, command_check_sweep, command_certify, command_merge, command_verify, command_devices,
    command_fronts, command_plot, command_report, command_pick, command_export, command_cost, command_eval,
    command_synth, command_calibrate, command_bench, command_functions, command_status, command_operator;

/* Print "lutdse: MESSAGE" on stderr and return the exit status that belongs to the error. */
int cli_fail(const struct error *err);

/* argp_parse(); ends the program with ERROR_USAGE at a bad command line, with ERROR_INTERNAL if memory runs out. */
void cli_parse(const struct argp *argp, int argc, char **argv, void *input);

/*
 * Flush stdout and report a failure to write it (a full disk behind a redirection). Returns ERROR_NONE or
 * ERROR_IO; every subcommand that prints results ends with it.
 */
int cli_finish_output(void);

/* Parse a whole decimal integer or real number within [min, max]; ends the program with a usage error otherwise. */
long cli_integer(struct argp_state *state, const char *option, const char *text, long min, long max);
double cli_real(struct argp_state *state, const char *option, const char *text, double min, double max);

/* The value of --shard, or a usage error. */
void cli_shard(struct argp_state *state, const char *text, struct shard *shard);

#endif
