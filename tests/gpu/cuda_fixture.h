/* The fake CUDA driver (fake_cuda/fake.h) in the hands of a test. */
#ifndef LUTDSE_TESTS_CUDA_FIXTURE_H
#define LUTDSE_TESTS_CUDA_FIXTURE_H

#include "backend.h"

/* cmocka's: a folder for the log and the cache of kernels, and the environment set back; at the end, no complaints. */
int cuda_fixture_setup(void **state);
int cuda_fixture_teardown(void **state);

/* Which libraries dlopen() finds from now on: a folder of fake_cuda/, or any that is not there. */
void cuda_fixture_libraries(const char *folder);

/* Set a variable of the fake (or another) until the test's end. */
void cuda_fixture_set(const char *name, const char *value);

/* How many lines of the log begin with `event`. */
size_t cuda_fixture_events(const char *event);

/* Whether the log has a line that begins with `event` and has `text` in it. */
bool cuda_fixture_logged(const char *event, const char *text);

/* The test's folder. */
const char *cuda_fixture_folder(void);

/* How many files the cache of kernels has, and the path of one of them. */
size_t cuda_fixture_cached(void);
const char *cuda_fixture_cached_file(void);

#endif
