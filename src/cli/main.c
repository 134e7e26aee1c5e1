/* lutdse: look-up-table design-space exploration. The front door: finds the subcommand and hands over. */
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cli/cli.h"
#include "sweep/choices.h"
#include "version.h"

struct command {
  const char *name;
  command_main *main;
  const char *help;
};

static const struct command commands[] = {
    {"run", command_run, "run a sweep: search, score, write results"},
    {"status", command_status, "show which runs live and how far they are"},
    {"check-sweep", command_check_sweep, "check a sweep and show its points without running it"},
    {"certify", command_certify, "prove the optima of a results file"},
    {"merge", command_merge, "join results files"},
    {"verify", command_verify, "compute every figure of a results file again"},
    {"fronts", command_fronts, "print Pareto fronts of a results file"},
    {"plot", command_plot, "draw the fronts with gnuplot"},
    {"report", command_report, "write a page, figures, tables and data of a sweep or its results"},
    {"pick", command_pick, "choose a design and write it as JSON"},
    {"export", command_export, "write a design as C, SystemVerilog, JSON or values"},
    {"cost", command_cost, "the cost of a unit, block by block"},
    {"synth", command_synth, "synthesise designs with Yosys, beside the cost model"},
    {"calibrate", command_calibrate, "fit the cost model to what was synthesised"},
    {"eval", command_eval, "score a design again with the reference evaluator"},
    {"operator", command_operator, "score Softmax or LayerNorm from tables, in integers"},
    {"functions", command_functions, "list the built-in functions"},
    {"devices", command_devices, "list the devices that can run searches"},
    {"bench", command_bench, "measure genetic evaluations per second"},
};

enum { COMMAND_COUNT = sizeof commands / sizeof commands[0] };

static void print_help(FILE *out) {
  (void)fprintf(out, "Usage: lutdse COMMAND [OPTION...]\n\n"
                     "Design-space exploration of piecewise-linear look-up tables for quantised transformers.\n\n");
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    (void)fprintf(out, "  %-12s %s\n", commands[i].name, commands[i].help);
  (void)fprintf(out, "\n'lutdse COMMAND --help' explains a command; 'lutdse --version' prints the version.\n"
                     "Exit status: 0 success, 1 internal error, 2 usage, 3 bad input, 4 file error,\n"
                     "5 device error, 6 nothing found, 130 interrupted.\n");
}

static const struct command *find_command(const char *name) {
  for (size_t i = 0; i < COMMAND_COUNT; i++)
    if (strcmp(name, commands[i].name) == 0)
      return &commands[i];
  return NULL;
}

static const char *command_name(const void *context, size_t index) {
  (void)context;
  return index < COMMAND_COUNT ? commands[index].name : NULL;
}

static int unknown_command(const char *name) {
  const struct choices choices = {command_name, NULL};
  const char *nearest = choices_nearest(&choices, name);
  if (nearest != NULL)
    (void)fprintf(stderr, "lutdse: unknown command '%s' (did you mean '%s'?)", name, nearest);
  else
    (void)fprintf(stderr, "lutdse: unknown command '%s'", name);
  (void)fputs("; 'lutdse --help' lists the commands\n", stderr);
  return ERROR_USAGE;
}

static int run_command(const struct command *command, int argc, char **argv) {
  char title[64];
  (void)snprintf(title, sizeof title, "lutdse %s", command->name);
  argv[1] = title;
  return command->main(argc - 1, argv + 1);
}

/* 'lutdse help' and 'lutdse help COMMAND'. */
static int help(const char *name) {
  if (name == NULL) {
    print_help(stdout);
    return cli_finish_output();
  }
  const struct command *command = find_command(name);
  char option[] = "--help", *arguments[] = {NULL, NULL, option, NULL};
  return command == NULL ? unknown_command(name) : run_command(command, 3, arguments);
}

int main(int argc, char **argv) {
  /* Beyond a limit on file sizes, a write is to fail like any other instead of ending the program. */
  (void)signal(SIGXFSZ, SIG_IGN);
  if (argc < 2) {
    print_help(stderr);
    return ERROR_USAGE;
  }
  if (strcmp(argv[1], "--help") == 0 || strcmp(argv[1], "-h") == 0 || strcmp(argv[1], "help") == 0)
    return help(argv[2]);
  if (strcmp(argv[1], "--version") == 0 || strcmp(argv[1], "-V") == 0) {
    (void)printf("lutdse %s (%s)\n", LUTDSE_VERSION, LUTDSE_COMMIT);
    return cli_finish_output();
  }
  const struct command *command = find_command(argv[1]);
  return command == NULL ? unknown_command(argv[1]) : run_command(command, argc, argv);
}
