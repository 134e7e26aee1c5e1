/* A results file that synthesis adds to. */
#ifndef LUTDSE_RUN_SYNTH_FILE_H
#define LUTDSE_RUN_SYNTH_FILE_H

#include "run/synth_designs.h"
#include "store/parts.h"

/* A file that is locked for this process, and what it holds. */
struct synth_file {
  struct parts parts;
  struct results results;
};

/*
 * Lock a results file and read it. Fails as parts_open() and store_read() do; otherwise synth_file_close() unlocks it
 * and frees what it held. Others can read the file all the while.
 */
bool synth_file_open(struct synth_file *file, const char *path, struct error *err);
void synth_file_close(struct synth_file *file);

/*
 * synth_designs() on what the file holds, kept in the file as designs are done, together with a record of
 * this run (`command` is its command line). A file that lacks nothing is not touched. The observer's `save` is not
 * called. Fails as synth_designs() and store_write() do.
 */
bool synth_file_run(struct synth_file *file, const struct synth_request *request, const struct synth_observer *observer,
                    const char *command, struct synth_progress *progress, struct error *err);

#endif
