-- Asks BENCH_PATH with the tokens of BENCH_FOLDER in turn, and prints one line of JSON at the end.
local path = os.getenv("BENCH_PATH")
local tokens = {}
for token in io.open(os.getenv("BENCH_FOLDER") .. "/tokens.json"):read("a"):gmatch('"([^"]+)"') do
  tokens[#tokens + 1] = token
end
local ready, turn, bad = {}, 0, 0

function request()
  turn = turn % #tokens + 1
  if not ready[turn] then
    ready[turn] = wrk.format("GET", path, {
      ["Authorization"] = "Bearer " .. tokens[turn],
      ["X-Forwarded-Proto"] = "https",
      ["Accept"] = "application/json",
    })
  end
  return ready[turn]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format('JSON {"n":%d,"us":%d,"p50":%f,"p95":%f,"failed":%d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
