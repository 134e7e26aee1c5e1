#include "fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void fixture_parse(struct sweep *sweep, const char *text) {
  struct error err;
  if (sweep_parse(sweep, text, strlen(text), "test.yaml", &err))
    return;
  (void)fprintf(stderr, "%s\n", err.text);
  abort();
}

void fixture_sweep(struct sweep *sweep, const char *functions, const char *entries, int seeds) {
  char text[1024];
  (void)snprintf(text, sizeof text,
                 "name: small\n"
                 "seed: [1..%d]\n"
                 "engine: {name: islands, islands: 2, population: 16, generations: 3, epoch: 2, keep: 2}\n"
                 "grids:\n"
                 "  - functions: [%s]\n"
                 "    in_bits: [6]\n"
                 "    scale_sets: [[2^-2, 2^-3]]\n"
                 "    slope: [{bits: 7, frac: 5}]\n"
                 "    intercept: [{bits: 7, frac: 5}]\n"
                 "    entries: [%s]\n",
                 seeds, functions, entries);
  fixture_parse(sweep, text);
}

char *fixture_folder(void) {
  static const char *const places[] = {"/dev/shm/lutdse-run-XXXXXX", "/tmp/lutdse-run-XXXXXX"};
  for (size_t i = 0; i < sizeof places / sizeof places[0]; i++) {
    char *folder = strdup(places[i]);
    if (folder != NULL && mkdtemp(folder) != NULL)
      return folder;
    free(folder);
  }
  abort();
}

/* An alarm that nobody handles ends the program. */
void fixture_watchdog(unsigned seconds) { (void)alarm(seconds); }
