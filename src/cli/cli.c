#include "cli/cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

int cli_fail(const struct error *err) {
  (void)fflush(stdout);
  (void)fprintf(stderr, "lutdse: %s\n", err->text);
  return (int)err->kind;
}

void cli_parse(const struct argp *argp, int argc, char **argv, void *input) {
  argp_err_exit_status = ERROR_USAGE;
  struct error err;
  if (argp_parse(argp, argc, argv, 0, NULL, input) == 0)
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
