/* lutdse export: write a design in the formats that people use. */
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "cli/design_source.h"
#include "cli/eval_print.h"
#include "cli/export_unit.h"
#include "export/c_header.h"
#include "export/gqa_json_write.h"
#include "export/table_csv.h"
#include "file.h"

/* The kinds of output, in the order in which they are written. */
enum output { OUTPUT_C, OUTPUT_VERILOG, OUTPUT_TESTBENCH, OUTPUT_MEM, OUTPUT_JSON, OUTPUT_GQA, OUTPUT_CSV, OUTPUTS };

enum { OPTION_OUTPUT = 0x300, OPTION_DESIGN = OPTION_OUTPUT + OUTPUTS, OPTION_NAME };

struct arguments {
  struct design_request request;
  const char *output[OUTPUTS]; /* files, "-" for standard output, NULL: not wanted */
};

static const struct argp_option options[] = {
    {NULL, 0, NULL, 0, "What to write, each to a file or to standard output (-):", 1},
    {"c", OPTION_OUTPUT + OUTPUT_C, "FILE", 0, "A C99 header: integer tables and functions", 1},
    {"verilog", OPTION_OUTPUT + OUTPUT_VERILOG, "FILE", 0, "The unit in SystemVerilog", 1},
    {"testbench", OPTION_OUTPUT + OUTPUT_TESTBENCH, "FILE", 0, "Its test bench, which checks every code", 1},
    {"mem", OPTION_OUTPUT + OUTPUT_MEM, "FILE", 0, "The words of the unit's load port, for $readmemh", 1},
    {"json", OPTION_OUTPUT + OUTPUT_JSON, "FILE", 0, "The design as JSON, as 'lutdse pick' writes it", 1},
    {"gqa", OPTION_OUTPUT + OUTPUT_GQA, "FILE", 0, "JSON that GQA-LUT's operator loads", 1},
    {"csv", OPTION_OUTPUT + OUTPUT_CSV, "FILE", 0, "Comma-separated values, one line for each entry", 1},
    {"name", OPTION_NAME, "NAME", 0,
     "Its name in C and SystemVerilog (default: the function and the number of entries, gelu_8)", 1},
    {NULL, 0, NULL, 0, "Which design of a results file:", 2},
    {"design", OPTION_DESIGN, "ROW", 0, "This row of its table /designs, from 0", 2},
    {NULL, 0, NULL, 0, NULL, 0},
};

static const char *output_option(int output) {
  for (size_t i = 0; i < sizeof options / sizeof options[0]; i++)
    if (options[i].key == OPTION_OUTPUT + output)
      return options[i].name;
  return "";
}

/* Every output has a place of its own. */
static void check_outputs(struct argp_state *state, const struct arguments *arguments) {
  int count = 0;
  for (int i = 0; i < OUTPUTS; i++) {
    count += arguments->output[i] != NULL;
    for (int j = 0; j < i; j++)
      if (arguments->output[i] != NULL && arguments->output[j] != NULL &&
          strcmp(arguments->output[i], arguments->output[j]) == 0)
        argp_error(state, "--%s and --%s both go to '%s'; give each a file of its own", output_option(j),
                   output_option(i), arguments->output[i]);
  }
  if (count == 0)
    argp_error(state,
               "what to write? Give --c, --verilog, --testbench, --mem, --json, --gqa or --csv, or several of them");
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  if (key >= OPTION_OUTPUT && key < OPTION_OUTPUT + OUTPUTS) {
    arguments->output[key - OPTION_OUTPUT] = text;
    return 0;
  }
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->request.picked;
    state->child_inputs[1] = &arguments->request.gqa;
    return 0;
  case OPTION_DESIGN:
    arguments->request.row = cli_integer(state, "--design", text, 0, LONG_MAX);
    return 0;
  case OPTION_NAME:
    arguments->request.name = text;
    return 0;
  case ARGP_KEY_ARG:
    selection_take_file(state, text, &arguments->request.path);
    return 0;
  case ARGP_KEY_NO_ARGS:
    argp_error(state, "which design? Give the name of its file, or of a results file");
    return 0;
  case ARGP_KEY_SUCCESS:
    check_outputs(state, arguments);
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
    .args_doc = "FILE",
    .doc = "Write a design in other formats. FILE is a design: as 'lutdse pick' writes it, written by hand, or in "
           "GQA-LUT's own format; or it is a results file.\vThe choice of a design of a results file is that of "
           "'lutdse pick'; for GQA-LUT's format --in-bits is the width of inputs (default 8). Files are written when "
           "all of them are ready.",
    .children = children,
};

static void say_loss(void *context, const char *sentence) {
  (void)context;
  (void)fprintf(stderr, "lutdse: note: --gqa: %s\n", sentence);
}

