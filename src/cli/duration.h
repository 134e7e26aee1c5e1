/* Durations on the command line. */
#ifndef LUTDSE_CLI_DURATION_H
#define LUTDSE_CLI_DURATION_H

#include <argp.h>
#include <stdbool.h>

/*
 * Read a duration: numbers with units from the largest to the smallest, each at most once (d, h, min or m, s: "8h",
 * "1h30min", "1.5h"), or as Slurm writes it: [D-]HH:MM:SS, D-HH:MM, D-HH, MM:SS. A bare number is none: its unit would
 * be a guess. False, with *seconds untouched, if the text is no duration or not within 1 s ... 366 days.
 */
bool duration_parse(const char *text, double *seconds);

/* The same for an option; ends the program with a usage error. */
double duration_option(struct argp_state *state, const char *option, const char *text);

#endif
