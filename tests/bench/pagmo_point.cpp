// One point searched by an algorithm of pagmo2, as a record of the comparison.
//
//   pagmo_point ALGORITHM OBJECTIVE FUNCTION ENTRIES SEED SECONDS [OPTIMUM]
//
// ALGORITHM: sga, de, sade or de1220, with pagmo's own parameters. OBJECTIVE: lines or chords (bench_point.h). Ends
// after so many seconds of processor time, or as soon as the error is the optimum's. The clock has everything but the
// start of the process and, since pagmo knows nothing of it, the reference evaluator.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <limits>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <pagmo/algorithm.hpp>
#include <pagmo/algorithms/de.hpp>
#include <pagmo/algorithms/de1220.hpp>
#include <pagmo/algorithms/sade.hpp>
#include <pagmo/algorithms/sga.hpp>
#include <pagmo/population.hpp>
#include <pagmo/problem.hpp>

#include "bench_point.h"
#include "bench_record.h"

namespace {

constexpr unsigned chunk = 2000; // generations between looks at a population's progress
constexpr unsigned look = 256;   // evaluations between looks at the clock

struct improvement {
  bench_sample sample;
  std::vector<double> breakpoints;
};

// A search's state outside pagmo, which copies its problems.
struct search {
  bench_time start{};
  double seconds = 0, optimum = 0;
  bench_point *point = nullptr;
  std::size_t genes = 0;
  std::uint64_t evaluations = 0;
  double least = std::numeric_limits<double>::infinity();
  std::vector<improvement> improvements;
};

struct finished : std::exception {};

double evaluate(search &at, const std::vector<double> &breakpoints) {
  const double cost = bench_point_cost(at.point, breakpoints.data());
  at.evaluations++;
  if (cost < at.least) {
    at.least = cost;
    at.improvements.push_back({{bench_since(at.start), at.evaluations, 0}, breakpoints});
    if (cost <= at.optimum)
      throw finished();
  }
  if (at.evaluations % look == 0 && bench_since(at.start).cpu > at.seconds)
    throw finished();
  return cost;
}

// What pagmo minimises.
struct breakpoint_problem {
  search *at = nullptr;

  std::vector<double> fitness(const std::vector<double> &breakpoints) const { return {evaluate(*at, breakpoints)}; }

  std::pair<std::vector<double>, std::vector<double>> get_bounds() const {
    double least = 0, most = 0;
    bench_point_range(at->point, &least, &most);
    return {std::vector<double>(at->genes, least), std::vector<double>(at->genes, most)};
  }
};

// No tolerance but that of a population that is one individual: errors here are small numbers.
pagmo::algorithm algorithm_of(const std::string &name, unsigned seed) {
  constexpr double tolerance = 1e-15;
  if (name == "sga")
    return pagmo::algorithm{pagmo::sga(chunk, .90, 1., 0.02, 1., 2U, "exponential", "polynomial", "tournament", seed)};
  if (name == "de")
    return pagmo::algorithm{pagmo::de(chunk, 0.8, 0.9, 2U, tolerance, tolerance, seed)};
  if (name == "sade")
    return pagmo::algorithm{pagmo::sade(chunk, 2U, 1U, tolerance, tolerance, true, seed)};
  if (name == "de1220")
    return pagmo::algorithm{
        pagmo::de1220(chunk, pagmo::de1220_statics<void>::allowed_variants, 1U, tolerance, tolerance, true, seed)};
  throw std::invalid_argument("no algorithm '" + name + "'; there are sga, de, sade and de1220");
}

// Evolve populations, a new one whenever the last has come to rest, until the search throws.
[[noreturn]] void evolve(search &at, const std::string &name, unsigned seed) {
  const std::size_t individuals = std::max<std::size_t>(50, 5 * at.genes);
  for (unsigned restart = 0;; restart++) {
    const unsigned stream = 1000003 * restart + seed;
    const pagmo::algorithm algorithm = algorithm_of(name, stream);
    pagmo::population population{pagmo::problem{breakpoint_problem{&at}}, individuals, stream};
    double former = std::numeric_limits<double>::infinity();
    while (population.champion_f()[0] < former) {
      former = population.champion_f()[0];
      population = algorithm.evolve(population);
    }
  }
}

void print(search &at, const bench_sample &end, const std::vector<std::string> &arguments) {
  std::vector<bench_sample> history;
  for (improvement &one : at.improvements) {
    one.sample.mse = bench_point_mse(at.point, one.breakpoints.data());
    history.push_back(one.sample);
  }
  const std::string program = "pagmo2 " + arguments[0];
  bench_record record{};
  record.program = program.c_str();
  record.objective = arguments[1].c_str();
  record.function = arguments[2].c_str();
  record.entries = std::stoi(arguments[3]);
  record.seed = std::stoul(arguments[4]);
  record.end = end;
  record.end.mse = history.back().mse;
  record.count = history.size();
  record.history = history.data();
  bench_record_print(&record);
}

void run(const std::vector<std::string> &arguments) {
  if (arguments.size() < 6 || (arguments[1] != "lines" && arguments[1] != "chords"))
    throw std::invalid_argument("usage: pagmo_point ALGORITHM lines|chords FUNCTION ENTRIES SEED SECONDS [OPTIMUM]");
  const int entries = std::stoi(arguments[3]);
  search at;
  at.seconds = std::stod(arguments[5]);
  at.optimum = arguments.size() > 6 ? std::stod(arguments[6]) * (1 + 1e-12) : -1;
  at.start = bench_clock();
  char why[256];
  at.point =
      bench_point_create(arguments[2].c_str(), entries, arguments[1] == "lines" ? BENCH_LINES : BENCH_CHORDS, why);
  if (at.point == nullptr)
    throw std::invalid_argument(why);
  at.genes = static_cast<std::size_t>(entries) - 1;
  bench_sample end{};
  try {
    evolve(at, arguments[0], static_cast<unsigned>(std::stoul(arguments[4])));
  } catch (const finished &) {
    end.time = bench_since(at.start);
    end.evaluations = at.evaluations;
  }
  print(at, end, arguments);
  bench_point_free(at.point);
}

} // namespace

int main(int argc, char **argv) {
  try {
    run(std::vector<std::string>(argv + 1, argv + argc));
    return 0;
  } catch (const std::exception &failure) {
    (void)std::fprintf(stderr, "pagmo_point: %s\n", failure.what());
    return 1;
  }
}
