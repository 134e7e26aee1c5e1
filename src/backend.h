/*
 * The only door between search engines and devices. A back end is a table of functions; one that finds no
 * hardware or no library lists no devices, with one line that says why, and never stops the others.
 */
#ifndef LUTDSE_BACKEND_H
#define LUTDSE_BACKEND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "error.h"
#include "gpu/baseline_layout.h"
#include "model/problem.h"

enum { BACKEND_DEVICES_MAX = 64 };

/* What `lutdse devices` shows, and what a results file records. */
struct device_info {
  char id[32];       /* what --device takes: "cpu", "cuda:0", "opencl:0" */
  char name[128];    /* the device, in its maker's words */
  char platform[64]; /* instruction set, or OpenCL platform */
  char driver[128];
  unsigned units;   /* threads or compute units */
  uint64_t memory;  /* bytes */
  bool doubles;     /* double precision; without it a device is not usable */
  bool accelerator; /* not the processor's own cores */
  bool twin;        /* another back end has the same device and is to be preferred */
  bool usable;
  char why_not[160]; /* one line, if not usable */
};

/* Genetic parameters shared by every point of a batch; gpu/ says what the kernels do with them. */
struct island_settings {
  uint32_t entries;       /* ENTRIES_MIN ... ENTRIES_MAX */
  uint32_t islands;       /* per point */
  uint32_t population;    /* per island, a multiple of 16 */
  uint32_t generations;   /* bred after the founding one, at most */
  uint32_t epoch;         /* generations between looks at a point, and between migrations */
  uint32_t alone;         /* generations at the start of an epoch in which individuals do not mate */
  uint32_t agree;         /* islands with the same best fitness that make a point converged; 0: never */
  uint32_t patience;      /* epochs without progress after which a point has settled; 0: never */
  uint32_t redraw, round; /* cumulative probabilities of the kinds of mutation, in 1/256; the rest are steps */
};

/* What a batch does. All but the first are for benchmarks: ceilings for the first. */
enum batch_work {
  BATCH_SEARCH, /* found populations and breed them */
  BATCH_SCORE,  /* found populations and score them once per generation */
  BATCH_READ    /* read the cost table at random places, as often as scoring would */
};

/* Many grid points for one launch. All pointers are the caller's. */
struct batch {
  struct island_settings settings;
  size_t problem_count;
  const struct problem *const *problems;
  size_t point_count;
  const uint32_t *problem_of; /* per point: index into problems */
  const uint64_t *key;        /* per point: its random key */
  enum batch_work work;       /* boundaries are only set by a search */
};

/*
 * The best individual of every island, and what a search took. The caller provides the arrays; the last two may be
 * NULL, and are only set by a search.
 */
struct batch_result {
  uint32_t *boundaries;  /* [point][island][entries-1], ascending (src/model/problem.h) */
  float *fitness;        /* [point][island] */
  uint64_t *evaluations; /* [point]: what it took, island_evaluations() of its generations */
  float *history;        /* [point][island_epochs()]: the least fitness after each, NAN after the last it took */
};

/* The most epochs a search takes, and the generations of the one that begins after `done` generations. */
uint32_t island_epochs(const struct island_settings *settings);
uint32_t island_epoch_generations(const struct island_settings *settings, uint32_t done);

/* What a point's founding populations and so many generations take, in individuals scored from scratch. */
uint64_t island_evaluations(const struct island_settings *settings, uint32_t generations);

/*
 * The pieces that all results rest on, one by one: random words and solved lines. The caller provides the arrays.
 */
struct probe {
  const struct problem *problem;
  size_t draw_count;
  const uint32_t (*counter)[6]; /* generation, individual, island, block; key: low and high word */
  uint32_t (*word)[4];          /* Philox4x32-10 of it */
  size_t run_count;
  const uint32_t (*run)[2]; /* two boundaries of the problem */
  line_fit *fit;            /* the entry's line between them (gpu/line.h) */
};

/*
 * The dynamic program over a problem's boundaries (gpu/optimum.h), in tiles of OPTIMUM_TILE by OPTIMUM_TILE runs. With
 * `side` tiles along a side, layers are padded to side * OPTIMUM_TILE boundaries. The caller provides the arrays.
 */
struct dynamic_program {
  const struct problem *problem;
  uint32_t entries, side;
  const uint64_t *wanted; /* [side][side]: bit n - 1 tells whether an entry from tile row to column may be the n-th */
  double *best;   /* [entries + 1][padded]: in, 0 for no entries at boundary 0, else INFINITY; out, least errors */
  uint32_t *from; /* [entries + 1][padded]: where the last entry begins; set where `best` is finite */
};

enum { OPTIMUM_TILE = 64 };

/* The published baselines, each with a kernel of its own. */
enum baseline_kind { BASELINE_GQA, BASELINE_GADE, BASELINE_NNLUT, BASELINE_KINDS };

/* A point's function as a baseline sees it: the view's offsets are into `doubles`. */
struct baseline_table {
  baseline_view view;
  size_t double_count;
  double *doubles; /* owned by whoever made it */
};

/*
 * Many grid points searched by one baseline. Offsets in the parameters are into `shared`. All pointers are the
 * caller's.
 */
struct baseline_batch {
  baseline_parameters parameters;
  size_t shared_count;
  const double *shared;
  size_t table_count;
  const struct baseline_table *const *tables;
  size_t point_count;
  const uint32_t *table_of; /* per point: index into tables */
  const uint64_t *key;      /* per point: its random key */
};

/* What a search found, and what it took. The caller provides the arrays. */
struct baseline_result {
  /* [point][epochs][BASELINE_ANSWER(entries)]: least objective, breakpoints, slopes, intercepts, after each epoch */
  double *answers;
  double *history; /* [point][epochs]: the least objective after each epoch */
  uint64_t *spent; /* [point][epochs]: individuals scored until then */
};

struct device; /* an open device; each back end has its own */

struct backend {
  const char *name;
  /*
   * Describe up to `max` devices; returns how many there are. Where there are none, `reason` (of `size` bytes)
   * gets one line that says why.
   */
  size_t (*list)(struct device_info *info, size_t max, char *reason, size_t size);
  /* Open device number `index` of list(); `threads` (0: all cores) matters to the CPU only. NULL on failure. */
  struct device *(*open)(size_t index, unsigned threads, struct error *err);
  /* Run a batch to its end. Fails with ERROR_DEVICE or ERROR_INTERNAL; the device stays usable for a smaller batch. */
  bool (*run)(struct device *device, const struct batch *batch, struct batch_result *result, struct error *err);
  /* Fill in a probe's words and fits. Fails as run() does. */
  bool (*probe)(struct device *device, const struct probe *probe, struct error *err);
  /* Run a dynamic program. Fails as run() does. */
  bool (*optimum)(struct device *device, const struct dynamic_program *program, struct error *err);
  /* Run a published baseline to its end. Fails as run() does. */
  bool (*baseline)(struct device *device, const struct baseline_batch *batch, struct baseline_result *result,
                   struct error *err);
  void (*close)(struct device *device);
};

extern const struct backend cpu_backend;    /* cpu/ */
extern const struct backend cuda_backend;   /* gpu/cuda.c */
extern const struct backend opencl_backend; /* gpu/opencl.c */

/* The back ends compiled in, in order of listing; the CPU's is the last. */
size_t backend_count(void);
const struct backend *backend_at(size_t index);

#endif