static bool make_c(const struct design_source *source, char **text, struct error *err) {
  struct error note;
  if (!c_header_text(&source->artefact, text, &note, err))
    return false;
  if (note.kind != ERROR_NONE)
    (void)fprintf(stderr, "lutdse: note: --c: the exact output only: %s\n", note.text);
  return true;
}

static bool make_gqa(const struct design_source *source, char **text, struct error *err) {
  if (!gqa_json_text(&source->artefact, text, err))
    return false;
  gqa_json_losses(&source->artefact, say_loss, NULL);
  return true;
}

/* What is ready to be written. */
struct product {
  char *text;
  char *hex; /* the outputs that a test bench reads from a file of its own, or NULL */
};

static bool make(const struct design_source *source, enum output output, struct product *product, struct error *err) {
  switch (output) {
  case OUTPUT_C:
    return make_c(source, &product->text, err);
  case OUTPUT_VERILOG:
    return export_unit_verilog(source, &product->text, err);
  case OUTPUT_TESTBENCH:
    return export_unit_testbench(source, &product->text, &product->hex, err);
  case OUTPUT_MEM:
    return export_unit_memory(source, &product->text, err);
  case OUTPUT_JSON:
    return design_source_json(source, &product->text, err);
  case OUTPUT_GQA:
    return make_gqa(source, &product->text, err);
  case OUTPUT_CSV:
  default:
    return table_csv_text(&source->artefact, &product->text, err);
  }
}

/* A test bench that needs a second file has to have a place for it. */
static bool check_place(const struct product *product, const char *path, const char *name, struct error *err) {
  return product->hex == NULL || strcmp(path, "-") != 0 ||
         error_set(err, ERROR_INPUT,
                   "the outputs of this many codes go to a second file, %s_tb.hex, beside the first; give a file "
                   "instead of -",
                   name);
}

static bool make_all(const struct design_source *source, const struct arguments *arguments, struct product *products,
                     struct error *err) {
  for (int i = 0; i < OUTPUTS; i++)
    if (arguments->output[i] != NULL && (!make(source, (enum output)i, &products[i], err) ||
                                         !check_place(&products[i], arguments->output[i], source->artefact.name, err)))
      return error_prefix(err, "%s: --%s", arguments->request.path, output_option(i));
  return true;
}

/* The outputs that a test bench reads, as NAME_tb.hex beside it. */
static bool write_hex(const char *bench, const char *name, const char *hex, struct error *err) {
  const char *const slash = strrchr(bench, '/');
  const int folder = slash == NULL ? 0 : (int)(slash + 1 - bench);
  char *path = NULL;
  if (asprintf(&path, "%.*s%s_tb.hex", folder, bench, name) < 0)
    return error_memory(err, "the name of a file");
  const bool ok = file_write(path, hex, strlen(hex), err);
  free(path);
  return ok;
}

static bool write_product(const struct product *product, const char *path, const char *name, struct error *err) {
  if (strcmp(path, "-") != 0)
    return file_write(path, product->text, strlen(product->text), err) &&
           (product->hex == NULL || write_hex(path, name, product->hex, err));
  (void)fputs(product->text, stdout);
  return true;
}

static bool write_all(const struct arguments *arguments, const struct product *products, const char *name,
                      struct error *err) {
  for (int i = 0; i < OUTPUTS; i++)
    if (arguments->output[i] != NULL && !write_product(&products[i], arguments->output[i], name, err))
      return false;
  return true;
}

/* What became of the name that was asked for. */
static void print_name(const char *wanted, const char *name) {
  if (wanted != NULL && strcmp(wanted, name) != 0)
    (void)fprintf(stderr, "lutdse: note: --name: %s becomes %s\n", wanted, name);
}

static bool export_design(const struct arguments *arguments, struct error *err) {
  struct design_source source;
  struct product products[OUTPUTS] = {{NULL, NULL}};
  if (!design_source_open(&source, &arguments->request, err))
    return false;
  eval_print_rounding(arguments->request.path, &source.file.rounding, stderr);
  print_name(arguments->request.name, source.artefact.name);
  const bool ok =
      make_all(&source, arguments, products, err) && write_all(arguments, products, source.artefact.name, err);
  for (int i = 0; i < OUTPUTS; i++) {
    free(products[i].text);
    free(products[i].hex);
  }
  design_source_release(&source);
  return ok;
}

int command_export(int argc, char **argv) {
  struct arguments arguments = {.request = {.row = -1, .picked = pick_options_default(), .gqa = gqa_options_default()}};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  return export_design(&arguments, &err) ? cli_finish_output() : cli_fail(&err);
}
