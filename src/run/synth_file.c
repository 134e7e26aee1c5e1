#include "run/synth_file.h"

#include <errno.h>
#include <unistd.h>

#include "file.h"
#include "run/record.h"
#include "store/store.h"

struct session {
  struct synth_file *file;
  const struct synth_observer *observer;
  struct synth_progress *progress;
  struct run_record record;
  bool recorded; /* the record is the last one of the results */
};

bool synth_file_open(struct synth_file *file, const char *path, struct error *err) {
  if (access(path, R_OK) != 0)
    return file_error(err, "read", path, errno);
  if (!parts_open(&file->parts, path, err))
    return false;
  if (store_read(&file->results, path, err))
    return true;
  parts_close(&file->parts);
  return false;
}

void synth_file_close(struct synth_file *file) {
  results_release(&file->results);
  parts_close(&file->parts);
}

/* One run has one record, however often it saves. */
static bool update_record(struct session *session, struct error *err) {
  struct results *const results = &session->file->results;
  record_finish(&session->record);
  session->record.seconds = session->progress->seconds;
  if (session->recorded) {
    results->runs[results->run_count - 1] = session->record;
    return true;
  }
  const size_t before = results->run_count;
  const bool ok = results_add_run(results, &session->record, err);
  session->recorded = results->run_count > before;
  return ok;
}

static bool save(void *context, struct error *err) {
  struct session *session = context;
  return update_record(session, err) && store_write(&session->file->results, session->file->parts.path, err);
}

static void show(void *context, const struct synth_progress *progress) {
  const struct session *session = context;
  if (session->observer->progress != NULL)
    session->observer->progress(session->observer->context, progress);
}

static void fail(void *context, size_t design, const struct error *err) {
  const struct session *session = context;
  if (session->observer->failed != NULL)
    session->observer->failed(session->observer->context, design, err);
}

bool synth_file_run(struct synth_file *file, const struct synth_request *request, const struct synth_observer *observer,
                    const char *command, struct synth_progress *progress, struct error *err) {
  struct session session = {
      .file = file, .observer = observer, .progress = progress, .record = record_start_host(command)};
  const struct synth_observer own = {&session, show, fail, save, observer->stop};
  return synth_designs(&file->results, request, &own, progress, err);
}
