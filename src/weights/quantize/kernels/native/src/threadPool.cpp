#include "threadPool.hpp"

#include <system_error>
#include <thread>

namespace mf {

ThreadPool& ThreadPool::shared() {
  // Never destroyed: its threads may still wait on it while the process winds down.
  static ThreadPool* const pool = new ThreadPool();
  return *pool;
}

void ThreadPool::start(std::shared_ptr<Job> job) {
  if (job->pieces == 0) return job->done();
  const bool hasThreads = ensureThreads(job->threads);
  if (!hasThreads) return work(*job);
  {
    const std::lock_guard<std::mutex> lock(mutex_);
    jobs_.push_back(std::move(job));
  }
  hasWork_.notify_all();
}

/// False when the system refuses even one.
bool ThreadPool::ensureThreads(size_t count) {
  const std::lock_guard<std::mutex> lock(mutex_);
  try {
    for (; threads_ < count; threads_++) std::thread([this] { serve(); }).detach();
  } catch (const std::system_error&) {
    // Fewer threads do the same work.
  }
  return threads_ > 0;
}

/// The first job that wants one more thread. Jobs leave the queue when all their pieces are taken.
std::shared_ptr<Job> ThreadPool::takeJob() {
  std::unique_lock<std::mutex> lock(mutex_);
  for (;;) {
    while (!jobs_.empty() && jobs_.front()->next >= jobs_.front()->pieces) jobs_.pop_front();
    for (const std::shared_ptr<Job>& job : jobs_) {
      if (job->helpers >= job->threads || job->next >= job->pieces) continue;
      job->helpers++;
      return job;
    }
    hasWork_.wait(lock);
  }
}

void ThreadPool::work(Job& job) {
  for (size_t piece; (piece = job.next++) < job.pieces;) {
    job.run(piece);
    if (++job.finished == job.pieces) job.done();
  }
}

void ThreadPool::serve() {
  for (;;) work(*takeJob());
}

}  // namespace mf
