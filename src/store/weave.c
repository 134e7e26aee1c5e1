#include "store/weave.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "store/results_push.h"
#include "store/weave_job.h"
#include "store/writer.h"

struct weave_input *weave_push(struct weave_job *job, const char *path, size_t first, size_t last, struct error *err) {
  char *copy = strdup(path);
  if (copy == NULL || !array_reserve(&job->input, &job->capacity, job->count + 1, sizeof *job->input)) {
    free(copy);
    (void)error_memory(err, "names of files");
    return NULL;
  }
  struct weave_input *input = &job->input[job->count++];
  *input = (struct weave_input){.path = copy, .first = first, .last = last};
  return input;
}

struct weave_input *weave_push_temporary(struct weave_job *job, size_t first, size_t last, struct error *err) {
  char path[4096 + 128];
  /* Whatever else weaves in this folder at this moment has another process or another job. */
  (void)snprintf(path, sizeof path, "%s/.weave-%ld-%zx-%zu.tmp", job->folder, (long)getpid(), (size_t)(uintptr_t)job,
                 job->made++);
  struct weave_input *input = weave_push(job, path, first, last, err);
  if (input != NULL)
    input->temporary = true;
  return input;
}

/* Free an input's path, and delete the file if it is a temporary one. */
static void drop(struct weave_input *input) {
  if (input->temporary)
    (void)unlink(input->path);
  free(input->path);
  input->path = NULL;
}

static bool add_to_writer(void *writer, struct results *slice, struct error *err) {
  return store_writer_add(writer, slice, err);
}

/* Put the last input in the place of `count` inputs from number `first` on. */
static void replace(struct weave_job *job, size_t first, size_t count) {
  const struct weave_input last = job->input[--job->count];
  for (size_t i = first; i < first + count; i++)
    drop(&job->input[i]);
  memmove(job->input + first + 1, job->input + first + count, (job->count - first - count) * sizeof *job->input);
  job->input[first] = last;
  job->count -= count - 1;
}

/* Weave a group of inputs into a temporary file, which takes their place. */
static bool fold(struct weave_job *job, size_t first, size_t count, struct error *err) {
  const struct results none = {.point_count = 0};
  const struct weave_input *made =
      weave_push_temporary(job, job->input[first].first, job->input[first + count - 1].last, err);
  struct store_writer *writer = made == NULL ? NULL : store_writer_create(made->path, "", "", err);
  if (writer == NULL)
    return false;
  if (!weave_merge(job, first, count, add_to_writer, writer, err)) {
    store_writer_abandon(writer);
    return false;
  }
  if (!store_writer_finish(writer, &none, err))
    return false;
  replace(job, first, count);
  return true;
}

/* Fold groups, those of the last files first, which are the smallest ones as a rule, until the rest can be open. */
static bool fold_all(struct weave_job *job, struct error *err) {
  size_t end = job->count;
  while (job->count > WEAVE_FAN_IN) {
    const size_t excess = job->count - WEAVE_FAN_IN + 1;
    size_t group = excess < WEAVE_FAN_IN ? excess : WEAVE_FAN_IN;
    if (end < 2)
      end = job->count;
    group = group < end ? group : end;
    if (!fold(job, end - group, group, err))
      return false;
    end -= group;
  }
  return true;
}

static bool weave_all(struct weave_job *job, size_t count, struct error *err) {
  for (size_t i = 0; i < count; i++)
    if (!weave_prepare(job, i, err))
      return false;
  return fold_all(job, err) && weave_merge(job, 0, job->count, job->weave->take, job->weave->context, err);
}

bool weave_hooked(const char *const *paths, size_t count, const char *folder, const struct weave *weave,
                  const struct weave_hooks *hooks, size_t *culprit, struct error *err) {
  struct weave_job job = {.weave = weave, .hooks = hooks, .paths = paths, .folder = folder, .culprit = SIZE_MAX};
  const bool ok = weave_all(&job, count, err);
  for (size_t i = 0; i < job.count; i++)
    drop(&job.input[i]);
  free(job.input);
  *culprit = job.culprit;
  return ok;
}

bool weave_files(const char *const *paths, size_t count, const char *folder, const struct weave *weave,
                 struct error *err) {
  const struct weave_hooks none = {.context = NULL};
  size_t ignored;
  return weave_hooked(paths, count, folder, weave, &none, &ignored, err);
}
