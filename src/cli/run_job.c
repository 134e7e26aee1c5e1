#include "cli/run_job.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "cli/watch.h"

/* results/NAME.h5, or results/NAME-I-of-N.h5 for a shard; the folder made if need be. */
static bool default_output(const struct sweep *sweep, char *path, size_t size, struct error *err) {
  char shard[48] = "";
  if (mkdir("results", 0777) != 0 && errno != EEXIST)
    return error_set(err, ERROR_IO, "results: cannot make the folder: %s; name a file with --output", strerror(errno));
  if (sweep->shard.count > 0)
    (void)snprintf(shard, sizeof shard, "-%u-of-%u", sweep->shard.index, sweep->shard.count);
  (void)snprintf(path, size, "results/%s%s.h5", sweep->name, shard);
  return true;
}

/* Known before anything is read or computed. */
static bool check_output(const char *output, const char *name, struct error *err) {
  struct stat status;
  if (stat(output, &status) != 0 || S_ISREG(status.st_mode))
    return true;
  if (S_ISDIR(status.st_mode)) {
    const bool slash = output[strlen(output) - 1] == '/';
    return error_set(err, ERROR_IO, "%s: is a folder; name a file, for example %s%s%s.h5", output, output,
                     slash ? "" : "/", name);
  }
  return error_set(err, ERROR_IO, "%s: is there and is no regular file; name another file", output);
}

static bool choose_output(const char *output, const struct sweep *sweep, char path[PATH_MAX], struct error *err) {
  if (output != NULL && strlen(output) >= PATH_MAX)
    return error_set(err, ERROR_IO, "%.200s...: the path is too long", output);
  if (output != NULL)
    memcpy(path, output, strlen(output) + 1);
  else if (!default_output(sweep, path, PATH_MAX, err))
    return false;
  return check_output(path, sweep->name, err);
}

static enum proof_scope proof_scope(enum run_certify certify) {
  switch (certify) {
  case RUN_CERTIFY_ALL:
    return PROVE_ALL;
  case RUN_CERTIFY_NONE:
    return PROVE_NOTHING;
  case RUN_CERTIFY_DEFAULT:
    break;
  }
  return PROVE_CHEAP;
}

bool run_job(const struct run_job *job, const struct sweep *sweep, char output[PATH_MAX], struct run_summary *summary,
             struct error *err) {
  const struct run_command_line *line = job->line;
  if (!choose_output(line->output, sweep, output, err))
    return false;
  const struct run_options run_options = {output,        line->devices != NULL ? line->devices : "auto",
                                          line->threads, job->command,
                                          job->fresh,    proof_scope(line->certify)};
  const struct watch_settings settings = {.about = {.output = output,
                                                    .sweep_name = sweep->name,
                                                    .sweep_file = line->sweep,
                                                    .command = job->command,
                                                    .shard = line->shard.index,
                                                    .shards = line->shard.count},
                                          .threads = line->threads,
                                          .log = line->log,
                                          .quiet = job->quiet};
  struct watch watch;
  watch_begin(&watch, &settings);
  const struct run_observer observer = watch_observer(&watch);
  const bool ok = run_sweep(sweep, &run_options, &observer, summary, err);
  watch_end(&watch, ok, summary, err);
  return ok;
}
