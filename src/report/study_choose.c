/* Which settings of a study are shown, in which families, with which entry counts. */
#include <stdlib.h>

#include "report/study_labels.h"

/* How many methods have a figure for an entry count. */
static size_t methods_at(const struct study *study, const struct study_setting *setting, int entries) {
  size_t count = 0;
  for (size_t m = 0; m < study->methods.count; m++)
    count += study_cell(study, setting, entries, m).searches > 0;
  return count;
}

/* Entry counts with most methods first, then those of publications, then the smaller ones. */
struct entries_choice {
  int entries;
  size_t methods, settings;
};

static int preference(int entries) { return entries == 8 ? 0 : entries == 16 ? 1 : entries == 32 ? 2 : 3; }

static int compare_choices(const void *left, const void *right) {
  const struct entries_choice *const a = left, *const b = right;
  if (a->methods != b->methods)
    return a->methods > b->methods ? -1 : 1;
  if (preference(a->entries) != preference(b->entries))
    return preference(a->entries) - preference(b->entries);
  if (a->settings != b->settings)
    return a->settings > b->settings ? -1 : 1;
  return a->entries - b->entries;
}

static int compare_integers(const void *left, const void *right) { return *(const int *)left - *(const int *)right; }

static void choose_entries(const struct study *study, struct study_family *family) {
  struct entries_choice choice[ENTRIES_MAX + 1];
  for (int n = 0; n <= ENTRIES_MAX; n++) {
    choice[n] = (struct entries_choice){.entries = n};
    for (size_t i = family->first; n >= ENTRIES_MIN && i < family->first + family->count; i++) {
      const size_t methods = methods_at(study, &study->setting[study->shown[i]], n);
      choice[n].methods = methods > choice[n].methods ? methods : choice[n].methods;
      choice[n].settings += methods > 0;
    }
  }
  qsort(choice, ENTRIES_MAX + 1, sizeof choice[0], compare_choices);
  for (int i = 0; i < STUDY_ENTRIES_MAX && choice[i].methods > 0; i++)
    if (choice[i].methods > 1 || family->methods <= 1)
      family->entries[family->entries_count++] = choice[i].entries;
  qsort(family->entries, family->entries_count, sizeof family->entries[0], compare_integers);
  family->methods = choice[0].methods;
}

static void count_methods(const struct study *study, struct study_setting *setting) {
  int before = 0;
  for (size_t i = setting->first; i < setting->first + setting->count; i++) {
    const int entries = study->place[i].entries;
    if (entries == before)
      continue;
    const size_t methods = methods_at(study, setting, entries);
    setting->methods = methods > setting->methods ? methods : setting->methods;
    before = entries;
  }
}

static int compare_numbers(const void *left, const void *right) {
  const size_t a = *(const size_t *)left, b = *(const size_t *)right;
  return (a > b) - (a < b);
}

/* The settings of a family with at least so many methods; if they are too many, those with most. */
static size_t show_settings(struct study *study, size_t family, size_t least, size_t most) {
  size_t *const shown = &study->shown[study->shown_count], count = 0;
  for (size_t methods = most; methods >= least; methods--)
    for (size_t s = 0; s < study->setting_count && count < STUDY_SETTINGS_MAX; s++)
      if (study->setting[s].family == family && study->setting[s].methods == methods)
        shown[count++] = s;
  qsort(shown, count, sizeof *shown, compare_numbers);
  study->shown_count += count;
  return count;
}

static int compare_families(const void *left, const void *right) {
  const struct study_family *const a = left, *const b = right;
  if (a->methods != b->methods)
    return a->methods > b->methods ? -1 : 1;
  if (a->count != b->count)
    return a->count > b->count ? -1 : 1;
  return a->first < b->first ? -1 : a->first > b->first;
}

/* A setting is compared where a method stands beside another one, of which the proven optimum is not both. */
void study_choose(struct study *study) {
  size_t most = 0, families = 0;
  for (size_t s = 0; s < study->setting_count; s++) {
    count_methods(study, &study->setting[s]);
    most = study->setting[s].methods > most ? study->setting[s].methods : most;
  }
  const size_t least = most > 1 ? 2 : 1;
  for (size_t f = 0; f < study->family_count; f++) {
    struct study_family family = {.first = study->shown_count};
    family.count = show_settings(study, f, least, most);
    if (family.count == 0)
      continue;
    family.methods = most;
    choose_entries(study, &family);
    study->family[families++] = family;
  }
  qsort(study->family, families, sizeof *study->family, compare_families);
  study->family_count = families < STUDY_FAMILIES_MAX ? families : STUDY_FAMILIES_MAX;
  study->hidden = study->setting_count;
  for (size_t f = 0; f < study->family_count; f++)
    study->hidden -= study->family[f].count;
}
