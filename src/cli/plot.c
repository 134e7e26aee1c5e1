/* lutdse plot: draw the fronts with gnuplot. */
#include <limits.h>
#include <stdio.h>
#include <string.h>

#include "cli/selection.h"
#include "export/figures.h"
#include "front/collect.h"
#include "front/digest.h"

struct arguments {
  const char *path;
  struct selection selection;
  struct figures_request request;
};

enum { OPTION_GNUPLOT = 256, OPTION_KIND };

/* Figures other than of fronts are drawn of designs in memory, which take some 3 KiB each. */
enum { DESIGNS_AT_ONCE = 100000 };

static const struct argp_option options[] = {
    {"output", 'o', "FOLDER", 0,
     "Where the figures go; created if it is not there (default: RESULTS-figures next to RESULTS.h5, or figures)", 0},
    {"format", 'F', "LIST", 0, "Any of pdf, svg and png, separated by commas (default: all three)", 0},
    {"kind", OPTION_KIND, "LIST", 0,
     "Any of front, entries, convergence, synthesis and published, separated by commas (default: all that the results "
     "have; published, the units of a publication beside the cost model, needs no results)",
     0},
    {"gnuplot", OPTION_GNUPLOT, "PROGRAM", 0, "The gnuplot to run (default: gnuplot)", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static void parse_formats(struct argp_state *state, char *text, struct figures_request *request) {
  memset(request->format, 0, sizeof request->format);
  char *rest = text;
  for (const char *name = strsep(&rest, ","); name != NULL; name = strsep(&rest, ",")) {
    const int format = figure_format_parse(name);
    if (format < 0)
      argp_error(state, "--format: '%s' is not one of pdf, svg, png", name);
    else
      request->format[format] = true;
  }
}

static void parse_kinds(struct argp_state *state, char *text, struct figures_request *request) {
  memset(request->kind, 0, sizeof request->kind);
  request->strict = true;
  char *rest = text;
  for (const char *name = strsep(&rest, ","); name != NULL; name = strsep(&rest, ",")) {
    const int kind = figure_kind_parse(name);
    if (kind < 0)
      argp_error(state, "--kind: '%s' is not one of front, entries, convergence, synthesis, published", name);
    else
      request->kind[kind] = true;
  }
}

/* Whether anything but published units is to be drawn. */
static bool needs_results(const struct figures_request *request) {
  for (int kind = 0; kind < FIGURE_KINDS; kind++)
    if (request->kind[kind] && kind != FIGURE_PUBLISHED)
      return true;
  return false;
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct arguments *const arguments = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &arguments->selection;
    return 0;
  case 'o':
    arguments->request.folder = text;
    return 0;
  case 'F':
    parse_formats(state, text, &arguments->request);
    return 0;
  case OPTION_KIND:
    parse_kinds(state, text, &arguments->request);
    return 0;
  case OPTION_GNUPLOT:
    arguments->request.gnuplot = text;
    return 0;
  case ARGP_KEY_ARG:
    selection_take_file(state, text, &arguments->path);
    return 0;
  case ARGP_KEY_SUCCESS:
    if (arguments->path == NULL && needs_results(&arguments->request))
      argp_error(state, "which results? Give the name of the file");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {{&selection_argp, 0, NULL, 0}, {NULL, 0, NULL, 0}};

static const struct argp parser = {
    .options = options,
    .parser = parse_option,
    .args_doc = "[FILE]",
    .doc =
        "Draw the designs and the Pareto front of every function in a results file, and one sheet of all fronts; the "
        "error against the number of entries, with the proven optimum and what each engine found; the gap to the "
        "optimum against evaluations; and the cost model against what 'lutdse synth' found, or (--kind published, "
        "which needs no "
        "FILE) against published units. Needs gnuplot. Prints the names of the files it wrote.",
    .children = children,
};

/* results/quick.h5 -> results/quick-figures; without a file: figures */
static bool default_folder(const char *path, char *folder, size_t size, struct error *err) {
  if (path == NULL)
    return snprintf(folder, size, "figures") > 0;
  const size_t length = strlen(path);
  const int stem = (int)(length > 3 && strcmp(path + length - 3, ".h5") == 0 ? length - 3 : length);
  const int written = snprintf(folder, size, "%.*s-figures", stem, path);
  return (written >= 0 && (size_t)written < size) ||
         error_set(err, ERROR_IO, "%.200s...: the path is too long; name a folder with --output", path);
}

static void print_path(void *context, const char *path) {
  (void)context;
  (void)puts(path);
}

static bool draw(const struct results *results, struct arguments *arguments, struct error *err) {
  char folder[PATH_MAX];
  struct figures_request *request = &arguments->request;
  request->filter = arguments->selection.filter;
  request->error = arguments->selection.error;
  request->cost = arguments->selection.cost;
  if (request->folder == NULL) {
    if (!default_folder(arguments->path, folder, sizeof folder, err))
      return false;
    request->folder = folder;
  }
  return figures_draw(results, request, print_path, NULL, err);
}

/* Of so many designs only fronts can be drawn. */
static bool reduce_to_fronts(const struct arguments *arguments, struct figures_request *request, struct error *err) {
  static const char hint[] = "choose some, by --function or --grid for instance";
  if (request->strict)
    for (int kind = 0; kind < FIGURE_KINDS; kind++)
      if (request->kind[kind] && kind != FIGURE_FRONT && kind != FIGURE_PUBLISHED)
        return error_set(err, ERROR_USAGE, "%s: figures of %s hold at most %d designs; %s", arguments->path,
                         figure_kind_name((enum figure_kind)kind), DESIGNS_AT_ONCE, hint);
  if (!request->strict)
    (void)fprintf(stderr, "lutdse: %s: more than %d designs, drawing the fronts alone; for other figures %s\n",
                  arguments->path, DESIGNS_AT_ONCE, hint);
  for (int kind = 0; kind < FIGURE_KINDS; kind++)
    request->kind[kind] = request->kind[kind] && (kind == FIGURE_FRONT || kind == FIGURE_PUBLISHED);
  return true;
}

static bool plot_fronts(struct front_source *source, struct arguments *arguments, struct error *err) {
  const struct selection *selection = &arguments->selection;
  const struct digest_request request = {
      .filter = selection->filter, .error = selection->error, .cost = selection->cost, .dots = true};
  struct digest digest;
  if (!reduce_to_fronts(arguments, &arguments->request, err) || !digest_make(&digest, source, &request, err))
    return false;
  selection_tell_unfinished(source);
  arguments->request.views = &digest.views;
  const bool ok = draw(&digest.members, arguments, err);
  arguments->request.views = NULL;
  digest_release(&digest);
  return ok;
}

/* All designs at once, or those that were chosen, or none of them. */
static bool plot(struct front_source *source, struct arguments *arguments, struct error *err) {
  static const struct design_filter none;
  const struct design_filter *const filters[] = {NULL, &arguments->selection.filter};
  const bool filtered = memcmp(filters[1], &none, sizeof none) != 0;
  struct results results;
  bool too_many = true;
  for (int i = 0; i < 2 && too_many; i++) {
    if ((i == 0 && source->reader != NULL && store_reader_designs(source->reader) > DESIGNS_AT_ONCE) ||
        (i == 1 && !filtered))
      continue;
    if (!collect_designs(&results, source, filters[i], DESIGNS_AT_ONCE, &too_many, err))
      return false;
  }
  if (too_many)
    return plot_fronts(source, arguments, err);
  selection_tell_unfinished(source);
  const bool ok = draw(&results, arguments, err);
  results_release(&results);
  return ok;
}

int command_plot(int argc, char **argv) {
  struct arguments arguments = {
      .request = {.format = {true, true, true}, .kind = {true, true, true, true}, .gnuplot = "gnuplot"}};
  cli_parse(&parser, argc, argv, &arguments);
  struct error err;
  struct front_source source;
  if (arguments.path == NULL)
    return draw(NULL, &arguments, &err) ? cli_finish_output() : cli_fail(&err);
  if (!selection_open(&source, arguments.path, &err))
    return cli_fail(&err);
  arguments.path = source.path;
  const bool ok = plot(&source, &arguments, &err);
  source_close(&source);
  return ok ? cli_finish_output() : cli_fail(&err);
}
