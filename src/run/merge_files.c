#include "run/merge_files.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "clock.h"
#include "file.h"
#include "front/gather.h"
#include "run/accord.h"
#include "run/aside.h"
#include "run/merge_inputs.h"
#include "run/merge_same.h"
#include "store/writer.h"

struct merge {
  const struct merge_options *options;
  const struct merge_observer *observer;
  struct merge_summary *summary;
  struct merge_inputs inputs;
  struct accord accord;
  bool again; /* written once already, with points of one problem that did not agree about their optimum */
  struct gather gather;
  struct store_writer *writer;
};

static bool key(void *context, const struct store_key *of, uint64_t *number) {
  const struct merge *const merge = context;
  *number = merge->inputs.same_sweep ? of->place : (uint64_t)id_table_find(&merge->inputs.ids, &of->id);
  return true;
}

static bool note_conflict(void *context, const struct weave_conflict *conflict, struct error *err) {
  const struct merge *const merge = context;
  (void)err;
  merge->summary->conflicts++;
  if (merge->observer->conflict != NULL)
    merge->observer->conflict(merge->observer->context, conflict);
  return true;
}

/* With a conflict nothing is written, but the others are still to be found. */
static bool take(void *context, struct results *slice, struct error *err) {
  struct merge *const merge = context;
  if (merge->summary->conflicts > 0)
    return true;
  if (!(merge->again ? accord_apply(&merge->accord, slice, err) : accord_learn(&merge->accord, slice, err)))
    return false;
  const size_t first_design = store_writer_designs(merge->writer);
  if (!gather_add(&merge->gather, slice, first_design, err) || !store_writer_add(merge->writer, slice, err))
    return false;
  if (merge->observer->progress != NULL)
    merge->observer->progress(merge->observer->context, merge->inputs.points, store_writer_points(merge->writer));
  return true;
}

/* Begin the output, or begin it anew. */
static bool begin(struct merge *merge, struct error *err) {
  store_writer_abandon(merge->writer);
  gather_release(&merge->gather);
  merge->gather = gather_create(NULL);
  merge->writer = store_writer_create(merge->options->output, merge->inputs.sweep_name, merge->inputs.sweep_text, err);
  return merge->writer != NULL;
}

/* Points of one problem come from several files at times; then what all know is only known at the end. */
static bool weave(struct merge *merge, const struct parts *output, struct error *err) {
  const struct merge_inputs *const inputs = &merge->inputs;
  const char *const *const paths = (const char *const *)inputs->path;
  const struct weave weave = {.context = merge, .key = key, .take = take, .conflict = note_conflict};
  if (!begin(merge, err) || !weave_files(paths, inputs->count, output->folder, &weave, err))
    return false;
  merge->again = accord_is_discord(&merge->accord) && merge->summary->conflicts == 0;
  return !merge->again || (begin(merge, err) && weave_files(paths, inputs->count, output->folder, &weave, err));
}

static bool fail_conflicts(const struct merge *merge, struct error *err) {
  const size_t conflicts = merge->summary->conflicts;
  return error_set(err, ERROR_INPUT,
                   "%zu point%s in several files, which do not agree; nothing was written; 'lutdse verify' of these "
                   "files tells which of them are right",
                   conflicts, conflicts == 1 ? " is" : "s are");
}

/* Give way: what lies under the output's name gets another. */
static bool set_aside(const struct merge *merge, char aside[PATH_MAX], struct error *err) {
  const char *const path = merge->options->output;
  aside[0] = '\0';
  if (access(path, F_OK) != 0)
    return true;
  aside_name(path, aside, PATH_MAX);
  return rename(path, aside) == 0 || file_error(err, "rename", path, errno);
}

/* Merged again, from the same files: there is no use for the copy. Otherwise say where it is. */
static void settle_aside(const struct merge *merge, const char *aside) {
  if (merge_same_content(aside, merge->options->output)) {
    (void)unlink(aside);
    return;
  }
  char text[PATH_MAX + 64];
  (void)snprintf(text, sizeof text, "earlier results were set aside as %s", aside);
  if (merge->observer->note != NULL)
    merge->observer->note(merge->observer->context, text);
}

static bool finish(struct merge *merge, struct error *err) {
  struct results tail;
  char aside[PATH_MAX];
  results_init(&tail);
  tail.runs = merge->inputs.records.runs;
  tail.run_count = merge->inputs.records.run_count;
  merge->summary->points = store_writer_points(merge->writer);
  merge->summary->designs = store_writer_designs(merge->writer);
  bool ok = gather_finish(&merge->gather, store_writer_head(merge->writer), &tail, err) && set_aside(merge, aside, err);
  if (ok) {
    ok = store_writer_finish(merge->writer, &tail, err);
    merge->writer = NULL;
    if (ok && aside[0] != '\0')
      settle_aside(merge, aside);
    else if (aside[0] != '\0')
      (void)rename(aside, merge->options->output);
  }
  free(tail.fronts);
  free(tail.ranges);
  return ok;
}

static bool write_output(struct merge *merge, const struct parts *output, struct error *err) {
  const bool woven = weave(merge, output, err);
  const bool ok = woven && (merge->summary->conflicts == 0 || fail_conflicts(merge, err)) && finish(merge, err);
  store_writer_abandon(merge->writer);
  gather_release(&merge->gather);
  accord_release(&merge->accord);
  return ok;
}

static bool same_file(const char *a, const char *b) {
  struct stat first, second;
  return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_dev == second.st_dev &&
         first.st_ino == second.st_ino;
}

/* By the files and folders themselves: names can be links. */
static bool check_output(const struct merge_options *options, struct error *err) {
  char folder[PATH_MAX];
  if (strlen(options->output) + sizeof ".parts" > sizeof folder)
    return file_error(err, "write", options->output, ENAMETOOLONG);
  (void)snprintf(folder, sizeof folder, "%s.parts", options->output);
  for (size_t i = 0; i < options->count; i++) {
    char parts[PATH_MAX];
    (void)snprintf(parts, sizeof parts, "%s.parts", options->paths[i]);
    if (same_file(options->paths[i], options->output) || same_file(options->paths[i], folder) ||
        same_file(parts, folder))
      return error_set(err, ERROR_USAGE, "%s is one of the files to merge; choose another output", options->output);
  }
  if (merge_has_parts(options->output))
    return error_set(err, ERROR_IO,
                     "%s: beside it are parts of an unfinished run; finish it first with 'lutdse run', "
                     "or choose another output",
                     options->output);
  return true;
}

static bool merge_locked(struct merge *merge, struct error *err) {
  struct parts output;
  if (!parts_open(&output, merge->options->output, err))
    return false;
  const bool ok = write_output(merge, &output, err);
  parts_close(&output);
  return ok;
}

bool merge_files(const struct merge_options *options, const struct merge_observer *observer,
                 struct merge_summary *summary, struct error *err) {
  *summary = (struct merge_summary){.read = 0};
  if (!check_output(options, err))
    return false;
  const double began = clock_seconds();
  struct merge merge = {.options = options, .observer = observer, .summary = summary};
  bool ok = merge_inputs_open(&merge.inputs, options, err);
  summary->read = merge.inputs.points;
  summary->same_sweep = merge.inputs.same_sweep;
  summary->nameless = merge.inputs.nameless;
  ok = ok && merge_locked(&merge, err);
  merge_inputs_release(&merge.inputs);
  summary->seconds = clock_seconds() - began;
  return ok;
}
