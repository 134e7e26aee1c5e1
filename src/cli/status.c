/* lutdse status: how far runs are, and which of them live. */
#include <time.h>
#include <unistd.h>

#include "cli/cli.h"
#include "cli/json_print.h"
#include "cli/status_print.h"

struct arguments {
  char **paths; /* within argv */
  size_t count;
  bool json;
  double watch; /* seconds; 0: look once */
};

static const struct argp_option options[] = {
    {"json", 'j', NULL, 0, "Print JSON: an array with an object for each run", 0},
    {"watch", 'w', "SECONDS", 0, "Look again and again, until nothing runs any more", 0},
    {0},
};

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case 'j':
    arguments->json = true;
    return 0;
  case 'w':
    arguments->watch = cli_real(state, "--watch", text, 0.1, 86400);
    return 0;
  case ARGP_KEY_ARGS:
    arguments->paths = state->argv + state->next;
    arguments->count = (size_t)(state->argc - state->next);
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "which runs? Name results files, or the folder they are in");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "PATH...",
    .doc =
        "Show which runs live and how far they are. PATH is a results file, written or to be, its folder of parts, or "
        "a "
        "folder with such: then each has a line."
        "\vNothing is written and no run is disturbed. A run on another host counts as running while it gives signs of "
        "life, which it does every five seconds.",
};

static int print(const struct arguments *arguments, const struct status_list *list) {
  struct error err;
  if (arguments->json && !json_print(status_json(list), stdout, "JSON of the status", &err))
    return cli_fail(&err);
  if (!arguments->json && list->count == 1 && !list->folder)
    status_print_entry(&list->entry[0], stdout);
  else if (!arguments->json && !status_print_list(list, stdout)) {
    (void)error_memory(&err, "status");
    return cli_fail(&err);
  }
  return cli_finish_output();
}

static bool anything_runs(const struct status_list *list) {
  bool runs = false;
  for (size_t i = 0; i < list->count; i++)
    runs = runs || list->entry[i].state == STATUS_RUNNING;
  return runs;
}

static void wait_for(double seconds) {
  const struct timespec time = {.tv_sec = (time_t)seconds, .tv_nsec = (long)((seconds - (double)(long)seconds) * 1e9)};
  (void)nanosleep(&time, NULL); /* a signal ends it early; then there is nothing to wait for */
}

/* Look and print once. Returns the exit status; *again says whether to look again. */
static int look(const struct arguments *arguments, struct status_list *last, bool *again) {
  static const char clear[] = "\033[H\033[J";
  struct status_list list;
  struct error err;
  *again = false;
  if (!status_list_look(&list, arguments->paths, arguments->count, last, &err))
    return cli_fail(&err);
  if (arguments->watch > 0 && !arguments->json && isatty(STDOUT_FILENO) != 0)
    (void)fputs(clear, stdout);
  const int status = print(arguments, &list);
  *again = status == ERROR_NONE && arguments->watch > 0 && anything_runs(&list);
  status_list_release(last);
  *last = list;
  return status;
}

int command_status(int argc, char **argv) {
  struct arguments arguments = {.count = 0};
  cli_parse(&parser, argc, argv, &arguments);
  struct status_list last = {.count = 0};
  bool again;
  int status = look(&arguments, &last, &again);
  while (again) {
    wait_for(arguments.watch);
    status = look(&arguments, &last, &again);
  }
  status_list_release(&last);
  return status;
}
