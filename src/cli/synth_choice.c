#include "cli/synth_choice.h"

#include <limits.h>
#include <stdlib.h>

#include "front/view.h"

enum { OPTION_FRONT = 0x400, OPTION_DESIGN };

static const struct argp_option options[] = {
    {"front", OPTION_FRONT, NULL, 0, "The designs on the front of every function (see --error and --cost)", 0},
    {"all", 'a', NULL, 0, "The best design of every point", 0},
    {"design", OPTION_DESIGN, "ROW", 0, "This row of the table /designs, from 0; may be given several times", 0},
    {NULL, 0, NULL, 0, NULL, 0},
};

static void take_row(struct argp_state *state, const char *text, struct synth_choice *choice) {
  if (choice->row_count == SYNTH_ROWS_MAX)
    argp_error(state, "--design: no more than %d of them", SYNTH_ROWS_MAX);
  else
    choice->row[choice->row_count++] = (size_t)cli_integer(state, "--design", text, 0, LONG_MAX);
}

static int count_ways(const struct synth_choice *choice) {
  return choice->front + choice->all + (choice->row_count > 0) + pick_options_choose(&choice->picked);
}

static error_t parse_option(int key, char *text, struct argp_state *state) {
  struct synth_choice *const choice = state->input;
  switch (key) {
  case ARGP_KEY_INIT:
    state->child_inputs[0] = &choice->picked;
    return 0;
  case OPTION_FRONT:
    choice->front = true;
    return 0;
  case 'a':
    choice->all = true;
    return 0;
  case OPTION_DESIGN:
    take_row(state, text, choice);
    return 0;
  case ARGP_KEY_SUCCESS:
    if (count_ways(choice) > 1)
      argp_error(state, "--front, --all, --design and the choice of 'lutdse pick' exclude each other");
    return 0;
  default:
    return ARGP_ERR_UNKNOWN;
  }
}

static const struct argp_child children[] = {{&pick_options_argp, 0, "or the choice of 'lutdse pick':", 0},
                                             {NULL, 0, NULL, 0}};

const struct argp synth_choice_argp = {.options = options, .parser = parse_option, .children = children};

bool synth_choice_given(const struct synth_choice *choice) { return count_ways(choice) > 0; }

static bool mark_rows(const struct synth_choice *choice, const struct results *results, bool *wanted,
                      struct error *err) {
  for (size_t i = 0; i < choice->row_count; i++) {
    if (choice->row[i] >= results->design_count)
      return error_set(err, ERROR_NOTHING_FOUND, "there is no design %zu; there are %zu, from 0", choice->row[i],
                       results->design_count);
    wanted[choice->row[i]] = true;
  }
  return true;
}

static bool mark_fronts(const struct synth_choice *choice, const struct results *results, bool *wanted,
                        struct error *err) {
  const struct selection *const selection = &choice->picked.selection;
  struct front_views views;
  if (!front_views_make(&views, results, &selection->filter, selection->error, selection->cost, err))
    return false;
  for (size_t v = 0; v < views.count; v++)
    for (size_t i = 0; i < views.view[v].front_count; i++)
      wanted[views.view[v].front[i].design] = true;
  front_views_release(&views);
  return true;
}

static bool mark_best(const struct synth_choice *choice, const struct results *results, bool *wanted,
                      struct error *err) {
  const struct design_filter *const filter = &choice->picked.selection.filter;
  bool any = false;
  for (size_t d = 0; d < results->design_count; d++) {
    wanted[d] = results->designs[d].rank == 0 && front_accepts(results, filter, d);
    any = any || wanted[d];
  }
  return any || front_fail_no_match(results, filter, err);
}

static bool mark_picked(const struct synth_choice *choice, const struct results *results, bool *wanted,
                        struct error *err) {
  const struct pick_request request = pick_options_request(&choice->picked);
  size_t design = 0;
  if (!pick_design(results, &request, &design, err))
    return false;
  wanted[design] = true;
  return true;
}

static bool mark(const struct synth_choice *choice, const struct results *results, bool *wanted, struct error *err) {
  if (choice->row_count > 0)
    return mark_rows(choice, results, wanted, err);
  if (choice->front)
    return mark_fronts(choice, results, wanted, err);
  if (choice->all)
    return mark_best(choice, results, wanted, err);
  if (pick_options_choose(&choice->picked))
    return mark_picked(choice, results, wanted, err);
  return error_set(err, ERROR_USAGE,
                   "which designs? Give --front, --all, --design, an error bound, a budget or --knee");
}

/* The rows that are marked, in order. */
static size_t list_marked(const bool *wanted, size_t rows, size_t *design) {
  size_t count = 0;
  for (size_t d = 0; d < rows; d++)
    if (wanted[d])
      design[count++] = d;
  return count;
}

bool synth_choice_find(const struct synth_choice *choice, const struct results *results, size_t **design, size_t *count,
                       struct error *err) {
  bool *wanted = calloc(results->design_count + 1, sizeof *wanted);
  *design = wanted == NULL ? NULL : malloc((results->design_count + 1) * sizeof **design);
  if (*design == NULL) {
    free(wanted);
    return error_memory(err, "rows of designs");
  }
  const bool ok = mark(choice, results, wanted, err);
  *count = ok ? list_marked(wanted, results->design_count, *design) : 0;
  free(wanted);
  if (!ok) {
    free(*design);
    *design = NULL;
  }
  return ok;
}
