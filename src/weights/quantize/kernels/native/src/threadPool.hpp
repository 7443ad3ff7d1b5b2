// Threads that share out the pieces of jobs.
#pragma once
#include <atomic>
#include <condition_variable>
#include <deque>
#include <functional>
#include <memory>
#include <mutex>

namespace mf {

/// Work in pieces that may run at the same time, in any order.
struct Job {
  size_t pieces;
  /// How many threads may work on it at once.
  size_t threads;
  std::function<void(size_t piece)> run;
  /// Called once, on the thread that finished the last piece.
  std::function<void()> done;

  std::atomic<size_t> next{0};
  std::atomic<size_t> finished{0};
  size_t helpers = 0;
};

/// One per process. Threads are started as jobs ask for them, and wait for more until the process ends.
class ThreadPool {
 public:
  static ThreadPool& shared();
  /// A job without pieces is done at once, on the calling thread.
  void start(std::shared_ptr<Job> job);

 private:
  bool ensureThreads(size_t count);
  static void work(Job& job);
  void serve();
  std::shared_ptr<Job> takeJob();

  std::mutex mutex_;
  std::condition_variable hasWork_;
  std::deque<std::shared_ptr<Job>> jobs_;
  size_t threads_ = 0;
};

}  // namespace mf
