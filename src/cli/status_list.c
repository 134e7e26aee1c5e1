#include "cli/status_list.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "file.h"

static const char parts_end[] = ".parts", aside[] = ".aside-";

static const struct status_entry *find(const struct status_list *list, const char *path) {
  for (size_t i = 0; i < list->count; i++)
    if (strcmp(list->entry[i].path, path) == 0)
      return &list->entry[i];
  return NULL;
}

static bool add(struct status_list *list, const char *path, const struct status_list *before, struct error *err) {
  if (find(list, path) != NULL)
    return true;
  struct status_entry *grown = realloc(list->entry, (list->count + 1) * sizeof *grown);
  if (grown == NULL)
    return error_memory(err, "status");
  list->entry = grown;
  if (!status_entry_look(&grown[list->count], path, find(before, path), err))
    return false;
  list->count++;
  return true;
}

static bool is_folder(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

/* "x.h5.parts/" is about "x.h5". Returns whether the path is that of a folder of parts. */
static bool strip(char *path) {
  size_t length = strlen(path);
  while (length > 1 && path[length - 1] == '/')
    path[--length] = '\0';
  const size_t end = sizeof parts_end - 1;
  if (length <= end || strcmp(path + length - end, parts_end) != 0 || path[length - end - 1] == '/')
    return false;
  path[length - end] = '\0';
  return true;
}

/* The path of a name in a folder; that of the working folder shows no "./". */
static bool join(char path[PATH_MAX], const char *folder, const char *name) {
  const bool here = strcmp(folder, ".") == 0 || strcmp(folder, "./") == 0;
  const char *slash = here || folder[strlen(folder) - 1] == '/' ? "" : "/";
  return snprintf(path, PATH_MAX, "%s%s%s", here ? "" : folder, slash, name) < PATH_MAX;
}

/* What a name in a folder is about, if it is about anything of ours; then *found is set. */
static bool add_name(struct status_list *list, const char *folder, const char *name, const struct status_list *before,
                     bool *found, struct error *err) {
  char path[PATH_MAX];
  size_t points;
  struct stat status;
  if (name[0] == '.' || strstr(name, aside) != NULL || !join(path, folder, name) || stat(path, &status) != 0)
    return true;
  const bool ours =
      S_ISDIR(status.st_mode) ? strip(path) : S_ISREG(status.st_mode) && status_results_sealed(path, &points);
  if (!ours)
    return true;
  const bool added = add(list, path, before, err);
  *found = *found || added;
  /* A folder that is called so, but is not ours. */
  return added || err->kind == ERROR_NOTHING_FOUND;
}

static bool add_folder(struct status_list *list, const char *folder, const struct status_list *before,
                       struct error *err) {
  struct dirent **names;
  bool found = false; /* listed already, perhaps */
  list->folder = true;
  const int count = scandir(folder, &names, NULL, versionsort);
  if (count < 0)
    return file_error(err, "read", folder, errno);
  bool ok = true;
  for (int i = 0; i < count; i++) {
    ok = ok && add_name(list, folder, names[i]->d_name, before, &found, err);
    free(names[i]);
  }
  free(names);
  if (!ok || found)
    return ok;
  return error_set(err, ERROR_NOTHING_FOUND, "%s: no results file of lutdse in it, and no run of one", folder);
}

static bool add_path(struct status_list *list, const char *given, const struct status_list *before, struct error *err) {
  char path[PATH_MAX], parts[PATH_MAX + 8];
  struct stat status;
  if (given[0] == '\0' || snprintf(path, sizeof path, "%s", given) >= (int)sizeof path)
    return file_error(err, "read", given, given[0] == '\0' ? ENOENT : ENAMETOOLONG);
  const bool about_parts = is_folder(path) && strip(path);
  (void)snprintf(parts, sizeof parts, "%s.parts", path);
  if (!about_parts && is_folder(path))
    return add_folder(list, given, before, err);
  if (stat(path, &status) != 0 && !is_folder(parts))
    return file_error(err, "read", path, errno);
  return add(list, path, before, err);
}

bool status_list_look(struct status_list *list, char *const *paths, size_t count, const struct status_list *before,
                      struct error *err) {
  *list = (struct status_list){.count = 0};
  for (size_t i = 0; i < count; i++)
    if (!add_path(list, paths[i], before, err)) {
      status_list_release(list);
      return false;
    }
  return true;
}

void status_list_release(struct status_list *list) {
  for (size_t i = 0; i < list->count; i++)
    status_entry_release(&list->entry[i]);
  free(list->entry);
  *list = (struct status_list){.count = 0};
}
