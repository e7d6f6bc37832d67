-- The record of a URL, as a value of the records hash: 18 bytes and the URL's text. queues/frontier/record.ts reads the same.
--
--   byte 0      state + 4 * lane + 16 * priority + 64 * burial reason
--   byte 1      stamp: which of the entries that name this URL is the live one
--   byte 2      attempts, 255 at most
--   byte 3      look, 255 at most
--   byte 4-5    source, an index of the sources hash
--   byte 6-11   due, epoch milliseconds, 0 for never
--   byte 12-17  first seen, epoch milliseconds
--   byte 18-    URL
--
-- Prelude of every transition: the key names that all of them take, and the record.
-- KEYS  1 records  2 counts  3 leases  4 holders  5 hosts  6 waits  7 sources  8 line
--       8 is the common beginning of keys in the same slot that are made here: see place.lua.
local recordsKey, countsKey, leasesKey, holdersKey, hostsKey, waitsKey, sourcesKey, lineKey = unpack(KEYS)

local HEAD = '>BBBBHI6I6'
local HEAD_BYTES = 18
local DUE, LEASED, RESTING, BURIED = 0, 1, 2, 3
local floor = math.floor

local function decode(raw)
  local flags, stamp, attempts, look, source, due, firstSeen = struct.unpack(HEAD, raw)
  return {
    state = flags % 4, lane = floor(flags / 4) % 4, priority = floor(flags / 16) % 4, reason = floor(flags / 64),
    stamp = stamp, attempts = attempts, look = look, source = source, due = due, firstSeen = firstSeen,
    url = string.sub(raw, HEAD_BYTES + 1),
  }
end

local function encode(r)
  return struct.pack(HEAD, r.state + 4 * r.lane + 16 * r.priority + 64 * r.reason, r.stamp, r.attempts, r.look, r.source, r.due, r.firstSeen) .. r.url
end

local function load(id)
  local raw = redis.call('HGET', recordsKey, id)
  return raw and decode(raw)
end

local function store(id, r)
  redis.call('HSET', recordsKey, id, encode(r))
end

-- Counters of this call, written once at its end.
local changes = {}
local function count(name, by)
  changes[name] = (changes[name] or 0) + by
end
local function writeCounts()
  for name, by in pairs(changes) do
    if by ~= 0 then redis.call('HINCRBY', countsKey, name, by) end
  end
end
