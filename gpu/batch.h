/* What the host hands to the kernels: plain structs of the same layout in all three languages (kernel dialect). */
#ifndef LUTDSE_GPU_BATCH_H
#define LUTDSE_GPU_BATCH_H

#include "gpu/line.h"

/* What every island of a launch shares; src/backend.h says what they mean. */
typedef struct {
  u32 entries, population, islands;
  u32 alone;
  u32 redraw, round;
} islands_parameters;

/* Marks a point whose islands exchange individuals, beside its number. */
#define JOINT 0x80000000U

/* Mutation's steps go at most 1, 1/2, 1/4 ... of the way to the neighbouring gene: so many sizes. */
#define STEP_SIZES 6

/* One grid point of a launch. */
typedef struct {
  u32 problem; /* which problem_view */
  u32 key_low, key_high;
} islands_point;

/* Where a problem's data lie in the launch's big arrays. */
typedef struct {
  line_problem line;
  u64 prefix, rounding; /* offsets into the array of doubles */
  u64 table;            /* offset into the array of costs */
  u32 stride;           /* of the cost table; 0: there is none, solve lines as needed */
  u32 low, high;        /* boundaries below and above change nothing: no code lies between them and the ends */
  i32 origin;           /* breakpoint code = boundary + origin */
  u32 grid_count;
  float grid[32], inverse[32]; /* steps of coarser grids in candidates, and their inverses */
} problem_view;

/* The scratch memory of one island: two populations and their fitness. In 32-bit words. */
#define ISLAND_SCRATCH(entries, population) (2 * (entries) * (population))

#endif
