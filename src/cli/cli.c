#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { OPTION_USAGE = 0x1000 }; /* beyond the keys of any command */

int cli_fail(const struct error *err) {
  (void)fflush(stdout);
  (void)fprintf(stderr, "lutdse: %s\n", err->text);
  return (int)err->kind;
}

/* Print help as argp does, but tell if it cannot be written. */
static error_t parse_help(int key, char *text, struct argp_state *state) {
  (void)text;
  if (key != '?' && key != OPTION_USAGE)
    return ARGP_ERR_UNKNOWN;
  const unsigned kind = key == '?' ? ARGP_HELP_STD_HELP : ARGP_HELP_USAGE;
  argp_state_help(state, state->out_stream, kind & ~(unsigned)ARGP_HELP_EXIT_OK);
  exit(cli_finish_output());
}

static const struct argp_option help_options[] = {
    {"help", '?', NULL, 0, "Give this help list", -1},
    {"usage", OPTION_USAGE, NULL, 0, "Give a short usage message", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static const struct argp help = {.options = help_options, .parser = parse_help};

void cli_parse(const struct argp *argp, int argc, char **argv, void *input) {
  argp_err_exit_status = ERROR_USAGE;
  struct error err;
  /* A parser without options of its own hands its input to the first child. */
  const struct argp_child parts[] = {{argp, 0, NULL, 0}, {&help, 0, NULL, 0}, {NULL, 0, NULL, 0}};
  const struct argp whole = {.children = parts};
  if (argp_parse(&whole, argc, argv, ARGP_NO_HELP, NULL, input) == 0)
    return;
  (void)error_memory(&err, "command line");
  exit(cli_fail(&err));
}

int cli_finish_output(void) {
  if (fflush(stdout) == 0 && !ferror(stdout))
    return ERROR_NONE;
  struct error err;
  (void)error_set(&err, ERROR_IO, "standard output: cannot write: %s", strerror(errno));
  return cli_fail(&err);
}

long cli_integer(struct argp_state *state, const char *option, const char *text, long min, long max) {
  char *end = NULL;
  errno = 0;
  long value = strtol(text, &end, 10);
  if (errno != 0 || end == text || *end != '\0' || value < min || value > max)
    argp_error(state, "%s: '%s' is not an integer from %ld to %ld", option, text, min, max);
  return value;
}

double cli_real(struct argp_state *state, const char *option, const char *text, double min, double max) {
  char *end = NULL;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || !(value >= min && value <= max))
    argp_error(state, "%s: '%s' is not a number from %g to %g", option, text, min, max);
  return value;
}

void cli_shard(struct argp_state *state, const char *text, struct shard *shard) {
  if (!shard_parse(text, shard))
    argp_error(state, "--shard: '%s' is no part I/N of a sweep; allowed: 1/N to N/N, N up to %d", text, SHARDS_MAX);
}
