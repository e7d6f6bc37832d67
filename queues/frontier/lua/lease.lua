-- lease: takes back leases whose deadline has passed (each costs an attempt), brings what has come due to its
-- line, and hands out URLs of hosts that are neither leased nor to be left alone. A call that is repeated because
-- its answer was lost leases others; the first ones come back at their deadline.
--
-- KEYS  as in record.lua
-- ARGV  1  now, epoch ms
--       2  lane
--       3  most leases
--       4  lease, ms
--       5  how long a host is left alone, ms
--       6  budget: most entries looked at for each of the steps below
--       7  tokens, 12 bytes each, as many as leases
-- Result: { 1 where a budget ran out and another call may find more, else 0,
--           then for each lease, in the order of the tokens: id, URL, look, attempts, source }
local now, lane, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local leaseMs, hostDelayMs, budget, tokens = tonumber(ARGV[4]), tonumber(ARGV[5]), tonumber(ARGV[6]), ARGV[7]

-- Far past any epoch millisecond: a leased host is busy until its lease ends.
local LEASED_UNTIL_ENDED = 9007199254740991
local more = 0
local result = { 0 }
local leased = 0

-- Bounded answers of Redis are asked for one row past the budget, so that "more" is known and not guessed.
local function within(rows)
  if #rows <= budget then return #rows end
  more = 1
  return budget
end

local function takeBackLapsed()
  local ids = redis.call('ZRANGEBYSCORE', leasesKey, '-inf', now, 'WITHSCORES', 'LIMIT', 0, budget)
  if #ids == 2 * budget then more = 1 end
  for i = 1, #ids, 2 do
    local id, deadline = ids[i], tonumber(ids[i + 1])
    local r = load(id)
    redis.call('ZREM', leasesKey, id)
    redis.call('HDEL', holdersKey, id)
    redis.call('ZADD', hostsKey, deadline + hostDelayMs, hostOf(r.url))
    r.state, r.due, r.attempts = DUE, deadline, math.min(r.attempts + 1, 255)
    count('due:' .. r.lane, 1)
    place(id, r, now)
    store(id, r)
  end
end

-- Record, id and list key of the first live entry of a host's wait list, or nil where it has none. Drops stale ones before it.
local function firstWaiting(line, host)
  local key = lineKey .. 'wait:' .. line .. ':' .. host
  local entry = redis.call('LINDEX', key, 0)
  while entry do
    local r, id = live(entry, line)
    if r then return r, id, key end
    redis.call('LPOP', key)
    entry = redis.call('LINDEX', key, 0)
  end
  return nil
end

-- waits HASH: host -> sum of 2^line over the lines in which the host has a wait list.
local function waitingLines(host)
  return tonumber(redis.call('HGET', waitsKey, host) or 0)
end
local function setWaitingLines(host, lines)
  if lines == 0 then redis.call('HDEL', waitsKey, host) else redis.call('HSET', waitsKey, host, lines) end
end

-- Hosts whose quiet is over: forgotten where nothing waits for them, else idle in each line that does.
local function wakeHosts()
  local hosts = redis.call('ZRANGEBYSCORE', hostsKey, '-inf', now, 'LIMIT', 0, budget + 1)
  for i = 1, within(hosts) do
    local host = hosts[i]
    redis.call('ZREM', hostsKey, host)
    local lines = waitingLines(host)
    local left = lines
    for line = 0, 15 do
      local bit = 2 ^ line
      if floor(lines / bit) % 2 == 1 then
        local first = firstWaiting(line, host)
        if first then redis.call('ZADD', lineKey .. 'idle:' .. line, first.due, host) else left = left - bit end
      end
    end
    if left ~= lines then setWaitingLines(host, left) end
  end
end

-- Moves an entry whose place's time has come to where it now belongs; drops a stale one.
local function moveOn(entry, line)
  local r, id = live(entry, line)
  if not r then return end
  if enter(entry, r, now) and r.state == RESTING then
    r.state = DUE
    count('due:' .. r.lane, 1)
    store(id, r)
  end
end

