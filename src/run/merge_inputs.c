#include "run/merge_inputs.h"

#include <dirent.h>
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "file.h"
#include "run/merge_text.h"
#include "store/record.h"

static const char folder_end[] = ".parts", part_start[] = "part-", part_end[] = ".h5";

static int is_part(const struct dirent *entry) {
  const size_t length = strlen(entry->d_name), end = sizeof part_end - 1;
  return strncmp(entry->d_name, part_start, sizeof part_start - 1) == 0 && length > end &&
         strcmp(entry->d_name + length - end, part_end) == 0;
}

static int list_parts(const char *folder, struct dirent ***names) {
  *names = NULL;
  return scandir(folder, names, is_part, alphasort);
}

static void free_names(struct dirent **names, int count) {
  for (int i = 0; i < count; i++)
    free(names[i]);
  free(names);
}

bool merge_has_parts(const char *path) {
  char folder[PATH_MAX];
  struct dirent **names;
  (void)snprintf(folder, sizeof folder, "%s%s", path, folder_end);
  const int count = list_parts(folder, &names);
  free_names(names, count);
  return count > 0;
}

static bool add_path(struct merge_inputs *inputs, const char *path, struct error *err) {
  if (inputs->count == inputs->capacity) {
    const size_t capacity = inputs->capacity == 0 ? 16 : 2 * inputs->capacity;
    char **const moved = realloc(inputs->path, capacity * sizeof *moved);
    if (moved == NULL)
      return error_memory(err, "names of files");
    inputs->path = moved;
    inputs->capacity = capacity;
  }
  char *const copy = strdup(path);
  if (copy == NULL)
    return error_memory(err, "names of files");
  inputs->path[inputs->count++] = copy;
  return true;
}

static bool add_parts(struct merge_inputs *inputs, const struct parts *parts, struct error *err) {
  struct dirent **names;
  const int count = list_parts(parts->folder, &names);
  bool ok = count >= 0 || file_error(err, "read", parts->folder, errno);
  for (int i = 0; ok && i < count; i++) {
    char path[sizeof parts->folder + NAME_MAX + 2];
    (void)snprintf(path, sizeof path, "%s/%s", parts->folder, names[i]->d_name);
    ok = add_path(inputs, path, err);
  }
  free_names(names, count);
  return ok;
}

/* PATH, or PATH.parts, without that end and without slashes behind it. */
static void stem_of(const char *path, char stem[PATH_MAX]) {
  (void)snprintf(stem, PATH_MAX, "%s", path);
  size_t length = strlen(stem);
  while (length > 1 && stem[length - 1] == '/')
    stem[--length] = '\0';
  const size_t end = sizeof folder_end - 1;
  if (length > end && strcmp(stem + length - end, folder_end) == 0)
    stem[length - end] = '\0';
}

static bool add_unfinished(struct merge_inputs *inputs, const char *stem, struct error *err) {
  struct parts *const parts = &inputs->locked[inputs->locked_count];
  if (!parts_open(parts, stem, err))
    return false;
  inputs->locked_count++;
  return (access(stem, F_OK) != 0 || add_path(inputs, stem, err)) && add_parts(inputs, parts, err);
}

/* A file that is there is finished, unless its parts are wanted, too. */
static bool add_input(struct merge_inputs *inputs, const char *path, bool partial, struct error *err) {
  char stem[PATH_MAX];
  struct stat status;
  stem_of(path, stem);
  const bool there = stat(path, &status) == 0 && !S_ISDIR(status.st_mode), parts = merge_has_parts(stem);
  if (partial && parts)
    return add_unfinished(inputs, stem, err);
  if (!there && parts)
    return error_set(err, ERROR_INPUT,
                     "%s is not complete: only its parts are there; finish it first with 'lutdse run', or take what "
                     "there is with --partial",
                     stem);
  return add_path(inputs, path, err);
}

static bool note_id(void *context, size_t row, const struct store_key *key, struct error *err) {
  size_t position;
  bool added;
  (void)row;
  return id_table_add(context, &key->id, &position, &added) || error_memory(err, "points");
}

static bool read_head(struct merge_inputs *inputs, struct merge_text *text, const char *path, struct error *err) {
  struct store_reader *const reader = store_reader_open(path, err);
  if (reader == NULL)
    return false;
  const struct results *const head = store_reader_head(reader);
  if (inputs->sweep_name[0] == '\0')
    (void)snprintf(inputs->sweep_name, sizeof inputs->sweep_name, "%s", head->sweep_name);
  inputs->points += store_reader_points(reader);
  const bool ok = merge_text_add(text, head->sweep_text, path, err) && record_gather(&inputs->records, head, err);
  store_reader_close(reader);
  return ok;
}

static bool number_points(struct merge_inputs *inputs, struct error *err) {
  for (size_t i = 0; i < inputs->count; i++) {
    struct store_reader *const reader = store_reader_open(inputs->path[i], err);
    const bool ok = reader != NULL && store_reader_keys(reader, note_id, &inputs->ids, err);
    store_reader_close(reader);
    if (!ok)
      return false;
  }
  return true;
}

static bool read_heads(struct merge_inputs *inputs, struct error *err) {
  struct merge_text text = {.distinct = 0};
  bool ok = true;
  for (size_t i = 0; ok && i < inputs->count; i++)
    ok = read_head(inputs, &text, inputs->path[i], err);
  ok = ok && merge_text_join(&text, &inputs->sweep_text, err);
  inputs->same_sweep = text.distinct == 1 && !text.missing;
  inputs->nameless = text.missing;
  merge_text_release(&text);
  return ok && (inputs->same_sweep || number_points(inputs, err));
}

bool merge_inputs_open(struct merge_inputs *inputs, const struct merge_options *options, struct error *err) {
  *inputs = (struct merge_inputs){.locked = calloc(options->count, sizeof *inputs->locked)};
  results_init(&inputs->records);
  if (inputs->locked == NULL)
    return error_memory(err, "names of files");
  for (size_t i = 0; i < options->count; i++)
    if (!add_input(inputs, options->paths[i], options->partial, err))
      return false;
  return read_heads(inputs, err);
}

void merge_inputs_release(struct merge_inputs *inputs) {
  for (size_t i = 0; i < inputs->locked_count; i++)
    parts_close(&inputs->locked[i]);
  for (size_t i = 0; i < inputs->count; i++)
    free(inputs->path[i]);
  free(inputs->path);
  free(inputs->locked);
  free(inputs->sweep_text);
  results_release(&inputs->records);
  id_table_release(&inputs->ids);
}
