/*
 * Which points of a batch are still searched. After every epoch the host looks at the islands' best fitness, the same
 * on every device. Islands live apart at first. When enough of them have found the same fitness, which is most likely
 * the optimum then, or when they come to rest at different ones, they exchange individuals from then on (JOINT), until
 * that comes to rest. So a point's end depends on
 * its own islands only.
 */
#ifndef LUTDSE_GPU_CONVERGENCE_H
#define LUTDSE_GPU_CONVERGENCE_H

#include "backend.h"
#include "gpu/batch.h"

/*
 * An island has become better if its fitness fell by more than this share of it. Where breakpoints are fine, the last
 * of many digits would keep a search going several times as long as it took to get near the optimum.
 */
#define CONVERGENCE_PROGRESS 0x1p-17F

struct convergence {
  const struct batch *batch;
  struct batch_result *result;
  u32 *active; /* the points still searched, ascending, with JOINT where islands exchange individuals */
  size_t active_count;
  u32 *quiet;      /* per point: epochs since one of its islands became better */
  bool *joint;     /* per point */
  u32 *last;       /* per point: the last epoch it took, from 0 */
  u32 epoch, done; /* the epoch to come, and the generations before it */
};

/* Begin a search whose figures go to `result`: all points are active. ERROR_INTERNAL, with nothing to free. */
bool convergence_create(struct convergence *at, const struct batch *batch, struct batch_result *result,
                        struct error *err);
void convergence_free(struct convergence *at);

/* The generations of the epoch to come; 0: the search is over. */
u32 convergence_generations(const struct convergence *at);

/*
 * An epoch is over that left `fitness` ([point][island]) at every active point: keep the figures, and let go who is
 * finished.
 */
void convergence_update(struct convergence *at, const float *fitness);

/*
 * Set the result's boundaries from the two buffers that epochs fill by turns ([point][island][gene]): epoch e fills
 * buffer (e + 1) % 2, and a point's last epoch counts.
 */
void convergence_collect(const struct convergence *at, const u32 *const leaving[2]);

#endif
