#include "run/merge_text.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool reserve(struct merge_text *all) {
  char **const text = realloc(all->text, (all->distinct + 1) * sizeof *text);
  if (text == NULL)
    return false;
  all->text = text;
  char **const path = realloc(all->path, (all->distinct + 1) * sizeof *path);
  if (path == NULL)
    return false;
  all->path = path;
  return true;
}

bool merge_text_add(struct merge_text *all, const char *text, const char *path, struct error *err) {
  if (text == NULL || text[0] == '\0') {
    all->missing = true;
    return true;
  }
  for (size_t i = 0; i < all->distinct; i++)
    if (strcmp(all->text[i], text) == 0)
      return true;
  char *const text_copy = strdup(text), *const path_copy = strdup(path);
  if (text_copy == NULL || path_copy == NULL || !reserve(all)) {
    free(text_copy);
    free(path_copy);
    return error_memory(err, "sweep");
  }
  all->text[all->distinct] = text_copy;
  all->path[all->distinct++] = path_copy;
  return true;
}

/* A name on one line, whatever it has. */
static void write_name(FILE *out, const char *name) {
  (void)fputs("# from ", out);
  for (; *name != '\0'; name++)
    (void)fputc(iscntrl((unsigned char)*name) ? '?' : *name, out);
  (void)fputc('\n', out);
}

static void write_all(FILE *out, const struct merge_text *all) {
  for (size_t i = 0; i < all->distinct; i++) {
    if (i > 0)
      (void)fputs("---\n", out);
    if (all->distinct > 1)
      write_name(out, all->path[i]);
    (void)fputs(all->text[i], out);
    const size_t length = strlen(all->text[i]);
    if (i + 1 < all->distinct && all->text[i][length - 1] != '\n')
      (void)fputc('\n', out);
  }
}

bool merge_text_join(const struct merge_text *all, char **out, struct error *err) {
  size_t size = 0;
  *out = NULL;
  FILE *const stream = open_memstream(out, &size);
  if (stream == NULL)
    return error_memory(err, "sweep");
  write_all(stream, all);
  const bool whole = ferror(stream) == 0;
  if (fclose(stream) == 0 && whole)
    return true;
  free(*out);
  *out = NULL;
  return error_memory(err, "sweep");
}

void merge_text_release(struct merge_text *all) {
  for (size_t i = 0; i < all->distinct; i++) {
    free(all->text[i]);
    free(all->path[i]);
  }
  free(all->text);
  free(all->path);
  *all = (struct merge_text){0};
}
