/*
 * Writing a results file, or a part, piece by piece: files of any size in little memory.
 */
#ifndef LUTDSE_STORE_WRITER_H
#define LUTDSE_STORE_WRITER_H

#include "store/results.h"

struct store_writer;

/* Begin a file: a temporary one beside `path` until it is finished. Fails with ERROR_IO or ERROR_INTERNAL, with NULL.
 */
struct store_writer *store_writer_create(const char *path, const char *sweep_name, const char *sweep_text,
                                         struct error *err);

/*
 * Append the points of `slice` with all that belongs to them, as the next rows: numbers of points and designs are moved
 * accordingly, functions and weights join those of the file unless they are there. Its fronts, ranges and runs do not
 * count. What is appended passes results_check(). The file's bytes depend on the rows alone, not on how they are cut
 * into slices. Fails with ERROR_IO (full disk, ...) or ERROR_INTERNAL; then all that is left is store_writer_abandon().
 */
bool store_writer_add(struct store_writer *writer, const struct results *slice, struct error *err);

/* Rows of /points and /designs so far. */
size_t store_writer_points(const struct store_writer *writer);
size_t store_writer_designs(const struct store_writer *writer);

/* The functions and weights of the file so far: fronts and ranges refer to these by number. */
const struct results *store_writer_head(const struct store_writer *writer);

/*
 * Write fronts, ranges and runs (those of `tail`; its other members do not count), seal the file, sync it and give it
 * its name. Frees the writer in either case; after a failure (as above) `path` is what it was before and the temporary
 * file is gone.
 */
bool store_writer_finish(struct store_writer *writer, const struct results *tail, struct error *err);

/* Delete the temporary file and free the writer. NULL does nothing. */
void store_writer_abandon(struct store_writer *writer);

#endif
