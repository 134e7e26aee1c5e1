#include "run/verify_file.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "clock.h"
#include "parallel.h"
#include "run/verify.h"

/* Designs that are computed side by side between two lines of progress. */
enum { CHUNK = 512 };

struct failure {
  bool failed;
  struct error err;
};

/* A chunk of a slice's designs, from `first` on. */
struct chunk {
  const struct results *slice;
  size_t first;
  struct refigured *found;
  struct failure *failure; /* per thread: its first one */
};

static void refigure(void *context, size_t index, unsigned thread) {
  const struct chunk *const chunk = context;
  const struct scored_design *const design = &chunk->slice->designs[chunk->first + index];
  const struct point *const point = &chunk->slice->points[design->point];
  struct refigured *const found = &chunk->found[index];
  struct failure *const failure = &chunk->failure[thread];
  struct error err;
  evaluate(&point->spec, &design->design, &found->score);
  if (!cost_model(&point->spec, &design->design, &point->hardware, &found->cost, &err) && !failure->failed)
    *failure = (struct failure){true, err};
}

static bool check_failures(const struct failure *failure, unsigned threads, struct error *err) {
  for (unsigned t = 0; t < threads; t++)
    if (failure[t].failed) {
      *err = failure[t].err;
      return false;
    }
  return true;
}

static bool known_before(const struct source_slice *part, size_t design) {
  return part->known != NULL && part->known[part->results->designs[design].point];
}

static void compare_chunk(struct verify *verify, const struct source_slice *part, const struct chunk *chunk,
                          size_t count) {
  struct verify_summary *const summary = verify->summary;
  for (size_t i = 0; i < count; i++) {
    const size_t design = chunk->first + i;
    const size_t wrong = verify_design(verify, part->results, design, part->first_design + design, &chunk->found[i]);
    summary->wrong_designs += wrong > 0;
    summary->designs += !known_before(part, design);
  }
  verify->progress.done += count;
  verify->progress.seconds = clock_seconds() - verify->began;
  if (verify->observer->progress != NULL)
    verify->observer->progress(verify->observer->context, &verify->progress);
}

static bool verify_chunks(struct verify *verify, const struct source_slice *part, struct chunk *chunk,
                          struct error *err) {
  const size_t designs = part->results->design_count;
  for (chunk->first = 0; chunk->first < designs; chunk->first += CHUNK) {
    const size_t count = designs - chunk->first < CHUNK ? designs - chunk->first : CHUNK;
    parallel_for(verify->threads, count, refigure, chunk);
    if (!check_failures(chunk->failure, verify->threads, err))
      return false;
    compare_chunk(verify, part, chunk, count);
  }
  return true;
}

static bool take(void *context, const struct source_slice *part, struct error *err) {
  struct verify *const verify = context;
  struct chunk chunk = {.slice = part->results,
                        .found = malloc(CHUNK * sizeof *chunk.found),
                        .failure = calloc(verify->threads, sizeof *chunk.failure)};
  const bool ready = chunk.found != NULL && chunk.failure != NULL ? true : error_memory(err, "designs");
  const bool ok = ready && verify_chunks(verify, part, &chunk, err) &&
                  gather_add(&verify->gather, part->results, part->first_design, err);
  free(chunk.found);
  free(chunk.failure);
  return ok;
}

/* "0.4.0, 0.5.0": a version for each that there is. */
static void list_versions(const struct results *head, char *text, size_t size) {
  for (size_t r = 0; r < head->run_count; r++) {
    const size_t used = strlen(text);
    if (strstr(text, head->runs[r].version) == NULL)
      (void)snprintf(text + used, size - used, "%s%s", used > 0 ? ", " : "", head->runs[r].version);
  }
}

static bool conclude(struct verify *verify, const struct front_source *source, struct error *err) {
  struct verify_summary *const summary = verify->summary;
  summary->points = source->points;
  summary->seconds = clock_seconds() - verify->began;
  if (source->reader == NULL)
    return true;
  const struct results *const head = store_reader_head(source->reader);
  list_versions(head, summary->versions, sizeof summary->versions);
  summary->fronts = head->front_count > 0 || head->range_count > 0;
  return !summary->fronts || verify_fronts(verify, head, err);
}

bool verify_source(struct front_source *source, unsigned threads, const struct verify_observer *observer,
                   struct verify_summary *summary, struct error *err) {
  *summary = (struct verify_summary){.points = 0};
  struct verify verify = {.threads = threads > 0 ? threads : parallel_processors(),
                          .observer = observer,
                          .summary = summary,
                          .began = clock_seconds(),
                          .gather = gather_create(NULL)};
  verify.progress.designs = source->reader != NULL ? store_reader_designs(source->reader) : 0;
  const bool ok = source_scan(source, take, &verify, err) && conclude(&verify, source, err);
  gather_release(&verify.gather);
  return ok;
}
