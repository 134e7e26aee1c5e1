/*
 * Random but valid results, and folders to put them in, for the tests of the store.
 */
#ifndef LUTDSE_TESTS_STORE_SAMPLE_H
#define LUTDSE_TESTS_STORE_SAMPLE_H

#include "store/results.h"

/* `points` points with 0 to 4 designs each, of functions of every kind, and two runs. All follows from `seed`. */
void sample_results(struct results *out, unsigned seed, size_t points);

/* One run record that follows from `number`. */
struct run_record sample_run(unsigned number);

/* Fronts of random designs. */
void sample_fronts(struct results *results, unsigned seed, size_t rows);

/* Whether two results agree in every field, doubles bit by bit. Prints the first difference. */
bool sample_equal(const struct results *a, const struct results *b);

/* A new empty folder under /tmp; the returned path is malloc'ed. Deleting it deletes what is in it. */
char *sample_folder(void);
void sample_folder_delete(char *folder);

/* How many files and folders are in a folder, hidden ones too. */
int sample_folder_count(const char *path);

/* FOLDER/NAME, in a static buffer. */
const char *sample_path(const char *folder, const char *name);

#endif
