/*
 * How late a periodic loop in C wakes up: absolute deadlines, clock_nanosleep, and nothing else.
 *
 *   wake_up PERIOD_US WARM_UP_S SECONDS PROCESSOR PRIORITY
 *
 * pins itself to the processor (-1: no), asks for SCHED_FIFO at the priority (0: no) and for locked memory, runs, and
 * prints one line: p50_us p99_us p999_us max_us missed ticks pinned fifo locked. Ticks hidden by a lateness of whole
 * periods are missed and not caught up; each that would itself have been late by a period or more counts as a lateness
 * too.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <time.h>

static const long long NANOS = 1000000000LL;

static long long now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return time.tv_sec * NANOS + time.tv_nsec;
}

static void sleep_until(long long moment) {
  struct timespec time = {.tv_sec = moment / NANOS, .tv_nsec = moment % NANOS};
  while (clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &time, NULL) == EINTR) {
  }
}

static int ascending(const void *left, const void *right) {
  long long a = *(const long long *)left;
  long long b = *(const long long *)right;
  return (a > b) - (a < b);
}

static int pin(int processor) {
  cpu_set_t set;
  if (processor < 0) {
    return 0;
  }
  CPU_ZERO(&set);
  CPU_SET(processor, &set);
  return sched_setaffinity(0, sizeof set, &set) == 0;
}

static int fifo(int priority) {
  struct sched_param parameters = {.sched_priority = priority};
  return priority > 0 && sched_setscheduler(0, SCHED_FIFO, &parameters) == 0;
}

int main(int count, char **arguments) {
  if (count != 6) {
    fprintf(stderr, "usage: wake_up PERIOD_US WARM_UP_S SECONDS PROCESSOR PRIORITY\n");
    return 2;
  }
  long long period = atoll(arguments[1]) * 1000;
  long long seconds = atoll(arguments[3]);
  if (period <= 0 || period > NANOS || seconds <= 0) {
    fprintf(stderr, "wake_up: the period must be positive and at most a second, and the seconds positive\n");
    return 2;
  }
  long long warm_up = atoll(arguments[2]) * NANOS / period;
  long long ticks = seconds * NANOS / period;
  long long *lateness = calloc(ticks, sizeof *lateness);
  if (lateness == NULL) {
    fprintf(stderr, "wake_up: no memory for %lld ticks\n", ticks);
    return 1;
  }
  int pinned = pin(atoi(arguments[4]));
  int is_fifo = fifo(atoi(arguments[5]));
  int locked = mlockall(MCL_CURRENT | MCL_FUTURE) == 0;

  long long begun = 0; /* ticks that happened after the warm-up */
  long long missed = 0;
  long long values = 0; /* entries of lateness: at most one for each tick that happened or was missed */
  long long deadline = now();
  for (long long tick = 0; tick < warm_up + ticks; tick++) {
    deadline += period;
    sleep_until(deadline);
    long long late = now() - deadline;
    int counted = tick >= warm_up;
    begun += counted;
    if (counted) {
      lateness[values++] = late;
    }
    for (; late >= period && tick + 1 < warm_up + ticks; late -= period) {
      tick++;
      deadline += period;
      if (tick >= warm_up) {
        missed++;
        if (late - period >= period) {
          lateness[values++] = late - period;
        }
      }
    }
  }

  qsort(lateness, values, sizeof *lateness, ascending);
  printf("%.2f %.2f %.2f %.2f %lld %lld %d %d %d\n", lateness[(values - 1) / 2] / 1e3,
         lateness[(values * 99 + 99) / 100 - 1] / 1e3, lateness[(values * 999 + 999) / 1000 - 1] / 1e3,
         lateness[values - 1] / 1e3, missed, begun + missed, pinned, is_fifo, locked);
  return 0;
}
