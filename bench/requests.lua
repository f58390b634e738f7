-- Asks BENCH_PATH with the tokens of BENCH_FOLDER in turn, and prints one line of JSON at the end.
local path = os.getenv("BENCH_PATH")
local tokens = {}
for token in io.open(os.getenv("BENCH_FOLDER") .. "/tokens.json"):read("a"):gmatch('"([^"]+)"') do
  tokens[#tokens + 1] = token
end
-- "{brand}" in the path stands for a brand of the person whose token it is.
local brands = {}
local ids = io.open(os.getenv("BENCH_FOLDER") .. "/brand_ids.json")
if ids then
  for id in ids:read("a"):gmatch("%d+") do
    brands[#brands + 1] = id
  end
end
local body = os.getenv("BENCH_BODY")
local ready, turn = {}, 0

function request()
  turn = turn % #tokens + 1
  if not ready[turn] then
    local headers = {
      ["Authorization"] = "Bearer " .. tokens[turn],
      ["X-Forwarded-Proto"] = "https",
      ["Accept"] = "application/json",
      ["Content-Type"] = body and "application/json" or nil,
    }
    ready[turn] = wrk.format(body and "POST" or "GET", path:gsub("{brand}", brands[turn] or ""), headers, body)
  end
  return ready[turn]
end

function done(summary, latency, _)
  local errors = summary.errors
  io.write(string.format('JSON {"n":%d,"us":%d,"p50":%f,"p95":%f,"failed":%d}\n', summary.requests, summary.duration,
    latency:percentile(50), latency:percentile(95),
    errors.connect + errors.read + errors.write + errors.timeout + errors.status))
end
