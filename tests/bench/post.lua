-- wrk: each request posts one event of its own to one of the cases in the file CASES.
local cases, n = {}, 0
for line in io.lines(os.getenv("CASES")) do
    n = n + 1
    cases[n] = line
end
local thread_seed = os.time()
function setup(thread)
    thread_seed = thread_seed + 7919
    thread:set("seed", thread_seed)
end
function init()
    math.randomseed(seed)
    made = 0
    run = string.format("%08x", math.random(0, 0x7fffffff))
end
local head = {["Authorization"] = "Bearer " .. os.getenv("SPOR_TOKEN"), ["Content-Type"] = "application/json"}
function request()
    made = made + 1
    -- version 7: the time first, so that neighbours in time are neighbours in the index
    local id = string.format("%08x-%04x-7%03x-8%03x-%s%04x", os.time(), math.floor(made / 65536), made % 4096,
                             math.random(0, 4095), run, made % 65536)
    local body = '{"event_id":"' .. id .. '","kind":"meeting","occurred_at":"' .. os.date("!%Y-%m-%dT%H:%M:%SZ") ..
                 '","code":"follow_up_meeting","outcome":"held","channel":"phone"}'
    return wrk.format("POST", "/v1/cases/" .. cases[math.random(n)] .. "/events", head, body)
end
local refused = 0
function response(status)
    if status ~= 201 then refused = refused + 1 end
end
function done(summary)
    io.write(string.format("RESULT %d %d %d %d\n", summary.requests, summary.duration, summary.errors.status,
                           summary.errors.connect + summary.errors.read + summary.errors.timeout))
end
