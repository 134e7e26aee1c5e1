#include "search/search.h"

#include <stdlib.h>

#include "model/restriction.h"
#include "search/exact_engine.h"

bool search_tries_all(const struct spec *spec) { return spec->restriction.segments != SEGMENTS_FREE; }

bool search_batchable(const struct search_request *a, const struct search_request *b) {
  return engine_settings_equal(a->settings, b->settings) && search_tries_all(a->spec) == search_tries_all(b->spec) &&
         (a->settings->engine->all_entries ||
          restriction_stored_entries(a->spec) == restriction_stored_entries(b->spec));
}

bool search_shares(const struct search_request *a, const struct search_request *b) {
  if (!search_batchable(a, b) || !problem_shared(a->spec, b->spec))
    return false;
  /* The islands' problem ends before the output stage; an exact solution looks behind it. */
  const struct output_stage *left = &a->spec->output, *right = &b->spec->output;
  return !a->settings->engine->all_entries ||
         (left->bits == right->bits && (left->bits == 0 || left->scale == right->scale));
}

void search_release(struct search_answer *answers, size_t count) {
  for (size_t i = 0; i < count; i++) {
    free(answers[i].designs);
    free(answers[i].epochs);
  }
}

bool search_run(const struct search_device *on, const struct search_request *requests, size_t count,
                struct search_answer *answers, double *seconds, struct error *err) {
  const struct engine_description *engine = requests[0].settings->engine;
  return (search_tries_all(requests[0].spec) ? exact_engine_run : engine->run)(on, requests, count, answers, seconds,
                                                                               err);
}
