/*
 * Breeding, on packs of individuals (kernel dialect). A generation breeds one child per individual: the best of the
 * 4^genes that can be put together from four choices for each gene (gpu/choose.h). Since the costs of entries add up, a
 * walk over the genes that keeps the best way to each choice finds it with 16 look-ups a gene. An individual's own
 * genes are among the choices, so a child is never worse, and takes its place.
 */
#ifndef LUTDSE_GPU_BREED_H
#define LUTDSE_GPU_BREED_H

#include "gpu/choose.h"

/* A child's gene while the walk is under way: its mutant, and from which choice before each choice is best reached. */
#define MUTANT_BITS   21
#define MUTANT_MASK   ((1U << MUTANT_BITS) - 1U)
#define FROM_SHIFT(c) (MUTANT_BITS + 2U * (c))

/* The ways that end at each choice of a gene: the least total cost so far, and the boundary there. */
typedef struct {
  float total[CHOICES][PACK];
  u32 end[CHOICES][PACK];
} ways;

/* The ways of length one. */
DEVICE void begin_ways(const island *at, u32 to[CHOICES][PACK], ways *so_far) {
  GLOBAL const float *costs = at->costs + at->view->table;
  for (u32 c = 0; c < CHOICES; c++)
    FOR_PACK(w) {
      so_far->total[c][w] = costs[to[c][w]];
      so_far->end[c][w] = to[c][w];
    }
}

/* Extend the ways by a gene. `from` gets, in FROM_SHIFT()'s places, which choice before leads to each; last ones win
 * ties, so that populations drift where costs are equal. */
DEVICE void extend_ways(const island *at, u32 to[CHOICES][PACK], ways *so_far, u32 from[PACK]) {
  GLOBAL const float *costs = at->costs + at->view->table;
  const u32 stride = at->view->stride;
  const ways before = *so_far;
  FOR_PACK(w) from[w] = 0;
  for (u32 c = 0; c < CHOICES; c++) {
    float best[PACK];
    u32 choice[PACK];
    FOR_PACK(w) {
      best[w] = before.total[0][w] + costs[before.end[0][w] * stride + to[c][w]];
      choice[w] = 0;
    }
    for (u32 f = 1; f < CHOICES; f++)
      FOR_PACK(w) {
        const float total = before.total[f][w] + costs[before.end[f][w] * stride + to[c][w]];
        choice[w] = total <= best[w] ? f : choice[w];
        best[w] = total <= best[w] ? total : best[w];
      }
    FOR_PACK(w) {
      so_far->total[c][w] = best[w];
      so_far->end[c][w] = to[c][w];
      from[w] |= choice[w] << FROM_SHIFT(c);
    }
  }
}

/* Close the ways with the last entry: the child's fitness, and the choice of its last gene. */
DEVICE void end_ways(const island *at, const ways *so_far, LOCAL float *fitness, u32 choice[PACK]) {
  GLOBAL const float *costs = at->costs + at->view->table;
  const u32 stride = at->view->stride, end = at->end;
  float best[PACK];
  FOR_PACK(w) {
    best[w] = so_far->total[0][w] + costs[so_far->end[0][w] * stride + end];
    choice[w] = 0;
  }
  for (u32 c = 1; c < CHOICES; c++)
    FOR_PACK(w) {
      const float total = so_far->total[c][w] + costs[so_far->end[c][w] * stride + end];
      choice[w] = total <= best[w] ? c : choice[w];
      best[w] = total <= best[w] ? total : best[w];
    }
  FOR_PACK(w) fitness[w] = best[w];
}

#ifndef TABLES_ONLY
/*
 * The same where lines must be solved: as few as can be. Ways that end at one boundary have one total, so the first of
 * them stands for all; equal choices are reached alike; and no way leads back.
 */
DEVICE void solve_ways(const island *at, u32 to[CHOICES][PACK], ways *so_far, u32 from[PACK]) {
  const line_problem line = at->view->line;
  GLOBAL const double *prefix = at->doubles + at->view->prefix, *rounding = at->doubles + at->view->rounding;
  const ways before = *so_far;
  for (u32 w = 0; w < PACK; w++) {
    from[w] = 0;
    for (u32 c = 0; c < CHOICES; c++) {
      u32 twin = 0, choice = 0;
      while (to[twin][w] != to[c][w])
        twin++;
      float best = INFINITY;
      if (twin < c) {
        best = so_far->total[twin][w];
        choice = (from[w] >> FROM_SHIFT(twin)) & 3U;
      }
      for (u32 f = 0; twin == c && f < CHOICES; f++) {
        u32 same = 0;
        while (before.end[same][w] != before.end[f][w])
          same++;
        if (same < f || before.end[f][w] > to[c][w])
          continue;
        const line_fit fit = entry_line(&line, prefix, rounding, before.end[f][w], to[c][w]);
        const float total = before.total[f][w] + float_cost(fit.cost);
        choice = total <= best ? f : choice;
        best = total <= best ? total : best;
      }
      so_far->total[c][w] = best;
      so_far->end[c][w] = to[c][w];
      from[w] |= choice << FROM_SHIFT(c);
    }
  }
}
#endif