local function openBuckets(line)
  local days = lineKey .. 'days:' .. line
  local left = budget
  while left > 0 do
    local name = redis.call('ZRANGEBYSCORE', days, '-inf', now, 'LIMIT', 0, 1)[1]
    if not name then return end
    local key = lineKey .. 'day:' .. line .. ':' .. name
    local entries = redis.call('LPOP', key, left) or {}
    for _, entry in ipairs(entries) do moveOn(entry, line) end
    left = left - #entries
    if redis.call('EXISTS', key) == 0 then redis.call('ZREM', days, name) end
  end
  more = 1
end

local function openSoon(line)
  local key = lineKey .. 'soon:' .. line
  local entries = redis.call('ZRANGEBYSCORE', key, '-inf', now, 'LIMIT', 0, budget + 1)
  for i = 1, within(entries) do
    redis.call('ZREM', key, entries[i])
    moveOn(entries[i], line)
  end
end

local function isBusy(host)
  local quietUntil = redis.call('ZSCORE', hostsKey, host)
  return quietUntil and tonumber(quietUntil) > now
end

local sourceNames = {}
local function sourceName(index)
  if not sourceNames[index] then sourceNames[index] = redis.call('HGET', sourcesKey, 'i:' .. index) or 'other' end
  return sourceNames[index]
end

local function lease(id, r, host)
  r.state = LEASED
  count('due:' .. r.lane, -1)
  store(id, r)
  redis.call('ZADD', leasesKey, now + leaseMs, id)
  redis.call('HSET', holdersKey, id, struct.pack('>c12I6', string.sub(tokens, 12 * leased + 1, 12 * leased + 12), now + leaseMs))
  redis.call('ZADD', hostsKey, LEASED_UNTIL_ENDED, host)
  leased = leased + 1
  local at = #result
  result[at + 1], result[at + 2], result[at + 3], result[at + 4], result[at + 5] = id, r.url, r.look, r.attempts, sourceName(r.source)
end

-- Leases the first URL that waits for an idle host, unless another lane took the host.
local function leaseIdle(line, host)
  redis.call('ZREM', lineKey .. 'idle:' .. line, host)
  if isBusy(host) then return end
  local r, id, key = firstWaiting(line, host)
  if not r then return end
  redis.call('LPOP', key)
  lease(id, r, host)
end

local function wait(entry, line, host)
  redis.call('RPUSH', lineKey .. 'wait:' .. line .. ':' .. host, entry)
  local lines, bit = waitingLines(host), 2 ^ line
  if floor(lines / bit) % 2 == 0 then setWaitingLines(host, lines + bit) end
end

-- Merges the idle hosts and the ready list of a line by due time.
local function leaseLine(line)
  local readyKey = lineKey .. 'ready:' .. line
  local idle = redis.call('ZRANGE', lineKey .. 'idle:' .. line, 0, most - leased - 1, 'WITHSCORES')
  local nextIdle = 1
  local chunk = math.min(budget, 2 * (most - leased) + 16)
  local ready = redis.call('LRANGE', readyKey, 0, chunk - 1)
  local passed, nextReady = 0, 1
  while leased < most do
    if nextReady > #ready and #ready > 0 then
      passed, nextReady = passed + #ready, 1
      ready = redis.call('LRANGE', readyKey, passed, passed + chunk - 1)
    end
    local entry, host = ready[nextReady], idle[nextIdle]
    local r, id
    if entry then r, id = live(entry, line) end
    if host and (not r or tonumber(idle[nextIdle + 1]) <= r.due) then
      leaseIdle(line, host)
      nextIdle = nextIdle + 2
    elseif not entry then
      break
    elseif passed + nextReady > budget then
      more = 1
      break
    else
      nextReady = nextReady + 1
      if r then
        local readyHost = hostOf(r.url)
        if isBusy(readyHost) then wait(entry, line, readyHost) else lease(id, r, readyHost) end
      end
    end
  end
  if passed + nextReady > 1 then redis.call('LTRIM', readyKey, passed + nextReady - 1, -1) end
  if leased < most and redis.call('ZCARD', lineKey .. 'idle:' .. line) > 0 then more = 1 end
end

-- A lower line waits until the higher ones have been looked through: `more` asks for another call first.
takeBackLapsed()
writePushes()
wakeHosts()
local priority = 0
while more == 0 and priority <= 3 and leased < most do
  local line = 4 * lane + priority
  openBuckets(line)
  openSoon(line)
  writePushes()
  leaseLine(line)
  priority = priority + 1
end
writeCounts()
result[1] = more
return result
