/* Scales on the command line. */
#ifndef LUTDSE_CLI_SCALE_LIST_H
#define LUTDSE_CLI_SCALE_LIST_H

#include "cli/cli.h"
#include "model/spec.h"

/*
 * "1,0.5,2^-2" as a set of scales; the text is taken apart. Ends the program with a usage error that names the option
 * at anything else.
 */
struct scale_set scale_list_parse(struct argp_state *state, const char *option, char *text);

#endif
