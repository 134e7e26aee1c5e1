#include "sweep/choices.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

enum { WORD_MAX = 40 }; /* longer words are not compared: no name is that long */

static const char *array_at(const void *context, size_t index) {
  const char *const *const names = context;
  return names[index];
}

struct choices choices_of(const char *const *names) {
  return (struct choices){array_at, names};
}

long choices_find(const struct choices *choices, const char *name) {
  const char *choice = NULL;
  for (size_t i = 0; (choice = choices->at(choices->context, i)) != NULL; i++)
    if (strcmp(choice, name) == 0)
      return (long)i;
  return -1;
}

static size_t smallest(size_t a, size_t b, size_t c) {
  const size_t ab = a < b ? a : b;
  return ab < c ? ab : c;
}

/* Levenshtein distance, ignoring case, of two words of at most WORD_MAX letters. */
static size_t edit_distance(const char *a, const char *b) {
  size_t row[WORD_MAX + 1];
  const size_t width = strlen(b);
  for (size_t j = 0; j <= width; j++)
    row[j] = j;
  for (size_t i = 0; a[i] != '\0'; i++) {
    size_t diagonal = row[0];
    row[0] = i + 1;
    for (size_t j = 0; j < width; j++) {
      const size_t differs = tolower((unsigned char)a[i]) != tolower((unsigned char)b[j]);
      const size_t cell = smallest(diagonal + differs, row[j] + 1, row[j + 1] + 1);
      diagonal = row[j + 1];
      row[j + 1] = cell;
    }
  }
  return row[width];
}

const char *choices_nearest(const struct choices *choices, const char *name) {
  const size_t length = strlen(name);
  if (length == 0 || length > WORD_MAX)
    return NULL;
  const char *nearest = NULL;
  size_t bound = (length + 2) / 3 + 1; /* a third of the letters may be wrong */
  const char *choice = NULL;
  for (size_t i = 0; (choice = choices->at(choices->context, i)) != NULL; i++) {
    if (strlen(choice) > WORD_MAX)
      continue;
    const size_t distance = edit_distance(name, choice);
    if (distance < bound && distance < strlen(choice)) {
      bound = distance;
      nearest = choice;
    }
  }
  return nearest;
}

void choices_list(const struct choices *choices, char *out, size_t size) {
  static const char ellipsis[] = ", ...";
  size_t length = 0;
  out[0] = '\0';
  const char *choice = NULL;
  for (size_t i = 0; (choice = choices->at(choices->context, i)) != NULL; i++) {
    if (length + strlen(choice) + 2 + sizeof ellipsis > size) {
      (void)snprintf(out + length, size - length, "%s", ellipsis);
      return;
    }
    length += (size_t)snprintf(out + length, size - length, "%s%s", i == 0 ? "" : ", ", choice);
  }
}
