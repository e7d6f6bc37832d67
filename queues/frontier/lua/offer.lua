-- offer: makes URLs known, or due again. A repeated call answers `known` and changes nothing.
--
-- KEYS  as in record.lua
-- ARGV  1    now, epoch ms
--       2    how long a host is left alone, ms
--       3    offers, one after the other: id (16 bytes), lane, priority, flags (bit 0: revive; 1 byte each), index
--            of the source in ARGV from 4 on (2 bytes), due (6 bytes, at least now), URL (2 bytes of length, text)
--       4..  names of sources
-- Result: a string, one character an offer: n new, k known, s sooner, r revived
local now = tonumber(ARGV[1])
local hostDelayMs, offers = tonumber(ARGV[2]), ARGV[3]

-- Index of a source's name, the same for ever. Names are many only where somebody makes them up: the 65,535th and later share index 0.
local sourceIndex = {}
local function indexOf(name)
  local index = redis.call('HGET', sourcesKey, 'n:' .. name)
  if index then return tonumber(index) end
  local next = redis.call('HINCRBY', sourcesKey, 'next', 1)
  if next > 65535 then return 0 end
  redis.call('HSET', sourcesKey, 'n:' .. name, next, 'i:' .. next, name)
  return next
end

local function offer(id, lane, priority, revive, source, due, url)
  local line = 4 * lane + priority
  local stamp = 0
  local raw = struct.pack(HEAD, DUE + 4 * lane + 16 * priority, stamp, 0, 0, source, due, now) .. url
  if redis.call('HSETNX', recordsKey, id, raw) == 1 then
    count('due:' .. lane, 1)
    enter(id .. '\0', { lane = lane, priority = priority, due = due }, now)
    return 'n'
  end
  local r = load(id)
  if r.state == LEASED then
    local _, deadline = struct.unpack('>c12I6', redis.call('HGET', holdersKey, id))
    if deadline <= now then takeBack(id, r, deadline, now, hostDelayMs) end
  elseif r.due > 0 and r.due <= now then
    comeDue(id, r)
  end
  if r.state == DUE then
    if due >= r.due and priority >= r.priority then return 'k' end
    r.due = math.min(due, r.due)
    r.priority = math.min(priority, r.priority)
    place(id, r, now)
    store(id, r)
    return 's'
  end
  if not revive or r.state == LEASED then return 'k' end
  if r.state == BURIED then count('buried', -1) end
  count('due:' .. lane, 1)
  r.state, r.reason, r.lane, r.priority, r.due, r.attempts, r.look = DUE, 0, lane, priority, due, 0, 0
  place(id, r, now)
  store(id, r)
  return 'r'
end

local outcomes = {}
local at = 1
while at <= #offers do
  local id, lane, priority, flags, source, due, url
  id, lane, priority, flags, source, due, url, at = struct.unpack('>c16BBBHI6Hc0', offers, at)
  if not sourceIndex[source] then sourceIndex[source] = indexOf(ARGV[4 + source]) end
  outcomes[#outcomes + 1] = offer(id, lane, priority, flags % 2 == 1, sourceIndex[source], due, url)
end
writePushes()
writeCounts()
return table.concat(outcomes)
