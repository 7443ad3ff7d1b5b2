// The addon: what kernels/native/addon.ts declares.
#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "ggml.hpp"
#include "napi.hpp"
#include "pinLibrary.hpp"
#include "targets.hpp"
#include "threadPool.hpp"

namespace mf {
namespace {

/// A thread takes about this many weights at a time: long enough to forget the cost of taking them, short
/// enough that all threads end together.
constexpr size_t weightsPerPiece = 64 * 1024;

/// One Node environment: the main thread's, or that of a worker.
struct Environment {
  napi_threadsafe_function settle = nullptr;
  std::mutex mutex;
  std::condition_variable isIdle;
  /// Calls whose threads may still touch the environment's memory, or call back.
  size_t running = 0;
  /// Promises that are not settled; touched on the environment's thread alone.
  size_t unsettled = 0;
};

/// One call of `pack`.
struct Call {
  Environment* environment;
  const Target* target;
  const Format* format;
  Rows rows;
  size_t threads;
  napi_deferred deferred = nullptr;
  /// Keeps the arrays of the call where they are.
  napi_ref arrays = nullptr;
};

napi_value fail(napi_env env, const std::string& message) {
  napi_throw_error(env, nullptr, message.c_str());
  return nullptr;
}

const Target* tryTarget(const std::string& name) {
  for (const Target* target : availableTargets()) {
    if (name == target->name) return target;
  }
  return nullptr;
}

/// (target, type, sourceType, weights, rowLength, importance | undefined, out, threads), sizes checked.
bool readCall(napi_env env, napi_callback_info info, Call& call) {
  size_t count = 8;
  napi_value arguments[8];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  call.target = tryTarget(readString(env, arguments[0]));
  if (call.target == nullptr) return fail(env, "this processor has no such kernel"), false;
  const int64_t type = readInteger(env, arguments[1]);
  call.format = tryFormat(call.target->formats, call.target->formatCount, static_cast<int32_t>(type));
  if (call.format == nullptr) return fail(env, "this type is not packed here"), false;

  const auto sourceType = static_cast<SourceType>(readInteger(env, arguments[2]));
  const Bytes weights = readBytes(env, arguments[3]);
  const size_t rowLength = static_cast<size_t>(readInteger(env, arguments[4]));
  const Bytes importance = readBytes(env, arguments[5]);
  const Bytes out = readBytes(env, arguments[6]);
  const size_t blockWeights = static_cast<size_t>(call.format->blockWeights);
  const size_t blockBytes = static_cast<size_t>(call.format->blockBytes);
  if (rowLength == 0 || rowLength % blockWeights != 0) return fail(env, "a row is not whole blocks"), false;
  const size_t rows = weights.size / sourceBytes(sourceType) / rowLength;
  const bool isWhole = weights.size == rows * rowLength * sourceBytes(sourceType);
  if (!isWhole || out.size != rows * (rowLength / blockWeights) * blockBytes) {
    return fail(env, "the arrays do not fit the rows"), false;
  }
  const bool hasImportance = !isUndefined(env, arguments[5]);
  if (hasImportance && importance.size != rowLength * sizeof(float)) {
    return fail(env, "the importance does not fit the rows"), false;
  }
  const float* columns = hasImportance ? reinterpret_cast<const float*>(importance.data) : nullptr;
  call.rows = {sourceType, weights.data, rows, rowLength, columns, out.data};
  const int64_t threads = readInteger(env, arguments[7]);
  call.threads = threads < 1 ? 1 : static_cast<size_t>(threads);

  napi_value arrays;
  napi_create_array(env, &arrays);
  for (uint32_t i = 0; i < 3; i++) napi_set_element(env, arrays, i, arguments[i == 0 ? 3 : i + 4]);
  napi_create_reference(env, arrays, 1, &call.arrays);
  return true;
}

Rows partOf(const Call& call, size_t firstRow, size_t count) {
  Rows part = call.rows;
  const size_t rowBytes = part.length / static_cast<size_t>(call.format->blockWeights) *
                          static_cast<size_t>(call.format->blockBytes);
  part.weights =
      static_cast<const uint8_t*>(part.weights) + firstRow * part.length * sourceBytes(part.sourceType);
  part.out += firstRow * rowBytes;
  part.count = count;
  return part;
}

/// Node lives as long as it has promises to settle, and no longer for the sake of this addon.
void holdProcess(napi_env env, Environment& environment, bool isStarting) {
  if (isStarting && environment.unsettled++ == 0) napi_ref_threadsafe_function(env, environment.settle);
  if (!isStarting && --environment.unsettled == 0) napi_unref_threadsafe_function(env, environment.settle);
}

/// Runs on the environment's thread; without an environment when that is being torn down.
void settleCall(napi_env env, napi_value, void*, void* data) {
  const std::unique_ptr<Call> call(static_cast<Call*>(data));
  if (env == nullptr) return;
  napi_handle_scope scope;
  napi_open_handle_scope(env, &scope);
  napi_resolve_deferred(env, call->deferred, stringValue(env, call->target->name));
  napi_delete_reference(env, call->arrays);
  holdProcess(env, *call->environment, false);
  napi_close_handle_scope(env, scope);
}

/// Runs on the thread that finished the last piece.
void finishCall(Call* call) {
  Environment& environment = *call->environment;
  if (napi_call_threadsafe_function(environment.settle, call, napi_tsfn_nonblocking) != napi_ok) delete call;
  // Notified under the lock, for the environment may be gone as soon as it is released.
  const std::lock_guard<std::mutex> lock(environment.mutex);
  if (--environment.running == 0) environment.isIdle.notify_all();
}

Environment& environmentOf(napi_env env) {
  void* data = nullptr;
  napi_get_instance_data(env, &data);
  return *static_cast<Environment*>(data);
}

napi_value pack(napi_env env, napi_callback_info info) {
  auto call = std::make_unique<Call>();
  if (!readCall(env, info, *call)) return nullptr;
  Environment& environment = environmentOf(env);
  call->environment = &environment;
  napi_value promise;
  napi_create_promise(env, &call->deferred, &promise);
  holdProcess(env, environment, true);
  {
    const std::lock_guard<std::mutex> lock(environment.mutex);
    environment.running++;
  }

  const size_t rows = call->rows.count;
  const size_t perPiece = weightsPerPiece / call->rows.length == 0 ? 1 : weightsPerPiece / call->rows.length;
  auto job = std::make_shared<Job>();
  // No rows are one piece of none.
  job->pieces = rows == 0 ? 1 : (rows + perPiece - 1) / perPiece;
  job->threads = call->threads;
  Call* const raw = call.release();
  job->run = [raw, rows, perPiece](size_t piece) {
    const size_t first = piece * perPiece;
    packRows(*raw->format, partOf(*raw, first, rows - first < perPiece ? rows - first : perPiece));
  };
  job->done = [raw] { finishCall(raw); };
  ThreadPool::shared().start(std::move(job));
  return promise;
}

/// As `pack`, on the calling thread.
napi_value packSync(napi_env env, napi_callback_info info) {
  Call call;
  if (!readCall(env, info, call)) return nullptr;
  packRows(*call.format, call.rows);
  napi_delete_reference(env, call.arrays);
  return stringValue(env, call.target->name);
}

napi_value targets(napi_env env, napi_callback_info) {
  napi_value names;
  napi_create_array(env, &names);
  uint32_t index = 0;
  for (const Target* target : availableTargets())
    napi_set_element(env, names, index++, stringValue(env, target->name));
  return names;
}

/// (type): bytes of a block, 0 for a type that is not packed here.
napi_value blockBytes(napi_env env, napi_callback_info info) {
  size_t count = 1;
  napi_value argument;
  napi_get_cb_info(env, info, &count, &argument, nullptr, nullptr);
  const Target& target = *availableTargets().back();
  const Format* format =
      tryFormat(target.formats, target.formatCount, static_cast<int32_t>(readInteger(env, argument)));
  return numberValue(env, format == nullptr ? 0 : format->blockBytes);
}

/// (sourceType, weights): the index of the first weight that is no number, −1 when there is none.
napi_value findNonFinite(napi_env env, napi_callback_info info) {
  size_t count = 2;
  napi_value arguments[2];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  const auto type = static_cast<SourceType>(readInteger(env, arguments[0]));
  const Bytes weights = readBytes(env, arguments[1]);
  const size_t weightCount = weights.size / sourceBytes(type);
  const size_t found = availableTargets().front()->findNonFinite(type, weights.data, weightCount);
  return numberValue(env, found == weightCount ? -1 : static_cast<double>(found));
}

/// (library, type, weights as float32, rowLength, importance | undefined, out): packs with ggml on the
/// calling thread.
napi_value packByGgml(napi_env env, napi_callback_info info) {
  size_t count = 6;
  napi_value arguments[6];
  napi_get_cb_info(env, info, &count, arguments, nullptr, nullptr);
  std::string error;
  const GgmlQuantizeChunk quantize = tryGgml(readString(env, arguments[0]), error);
  if (quantize == nullptr) return fail(env, error);
  const int64_t rowLength = readInteger(env, arguments[3]);
  const Bytes weights = readBytes(env, arguments[2]);
  const Bytes importance = readBytes(env, arguments[4]);
  const Bytes out = readBytes(env, arguments[5]);
  if (rowLength <= 0) return fail(env, "a row has no weights");
  const int64_t rows = static_cast<int64_t>(weights.size / sizeof(float)) / rowLength;
  const float* columns =
      isUndefined(env, arguments[4]) ? nullptr : reinterpret_cast<const float*>(importance.data);
  const auto type = static_cast<int32_t>(readInteger(env, arguments[1]));
  const auto* source = reinterpret_cast<const float*>(weights.data);
  return numberValue(env, static_cast<double>(quantize(type, source, out.data, 0, rows, rowLength, columns)));
}

/// Waits for the threads that still read from the environment's memory.
void closeEnvironment(void* data) {
  auto* environment = static_cast<Environment*>(data);
  std::unique_lock<std::mutex> lock(environment->mutex);
  environment->isIdle.wait(lock, [&] { return environment->running == 0; });
}

void freeEnvironment(napi_env, void* data, void*) { delete static_cast<Environment*>(data); }

void addFunction(napi_env env, napi_value exports, const char* name, napi_callback function) {
  napi_value value;
  napi_create_function(env, name, NAPI_AUTO_LENGTH, function, nullptr, &value);
  napi_set_named_property(env, exports, name, value);
}

}  // namespace
}  // namespace mf

NAPI_MODULE_INIT() {
  using namespace mf;
  pinLibrary();
  auto* environment = new Environment();
  napi_set_instance_data(env, environment, freeEnvironment, nullptr);
  napi_create_threadsafe_function(env, nullptr, nullptr, stringValue(env, "mf kernels"), 0, 1, nullptr,
                                  nullptr, nullptr, settleCall, &environment->settle);
  napi_unref_threadsafe_function(env, environment->settle);
  napi_add_env_cleanup_hook(env, closeEnvironment, environment);

  addFunction(env, exports, "targets", targets);
  addFunction(env, exports, "blockBytes", blockBytes);
  addFunction(env, exports, "pack", pack);
  addFunction(env, exports, "packSync", packSync);
  addFunction(env, exports, "findNonFinite", findNonFinite);
  addFunction(env, exports, "packByGgml", packByGgml);
  napi_set_named_property(env, exports, "sources", stringValue(env, MF_SOURCES));
  return exports;
}
