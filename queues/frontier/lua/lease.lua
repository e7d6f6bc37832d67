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
    takeBack(id, load(id), deadline, now, hostDelayMs)
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

-- Moves the entries of buckets whose start has come, until `soon` holds enough that are due.
local function openBuckets(line)
  local days = lineKey .. 'days:' .. line
  local name = redis.call('ZRANGEBYSCORE', days, '-inf', now, 'LIMIT', 0, 1)[1]
  if not name then return end
  local left = budget - redis.call('ZCOUNT', lineKey .. 'soon:' .. line, '-inf', now)
  while name and left > 0 do
    local key = lineKey .. 'day:' .. line .. ':' .. name
    local entries = redis.call('LPOP', key, left) or {}
    for _, entry in ipairs(entries) do
      local r, id = live(entry, line)
      if r and enter(entry, r, now) then comeDue(id, r) end
    end
    left = left - #entries
    if redis.call('EXISTS', key) == 0 then redis.call('ZREM', days, name) end
    name = redis.call('ZRANGEBYSCORE', days, '-inf', now, 'LIMIT', 0, 1)[1]
  end
  writePushes()
  if name then more = 1 end
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

local leasedIds = {}
local function lease(id, r, host)
  if r.state == DUE then count('due:' .. r.lane, -1) end
  r.state = LEASED
  store(id, r)
  redis.call('ZADD', leasesKey, now + leaseMs, id)
  redis.call('HSET', holdersKey, id, struct.pack('>c12I6', string.sub(tokens, 12 * leased + 1, 12 * leased + 12), now + leaseMs))
  redis.call('ZADD', hostsKey, LEASED_UNTIL_ENDED, host)
  leased = leased + 1
  leasedIds[id] = true
  local at = #result
  result[at + 1], result[at + 2], result[at + 3], result[at + 4], result[at + 5] = id, r.url, r.look, r.attempts, sourceName(r.source)
end

local function wait(entry, line, host)
  redis.call('RPUSH', lineKey .. 'wait:' .. line .. ':' .. host, entry)
  local lines, bit = waitingLines(host), 2 ^ line
  if floor(lines / bit) % 2 == 0 then setWaitingLines(host, lines + bit) end
end

-- A line has three streams, each in the order of due times. `head` finds a stream's first live entry and keeps it
-- as `r` and `id` until `take` is done with it.

-- Entries of `ready` or `soon`, read in chunks.
local function entryStream(line, read, trim)
  local rows, passed, at = read(0), 0, 1
  local stream = {}
  function stream.head()
    while not stream.r and #rows > 0 do
      if at > #rows then
        passed, at = passed + #rows, 1
        rows = read(passed)
      else
        stream.r, stream.id = live(rows[at], line)
        if stream.r and leasedIds[stream.id] then stream.r = nil end
        if not stream.r then at = at + 1 end
      end
      if passed + at > budget then break end
    end
    return stream.r
  end
  function stream.take()
    local r, id, entry = stream.r, stream.id, rows[at]
    stream.r, at = nil, at + 1
    if leasedIds[id] then return end
    local host = hostOf(r.url)
    if not isBusy(host) then return lease(id, r, host) end
    comeDue(id, r)
    wait(entry, line, host)
  end
  function stream.isSpent() return passed + at > budget end
  function stream.close()
    if passed + at > 1 then trim(passed + at - 1) end
  end
  return stream
end

-- First entries of the wait lists of idle hosts. A host is idle no more when it was leased, in whatever line.
local function idleStream(line)
  local key = lineKey .. 'idle:' .. line
  local stream = {}
  local waitKey
  -- Hosts become idle before the lines are looked through, never meanwhile.
  local isEmpty = false
  function stream.head()
    while not stream.r and not isEmpty do
      local host, due = unpack(redis.call('ZRANGE', key, 0, 0, 'WITHSCORES'))
      if not host then
        isEmpty = true
        return nil
      end
      local r, id, list
      if not isBusy(host) then r, id, list = firstWaiting(line, host) end
      if not r then
        redis.call('ZREM', key, host)
      elseif r.due > tonumber(due) then
        redis.call('ZADD', key, r.due, host)
      else
        stream.r, stream.id, stream.host, waitKey = r, id, host, list
      end
    end
    return stream.r
  end
  function stream.take()
    local r, host = stream.r, stream.host
    stream.r = nil
    -- Another stream may have leased the host, or this very URL, since `head`.
    if isBusy(host) then return end
    redis.call('LPOP', waitKey)
    redis.call('ZREM', key, host)
    lease(stream.id, r, host)
  end
  return stream
end

local function leaseLine(line)
  local chunk = math.min(budget, 2 * (most - leased) + 16)
  local readyKey, soonKey = lineKey .. 'ready:' .. line, lineKey .. 'soon:' .. line
  local idle = idleStream(line)
  local soon = entryStream(line,
    function(from) return redis.call('ZRANGEBYSCORE', soonKey, '-inf', now, 'LIMIT', from, chunk) end,
    function(taken) redis.call('ZREMRANGEBYRANK', soonKey, 0, taken - 1) end)
  local ready = entryStream(line,
    function(from) return redis.call('LRANGE', readyKey, from, from + chunk - 1) end,
    function(taken) redis.call('LTRIM', readyKey, taken, -1) end)
  while leased < most do
    local first
    for _, stream in ipairs({ idle, soon, ready }) do
      local r = stream.head()
      if r and (not first or r.due < first.r.due) then first = stream end
    end
    if soon.isSpent() or ready.isSpent() then
      more = 1
      break
    end
    if not first then break end
    first.take()
  end
  soon.close()
  ready.close()
end

-- A lower line waits until the higher ones have been looked through: `more` asks for another call first.
takeBackLapsed()
writePushes()
wakeHosts()
local priority = 0
while more == 0 and priority <= 3 and leased < most do
  local line = 4 * lane + priority
  openBuckets(line)
  leaseLine(line)
  priority = priority + 1
end
writeCounts()
result[1] = more
return result
