/*
 * Reading a results file, or a part, piece by piece: files of any size in little memory.
 */
#ifndef LUTDSE_STORE_READER_H
#define LUTDSE_STORE_READER_H

#include "store/results.h"

struct store_reader;

/*
 * Open a file: check its seal, and read all that is small: the sweep's name and text, functions, weights, runs, fronts
 * and ranges. A file that is replaced while it is open is read to its end as it was. Fails as store_read() does, with
 * NULL.
 */
struct store_reader *store_reader_open(const char *path, struct error *err);
void store_reader_close(struct store_reader *reader);

/* Everything that is small; its points and designs are empty. Lives as long as the reader. */
const struct results *store_reader_head(const struct store_reader *reader);

/* Rows of /points and of /designs. */
size_t store_reader_points(const struct store_reader *reader);
size_t store_reader_designs(const struct store_reader *reader);

/*
 * Read points [first, first + count) with all that belongs to them as results of their own: points, designs and
 * everything else are numbered from 0, functions and weights are those of the head, fronts and runs are none. *slice is
 * empty, or was filled by this reader before; what it held is replaced. All rows are checked as store_read() checks
 * them. Fails with ERROR_INPUT or ERROR_INTERNAL, leaving *slice to be released. Slices that follow one another cost
 * least.
 */
bool store_reader_slice(struct store_reader *reader, size_t first, size_t count, struct results *slice,
                        struct error *err);

/* Where in /designs the designs of the slice that was read last begin. */
size_t store_reader_slice_design(const struct store_reader *reader);

/* The point (row of /points) of a design (row of /designs). Fails with ERROR_INPUT. */
bool store_reader_point_of(struct store_reader *reader, size_t design, size_t *point, struct error *err);

/* What a row of /points says in short. */
struct store_key {
  struct point_id id;
  uint64_t place;         /* in its sweep (point.h) */
  struct optimum optimum; /* of its problem */
  double best;            /* the smallest error among its designs, in its objective; NaN if it has none */
};

/* Told of each row in order, until it returns false with `err` set. */
typedef bool store_take_key(void *context, size_t row, const struct store_key *key, struct error *err);

/* Tell of every point, reading those columns alone. Fails with ERROR_INPUT or what `take` fails with. */
bool store_reader_keys(struct store_reader *reader, store_take_key *take, void *context, struct error *err);

#endif