DEVICE void keep_mutants(const island *at, u32 first, u32 g, u32 to[CHOICES][PACK], const u32 from[PACK]) {
  LOCAL u32 *child = at->child + g * at->population + first;
  FOR_PACK(w) child[w] = to[CHOICE_MUTANT][w] | from[w];
}

/* Random words for gene g: `word` is drawn anew for every fourth. */
DEVICE void draw_gene(const island *at, u32 first, u32 g, u32 word[4][PACK], u32 what[PACK]) {
  if ((g & 3U) == 0)
    draw_pack(at, first, 1 + g / 4, word);
  /* Not word[g & 3]: a GPU has no registers by number. */
  FOR_PACK(w)
  what[w] = (g & 2U) != 0 ? ((g & 1U) != 0 ? word[3][w] : word[2][w]) : ((g & 1U) != 0 ? word[1][w] : word[0][w]);
}

/* Walk over the genes of a pack: the children's fitness, and the choice of their last gene. */
DEVICE void walk_table(const island *at, GLOBAL const islands_parameters *parameters, const couple *who, u32 first,
                       u32 choice[PACK]) {
  ways so_far;
  u32 word[4][PACK] = {{0}}, what[PACK], to[CHOICES][PACK], from[PACK];
  FOR_PACK(w) from[w] = 0;
  for (u32 g = 0; g < at->genes; g++) {
    draw_gene(at, first, g, word, what);
    choose(at, parameters, who, first, g, what, to);
    if (g == 0)
      begin_ways(at, to, &so_far);
    else
      extend_ways(at, to, &so_far, from);
    keep_mutants(at, first, g, to, from);
  }
  end_ways(at, &so_far, at->child_fitness + first, choice);
}

#ifndef TABLES_ONLY
/* The same with solved lines. The last entry's end is one more gene without a choice: there is one call of the solver.
 */
DEVICE void walk_solving(const island *at, GLOBAL const islands_parameters *parameters, const couple *who, u32 first,
                         u32 choice[PACK]) {
  ways so_far;
  u32 word[4][PACK] = {{0}}, what[PACK], to[CHOICES][PACK], from[PACK];
  for (u32 c = 0; c < CHOICES; c++)
    FOR_PACK(w) {
      so_far.total[c][w] = 0;
      so_far.end[c][w] = 0;
      to[c][w] = at->end;
    }
  for (u32 g = 0; g <= at->genes; g++) {
    if (g < at->genes) {
      draw_gene(at, first, g, word, what);
      choose(at, parameters, who, first, g, what, to);
    } else
      for (u32 c = 0; c < CHOICES; c++)
        FOR_PACK(w) to[c][w] = at->end;
    solve_ways(at, to, &so_far, from);
    if (g < at->genes)
      keep_mutants(at, first, g, to, from);
  }
  FOR_PACK(w) {
    at->child_fitness[first + w] = so_far.total[0][w];
    choice[w] = (from[w] >> FROM_SHIFT(0)) & 3U;
  }
}
#endif

/* Go back over the genes and set each to what was chosen. */
DEVICE void settle(const island *at, const couple *who, u32 first, u32 choice[PACK]) {
  for (u32 g = at->genes; g-- > 0;) {
    LOCAL const u32 *own = at->parent + g * at->population + first;
    LOCAL u32 *child = at->child + g * at->population + first;
    u32 before[PACK], after[PACK], mate[PACK];
    neighbours(at, first, g, before, after);
    mate_genes(at, who, g, mate);
    FOR_PACK(w) {
      const u32 kept = child[w], c = choice[w];
      const u32 aside = who->own_shift[w] > 0 ? after[w] : before[w];
      u32 gene = c == CHOICE_OWN ? own[w] : kept & MUTANT_MASK;
      gene = c == CHOICE_MATE ? mate[w] : gene;
      child[w] = c == CHOICE_NEIGHBOUR ? aside : gene;
      choice[w] = (kept >> FROM_SHIFT(c)) & 3U;
    }
  }
}

/* Breed the children of one pack. */
DEVICE void breed(const island *at, GLOBAL const islands_parameters *parameters, u32 first) {
  couple who;
  u32 choice[PACK];
  pair(at, first, &who);
#ifndef TABLES_ONLY
  if (at->view->stride == 0)
    walk_solving(at, parameters, &who, first, choice);
  else
#endif
    walk_table(at, parameters, &who, first, choice);
  settle(at, &who, first, choice);
}

#endif
