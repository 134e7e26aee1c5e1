/* lutdse cost: what the model says a unit takes, block by block. */
#include <limits.h>
#include <string.h>

#include "cli/cost_print.h"
#include "cli/cost_published.h"
#include "file.h"

enum {
  OPTION_PLAIN = 0x600,
  OPTION_FLOAT,
  OPTION_PUBLISHED,
  OPTION_TECHNOLOGY,
  OPTION_VERILOG,
  OPTION_DESIGN,
  OPTION_JSON
};

enum { PLAIN_BITS_MIN = 8, PLAIN_BITS_MAX = 32 };

struct arguments {
  struct cost_request request;
  bool published, json;
};

static const struct argp_option options[] = {
    {"plain", OPTION_PLAIN, "BITS", 0, "Instead of a design: a unit of integers, all 8 to 32 bits wide", 1},
    {"float", OPTION_FLOAT, "FORMAT", 0, "Instead of a design: a floating-point unit, fp32 or fp16", 1},
    {"published", OPTION_PUBLISHED, NULL, 0, "Published units beside what the model predicts of them", 1},
    {"technology", OPTION_TECHNOLOGY, "NAME", 0, "In this technology profile instead of the design's own", 1},
    {"verilog", OPTION_VERILOG, "FILE", 0, "Write the plain or floating-point unit there as SystemVerilog", 1},
    {"json", OPTION_JSON, NULL, 0, "Print JSON", 1},
    {NULL, 0, NULL, 0, "Which design of a results file:", 2},
    {"design", OPTION_DESIGN, "ROW", 0, "This row of its table /designs, from 0", 2},
    {NULL, 0, NULL, 0, NULL, 0},
};

static struct float_format parse_format(struct argp_state *state, const char *text) {
  if (strcmp(text, "fp32") == 0)
    return (struct float_format){.exponent_bits = 8, .fraction_bits = 23};
  if (strcmp(text, "fp16") != 0)
    argp_error(state, "--float: '%s' is not one of fp32, fp16", text);
  return (struct float_format){.exponent_bits = 5, .fraction_bits = 10};
}

/* One thing at a time; published units are what they are. */
static void check_subject(struct argp_state *state, const struct arguments *arguments) {
  const struct cost_request *const request = &arguments->request;
  const int kinds = (request->plain_bits > 0) + (request->format.exponent_bits > 0) + arguments->published;
  if (kinds > 1)
    argp_error(state, "--plain, --float and --published exclude each other");
  if (kinds == 0 && request->design.path == NULL)
    argp_error(state,
               "which unit? Give the name of a design's file or of a results file, --plain, --float or --published");
  if (request->verilog != NULL && (kinds == 0 || arguments->published))
    argp_error(state, "--verilog goes with --plain and --float; 'lutdse export' writes the unit of a design");
  if (arguments->published && (request->technology != NULL || cost_request_chooses(request, true)))
    argp_error(state, "--published needs no file and no choice");
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  struct cost_request *const request = &arguments->request;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &request->design.picked;
    state->child_inputs[1] = &request->design.gqa;
    return 0;
  case OPTION_PLAIN:
    request->plain_bits = (int)cli_integer(state, "--plain", text, PLAIN_BITS_MIN, PLAIN_BITS_MAX);
    return 0;
  case OPTION_FLOAT:
    request->format = parse_format(state, text);
    return 0;
  case OPTION_PUBLISHED:
    arguments->published = true;
    return 0;
  case OPTION_TECHNOLOGY:
    request->technology = text;
    return 0;
  case OPTION_VERILOG:
    request->verilog = text;
    return 0;
  case OPTION_DESIGN:
    request->design.row = cli_integer(state, "--design", text, 0, LONG_MAX);
    return 0;
  case OPTION_JSON:
    arguments->json = true;
    return 0;
  case ARGP_KEY_ARG:
    selection_take_file(state, text, &request->design.path);
    return 0;
  case ARGP_KEY_SUCCESS:
    check_subject(state, arguments);
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {{&pick_options_argp, 0, "or the choice of 'lutdse pick':", 2},
                                             {&gqa_options_argp, 0, GQA_OPTIONS_HEADING, 3},
                                             {NULL, 0, NULL, 0}};

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "[FILE]",
    .doc = "Print what the cost model says a unit takes, block by block: area, energy, delay, power. FILE is a design "
           "(as 'lutdse pick' writes it, written by hand, or in GQA-LUT's own format) or a results file; where that "
           "has areas of blocks by 'lutdse synth --blocks', they stand beside.\vThe entries (8), storage (enable), "
           "select (one_hot) and pipeline (0) of a plain unit are those of --entries, --storage, --select and "
           "--pipeline.",
    .children = children,
};

static bool print_subject(const struct arguments *arguments, struct error *err) {
  struct cost_subject subject;
  if (!cost_subject_open(&subject, &arguments->request, err))
    return false;
  const bool ok = (subject.verilog == NULL ||
                   file_write(arguments->request.verilog, subject.verilog, strlen(subject.verilog), err)) &&
                  (arguments->json ? cost_print_json(&subject, stdout, err) : cost_print_table(&subject, stdout, err));
  cost_subject_release(&subject);
  return ok;
}

static bool print_published(const struct arguments *arguments, struct error *err) {
  return arguments->json ? cost_published_json(stdout, err) : cost_published_table(stdout, err);
}

int command_cost(int argc, char **argv) {
  struct arguments arguments = {
      .request = {.design = {.row = -1, .picked = pick_options_default(), .gqa = gqa_options_default()}}};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  const bool ok = arguments.published ? print_published(&arguments, &err) : print_subject(&arguments, &err);
  return ok ? cli_finish_output() : cli_fail(&err);
}
