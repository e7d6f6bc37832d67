--[[
Stands before every script of this folder (reputation/scripts.ts joins them): how a listing is kept and how a
change of it is told, so that listing, log and facts never differ.

KEYS  1 listings  2 expiry  3 changes  4 seq  5 facts: starts the keys of its buckets, all of this slot
ARGV  1 nowMs  2 rows of the log to keep

A listing at rest is JSON (reputation/stored-listing.ts). Beside its own members it has `by`: the URLs that it
stands on, each with its clean looks in a row; and `pack`: what its facts are beside the expiry, hex.

Facts are what replicas read at their start: bucket <first three characters of the field> → rest of the field →
14 bytes: expiry in seconds, big-endian, and `pack`. Active listings only.
]]
local listings, expiry, changes, seq, facts = KEYS[1], KEYS[2], KEYS[3], KEYS[4], KEYS[5]
local nowMs, rows = tonumber(ARGV[1]), ARGV[2]
local mostEarlier = 8

local function read(field)
  local stored = redis.call('HGET', listings, field)
  return stored and cjson.decode(stored) or nil
end

local function keep(field, listing, forgetAtMs)
  listing.changedAtMs = nowMs
  redis.call('HSET', listings, field, cjson.encode(listing))
  redis.call('ZADD', expiry, forgetAtMs, field)
end

-- The threat that it is listed under; nil where it isn't on the list.
local function threatOnList(listing)
  if listing and listing.state == 'active' then return listing.threat end
  return nil
end

local function bytesOf(hex)
  return (string.gsub(hex, '%x%x', function(pair) return string.char(tonumber(pair, 16)) end))
end

-- A row of the log, and the facts that go with it. `was`: threatOnList before the change.
local function tell(kind, field, listing, was)
  local row = redis.call('INCR', seq)
  redis.call('XADD', changes, 'MAXLEN', '~', rows, row .. '-0', 'kind', kind, 'expression', listing.expression, 'threat', listing.threat, 'was', was or '', 'scope', listing.scope,
    'score', listing.score, 'brand', listing.brand == cjson.null and '' or listing.brand, 'compromised', listing.compromised and 1 or 0, 'expiresAtMs', listing.expiresAtMs, 'atMs', ARGV[1])
  local bucket, rest = facts .. string.sub(field, 1, 3), string.sub(field, 4)
  if kind == 'listed' or kind == 'renewed' then
    redis.call('HSET', bucket, rest, struct.pack('>I4', math.floor(listing.expiresAtMs / 1000)) .. bytesOf(listing.pack))
  else
    redis.call('HDEL', bucket, rest)
  end
end

local function enters(listing)
  listing.state, listing.listedAtMs = 'active', nowMs
end

-- Out of the list, with this time among the earlier ones.
local function leaves(listing, state, ending)
  if listing.state == 'active' then
    local since = type(listing.listedAtMs) == 'number' and listing.listedAtMs or listing.firstSeenMs
    local all = { string.format('%.0f-%.0f-%s', since, nowMs, ending) }
    for one in string.gmatch(listing.earlier or '', '[^,]+') do
      if #all < mostEarlier then all[#all + 1] = one end
    end
    listing.earlier = table.concat(all, ',')
  end
  listing.state, listing.listedAtMs = state, cjson.null
end
